package import Conference
import EventDesk
package import Foundation
import NIOSSL

/// The certificate and key that the server shows, as PEM files.
package struct TLSFiles: Sendable, Hashable {
    package let certificateChain: String
    package let privateKey: String

    package init(certificateChain: String, privateKey: String) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
    }

    /// TLS 1.3, and of TLS 1.2 what keeps a recorded conversation secret and seals what it encrypts (RFC 9325, section 4.2).
    ///
    /// - Throws: `tls_certificate_unreadable`, `tls_key_unreadable`, `tls_files_mismatched`.
    func configuration() throws -> TLSConfiguration {
        guard let chain = try? NIOSSLCertificate.fromPEMFile(certificateChain), !chain.isEmpty else {
            throw ServerError(.tlsCertificateUnreadable, ErrorDetail("file", certificateChain))
        }
        guard let key = try? NIOSSLPrivateKey(file: privateKey, format: .pem) else {
            throw ServerError(.tlsKeyUnreadable, ErrorDetail("file", privateKey))
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuiteValues = [
            .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ]
        do {
            // It compares the two.
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw ServerError(
                .tlsFilesMismatched, ErrorDetail("certificate", certificateChain), ErrorDetail("key", privateKey))
        }
        return configuration
    }

    /// How long before its end a certificate is told, in seconds: two weeks.
    private static let notice = 14 * 86_400.0

    /// What is wrong with the two at that time, and whether browsers refuse them for it.
    package func condition(at now: Date) -> [(isFault: Bool, error: any DescribedError)] {
        do {
            _ = try configuration()
        } catch let error as ServerError {
            return [(true, error)]
        } catch {
            return [(true, ServerError(.internalFailure, underlying: error))]
        }
        let chain = (try? NIOSSLCertificate.fromPEMFile(certificateChain)) ?? []
        let begin = chain.map { Date(timeIntervalSince1970: Double($0.notValidBefore)) }.max() ?? now
        let end = chain.map { Date(timeIntervalSince1970: Double($0.notValidAfter)) }.min() ?? now
        let file = ErrorDetail("file", certificateChain)
        if now < begin {
            return [(true, ServerError(.tlsCertificateEarly, file, ErrorDetail("from", begin.ISO8601Format())))]
        }
        if now > end {
            return [(true, ServerError(.tlsCertificateExpired, file, ErrorDetail("until", end.ISO8601Format())))]
        }
        guard now.addingTimeInterval(Self.notice) > end else { return [] }
        return [(false, ServerError(.tlsCertificateEnds, file, ErrorDetail("until", end.ISO8601Format())))]
    }
}

import Conference
import Dispatch
import EventStore
import Foundation

/// Signs wallet passes with the organizer's certificate: `wallet.pem` beside the event's keys, which holds certificate and
/// private key, and `wallet-authority.pem` for whoever issued it. OpenSSL's own program does it.
struct WalletSigner: Sendable {
    /// What the certificate is for: `pass.org.example.netdev01`, its subject's user id.
    let passType: String
    /// Whose it is: its subject's organizational unit.
    let team: String
    private let certificate: URL
    private let authority: URL?

    /// - Throws: `wallet_certificate_missing`, `wallet_certificate_unusable`, `secret_open`.
    init(_ keys: EventKeys) async throws {
        certificate = keys.folder.appendingPathComponent("wallet.pem")
        guard FileManager.default.fileExists(atPath: certificate.path) else {
            throw ServerError(.walletCertificateMissing, ErrorDetail("file", certificate.path))
        }
        guard !keys.modes.isOpen(certificate) else {
            throw EventStoreError(.secretOpen, ErrorDetail("file", certificate.path))
        }
        let issuer = keys.folder.appendingPathComponent("wallet-authority.pem")
        authority = FileManager.default.fileExists(atPath: issuer.path) ? issuer : nil
        let subject = String(
            decoding: try await Self.openssl(
                ["x509", "-in", certificate.path, "-noout", "-subject", "-nameopt", "multiline,utf8"], Data()),
            as: UTF8.self)
        func part(_ name: String) -> String? {
            subject.split(separator: "\n").first { $0.trimmingCharacters(in: .whitespaces).hasPrefix(name) }
                .flatMap { $0.split(separator: "=", maxSplits: 1).last }?.trimmingCharacters(in: .whitespaces)
        }
        guard let passType = part("userId"), let team = part("organizationalUnitName") else {
            throw ServerError(.walletCertificateUnusable, ErrorDetail("problem", "UID, OU"))
        }
        (self.passType, self.team) = (passType, team)
    }

    /// A detached signature (PKCS #7, RFC 5652) in DER.
    ///
    /// - Throws: `wallet_certificate_unusable`.
    func sign(_ content: Data) async throws -> Data {
        var arguments = [
            "smime", "-sign", "-binary", "-md", "sha256", "-outform", "DER", "-signer", certificate.path, "-inkey",
            certificate.path,
        ]
        if let authority { arguments += ["-certfile", authority.path] }
        return try await Self.openssl(arguments, content)
    }

    private static func openssl(_ arguments: [String], _ input: Data) async throws -> Data {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try run(arguments, input) }) }
        }
    }

    private static func run(_ arguments: [String], _ content: Data) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        do { try process.run() } catch {
            throw ServerError(.walletCertificateUnusable, ErrorDetail("problem", "/usr/bin/openssl"), underlying: error)
        }
        // A manifest is shorter than a pipe is deep.
        try? input.fileHandleForWriting.write(contentsOf: content)
        try? input.fileHandleForWriting.close()
        let signature = output.fileHandleForReading.readDataToEndOfFile()
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let line = said.split(separator: "\n").first.map { String($0.prefix(200)) } ?? ""
            throw ServerError(.walletCertificateUnusable, ErrorDetail("problem", line))
        }
        return signature
    }
}

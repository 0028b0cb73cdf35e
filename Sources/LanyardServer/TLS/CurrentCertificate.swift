import NIOCore
import NIOSSL
import Synchronization

/// The certificate and key that the server shows to whoever comes next; read again when they were renewed.
final class CurrentCertificate: Sendable {
    private let files: TLSFiles
    private let shown: Mutex<NIOSSLContextConfigurationOverride>
    private let first: TLSConfiguration

    /// - Throws: what `TLSFiles.configuration` throws.
    init(_ files: TLSFiles) throws {
        self.files = files
        first = try files.configuration()
        shown = Mutex(Self.shown(first))
    }

    /// What the server is set up with: it asks for the current certificate at each handshake.
    var configuration: TLSConfiguration {
        var configuration = first
        configuration.sslContextCallback = { [self] _, promise in promise.succeed(shown.withLock { $0 }) }
        return configuration
    }

    /// Reads both files again. Whoever is connected stays so; if they cannot be used, the ones before are shown on.
    ///
    /// - Throws: what `TLSFiles.configuration` throws.
    func reload() throws {
        let read = try files.configuration()
        shown.withLock { $0 = Self.shown(read) }
    }

    private static func shown(_ configuration: TLSConfiguration) -> NIOSSLContextConfigurationOverride {
        var shown = NIOSSLContextConfigurationOverride()
        shown.certificateChain = configuration.certificateChain
        shown.privateKey = configuration.privateKey
        return shown
    }
}

import Conference
import Dispatch
import EventDesk
import Foundation
import Logging
import ServiceLifecycle

/// Reads the certificate, and whatever else is to be read, again at each SIGHUP, which never ends the server.
struct Reloading: Service {
    /// Nil for a server without TLS.
    let certificate: CurrentCertificate?
    let also: @Sendable () -> Void
    let logger: Logger

    func run() async throws {
        let (signals, signalled) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        // A source hears of a signal only if the process does not end by it.
        signal(SIGHUP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
        source.setEventHandler { signalled.yield() }
        source.resume()
        defer { source.cancel() }
        await withGracefulShutdownHandler {
            for await _ in signals { reload() }
        } onGracefulShutdown: {
            signalled.finish()
        }
    }

    private func reload() {
        also()
        guard let certificate else { return }
        do {
            try certificate.reload()
            logger.notice("the certificate was read again")
        } catch let error as ServerError {
            logger.error(
                "the certificate cannot be used; the one before is shown on",
                metadata: ["code": "\(error.code.rawValue)"])
        } catch {
            logger.error("the certificate cannot be used; the one before is shown on")
        }
    }
}

package import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import LanyardCommands
import LanyardServer
import Logging

package struct ServeCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the event over HTTP until a signal stops it.",
        discussion: """
            Requests in flight are answered before it stops. Phones give a page their camera only over HTTPS or on \
            localhost: give a certificate, or use a proxy that has one.

            Example: lanyard serve --host 127.0.0.1 --port 8015
            """)

    @Option(help: "The address to listen on; 0.0.0.0 for every address of this machine.")
    var host = "127.0.0.1"

    @Option(help: "The port; 0 for any that is free.")
    var port = 8015

    @Option(help: "The certificate chain, a PEM file.")
    var tlsCertificate: String?

    @Option(help: "The private key of the certificate, a PEM file.")
    var tlsKey: String?

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions

    package init() {}

    package func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be between 0 and 65535.") }
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("Give --tls-certificate and --tls-key together.")
        }
    }

    package func run() async throws {
        let services = try await event.services(clock: try time.eventClock())
        let name = try await services.store.definition().name
        let tls = tlsCertificate.flatMap { chain in
            tlsKey.map { TLSFiles(certificateChain: chain, privateKey: $0) }
        }
        var logger = Logger(label: "lanyard") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        try await LanyardApplication.run(
            services, at: ListeningAddress(host: host, port: port), tls: tls, logger: logger
        ) { [host] port in
            Report.say("\(name): \(tls == nil ? "http" : "https")://\(host):\(port)/ (stop with Ctrl-C)")
        }
        try services.store.close()
    }
}

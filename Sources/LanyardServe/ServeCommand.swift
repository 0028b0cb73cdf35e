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
            Requests in flight are answered before it stops, which takes ten seconds at most; a second signal stops it at \
            once. Phones give a page their camera only over HTTPS or on localhost: give a certificate, or use a proxy that \
            has one. It speaks TLS 1.2 and 1.3, and HTTP/2 with whoever can.

            SIGHUP has it read the certificate and key again; connections stay, and if the files cannot be used, it shows the \
            ones before. --log-level info tells of each request, without personal data.

            Before it listens it looks through the whole file, and it refuses one that is damaged.

            Example: lanyard serve --host 127.0.0.1 --port 8015
            Example: lanyard serve --host 0.0.0.0 --port 443 --tls-certificate chain.pem --tls-key key.pem --hsts 30
            Example: lanyard serve --proxy 127.0.0.1
            """)

    @Option(help: "The address to listen on; 0.0.0.0 for every address of this machine.")
    var host = "127.0.0.1"

    @Option(help: "The port; 0 for any that is free.")
    var port = 8015

    @Option(help: "The certificate chain, a PEM file.")
    var tlsCertificate: String?

    @Option(help: "The private key of the certificate, a PEM file.")
    var tlsKey: String?

    @Option(help: ArgumentHelp("With a certificate: browsers come by https alone for this long.", valueName: "days"))
    var hsts: Int?

    @Option(
        name: .customLong("proxy"),
        help: ArgumentHelp(
            "A proxy's address, whose word counts for where requests come from; may be given several times.",
            valueName: "address"))
    var proxies: [String] = []

    @Option(help: "How many connections there may be in all; fewer where the system allows fewer open files.")
    var connections = ServerLimits().connections

    @Option(help: "How many of them may come from one address that is no --proxy. Default: half of all.")
    var connectionsPerAddress: Int?

    @Option(
        help: ArgumentHelp(
            "How long somebody may take for the head of a request, or fall below 1 KB a second.", valueName: "seconds"))
    var patience = 10

    @Option(help: "What is told on stderr: error, warning, notice, info, debug.")
    var logLevel = "warning"

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions

    package init() {}

    package func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be between 0 and 65535.") }
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("Give --tls-certificate and --tls-key together.")
        }
        guard hsts == nil || tlsCertificate != nil else {
            throw ValidationError("--hsts needs --tls-certificate and --tls-key.")
        }
        guard hsts.map({ (0...3_650).contains($0) }) ?? true else {
            throw ValidationError("--hsts must be between 0 and 3650 days.")
        }
        guard (1...50_000).contains(connections) else {
            throw ValidationError("--connections must be between 1 and 50000.")
        }
        guard (1...600).contains(patience) else {
            throw ValidationError("--patience must be between 1 and 600 seconds.")
        }
        guard Logger.Level(rawValue: logLevel) != nil else {
            throw ValidationError("--log-level must be error, warning, notice, info or debug.")
        }
        guard connectionsPerAddress.map({ (1...connections).contains($0) }) ?? true else {
            throw ValidationError("--connections-per-address must be between 1 and the --connections in all.")
        }
    }

    private var options: ServerOptions {
        var options = ServerOptions()
        options.limits.head = .seconds(patience)
        options.limits.patience = .seconds(patience)
        options.limits.body = .seconds(patience * 6)
        options.tls = tlsCertificate.flatMap { chain in
            tlsKey.map { TLSFiles(certificateChain: chain, privateKey: $0) }
        }
        options.strictDays = hsts
        options.limits.connections = connections
        options.limits.connectionsPerAddress = connectionsPerAddress ?? max(1, connections / 2)
        options.limits.proxies = Set(proxies)
        return options
    }

    package func run() async throws {
        // A limit on the length of files is an error of writing, not the end.
        signal(SIGXFSZ, SIG_IGN)
        let condition = await EventFileCondition.judge(try event.url())
        if let damage = condition.damages.first { throw damage }
        let services = try await event.services(clock: try time.eventClock())
        if let lack = services.resources.lacks.first { throw lack }
        if let lack = services.resources.doorModuleLack { Report.warn(lack) }
        for warning in condition.warnings { services.store.warn(warning) }
        // A clock that was set on purpose is behind on purpose.
        if !time.isSet, let warning = try await services.store.clockWarning(at: services.clock.now) {
            services.store.warn(warning)
        }
        let name = try await services.store.definition().name
        var logger = Logger(label: "lanyard") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .warning
        let serving = options
        try await LanyardApplication.run(
            services, at: ListeningAddress(host: host, port: port), options: serving, logger: logger
        ) { [host] port in
            let urls = ServedAddresses.urls(host: host, port: port, isSecure: serving.tls != nil)
            Report.say("\(name): \(urls.map { $0 + "/" }.joined(separator: " ")) (stop with Ctrl-C)")
            SystemNotice.send("READY=1")
            for warning in services.store.warnings { Report.warn(warning) }
        }
        SystemNotice.send("STOPPING=1")
        // A file that was moved away meanwhile was reported with every write.
        try? services.store.close()
    }
}

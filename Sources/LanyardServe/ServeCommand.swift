package import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import LanyardCommands
import LanyardHTTP
import LanyardServer
import Logging

package struct ServeCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve an event over HTTP, or all of a folder, until a signal stops it.",
        discussion: """
            Requests in flight are answered before it stops, which takes ten seconds at most; a second signal stops it at \
            once. Phones give a page their camera only over HTTPS or on localhost: give a certificate, or use a proxy that \
            has one. It speaks TLS 1.2 and 1.3, and HTTP/2 with whoever can.

            SIGHUP has it read the certificate, its key and --log-level-file again; connections stay, and if the files cannot be \
            used, it shows the ones before. --log-level info tells of each request, without personal data.

            Before it listens it looks through the file, and it refuses one that is damaged. A file of more than 32 MB is looked \
            through beside the first requests; /v1/health/ready says so until it is done.

            --read-only serves an event to be looked at: nobody can change anything, and nothing is sent. With --from it is the \
            copy that lanyard replica follow makes, as it is at the start; a takeover from it is possible all the while.

            --events serves each NAME.lanyard of a folder below /e/NAME/, and their list at /. The folder is watched: put an \
            event there, and it is served; lanyard event stop and lanyard event start stop and start one. Files that nobody \
            uses are closed, and opened again for the next who asks. --site gives an event a host name of its own.

            Behind a proxy, --trusted-proxy says whose X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host count, and \
            --path below which path the proxy has it.

            Example: lanyard serve --host 127.0.0.1 --port 8015
            Example: lanyard serve --host 0.0.0.0 --port 443 --tls-certificate chain.pem --tls-key key.pem --hsts 30
            Example: lanyard serve --trusted-proxy 127.0.0.1 --path /registration
            Example: lanyard serve --events /var/lib/lanyard --site desk.example.org=netdev01
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
        name: .customLong("trusted-proxy"),
        help: ArgumentHelp(
            "A proxy's address, whose word counts for where requests come from; may be given several times.",
            valueName: "address"))
    var proxies: [String] = []

    @Option(help: ArgumentHelp("The path below which a proxy offers it, such as /registration.", valueName: "path"))
    var path = ""

    @Option(help: ArgumentHelp("Serve every event of this folder, instead of one.", valueName: "folder"))
    var events: String?

    @Option(
        name: .customLong("site"),
        help: ArgumentHelp(
            "With --events: a host name whose addresses are those of one event; may be given several times.",
            valueName: "host=event"))
    var sites: [String] = []

    @Option(
        help: ArgumentHelp(
            "With --events: after how long without a request an event's file is closed.", valueName: "seconds"))
    var idle = 300

    @Option(help: "How many connections there may be in all; fewer where the system allows fewer open files.")
    var connections = ServerLimits().connections

    @Option(help: "How many of them may come from one address that is no --trusted-proxy. Default: half of all.")
    var connectionsPerAddress: Int?

    @Option(
        help: ArgumentHelp(
            "How long somebody may take for the head of a request, or fall below 1 KB a second.", valueName: "seconds"))
    var patience = 10

    @Option(help: "What is told on stderr: error, warning, notice, info, debug.")
    var logLevel = "warning"

    @Option(
        help: ArgumentHelp(
            "A file with one of these words, which counts instead and is read again at each SIGHUP.", valueName: "file")
    )
    var logLevelFile: String?

    @Flag(help: "Serve the event to be looked at: nobody can change it, and nothing is sent.")
    var readOnly = false

    @Option(
        help: ArgumentHelp(
            "With --read-only: the folder of lanyard replica follow, instead of an event.", valueName: "folder"))
    var from: String?

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
        guard BasePath(path) != nil else {
            throw ValidationError("--path is a path such as /registration: letters, digits, '.', '_' and '-'.")
        }
        guard events == nil || !event.isNamed else { throw ValidationError("Give --event or --events, not both.") }
        guard events != nil || sites.isEmpty else { throw ValidationError("--site needs --events.") }
        guard (1...86_400).contains(idle) else {
            throw ValidationError("--idle must be between 1 and 86400 seconds.")
        }
        guard events == nil || !readOnly else { throw ValidationError("--read-only serves one event.") }
        guard from == nil || readOnly else { throw ValidationError("--from needs --read-only.") }
        _ = try hosts()
        guard connectionsPerAddress.map({ (1...connections).contains($0) }) ?? true else {
            throw ValidationError("--connections-per-address must be between 1 and the --connections in all.")
        }
    }

    private func options(reloading level: LogLevel) -> ServerOptions {
        var options = ServerOptions()
        options.onHangUp = { level.reload() }
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
        options.base = BasePath(path) ?? .root
        return options
    }

    /// Which event a host's addresses are those of.
    private func hosts() throws -> [String: String] {
        var hosts: [String: String] = [:]
        for site in sites {
            let parts = site.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty, EventFolder.isName(parts[1]) else {
                throw ValidationError("--site is a host name, '=', and an event's name: desk.example.org=netdev01.")
            }
            guard hosts.updateValue(parts[1], forKey: parts[0].lowercased()) == nil else {
                throw ValidationError("--site names \(parts[0]) twice.")
            }
        }
        return hosts
    }

    package func run() async throws {
        // A limit on the length of files is an error of writing, not the end.
        signal(SIGXFSZ, SIG_IGN)
        let level = LogLevel(Logger.Level(rawValue: logLevel) ?? .warning, file: logLevelFile)
        let logger = Logger(label: "lanyard") { ServerLog($0, level) }
        let serving = options(reloading: level)
        if let events {
            let folder = EventFolder(URL(fileURLWithPath: events, isDirectory: true))
            return try await serveAll(of: folder, serving, logger)
        }
        let copy = try from.map { try FollowedCopy(of: try event.url(), in: $0) }
        defer { copy?.remove() }
        let condition = await EventFileCondition.judge(try copy?.file ?? event.url(), .atStart)
        if let damage = condition.damages.first { throw damage }
        let services = try await event.services(
            readOnly ? .reading : .writing, at: copy?.file, clock: try time.eventClock())
        if let lack = services.resources.lacks.first { throw lack }
        if let lack = services.resources.doorModuleLack { Report.warn(lack) }
        for warning in condition.warnings { services.store.warn(warning) }
        // A clock that was set on purpose is behind on purpose.
        if !time.isSet, let warning = try await services.store.clockWarning(at: services.clock.now) {
            services.store.warn(warning)
        }
        let name = try await services.store.definition().name
        try await LanyardApplication.run(
            services, at: ListeningAddress(host: host, port: port), options: serving, logger: logger
        ) { [host] port in
            Self.tell(readOnly ? "\(name), to be looked at" : name, host, port, serving)
            for warning in services.store.warnings { Report.warn(warning) }
        }
        SystemNotice.send("STOPPING=1")
        // A file that was moved away meanwhile was reported with every write.
        try? services.store.close()
    }

    private func serveAll(of folder: EventFolder, _ serving: ServerOptions, _ logger: Logger) async throws {
        let resources = ResourceFolder.ofThisProgram
        if let lack = resources.lacks.first { throw lack }
        if let lack = resources.doorModuleLack { Report.warn(lack) }
        let count = try folder.entries().count
        let house = EventHouse(
            folder, options: serving, resources: resources, clock: try time.eventClock(), idleMax: .seconds(idle),
            logger: logger)
        try await LanyardApplication.run(
            house, hosts: try hosts(), at: ListeningAddress(host: host, port: port), options: serving, logger: logger
        ) { [host] port in
            Self.tell("\(count) \(count == 1 ? "event" : "events")", host, port, serving)
        }
        SystemNotice.send("STOPPING=1")
    }

    private static func tell(_ what: String, _ host: String, _ port: Int, _ serving: ServerOptions) {
        let urls = ServedAddresses.urls(host: host, port: port, isSecure: serving.tls != nil)
        let addresses = urls.map { $0 + serving.base.address("/") }.joined(separator: " ")
        Report.say("\(what): \(addresses) (stop with Ctrl-C)")
        SystemNotice.send("READY=1")
    }
}

package import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import LanyardCommands

package struct TakeoverCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "takeover", abstract: "Go on with an event on this machine, after the first one died.",
        discussion: """
            Run it on the second machine. It makes sure that the first one is silent: nobody may answer at --first, and the \
            copy may not be continued for a second. A network that is cut is no death: if you are not sure, switch the first \
            machine off. It refuses where a third machine has taken over already, as the copy or a device in it says.

            Then it puts the copy in its place as a new incarnation of the event, and holds mail back until you have looked \
            (lanyard mail resume). With options of serve after --, it serves at once: give the first machine's name and \
            certificate, and phones find it by themselves.

            Example: lanyard takeover --from /srv/replica --event netdev01.lanyard --first https://desk.example.org
            Example: lanyard takeover --from netdev01.litestream.yml --keys netdev01.keys --event new/netdev01.lanyard
            Example: lanyard takeover --from /srv/replica --event netdev01.lanyard -- --host 0.0.0.0 --port 443 \
            --tls-certificate chain.pem --tls-key key.pem
            """)

    @Option(
        help: ArgumentHelp(
            "The folder of lanyard replica follow, or the configuration of lanyard replica init.", valueName: "place"))
    var from: String

    @Option(help: ArgumentHelp("With a configuration of Litestream: the copy of the keys.", valueName: "folder"))
    var keys: String?

    @Option(help: ArgumentHelp("Where the first machine was reached; nobody may answer there.", valueName: "address"))
    var first: String?

    @Option(help: ArgumentHelp("For how long the copy has to stand still.", valueName: "milliseconds"))
    var silence = 1_000

    @Option(
        help: ArgumentHelp(
            "Where backups of the event lie: what the tombstones beside them name is erased and revoked here as well.",
            valueName: "folder"))
    var backups: String?

    @Flag(help: "Go on although a device in the copy has seen a later incarnation of the event.")
    var despiteDevices = false

    @OptionGroup var writer: AuthorOption

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("Options of serve, after --: then it serves at once.", valueName: "serve-options"))
    var serving: [String] = []

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package func validate() throws {
        guard (0...600_000).contains(silence) else {
            throw ValidationError("--silence must be between 0 and 600000 milliseconds.")
        }
        if let first {
            guard let url = URL(string: first), ["http", "https"].contains(url.scheme), url.host?.isEmpty == false
            else {
                throw ValidationError("Write --first as an address like https://desk.example.org.")
            }
        }
    }

    package func run() async throws {
        let target = try event.url()
        // A mistake in what comes after -- is told before anything is done.
        let server = serving.isEmpty ? nil : try ServeCommand.parse(["--event", target.path] + serving)
        let takeover = EventTakeover(
            from: try source(), to: target, first: first.flatMap { URL(string: $0) },
            silence: .milliseconds(silence),
            backups: backups.map { URL(fileURLWithPath: $0, isDirectory: true) }, disbelievesDevices: despiteDevices)
        let done = try await takeover.run(resources: .ofThisProgram, clock: .system, author: writer.author)
        try TakeoverReport.show(done, event: target, json: output.json)
        try await server?.run()
    }

    private func source() throws -> EventTakeover.Source {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: from, isDirectory: &isFolder) else {
            throw EventStoreError(.replicaUnreadable, ErrorDetail("folder", from))
        }
        if isFolder.boolValue { return .folder(URL(fileURLWithPath: from, isDirectory: true)) }
        guard let keys else { throw ValidationError("Litestream does not copy the keys: give --keys FOLDER.") }
        return .litestream(
            configuration: URL(fileURLWithPath: from), keys: URL(fileURLWithPath: keys, isDirectory: true))
    }
}

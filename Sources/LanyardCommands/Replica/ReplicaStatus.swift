import ArgumentParser
import EventStore
import Foundation

struct ReplicaStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how fresh the copies of an event in a folder are.",
        discussion: """
            Times are by the clock of the machine that is followed. Ends with 2 if the latest copy has had no sign of life \
            for five seconds, or if another machine took over from it.

            Example: lanyard replica status --from /srv/replica --event netdev01.lanyard
            """)

    @Option(help: ArgumentHelp("Where the copies are.", valueName: "folder"))
    var from: String

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let folder: String
        let incarnation: Int
        let lastSign: String
        let lastCopied: String
        let secondsSinceSign: Double
        let logBytes: Int
        let takenOverBy: Int?
    }

    func run() throws {
        let name = try event.url().deletingPathExtension().lastPathComponent
        let replicas = ReplicaFolder.all(of: name, in: URL(fileURLWithPath: from, isDirectory: true))
        let bodies = try replicas.map { replica in
            let state = try replica.state()
            let (sign, copied) = (Date(milliseconds: state.beat), Date(milliseconds: state.copied))
            return Body(
                folder: replica.url.path, incarnation: state.incarnation, lastSign: sign.ISO8601Format(),
                lastCopied: copied.ISO8601Format(), secondsSinceSign: Date().timeIntervalSince(sign),
                logBytes: state.logBytes, takenOverBy: replica.successor)
        }
        if output.json {
            try Output.json(bodies)
        } else {
            Output.table(
                ["INCARNATION", "LAST SIGN", "LAST COPIED", "SECONDS", "LOG", "TAKEN OVER BY"],
                right: ["INCARNATION", "SECONDS", "LOG"],
                bodies.map { body in
                    [
                        String(body.incarnation), body.lastSign, body.lastCopied,
                        String(format: "%.1f", body.secondsSinceSign), String(body.logBytes),
                        body.takenOverBy.map { String($0) } ?? "–",
                    ]
                })
        }
        guard let latest = bodies.first, latest.secondsSinceSign < 5, latest.takenOverBy == nil else {
            throw ExitCode.answerIsNo
        }
    }
}

import ArgumentParser
import EventDesk
import Foundation

struct EventStop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Have a server of many events stop serving this one.",
        discussion: """
            Within a second `lanyard serve --events` closes the event's file, whose addresses say that it is stopped. Then it \
            can be moved, restored or upgraded. The file NAME.stopped beside it is the mark; it does nothing to a server of \
            this event alone.

            Example: lanyard event stop --event /var/lib/lanyard/netdev01.lanyard
            """)

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let url = try event.url()
        let wasServed = try EventServing.stop(url)
        try EventServingBody(event: url.path, isServed: false, changed: wasServed).show(json: output.json)
    }
}

struct EventStart: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Have a server of many events serve this one again.",
        discussion: """
            Takes the mark away that lanyard event stop made.

            Example: lanyard event start --event /var/lib/lanyard/netdev01.lanyard
            """)

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let url = try event.url()
        let wasStopped = try EventServing.start(url)
        try EventServingBody(event: url.path, isServed: true, changed: wasStopped).show(json: output.json)
    }
}

/// Whether an event is to be served.
private struct EventServingBody: Encodable {
    let event: String
    let isServed: Bool
    /// Whether it was otherwise until now.
    let changed: Bool

    func show(json: Bool) throws {
        if json { return try Output.json(self) }
        Output.line("\(event): \(isServed ? "served" : "stopped")\(changed ? "" : " already")")
    }
}

import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation

struct EventHandOver: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hand-over", abstract: "Hand the event over to another machine, with nothing lost.",
        discussion: """
            On the public server, the evening before the event: it waits until what people have begun is done, closes the event \
            to changes, and makes a copy with its keys, like lanyard backup. On the laptop lanyard event take puts it in its \
            place. The server may go on running: it shows everything, tells people to come to the desk, and keeps what the \
            payment provider says until the event comes back. After the event, --back hands it back the same way.

            Whoever has the copy can make badges: carry it on an encrypted disk, or have it encrypted. Take it once: two machines \
            that took the same copy cannot be brought together again.

            If nobody took it and you want to go on here, --call-off does that, and the copy is worthless from then on.

            Example: lanyard event hand-over --to /media/stick
            Example: lanyard event hand-over --back --to /media/stick --event netdev01.lanyard
            Example: lanyard event hand-over --call-off --to /media/stick
            """)

    @Option(help: ArgumentHelp("The folder that the copy goes to.", valueName: "folder"))
    var to: String?

    @Flag(help: "Hand it back to the server, after the event.")
    var back = false

    @Flag(help: "Make the copy of an event once more that was handed over: the first one was lost, and nobody took it.")
    var again = false

    @Flag(help: "Go on here, because nobody took it; with --to, nobody takes it from that folder any more.")
    var callOff = false

    @Option(help: ArgumentHelp("How long what people have begun may take to end.", valueName: "seconds"))
    var patience = 30

    @Option(help: ArgumentHelp("Encrypt the copy with age, for this recipient.", valueName: "recipient"))
    var age: String?

    @Option(help: ArgumentHelp("Encrypt the copy with GnuPG, for this key.", valueName: "key"))
    var gpg: String?

    @OptionGroup var writer: AuthorOption
    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard age == nil || gpg == nil else { throw ValidationError("Give either --age or --gpg.") }
        guard to != nil || callOff else { throw ValidationError("Give --to: the folder that the copy goes to.") }
        guard !callOff || !(back || again) else {
            throw ValidationError("Give --call-off alone, or with the --to of the copy.")
        }
        guard (1...600).contains(patience) else {
            throw ValidationError("--patience must be between 1 and 600 seconds.")
        }
    }

    func run() async throws {
        let services = try await event.services(callOff ? .succession : .writing)
        let author = writer.author
        func context() -> WriteContext {
            WriteContext(author: author, origin: "", time: services.clock.now, key: .unique())
        }
        let folder = to.map { URL(fileURLWithPath: $0, isDirectory: true) }
        guard !callOff, let folder else {
            let incarnation = try await services.callHandOverOff(copyIn: folder, context: context)
            if output.json { return try Output.json(["incarnation": incarnation]) }
            Output.line("\(services.store.url.path): incarnation \(incarnation)")
            return Report.say("The event goes on here. Do not take the copy on another machine.")
        }
        let order = HandOverOrder(
            to: folder, for: back ? .server : .venue, cipher: age.map { .age($0) } ?? gpg.map { .gpg($0) },
            patience: .seconds(patience), again: again)
        let copy = try await services.handOverEvent(order, context: context)
        if output.json {
            try Output.json(
                Body(
                    copy: copy.file.path, bytes: copy.size, made: copy.made.ISO8601Format(),
                    place: order.place.rawValue))
        } else {
            Output.line(copy.file.path)
            Report.say(
                "Nothing is changed here any more. On the other machine: lanyard event take "
                    + copy.file.lastPathComponent)
        }
        try BackupCommand.tell(copy.audit)
    }

    private struct Body: Encodable {
        let copy: String
        let bytes: Int
        let made: String
        let place: String
    }
}

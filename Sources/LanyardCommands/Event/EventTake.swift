import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation

struct EventTake: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take", abstract: "Take an event that another machine handed over.",
        discussion: """
            It puts the copy of lanyard event hand-over in its place, as the next incarnation of the event. Nothing was lost, so \
            devices, links and mail go on: give this machine the other one's name, and phones find it by themselves.

            On the server, stop serving the event first; the file that was handed over from here is put aside under a name that \
            ends in .before-restore, and the copy must hold all that it holds. What the payment provider said meanwhile is booked \
            as soon as the event is served again.

            If the machine that took the event is lost, lanyard restore begins from the copy or a backup without asking.

            Example: lanyard event take /media/stick/netdev01-20150213T200000Z.tar --event netdev01.lanyard
            Example: lanyard event take netdev01-20150213T200000Z.tar.age --identity key.txt --event netdev01.lanyard
            """)

    @Argument(help: "The copy that the other machine made.")
    var copy: String

    @Option(help: ArgumentHelp("The private key of a copy that was encrypted with age.", valueName: "file"))
    var identity: String?

    @OptionGroup var writer: AuthorOption
    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let target = try event.url()
        let taking = EventTaking(URL(fileURLWithPath: copy), to: target, identity: identity)
        let done = try await taking.run(resources: .ofThisProgram, clock: .system, author: writer.author)
        if output.json {
            try Output.json(
                Body(
                    event: target.path, incarnation: done.incarnation, place: done.handing.place.rawValue,
                    handedOver: done.handing.time.ISO8601Format(), previous: done.previous?.path,
                    waitingMessages: done.waiting))
        } else {
            Output.line("\(target.path): incarnation \(done.incarnation)")
            if let previous = done.previous {
                Report.say("The file that was handed over from here is kept as \(previous.path).")
            }
            if done.waiting > 0 {
                Report.say(
                    "\(Output.count(done.waiting, "message")) of the payment provider came meanwhile; "
                        + "lanyard serve books them.")
            }
        }
        if let unnoted = done.unnoted { Report.warn(unnoted) }
        try BackupCommand.tell(done.audit)
    }

    private struct Body: Encodable {
        let event: String
        let incarnation: Int
        let place: String
        let handedOver: String
        let previous: String?
        let waitingMessages: Int
    }
}

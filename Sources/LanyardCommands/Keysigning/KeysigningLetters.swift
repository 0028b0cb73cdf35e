import ArgumentParser
import Conference
import EventDesk
import EventStore
import Keysigning

struct KeysigningLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "letters", abstract: "Write letters to the participants, for your own mail program.",
        discussion: """
            state says how far each key has come, with its entry as it will be printed. reminder, after the \
            keysigning, says whose keys somebody still has to sign. erratum tells those who hold a version which of its \
            keys were revoked since, and by whom, and what the latest version changed. Everybody is written to in \
            their own language. Nothing is sent: the file is an mbox, which mail programs open.

            Example: lanyard keysigning letters reminder --out reminder.mbox
            """)

    @Argument(help: "state, reminder or erratum.")
    var kind: KeysigningLetter

    @OptionGroup var file: FileOptions

    @OptionGroup var event: EventOptions

    func run() async throws {
        let letters = try await event.services(.reading).letters(kind)
        try file.write(
            Array(letters.file.bytes), Output.count(letters.count, "letter"),
            [
                "letters": .number(letters.count),
                "withoutAddress": .list(letters.withoutAddress.map { .number($0.rawValue) }),
                "left": .list(letters.left.map { .number($0.rawValue) }),
            ])
        guard !file.output.json else { return }
        for (why, people) in [("no address", letters.withoutAddress), ("left the event", letters.left)]
        where !people.isEmpty {
            Report.say("\(why): " + people.map { "#\($0)" }.joined(separator: ", "))
        }
    }
}

extension KeysigningLetter: ExpressibleByArgument {}

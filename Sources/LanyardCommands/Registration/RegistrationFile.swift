import ArgumentParser
import Badges
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import Keysigning
import OpenPGP
import RegistrationLedger
import Representations
import Wording

struct RegistrationFile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "file", abstract: "Show everything that the desk knows about a person.",
        discussion: """
            Money, badges, what they were given, keys, notes, what they are waiting for, and what happened.

            Example: lanyard registration file K7X-42MK
            """)

    @OptionGroup var person: PersonArgument

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading, clock: try time.eventClock())
        let id = try await person.id(services)
        try Self.show(try await services.personFile(of: id), json: output.json)
    }

    static func show(_ file: PersonFile, json: Bool) throws {
        guard !json else { return try Output.json(PersonFileBody(file, in: .english, sight: .everything)) }
        func text(_ time: Date) -> String { Timestamp(time, in: file.event.zone).description }
        Output.line(RegistrationOutput.line(file.summary, event: file.event))
        if !file.outdated.isEmpty { Report.say(RegistrationOutput.outdated(file.outdated, file.registration)) }
        table(
            "Entries", ["entry", "kind", "memo", "due"], right: ["entry", "due"],
            file.books.story.entries.map {
                [String($0.number), $0.kind.rawValue, $0.memo, $0.due.description]
            })
        table(
            "Waived with the place", ["entry", "amount"], right: ["entry", "amount"],
            file.books.waivers.filter(\.cameAlong).map { [String($0.entry.number), $0.amount.description] })
        table(
            "Documents", ["document", "total"], right: ["total"],
            file.books.documents.map {
                [$0.label, $0.figures.total.description]
            })
        table(
            "Badges", ["issue", "copies", "time", "by", "why"], right: ["issue", "copies"],
            file.badges.issues.map {
                [String($0.number.rawValue), String($0.copies), text($0.time), $0.author, $0.reason]
            })
        table(
            "Handed over", ["item", "time", "by", "taken by"],
            file.items.map {
                [
                    $0.item.rawValue, $0.handed.map { text($0.time) } ?? "", $0.handed?.author ?? "",
                    $0.handed?.collector ?? "",
                ]
            })
        table(
            "Keys", ["fingerprint", "dot", "user id"],
            file.keys.map {
                [
                    $0.submission.key.fingerprint.digits, $0.hasGreenDot ? "green" : "",
                    $0.submission.key.names.first?.markedText ?? "",
                ]
            })
        table(
            "Waits", ["place", "position"], right: ["position"],
            file.books.waiting.map {
                [$0.place.description, String($0.position)]
            })
        table(
            "Answers", ["question", "answer"],
            file.event.answers(of: file.registration, seenBy: .everything).map {
                [$0.question.id.rawValue, $0.question.told($0.answer, in: .english)]
            })
        table("Notes", ["note", "time", "by"], file.badges.notes.map { [$0.text, text($0.time), $0.author] })
        table(
            "History", ["time", "what", "by"],
            file.story.map {
                [
                    text($0.time), $0.sentence(in: .english, of: file.event, names: file.deviceNames), $0.author,
                ]
            })
    }

    /// A table under its name; nothing if it is empty.
    private static func table(_ name: String, _ headings: [String], right: Set<String> = [], _ rows: [[String]]) {
        guard !rows.isEmpty else { return }
        Output.line("\n\(name)")
        Output.table(headings, right: right, rows)
    }
}

struct RegistrationHandOver: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hand-over", abstract: "Record that somebody was given something at the desk, or undo that.",
        discussion: """
            The items are badge, bag, shirt, dot, and add-on:NAME for an add-on that they booked.

            Example: lanyard registration hand-over K7X-42MK shirt
            Example: lanyard registration hand-over K7X-42MK add-on:dinner --back
            Example: lanyard registration hand-over K7X-42MK --rest --collector "Bea Placeholder"
            """)

    @OptionGroup var person: PersonArgument

    @Argument(help: "What they got; left out with --rest.")
    var item: String?

    @Flag(help: "They got everything that they still get.")
    var rest = false

    @Flag(help: "They were not given it after all.")
    var back = false

    @Option(help: "Who took it for them.")
    var collector = ""

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard rest == (item == nil) else { throw ValidationError("Name what they got, or give --rest.") }
        guard !(rest && back) else { throw ValidationError("What did not reach them is taken back one by one.") }
    }

    func run() async throws {
        let services = try await event.services()
        let id = try await person.id(services)
        let context = try write.context(services.clock)
        if let item {
            try await services.handOver(
                HandOverItem(rawValue: item), handed: !back, to: id, collector: collector, context: context)
        } else {
            try await services.handOverRest(to: id, collector: collector, context: context)
        }
        let file = try await services.personFile(of: id)
        guard !output.json else { return try Output.json(PersonFileBody(file, in: .english, sight: .everything)) }
        let handed = file.items.filter { $0.handed != nil }.map(\.item.rawValue)
        Output.line("#\(id) has " + (handed.isEmpty ? "nothing yet" : handed.joined(separator: ", ")))
    }
}

struct RegistrationSeat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seat", abstract: "Accept the seat that was offered to somebody who waits, and charge it.",
        discussion: """
            A freed seat is offered to the head of the list by itself. One that could not be sold at that moment the head may \
            have without an offer.

            Example: lanyard registration seat K7X-42MK --at day:2
            """)

    @OptionGroup var change: RegistrationChange

    @Option(name: .customLong("at"), help: "What they are waiting for: day:2, add-on:dinner.")
    var place: Place

    func run() async throws {
        try await change.correct { services, _, id, context in
            try await services.seat(id, at: place, context: context)
        }
    }
}

import ArgumentParser
import Badges
import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger
import Representations

struct BadgeHistory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show everything that happened to a person's badges.",
        discussion: "Example: lanyard badge history K7X-42MK")

    @OptionGroup var person: PersonArgument

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let zone = try await services.store.definition().zone
        let found = try await person.registration(services)
        let events = try await services.badges.history(of: found.id)
        if output.json { return try Output.json(events.map { BadgeHappeningBody($0, zone: zone, in: .english) }) }
        Output.table(
            ["when", "by", "from", "issue", "what", "to", "state", "why"], right: ["issue"],
            events.map { event in
                var (what, target, state) = ("made", "", "")
                switch event.kind {
                case .made: break
                case .voided: what = "voided"
                case .printed(let copy, let job):
                    what = copy == 1 ? "printed" : "printed again"
                    target = job.map { BadgeJobs.target(of: $0) } ?? ""
                    state = job.map { BadgeJobs.standing(of: $0) } ?? ""
                }
                return [
                    Timestamp(event.time, in: zone).description, event.author, event.origin, String(event.issue), what,
                    target, state, event.reason,
                ]
            })
    }
}

struct BadgePreview: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Draw a person's badge as a PNG picture; nothing is issued or recorded.",
        discussion: """
            If there is no badge yet, the QR code is a sample that no door accepts.

            Example: lanyard badge preview K7X-42MK --dpi 300 --out badge.png
            """)

    @OptionGroup var person: PersonArgument

    @Option(help: "Dots per inch, 36 to 600.")
    var dpi = 150.0

    @OptionGroup var file: FileOptions

    @Flag(help: "The back instead of the front.")
    var back = false

    @Option(help: "The template: its file name without .svg. Default: the event's.")
    var template: String?

    @OptionGroup var event: EventOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let id = try await person.id(services)
        let png = try await services.preview(of: id, template: template, dotsPerInch: dpi, back: back)
        try file.write(Array(png))
    }
}

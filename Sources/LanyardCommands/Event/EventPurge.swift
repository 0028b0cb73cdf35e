import ArgumentParser
import Conference
import EventDesk
import EventStore
import Representations

struct EventPurge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Erase what the event's description says is to be erased by now, or show it.",
        discussion: """
            ‘retention’ and the questions of the description say when answers and people are erased, ‘documents_kept_until’ when \
            the names on documents go of people who were erased. Nothing is erased by itself. The books, the figures and the \
            journal stay. It cannot be undone; what was erased stays so when a backup is restored beside its tombstones.

            Example: lanyard event purge --dry-run
            Example: lanyard event purge --yes
            """)

    @Flag(help: "Only show what would be erased, and when the rest is.")
    var dryRun = false

    @Flag(help: "I am sure.")
    var yes = false

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard dryRun != yes else { throw ValidationError("Give --dry-run to look, or --yes to erase for good.") }
    }

    func run() async throws {
        let services = try await event.services(dryRun ? .reading : .writing, clock: try time.eventClock())
        guard dryRun else {
            let outcome = try await services.purge(context: try write.context(services.clock))
            if output.json { return try Output.json(PurgeBody(outcome)) }
            return Output.line(
                "erased: answers of \(outcome.answers) people, \(outcome.people) people, "
                    + "the names on \(outcome.documents) documents")
        }
        let items = try await services.retention()
        if output.json { return try Output.json(items.map(RetentionBody.init)) }
        Output.table(
            ["what", "from", "count", "now"], right: ["count"],
            items.map { item in
                let body = RetentionBody(item)
                return [
                    body.question.map { "answers: \($0)" } ?? body.what, body.date ?? "with the person",
                    String(body.count), body.isDue ? "due" : "",
                ]
            })
    }
}

import ArgumentParser
import Badges
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import Printing
import Representations
import Wording

struct BadgeQueues: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queues", abstract: "List the print server's queues.",
        discussion: """
            That is the print server of this machine, or the one that CUPS_SERVER names.

            Example: lanyard badge queues
            """)

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let queues = try await PrintServer().queues()
        if output.json { return try Output.json(queues.map { PrintQueueBody($0, in: .english) }) }
        Output.table(
            ["queue", "state", "why", "about"],
            queues.map { queue in
                [
                    queue.name + (queue.isDefault ? " *" : ""),
                    queue.isAccepting ? queue.state.rawValue : "takes nothing",
                    PrinterReason.explain(queue.reasons, in: .english),
                    queue.about,
                ]
            })
    }
}

struct BadgeJobs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "List the latest print runs and their state.",
        discussion: "Example: lanyard badge jobs")

    @Option(help: "The most to list.")
    var limit = 20

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be between 1 and 10000.") }
    }

    func run() async throws {
        let services = try await event.services()
        let zone = try await services.store.definition().zone
        try await services.followPrintJobs()
        let jobs = try await services.badges.jobs(limit: limit)
        if output.json { return try Output.json(jobs.map { PrintJobBody($0, zone: zone, in: .english) }) }
        Output.table(
            ["job", "when", "by", "what", "badges", "to", "state", "reason"], right: ["job", "badges"],
            jobs.map { job in
                [
                    job.id.description, Timestamp(job.time, in: zone).description, job.author, job.kind.rawValue,
                    job.badges.description, Self.target(of: job), Self.standing(of: job), job.reason,
                ]
            })
    }

    /// `printing (out of paper)`.
    static func standing(of job: PrintJob) -> String {
        let explanation = job.explanation(in: .english)
        return job.standing.state.rawValue + (explanation.isEmpty ? "" : " (\(explanation))")
    }

    /// The file, the queue with its own number, or the caller.
    static func target(of job: PrintJob) -> String {
        switch job.medium {
        case .file(let name): name
        case .queue(let name): job.standing.queueNumber.map { "\(name)-\($0)" } ?? name
        case .answer: "(sent)"
        }
    }
}

struct BadgeCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a print run; its badges count as not printed.",
        discussion: "Example: lanyard badge cancel 7")

    @Argument(help: "The number of the job, as ‘badge jobs’ lists it.")
    var job: Int64

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let cancelled = try await services.cancelPrintJob(
            PrintJob.ID(rawValue: job), context: try write.context(services.clock))
        guard !output.json else {
            let zone = try await services.store.definition().zone
            return try Output.json(PrintJobBody(cancelled, zone: zone, in: .english))
        }
        Report.say("Job \(cancelled.id): \(BadgeJobs.standing(of: cancelled)).")
    }
}

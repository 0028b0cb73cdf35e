import ArgumentParser
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation

struct GatePaperList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paper-list", abstract: "Print the list by which a door goes on when nothing else works.",
        discussion: """
            Everybody whom the gate lets in on that day, in the order of the alphabet, each with a box, a place for the time \
            and the code. Who has to go to the desk first has no box. What is ticked comes back with gate paper-entry.

            Example: lanyard gate paper-list main --day 1 --out main-1.pdf
            """)

    @Argument(help: "The gate.")
    var gate: String

    @Option(help: "The event's day, from 1. Default: today, else the gate's first.")
    var day: Int?

    @Option(help: "The PDF file to write. Default: stdout.")
    var out: String?

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions

    func run() async throws {
        let services = try await event.services(.reading, clock: try time.eventClock())
        let pdf = try await services.paperList(of: Gate.ID(rawValue: gate), day: day, in: .english)
        try Output.bytes(Array(pdf), to: out)
    }
}

struct GatePaperEntry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paper-entry", abstract: "Take the list back: record who was ticked on paper.",
        discussion: """
            A line for each tick: the code and the time, and "out" for somebody who left; what follows a # counts for nothing. \
            All of it is recorded, or, if one line is wrong, nothing. A line that was typed in before is passed over. \
            What the paper says stands: a second person on the same badge becomes a conflict.

            Example: lanyard gate paper-entry main --day 1 ticked.txt
            Example: echo "K7X-42MK 09:30" | lanyard gate paper-entry main --day 1
            """)

    @Argument(help: "The gate.")
    var gate: String

    @Argument(help: "The file of codes and times. Default: standard input.")
    var file: String?

    @Option(help: "The event's day, from 1. Default: today, else the gate's first.")
    var day: Int?

    @Option(help: "The time of lines that name none, as 09:30.")
    var time: String?

    @OptionGroup var clock: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(clock: try clock.eventClock())
        let data =
            if let file {
                try Data(contentsOf: URL(fileURLWithPath: file))
            } else {
                try FileHandle.standardInput.readToEnd() ?? Data()
            }
        let report = try await services.enterPaper(
            String(decoding: data, as: UTF8.self), at: Gate.ID(rawValue: gate), day: day, time: time,
            context: try write.context(services.clock))
        guard !output.json else {
            return try Output.json(["recorded": report.recorded, "repeated": report.repeated])
        }
        Output.line("\(Output.count(report.recorded, "line")) recorded, \(report.repeated) known already.")
    }
}

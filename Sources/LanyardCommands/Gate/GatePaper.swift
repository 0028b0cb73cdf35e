import ArgumentParser
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation

struct GatePaperList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paper-list", abstract: "Print the list that a door uses when nothing else works.",
        discussion: """
            Lists everybody whom the gate lets in on that day, in alphabetical order, each with a box, a space for the \
            time, and the code. People who must go to the desk first have no box. Enter the ticks afterwards with \
            ‘gate paper-entry’.

            Example: lanyard gate paper-list main --day 1 --out main-1.pdf
            Example: lanyard gate paper-list main --out principale.pdf --language fr
            """)

    @Argument(help: "The gate.")
    var gate: String

    @Option(help: "The event's day, from 1. Default: today, or else the gate's first day.")
    var day: Int?

    @OptionGroup var file: FileOptions

    @OptionGroup var wording: PaperLanguage

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions

    func run() async throws {
        let services = try await event.services(.reading, clock: try time.eventClock())
        let pdf = try await services.paperList(of: Gate.ID(rawValue: gate), day: day, in: wording.language)
        try file.write(Array(pdf))
    }
}

struct GatePaperEntry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paper-entry", abstract: "Record who was ticked on the paper list.",
        discussion: """
            One line per tick: the code and the time, and "out" for somebody who left. Anything after # is ignored. \
            One wrong line and nothing is recorded. A line that was entered before is skipped. What the paper says \
            stands: a second person on the same badge becomes a conflict.

            Example: lanyard gate paper-entry main --day 1 ticked.txt
            Example: echo "K7X-42MK 09:30" | lanyard gate paper-entry main --day 1
            """)

    @Argument(help: "The gate.")
    var gate: String

    @Argument(help: "The file of codes and times. Default: standard input.")
    var file: String?

    @Option(help: "The event's day, from 1. Default: today, or else the gate's first day.")
    var day: Int?

    @Option(help: "The time for lines without one, such as 09:30.")
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

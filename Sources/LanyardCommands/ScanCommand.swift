import ArgumentParser
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Representations

struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Check one person at a gate.",
        discussion: """
            The exit code is 0 if the person is admitted and 2 if not. The scan is recorded either way, unless you \
            only ask what would happen.

            Example: lanyard scan K7X-42MK --gate main --device 1
            """)

    @Argument(help: "What a scanner read (LY:…), or the short code of a badge.")
    var presented: String

    @Option(help: "The gate.")
    var gate: String

    @Option(help: "The number of the device that scans; ‘device list’ shows them.")
    var device: Int64

    @Flag(help: "The person is leaving.")
    var exit = false

    @Flag(help: "Only say what would happen; nothing is recorded but that it was asked.")
    var simulate = false

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(clock: try time.eventClock())
        let context = try write.context(services.clock)
        let subject: ScanRequest.Subject =
            ScannedText.isClaimed(by: Array(presented.utf8))
            ? .credential(presented) : .code(try RegistrationCode(presented))
        let request = ScanRequest(
            device: Device.ID(rawValue: device), nonce: context.key, gate: Gate.ID(rawValue: gate),
            direction: exit ? .exit : .entry, subject: subject, time: context.time, deviceTime: nil)
        let outcome =
            simulate ? try await services.checkIn.simulate(request) : try await services.checkIn.scan(request)
        let body = ScanBody(
            outcome, event: try await services.store.definition(), in: .english, isSimulated: simulate)
        try ScanOutput.write(body, json: output.json)
        guard outcome.verdict.code == .admitted else { throw ExitCode.answerIsNo }
    }
}

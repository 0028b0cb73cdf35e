import ArgumentParser
import CheckIn
import Conference
import EventDesk
import EventStore
import Representations

/// Devices: phones, laptops and scanners with tokens of their own.
struct DeviceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device", abstract: "Add devices, list them, rename them, revoke them; PINs at shared ones.",
        subcommands: [
            DeviceAdd.self, DeviceList.self, DeviceRename.self, DeviceRevoke.self, DevicePIN.self, DevicePINs.self,
        ])
}

struct DeviceRename: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename", abstract: "Call a device otherwise.",
        discussion: "Example: lanyard device rename 3 \"South door\"")

    @Argument(help: "The device's number.")
    var device: Int64

    @Argument(help: "What people call it from now on.")
    var name: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        try await services.store.renameDevice(
            Device.ID(rawValue: device), to: name, context: try write.context(services.clock))
        try output.say("Device \(device) is called \(name).", ["device": .number(device), "name": .text(name)])
    }
}

struct DeviceRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Make a device's token worthless at once.",
        discussion: """
            With --undo-since also shows what the device did since that time, by this machine's clock: its scans, and the \
            badges, payments and changes that it made. With --sure the scans are taken back, each as an event of its own; \
            badges, payments and changes are for a person to judge. What the device still holds waits for the desk: \
            lanyard gate withheld.

            Example: lanyard device revoke 3 --undo-since 2015-02-14T09:00:00-05:00
            """)

    @Argument(help: "The device's number.")
    var device: Int64

    @Option(help: "Show what the device did since this time, such as 2015-02-14T09:00:00-05:00.")
    var undoSince: String?

    @Flag(help: "Take the scans back that were shown.")
    var sure = false

    @Option(help: "The reason, for the record of the scans.")
    var because = "The device was revoked."

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !sure || undoSince != nil else { throw ValidationError("--sure goes with --undo-since.") }
    }

    func run() async throws {
        let since = try undoSince.map { text throws(ConferenceError) in try Timestamp.date(text) }
        let services = try await event.services(clock: try time.eventClock())
        let context = try write.context(services.clock)
        let id = Device.ID(rawValue: device)
        try await services.store.revokeDevice(id, context: context)
        guard let since else {
            return try output.say("Device \(device) is revoked.", ["device": .number(device), "revoked": true])
        }
        Report.say("Device \(device) is revoked.")
        let traces = DeviceTracesBody(
            try await services.traces(of: id, since: since), event: try await services.store.definition(),
            in: .english)
        if output.json { try Output.json(traces) } else { show(traces) }
        guard sure else {
            if traces.scanCount > 0 {
                Report.say("Nothing is taken back yet: the same again with --sure takes the scans back.")
            }
            return
        }
        let count = try await services.checkIn.takeBack(from: id, since: since, because: because, context: context)
        Report.say("\(Output.count(count, "scan")) taken back.")
    }

    private func show(_ traces: DeviceTracesBody) {
        Output.line("\(Output.count(traces.scanCount, "scan")) since \(traces.since):")
        Output.table(
            ["scan", "time", "gate", "who", "verdict"], right: ["scan"],
            traces.scans.map { scan in
                [
                    scan.scan.map(String.init) ?? "", scan.time, scan.gate, scan.person?.name ?? "unknown",
                    scan.verdict,
                ]
            })
        if traces.scanCount > traces.scans.count {
            Output.line("… and \(traces.scanCount - traces.scans.count) more")
        }
        guard !(traces.badges.isEmpty && traces.payments.isEmpty && traces.edits.isEmpty) else { return }
        Output.line("For a person to judge:")
        Output.table(
            ["what", "time", "who", "detail"],
            traces.badges.map { ["badge \($0.issue)", $0.time, "#\($0.registration)", $0.reason] }
                + (traces.payments + traces.edits).map {
                    [$0.kind.replacing("_", with: " "), $0.time, "\($0.name), \($0.code)", $0.detail]
                })
        let all = traces.badgeCount + traces.paymentCount + traces.editCount
        let listed = traces.badges.count + traces.payments.count + traces.edits.count
        if all > listed { Output.line("… and \(all - listed) more") }
    }
}

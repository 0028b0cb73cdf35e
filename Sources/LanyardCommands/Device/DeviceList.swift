import ArgumentParser
import CheckIn
import EventDesk
import EventStore
import Representations

struct DeviceList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the devices and their state.",
        discussion: "Example: lanyard device list")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let devices = try await services.checkIn.deviceConditions().map { DeviceBody($0, event: definition) }
        guard !output.json else { return try Output.json(devices) }
        Output.table(
            ["no", "name", "role", "gates", "state", "last seen", "clock", "queued", "battery"],
            right: ["no", "clock", "queued", "battery"],
            devices.map { device in
                [
                    String(device.id), device.name, device.role,
                    device.gates.isEmpty ? "all" : device.gates.joined(separator: ", "),
                    device.revoked ? "revoked" : device.reportUnreadable == true ? "report unreadable" : "active",
                    device.lastSeen ?? "never",
                    device.clockAheadMilliseconds.map { "\($0) ms" } ?? "", device.queued.map(String.init) ?? "",
                    device.batteryPercent.map { "\($0) %" } ?? "",
                ]
            })
    }
}

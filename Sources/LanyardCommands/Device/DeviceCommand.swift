import ArgumentParser
import Conference
import EventDesk
import EventStore

/// Devices: phones, laptops and scanners with tokens of their own.
struct DeviceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device", abstract: "Add devices, list them, revoke them.",
        subcommands: [DeviceAdd.self, DeviceList.self, DeviceRevoke.self])
}

struct DeviceRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a device's token at once.",
        discussion: "Example: lanyard device revoke 3")

    @Argument(help: "The device's number.")
    var device: Int64

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions

    func run() async throws {
        let services = try await event.services()
        try await services.store.revokeDevice(
            Device.ID(rawValue: device), context: try write.context(services.clock))
        Report.say("Device \(device) is revoked.")
    }
}

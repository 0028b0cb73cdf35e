import ArgumentParser
import Conference
import EventDesk
import EventStore

/// Devices: phones, laptops and scanners with tokens of their own.
struct DeviceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device", abstract: "Let devices in, list them, shut them out.",
        subcommands: [DeviceAdd.self, DeviceList.self, DeviceRevoke.self])
}

struct DeviceRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Make a device's token worthless at once.",
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

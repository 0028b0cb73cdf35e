import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import Representations

struct DevicePIN: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "Give somebody a PIN at a shared device, another one, or none.",
        discussion: """
            What is done at a device where somebody has a PIN is recorded under the name of whoever typed theirs last, and \
            nothing is written there until somebody does. A PIN counts at this one device; after five wrong tries in a row \
            it is locked, until it is set anew. Without --read the PIN is six digits, which are shown only this once.

            Example: lanyard device pin 2 "Kit Example"
            """)

    @Argument(help: "The device's number.")
    var device: Int64

    @Argument(help: "Whose PIN.")
    var name: String

    @Flag(help: "Read four to eight digits from standard input instead.")
    var read = false

    @Flag(help: "Take the PIN away.")
    var remove = false

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let device: Int64
        let name: String
        let pin: String?
    }

    func validate() throws {
        guard !read || !remove else { throw ValidationError("Give --read or --remove, not both.") }
    }

    func run() async throws {
        let services = try await event.services(clock: try time.eventClock())
        let context = try write.context(services.clock)
        let id = Device.ID(rawValue: device)
        if remove {
            try await services.store.removePIN(of: name, at: id, context: context)
            return Report.say("\(name) has no PIN at device \(device) any more.")
        }
        let pin = try read ? PIN(readLine() ?? "") : .invented()
        let clerk = try await services.store.setPIN(pin, of: name, at: id, context: context)
        if output.json {
            return try Output.json(Body(device: device, name: clerk.name, pin: read ? nil : pin.digits))
        }
        if !read { Output.line("PIN  \(pin.digits)") }
        Report.say("\(clerk.name) has a PIN at device \(device)\(read ? "" : ", shown only this once").")
    }
}

struct DevicePINs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pins", abstract: "List who has a PIN at a shared device, and who is there.",
        discussion: "Example: lanyard device pins 2")

    @Argument(help: "The device's number.")
    var device: Int64

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let clerks = try await services.store.clerks(of: Device.ID(rawValue: device)).map(ClerkBody.init)
        guard !output.json else { return try Output.json(clerks) }
        Output.table(
            ["name", "state"],
            clerks.map { [$0.name, $0.locked ? "locked" : $0.here ? "here" : "away"] })
    }
}

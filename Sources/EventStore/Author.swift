import Conference
package import Foundation

/// Who wrote a row, as the file has it: `device:3`, `device:3:Kit Example` for somebody who typed their PIN there, or
/// `cli:kit` for a command.
package struct Author: Sendable, Hashable {
    package let device: Device.ID?
    /// The person, where one is named.
    package let name: String?
    private let text: String

    package init(_ text: String) {
        self.text = text
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let rest = parts.count == 2 ? parts[1].split(separator: ":", maxSplits: 1).map(String.init) : []
        if parts.first == "device", let number = rest.first.flatMap({ Int64($0) }) {
            (device, name) = (Device.ID(rawValue: number), rest.count == 2 ? rest[1] : nil)
        } else {
            (device, name) = (nil, parts.count == 2 ? parts[1] : nil)
        }
    }

    /// As one tells a colleague: the person, and the device by its name.
    package func told(_ names: [Device.ID: String]) -> String {
        let place = device.map { names[$0] ?? "device:\($0)" }
        let told = [name, place].compactMap { $0 }.joined(separator: ", ")
        return told.isEmpty ? text : told
    }
}

extension Device {
    /// What writes of this device are recorded under: the device, and who is at it if several people share it.
    ///
    /// - Throws: `clerk_missing` where nobody has typed their PIN, or not for a long time.
    package func author(at time: Date) throws(EventStoreError) -> String {
        guard isShared else { return "device:\(id)" }
        guard let clerk, time.timeIntervalSince(clerk.since) < Clerk.secondsMax else {
            throw EventStoreError(.clerkMissing, ErrorDetail("device", name))
        }
        return "device:\(id):\(clerk.name)"
    }

    /// Who is at it, and did not leave or fall asleep over it.
    package func present(at time: Date) -> Clerk.Presence? {
        clerk.flatMap { time.timeIntervalSince($0.since) < Clerk.secondsMax ? $0 : nil }
    }
}

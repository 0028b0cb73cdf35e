import Conference
import EventDesk
import EventStore
import Foundation
import Keysigning
import OpenPGP
import RegistrationLedger

/// An event in which everybody has one key of the keyring.
struct Party {
    /// A day after the keyring was made, so that few of its keys have expired.
    static let time = Date(timeIntervalSince1970: 1_671_966_000)

    let services: EventServices
    /// Keys that were accepted.
    let count: Int

    /// Hands in every key, each for an invented person.
    ///
    /// - Parameter folder: for the event's file.
    static func open(in folder: URL, keys: [UnexaminedCertificate]) async throws -> Party {
        let root = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        let yaml = try String(
            contentsOf: root.appending(path: "templates/events/netdev01.yaml"), encoding: .utf8
        ).replacing("    capacity: 300\n", with: "")
        let store = try await EventStore.create(
            at: folder.appending(path: "party.lanyard"), yaml: yaml, author: "benchmark", time: time)
        let services = EventServices(
            store: store, resources: ResourceFolder(root), clock: .fixed(at: time))
        var count = 0
        for (number, key) in keys.enumerated() {
            let person = try Person(
                name: "Person \(number) Invented", badgeName: "", affiliation: "", email: "p\(number)@example.org")
            let registration = try await services.ledger.register(
                NewRegistration(person: person, role: .attendee, days: DaySet([1]), addOns: [], reference: nil),
                context: context()
            ).result
            var bytes = key.strippedBytes
            let done = try? await services.keysigning.add(
                SubmittedBytes(wiping: &bytes), typedFingerprint: nil, registration: "#\(registration.id)",
                context: context())
            if done != nil { count += 1 }
        }
        return Party(services: services, count: count)
    }

    func freeze() async throws { _ = try await services.keysigning.freeze(context: Self.context()) }

    func file(_ form: ListForm) async throws -> Data {
        try await services.list(version: 1, as: form, for: .organizer).bytes
    }

    private static func context() -> WriteContext {
        var generator = SystemRandomNumberGenerator()
        return WriteContext(
            author: "benchmark", origin: "", time: time, key: IdempotencyKey.unique(using: &generator))
    }
}

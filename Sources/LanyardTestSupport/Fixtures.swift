package import Conference
package import EventStore
package import Foundation
package import RegistrationLedger

/// Runs the body with a fresh Netdev 0.1, its file in a scratch folder.
///
/// - Parameter yaml: another event file; if nil, the repository's.
package func withNetdev01<Result>(
    yaml: String? = nil, _ body: (_ ledger: RegistrationLedger, _ store: EventStore) async throws -> Result
) async throws -> Result {
    try await withScratchFolder { folder in
        let store = try await EventStore.create(
            at: folder.file("netdev01.lanyard"), yaml: yaml ?? Repository.netdev01(), author: "cli:test",
            time: Date.deskOpens)
        let result = try await body(RegistrationLedger(store: store), store)
        try store.close()
        return result
    }
}

extension Date {
    /// 10 February 2015, 09:00 in Ottawa: four days before the event.
    package static let deskOpens = Date(timeIntervalSince1970: 1_423_576_800)
}

extension WriteContext {
    /// A write from the test's desk at a fixed time, under a unique key.
    package static func desk(at time: Date = .deskOpens) -> WriteContext {
        WriteContext(author: "cli:test", origin: "", time: time, key: .unique())
    }
}

extension Person {
    /// An invented person, a different one for each number.
    package static func invented(_ number: Int = 1) throws -> Person {
        let given = ["Ada", "Björn", "Chloé", "Đặng", "Ewa", "Φωτεινή", "Глеб", "花子"]
        let family = ["Placeholder", "Datagram", "Loopback", "Checksum", "Socket", "Broadcast", "Multicast"]
        return try Person(
            name: "\(given[number % given.count]) \(family[number % family.count]) \(number)", badgeName: "",
            affiliation: "Packet Bakery \(number % 5)", email: "person\(number)@example.org")
    }
}

extension NewRegistration {
    /// An invented person who comes on those days.
    package static func invented(
        _ number: Int = 1, days: DaySet = DaySet([1]), category: Category = .attendee, addOns: Set<AddOn.ID> = [],
        reference: String? = nil
    ) throws -> NewRegistration {
        try NewRegistration(
            person: .invented(number), category: category, days: days, addOns: addOns, reference: reference)
    }
}

extension Payment {
    /// A payment in cash, or as said, of so many cents.
    package static func of(_ cents: Int64, _ method: PaymentMethod = .cash) throws -> Payment {
        try Payment(amount: Money(cents: cents), method: method, note: "")
    }
}

extension AddOn.ID {
    /// The dinner of Netdev 0.1: 60 dollars, 25 seats.
    package static var dinner: AddOn.ID { AddOn.ID(rawValue: "dinner") }
}

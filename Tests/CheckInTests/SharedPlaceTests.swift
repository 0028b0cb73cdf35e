import Badges
import CheckIn
import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Two people, one place, one after the other.
@Suite struct SharedPlaceTests {
    private func passOn(_ door: Door, _ place: Registration.ID, to name: String) async throws -> Registration {
        try await door.ledger.transfer(
            place, to: Person(name: name, badgeName: "", affiliation: "", email: ""), language: .english,
            context: Door.context()
        ).result
    }

    private func badge(_ door: Door, _ registration: Registration) async throws -> String {
        try await door.badges.makeFirst(for: [registration.id], context: Door.context()).result[0].text
    }

    private func scan(_ door: Door, _ text: String, at time: Date, gate: String = "main") async throws -> ScanOutcome {
        try await door.service.scan(door.request(.credential(text), at: gate, time: time))
    }

    @Test func `who comes in on a place that was passed on hears that somebody came in on it before`() async throws {
        let door = try await Door()
        let first = try await door.badged("Morning Mo")
        #expect(try await scan(door, first.text, at: Door.at(day: 1, 9)).sharedPlace == nil)
        let second = try await passOn(door, first.registration, to: "Noon Ned")
        let text = try await badge(door, second)
        let outcome = try await scan(door, text, at: Door.at(day: 1, 14))
        #expect(outcome.verdict == .admitted(.entry))
        #expect(outcome.sharedPlace?.time == Door.at(day: 1, 9))
        // The same in the stored answer, and nothing of it at another gate or on another day.
        #expect(try await door.service.outcome(of: outcome.scan).sharedPlace == outcome.sharedPlace)
        #expect(try await scan(door, text, at: Door.at(day: 1, 14), gate: "lounge").sharedPlace == nil)
        #expect(try await scan(door, text, at: Door.at(day: 2, 9)).sharedPlace == nil)
        // Through two hands as well.
        let third = try await passOn(door, second.id, to: "Evening Eve")
        #expect(
            try await scan(door, try await badge(door, third), at: Door.at(day: 1, 18)).sharedPlace?.time
                == Door.at(day: 1, 14))
    }

    @Test func `who gave a place away hears that its new owner is in`() async throws {
        let door = try await Door()
        let first = try await door.badged("Morning Mo")
        let second = try await passOn(door, first.registration, to: "Noon Ned")
        let before = try await scan(door, first.text, at: Door.at(day: 1, 9))
        #expect(before.verdict == .cancelled(transferred: true) && before.sharedPlace == nil)
        _ = try await scan(door, try await badge(door, second), at: Door.at(day: 1, 10))
        let after = try await scan(door, first.text, at: Door.at(day: 1, 11))
        #expect(after.verdict == .cancelled(transferred: true))
        #expect(after.sharedPlace?.time == Door.at(day: 1, 10))
    }
}

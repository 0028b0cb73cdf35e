import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// People who must not be registered or let in.
struct BarredTests {
    private static func person(_ name: String, badge: String = "", email: String = "") throws -> Person {
        try Person(name: name, badgeName: badge, affiliation: "", email: email)
    }

    private static func new(_ person: Person) throws -> NewRegistration {
        try NewRegistration(person: person, category: .attendee, days: DaySet([1]), addOns: [], reference: nil)
    }

    @Test(arguments: [
        ("Mallory Placeholder", "", "", true), ("PLACEHOLDER, Mállory", "", "", true),
        ("Mal", "mallory placeholder", "", true),
        ("Somebody Else", "", "Mallory@Example.org", true), ("Mallory", "", "", false),
        ("Mallory Placeholder Junior", "", "", false), ("Eve Invented", "", "eve@example.org", false),
    ])
    func `they are known by name or address, however it is written`(
        name: String, badge: String, email: String, isBarred: Bool
    ) async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await ledger.bar(
                name: "Mallory Placeholder", email: "mallory@example.org", because: "call Kit", context: .desk())
            let person = try Self.person(name, badge: badge, email: email)
            let expected = isBarred ? "person_barred" : nil
            #expect(
                try await errorCode { _ = try await ledger.register(Self.new(person), context: .desk()) } == expected)
            let other = try await ledger.register(.invented(7), context: .desk()).result
            #expect(
                try await errorCode {
                    _ = try await ledger.correct(
                        other.id, PersonCorrection(name: name, badgeName: badge, email: email), context: .desk())
                } == expected)
            let third = try await ledger.register(.invented(8), context: .desk()).result
            #expect(
                try await errorCode {
                    _ = try await ledger.transfer(third.id, to: person, language: .english, context: .desk())
                } == expected)
        }
    }

    @Test func `who is registered already is blocked, and let in again when they are off the list`() async throws {
        try await withNetdev01 { ledger, store in
            let person = try Self.person("Mallory Placeholder", email: "mallory@example.org")
            let here = try await ledger.register(Self.new(person), context: .desk()).result
            let byName = try await ledger.bar(
                name: "mallory placeholder", email: "", because: "by name", context: .desk()
            ).result
            #expect(byName.registrations == [here.id])
            let byAddress = try await ledger.bar(
                name: "", email: "MALLORY@example.org", because: "by address", context: .desk()
            ).result
            #expect(byAddress.registrations.isEmpty)
            #expect(try await ledger.registration(here.id).blockedBecause == "by name")
            // Somebody who is on the list twice stays out.
            #expect(try await ledger.unbar(byName.id, context: .desk()).result.registrations == [here.id])
            #expect(try await ledger.registration(here.id).blockedBecause == "by address")
            _ = try await ledger.unbar(byAddress.id, context: .desk())
            #expect(try await ledger.registration(here.id).blockedBecause == nil)
            #expect(try await ledger.barred().isEmpty)
            // The list forgets who was on it.
            let rows = try await dump(store).filter { $0.hasPrefix("barred_person ") }
            #expect(rows.count == 2 && rows.allSatisfy { !$0.lowercased().contains("mallory") })
        }
    }

    @Test func `an import names the row`() async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await ledger.bar(name: "Mallory Placeholder", email: "", because: "call Kit", context: .desk())
            let csv = Data("name,email\nEve Invented,eve@example.org\nMallory Placeholder,\n".utf8)
            func read(keepGood: Bool, onlyShow: Bool) async throws -> ImportReport {
                try await ledger.importRegistrations(
                    csv: csv, keepGood: keepGood, onlyShow: onlyShow, author: "cli:test", origin: "", time: .deskOpens)
            }
            let problems = await #expect(throws: ImportProblems.self) {
                try await read(keepGood: false, onlyShow: true)
            }
            #expect(problems?.problems.map(\.line) == [3])
            #expect(problems?.problems.first?.code.rawValue == "person_barred")
            let shown = try await read(keepGood: true, onlyShow: true)
            #expect(shown.added == 1 && shown.samples.map(\.person.name) == ["Eve Invented"])
            #expect(try await ledger.list(limit: 9).isEmpty)
            #expect(try await read(keepGood: true, onlyShow: false).added == 1)
            #expect(try await ledger.list(limit: 9).count == 1)
        }
    }

    @Test func `a list of nobody, and an entry that is none, are refused`() async throws {
        try await withNetdev01 { ledger, _ in
            for (name, email, note, code) in [
                ("", "", "x", "barred_nobody"), ("Eve", "", " ", "reason_missing"),
                ("", "nowhere", "x", "email_invalid"),
            ] {
                let refused = try await errorCode {
                    _ = try await ledger.bar(name: name, email: email, because: note, context: .desk())
                }
                #expect(refused == code)
            }
            #expect(
                try await errorCode {
                    _ = try await ledger.unbar(BarredPerson.ID(rawValue: 9), context: .desk())
                } == "barred_unknown")
        }
    }
}

import Badges
import Conference
import DoorRules
import EventStore
import Foundation
import GRDB
import RegistrationLedger
import Testing

@testable import CheckIn

/// Every row of the table of verdicts, through the event's file.
@Suite struct VerdictTests {
    @Test func `a good badge is admitted, with who it is`() async throws {
        let door = try await Door()
        let badge = try await door.badged("Łukasz Invented", category: .speaker)
        let outcome = try await door.service.scan(door.request(.credential(badge.text)))
        #expect(outcome.verdict == .admitted(.entry))
        #expect(!outcome.isReplayed)
        #expect(outcome.person?.person.name == "Łukasz Invented")
        #expect(outcome.person?.person.affiliation == "Example Networks")
        #expect(outcome.person?.category == .speaker)
        #expect(outcome.issue == IssueNumber(rawValue: 1))
        #expect(outcome.day == 1)
        #expect(outcome.time == Door.noon)
    }

    @Test func `anything but a credential of this event is invalid`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let other = try await Door()
        let foreign = try await other.badged()
        var bytes = badge.credential.bytes
        bytes[77] ^= 1
        let forged = try SignedCredential(bytes: bytes)
        let unissued = try SignedCredential(
            credential: Credential(
                key: badge.credential.credential.key, event: badge.credential.credential.event,
                registration: RegistrationNumber(rawValue: 999), issue: IssueNumber(rawValue: 1),
                days: DayMask(days: [1])),
            signature: badge.credential.signature)
        let otherKey = try SignedCredential(
            credential: Credential(
                key: KeyID(rawValue: 77), event: badge.credential.credential.event,
                registration: badge.credential.credential.registration, issue: badge.number,
                days: DayMask(days: [1, 2])),
            signature: badge.credential.signature)
        let cases: [(String, String)] = [
            ("https://example.org/", "not_a_credential"),
            ("", "not_a_credential"),
            (String(badge.text.dropLast()), "wrong_length"),
            (badge.text.replacing(":", with: "☃"), "keyboard_layout"),
            (foreign.text, "wrong_event"),
            (text(forged), "not_genuine"),
            (text(unissued), "not_genuine"),
            (text(otherKey), "unknown_key"),
        ]
        for (text, reason) in cases {
            let outcome = try await door.service.scan(door.request(.credential(text)))
            #expect(outcome.verdict == .invalid(reason: reason), "\(text)")
            #expect(outcome.person == nil)
            #expect(outcome.issue == nil)
        }
        let unknown = Registration.ID(rawValue: 999)
        #expect(
            try await door.service.scan(door.request(.registration(unknown))).verdict
                == .invalid(reason: "unknown_registration"))
    }

    @Test func `what a scanner or a keyboard did to a good badge is undone`() async throws {
        let door = try await Door()
        for (number, change) in [
            { $0.lowercased() }, { $0 + "\r\n" }, { " " + $0 + "\t" }, { "]Q1" + $0 }, { "\\000026" + $0 },
            { $0.replacing("/", with: "é") },
        ].enumerated() as EnumeratedSequence<[(String) -> String]> {
            let badge = try await door.badged("Person \(number)")
            let outcome = try await door.service.scan(door.request(.credential(change(badge.text))))
            #expect(outcome.verdict == .admitted(.entry), "change \(number)")
            #expect(outcome.issue == badge.number)
            #expect(try await door.badges.holder(of: change(badge.text)).registration == badge.registration)
        }
    }

    private func text(_ credential: SignedCredential) -> String {
        String(decoding: CredentialText.encode(credential), as: UTF8.self)
    }

    @Test func `a short code and a search find the person without a badge`() async throws {
        let door = try await Door()
        let registration = try await door.register()
        let outcome = try await door.service.scan(door.request(.code(registration.code)))
        #expect(outcome.verdict == .admitted(.entry))
        #expect(outcome.person?.id == registration.id)
        #expect(outcome.issue == nil)
        let second = try await door.service.scan(door.request(.registration(registration.id)))
        #expect(second.verdict.code == .alreadyAdmitted)
        var generator = SystemRandomNumberGenerator()
        let nobody = RegistrationCode.random(using: &generator)
        let person = try Person(name: "Bo Invented", badgeName: "", affiliation: "", email: "")
        _ = try await door.ledger.register(
            NewRegistration(
                person: person, category: .press, days: DaySet([1]), addOns: [], reference: nobody.symbols),
            context: Door.context())
        #expect(
            try await door.service.scan(door.request(.code(nobody))).verdict
                == .invalid(reason: "unknown_registration"))
    }

    @Test func `a revoked badge names the good one and where it was made`() async throws {
        let door = try await Door()
        let first = try await door.badged()
        let made = Door.context(Door.at(day: 1, 11), origin: "desk-2")
        let second = try await door.badges.makeNext(for: first.registration, reason: "lost", context: made).result
        let verdict = try await door.scan(first)
        let good = ScanVerdict.GoodBadge(
            number: IssueNumber(rawValue: 2), author: "ann", origin: "desk-2", time: Door.at(day: 1, 11))
        #expect(verdict == .revoked(good: good))
        #expect(try await door.scan(second) == .admitted(.entry))
        _ = try await door.badges.revoke(latestOf: first.registration, reason: "stolen", context: Door.context())
        #expect(try await door.scan(second) == .revoked(good: nil))
        #expect(try await door.scan(first) == .revoked(good: nil))
    }

    @Test func `an e-ticket is invalid at a door`() async throws {
        let door = try await Door()
        let registration = try await door.register()
        let ticket = try await door.badges.makeTickets(for: [registration.id], context: Door.context()).result[0]
        #expect(try await door.scan(ticket) == .invalid(reason: "ticket_not_badge"))
    }

    @Test func `cancelled, blocked and unpaid people are turned away, in this order`() async throws {
        let door = try await Door()
        let badge = try await door.badged(days: [1], paid: false)
        let id = badge.registration
        #expect(try await door.scan(badge) == .unpaid(due: Money(cents: 10_000)))
        _ = try await door.ledger.block(id, because: "Ask for Kit", context: Door.context())
        #expect(try await door.scan(badge) == .blocked(because: "Ask for Kit"))
        _ = try await door.ledger.cancel(id, context: Door.context())
        #expect(try await door.scan(badge) == .cancelled(transferred: false))
    }

    @Test func `an unpaid dinner shuts the dinner's door alone, and what no coin can pay shuts none`() async throws {
        let yaml = Door.yaml.replacing(", unpaid: admit", with: "")
            .replacing("currency: CAD", with: "currency: CAD\n  cash_rounding: 0.05")
        let door = try await Door(yaml: yaml)
        let dinner = AddOn.ID(rawValue: "dinner")
        let badge = try await door.badged(days: [1])
        let id = badge.registration
        func pay(_ cents: Int64) async throws {
            let payment = try Payment(amount: Money(cents: cents), method: .card, note: "")
            _ = try await door.ledger.pay(payment, for: id, context: Door.context())
        }
        _ = try await door.ledger.addAddOn(dinner, to: id, context: Door.context())
        #expect(try await door.scan(badge) == .admitted(.entry))
        #expect(try await door.scan(badge, at: "dinner") == .unpaid(due: Money(cents: 6_000)))
        try await pay(5_998)
        #expect(try await door.scan(badge, at: "dinner") == .admitted(.entry), "two cents are less than a coin")
        _ = try await door.ledger.changeDays(of: id, to: .first(2), context: Door.context())
        #expect(
            try await door.scan(badge, time: Door.at(day: 2, 12)) == .unpaid(due: Money(cents: 10_000)),
            "what was paid settled what was charged first")
        try await pay(10_000)
        #expect(try await door.scan(badge, time: Door.at(day: 2, 12)) == .admitted(.entry))
    }

    @Test func `hours, days and entitlement are those of the gate`() async throws {
        let door = try await Door()
        let badge = try await door.badged(days: [1], addOns: [AddOn.ID(rawValue: "tour")])
        let closes = ScanVerdict.Closure.since(.init(minutes: 1200))
        #expect(try await door.scan(badge, time: Door.at(day: 1, 7, 29)).closure?.description == "07:30")
        #expect(try await door.scan(badge, time: Door.at(day: 1, 20)) == .gateClosed(closes))
        #expect(try await door.scan(badge, time: Door.at(day: 1, 27, 59)) == .gateClosed(closes))
        #expect(try await door.scan(badge, time: Door.at(day: 3, 12)) == .gateClosed(.notToday))
        #expect(try await door.scan(badge, time: Door.at(day: 2, 12)) == .wrongDay(covered: DaySet([1])))
        #expect(try await door.scan(badge, at: "dinner") == .addOnMissing(AddOn.ID(rawValue: "dinner")))
        #expect(try await door.scan(badge, at: "staff") == .categoryMissing([.organizer, .volunteer]))
    }

    @Test func `a gate without hours is open through the night of its day`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        #expect(try await door.scan(badge, at: "party", time: Door.at(day: 1, 3, 59)) == .gateClosed(.notToday))
        #expect(try await door.scan(badge, at: "party", time: Door.at(day: 1, 28)) == .gateClosed(.notToday))
        #expect(try await door.scan(badge, at: "party", time: Door.at(day: 1, 27, 59)) == .admitted(.entry))
    }

    @Test func `an add-on and a category open their gates on any day, and money due may pass`() async throws {
        let door = try await Door()
        let guest = try await door.badged(days: [1], addOns: [AddOn.ID(rawValue: "dinner")], paid: false)
        #expect(try await door.scan(guest, at: "dinner", time: Door.at(day: 2, 19)) == .admitted(.entry))
        let organizer = try await door.badged("Kit Invented", category: .organizer, days: [1])
        #expect(try await door.scan(organizer, at: "staff", time: Door.at(day: 2, 12)) == .admitted(.entry))
    }

    @Test func `once is once, and once per day is once on each day`() async throws {
        let door = try await Door()
        let badge = try await door.badged(addOns: [AddOn.ID(rawValue: "dinner")])
        #expect(try await door.scan(badge) == .admitted(.entry))
        #expect(try await door.scan(badge, time: Door.at(day: 1, 19)).code == .alreadyAdmitted)
        #expect(try await door.scan(badge, time: Door.at(day: 2, 8)) == .admitted(.entry))
        #expect(try await door.scan(badge, at: "dinner") == .admitted(.entry))
        #expect(try await door.scan(badge, at: "dinner", time: Door.at(day: 2, 12)).code == .alreadyAdmitted)
    }

    @Test func `once counts for the whole event in the file too, and once per day for its day`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        _ = try await door.scan(badge, at: "party")
        _ = try await door.scan(badge, time: Door.at(day: 2, 12))
        let days = try await door.store.read {
            try Int.fetchAll($0, sql: "SELECT day FROM admission ORDER BY entry_scan")
        }
        #expect(days == [0, 2])
    }

    @Test func `a daily closing after midnight belongs to the day before`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        #expect(try await door.scan(badge, at: "lounge", time: Door.at(day: 1, 20)) == .admitted(.entry))
        #expect(try await door.scan(badge, at: "lounge", time: Door.at(day: 1, 25, 59)).code == .alreadyAdmitted)
        #expect(try await door.scan(badge, at: "lounge", time: Door.at(day: 1, 26)) == .admitted(.entry))
    }

    @Test func `in and out opens again after an exit and after the daily closing`() async throws {
        let door = try await Door()
        let badge = try await door.badged(category: .organizer)
        #expect(try await door.scan(badge, at: "staff", time: Door.at(day: 1, 9)) == .admitted(.entry))
        #expect(try await door.scan(badge, at: "staff", time: Door.at(day: 1, 10)).code == .alreadyAdmitted)
        let left = try await door.scan(badge, at: "staff", .exit, time: Door.at(day: 1, 11))
        #expect(left.entry?.time == Door.at(day: 1, 9))
        #expect(left.code == .admitted)
        #expect(try await door.scan(badge, at: "staff", .exit, time: Door.at(day: 1, 11, 1)) == .admitted(.exitOnly))
        #expect(try await door.scan(badge, at: "staff", time: Door.at(day: 1, 12)) == .admitted(.entry))
        #expect(try await door.inside("staff", Door.at(day: 1, 17, 59)) == 1)
        #expect(try await door.inside("staff", Door.at(day: 1, 18)) == 0)
        #expect(try await door.scan(badge, at: "staff", time: Door.at(day: 1, 18)) == .admitted(.entry))
        #expect(try await door.scan(badge, at: "staff", time: Door.at(day: 1, 19)).code == .alreadyAdmitted)
        #expect(try await door.inside("staff", Door.at(day: 1, 19)) == 1)
        #expect(try await door.inside("main", Door.at(day: 1, 19)) == nil)
    }
}

extension ScanVerdict {
    /// The time that a closed gate names.
    var closure: WallTime? {
        switch self {
        case .gateClosed(.until(let time)), .gateClosed(.since(let time)): time
        default: nil
        }
    }

    /// The entry that the verdict names.
    var entry: Entry? {
        switch self {
        case .alreadyAdmitted(let entry): entry
        case .admitted(.exit(let entry)): entry
        default: nil
        }
    }
}

extension Door {
    func inside(_ gate: String, _ time: Date) async throws -> Int? {
        try await service.gates(at: time).first { $0.gate.id.rawValue == gate }?.inside
    }
}

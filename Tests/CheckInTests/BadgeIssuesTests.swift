import Conference
import Crypto
import DoorRules
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

@testable import Badges
@testable import CheckIn

@Suite struct BadgeIssuesTests {
    @Test func `a credential is signed with the event's key and says what the registration holds`() async throws {
        let door = try await Door()
        let badge = try await door.badged(days: [2])
        let credential = badge.credential.credential
        let key = try door.store.keys.signingKey(id: 1).publicKey
        #expect(key.isValidSignature(badge.credential.signature, for: credential.signedMessage))
        #expect(credential.days == DayMask(days: [2]))
        #expect(credential.registration.rawValue == badge.registration.rawValue)
        #expect(credential.issue == IssueNumber(rawValue: 1))
        #expect(badge.text.utf8.count == 120)
    }

    @Test func `first badges are made once, whoever asks`() async throws {
        let door = try await Door()
        let ids = [try await door.register("Ada Invented").id, try await door.register("Bo Invented").id]
        let context = Door.context()
        let made = try await door.badges.makeFirst(for: ids, context: context)
        #expect(made.result.map(\.registration) == ids)
        let replayed = try await door.badges.makeFirst(for: ids, context: context)
        #expect(replayed.replayed)
        #expect(replayed.result == made.result)
        let third = try await door.register("Cy Invented").id
        let rest = try await door.badges.makeFirst(for: ids + [third], context: Door.context())
        #expect(rest.result.map(\.registration) == [third])
        #expect(try await door.badges.latest(of: ids) == made.result)
    }

    @Test func `a new badge needs a badge before it and a reason`() async throws {
        let door = try await Door()
        let id = try await door.register().id
        await expect("badge_missing") {
            try await door.badges.makeNext(for: id, reason: "lost", context: Door.context())
        }
        _ = try await door.badges.makeTickets(for: [id], context: Door.context())
        await expect("badge_missing") {
            try await door.badges.makeNext(for: id, reason: "lost", context: Door.context())
        }
        _ = try await door.badges.makeFirst(for: [id], context: Door.context())
        await expect("reason_missing") {
            try await door.badges.makeNext(for: id, reason: "  ", context: Door.context())
        }
        let next = try await door.badges.makeNext(for: id, reason: "lost", context: Door.context()).result
        #expect(next.number == IssueNumber(rawValue: 2))
        #expect(next.reason == "lost")
        #expect(try await door.badges.all(of: id).map(\.number.rawValue) == [0, 1, 2])
    }

    @Test func `nobody gets a badge for a place that is cancelled or does not exist`() async throws {
        let door = try await Door()
        let good = try await door.register("Ada Invented").id
        let cancelled = try await door.register("Bo Invented").id
        _ = try await door.ledger.cancel(cancelled, context: Door.context())
        await expect("registration_cancelled") {
            try await door.badges.makeFirst(for: [good, cancelled], context: Door.context())
        }
        await expect("registration_unknown") {
            try await door.badges.makeFirst(for: [good, Registration.ID(rawValue: 99)], context: Door.context())
        }
        #expect(try await door.badges.latest(of: [good, cancelled]).isEmpty)
    }

    @Test func `a badge is revoked once`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let revoked = try await door.badges.revoke(
            latestOf: badge.registration, reason: "stolen", context: Door.context()
        ).result
        #expect(revoked.revocation == .init(reason: "stolen", author: "cli:ann", time: Door.noon))
        await expect("badge_revoked") {
            try await door.badges.revoke(latestOf: badge.registration, reason: "again", context: Door.context())
        }
    }

    @Test func `a withdrawn key makes its credentials invalid and signs nothing`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let other = try await door.register("Bo Invented").id
        try await door.store.write { try $0.execute(sql: "UPDATE signing_key SET withdrawn_ms = 1") }
        #expect(try await door.scan(badge) == .invalid(reason: "unknown_key"))
        await expect("signing_key_missing") {
            try await door.badges.makeFirst(for: [other], context: Door.context())
        }
    }

    @Test func `a jammed sheet is the same issue once more, and a run drawn before a change is refused`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        _ = try await door.print(badge)
        _ = try await door.print(badge, as: .repetition, reason: "jam")
        let history = try await door.badges.history(of: badge.registration)
        #expect(history.map(\.issue) == [1, 1, 1])
        #expect(history.map(\.reason) == ["", "", "jam"])
        let copies = history.compactMap { event in if case .printed(let copy, _) = event.kind { copy } else { nil } }
        #expect(copies == [1, 2])
        let drawn = try await door.badges.candidates(BadgeFilter(registrations: [badge.registration]))[0]
        _ = try await door.badges.makeNext(for: badge.registration, reason: "lost", context: Door.context())
        let run = BadgeRun(
            kind: .repetition, medium: .answer, reason: "jam",
            badges: [
                .init(
                    candidate: drawn, credential: badge.credential, reason: "jam",
                    facts: BadgeFacts([], on: badge.credential))
            ], sheets: 1)
        await expect("badge_changed_meanwhile") {
            try await door.badges.record(run, request: ["late"], state: .done, context: Door.context())
        }
        #expect(try await door.badges.jobs(limit: 10).count == 2)
    }

    @Test func `a run whose delivery fails leaves no issue, no print and no job`() async throws {
        struct NoRoom: Error {}
        let door = try await Door()
        let person = try await door.register()
        let candidate = try await door.badges.candidates(BadgeFilter(registrations: [person.id]))[0]
        let credential = try await door.badges.sign(nextFor: [candidate])[0]
        let run = BadgeRun(
            kind: .print, medium: .file("x.pdf"), reason: "",
            badges: [
                .init(candidate: candidate, credential: credential, reason: "", facts: BadgeFacts([], on: credential))
            ], sheets: 1)
        await #expect(throws: NoRoom.self) {
            try await door.badges.record(run, request: ["run"], state: .done, context: Door.context()) {
                throw NoRoom()
            }
        }
        #expect(try await door.badges.all(of: person.id).isEmpty)
        #expect(try await door.badges.jobs(limit: 10).isEmpty)
        let context = Door.context()
        let done = try await door.badges.record(run, request: ["run"], state: .done, context: context)
        // What was signed before is what is kept.
        #expect(try await door.badges.latest(of: [person.id]).map(\.credential) == [credential])
        #expect(try await door.badges.recorded(["run"], context: context) == done.result)
        await expect("idempotency_conflict") { try await door.badges.recorded(["other"], context: context) }
    }

    @Test func `a finished job stays finished, and an unchanged state is not recorded twice`() async throws {
        let door = try await Door()
        let job = try await door.print(try await door.badged()).result
        try await door.badges.note(.printing, of: job, author: "test", time: Door.noon)
        #expect(try await door.badges.job(job).standing.state == .done)
        #expect(try await door.badges.lastJobChange() == 1)
    }

    @Test func `the desk takes e-tickets and old badges, and no forgeries`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let id = badge.registration
        let ticket = try await door.badges.makeTickets(for: [id], context: Door.context()).result[0]
        _ = try await door.badges.makeNext(for: id, reason: "lost", context: Door.context())
        #expect(try await door.badges.holder(of: ticket.text) == (id, .ticket))
        #expect(try await door.badges.holder(of: badge.text) == (id, badge.number))
        let forged = ticket.text.dropLast() + (ticket.text.last == "0" ? "1" : "0")
        await expect("credential_invalid") { try await door.badges.holder(of: String(forged)) }
    }

    private func expect<Value>(_ code: String, _ body: () async throws -> Value) async {
        let found = try? await errorCode { _ = try await body() }
        #expect(found == code)
    }
}

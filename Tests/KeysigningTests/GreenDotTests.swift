import Conference
import EventStore
import Foundation
import LanyardTestSupport
import OpenPGP
import RegistrationLedger
import Testing

@testable import Keysigning

@Suite(.waitsForPrograms)
struct GreenDotTests {
    private static func context() -> WriteContext { .desk(at: Date()) }

    /// Two people; the first handed in a key and, unless told otherwise, proved control of it.
    private func withKey(
        proved: Bool = true,
        _ body: (_ desk: KeysigningDesk, _ fingerprint: Fingerprint, _ owner: Registration, _ other: Registration)
            async throws -> Void
    ) async throws {
        let key = try InventedKey()
        try await withNetdev01 { ledger, store in
            let owner = try await ledger.register(.invented(1), context: .desk()).result
            let other = try await ledger.register(.invented(2), context: .desk()).result
            let desk = KeysigningDesk(store: store, inspector: inspector)
            let id = owner.id
            _ = try await desk.add(key.exported(), typedFingerprint: nil, registration: id, context: Self.context())
            if proved { try await Self.prove(key, id, desk) }
            try await body(desk, key.fingerprint, owner, other)
        }
    }

    private static func prove(_ key: InventedKey, _ id: Registration.ID, _ desk: KeysigningDesk) async throws {
        let challenge = try await desk.challenge(
            .signature, fingerprint: key.fingerprint.digits, registration: id, context: context()
        ).result
        _ = try await desk.prove(
            signed: .copying(key.signed(challenge.text)), fingerprint: key.fingerprint.digits, registration: id,
            context: context())
    }

    @Test func `confirming without a proof of control gives no dot yet`() async throws {
        try await withKey(proved: false) { desk, fingerprint, owner, _ in
            let granted = try await desk.grantDot(
                confirmed: fingerprint.digits, registration: owner.id, context: Self.context()
            ).result
            #expect(granted.waitsForProof && !granted.changesBadge && granted.state == .submitted)
            let marks = try await desk.marks()
            #expect(marks[owner.id]?.hasGreenDot == false)
            let dots = try await desk.dots()
            #expect(dots.isEmpty)
            let standing = try #require(try await desk.standings().values.first)
            #expect(standing.confirmation?.author == "cli:test")
        }
    }

    @Test func `a confirmed fingerprint gives the dot, and the badge shows it`() async throws {
        try await withKey { desk, fingerprint, owner, _ in
            let before = try await desk.marks()
            #expect(before[owner.id]?.hasGreenDot == false)
            // As its owner reads it out.
            let granted = try await desk.grantDot(
                confirmed: fingerprint.grouped.lowercased(), registration: owner.id,
                context: Self.context())
            #expect(granted.result.registration == owner.id)
            #expect(granted.result.state == .greenDot && granted.result.changesBadge)
            let again = try await desk.grantDot(
                confirmed: "OPENPGP4FPR:\(fingerprint.digits)#a=ada@example.org", registration: owner.id,
                context: Self.context())
            #expect(again.result.state == .greenDot && !again.result.changesBadge)
            let after = try await desk.marks()
            #expect(after[owner.id]?.hasGreenDot == true)
            #expect(after[owner.id]?.fingerprint == fingerprint)
            let dots = try await desk.dots()
            #expect(dots.count == 1)
        }
    }

    @Test func `nobody gets a dot for a key they did not hand in`() async throws {
        try await withKey { desk, fingerprint, owner, other in
            let wrongPerson = try await errorCode {
                _ = try await desk.grantDot(
                    confirmed: fingerprint.digits, registration: other.id, context: Self.context())
            }
            #expect(wrongPerson == "submission_unknown")
            let oneDigit = (fingerprint.digits.first == "0" ? "1" : "0") + fingerprint.digits.dropFirst()
            let wrongKey = try await errorCode {
                _ = try await desk.grantDot(
                    confirmed: oneDigit, registration: owner.id, context: Self.context())
            }
            #expect(wrongKey == "fingerprint_mismatch")
            let missing = try await errorCode {
                _ = try await desk.grantDot(
                    confirmed: String(fingerprint.digits.dropLast()), registration: owner.id,
                    context: Self.context())
            }
            #expect(missing == "fingerprint_length")
            let another = try await errorCode {
                _ = try await desk.grantDot(
                    confirmed: String(fingerprint.digits.reversed()), registration: owner.id,
                    context: Self.context())
            }
            #expect(another == "submission_unknown")
            let short = try await errorCode {
                _ = try await desk.grantDot(
                    confirmed: "364F028D", registration: owner.id, context: Self.context())
            }
            #expect(short == "fingerprint_is_key_id")
            let marks = try await desk.marks()
            #expect(marks[owner.id]?.hasGreenDot == false)
            #expect(marks[other.id] == nil)
        }
    }

    @Test func `a dot can be taken back once, with a reason, and granted again`() async throws {
        try await withKey { desk, fingerprint, owner, _ in
            func withdraw(_ reason: String) async throws -> String? {
                try await errorCode {
                    _ = try await desk.withdrawDot(fingerprint.digits, because: reason, context: Self.context())
                }
            }
            func grant() async throws {
                _ = try await desk.grantDot(
                    confirmed: fingerprint.digits, registration: owner.id, context: Self.context())
            }
            let early = try await withdraw("lost")
            #expect(early == "dot_missing")
            try await grant()
            let silent = try await withdraw(" ")
            #expect(silent == "reason_missing")
            let taken = try await withdraw("lost")
            #expect(taken == nil)
            let twice = try await withdraw("lost")
            #expect(twice == "dot_missing")
            try await grant()
            let marks = try await desk.marks()
            #expect(marks[owner.id]?.hasGreenDot == true)
        }
    }

    @Test func `a key that is withdrawn takes its dot along`() async throws {
        try await withKey { desk, fingerprint, owner, _ in
            _ = try await desk.grantDot(
                confirmed: fingerprint.digits, registration: owner.id, context: Self.context())
            _ = try await desk.withdraw(fingerprint.grouped, because: "lost the card", context: Self.context())
            let marks = try await desk.marks()
            #expect(marks[owner.id] == nil)
        }
    }
}

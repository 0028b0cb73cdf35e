import Conference
import EventStore
import Foundation
import LanyardTestSupport
import OpenPGP
import RegistrationLedger
import Testing

@testable import Keysigning

struct GreenDotTests {
    /// The keyring is of 2022; the test's desk stands after that.
    private static func context() -> WriteContext { .desk(at: Date(timeIntervalSince1970: 1_780_000_000)) }

    /// Two people; the first handed in an Ed25519 key without an end.
    private func withKey(
        _ body: (_ desk: KeysigningDesk, _ fingerprint: Fingerprint, _ owner: Registration, _ other: Registration)
            async throws -> Void
    ) async throws {
        let fingerprint = try Fingerprint("249CB3771750745D5CDD323CE267B052364F028D")
        var data = try Data(contentsOf: URL(filePath: DebianKeys.path))
        let all = try CertificateReader(limits: .keyring).read(SubmittedBytes(wiping: &data)).certificates
        let key = try #require(all.first { $0.fingerprint == fingerprint })
        try await withNetdev01 { ledger, store in
            let owner = try await ledger.register(.invented(1), context: .desk()).result
            let other = try await ledger.register(.invented(2), context: .desk()).result
            let desk = KeysigningDesk(store: store, inspector: inspector)
            _ = try await desk.add(
                SubmittedBytes(copying: key.strippedBytes), typedFingerprint: nil,
                registration: owner.code.description, context: Self.context())
            try await body(desk, fingerprint, owner, other)
        }
    }

    @Test func `a confirmed fingerprint gives the dot, and the badge shows it`() async throws {
        try await withKey { desk, fingerprint, owner, _ in
            let before = try await desk.marks()
            #expect(before[owner.id]?.hasGreenDot == false)
            // As its owner reads it out.
            let granted = try await desk.grantDot(
                confirmed: fingerprint.grouped.lowercased(), registration: owner.code.description,
                context: Self.context())
            #expect(granted.result == owner.id)
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
                    confirmed: fingerprint.digits, registration: other.code.description, context: Self.context())
            }
            #expect(wrongPerson == "submission_unknown")
            let oneDigit = "349CB3771750745D5CDD323CE267B052364F028D"
            let wrongKey = try await errorCode {
                _ = try await desk.grantDot(
                    confirmed: oneDigit, registration: owner.code.description, context: Self.context())
            }
            #expect(wrongKey == "submission_unknown")
            let short = try await errorCode {
                _ = try await desk.grantDot(
                    confirmed: "364F028D", registration: owner.code.description, context: Self.context())
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
                    confirmed: fingerprint.digits, registration: owner.code.description, context: Self.context())
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
                confirmed: fingerprint.digits, registration: owner.code.description, context: Self.context())
            _ = try await desk.withdraw(fingerprint.grouped, because: "lost the card", context: Self.context())
            let marks = try await desk.marks()
            #expect(marks[owner.id] == nil)
        }
    }
}

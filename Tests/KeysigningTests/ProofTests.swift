import Conference
import EventStore
import Foundation
import LanyardTestSupport
import OpenPGP
import RegistrationLedger
import Testing

@testable import Keysigning

/// Proof of control with real gpg, and what must not pass for one.
@Suite(.waitsForPrograms)
struct ProofTests {
    /// Several invented people at one desk; keys are added by `enter`.
    private struct Party {
        let desk: KeysigningDesk
        let ledger: RegistrationLedger
        let ids: [Registration.ID]

        func enter(_ key: InventedKey, _ person: Int = 0) async throws {
            _ = try await desk.add(
                key.exported(), typedFingerprint: nil, registration: ids[person], context: .desk(at: Date()))
        }

        func challenge(
            _ key: InventedKey, _ person: Int = 0, method: KeysigningChallenge.Method = .signature,
            at time: Date = Date()
        ) async throws -> KeysigningChallenge {
            try await desk.challenge(
                method, fingerprint: key.fingerprint.digits, registration: ids[person], context: .desk(at: time)
            ).result
        }

        @discardableResult
        func prove(
            _ message: String, _ key: InventedKey, _ person: Int = 0, context: WriteContext = .desk(at: Date())
        ) async throws -> Performed<DotChange> {
            try await desk.prove(
                signed: .copying(message), fingerprint: key.fingerprint.digits, registration: ids[person],
                context: context)
        }

        @discardableResult
        func prove(code: String, _ key: InventedKey, at time: Date = Date()) async throws -> DotChange {
            try await desk.prove(
                code: code, fingerprint: key.fingerprint.digits, registration: ids[0], context: .desk(at: time)
            ).result
        }

        func refusal(_ message: String, _ key: InventedKey, _ person: Int = 0) async throws -> String? {
            try await errorCode { try await prove(message, key, person) }
        }

        func standing() async throws -> KeysigningStanding? { try await desk.standings().values.first }
    }

    private func withParty(_ people: Int = 1, _ body: (Party) async throws -> Void) async throws {
        try await withNetdev01 { ledger, store in
            var ids: [Registration.ID] = []
            for number in 1...people {
                ids.append(try await ledger.register(.invented(number), context: .desk()).result.id)
            }
            try await body(
                Party(desk: KeysigningDesk(store: store, inspector: inspector), ledger: ledger, ids: ids))
        }
    }

    @Test func `a signed challenge proves control, and says which key signed`() async throws {
        let key = try InventedKey()
        try await withParty { party in
            try await party.enter(key)
            let challenge = try await party.challenge(key)
            #expect(challenge.text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) })
            for line in challenge.text.split(separator: "\n") {
                #expect(line.count <= 76 && !line.hasSuffix(" ") && !line.hasPrefix("-") && !line.hasPrefix("From "))
            }
            #expect(challenge.text.contains("fingerprint: \(key.fingerprint.digits)\n"))
            #expect(challenge.text.contains(#/event: netdev01 lanyard:[0-9a-f]{8}\n/#))
            #expect(challenge.text.contains(#/nonce: [A-Z2-7]{26}\n/#))
            let done = try await party.prove(try key.signed(challenge.text), key)
            #expect(done.result.state == .controlProved && !done.result.changesBadge)
            let proof = try #require(try await party.standing()?.proof)
            #expect(proof.key == key.fingerprint)
            #expect(proof.method == .signature && proof.certificateVersion == 1)
        }
    }

    @Test func `a dot that waited for the proof comes with it`() async throws {
        let key = try InventedKey()
        try await withParty { party in
            try await party.enter(key)
            _ = try await party.desk.grantDot(
                confirmed: key.fingerprint.grouped, registration: party.ids[0], context: .desk(at: Date()))
            let done = try await party.prove(try key.signed(party.challenge(key).text), key)
            #expect(done.result.state == .greenDot && done.result.changesBadge)
            #expect(try await party.desk.marks().values.first?.hasGreenDot == true)
        }
    }

    @Test func `the subkey that signed is recorded, not the primary key`() async throws {
        let key = try InventedKey(usage: "cert")
        let subkey = try key.addSubkey("ed25519", "sign")
        try await withParty { party in
            try await party.enter(key)
            try await party.prove(try key.signed(party.challenge(key).text), key)
            #expect(try await party.standing()?.proof?.key == subkey)
        }
    }

    @Test func `mail programs, text around it and a detached signature do no harm`() async throws {
        let key = try InventedKey()
        try await withParty { party in
            try await party.enter(key)
            let first = try await party.challenge(key)
            let mailed = "Dear desk,\r\n\r\n" + (try key.signed(first.text)).replacing("\n", with: "\r\n") + "Ada\r\n"
            #expect(try await party.prove(mailed, key).result.state == .controlProved)
            let second = try await party.challenge(key)
            let detached = try key.signed(second.text, "--armor", "--detach-sign")
            #expect(try await party.prove(detached, key).result.state == .controlProved)
            // Copied out of the page and saved by an editor, with other empty lines and ends of lines.
            for change in [
                { $0 + "\n" }, { "\n" + $0 }, { String($0.dropLast()) }, { $0.replacing("\n", with: "\r\n") },
            ] as [(String) -> String] {
                let clear = try await party.challenge(key)
                #expect(try await party.prove(key.signed(change(clear.text)), key).result.state == .controlProved)
                let alone = try await party.challenge(key)
                let signature = try key.signed(change(alone.text), "--armor", "--detach-sign")
                #expect(try await party.prove(signature, key).result.state == .controlProved)
            }
        }
    }

    @Test func `a message that is not a proof is refused by its own code, and leaves the challenge open`() async throws
    {
        let key = try InventedKey()
        let other = try InventedKey("Mallory Invented <mallory@example.org>")
        try await withParty { party in
            try await party.enter(key)
            let text = try await party.challenge(key).text
            #expect(try await party.refusal(text, key) == "proof_not_signed")
            let elsewhere = text.replacing("netdev01", with: "netdev02")
            #expect(try await party.refusal(key.signed(elsewhere), key) == "proof_text_differs")
            let altered = text.replacing("I hold this key", with: "I sell this key")
            #expect(try await party.refusal(key.signed(altered), key) == "proof_text_differs")
            let tampered = try key.signed(text).replacing("I hold this key", with: "I sell this key")
            #expect(try await party.refusal(tampered, key) == "proof_bad_signature")
            #expect(try await party.refusal(other.signed(text), key) == "proof_other_key")
            #expect(try await party.refusal(key.signed(text, "--armor", "--sign"), key) == "proof_not_clear_signed")
            let sha1 = try key.signed(text, "--digest-algo", "SHA1", "--clearsign")
            #expect(try await party.refusal(sha1, key) == "proof_weak_hash")
            let twice = try key.signed(text) + key.signed(text)
            #expect(try await party.refusal(twice, key) == "proof_several_messages")
            let secret = try key.gpg("--armor", "--export-secret-keys", key.fingerprint.digits)
            #expect(secret.contains("PRIVATE KEY"))
            #expect(try await party.refusal(secret, key) == "secret_key")
            #expect(try await party.refusal("nonce: X", key) == "proof_not_signed")
            #expect(try await party.standing() == nil)
            #expect(try await party.prove(key.signed(text), key).result.state == .controlProved)
        }
    }

    @Test func `two signers are one too many`() async throws {
        let key = try InventedKey()
        try key.gpg("--quick-gen-key", "Mallory Invented <mallory@example.org>", "ed25519", "sign,cert", "never")
        try await withParty { party in
            try await party.enter(key)
            let text = try await party.challenge(key).text
            let both = try key.signed(
                text, "--local-user", "ada@example.org", "--local-user", "mallory@example.org", "--clearsign")
            #expect(try await party.refusal(both, key) == "proof_several_signatures")
        }
    }

    @Test func `clocks that are wrong, and challenges that are over`() async throws {
        let key = try InventedKey(made: "20250101T000000")
        try await withParty { party in
            try await party.enter(key)
            var text = try await party.challenge(key).text
            func faked(_ offset: TimeInterval) throws -> String {
                let time = Date(timeIntervalSinceNow: offset).formatted(
                    .iso8601.year().month().day().dateSeparator(.omitted).time(includingFractionalSeconds: false)
                        .timeSeparator(.omitted))
                return try key.signed(
                    text, "--ignore-time-conflict", "--faked-system-time", String(time.prefix(15)), "--clearsign")
            }
            #expect(try await party.refusal(faked(-3_600), key) == "proof_too_early")
            #expect(try await party.refusal(faked(3_600), key) == "proof_in_future")
            // Five minutes are a clock that nobody set.
            for offset in [-280.0, 280.0] {
                #expect(try await party.prove(faked(offset), key).result.state == .controlProved)
                text = try await party.challenge(key).text
            }
            let old = try await party.challenge(key, at: Date(timeIntervalSinceNow: -86_500)).text
            #expect(try await party.refusal(key.signed(old), key) == "challenge_expired")
        }
    }

    @Test func `a message serves once, and its repetition is told apart from a replay`() async throws {
        let key = try InventedKey()
        try await withParty { party in
            try await party.enter(key)
            let message = try await key.signed(party.challenge(key).text)
            let context = WriteContext.desk(at: Date())
            let first = try await party.prove(message, key, context: context)
            let repeated = try await party.prove(message, key, context: context)
            #expect(!first.replayed && repeated.replayed)
            #expect(repeated.result == first.result)
            #expect(try await party.refusal(message, key) == "challenge_used")
        }
    }

    @Test func `what was signed for one person, key or event is worth nothing for another`() async throws {
        let ada = try InventedKey()
        let mallory = try InventedKey("Mallory Invented <mallory@example.org>")
        var foreign = ""
        try await withParty { elsewhere in
            try await elsewhere.enter(ada)
            foreign = try await ada.signed(elsewhere.challenge(ada).text)
        }
        try await withParty(2) { party in
            try await party.enter(ada, 0)
            try await party.enter(mallory, 1)
            // Issued by another event, where everything else is the same.
            #expect(try await party.refusal(foreign, ada) == "challenge_unknown")
            // Ada's answer under Mallory's name, for Ada's key and for his own.
            let answer = try await ada.signed(party.challenge(ada).text)
            #expect(try await party.refusal(answer, ada, 1) == "submission_unknown")
            #expect(try await party.refusal(answer, mallory, 1) == "challenge_unknown")
            // Mallory has Ada sign what was issued to him.
            let hers = try await ada.signed(party.challenge(mallory, 1).text)
            #expect(try await party.refusal(hers, mallory, 1) == "proof_other_key")
            #expect(try await party.refusal(hers, ada, 0) == "challenge_unknown")
            // Ada goes, Mallory claims her key and shows what she signed when it was hers.
            _ = try await party.desk.withdraw(
                ada.fingerprint, reason: "changed my mind", context: .desk(at: Date()))
            try await party.enter(ada, 1)
            #expect(try await party.refusal(answer, ada, 1) == "challenge_unknown")
            #expect(try await party.desk.standings().values.allSatisfy { $0.proof == nil })
        }
    }

    @Test func `a code is read by decrypting, and serves once`() async throws {
        let key = try InventedKey(usage: "cert")
        let subkey = try key.addSubkey("cv25519", "encr")
        try await withParty { party in
            try await party.enter(key)
            let challenge = try await party.challenge(key, method: .code)
            let clear = try key.decrypted(challenge.text)
            #expect(clear.contains("fingerprint: \(key.fingerprint.digits)"))
            let code = try #require(clear.firstMatch(of: #/code: ([A-Z2-7]{4}(-[A-Z2-7]{4}){4})/#)?.output.1)
            #expect(!challenge.text.contains(code))
            let done = try await party.prove(code: " \(code.lowercased()) ", key)
            #expect(done.state == .controlProved)
            let proof = try await party.standing()?.proof
            #expect(proof?.key == subkey && proof?.method == .code)
            #expect(try await errorCode { try await party.prove(code: String(code), key) } == "challenge_used")
        }
    }

    @Test func `codes cannot be guessed`() async throws {
        let key = try InventedKey()
        try key.addSubkey("cv25519", "encr")
        try await withParty { party in
            try await party.enter(key)
            let challenge = try await party.challenge(key, method: .code)
            let code = try #require(key.decrypted(challenge.text).firstMatch(of: #/code: (\S+)/#)?.output.1)
            for _ in 1...5 {
                #expect(try await errorCode { try await party.prove(code: "AAAA-BBBB-CCCC", key) } == "code_wrong")
            }
            // The right one is too late now, and a new one makes the old one worthless.
            #expect(try await errorCode { try await party.prove(code: String(code), key) } == "code_wrong_too_often")
            let next = try await party.challenge(key, method: .code)
            #expect(try await errorCode { try await party.prove(code: String(code), key) } == "code_wrong")
            let late = Date(timeIntervalSinceNow: 86_500)
            let fresh = try #require(key.decrypted(next.text).firstMatch(of: #/code: (\S+)/#)?.output.1)
            #expect(
                try await errorCode { try await party.prove(code: String(fresh), key, at: late) } == "challenge_expired"
            )
            #expect(try await party.prove(code: String(fresh), key).state == .controlProved)
            for _ in 3...10 { _ = try await party.challenge(key, method: .code) }
            #expect(try await errorCode { _ = try await party.challenge(key) } == "too_many_challenges")
        }
    }

    @Test func `no code without a key to encrypt to, and none before one was asked for`() async throws {
        let key = try InventedKey()
        try await withParty { party in
            try await party.enter(key)
            #expect(
                try await errorCode { _ = try await party.challenge(key, method: .code) } == "proof_no_encryption_key")
            #expect(try await errorCode { try await party.prove(code: "AAAA", key) } == "challenge_unknown")
        }
    }

    @Test func `a proof outlives updates, and an older copy takes nothing back`() async throws {
        let key = try InventedKey()
        let before = try key.gpg("--armor", "--export", key.fingerprint.digits)
        try await withParty { party in
            try await party.enter(key)
            try await party.prove(try key.signed(party.challenge(key).text), key)
            try key.gpg("--quick-add-uid", key.fingerprint.digits, "Ada Invented <ada@example.net>")
            try await party.enter(key)
            var submission = try #require(try await party.desk.submissions().first)
            #expect(submission.certificateVersion == 2 && submission.key.names.count == 2)
            let again = try await party.desk.add(
                .copying(before), typedFingerprint: nil, registration: party.ids[0], context: .desk(at: Date()))
            #expect(again.result.change == .unchanged)
            submission = try #require(try await party.desk.submissions().first)
            #expect(submission.key.names.count == 2 && submission.key.fingerprint == key.fingerprint)
            #expect(try await party.standing()?.state == .controlProved)
            #expect(try await party.standing()?.proof?.certificateVersion == 1)
        }
    }

    @Test func `a key that its owner revoked comes off the list, with its dot`() async throws {
        let key = try InventedKey()
        try await withParty(2) { party in
            try await party.enter(key)
            try await party.prove(try key.signed(party.challenge(key).text), key)
            _ = try await party.desk.grantDot(
                confirmed: key.fingerprint.digits, registration: party.ids[0], context: .desk(at: Date()))
            try key.revoke()
            try await party.enter(key)
            #expect(try await party.desk.submissions().isEmpty)
            #expect(try await party.desk.marks().isEmpty)
            // It stays off, whatever older copy is handed in.
            try await party.enter(key)
            #expect(try await party.desk.submissions().isEmpty)
        }
    }
}

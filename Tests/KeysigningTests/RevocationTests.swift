import Conference
import EventStore
import Foundation
import LanyardTestSupport
import OpenPGP
import OpenPGPMutations
import RegistrationLedger
import Testing

@testable import Keysigning

/// A genuine revocation gets through, whoever brings it and in whatever form; nothing else does in its name.
@Suite(.waitsForPrograms)
struct RevocationTests {
    /// The revocation that GnuPG keeps beside a key, with the colon that guards it.
    private static func guarded(_ person: Int, _ party: PartyDesk) throws -> String {
        let file = party.gpg.home.appending(path: "openpgp-revocs.d/\(party.fingerprints[person]).rev")
        return try String(contentsOf: file, encoding: .utf8)
    }

    private static func revocation(_ person: Int, _ party: PartyDesk) throws -> SubmittedBytes {
        SubmittedBytes.copying(try guarded(person, party).replacing(":-----BEGIN", with: "-----BEGIN"))
    }

    @Test func `a revocation that is handed in alone strikes the key that made it`() async throws {
        try await PartyDesk.run(people: 4) { party in
            let desk = party.desk
            _ = try await desk.freeze(context: PartyDesk.context)
            _ = try await desk.close(context: PartyDesk.context)
            let guarded = try await errorCode {
                _ = try await desk.add(
                    .copying(try Self.guarded(0, party)), typedFingerprint: nil, registration: party.ids[0],
                    context: PartyDesk.context)
            }
            #expect(guarded == "revocation_guarded")
            #expect(try await desk.submissions().count == 4)
            // By its owner, by somebody else for them, and by the owner once more.
            for (person, bringer) in [(0, 0), (1, 2), (0, 0)] {
                let receipt = try await desk.add(
                    try Self.revocation(person, party), typedFingerprint: nil, registration: party.ids[bringer],
                    context: PartyDesk.context
                ).result
                #expect(receipt.change == .revoked && receipt.revoker == nil)
                #expect(receipt.submission.key.fingerprint.digits == party.fingerprints[person])
            }
            // By anybody, without a login.
            let sent = try await desk.receive(try Self.revocation(2, party), context: PartyDesk.context)
            guard case .taken(let receipt) = sent else {
                Issue.record("\(sent)")
                return
            }
            #expect(receipt.change == .revoked)
            #expect(try await desk.submissions().map(\.key.fingerprint.digits) == [party.fingerprints[3]])
            let second = try await desk.freeze(context: PartyDesk.context).result
            #expect(second.header.changes?.numbers == [.revoked: [1, 2, 3]])
        }
    }

    @Test func `a revocation of a key that is not here is told apart from nothing`() async throws {
        try await PartyDesk.run(people: 1) { party in
            let stranger = try InventedKey("Nobody Invented <nobody@example.org>")
            let file = stranger.home.appending(path: "openpgp-revocs.d/\(stranger.fingerprint).rev")
            let text = try String(contentsOf: file, encoding: .utf8).replacing(":-----BEGIN", with: "-----BEGIN")
            let refused = try await errorCode {
                _ = try await party.desk.add(
                    .copying(text), typedFingerprint: nil, registration: party.ids[0], context: PartyDesk.context)
            }
            #expect(refused == "revocation_not_of_key")
            let received = try await party.desk.receive(.copying(text), context: PartyDesk.context)
            // It costs nothing, and so uses up nothing of what others behind the same address need.
            #expect(received == .refused("revocation_certificate") && !received.wasExamined)
            #expect(try await party.desk.submissions().count == 1)
        }
    }

    @Test func `whoever holds an earlier version is told of a revocation that comes after a withdrawal`() async throws {
        try await PartyDesk.run(people: 3) { party in
            let desk = party.desk
            _ = try await desk.freeze(context: PartyDesk.context)
            for person in [0, 1] {
                _ = try await desk.withdraw(
                    try Fingerprint(party.fingerprints[person]), reason: "lost", context: PartyDesk.context)
            }
            // The second was handed in again, and has two numbers.
            try await party.handIn(1)
            let second = try await desk.freeze(context: PartyDesk.context).result
            #expect(second.header.changes?.numbers == [.added: [4], .withdrawn: [1, 2]])
            for person in [0, 1] {
                _ = try await desk.receive(try Self.revocation(person, party), context: PartyDesk.context)
            }
            let third = try await desk.freeze(context: PartyDesk.context).result
            #expect(third.header.changes?.numbers == [.revoked: [1, 2, 4]])
            #expect(try await !desk.freezing(context: PartyDesk.context).result.isNew)
            for person in [0, 1] {
                let served = try #require(try await desk.lookUp(party.fingerprints[person]).first)
                let read = try CertificateReader().readOne(SubmittedBytes(copying: served.packets)).certificate
                #expect(read.revocation != nil)
            }
        }
    }

    @Test func `a key that somebody else was allowed to revoke names who did`() async throws {
        try await PartyDesk.run(people: 2) { party in
            let desk = party.desk
            var generator = SplitMix64(seed: 14)
            let owner = KeyOwner(created: 1_700_000_000, using: &generator)
            let revoker = KeyOwner(created: 1_690_000_000, using: &generator)
            let mallory = KeyOwner(created: 1_690_000_000, using: &generator)
            func add(_ bytes: [UInt8], _ person: Int) async throws -> KeysigningDesk.Receipt {
                try await desk.add(
                    SubmittedBytes(copying: bytes), typedFingerprint: nil, registration: party.ids[person],
                    context: PartyDesk.context
                ).result
            }
            func revocation(claiming maker: KeyOwner? = nil, by signer: KeyOwner) -> [UInt8] {
                signer.revocation(of: owner, at: 1_700_000_100, claiming: maker)
            }
            let own = owner.certificate("Ada Invented <ada@example.org>", revocableBy: revoker)
            _ = try await add(own, 0)
            // Without the key of who was allowed to, nobody can tell.
            let early = try await errorCode { _ = try await add(revocation(by: revoker), 0) }
            #expect(early == "revoker_not_at_hand")
            let claimed = try await add(own + revocation(by: revoker), 0)
            #expect(claimed.change == .unchanged && claimed.warnings.map(\.code).contains(.revocationUnverified))
            _ = try await add(revoker.certificate("Rev Oker <revoker@example.org>"), 1)
            for forged in [revocation(claiming: revoker, by: mallory), revocation(by: mallory)] {
                let code = try await errorCode { _ = try await add(forged, 0) }
                #expect(code == "revocation_not_of_key")
                #expect(try await add(own + forged, 0).change == .unchanged)
            }
            let receipt = try await add(revocation(by: revoker), 0)
            #expect(receipt.change == .revoked)
            #expect(receipt.revoker == Fingerprint(bytes: revoker.fingerprint))
            let noted = try await desk.submissions(of: party.ids[0]).compactMap(\.revoked)
            #expect(noted.map(\.revoker) == [Fingerprint(bytes: revoker.fingerprint)] && noted[0].isWholeKey)
            // A state that was revoked stays so, also where it comes as a whole and the revoker has left.
            _ = try await desk.withdraw(
                Fingerprint(bytes: revoker.fingerprint), reason: "left", context: PartyDesk.context)
            let again = try await add(own + revocation(by: revoker), 0)
            #expect(again.change == .revoked && again.revoker == Fingerprint(bytes: revoker.fingerprint))
        }
    }

    @Test func `a user id that is revoked is listed no longer, also when the list is closed`() async throws {
        try await PartyDesk.run(people: 3) { party in
            let desk = party.desk
            try party.gpg.run(
                "gpg", "--batch", "--quiet", "--quick-add-uid", party.fingerprints[0], "Only a name Invented")
            try await party.handIn(0)
            _ = try await desk.freeze(context: PartyDesk.context)
            _ = try await desk.close(context: PartyDesk.context)
            try await Task.sleep(for: .seconds(1))
            try party.revokeUserID(0, "Person 1 Invented <person1@example.org>")
            _ = try await desk.receive(SubmittedBytes(copying: try party.export(0)), context: PartyDesk.context)
            let second = try await desk.freeze(context: PartyDesk.context).result
            // A name remains, without an address.
            #expect(second.header.changes?.numbers == [.updated: [1]])
            let text = String(decoding: second.text, as: UTF8.self)
            #expect(!text.contains("person1@example.org") && text.contains("Only a name Invented"))
        }
    }

    @Test func `a key that comes back revoked comes off the list`() async throws {
        try await PartyDesk.run(people: 3) { party in
            let desk = party.desk
            _ = try await desk.freeze(context: PartyDesk.context)
            try party.gpg.write(
                try Self.guarded(0, party).replacing(":-----BEGIN", with: "-----BEGIN").utf8, to: "revocation.asc")
            try party.gpg.run("gpg", "--batch", "--quiet", "--import", "revocation.asc")
            func noted(_ submitted: consuming SubmittedBytes) async throws -> [Int] {
                let noted = try await desk.noteRevocations(
                    in: submitted, registration: nil, context: PartyDesk.context)
                return [noted.count, noted.cameAlone ? 1 : 0]
            }
            #expect(try await noted(SubmittedBytes(copying: try party.export(0))) == [1, 0])
            #expect(try await noted(SubmittedBytes(copying: try party.export(0))) == [0, 0])
            // Alone among what came back as well.
            #expect(try await noted(try Self.revocation(1, party)) == [1, 1])
            #expect(try await noted(try Self.revocation(1, party)) == [0, 1])
            #expect(try await desk.submissions().map(\.key.fingerprint.digits) == [party.fingerprints[2]])
        }
    }

    @Test func `what comes back takes back user ids, and keys by whoever was allowed to, and brings nothing else`()
        async throws
    {
        try await PartyDesk.run(people: 3) { party in
            let desk = party.desk
            var generator = SplitMix64(seed: 15)
            let (born, work) = (1_700_000_000, Array("Ada Invented <work@example.org>".utf8))
            let (owner, other, revoker) = (
                KeyOwner(created: born, using: &generator), KeyOwner(created: born, using: &generator),
                KeyOwner(created: born, using: &generator)
            )
            func signed(_ type: UInt8, _ name: [UInt8], after seconds: Int) -> [UInt8] {
                owner.signature(type, on: .userID(name), at: born + seconds, hashed: subpacket(27, [3])).bytes
            }
            let own = owner.certificate("Ada Invented <ada@example.org>")
            let both = own + KeyOwner.Part(13, work).bytes + signed(0x13, work, after: 1)
            let revocable = other.certificate("Bea Invented <bea@example.org>", revocableBy: revoker)
            for (person, key) in [both, revocable, revoker.certificate("Rev <rev@example.org>")].enumerated() {
                _ = try await desk.add(
                    SubmittedBytes(copying: key), typedFingerprint: nil, registration: party.ids[person],
                    context: PartyDesk.context)
            }
            _ = try await desk.freeze(context: PartyDesk.context)
            _ = try await desk.close(context: PartyDesk.context)
            let fresh = Array("Ada Invented <new@example.org>".utf8)
            let news = own + KeyOwner.Part(13, fresh).bytes + signed(0x13, fresh, after: 90)
            let before = try await dump(party.store)
            for nothing in [news, both, revocable] {
                let noted = try await desk.noteRevocations(
                    in: SubmittedBytes(copying: nothing), registration: nil, context: PartyDesk.context)
                #expect(noted.count == 0)
            }
            #expect(try await dump(party.store) == before)
            let returned =
                both + signed(0x30, work, after: 80) + revocable + revoker.revocation(of: other, at: born + 100)
            let noted = try await desk.noteRevocations(
                in: SubmittedBytes(copying: returned), registration: nil, context: PartyDesk.context)
            #expect(noted.count == 1)
            let erratum = try await desk.freeze(context: PartyDesk.context).result
            #expect(erratum.header.changes?.numbers == [.updated: [4], .revoked: [5]])
            #expect(!String(decoding: erratum.text, as: UTF8.self).contains("work@example.org"))
            let news1 = try await desk.news(of: 1).revoked
            #expect(news1.map(\.revocation.revoker) == [Fingerprint(bytes: revoker.fingerprint)])
        }
    }

    /// Somebody designates another key and claims revocations of it by the hundred, whose digests begin rightly.
    @Test func `no answer tells whether the key of a claimed revoker is here`() async throws {
        try await PartyDesk.run(people: 1) { party in
            var generator = SplitMix64(seed: 16)
            let (here, absent) = (
                KeyOwner(created: 1_690_000_000, using: &generator), KeyOwner(created: 1_690_000_000, using: &generator)
            )
            let mallory = KeyOwner(created: 1_700_000_000, using: &generator)
            _ = try await party.desk.add(
                SubmittedBytes(copying: here.certificate("Rev <rev@example.org>")), typedFingerprint: nil,
                registration: party.ids[0], context: PartyDesk.context)
            let answers = try await [here, absent].asyncMap { revoker in
                let claims = (1...500).flatMap { second in
                    mallory.revocation(of: mallory, at: 1_700_000_000 + second, claiming: revoker)
                }
                return try await party.desk.receive(
                    SubmittedBytes(
                        copying: mallory.certificate("Mal <mal@example.org>", revocableBy: revoker) + claims),
                    context: PartyDesk.context)
            }
            #expect(answers == [.passedOver, .passedOver])
        }
    }

    @Test func `what became of a version is told since that version, and a revocation before another is frozen`()
        async throws
    {
        try await PartyDesk.run(people: 5) { party in
            let desk = party.desk
            func freeze() async throws { _ = try await desk.freeze(context: PartyDesk.context) }
            try await freeze()
            #expect(try await desk.news(of: 1).isEmpty)
            _ = try await desk.receive(try Self.revocation(0, party), context: PartyDesk.context)
            let early = try await desk.news(of: 1)
            #expect(early.revoked.map(\.number) == [1] && early.changes == nil)
            #expect(early.revoked[0].revocation.revoker == nil && early.revoked[0].revocation.isWholeKey)

            _ = try await desk.note(absent: true, number: 2, context: PartyDesk.context)
            _ = try await desk.withdraw(
                try Fingerprint(party.fingerprints[2]), reason: "lost", context: PartyDesk.context)
            try await freeze()
            // One is there after all; the withdrawn key comes back under another number.
            _ = try await desk.note(absent: false, number: 2, context: PartyDesk.context)
            try await party.handIn(2)
            try await freeze()
            let since = try await (1...3).asyncMap { try await desk.news(of: $0) }
            #expect(since[0].changes?.numbers == [.updated: [2], .withdrawn: [3], .revoked: [1], .added: [6]])
            #expect(since[1].changes?.numbers == [.added: [2, 6]])
            #expect(since[2].changes == nil && since[2].revoked.isEmpty)
            #expect(since.map { $0.revoked.map(\.number) } == [[1], [], []])
            let revoked = try await desk.revokedKeys()
            #expect(revoked.compactMap(\.submission.number) == [1])
            #expect(revoked.map { $0.names.map(\.text) } == [["Person 1 Invented <person1@example.org>"]])

            // It came and went between two versions: who holds the first never had it.
            _ = try await desk.withdraw(
                try Fingerprint(party.fingerprints[2]), reason: "lost", context: PartyDesk.context)
            try await freeze()
            let last = try await desk.news(of: 1)
            #expect(last.changes?.numbers == [.updated: [2], .withdrawn: [3], .revoked: [1]])
            _ = try await desk.receive(try Self.revocation(3, party), context: PartyDesk.context)
            #expect(try await desk.news(of: 1).revoked.map(\.number) == [1, 4])
        }
    }
}

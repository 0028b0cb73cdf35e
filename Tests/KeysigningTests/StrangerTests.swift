import Conference
import EventStore
import Foundation
import LanyardTestSupport
import OpenPGP
import OpenPGPMutations
import RegistrationLedger
import Testing

@testable import Keysigning

/// What anybody on the network may send without a login: genuine news in any order, and nothing that its owner gave up.
@Suite(.waitsForPrograms)
struct StrangerTests {
    private static let born = 1_700_000_000
    private static let owner: KeyOwner = {
        var generator = SplitMix64(seed: 41)
        return KeyOwner(created: born, using: &generator)
    }()

    /// The owner's key with those user ids, each certified so many seconds after the key was made.
    private static func key(_ names: [(name: String, after: Int)]) -> [UInt8] {
        KeyOwner.Part(6, owner.keyBody).bytes
            + names.flatMap { name, after -> [UInt8] in
                let text = Array("\(name) Invented <\(name.lowercased())@example.org>".utf8)
                return KeyOwner.Part(13, text).bytes
                    + owner.signature(0x13, on: .userID(text), at: born + after, hashed: subpacket(27, [3])).bytes
            }
    }

    private struct Desk {
        let desk: KeysigningDesk
        let ids: [Registration.ID]

        func handIn(_ names: [(name: String, after: Int)]) async throws {
            _ = try await desk.add(
                SubmittedBytes(copying: key(names)), typedFingerprint: nil, registration: ids[0],
                context: PartyDesk.context)
        }

        func send(_ names: [(name: String, after: Int)]) async throws -> KeysigningDesk.Reception {
            try await desk.receive(SubmittedBytes(copying: key(names)), context: PartyDesk.context)
        }

        func announce(_ person: Int = 0) async throws {
            _ = try await desk.announce(
                Fingerprint(bytes: owner.fingerprint).digits, registration: ids[person], context: PartyDesk.context)
        }

        /// The first words of the user ids that are listed.
        func names() async throws -> [String] {
            try await desk.submissions().flatMap { $0.key.names.map { String($0.text.prefix { $0 != " " }) } }
        }
    }

    private static func run(_ body: (Desk) async throws -> Void) async throws {
        try await withNetdev01 { ledger, store in
            let ids = [
                try await ledger.register(.invented(1), context: .desk()).result.id,
                try await ledger.register(.invented(2), context: .desk()).result.id,
            ]
            try await body(Desk(desk: KeysigningDesk(store: store, inspector: inspector), ids: ids))
        }
    }

    /// Somebody takes the owner's new key from elsewhere and sends the newest part of it first.
    @Test func `the rest of an update gets in after a part of it, by whomever it comes`() async throws {
        try await Self.run { desk in
            try await desk.handIn([("Work", 500)])
            guard case .taken = try await desk.send([("Work", 900)]) else {
                Issue.record("a newer signature was not taken")
                return
            }
            guard case .taken = try await desk.send([("Work", 900), ("Home", 700)]) else {
                Issue.record("the rest was not taken")
                return
            }
            #expect(try await desk.names() == ["Work", "Home"])
            // What is older than what the owner handed in stays away.
            #expect(try await desk.send([("Old", 400)]) == .known)
            #expect(try await desk.names() == ["Work", "Home"])
            // From the owner it is taken, and from then on what is older than that again is not.
            try await desk.handIn([("Work", 900), ("Mail", 950)])
            #expect(try await desk.send([("Old", 940)]) == .known)
            // GnuPG puts the one first that was certified last.
            #expect(try await desk.names() == ["Mail", "Work", "Home"])
        }
    }

    /// Somebody with a link of their own is nobody in particular to a key of somebody else.
    @Test func `a genuine revocation that somebody else hands in brings nothing else along`() async throws {
        try await Self.run { desk in
            try await desk.handIn([("Work", 500), ("Home", 500)])
            let work = Array("Work Invented <work@example.org>".utf8)
            let revoked =
                Self.key([("Old", 400), ("Work", 500)])
                + Self.owner.signature(0x30, on: .userID(work), at: Self.born + 700).bytes
            _ = try await desk.desk.add(
                SubmittedBytes(copying: revoked), typedFingerprint: nil, registration: desk.ids[1],
                context: PartyDesk.context)
            #expect(try await desk.names() == ["Home"])
            let code = try await errorCode {
                _ = try await desk.desk.add(
                    SubmittedBytes(copying: Self.key([("Old", 400), ("New", 900)])), typedFingerprint: nil,
                    registration: desk.ids[1], context: PartyDesk.context)
            }
            #expect(code == "key_of_another_registration")
            #expect(try await desk.names() == ["Home"])
        }
    }

    /// Whoever comes first with an announced key cannot keep out what they left out.
    @Test func `a key that was announced is completed by whoever sends the rest`() async throws {
        try await Self.run { desk in
            #expect(try await desk.send([("Work", 900)]) == .passedOver)
            try await desk.announce()
            _ = try await desk.send([("Work", 900)])
            #expect(try await desk.names() == ["Work"])
            _ = try await desk.send([("Work", 900), ("Home", 500)])
            #expect(try await desk.names() == ["Work", "Home"])
            // Of a closed list, what is known costs no more than what is not.
            _ = try await desk.desk.close(context: PartyDesk.context)
            #expect(try await desk.send([("Work", 1_200)]) == .passedOver)
            #expect(try await desk.names() == ["Work", "Home"])
        }
    }

    @Test func `a key that was withdrawn does not come back unless it is announced again`() async throws {
        try await Self.run { desk in
            let fingerprint = Fingerprint(bytes: Self.owner.fingerprint)
            try await desk.announce()
            _ = try await desk.send([("Work", 500)])
            _ = try await desk.desk.freeze(context: PartyDesk.context)
            try await Task.sleep(for: .milliseconds(5))
            _ = try await desk.desk.withdraw(fingerprint, reason: "changed my mind", context: PartyDesk.context)
            #expect(try await desk.send([("Work", 500)]) == .known)
            // A newer state of it is genuine, and yet nobody's to list.
            #expect(try await desk.send([("Work", 900)]) == .refused("submission_unknown"))
            #expect(try await desk.desk.submissions().isEmpty)
            #expect(try await desk.desk.lookUp(fingerprint.digits).isEmpty)
            try await Task.sleep(for: .milliseconds(5))
            // Somebody else announces it: then it is theirs, as any key that nobody has.
            try await desk.announce(1)
            _ = try await desk.send([("Work", 900)])
            let standing = try await desk.desk.submissions()
            #expect(standing.map(\.registration) == [desk.ids[1]] && standing.map(\.number) == [nil])
        }
    }
}

import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import OpenPGP
import RegistrationLedger
import Testing

@testable import Keysigning

@Suite(.waitsForPrograms)
struct KeysigningDeskTests {
    /// The keyring is of 2022; the test's desk stands after that.
    private static let time = Date(timeIntervalSince1970: 1_780_000_000)

    /// Keys that the policy accepts at that time.
    private static func acceptedKeys(_ count: Int, expiredToo: Bool = false) async throws -> [[UInt8]] {
        var accepted: [[UInt8]] = []
        for bytes in try DebianKeys.sample.get() where accepted.count < count {
            let read = try CertificateReader().readOne(SubmittedBytes(copying: bytes)).certificate
            let certificate = try await inspector.examine(read)
            guard CertificatePolicy().assess(certificate, at: time).refusals.isEmpty,
                expiredToo || !ListedKey(certificate).hasExpired(at: time)
            else { continue }
            accepted.append(bytes)
        }
        return accepted
    }

    private func withDesk(
        people: Int, _ body: (KeysigningDesk, [Registration.ID], EventStore) async throws -> Void
    ) async throws {
        try await withNetdev01 { ledger, store in
            var ids: [Registration.ID] = []
            for number in 1...people {
                let done = try await ledger.register(.invented(number), context: .desk())
                ids.append(done.result.id)
            }
            try await body(KeysigningDesk(store: store, inspector: inspector), ids, store)
        }
    }

    private func add(
        _ bytes: [UInt8], typed: String? = nil, to id: Registration.ID, at desk: KeysigningDesk,
        context: WriteContext = .desk(at: Self.time)
    ) async throws -> Performed<KeysigningDesk.Receipt> {
        try await desk.add(
            SubmittedBytes(copying: bytes), typedFingerprint: typed, registration: id, context: context)
    }

    @Test func `keys of one person stand together and numbers never change`() async throws {
        let keys = try await Self.acceptedKeys(5)
        try await withDesk(people: 3) { desk, ids, _ in
            for (key, person) in zip(keys, [0, 1, 0, 2]) {
                #expect(try await add(key, to: ids[person], at: desk).result.change == .added)
            }
            let draft = try await desk.draft(at: Self.time)
            #expect(draft.text.contains("note  another key of 001"))
            let first = try await desk.freeze(context: .desk(at: Self.time)).result
            let numbered = try await desk.submissions()
            #expect(numbered.map(\.registration.rawValue) == [1, 1, 2, 3])
            #expect(numbered.map(\.number) == [1, 2, 3, 4])
            #expect(first.keyring == (try await desk.keyring(at: Self.time)))

            // One goes, one comes: the first one's number stays free.
            _ = try await desk.withdraw(numbered[1].key.fingerprint, reason: "lost", context: .desk(at: Self.time))
            _ = try await add(keys[4], to: ids[0], at: desk)
            let second = try await desk.freeze(context: .desk(at: Self.time)).result
            #expect(try await desk.submissions().map(\.number) == [1, 5, 3, 4])
            #expect(second.version == 2)
            let text = String(decoding: second.text, as: UTF8.self)
            let numbers = text.components(separatedBy: "\n").filter { $0.hasSuffix("ID OK") }.map { $0.prefix(3) }
            #expect(numbers == ["001", "003", "004", "005"])
            #expect(try await desk.list(version: 1) == first)
            #expect(try await desk.latestVersion() == 2)

            // A key that comes back is a new submission with a new number.
            let back = try await add(keys[2], to: ids[0], at: desk).result
            #expect(back.change == .added)
            _ = try await desk.freeze(context: .desk(at: Self.time))
            #expect(try await desk.submissions(of: back.submission.registration).map(\.number) == [1, 2, 5, 6])
        }
    }

    @Test func `the same key again is an update or nothing`() async throws {
        let (key, renewed) = try await Self.renewedKey()
        try await withDesk(people: 2) { desk, ids, store in
            let context = WriteContext.desk(at: Self.time)
            let first = try await add(key, to: ids[0], at: desk, context: context)
            let again = try await add(key, to: ids[0], at: desk, context: context)
            #expect(again.replayed && again.result.submission == first.result.submission)
            #expect(try await add(key, to: ids[0], at: desk).result.change == .unchanged)
            #expect(try await add(renewed, to: ids[0], at: desk).result.change == .updated)
            let submissions = try await desk.submissions()
            #expect(submissions.map(\.certificateVersion) == [2])
            // A second owner is refused, twice, and the desk sees it beside the key, once.
            for _ in 1...2 {
                let code = try await errorCode { _ = try await add(key, to: ids[1], at: desk) }
                #expect(code == "key_of_another_registration")
            }
            let entry = try await desk.entries(at: Self.time)[0]
            #expect(entry.claimants.map(\.rawValue) == [2] && entry.owner.id.rawValue == 1)
            // Once the first gave it up, the second may have it, and nothing is claimed any more.
            _ = try await desk.withdraw(
                entry.submission.key.fingerprint, reason: "not mine", context: .desk(at: Self.time))
            #expect(try await add(key, to: ids[1], at: desk).result.change == .added)
            let settled = try await desk.entries(at: Self.time)[0]
            #expect(settled.claimants.isEmpty && settled.owner.id.rawValue == 2)
        }
    }

    @Test func `an erased person is on no later list and has no link`() async throws {
        let keys = try await Self.acceptedKeys(2)
        try await withNetdev01 { ledger, store in
            let desk = KeysigningDesk(store: store, inspector: inspector)
            let people = [
                try await ledger.register(.invented(1), context: .desk()).result,
                try await ledger.register(.invented(2), context: .desk()).result,
            ]
            for (key, person) in zip(keys, people) { _ = try await add(key, to: person.id, at: desk) }
            let link = try await desk.invite(registration: .init(rawValue: 1), context: .desk()).secret
            let first = try await desk.freeze(context: .desk(at: Self.time)).result
            _ = try await ledger.erase(people[0].id, context: .desk(at: Self.time))

            #expect(try await desk.entries(at: Self.time).map(\.owner.id) == [people[1].id])
            #expect(try await desk.participant(secret: link) == nil)
            _ = try await add(keys[0], to: people[1].id, at: desk)
            let second = try await desk.freeze(context: .desk(at: Self.time)).result
            #expect(try await desk.submissions(of: people[1].id).map(\.number) == [2, 3])
            #expect(second.text != first.text)
            #expect(try await desk.list(version: 1) == first)
        }
    }

    /// A key to which its owner added a subkey, before and after.
    private static func renewedKey() async throws -> (before: [UInt8], after: [UInt8]) {
        for after in try await acceptedKeys(12, expiredToo: true) {
            if let subkey = lastSubkey(of: after) { return (Array(after[..<subkey]), after) }
        }
        throw KeysigningError(.noKeyHandedIn)
    }

    /// Where the last subkey begins, by the headers that our reader writes (RFC 4880 section 4.2.1).
    private static func lastSubkey(of packets: [UInt8]) -> Int? {
        var found: Int?
        var start = 0
        while start < packets.count {
            if packets[start] >> 2 & 0x0F == 14 { found = start }
            let octets = 1 << Int(packets[start] & 3)
            start += 1 + octets + packets[start + 1...start + octets].reduce(0) { $0 << 8 | Int($1) }
        }
        return found
    }

    @Test func `four keys for a person, once each, whatever the code does`() async throws {
        let keys = try await Self.acceptedKeys(5)
        try await withDesk(people: 2) { desk, ids, store in
            for key in keys.prefix(4) { _ = try await add(key, to: ids[0], at: desk) }
            let before = try await dump(store)
            #expect(
                try await errorCode { _ = try await add(keys[4], to: ids[0], at: desk) } == "too_many_keys_of_person")
            #expect(try await dump(store) == before)
            let fingerprint = try await desk.submissions()[0].key.fingerprint
            for (person, digits) in [(1, String(repeating: "A", count: 40)), (2, fingerprint.digits)] {
                await #expect(throws: DatabaseError.self) {
                    try await store.write { db in
                        try db.execute(
                            sql: """
                                INSERT INTO keysigning_submission (registration, fingerprint, author, origin, at_ms)
                                VALUES (?, ?, '', '', 0)
                                """, arguments: [person, digits])
                    }
                }
            }
        }
    }

    @Test func `an event may refuse SHA-1`() async throws {
        var found: [UInt8]?
        for bytes in try await Self.acceptedKeys(20) where found == nil {
            let read = try CertificateReader().readOne(SubmittedBytes(copying: bytes)).certificate
            let warnings = CertificatePolicy().assess(try await inspector.examine(read), at: Self.time).warnings
            if warnings.contains(where: { $0.code == .sha1SelfSignature }) { found = bytes }
        }
        let weak = try #require(found)
        let yaml = try Repository.netdev01().replacing(
            "  time: \"12:30\"", with: "  time: \"12:30\"\n  refuseSHA1: true")
        for (yaml, expected) in [(yaml, "sha1_refused"), (try Repository.netdev01(), nil)] {
            try await withNetdev01(yaml: yaml) { ledger, store in
                let id = try await ledger.register(.invented(1), context: .desk()).result.id
                let desk = KeysigningDesk(store: store, inspector: inspector)
                let refused = try await errorCode { _ = try await add(weak, to: id, at: desk) }
                #expect(refused == expected)
            }
        }
    }

    @Test func `history cannot be changed`() async throws {
        let keys = try await Self.acceptedKeys(2)
        try await withDesk(people: 1) { desk, ids, store in
            for key in keys { _ = try await add(key, to: ids[0], at: desk) }
            _ = try await desk.freeze(context: .desk(at: Self.time))
            let gone = try await desk.submissions()[0].key.fingerprint
            _ = try await desk.withdraw(gone, reason: "lost", context: .desk(at: Self.time))
            let tables = [
                "keysigning_submission", "keysigning_withdrawal", "keysigning_certificate", "keysigning_user_id",
                "keysigning_number", "keysigning_list",
            ]
            let before = try await dump(store)
            for table in tables {
                for statement in ["DELETE FROM \(table)", "UPDATE \(table) SET rowid = rowid"] {
                    await #expect(throws: DatabaseError.self, "\(statement)") {
                        try await store.write { try $0.execute(sql: statement) }
                    }
                }
            }
            await #expect(throws: DatabaseError.self) {
                try await store.write { db in
                    try db.execute(sql: "INSERT INTO keysigning_number (number, submission, at_ms) VALUES (2, 1, 0)")
                }
            }
            #expect(try await dump(store) == before)
        }
    }

    @Test func `a typed fingerprint is compared, and chooses among several keys`() async throws {
        let keys = try await Self.acceptedKeys(2)
        let fingerprints = try keys.map {
            try CertificateReader().readOne(SubmittedBytes(copying: $0)).certificate.fingerprint
        }
        try await withDesk(people: 1) { desk, ids, _ in
            let wrong = try await errorCode {
                _ = try await add(keys[0], typed: fingerprints[1].digits, to: ids[0], at: desk)
            }
            #expect(wrong == "fingerprint_mismatch")
            let short = String(fingerprints[0].digits.dropLast())
            let length = try await errorCode { _ = try await add(keys[0], typed: short, to: ids[0], at: desk) }
            #expect(length == "fingerprint_length")
            let several = try await errorCode { _ = try await add(keys[0] + keys[1], to: ids[0], at: desk) }
            #expect(several == "several_keys")
            let chosen = try await add(keys[0] + keys[1], typed: fingerprints[1].grouped, to: ids[0], at: desk)
            #expect(chosen.result.submission.key.fingerprint == fingerprints[1])
        }
    }

    @Test func `a secret key leaves no trace in the event's file`() async throws {
        let gpg = try ScratchGnuPG()
        _ = try gpg.makeKey("Ada Invented <ada@example.org>")
        try gpg.run("gpg", "--batch", "--output", "secret.gpg", "--export-secret-keys")
        let secret = Array(try Data(contentsOf: gpg.home.appending(path: "secret.gpg")))
        #expect(secret.count > 100)
        try await withDesk(people: 1) { desk, ids, store in
            let before = try await dump(store)
            #expect(try await errorCode { _ = try await add(secret, to: ids[0], at: desk) } == "secret_key")
            #expect(try await dump(store) == before)
        }
    }

    @Test func `a list needs keys and a plan, a withdrawal a reason`() async throws {
        try await withDesk(people: 1) { desk, ids, store in
            #expect(try await errorCode { _ = try await desk.freeze(context: .desk()) } == "list_empty")
            #expect(try await errorCode { _ = try await desk.list(version: 1) } == "list_unknown")
            let key = try await Self.acceptedKeys(1)[0]
            let fingerprint = try await add(key, to: ids[0], at: desk).result.submission.key.fingerprint
            #expect(
                try await errorCode { _ = try await desk.withdraw(fingerprint, reason: " ", context: .desk()) }
                    == "text_missing")
            let other = try Fingerprint(String(repeating: "A", count: 40))
            #expect(
                try await errorCode { _ = try await desk.withdraw(other, reason: "gone", context: .desk()) }
                    == "submission_unknown")
            let unknown = try await errorCode { _ = try await add(key, to: Registration.ID(rawValue: 99), at: desk) }
            #expect(unknown == "registration_unknown")
        }
    }
}

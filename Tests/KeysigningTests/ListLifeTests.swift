import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import OpenPGP
import OpenPGPMutations
import Testing

@testable import Keysigning

@Suite(.waitsForPrograms)
struct ListLifeTests {
    @Test func `a closed list takes no keys, and an opened one does`() async throws {
        try await PartyDesk.run(people: 2) { party in
            let desk = party.desk
            #expect(try await desk.phase() == .opened)
            _ = try await desk.close(context: PartyDesk.context)
            #expect(try await desk.phase() == .closed)
            let before = try await dump(party.store)
            let refused = try await errorCode { try await party.handIn(0) }
            #expect(refused == "keysigning_closed")
            let twice = try await errorCode { _ = try await desk.close(context: PartyDesk.context) }
            #expect(twice == "keysigning_closed")
            let silent = try await errorCode { _ = try await desk.reopen(because: " ", context: PartyDesk.context) }
            #expect(silent == "reason_missing")
            #expect(try await dump(party.store) == before)
            // The tables say it too, whatever the code does.
            await #expect(throws: DatabaseError.self) {
                try await party.store.write { db in
                    try db.execute(
                        sql: """
                            INSERT INTO keysigning_certificate
                            SELECT submission, version + 1, packets, algorithm, capabilities, created_s, expires_s,
                                   is_revoked, is_from_owner, author, origin, at_ms FROM keysigning_certificate
                            """)
                }
            }
            _ = try await desk.withdraw(
                try Fingerprint(party.fingerprints[1]), reason: "lost", context: PartyDesk.context)
            _ = try await desk.reopen(because: "late comers", context: PartyDesk.context)
            let open = try await errorCode { _ = try await desk.reopen(because: "again", context: PartyDesk.context) }
            #expect(open == "keysigning_open")
            try await party.handIn(1)
            #expect(try await desk.submissions().count == 2)
        }
    }

    @Test func `an erratum says what changed, and no number moves`() async throws {
        try await PartyDesk.run(people: 4) { party in
            let desk = party.desk
            _ = try await desk.withdraw(
                try Fingerprint(party.fingerprints[3]), reason: "comes late", context: PartyDesk.context)
            let first = try await desk.freeze(context: PartyDesk.context).result
            #expect(!String(decoding: first.text, as: UTF8.self).contains("Changes since"))
            _ = try await desk.note(absent: true, number: 2, context: PartyDesk.context)
            #expect(try await desk.absentNumbers() == [2])
            _ = try await desk.withdraw(
                try Fingerprint(party.fingerprints[2]), reason: "lost", context: PartyDesk.context)
            try await party.handIn(3)
            let second = try await desk.freeze(context: PartyDesk.context).result
            #expect(
                second.header.changes?.lines == [
                    "Changes since version 1:", "  added:     004", "  absent:    002",
                    "  withdrawn: 003",
                ])
            #expect(try await desk.entries(version: 2).map(\.number) == [1, 4])
            #expect(try await desk.entries(version: 1).map(\.number) == [1, 2, 3])
            #expect(try await desk.list(version: 1) == first)

            // Who came after all has the same number again.
            _ = try await desk.note(absent: false, number: 2, context: PartyDesk.context)
            _ = try await desk.freeze(context: PartyDesk.context)
            let back = try await desk.entries(version: 3)
            #expect(back.map(\.number) == [1, 2, 4])
            #expect(back[1].submission.key.fingerprint.digits == party.fingerprints[1])
            let unknown = try await errorCode {
                _ = try await desk.note(absent: true, number: 99, context: PartyDesk.context)
            }
            #expect(unknown == "number_unknown")
        }
    }

    @Test func `a key that has expired is left out until it is extended`() async throws {
        try await PartyDesk.run(people: 3) { party in
            let desk = party.desk
            for person in [0, 1] {
                try party.gpg.run(
                    "gpg", "--batch", "--passphrase", "", "--quick-set-expire", party.fingerprints[person], "10")
                try await party.handIn(person)
            }
            let later = Date().addingTimeInterval(11 * 86_400)
            #expect(try await desk.expired(at: Date()).isEmpty)
            let first = try await desk.freeze(context: PartyDesk.context).result
            #expect(try await desk.entries(version: 1).map(\.number) == [1, 2, 3])
            try party.gpg.run(
                "gpg", "--batch", "--passphrase", "", "--quick-set-expire", party.fingerprints[1], "never")
            try await party.handIn(1)
            #expect(try await desk.expired(at: later).map(\.key.fingerprint.digits) == [party.fingerprints[0]])
            #expect(try await desk.entries(at: later).map(\.preview.isEmpty) == [true, false, false])
            let second = try await desk.freeze(context: .desk(at: later)).result
            #expect(
                second.header.changes?.lines == ["Changes since version 1:", "  updated:   002", "  expired:   001"])
            #expect(second.keyring == (try await desk.keyring(at: later)))
            #expect(try await desk.list(version: 1) == first)
            try party.gpg.run(
                "gpg", "--batch", "--passphrase", "", "--quick-set-expire", party.fingerprints[0], "never")
            try await party.handIn(0)
            _ = try await desk.freeze(context: .desk(at: later))
            #expect(try await desk.entries(version: 3).map(\.number) == [1, 2, 3])
        }
    }

    @Test func `user ids that run out make an erratum, and a key without any is left out like one that expired`()
        async throws
    {
        try await PartyDesk.run(people: 2) { party in
            var generator = SplitMix64(seed: 17)
            let now = Int(Date().timeIntervalSince1970)
            let owner = KeyOwner(created: now - 1_000, using: &generator)
            func name(_ word: String, lasting seconds: Int) -> [UInt8] {
                let name = Array("\(word) Invented <\(word.lowercased())@example.org>".utf8)
                return KeyOwner.Part(13, name).bytes
                    + owner.signature(
                        0x13, on: .userID(name), at: now - 500,
                        hashed: subpacket(27, [3]) + subpacket(3, octets(500 + seconds, 4))
                    ).bytes
            }
            let desk = party.desk
            _ = try await desk.add(
                SubmittedBytes(
                    copying: KeyOwner.Part(6, owner.keyBody).bytes + name("Ada", lasting: 3_600)
                        + name("Lovelace", lasting: 7_200)), typedFingerprint: nil, registration: party.ids[0],
                context: PartyDesk.context)
            func frozen(after seconds: Double) async throws -> KeysigningDesk.Freezing {
                let time = Date(timeIntervalSince1970: Double(now) + seconds)
                return try await desk.freezing(context: .desk(at: time)).result
            }
            #expect(try await frozen(after: 60).list.header.changes == nil)
            #expect(try await !frozen(after: 3_500).isNew)
            let second = try await frozen(after: 4_000).list
            #expect(second.header.changes?.numbers == [.updated: [3]])
            let text = String(decoding: second.text, as: UTF8.self)
            #expect(text.contains("lovelace@example.org") && !text.contains("ada@example.org"))
            #expect(try await frozen(after: 8_000).list.header.changes?.numbers == [.expired: [3]])
            let over = try await desk.expired(at: Date(timeIntervalSince1970: Double(now) + 8_000))
            #expect(over.map(\.key.fingerprint) == [Fingerprint(bytes: owner.fingerprint)])
        }
    }

    @Test func `the list can carry the first digits of its own digest`() async throws {
        try await PartyDesk.run(people: 2) { party in
            let desk = party.desk
            let context = PartyDesk.context
            let first = try await desk.freeze(prefixDigits: 3, context: context)
            #expect(try await desk.freeze(prefixDigits: 3, context: context).result == first.result)
            // One of three digits is missing in a third of all lists; one of any length in a twentieth.
            var found = [Self.prefix(of: first.result)]
            for attempt in 1...9 where found.allSatisfy(\.isEmpty) {
                // Without a change there is no further version.
                _ = try await desk.note(absent: attempt % 2 == 1, number: 2, context: PartyDesk.context)
                found.append(Self.prefix(of: try await desk.freeze(prefixDigits: 3, context: PartyDesk.context).result))
            }
            let digits = try #require(found.last)
            let version = found.count
            let list = try await desk.list(version: version)
            #expect((1...3).contains(digits.count), "\(found)")
            try party.gpg.write(list.text, to: "list.txt")
            #expect(try party.gpg.run("sha256sum", "list.txt").hasPrefix(digits.lowercased()))
            // The bundle derives it, and ticks find their boxes.
            let folder = try ScratchFolder()
            let bundle = try await desk.bundle(version: version)
            try bundle.bytes.write(to: folder.file(bundle.name))
            _ = try await ListBundle.verify(folder.file(bundle.name), inspector: inspector) { _, _ in }
            _ = try await desk.tickChecksum(version: version, reader: party.ids[0], context: PartyDesk.context)
            let ticked = String(
                decoding: try await desk.tickedList(version: version, reader: party.ids[0]), as: UTF8.self)
            #expect(ticked.contains("____              [x]\n"))
            let code = try await errorCode { _ = try await desk.freeze(prefixDigits: 5, context: PartyDesk.context) }
            #expect(code == "list_prefix_invalid")
        }
    }

    private static func prefix(of list: FrozenList) -> String {
        let text = String(decoding: list.text, as: UTF8.self)
        return text.firstMatch(of: #/SHA256 Checksum: ([0-9A-F]*)_/#).map { String($0.1) } ?? ""
    }

    @Test func `RIPEMD160 is that of GnuPG for any length`() throws {
        let gpg = try ScratchGnuPG()
        for count in [0, 1, 55, 56, 63, 64, 119, 120, 1_000] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
            try gpg.write(bytes, to: "file")
            let theirs = try gpg.run("gpg", "--with-colons", "--print-md", "RIPEMD160", "file").split(separator: ":")
            #expect(theirs.contains { $0.lowercased() == ListDigests(of: bytes).ripemd160 }, "\(count) \(theirs)")
        }
    }

    @Test func `the entries of a version keep the certificate of then`() async throws {
        try await PartyDesk.run(people: 1) { party in
            let first = try await party.desk.freeze(context: PartyDesk.context).result
            try party.gpg.run(
                "gpg", "--batch", "--quiet", "--passphrase", "", "--quick-add-uid", party.fingerprints[0],
                "Second Name <second@example.org>")
            try await party.handIn(0)
            let second = try await party.desk.freeze(context: PartyDesk.context).result
            #expect(second.header.changes?.lines.contains("  updated:   001") == true)
            #expect(try await party.desk.entries(version: 1)[0].submission.key.names.count == 1)
            #expect(try await party.desk.entries(version: 2)[0].submission.key.names.count == 2)
            #expect(try await party.desk.list(version: 1) == first)
        }
    }

    @Test func `digests are withheld from participants until their time`() async throws {
        let yaml = try Repository.netdev01().replacing(
            "  time: \"12:30\"", with: "  time: \"12:30\"\n  digestsFrom: 2030-01-01T12:00:00-05:00")
        try await PartyDesk.run(people: 1, yaml: yaml) { party in
            let list = try await party.desk.freeze(context: PartyDesk.context).result
            let date = try Timestamp.date("2030-01-01T12:00:00-05:00")
            let early = try await party.desk.digests(version: 1, for: .participant, at: date - 1)
            #expect(early == nil)
            let late = try await party.desk.digests(version: 1, for: .participant, at: date)
            let organizer = try await party.desk.digests(version: 1, for: .organizer, at: date - 1)
            #expect(late == organizer)
            try party.gpg.write(list.text, to: "list.txt")
            let shown = try #require(late)
            #expect(try party.gpg.run("sha256sum", "list.txt").hasPrefix(shown.sha256 + " "))
            #expect(try party.gpg.run("sha512sum", "list.txt").hasPrefix(shown.sha512 + " "))
        }
    }

    @Test func `history cannot be changed`() async throws {
        try await PartyDesk.run(people: 2) { party in
            _ = try await party.desk.freeze(context: PartyDesk.context)
            _ = try await party.desk.close(context: PartyDesk.context)
            _ = try await party.desk.note(absent: true, number: 2, context: PartyDesk.context)
            _ = try await party.desk.tickChecksum(version: 1, reader: party.ids[0], context: PartyDesk.context)
            try party.sign(0, 1)
            let aftermath = KeysigningAftermath(store: party.store)
            _ = try await aftermath.merge(SubmittedBytes(copying: try party.export(1)), context: PartyDesk.context)
            let checked = try await aftermath.verify(context: PartyDesk.context) { _, _ in }
            #expect(checked == 1)
            let before = try await dump(party.store)
            for table in ["phase", "presence", "entry", "tick", "certification", "check"] {
                for statement in ["DELETE FROM keysigning_\(table)", "UPDATE keysigning_\(table) SET author = 'x'"] {
                    let statement =
                        table == "entry" ? statement.replacing("author = 'x'", with: "number = 1") : statement
                    await #expect(throws: DatabaseError.self, "\(statement)") {
                        try await party.store.write { try $0.execute(sql: statement) }
                    }
                }
            }
            #expect(try await dump(party.store) == before)
        }
    }
}

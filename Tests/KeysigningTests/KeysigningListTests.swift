import Conference
import Foundation
import LanyardTestSupport
import OpenPGP
import Testing

@testable import Keysigning

@Suite(.waitsForPrograms)
struct KeysigningListTests {
    private let now = Date(timeIntervalSince1970: 1_424_000_000)

    private func header(_ edition: KeysigningList.Edition = .version(1)) throws -> KeysigningList.Header {
        KeysigningList.Header(
            eventName: "Netdev 0.1", organizer: "Kit Invented <keysigning@example.org>",
            date: try CivilDate("2015-02-16"), time: try TimeOfDay("12:30"), edition: edition,
            fileName: "ksp-netdev01-v1.txt")
    }

    private func key(_ digit: Character = "A", expires: Date? = nil) throws -> ListedKey {
        ListedKey(
            fingerprint: try Fingerprint(String(repeating: digit, count: 40)), algorithm: "rsa4096",
            capabilities: "SC", created: Date(timeIntervalSince1970: 1_310_000_000), expires: expires,
            names: [
                .init(text: "Ada Invented <ada@example.org>", mailAddress: "ada@example.org", expires: nil),
                .init(
                    text: "Ada, \\x1b[1m: old", mailAddress: nil, expires: Date(timeIntervalSince1970: 1_424_000_000)),
            ])
    }

    @Test func `the layout is that of gpgparticipants`() throws {
        let list = try KeysigningList(
            header: header(),
            entries: [
                .init(number: 7, key: try key(), at: now, samePersonAs: nil),
                .init(
                    number: 12, key: try key("B", expires: Date(timeIntervalSince1970: 1_423_000_000)), at: now,
                    samePersonAs: 7),
            ], date: now)
        #expect(
            list.text == """
                Monday, February 16, 2015;  12:30
                                                           Kit Invented <keysigning@example.org>


                                          N E T D E V   0 . 1\u{20}

                                     List of Participants  (v 1.0)


                Here's what you have to do with this file:

                (1) Print this UTF-8 encoded file to paper.

                (2) Compute this file's SHA256 checksum.

                      gpg --print-md SHA256 ksp-netdev01-v1.txt

                (3) Fill in the hash values on the printout.

                (4) Bring the printout, a pen, and proof of identity to the key signing party
                    (and be on time!).


                SHA256 Checksum: ____ ____   ____ ____   ____ ____   ____ ____

                                 ____ ____   ____ ____   ____ ____   ____ ____              [ ]



                007  [ ] Fingerprint OK        [ ] ID OK
                pub   rsa4096 2011-07-07 [SC]
                      AAAA AAAA AAAA AAAA AAAA  AAAA AAAA AAAA AAAA AAAA
                uid                      Ada Invented <ada@example.org>

                _______________________________________________________________________________

                012  [ ] Fingerprint OK        [ ] ID OK
                pub   rsa4096 2011-07-07 [SC] [expired: 2015-02-03]
                      BBBB BBBB BBBB BBBB BBBB  BBBB BBBB BBBB BBBB BBBB
                uid                      Ada Invented <ada@example.org>
                note  another key of 007

                _______________________________________________________________________________

                """)
        #expect(list.sha256.count == 32)
        #expect(!list.text.contains("\r") && !list.text.contains("\t") && list.text.hasSuffix("_\n"))
    }

    @Test func `a user id that imitates a line of the list stays behind its prefix`() throws {
        let forged = UserID(bytes: Array("X\n001  [x] Fingerprint OK        [x] ID OK".utf8))
        let key = ListedKey(
            fingerprint: try Fingerprint(String(repeating: "C", count: 40)), algorithm: "ed25519", capabilities: "C",
            created: now, expires: nil, names: [.init(text: forged.text, mailAddress: nil, expires: nil)])
        let list = try KeysigningList(
            header: header(), entries: [.init(number: 1, key: key, at: now, samePersonAs: nil)], date: now)
        #expect(list.text.components(separatedBy: "\n").filter { $0.contains("ID OK") }.count == 2)
        #expect(list.text.contains("uid                      X\\n001  [x] Fingerprint OK"))
    }

    @Test func `a draft says so, and a thousandth key is refused`() throws {
        let draft = try KeysigningList(header: header(.draft), entries: [], date: now)
        #expect(draft.text.contains("(draft: numbers may change)"))
        let entry = KeysigningList.Entry(number: 1_000, key: try key(), at: now, samePersonAs: nil)
        let error = #expect(throws: KeysigningError.self) {
            try KeysigningList(header: header(), entries: [entry], date: now)
        }
        #expect(error?.code.rawValue == "list_too_long")
    }

    @Test func `notes of a list that was frozen are told apart again, and what is unknown stays as it is`() throws {
        let odd = ListedKey(
            fingerprint: try Fingerprint(String(repeating: "C", count: 40)), algorithm: "ed25519", capabilities: "SC",
            created: now, expires: nil,
            names: [
                // One that ran out is not on the list, and not counted.
                .init(text: "Eve (\u{200B}old)", mailAddress: nil, expires: now),
                .init(text: "Eve Invented <eve@example.org>", mailAddress: "eve@example.org", expires: nil),
                .init(
                    text: "Аda \u{202E}Invented <ada@example.org>", mailAddress: "ada@example.org", expires: nil),
            ])
        let listed = KeysigningList.Entry(number: 9, key: odd, at: now, samePersonAs: 3, isProved: false)
        let entry = ListedEntry(
            number: 9, samePersonAs: 3, notes: listed.notes + ["said by another version"],
            submission: KeysigningSubmission(
                id: .init(rawValue: 1), registration: .init(rawValue: 1), key: odd, certificateVersion: 1, packets: [],
                number: 9, submitted: now, withdrawn: nil),
            standing: KeysigningStanding(proof: nil, confirmation: nil))
        #expect(
            entry.keyNotes(at: now) == [
                .samePerson(3), .unproved, .oddity(userID: 2, .userIDInvisibleCharacters, shown: nil),
                .oddity(userID: 2, .userIDMixedScripts, shown: "Аda <U+202E>Invented <ada@example.org>"),
                .other("said by another version"),
            ])
        #expect(entry.keyNotes(at: now).map(\.text) == entry.notes)
    }
}

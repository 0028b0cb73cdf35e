import Conference
import EventStore
import Foundation
import LanyardTestSupport
import OpenPGP
import Testing

@testable import Keysigning

@Suite(.waitsForPrograms)
struct ListFormTests {
    private static let date = Date(timeIntervalSince1970: 1_424_000_000)

    private func entry(
        _ number: Int, _ names: [ListedKey.Name], proved: Date? = nil
    ) throws -> ListedEntry {
        let fingerprint = try Fingerprint(String(repeating: "A", count: 40))
        return ListedEntry(
            number: number, samePersonAs: nil,
            submission: KeysigningSubmission(
                id: .init(rawValue: Int64(number)), registration: .init(rawValue: 1),
                key: ListedKey(
                    fingerprint: fingerprint, algorithm: "rsa4096",
                    capabilities: "SC", created: Date(timeIntervalSince1970: 1_310_000_000), expires: nil,
                    names: names),
                certificateVersion: 1, packets: [], number: number, submitted: Self.date, withdrawn: nil),
            standing: KeysigningStanding(
                proof: proved.map {
                    .init(
                        method: .signature, key: fingerprint, certificateVersion: 1, author: "participant:1",
                        proved: $0)
                },
                confirmation: .init(author: "terminal:desk", origin: "test", confirmed: Self.date)))
    }

    @Test func `the full table has a line for each user id, and runs nothing`() throws {
        let tables = ListTables(
            entries: [
                try entry(
                    7,
                    [
                        .init(
                            text: "=HYPERLINK(\"x\") <ada@example.org>", mailAddress: "ada@example.org", expires: nil),
                        .init(text: "Old, Name", mailAddress: nil, expires: Self.date),
                    ], proved: Self.date.addingTimeInterval(60)),
                try entry(8, [.init(text: "Unproved", mailAddress: nil, expires: nil)]),
            ], date: Self.date)
        let lines = tables.csv.components(separatedBy: "\r\n")
        #expect(
            lines[0]
                == "number,fingerprint,keyid,algo,bits,created,expires,name,email,uid,uid_valid,proof,proof_at,dot,dot_at"
        )
        let head = "7,\(String(repeating: "A", count: 40)),\(String(repeating: "A", count: 16)),rsa,4096,2011-07-07,,"
        let tail = "signature,2015-02-15T11:34:20Z,green,2015-02-15T11:34:20Z"
        #expect(
            lines[1] == head + "\"'=HYPERLINK(\"\"x\"\")\",ada@example.org,"
                + "\"'=HYPERLINK(\"\"x\"\") <ada@example.org>\",yes," + tail)
        #expect(lines[2] == head + "\"Old, Name\",,\"Old, Name\",no," + tail)
        // Confirmed in person, but without a proof of control there is no dot.
        #expect(lines[3].hasPrefix("8,") && lines[3].hasSuffix(",Unproved,,Unproved,yes,,,,"))
        #expect(lines[4] == "" && lines.count == 5)
    }

    @Test func `the table for pius has three fields, whatever the name`() throws {
        let tables = ListTables(
            entries: [
                try entry(
                    1,
                    [
                        .init(text: "No Mail", mailAddress: nil, expires: nil),
                        .init(text: "Doe, \"J\" <j@example.org>", mailAddress: "j@example.org", expires: nil),
                    ])
            ], date: Self.date)
        #expect(tables.piusCSV == "Doe  J,j@example.org,\(String(repeating: "A", count: 40))\n")
    }

    @Test func `a bundle has the same bytes each time and gives the list again`() async throws {
        try await PartyDesk.run(people: 3) { party in
            let list = try await party.desk.freeze(context: PartyDesk.context).result
            let bundle = try await party.desk.bundle(version: 1)
            #expect(bundle.name == "ksp-netdev01-v1.tar")
            let again = try await party.desk.bundle(version: 1)
            #expect(bundle.bytes == again.bytes)
            try party.gpg.write(bundle.bytes, to: bundle.name)
            let file = party.gpg.home.appending(path: bundle.name)
            let result = try await ListBundle.verify(file, inspector: inspector) { _, _ in }
            #expect(result.version == 1 && result.keys == 3)
            #expect(result.sha256 == ListDigests(of: list.text).sha256)
            try party.gpg.run("tar", "-xf", bundle.name)
            let sums = try party.gpg.run(
                "sh", "-c", "cd ksp-netdev01-v1 && sha256sum --strict --check SHA256SUMS && ls")
            #expect(sums.contains("keyring.gpg: OK") && !sums.contains("FAILED"), "\(sums)")
        }
    }

    @Test(arguments: ["ksp-netdev01-v1.txt", "keyring.gpg", "keyring.asc", "list.json", "pius.csv"])
    func `a bundle in which one byte changed is found out`(name: String) async throws {
        try await PartyDesk.run(people: 2) { party in
            _ = try await party.desk.freeze(context: PartyDesk.context)
            let bundle = try await party.desk.bundle(version: 1)
            try party.gpg.write(bundle.bytes, to: bundle.name)
            try party.gpg.run("tar", "-xf", bundle.name)
            // With the sum corrected too, so that only deriving reveals it; the table for pius has nothing but its sum.
            let folder = party.gpg.home.appending(path: "ksp-netdev01-v1")
            let file = folder.appending(path: name)
            var bytes = try Data(contentsOf: file)
            let index =
                name == "list.json"
                ? try #require(bytes.firstRange(of: Data("Participants".utf8))).lowerBound : bytes.count - 10
            bytes[index] ^= 1
            try bytes.write(to: file)
            if name != "pius.csv" {
                try party.gpg.run(
                    "sh", "-c", "cd ksp-netdev01-v1 && f=$(ls | grep -v SHA256SUMS) && sha256sum $f > SHA256SUMS")
            }
            try party.gpg.run("tar", "-cf", "bad.tar", "ksp-netdev01-v1")
            let code = try await errorCode {
                _ = try await ListBundle.verify(party.gpg.home.appending(path: "bad.tar"), inspector: inspector) {
                    _, _ in
                }
            }
            #expect(code != nil, "\(name)")
        }
    }

    @Test func `anything but a bundle is refused`() async throws {
        let folder = try ScratchFolder()
        try Data("no archive".utf8).write(to: folder.file("a.tar"))
        let code = try await errorCode {
            _ = try await ListBundle.verify(folder.file("a.tar"), inspector: inspector) { _, _ in }
        }
        #expect(code == "bundle_unreadable")
    }

    @Test func `pius goes through our keyring`() async throws {
        try await PartyDesk.run(people: 3) { party in
            let list = try await party.desk.freeze(context: PartyDesk.context).result
            let gpg = try ScratchGnuPG()
            try gpg.write(list.keyring, to: "keyring.gpg")
            let own = try gpg.makeKey("Kit Invented <kit@example.org>")
            // pius wants the signer's own key in the keyring.
            try gpg.run("gpg", "--batch", "--output", "own.gpg", "--export", own)
            try gpg.run("sh", "-c", "cat own.gpg >> keyring.gpg; mkdir out")
            let talk = try gpg.run(
                "script", "-qec",
                "yes n 2>/dev/null | pius -b /usr/bin/gpg -A -I -r keyring.gpg -s \(own) -o out -t \(gpg.home.path)/tmp",
                "/dev/null")
            let shown = talk.filter { !$0.isWhitespace }
            for fingerprint in party.fingerprints { #expect(shown.contains(fingerprint), "\(talk)") }
        }
    }
}

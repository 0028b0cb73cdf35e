import Foundation
import LanyardTestSupport
import OpenPGP
import Testing

/// The keysigning's list from the first key to the matrix, on the command line, as docs/keysigning-organizer.md has it.
@Suite(.waitsForPrograms)
struct KeysigningListTests {
    @Test(.timeLimit(.minutes(40)))
    func `a keysigning is closed, frozen, held and counted on the command line`() async throws {
        let venue = try Venue()
        try await venue.open()
        let names = ["ND-0001", "ND-0002", "ND-0003"]
        let keys = try names.map { try InventedKey("Reader \($0.suffix(1)) Invented <\($0.lowercased())@example.org>") }
        func path(_ name: String) -> String { venue.folder.file(name).path }
        func lanyard(_ arguments: String...) async throws -> Outcome {
            let outcome = try await run(
                "lanyard", ["keysigning"] + arguments, environment: ["LANYARD_EVENT": venue.event])
            return outcome
        }
        for (name, key) in zip(names, keys) {
            try Data(try key.gpg("--armor", "--export", key.fingerprint.digits).utf8).write(
                to: venue.folder.file("\(name).asc"))
        }
        for name in names.prefix(2) {
            #expect(try await lanyard("add", path("\(name).asc"), "--registration", name).status == 0)
        }

        // Closed, frozen, opened again for a latecomer.
        #expect(try await lanyard("close").status == 0)
        let late = try await lanyard("add", path("ND-0003.asc"), "--registration", "ND-0003")
        #expect(late.status == 1 && late.errors.contains("The list is closed"), "\(late)")
        #expect(try await lanyard("freeze").output.hasPrefix("version 1  SHA256 "))
        #expect(try await lanyard("open", "--because", "came late").status == 0)
        #expect(try await lanyard("add", path("ND-0003.asc"), "--registration", "ND-0003").status == 0)
        let second = try await lanyard("freeze")
        let digest = try #require(second.output.firstMatch(of: #/^version 2  SHA256 ([0-9a-f]{64})\n/#)).output.1

        // Every form; the list has the digest that was read out.
        let starts = [
            "text": "Monday, February 16, 2015;  12:30\n", "pdf": "%PDF-", "csv": "number,fingerprint,",
            "pius": "Reader 1 Invented,nd-0001@",
            "json": "{", "armored": "-----BEGIN PGP", "bundle": "ksp-netdev01-v2/",
        ]
        for (form, start) in starts {
            let written = try await lanyard("list", "--frozen", "2", "--form", form, "--out", path("ksp.\(form)"))
            #expect(written.status == 0, "\(written.errors)")
            #expect(try Data(contentsOf: venue.folder.file("ksp.\(form)")).starts(with: Data(start.utf8)), "\(form)")
        }
        #expect(try await run("sha256sum", [path("ksp.text")]).output.hasPrefix(digest))
        let shown = try await lanyard("digests").output
        #expect(shown.replacing(#/[^0-9A-F]/#, with: "").contains(digest.uppercased()))
        let old = try await lanyard("digests", "--ripemd160").output.split(separator: "\n").last
        let theirs = try await run("gpg", ["--print-md", "RIPEMD160", path("ksp.text")]).output
        let digits = try #require(old?.firstMatch(of: #/^RIPEMD160  ([0-9A-F ]{49})$/#)).output.1
        #expect(theirs.components(separatedBy: ":").last?.filter(\.isHexDigit) == digits.filter { $0 != " " })
        let verified = try await lanyard("verify", path("ksp.bundle"))
        #expect(verified.status == 0 && verified.output.contains("SHA256 \(digest)"), "\(verified.errors)")
        #expect(try String(contentsOf: venue.folder.file("ksp.text"), encoding: .utf8).contains("added:     003"))

        // At the keysigning.
        #expect(try await lanyard("slips", "--number", "3", "--out", path("slips.pdf")).status == 0)
        let rotation = try await lanyard("rotation", "--begins", "12:30", "--minutes", "5", "--text")
        #expect(rotation.status == 0 && rotation.output.contains("12:35"))
        let copy = try await lanyard("mask", "--reader", "ND-0001")
        #expect(copy.output.contains(keys[0].fingerprint.grouped))
        #expect(!copy.output.contains(keys[1].fingerprint.grouped))
        struct Answer: Decodable {
            let number: Int
            let hidden: String
        }
        let answers = try await lanyard("answers", "--reader", "ND-0001", "--json")
        let answer = try #require(try JSONDecoder().decode([Answer].self, from: Data(answers.output.utf8)).first)
        let right = try await lanyard("answers", "--reader", "ND-0001", "--check", "\(answer.number)=\(answer.hidden)")
        #expect(right.status == 0 && right.output == "\(answer.number)  right\n")
        #expect(try await lanyard("answers", "--reader", "ND-0001", "--check", "\(answer.number)=XX").status == 2)
        let ticked = try await lanyard("tick", "OPENPGP4FPR:\(keys[1].fingerprint)", "--reader", "ND-0001")
        #expect(ticked.output == "2\n", "\(ticked.errors)")
        #expect(try await lanyard("tick", "--checksum", "2", "--reader", "ND-0001").status == 0)
        #expect(try await lanyard("tick", "1", "--reader", "ND-0001").status == 1)
        let boxes = try await lanyard("ticked", "--reader", "ND-0001").output
        #expect(boxes.contains("002  [x] Fingerprint OK        [x] ID OK\n"))
        #expect(boxes.contains("003  [ ] Fingerprint OK        [ ] ID OK\n"))

        // Afterwards: the first signed the second.
        try Data(try keys[0].certify(keys[1]).utf8).write(to: venue.folder.file("signed.asc"))
        let merged = try await lanyard("merge", path("signed.asc"))
        #expect(merged.output.contains("1 key of the list, 1 signature new"), "\(merged)")
        #expect(try await lanyard("check").output == "1 signature checked\n")
        let matrix = try await lanyard("matrix")
        #expect(matrix.output.contains("1 signature since the list was frozen"), "\(matrix.output)")
        for (form, start) in ["csv": "number,", "dot": "digraph", "accounts": "registration,", "json": "{"] {
            let written = try await lanyard("matrix", "--form", form)
            #expect(written.output.hasPrefix(start), "\(form): \(written.output.prefix(40))")
        }
        #expect(try await lanyard("matrix", "--form", "png", "--out", path("matrix.png")).status == 0)
        let keyring = try await lanyard("keyring", "--signed", "--armor")
        #expect(keyring.output.hasPrefix("-----BEGIN PGP PUBLIC KEY BLOCK-----"))
    }
}

import Conference
import Foundation
import LanyardTestSupport
import OpenPGP
import Testing

@testable import Keysigning

/// The programs that participants use on the list, unmodified.
@Suite(.waitsForPrograms)
struct ListReadersTests {
    private struct Material {
        let list: KeysigningList
        let keys: [ListedKey]
        let packets: [[UInt8]]
    }

    private func material(time: String = "12:30", at date: Date = Date()) async throws -> Material {
        var keys: [ListedKey] = []
        var packets: [[UInt8]] = []
        for bytes in try DebianKeys.sample.get() {
            let read = try CertificateReader().readOne(SubmittedBytes(copying: bytes)).certificate
            let certificate = try await inspector.examine(read)
            keys.append(ListedKey(certificate))
            packets.append(certificate.strippedBytes)
        }
        let list = try KeysigningList(
            header: KeysigningList.Header(
                eventName: "Netdev 0.1", organizer: "Kit Invented <kit@example.org>",
                date: try CivilDate("2015-02-16"), time: try TimeOfDay(time), edition: .version(1),
                fileName: "list.txt"),
            entries: keys.enumerated().map { .init(number: $0 + 1, key: $1, at: date, samePersonAs: nil) }, date: date)
        return Material(list: list, keys: keys, packets: packets)
    }

    @Test func `gpgsigs annotates the list and fills in its checksum`() async throws {
        let material = try await material()
        let gpg = try ScratchGnuPG()
        try gpg.write(Keyring.binary(material.packets), to: "keyring.gpg")
        try gpg.run("gpg", "--batch", "--quiet", "--import", "keyring.gpg")
        let own = try gpg.makeKey("Kit Invented <kit@example.org>")
        try gpg.write(material.list.bytes, to: "list.txt")
        let talk = try gpg.run("gpgsigs", String(own.suffix(16)), "list.txt", "annotated.txt")
        let annotated = try String(contentsOf: gpg.home.appending(path: "annotated.txt"), encoding: .utf8)

        let digits = material.list.sha256.hexadecimal
            .uppercased()
        let filled = annotated.components(separatedBy: "\n").drop { !$0.hasPrefix("SHA256 Checksum:") }.prefix(3)
            .joined().replacing("SHA256 Checksum:", with: "").filter(\.isHexDigit)
        #expect(filled == digits)
        // Each user id of a key that has not expired was found: it has its mark.
        let now = Date()
        let expected = material.keys.filter { $0.expires.map { $0 > now } ?? true }.flatMap { $0.names(at: now) }.count
        let marked = annotated.components(separatedBy: "\n").filter { $0.hasPrefix("( )") }.count
        #expect(expected > 40)
        #expect(marked >= expected, "\(talk.suffix(2_000))")
        let missing = talk.components(separatedBy: "\n").filter { $0.contains("not found") }
        let expired = material.keys.filter { $0.expires.map { $0 <= now } ?? false }
        #expect(
            missing.allSatisfy { line in expired.contains { key in key.names.contains { line.contains($0.text) } } },
            "\(missing)")
    }

    @Test func `caff takes the ticked keys of the list and our keyring`() async throws {
        let material = try await material()
        let gpg = try ScratchGnuPG()
        let own = try gpg.makeKey("Kit Invented <kit@example.org>")
        let settings = """
            $CONFIG{'owner'} = 'Kit Invented';
            $CONFIG{'email'} = 'kit@example.org';
            $CONFIG{'keyid'} = [ qw{\(own.suffix(16))} ];

            """
        try gpg.write(settings.utf8, to: ".caffrc")
        try gpg.write(Keyring.armored(material.packets).utf8, to: "keyring.asc")
        let ticked: Set<Int> = [2, 3, 11]
        let lines = material.list.text.components(separatedBy: "\n").map { line in
            let number = Int(line.prefix(3))
            let isTicked = number.map(ticked.contains) ?? line.hasSuffix("____              [ ]")
            return isTicked ? line.replacing("[ ]", with: "[x]") : line
        }
        try gpg.write(lines.joined(separator: "\n").utf8, to: "ticked.txt")
        // caff wants a terminal even when it reads a list.
        let talk = try gpg.run(
            "script", "-qec", "caff --no-sign --mail no -R --key-file keyring.asc < ticked.txt", "/dev/null")
        #expect(talk.contains("Found SHA256 checksum (marked as verified, assumed good)"))
        let taken = fingerprints(in: talk, after: "Adding fingerprint ")
        #expect(taken == ticked.sorted().map { material.keys[$0 - 1].fingerprint.digits })
        #expect(fingerprints(in: talk, after: "Ignoring fingerprint ").count == material.keys.count - ticked.count)
        for fingerprint in taken {
            #expect(talk.contains("Key \(fingerprint) imported"), "\(talk)")
        }
    }

    @Test func `GnuPG finds in both keyrings the fingerprints of the list`() async throws {
        let material = try await material()
        let gpg = try ScratchGnuPG()
        try gpg.write(Keyring.binary(material.packets), to: "keyring.gpg")
        try gpg.write(Keyring.armored(material.packets).utf8, to: "keyring.asc")
        let expected = material.keys.map(\.fingerprint.digits)
        for file in ["keyring.gpg", "keyring.asc"] {
            let colons = try gpg.run("gpg", "--batch", "--show-keys", "--with-colons", file).split(separator: "\n")
            let primary = zip(colons, colons.dropFirst()).filter { $0.0.hasPrefix("pub:") }
                .map { String($0.1.filter { $0 != ":" }.dropFirst(3)) }
            #expect(primary == expected)
        }
        let onTheList = material.list.text.components(separatedBy: "\n").filter {
            $0.hasPrefix("      ") && $0.count == 56
        }
        .map { $0.replacing(" ", with: "") }
        #expect(onTheList == expected)
    }

    @Test func `the list is byte for byte that of gpgparticipants`() async throws {
        let material = try await material()
        let gpg = try ScratchGnuPG()
        try gpg.write(Keyring.binary(material.packets), to: "keyring.gpg")
        try gpg.run("gpg", "--batch", "--quiet", "--import", "keyring.gpg")
        try gpg.write(material.keys.map { "\($0.fingerprint)\n" }.joined().utf8, to: "fingerprints")
        try gpg.run(
            "gpgparticipants", "-a", "SHA256", "fingerprints", "list.txt", "2015-02-16 12:30",
            "Kit Invented <kit@example.org>", "Netdev 0.1")
        let theirs = try String(contentsOf: gpg.home.appending(path: "list.txt"), encoding: .utf8)
        #expect(theirs.components(separatedBy: "\n") == material.list.text.components(separatedBy: "\n"))
    }

    /// It tries all 16ᵏ beginnings of k digits, for every k up to a limit that is 32 unless one is given; a beginning of
    /// its own file's digest exists for about two k of three. So it gets a limit, and a list that has one.
    @Test(.timeLimit(.minutes(40)))
    func `gpgparticipants-prefill writes the first digits of the digest into the list`() async throws {
        let gpg = try ScratchGnuPG()
        let date = try Timestamp.date("2015-02-16T12:30:00-05:00")
        for minute in 10..<40 {
            let list = try await material(time: "12:\(minute)", at: date).list
            try gpg.write(list.bytes, to: "list.txt")
            let talk = try gpg.run(
                "gpgparticipants-prefill", "--fastforward", "--min-length", "2", "--max-length", "3", "list.txt",
                "filled.txt")
            #expect(talk.contains("Looking at length 3") && !talk.contains("Looking at length 4"), "\(talk)")
            let names = try FileManager.default.contentsOfDirectory(atPath: gpg.home.path)
            let filled = names.filter { $0.hasPrefix("filled.txt.") }
            for name in filled {
                let digits = String(name.dropFirst("filled.txt.".count))
                #expect([2, 3].contains(digits.count))
                #expect(try gpg.run("sha256sum", name).hasPrefix(digits))
                // The digits stand in the first blanks, and nothing else was touched.
                let text = try String(contentsOf: gpg.home.appending(path: name), encoding: .utf8)
                let blanks = "SHA256 Checksum: " + String(repeating: "_", count: digits.count)
                #expect(
                    text.replacing("SHA256 Checksum: \(digits.uppercased())", with: blanks) == list.text, "\(name)")
            }
            if !filled.isEmpty { return }
        }
        Issue.record("thirty lists without a beginning of their own: one in 10¹³")
    }

    private func fingerprints(in talk: String, after words: String) -> [String] {
        talk.components(separatedBy: words).dropFirst().map { String($0.prefix(40)) }
    }
}

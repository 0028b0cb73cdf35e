import Conference
import Foundation
import LanyardTestSupport
import Testing

@testable import OpenPGP

@Suite(.waitsForPrograms)
struct UserIDTests {
    @Test func `texts are those of GnuPG for any bytes`() throws {
        let seed: UInt64 = 20_150_214
        print("seed \(seed)")
        var generator = SplitMix64(seed: seed)
        let alphabet: [UInt8] = [
            0x41, 0x72, 0x20, 0x3A, 0x5C, 0x1B, 0x0A, 0x0D, 0x08, 0x0B, 0x0C, 0x09, 0x7F, 0x80, 0x85, 0xA4, 0xBF, 0xC3,
            0xC5, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80, 0xF6, 0xFE, 0xFF,
        ]
        var forged = ForgedCertificate()
        var written: [[UInt8]] = []
        while written.count < 60 {
            let length = Int.random(in: 1...12, using: &generator)
            // GnuPG's text mode drops what stands after a broken end, and so the ends are whole here.
            let name = (0..<length).map { _ in alphabet.randomElement(using: &generator) ?? 0x41 } + [0x2E, 0x2E]
            guard !written.contains(name), Self.isStrict(name) else { continue }
            written.append(name)
            forged.addUserID(name)
        }
        let listing = String(
            decoding: try GnuPG().run("--show-keys", input: forged.bytes), as: UTF8.self)
        let theirs = listing.components(separatedBy: "\n").filter { $0.hasPrefix("uid ") }.map { $0.dropFirst(25) }
        // GnuPG puts the primary one first, wherever it stands.
        #expect(written.map { UserID(bytes: $0).text }.sorted() == theirs.map(String.init).sorted())
    }

    /// Whether GnuPG's idea of UTF-8 and the standard's are the same for these bytes.
    private static func isStrict(_ bytes: [UInt8]) -> Bool {
        let text = UserIDText.text(of: bytes)
        let lenient = zip(bytes, bytes.dropFirst()).contains { first, second in
            (0xC0...0xDF).contains(first) && (0x80...0xBF).contains(second)
                && (first < 0xC3 || second < 0xA0 && first == 0xC2)
                || first >= 0xE0 && (0x80...0xBF).contains(second)
        }
        return !lenient && !text.contains("\u{FFFD}")
    }

    @Test(arguments: [
        ("J\u{F6}rg".unicodeScalars.map { UInt8($0.value) }, "J\\xf6\\x72g"),
        (Array("Zo\u{EB} \u{1F600}".utf8), "Zo\u{EB} \u{1F600}"),
        ([0x41, 0x1B, 0x5B, 0x0A, 0x00], "A\\x1b[\\n\\0"),
        ([0x41, 0xC2, 0x85, 0x42], "A\\xc2\\x85B"),
        ([0xC0, 0xAF], "\\xc0\\xaf"),
        ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"),
        ([0xF8, 0x88, 0x80, 0x80, 0x80], "\\xf8\\x88\\x80\\x80\\x80"),
    ])
    func `no text breaks a line, a terminal or UTF-8`(bytes: [UInt8], text: String) {
        #expect(UserID(bytes: bytes).text == text)
    }

    @Test(arguments: [
        ("Ada Invented <ada@example.org>", "Ada Invented", "ada@example.org"),
        ("ada@example.org", "", "ada@example.org"),
        ("Ada (work) <ada@example.org>", "Ada (work)", "ada@example.org"),
        ("<script>alert(1)</script> <x@example.org>", "<script>alert(1)</script>", "x@example.org"),
        ("Ada Invented", "Ada Invented", nil),
        ("Ada <not an address>", "Ada", nil),
        ("ssh://host.example.org", "ssh://host.example.org", nil),
        ("Ada <ada@example.org", "Ada <ada@example.org", nil),
    ])
    func `name and address are taken apart`(text: String, name: String, address: String?) {
        let userID = UserID(bytes: Array(text.utf8))
        #expect(userID.name == name)
        #expect(userID.mailAddress == address)
    }

    @Test(
        arguments: [
            (Array("Ada <ada@example.org>".utf8), [], "Ada <ada@example.org>"),
            (Array("Zo\u{EB} G\u{FC}rkan <z@example.org>".utf8), [], "Zo\u{EB} G\u{FC}rkan <z@example.org>"),
            (Array("G\u{C3}\u{BC}rkan".utf8), [.userIDDoubleEncoded], "G\u{C3}\u{BC}rkan"),
            ([0x4A, 0xF6, 0x2E, 0x72], [.userIDNotUTF8], "J\\xf6\\x2er"),
            ([0x41, 0x07], [.userIDControlCharacters], "A\\x07"),
            (Array("Ada\u{202E}gro".utf8), [.userIDInvisibleCharacters], "Ada<U+202E>gro"),
            (Array("Ada\u{3164}\u{2800}".utf8), [.userIDInvisibleCharacters], "Ada<U+3164><U+2800>"),
            (Array("A\u{34F}da\u{A0}B".utf8), [.userIDInvisibleCharacters], "A<U+034F>da<U+00A0>B"),
            (Array("\u{5C71}\u{7530}\u{3000}\u{592A}".utf8), [], "\u{5C71}\u{7530}\u{3000}\u{592A}"),
            (Array("P\u{430}ul".utf8), [.userIDMixedScripts], "P\u{430}ul"),
            (Array("\u{408}\u{43E}\u{455}\u{435} Ada".utf8), [.userIDLookAlikes], "\u{408}\u{43E}\u{455}\u{435} Ada"),
            (Array("\u{1D400}da".utf8), [.userIDLookAlikes], "\u{1D400}da"),
            (
                Array(("Z" + String(repeating: "\u{301}", count: 20) + "o").utf8), [.userIDStackedMarks],
                "Z\u{301}\u{301}\u{301}\u{301}<16 marks>o"
            ),
            (Array("A\u{336}d\u{336}a".utf8), [.userIDInvisibleCharacters], "A<U+0336>d<U+0336>a"),
            (Array("\u{301}Ada \u{302}B".utf8), [.userIDInvisibleCharacters], "<U+0301>Ada <U+0302>B"),
            (Array("Ada\u{FFFF}\u{E000}".utf8), [.userIDInvisibleCharacters], "Ada<U+FFFF><U+E000>"),
            (Array("\u{1D00}da".utf8), [.userIDLookAlikes], "\u{1D00}da"),
            (Array("\u{2169}da ada\u{FF20}example.org".utf8), [.userIDLookAlikes], "\u{2169}da ada\u{FF20}example.org"),
            (Array("\u{2C9F}da".utf8), [.userIDMixedScripts], "\u{2C9F}da"),
            (Array("\u{A4D0}\u{A4D3}".utf8), [.userIDLookAlikes], "\u{A4D0}\u{A4D3}"),
            (Array("Y\u{131}ld\u{131}z \u{FF08}Ada\u{FF09}".utf8), [], "Y\u{131}ld\u{131}z \u{FF08}Ada\u{FF09}"),
            (Array("\u{930}\u{93E}\u{939}\u{941}\u{932}".utf8), [], "\u{930}\u{93E}\u{939}\u{941}\u{932}"),
            (Array("Vi\u{1EC7}t Nguye\u{302}\u{303}n".utf8), [], "Vi\u{1EC7}t Nguye\u{302}\u{303}n"),
            (Array("\u{41F}\u{430}\u{432}\u{435}\u{43B} Pavel".utf8), [], "\u{41F}\u{430}\u{432}\u{435}\u{43B} Pavel"),
        ] as [([UInt8], [CertificateWarning.Code], String)])
    func `oddities are seen and marked`(bytes: [UInt8], codes: [CertificateWarning.Code], marked: String) {
        let userID = UserID(bytes: bytes)
        #expect(userID.oddities == codes)
        #expect(userID.markedText == marked)
    }
}

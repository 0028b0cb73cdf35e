import Conference
import Foundation
import Testing

@testable import DoorRules

/// What scanners and keyboards do to a credential.
struct ScannedTextTests {
    /// One way of writing: a layout and its Caps Lock.
    struct Keyboard: CustomStringConvertible, Sendable {
        let layout: KeyboardLayout
        let caps: KeyboardLayout.CapsLock
        var description: String { "\(layout), Caps Lock \(caps)" }

        /// What the computer has after a scanner pressed the keys of a text.
        func writes(_ text: [UInt8]) throws -> String {
            let table = layout.table(caps)
            var written = String.UnicodeScalarView()
            for sign in text {
                let scalar = try #require(table.scalar(for: UInt32(sign)))
                written.append(try #require(Unicode.Scalar(scalar)))
            }
            return String(written)
        }
    }

    static let keyboards = KeyboardLayout.allCases.flatMap { layout in
        KeyboardLayout.CapsLock.allCases.map { Keyboard(layout: layout, caps: $0) }
    }

    private static func read(_ text: String) throws -> [SignedCredential] { try ScannedText.read(Array(text.utf8)) }

    @Test func `every layout has a sign of its own for each key`() throws {
        let keys = Scalars.read(KeyboardLayout.keys).count
        for layout in KeyboardLayout.allCases {
            #expect(Scalars.read(layout.plain).count == keys, "\(layout)")
            #expect(Scalars.read(layout.shifted).count == keys, "\(layout)")
        }
    }

    @Test(arguments: keyboards)
    func `whatever keyboard writes it, the credential comes back`(keyboard: Keyboard) throws {
        let seed: UInt64 = 2015
        var generator = SplitMix64(seed: seed)
        for number in 0..<300 {
            let signed = try CredentialTests.signed(CredentialTests.random(using: &generator))
            let text = try keyboard.writes(CredentialText.encode(signed))
            let readings = try Self.read(text)
            #expect(readings.contains(signed), "seed \(seed), credential \(number)")
            let genuine = readings.filter {
                $0.flaw(event: CredentialTests.event, keys: CredentialTests.keys, verify: CredentialTests.verify) == nil
            }
            #expect(genuine == [signed], "seed \(seed), credential \(number)")
        }
    }

    /// What the layouts write was typed off keyboards, not taken from the table.
    @Test(arguments: [
        ("AZERTY", "QBCDEFGHIJKL?NOPARSTUVZXYWà&é\"'(-è_ç 458+):!M"),
        ("QWERTZ", "ABCDEFGHIJKLMNOPQRSTUVWXZY0123456789 $%(`ß.-Ö"),
        ("clavier canadien-français", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 $%*+-.é:"),
    ])
    func `the signs of a credential are found on the keyboards of other countries`(name: String, written: String) throws
    {
        let layouts: [String: KeyboardLayout] = [
            "AZERTY": .french, "QWERTZ": .german, "clavier canadien-français": .canadianFrench,
        ]
        let table = try #require(layouts[name]).table(.off)
        let signs = written.unicodeScalars.map { table.sign(for: $0.value) }
        #expect(signs == "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 $%*+-./:".unicodeScalars.map(\.value))
    }

    /// Some scanners press the keypad for digits and operators, and some systems have a sign elsewhere than others. Where the
    /// digits stand behind Shift, they would be other signs as well.
    @Test(arguments: [
        ("*+", [.german, .swissGerman, .italian, .spanish]),
        ("0123456789*+-./", KeyboardLayout.allCases.filter { $0 != .french && $0 != .belgian }),
    ])
    func `signs that a layout did not touch are themselves`(untouched: String, layouts: [KeyboardLayout]) throws {
        var generator = SplitMix64(seed: 45)
        for layout in layouts {
            let table = layout.table(.off)
            for _ in 0..<50 {
                let signed = try CredentialTests.signed(CredentialTests.random(using: &generator))
                var written = String.UnicodeScalarView()
                for sign in CredentialText.encode(signed) {
                    let isKept = untouched.utf8.contains(sign)
                    let scalar = isKept ? UInt32(sign) : try #require(table.scalar(for: UInt32(sign)))
                    written.append(try #require(Unicode.Scalar(scalar)))
                }
                #expect(try Self.read(String(written)).contains(signed), "\(layout): \(String(written))")
            }
        }
    }

    @Test func `an accent that waits for its letter is taken apart again`() throws {
        var generator = SplitMix64(seed: 7)
        let graves: [Character: Character] = ["A": "À", "E": "È", "I": "Ì", "O": "Ò", "U": "Ù"]
        var composed = 0
        var swallowed = 0
        for _ in 0..<3000 {
            // Nothing is verified here: any 64 bytes will do.
            let signature = (0..<SignedCredential.signatureLength).map { _ in
                UInt8.random(in: .min ... .max, using: &generator)
            }
            var credential = CredentialTests.random(using: &generator)
            // The tests' event has an accent in its tag, which swallows nothing.
            credential.event = EventTag(rawValue: .random(in: .min ... .max, using: &generator))
            let signed = try SignedCredential(credential: credential, signature: signature)
            let typed = try Keyboard(layout: .german, caps: .off).writes(CredentialText.encode(signed))
            var (text, isWaiting, blanks) = ("", false, 0)
            for character in typed {
                if isWaiting, let letter = graves[character] {
                    text.removeLast()
                    text.append(letter)
                    composed += 1
                    isWaiting = false
                } else if isWaiting, character == " " {
                    blanks += 1
                    isWaiting = false
                } else {
                    text.append(character)
                    isWaiting = character == "`" && !isWaiting
                }
            }
            let alone = text.count { $0 == "`" }
            // Where some accents swallowed a blank and others did not, nobody can tell which.
            if blanks == 0 || blanks == alone {
                if blanks > 0 { swallowed += 1 }
                #expect(try Self.read(text).contains(signed), "\(text)")
            } else {
                #expect(throws: CredentialFlaw.keyboardLayout) { try Self.read(text) }
            }
        }
        #expect(composed > 0 && swallowed > 0)
    }

    @Test(arguments: [
        ("", ""), (" ", ""), ("", "\r"), ("", "\n"), ("", "\r\n"), ("", "\t"), ("\t ", " \t\r\n"), ("]Q1", ""),
        ("]Q3", "\r"),
        ("\\000026", ""), ("]Q1\\000026", ""), ("\u{FEFF}", ""), ("\u{A0}", "\u{A0}"),
    ])
    func `what scanners put around a credential is taken off`(before: String, after: String) throws {
        var generator = SplitMix64(seed: 3)
        for _ in 0..<20 {
            let signed = try CredentialTests.signed(CredentialTests.random(using: &generator))
            let text = String(decoding: CredentialText.encode(signed), as: UTF8.self)
            #expect(try Self.read(before + text + after) == [signed])
        }
    }

    @Test func `what cannot be undone says that the scanner's keyboard is to be set`() throws {
        let signed = try CredentialTests.signed(CredentialTests.example())
        let text = String(decoding: CredentialText.encode(signed), as: UTF8.self)
        // A sign that no keyboard here writes, and a keyboard that lost its signs.
        for spoiled in [text.replacing(":", with: "☃"), "LY?" + text.dropFirst(3), text.replacing("0", with: "ö")] {
            #expect(throws: CredentialFlaw.keyboardLayout, "\(spoiled)") { try Self.read(spoiled) }
        }
        #expect(throws: CredentialFlaw.wrongLength) { try Self.read(String(text.dropLast(4))) }
        #expect(throws: CredentialFlaw.notACredential) { try Self.read("https://example.org/lyrics") }
        #expect(throws: CredentialFlaw.notACredential) { try Self.read("") }
    }

    @Test func `a name or a code is no credential, and what begins like one is`() {
        let others = [
            "Lyle Example", "ly", "LYNX-42", "LZ7-K2MX", "#K7X-42MK", "Lyall, Ada", "LY-ANN", "]Q1", "", "   ",
        ]
        for text in others {
            #expect(!ScannedText.isClaimed(by: Array(text.utf8)), "\(text)")
        }
        for text in ["LY:", "ly:abc", "LZÖ123", "]Q1LY:0", " LY:0\r", "LYÑ"] {
            #expect(ScannedText.isClaimed(by: Array(text.utf8)), "\(text)")
        }
    }

    @Test func `no bytes whatever trap`() {
        var generator = SplitMix64(seed: 11)
        for _ in 0..<3000 {
            let head: [[UInt8]] = [[], Array("LY:".utf8), Array("]Q1LZÖ".utf8), [0xC3], Array("LYM".utf8)]
            let count = Int.random(in: 0..<300, using: &generator)
            let tail = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            let text = (head.randomElement(using: &generator) ?? []) + tail
            _ = try? ScannedText.read(text)
            _ = ScannedText.isClaimed(by: text)
        }
    }
}

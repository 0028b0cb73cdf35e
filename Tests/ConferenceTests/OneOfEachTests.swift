import Conference
import Foundation
import LanyardTestSupport
import Testing

/// What is written once and used everywhere: choices, hexadecimal digits, base64url, identifiers, references.
struct OneOfEachTests {
    @Test func `a word from a closed list is read, and any other gets the list`() throws {
        #expect(try Choice.read("fr", as: Language.self) == .french)
        let error = #expect(throws: ConferenceError.self) { try Choice.read("FR", as: Language.self) }
        #expect(error?.code == .choiceUnknown)
        #expect(error?.details.map(\.value) == ["FR", "en, fr"])
        #expect(try Choice.read("b", among: [1, 2], word: { $0 == 1 ? "a" : "b" }) == 2)
    }

    @Test func `the text of a wrong choice is cut`() {
        let error = Choice.unknown(String(repeating: "x", count: 10_000), choices: ["a"])
        #expect(error.details.first?.value.count == 80)
    }

    @Test(arguments: SeededGenerator.seeds(20))
    func `hexadecimal digits give the bytes back`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = (0..<Int.random(in: 0...64, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
        #expect([UInt8](hexadecimal: bytes.hexadecimal) == bytes)
        #expect([UInt8](hexadecimal: bytes.uppercaseHexadecimal) == bytes)
        #expect(bytes.uppercaseHexadecimal == bytes.hexadecimal.uppercased())
    }

    @Test(arguments: ["0", "0g", "0x", " 0", "é0", "٢2"])
    func `anything but pairs of hexadecimal digits is refused`(text: String) {
        #expect([UInt8](hexadecimal: text) == nil)
    }

    @Test func `base64url has no sign that an address escapes`() {
        #expect(Data([0xFB, 0xFF, 0xBF]).base64URL == "-_-_")
        #expect(Data([1]).base64URL == "AQ")
    }

    @Test func `an identifier prints and is encoded as what it stands for`() throws {
        let id = Registration.ID(rawValue: 17)
        #expect("\(id)" == "17")
        #expect(try String(decoding: JSONEncoder().encode([id]), as: UTF8.self) == "[17]")
        #expect(try JSONDecoder().decode([Gate.ID].self, from: Data(#"["main"]"#.utf8)) == [Gate.ID(rawValue: "main")])
        #expect(Registration.ID(rawValue: 2) < Registration.ID(rawValue: 10))
    }

    @Test func `a number is told from a code and a reference`() {
        #expect(PersonReference("#17") == .number(Registration.ID(rawValue: 17)))
        #expect(PersonReference("#4294967296") == .text("#4294967296"))
        for text in ["17", "K7X-42MK", "#", "#-1", "order 17", ""] { #expect(PersonReference(text) == .text(text)) }
    }

    @Test func `a file that is not finished leaves nothing, and a finished one takes the place of another`() throws {
        let folder = try ScratchFolder()
        let target = folder.file("out.txt")
        try OutputFile.write(Array("old".utf8), to: target)
        do {
            let file = try OutputFile(target)
            try Array("half".utf8).withUnsafeBytes { try file.write($0) }
        }
        #expect(try String(contentsOf: target, encoding: .utf8) == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["out.txt"])
        try OutputFile.write(Array("new".utf8), to: target)
        #expect(try String(contentsOf: target, encoding: .utf8) == "new")
    }

    /// The first numbers of the reference implementation for the seed 1234567.
    @Test func `SplitMix64 gives the numbers that its authors publish`() {
        var generator = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in generator.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }
}

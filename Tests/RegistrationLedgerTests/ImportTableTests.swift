import Conference
import Foundation
import LanyardTestSupport
import Testing

@testable import RegistrationLedger

struct ImportTableTests {
    /// The rows with their lines, cells joined by `|`.
    private static func read(_ text: String) throws -> [String] {
        let table = try ImportTable(Data(text.utf8))
        return [table.header.joined(separator: "|")]
            + table.rows.map { row in "\(row.line): " + row.cells.map(\.text).joined(separator: "|") }
    }

    @Test(arguments: [
        ("a,b\n1,2\n", ["a|b", "2: 1|2"]),
        ("a,b\n1,2", ["a|b", "2: 1|2"]),
        ("a,b\r\n1,2\r\n3,4\r\n", ["a|b", "2: 1|2", "3: 3|4"]),
        ("a,b\r1,2\r3,4", ["a|b", "2: 1|2", "3: 3|4"]),
        ("\u{FEFF}a,b\n1,2\n", ["a|b", "2: 1|2"]),
        ("a;b\n1,5;2\n", ["a|b", "2: 1,5|2"]),
        ("a\tb\n1,5\t2\n", ["a|b", "2: 1,5|2"]),
        ("a\nSmith\n", ["a", "2: Smith"]),
        ("a,b\n\n\n1,2\n\n", ["a|b", "4: 1|2"]),
        ("a,b\n,\n1,2\n", ["a|b", "3: 1|2"]), ("a,b,,\n1,2,,\n", ["a|b", "2: 1|2"]),
        ("sep=;\r\na;b\r\n1,5;2\r\n", ["a|b", "3: 1,5|2"]),
        ("a;b\nx, y, z;1\nx;2\n", ["a|b", "2: x, y, z|1", "3: x|2"]),
        ("a,b\nAnn \"Bo\" C,2\n", ["a|b", "2: Ann \"Bo\" C|2"]), ("a,b\n\"Bo\" C,2\n", ["a|b", "2: \"Bo\" C|2"]),
        ("a,b\n1, \"2,3\"\n", ["a|b", "2: 1|2,3"]), ("a,b\n'=1+1,''=2\n", ["a|b", "2: =1+1|'=2"]),
        ("a,b\n1,", ["a|b", "2: 1|"]),
        ("a,b\n\"x,y\",\"he said \"\"hi\"\"\"\n", ["a|b", "2: x,y|he said \"hi\""]),
        ("a,b\n\"1\n2\",3\n4,5\n", ["a|b", "2: 1\n2|3", "4: 4|5"]),
        ("a,b\r\n\"1\r\n2\",3\r\n4,5\r\n", ["a|b", "2: 1\r\n2|3", "4: 4|5"]),
        ("a,b\r\"1\r2\",3\r4,5\r", ["a|b", "2: 1\r2|3", "4: 4|5"]),
        ("a,b\n\"\",\"\"\n", ["a|b"]),
        ("\"a\",\"b\"\n\"1\",\"2\"", ["a|b", "2: 1|2"]),
        ("a,b\n1 ,2 2\n", ["a|b", "2: 1 |2 2"]),
        ("é,b\n日本,ß\n", ["é|b", "2: 日本|ß"]),
    ])
    func `a file reads to its rows`(text: String, rows: [String]) throws {
        #expect(try Self.read(text) == rows)
    }

    @Test func `a cell knows the line it begins on`() throws {
        let table = try ImportTable(Data("a,b,c\n1,\"x\ny\",3\n".utf8))
        #expect(table.rows[0].cells.map(\.line) == [2, 2, 3])
    }

    @Test(arguments: [
        ("", "file_empty", 1), ("\n\r\n", "file_empty", 1), ("\u{FEFF}", "file_empty", 1),
        ("a,b\n1,\"2\n3,4\n", "quote_unclosed", 2), ("a,b\n1,2\n\"3\n4\" x,4\n", "quote_misplaced", 4),
        ("%PDF-1.4\n", "file_form_unread", 1), ("<html><table>", "file_form_unread", 1),
    ])
    func `a broken file is refused with its line`(text: String, code: String, line: Int) {
        let error = #expect(throws: ImportProblems.self) { try ImportTable(Data(text.utf8)) }
        #expect(error?.problems.map(\.code.rawValue) == [code])
        #expect(error?.problems.map(\.line) == [line])
    }

    private static let macRoman: [UInt8] =
        Array("name\nZo".utf8) + [0x91] + Array(" M".utf8) + [0x9F] + Array("ller\nJos".utf8) + [0x8E, 0x0A]

    private static let encoded: [(String, Data?)] = [
        ("Windows-1252", "name\nZoë Müller\nSøren Åström\nL’Été\n".data(using: .windowsCP1252)),
        ("Mac Roman", Data(macRoman)),
        // Two files that somebody put together.
        ("Windows-1252", "Björn\n".data(using: .windowsCP1252).map { Data("name\nZoë Müller\n".utf8) + $0 }),
        ("UTF-16", "name\nZoë Müller\n日本\n".data(using: .utf16)),
        ("UTF-16", "name\nZoë Müller\n".data(using: .utf16LittleEndian)),
        ("UTF-16", "name\nZoë Müller\n".data(using: .utf16BigEndian)),
    ]

    @Test(arguments: encoded)
    func `another encoding is recognized and said`(encoding: String, data: Data?) throws {
        let table = try ImportTable(try #require(data))
        #expect(table.header == ["name"] && table.rows[0].cells.map(\.text) == ["Zoë Müller"])
        #expect(table.notes.map { "\($0.code) \($0.details["encoding"] ?? "")" } == ["encoding_read \(encoding)"])
    }

    @Test(arguments: ["", "\""])
    func `ten megabytes in one cell are refused`(quote: String) {
        let cell = quote + String(repeating: "x", count: 10 << 20) + quote
        let error = #expect(throws: ImportProblems.self) { try ImportTable(Data("name\nAda\n\(cell)\n".utf8)) }
        #expect(error?.problems.map(\.code.rawValue) == ["cell_too_long"])
        #expect(error?.problems.map(\.line) == [3])
    }

    @Test func `a cell at its limit fits`() throws {
        let cell = String(repeating: "x", count: ImportTable.cellLimit)
        #expect(try ImportTable(Data("name\n\(cell)\n".utf8)).rows[0].cells[0].text == cell)
    }

    @Test func `a file beyond the limit is refused`() {
        let error = #expect(throws: ImportProblems.self) {
            try ImportTable(Data(repeating: UInt8(ascii: "\n"), count: ImportTable.sizeLimit + 1))
        }
        #expect(error?.problems.map(\.code.rawValue) == ["file_too_large"])
    }

    @Test(arguments: SeededGenerator.seeds(20))
    func `any bytes are read or refused, never a crash`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = [0x22, 0x2C, 0x3B, 0x0A, 0x0D, 0x61, 0x20, 0x09, 0xC3, 0xA9, 0x00]
        for _ in 0..<200 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator) ?? 0
            }
            let rows = (try? ImportTable(Data(bytes)))?.rows.count ?? 0
            #expect(rows <= bytes.count)
        }
    }

    @Test(arguments: SeededGenerator.seeds(20))
    func `what is quoted by the rules reads back`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = ["a", "\"", ",", "\n", "\r\n", ";", "é", "日", " ", ""]
        let rows = (0..<20).map { _ in
            (0..<3).map { _ in
                "x" + (0..<4).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            }
        }
        let text = rows.map { row in
            row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
        }.joined(separator: "\r\n")
        let table = try ImportTable(Data(("a,b,c\n" + text).utf8))
        #expect(table.rows.map { $0.cells.map(\.text) } == rows)
    }
}

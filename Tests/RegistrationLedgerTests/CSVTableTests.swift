import Foundation
import LanyardTestSupport
import Testing

@testable import RegistrationLedger

struct CSVTableTests {
    /// The rows with their lines, cells joined by `|`.
    private static func read(_ text: String) throws -> [String] {
        let table = try CSVTable(Data(text.utf8))
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
        ("a,b\n,\n", ["a|b", "2: |"]),
        ("a,b\n1,", ["a|b", "2: 1|"]),
        ("a,b\n\"x,y\",\"he said \"\"hi\"\"\"\n", ["a|b", "2: x,y|he said \"hi\""]),
        ("a,b\n\"1\n2\",3\n4,5\n", ["a|b", "2: 1\n2|3", "4: 4|5"]),
        ("a,b\r\n\"1\r\n2\",3\r\n4,5\r\n", ["a|b", "2: 1\r\n2|3", "4: 4|5"]),
        ("a,b\r\"1\r2\",3\r4,5\r", ["a|b", "2: 1\r2|3", "4: 4|5"]),
        ("a,b\n\"\",\"\"\n", ["a|b", "2: |"]),
        ("\"a\",\"b\"\n\"1\",\"2\"", ["a|b", "2: 1|2"]),
        ("a,b\n1 ,2 2\n", ["a|b", "2: 1 |2 2"]),
        ("é,b\n日本,ß\n", ["é|b", "2: 日本|ß"]),
    ])
    func `a file reads to its rows`(text: String, rows: [String]) throws {
        #expect(try Self.read(text) == rows)
    }

    @Test func `a cell knows the line it begins on`() throws {
        let table = try CSVTable(Data("a,b,c\n1,\"x\ny\",3\n".utf8))
        #expect(table.rows[0].cells.map(\.line) == [2, 2, 3])
    }

    @Test(arguments: [
        ("", "file_empty", 1), ("\n\r\n", "file_empty", 1), ("\u{FEFF}", "file_empty", 1),
        ("a,b\n1,\"2\n3,4\n", "quote_unclosed", 2), ("a,b\n1,2\"\n", "quote_misplaced", 2),
        ("a,b\n1,2\n\"3\"x,4\n", "quote_misplaced", 3), ("a,b\n1, \"2\"\n", "quote_misplaced", 2),
    ])
    func `a broken file is refused with its line`(text: String, code: String, line: Int) {
        let error = #expect(throws: ImportProblems.self) { try CSVTable(Data(text.utf8)) }
        #expect(error?.problems.map(\.code.rawValue) == [code])
        #expect(error?.problems.map(\.line) == [line])
    }

    @Test(
        arguments: [
            ([0x61, 0x0A, 0xE9, 0x0A], 2), ([0xFF, 0xFE, 0x61, 0x00], 1), ([0x61, 0x0D, 0x62, 0x0D, 0xC3, 0x28], 3),
            ([0x61, 0x0D, 0x0A, 0x62, 0x0D, 0x0A, 0xC3], 3), ([0x61, 0x0A, 0xED, 0xA0, 0x80], 2),
        ] as [([UInt8], Int)])
    func `a file in another encoding is refused with the line of the first bad byte`(bytes: [UInt8], line: Int) {
        let error = #expect(throws: ImportProblems.self) { try CSVTable(Data(bytes)) }
        #expect(error?.problems.map(\.code.rawValue) == ["file_not_utf8"])
        #expect(error?.problems.map(\.line) == [line])
    }

    @Test(arguments: ["", "\""])
    func `ten megabytes in one cell are refused`(quote: String) {
        let cell = quote + String(repeating: "x", count: 10 << 20) + quote
        let error = #expect(throws: ImportProblems.self) { try CSVTable(Data("name\nAda\n\(cell)\n".utf8)) }
        #expect(error?.problems.map(\.code.rawValue) == ["cell_too_long"])
        #expect(error?.problems.map(\.line) == [3])
    }

    @Test func `a cell at its limit fits`() throws {
        let cell = String(repeating: "x", count: CSVTable.cellLimit)
        #expect(try CSVTable(Data("name\n\(cell)\n".utf8)).rows[0].cells[0].text == cell)
    }

    @Test func `a file beyond the limit is refused`() {
        let error = #expect(throws: ImportProblems.self) {
            try CSVTable(Data(repeating: UInt8(ascii: "\n"), count: CSVTable.sizeLimit + 1))
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
            let rows = (try? CSVTable(Data(bytes)))?.rows.count ?? 0
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
        let table = try CSVTable(Data(("a,b,c\n" + text).utf8))
        #expect(table.rows.map { $0.cells.map(\.text) } == rows)
    }
}

import Conference
import Foundation
import LanyardTestSupport
import Spreadsheets
import Testing

struct WorkbookTests {
    private static func texts(_ data: Data) throws(WorkbookFlaw) -> [[String]] {
        try Workbook(data).rows.map { $0.cells.map(\.text) }
    }

    /// Written by Python's zipfile, compressed: an empty sheet, one that begins on row 2, and a third; shared and styled texts, a
    /// date, a number with a point.
    private static let written =
        Data(
            base64Encoded: """
                UEsDBBQAAAAIAAAAIQDuR1hmHwAAAB0AAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbLOxr8jNUShLLSrOzM+zVTLUM1Cyt7MJqSxI\
                Lda3AwBQSwMEFAAAAAgAAAAhAFcGRqNrAAAAwgAAAA8AAAB4bC93b3JrYm9vay54bWyzKc8vyk7Kz89WqMjNySu2VcpVgrCsimyV\
                ipTsbIozUlNLiqG0Ql5ibqqtknN+WWqRkgJYyDPFVslQSaHIKhPIKPJMMVTSR1UckJpfkJOKpNoISbURumr/nBQkpcZISo1BSvVh\
                ztGHudsOAFBLAwQUAAAACAAAACEAh7H1nU0AAADHAAAAGgAAAHhsL19yZWxzL3dvcmtib29rLnhtbC5yZWxzswlKzUksyczPK87I\
                LCi2s0HmKnim2CoVeaYYKimEJBalp5bYKpXnF2UXZ6SmlhTrgylDvYrcHCV97PqMcOszwqfPGLc+Y5g+fVR3AwBQSwMEFAAAAAgA\
                AAAhAEFRCalbAAAAlwAAAA0AAAB4bC9zdHlsZXMueG1ssykuqcxJDc5ITS2xs8krzXXLLSmGMRQglGeKrZKhuYGSQlp+UW5iiXN+\
                SqqtUiUQxOjm5sbopqQo6dvZ6MP1Jqfm5ESkARkVaUgGGIAUoYiAjARphKvXR3IKAFBLAwQUAAAACAAAACEA9CmOuVwAAACrAAAA\
                FAAAAHhsL3NoYXJlZFN0cmluZ3MueG1ssykuLrGzKc60symxy0vMTbXRB3L1QXyIWGpuYmYOumBKYmUxqlgRSDgq//BqBYh4EVTI\
                9/CenJzUIoRgQAZIuAIqAOIhmVuVn+qQWpGYW5CTqpdflI6wQh/kSgBQSwMEFAAAAAgAAAAhAMuYaiQZAAAAIwAAABgAAAB4bC93\
                b3Jrc2hlZXRzL3NoZWV0MS54bWyzKc8vyi7OSE0tsbMBUy6JJYn6djb6CHEAUEsDBBQAAAAIAAAAIQBqdS8moAAAAGIBAAAYAAAA\
                eGwvd29ya3NoZWV0cy9zaGVldDIueG1sbZDBDoIwDIZfZdnBo4VtF2NpIuHi2ScguESiDrIt4/UdYMYkntb1a/qlP06DfbqH1p5w\
                eZrWt4R2mJituOCE3VxcBGe+4i7+AxUIgRC6L6tzVv6yJmciMYj7k0QmicyG5U6SM7WTROYqXq5MFOr0X6SSSC3LevPqjb55G/u9\
                I/RUD+zQvsczu5qgjdd3hJgLzHCzqfWYY7GzQJYfbLF+AFBLAwQUAAAACAAAACEA3O97GDoAAABVAAAAGAAAAHhsL3dvcmtzaGVl\
                dHMvc2hlZXQzLnhtbLMpzy/KLs5ITS2xswFTLokliXY2RfnlCkW2SoZKdjbJIIYjiFVmZ2ijX2Zno58MxEAVQBJJiz7CJABQSwEC\
                FAMUAAAACAAAACEA7kdYZh8AAAAdAAAAEwAAAAAAAAAAAAAAgAEAAAAAW0NvbnRlbnRfVHlwZXNdLnhtbFBLAQIUAxQAAAAIAAAA\
                IQBXBkajawAAAMIAAAAPAAAAAAAAAAAAAACAAVAAAAB4bC93b3JrYm9vay54bWxQSwECFAMUAAAACAAAACEAh7H1nU0AAADHAAAA\
                GgAAAAAAAAAAAAAAgAHoAAAAeGwvX3JlbHMvd29ya2Jvb2sueG1sLnJlbHNQSwECFAMUAAAACAAAACEAQVEJqVsAAACXAAAADQAA\
                AAAAAAAAAAAAgAFtAQAAeGwvc3R5bGVzLnhtbFBLAQIUAxQAAAAIAAAAIQD0KY65XAAAAKsAAAAUAAAAAAAAAAAAAACAAfMBAAB4\
                bC9zaGFyZWRTdHJpbmdzLnhtbFBLAQIUAxQAAAAIAAAAIQDLmGokGQAAACMAAAAYAAAAAAAAAAAAAACAAYECAAB4bC93b3Jrc2hl\
                ZXRzL3NoZWV0MS54bWxQSwECFAMUAAAACAAAACEAanUvJqAAAABiAQAAGAAAAAAAAAAAAAAAgAHQAgAAeGwvd29ya3NoZWV0cy9z\
                aGVldDIueG1sUEsBAhQDFAAAAAgAAAAhANzvexg6AAAAVQAAABgAAAAAAAAAAAAAAIABpgMAAHhsL3dvcmtzaGVldHMvc2hlZXQz\
                LnhtbFBLBQYAAAAACAAIABUCAAAWBAAAAAA=
                """) ?? Data()

    /// Written by Python's zipfile with the attributes that openpyxl writes, and so pretix: a hidden sheet, and one that says of
    /// itself that it is visible.
    private static let stated =
        Data(
            base64Encoded: """
                UEsDBBQAAAAIAAAAIVzHHBc8CgAAAAgAAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbLMJqSxILda3AwBQSwMEFAAAAAgAAAAhXIFi\
                0AmuAAAALgEAAA8AAAB4bC93b3JrYm9vay54bWyNkE0OgkAMha9C5gAOsHBBgJWJceUZBqY4E+aHtEU9viOIwZ2rtq/5Xl9aPyKO\
                XYxj9vQuUCMM81RJSb0Br+gQJwhpM0T0itOIN0kTgtJkANg7Web5UXplg1gdKvzHIw6D7eEU+9lD4NUEwSm2MZCxE4m2Xi7Qp2ZB\
                eWjE1WmRLcJFN6JIPStOurFaQ4qAlU06XnQh5C95noGYdnD5he+WbOdgR5dvWm4B5Paj9gVQSwMEFAAAAAgAAAAhXJtYdTdKAAAA\
                lwAAABoAAAB4bC9fcmVscy93b3JrYm9vay54bWwucmVsc7MJSs1JLMnMzyvOyCwotrNB5ip4ptgqFXmmGCophCQWpaeW2CrpV+To\
                l+cXZRdnpKaWFOuDKUO9itwcJX3seo3w6zWC6dVHdQcAUEsDBBQAAAAIAAAAIVw01CnFhQAAALAAAAAYAAAAeGwvd29ya3NoZWV0\
                cy9zaGVldDEueG1sTY5NCgIxDIWvMvQAZsaFC2kLgjfwBKFTbbF/JIHx+GZmIS4S8r7He8Rund6cYpTpU0tjZ5LIuAJwSLEin/qI\
                TZ1np4qikl7AgyKuR6gWOM/zBSrmZrw92B0FvaW+TeTMojTsx20xkziTW8ktPoSUZ/ZWfC+rBfEWdglBR6O6/7rg96T/AlBLAwQU\
                AAAACAAAACFcVJ0bW4UAAACxAAAAGAAAAHhsL3dvcmtzaGVldHMvc2hlZXQyLnhtbE2OTQoCMQyFrzL0AGbGhQtpC4I38AShRlvs\
                H2lg5vhmZiEuEvK+x3vEro0/IxLJtJVchzNRpF8BRohUcJxap6rOq3FBUclvGJ0Jn0eoZDjP8wUKpmq8PdgdBb3ltk7szKI07Mdt\
                MZM4k2pOlR7CytPwVnzFQhbEW9g1BB3N6v4rg9+X/gtQSwECFAMUAAAACAAAACFcxxwXPAoAAAAIAAAAEwAAAAAAAAAAAAAAgAEA\
                AAAAW0NvbnRlbnRfVHlwZXNdLnhtbFBLAQIUAxQAAAAIAAAAIVyBYtAJrgAAAC4BAAAPAAAAAAAAAAAAAACAATsAAAB4bC93b3Jr\
                Ym9vay54bWxQSwECFAMUAAAACAAAACFcm1h1N0oAAACXAAAAGgAAAAAAAAAAAAAAgAEWAQAAeGwvX3JlbHMvd29ya2Jvb2sueG1s\
                LnJlbHNQSwECFAMUAAAACAAAACFcNNQpxYUAAACwAAAAGAAAAAAAAAAAAAAAgAGYAQAAeGwvd29ya3NoZWV0cy9zaGVldDEueG1s\
                UEsBAhQDFAAAAAgAAAAhXFSdG1uFAAAAsQAAABgAAAAAAAAAAAAAAIABUwIAAHhsL3dvcmtzaGVldHMvc2hlZXQyLnhtbFBLBQYA\
                AAAABQAFAFIBAAAOAwAAAAA=
                """) ?? Data()

    @Test func `a sheet that says that it is visible is`() throws {
        let book = try Workbook(Self.stated)
        #expect(book.sheet == "Guests" && book.otherSheets == [] && book.rows[0].cells[0].text == "name")
        #expect(try Workbook(Self.stated, sheet: "Old").rows[0].cells[0].text == "old")
    }

    @Test func `the first sheet with anything in it is read as the spreadsheet shows it`() throws {
        let book = try Workbook(Self.written)
        #expect(book.sheet == "People" && book.otherSheets == ["Cover", "Old"])
        #expect(book.rows.map(\.line) == [2, 3, 4])
        #expect(
            book.rows.map { $0.cells.map(\.text) } == [
                ["name", "email", "", "days"], ["Zoë Müller", "zoe@example.org", "", "2015-02-14"],
                ["Bo & Invented", "", "", "2"],
            ])
        #expect(TableForm(Self.written) == .workbook)
    }

    @Test(arguments: SeededGenerator.seeds(20))
    func `what is written is read again, whatever it is`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "a", "\"", "'", "=1+1", "<", "&amp;", "_x0041_", "\u{7}", "é", "日本", "🙂", " ", "\t", "]]>", "-", "O’Brien",
            "0012",
        ]
        let rows = (0..<10).map { _ in
            (0..<30).map { _ in (0..<3).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined() + "." }
        }
        var book = WorkbookText(sheet: "R & D", header: (0..<30).map { "column \($0)" })
        for row in rows { book.append(row.map(WorkbookText.Cell.text)) }
        let read = try Workbook(Data(book.bytes))
        #expect(read.sheet == "R & D")
        #expect(read.rows.dropFirst().map { $0.cells.map(\.text) } == rows)
    }

    @Test(arguments: SeededGenerator.seeds(10))
    func `a workbook that was damaged is refused, never a crash`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            var bytes = Array(Self.written)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: 4..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if Bool.random(using: &generator) {
                bytes.removeLast(Int.random(in: 0..<bytes.count - 4, using: &generator))
            }
            let rows = (try? Self.texts(Data(bytes))) ?? []
            #expect(rows.count <= 1_000)
        }
    }

    @Test(arguments: [
        ("%PDF-1.7", TableForm.pdf), ("\u{FEFF}<!DOCTYPE html><table>", .html), ("<table><tr>", .html),
        ("{\\rtf1", .richText),
        ("[{\"name\": 1}]", .json), ("{\"a\": 1}", .json), ("name,email\n", .text), ("[name];x\n", .text), ("", .text),
        ("SQLite format 3\u{0}", .database),
    ])
    func `a file is known by how it begins`(text: String, form: TableForm) {
        #expect(TableForm(Data(text.utf8)) == form)
    }

    @Test func `other kinds of archive are named`() {
        #expect(TableForm(Data([0x1F, 0x8B, 8])) == .gzip)
        #expect(TableForm(Data([0xD0, 0xCF, 0x11, 0xE0, 0xA1])) == .oldWorkbook)
        #expect(TableForm(Data([0x50, 0x4B, 3, 4, 0])) == .archive)
        #expect(TableForm(Data([0x89, 0x50, 0x4E, 0x47])) == .picture)
    }
}

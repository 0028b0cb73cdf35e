import Conference
import EventStore
import LanyardTestSupport
import Testing

/// What event.yaml says of paper and printers.
struct SheetFileTests {
    private static func problems(_ more: String) -> [String] {
        do {
            _ = try EventFile.read(EventFileTests.small + more)
            return []
        } catch {
            return error.problems.map { "\($0.path) \($0.code.rawValue)" }
        }
    }

    @Test func `sheets and printers read to what they say`() throws {
        let event = try EventFile.read(
            EventFileTests.small + """

                sheets:
                  - { id: ours, name: Ours, paper: letter, label: 4 x 3 in, columns: 2, rows: 3 }
                  - { id: roll, name: Roll, label: 5.4 × 7 cm, endless: true }
                printers:
                  - { queue: North Desk, offset: -0.5 x 1.25 mm, scale: 99.5% }

                """)
        let ours = event.sheets[0]
        #expect(abs(ours.margins.width - 6.35) < 0.001 && abs(ours.margins.height - 25.4) < 0.001)
        #expect(event.sheets[1].paper == PaperExtent(width: 54, height: 70) && event.sheets[1].isEndless)
        #expect(
            event.printers == [
                PrinterAdjustment(queue: "North Desk", offset: PaperExtent(width: -0.5, height: 1.25), scale: 0.995)
            ])
    }

    @Test(arguments: [
        ("label: 80 mm", "sheets[1].label size_invalid"), ("label: 80 x 50", "sheets[1].label size_invalid"),
        ("label: 80 x 0 mm", "sheets[1].label size_invalid"), ("label: 80 x 9999 mm", "sheets[1].label size_invalid"),
        ("label: 80 x 50 mm, paper: a7", "sheets[1].paper size_invalid"),
        ("label: 80 x 50 mm, columns: 0", "sheets[1].columns number_invalid"),
        ("label: 80 x 50 mm, paper: a4, columns: 3", "sheets[1] labels_do_not_fit"),
        ("label: 80 x 50 mm, paper: a4, columns: 2, pitch: 70 x 50 mm", "sheets[1] labels_do_not_fit"),
        ("label: 80 x 50 mm, paper: a4, rows: 5, margins: 10 x 60 mm", "sheets[1] labels_do_not_fit"),
    ])
    func `a sheet that cannot be is refused`(values: String, expected: String) {
        #expect(Self.problems("\nsheets:\n  - { id: ours, name: Ours, \(values) }\n") == [expected])
    }

    @Test(arguments: [
        ("offset: 60 x 0 mm", "printers[1].offset size_invalid"), ("scale: 2", "printers[1].scale scale_invalid"),
        ("scale: 50%", "printers[1].scale scale_invalid"),
    ])
    func `a printer that nobody has is refused`(values: String, expected: String) {
        #expect(Self.problems("\nprinters:\n  - { queue: north, \(values) }\n") == [expected])
    }
}

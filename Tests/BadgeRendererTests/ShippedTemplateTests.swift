import BadgeRenderer
import Conference
import Foundation
import Testing
import Typesetting

@Suite struct `Shipped templates` {
    static let names: [String] = {
        let folder = repository.appendingPathComponent("templates/badges").path
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasSuffix(".svg") && !$0.hasSuffix(".back.svg") }.map { String($0.dropLast(4)) }.sorted()
    }()

    private static func file(_ name: String) -> URL {
        repository.appendingPathComponent("templates/badges/\(name).svg")
    }

    private static func categories() throws -> [CategoryRule] {
        let labels = ["Attendee", "Speaker", "Organizing committee", "Volunteer engineer", "Youth volunteer"]
        let colors = ["#1f4e79", "#0f766e", "#d4a017", "#c62828", "#1e6fd9"]
        return try zip(zip(Category.standard, labels), colors).map { try rule($0.0, label: $0.1, color: $1) }
    }

    private static func specimens(ordinary: Bool = false) throws -> [BadgeContent] {
        let make = ordinary ? BadgeContent.ordinarySpecimens : BadgeContent.specimens
        return make(netdev, try categories(), ["Conference dinner"]) { _, days in
            days.numbers.map { day in
                .init(title: "Day \(day)", entries: [.init(hours: "07:30–20:00", title: "Main door")])
            }
        }
    }

    @Test func `there is one for every kind of paper`() {
        #expect(
            Self.names == [
                "a6", "card", "fold-over", "label-4x6", "label-62", "label-76x38", "label-80x50", "netdev01", "plain",
            ])
    }

    @Test(arguments: names)
    func `a check finds nothing`(name: String) async throws {
        let inspection = try await makeRenderer().inspect(Self.file(name), ordinary: Self.specimens(ordinary: true))
        #expect(!inspection.hasErrors)
        #expect(inspection.problems == [])
        #expect(inspection.findings == [])
        #expect(inspection.fonts.allSatisfy { $0.file != nil } && !inspection.fonts.isEmpty)
        for module in inspection.fields.compactMap(\.moduleMillimeters) { #expect(module >= 0.33) }
        #expect(inspection.hasBack == (name == "a6"))
    }

    @Test(arguments: names)
    func `every specimen has its glyphs, and its codes can be read`(name: String) async throws {
        let badges = try Self.specimens()
        let template = try BadgeTemplate(contentsOf: Self.file(name))
        let (pdf, report) = try await makeRenderer().render(badges, makeJob(template))
        let problems = report.findings.filter { $0.severity == .problem }
        #expect(problems == [])
        #expect(report.pageCount == badges.count * (name == "a6" ? 2 : 1))

        let scratch = try ScratchFolder()
        let file = try scratch.file("badges.pdf", pdf)
        #expect(try run("qpdf", "--check", file).contains("No syntax or stream encoding errors"))
        _ = try run("pdftoppm", "-r", "150", "-gray", file, scratch.url.path + "/page")
        let pages = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).filter { $0.hasSuffix("pgm") }
        var read: Set<String> = []
        for page in pages.sorted() {
            // Backs of people without a key have no code; zbarimg says so with its exit code.
            let found = try run(
                "sh", "-c", "\(codeReader.joined(separator: " ")) \(scratch.url.path)/\(page) || test $? = 4")
            read.formUnion(found.split(separator: "\n").map(String.init))
        }
        #expect(read.isSuperset(of: badges.map(\.credential)))
        let keys =
            template.fields.contains { $0.id.rawValue == "fingerprint-qr" }
            ? badges.compactMap { $0.keysigning.map { "OPENPGP4FPR:" + $0.fingerprint } } : []
        #expect(read.isSuperset(of: keys))
        #expect(read.count == badges.count + keys.count)
    }

    @Test(arguments: [
        ("netdev01", "letter-6up"), ("plain", "letter-6up"), ("a6", "a4-4up"), ("a6", "a6"), ("card", "cr80"),
        ("card", "a4-10up-cr80"), ("card", "letter-10up-cr80"), ("label-62", "roll-62mm"), ("label-62", "roll-62x100"),
        ("label-4x6", "roll-4x6"), ("label-80x50", "a4-10up"), ("label-80x50", "roll-60x86"),
        ("label-80x50", "roll-54x101"), ("label-80x50", "roll-59x102"), ("card", "letter-8up-insert"),
        ("fold-over", "roll-4x6"), ("fold-over", "letter-2up"), ("card", "a4-8up"), ("label-76x38", "roll-41x89"),
        ("card", "letter-8up"),
    ])
    func `templates fit the sheets they are made for`(name: String, sheet: String) async throws {
        let template = try BadgeTemplate(contentsOf: Self.file(name))
        let job = try makeJob(template, sheet: Sheet(preset: .named(sheet)))
        #expect(try await makeRenderer().render(Self.specimens(ordinary: true), job).report.sheetCount > 0)
    }

    @Test func `labels for thermal printers are black and nothing else`() async throws {
        for name in ["label-62", "label-76x38", "label-80x50", "label-4x6", "plain"] {
            let template = try BadgeTemplate(contentsOf: Self.file(name))
            for badge in try Self.specimens(ordinary: true) {
                let pixels = try Pixels(pdf: await makeRenderer().render([badge], makeJob(template)).pdf)
                #expect(pixels.isGray, "\(name)")
            }
        }
    }

    @Test func `the back of a fold-over is upside down above the front`() async throws {
        let template = try BadgeTemplate(contentsOf: Self.file("fold-over"))
        let content = try Self.specimens()[0]
        let pdf = try await makeRenderer().render([content], makeJob(template)).pdf
        let scratch = try ScratchFolder()
        let boxes = try run("pdftotext", "-bbox", scratch.file("fold.pdf", pdf), "-").split(separator: "\n")
        func box(_ word: String) throws -> [Double] {
            let line = try #require(boxes.first { $0.contains(">\(word)<") }, "\(word)")
            return line.split(separator: "\"").compactMap { Double($0) }
        }
        let fingerprint = try #require(content.keysigning?.fingerprint)
        let (first, last) = (try box(String(fingerprint.prefix(4))), try box(String(fingerprint.suffix(4))))
        let number = try box("001")
        let front = try box("Zoë")
        #expect(front[1] > 216 && number[3] < 216)
        // Upside down, what follows stands higher and further left.
        #expect(first[3] < number[1] && last[1] < first[1] && last[0] < first[0])
    }
}

extension Pixels {
    /// Whether red, green and blue are the same everywhere.
    fileprivate var isGray: Bool {
        (0..<height).allSatisfy { row in (0..<width).allSatisfy { column in hasNoColor(column, row) } }
    }
}

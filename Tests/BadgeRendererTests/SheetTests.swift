import BadgeRenderer
import Conference
import Foundation
import Testing
import Typesetting

@Suite struct Sheets {
    @Test(arguments: Sheet.Preset.all)
    func `labels lie on their paper and not on each other`(preset: Sheet.Preset) {
        let places = (0..<preset.columns * preset.rows).map { preset.place(ofLabel: $0) }
        for (index, place) in places.enumerated() {
            #expect(place.minX > -0.01 && place.minY > -0.01)
            #expect(place.maxX < preset.paper.width + 0.01 && place.maxY < preset.paper.height + 0.01)
            for other in places[..<index] {
                #expect(
                    place.minX > other.maxX - 0.01 || place.maxX < other.minX + 0.01 || place.minY > other.maxY - 0.01
                        || place.maxY < other.minY + 0.01)
            }
        }
        // Die-cut sheets are the same after half a turn, so a sheet fed the wrong way round is not lost.
        let (first, last) = (places[0], places[places.count - 1])
        #expect(abs(first.minX - (preset.paper.width - last.maxX)) < 0.01)
        #expect(abs(first.minY - (preset.paper.height - last.maxY)) < 0.01)
        #expect(!preset.title.isEmpty)
    }

    @Test func `sheets are named once, and others are refused with the list`() throws {
        let ids = Sheet.Preset.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in ids { #expect(try Sheet.Preset.named(id)?.id == id) }
        #expect(try Sheet.Preset.named("single") == nil)
        let error = #expect(throws: BadgeRendererError.self) { try Sheet.Preset.named("avery") }
        #expect(error?.code.rawValue == "sheet_unknown")
        #expect(error?.details["sheets"]?.contains("letter-6up") == true)
    }

    /// Measures that the makers print on their boxes: paper, first label's corner, label, distances; in millimetres.
    @Test(arguments: [
        ("letter-6up", [215.9, 279.4, 6.35, 25.4, 101.6, 76.2, 101.6, 76.2]),
        ("letter-8up", [215.9, 279.4, 17.46, 14.82, 85.73, 59.27, 95.25, 63.5]),
        ("letter-8up-insert", [215.9, 279.4, 19.05, 25.4, 88.9, 57.15, 88.9, 57.15]),
        ("roll-60x86", [60, 86, 0, 0, 60, 86, 60, 86]), ("roll-54x101", [54, 101, 0, 0, 54, 101, 54, 101]),
        ("roll-59x102", [58.74, 101.6, 0, 0, 58.74, 101.6, 58.74, 101.6]),
        ("roll-41x89", [41.28, 88.9, 0, 0, 41.28, 88.9, 41.28, 88.9]),
        ("a4-10up", [210, 297, 17.5, 13.5, 80, 50, 95, 55]),
        ("a4-8up", [210, 297, 15, 38.5, 90, 55, 90, 55]),
        ("a4-4up", [210, 297, 0, 0.5, 105, 148, 105, 148]),
        ("roll-4x6", [101.6, 152.4, 0, 0, 101.6, 152.4, 101.6, 152.4]),
        ("cr80", [85.6, 53.98, 0, 0, 85.6, 53.98, 85.6, 53.98]),
    ])
    func `sheets have their makers' measures`(id: String, millimeters: [Double]) throws {
        let preset = try #require(try Sheet.Preset.named(id))
        let found = [
            preset.paper.width, preset.paper.height, preset.origin.x, preset.origin.y, preset.label.width,
            preset.label.height, preset.pitch.width, preset.pitch.height,
        ].map { $0 / 72 * 25.4 }
        for (one, other) in zip(found, millimeters) { #expect(abs(one - other) < 0.01, "\(found)") }
    }

    /// The paper sizes of the makers' drivers, in points, of which printers take no others.
    @Test(arguments: [
        ("roll-59x102", 166.56, 288), ("roll-54x101", 153.12, 285.84), ("roll-41x89", 117.12, 252),
        ("roll-4x6", 288, 432),
        ("roll-62x100", 176, 283), ("roll-60x86", 170, 245.76),
    ])
    func `rolls are as large as their makers' drivers say`(id: String, width: Double, height: Double) throws {
        let preset = try #require(try Sheet.Preset.named(id))
        // Drivers round to dots and points, boxes to millimetres.
        #expect(abs(preset.label.width - width) < 1 && abs(preset.label.height - height) < 2.1, "\(preset.label)")
    }

    @Test func `the organizer's own sheet has the measures that they gave, and its name comes first`() throws {
        let own = try LabelSheet(
            id: LabelSheet.ID(rawValue: "cupboard"), name: "The cupboard", paper: PaperExtent("a4"),
            label: PaperExtent("63.5 x 38.1 mm"), columns: 3, rows: 7, margins: PaperExtent("7.2 x 15.1 mm"),
            pitch: PaperExtent("66 x 38.1 mm"), isEndless: false)
        let preset = try #require(try Sheet.Preset.named("cupboard", among: [own]))
        let last = preset.place(ofLabel: 20)
        #expect(abs(last.minX / 72 * 25.4 - 139.2) < 0.01 && abs(last.minY / 72 * 25.4 - 243.7) < 0.01)
        #expect(Sheet.Preset.all(with: [own]).first == preset)
        let other = try LabelSheet(
            id: LabelSheet.ID(rawValue: "a4-8up"), name: "Ours", paper: PaperExtent("a4"),
            label: PaperExtent("90 x 55 mm"), columns: 2, rows: 5, margins: nil, pitch: nil, isEndless: false)
        #expect(try Sheet.Preset.named("a4-8up", among: [other])?.rows == 5)
        #expect(Sheet.Preset.all(with: [other]).count == Sheet.Preset.all.count)
    }

    @Test func `a printer that misses is corrected from the paper's corner`() async throws {
        var sheet = Sheet.letter6up
        let before = try await pageText(of: sheet)
        sheet.adjustment = Sheet.Adjustment(
            PrinterAdjustment(queue: "north", offset: PaperExtent(width: 10, height: -5), scale: 1.05))
        let after = try await pageText(of: sheet)
        // In points: a name at x, y stands at 1.05 x + 28.35, 1.05 y − 14.17.
        #expect(abs(after.x - (before.x * 1.05 + 28.35)) < 1 && abs(after.y - (before.y * 1.05 - 14.17)) < 1)
    }

    /// Where poppler finds the first word of a badge on a page.
    private func pageText(of sheet: Sheet) async throws -> Point {
        let template = try BadgeTemplate(
            contentsOf: repository.appendingPathComponent("templates/badges/netdev01.svg"))
        let job = BadgeRenderer.Job(
            template: template, sheet: sheet, title: "", created: Date(timeIntervalSince1970: 0))
        let pdf = try await makeRenderer().render([try badge(1, name: "Adjusted")], job).pdf
        let scratch = try ScratchFolder()
        let words = try run("pdftotext", "-bbox", try scratch.file("page.pdf", pdf), "-")
        let found = try #require(words.firstMatch(of: #/xMin="([0-9.]+)" yMin="([0-9.]+)"[^>]*>Adjusted</#))
        return Point(x: try #require(Double(found.1)), y: try #require(Double(found.2)))
    }

    @Test func `skipped labels stay free on the first sheet and on no other`() async throws {
        let badges = try (0..<9).map { try badge($0, name: "Label\($0)") }
        var sheet = Sheet.letter6up
        sheet.firstLabel = 2
        sheet.skippedLabels = [3, 6]
        let (pdf, report) = try await makeRenderer().render(badges, makeJob(netdevTemplate(), sheet: sheet))
        #expect(report.sheetCount == 2 && report.pageCount == 2)
        let words = try places(of: "Label", pdf: pdf, pages: 2)
        // Labels 2, 4 and 5, then all six of the second sheet.
        #expect(
            words.map { [$0.page, $0.column, $0.row] } == [
                [0, 1, 0], [0, 1, 1], [0, 0, 2], [1, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1], [1, 0, 2], [1, 1, 2],
            ])
        #expect(try BadgeRenderer.extent(of: badges, makeJob(netdevTemplate(), sheet: sheet)) == (2, 2))
    }

    @Test(arguments: [
        ([7], 1, "skipped_label_out_of_range"), ([0], 1, "skipped_label_out_of_range"),
        ([3, 4, 5, 6], 3, "no_label_left"),
    ])
    func `labels that cannot be skipped are refused`(skipped: [Int], first: Int, code: String) async throws {
        var sheet = Sheet.letter6up
        sheet.skippedLabels = Set(skipped)
        sheet.firstLabel = first
        let job = try makeJob(netdevTemplate(), sheet: sheet)
        let error = await #expect(throws: BadgeRendererError.self) { try await makeRenderer().render([badge()], job) }
        #expect(error?.code.rawValue == code)
        let other = #expect(throws: BadgeRendererError.self) { try BadgeRenderer.extent(of: [badge()], job) }
        #expect(other?.code.rawValue == code)
    }

    @Test func `an endless roll is cut behind each badge, across or along`() async throws {
        let roll = try Sheet(preset: .named("roll-62mm"))
        let upright = try makeTemplate(#"<rect id="qr" x="40" y="2" width="68" height="68"/>"#)
        let pdf = try await makeRenderer().render([badge()], makeJob(upright, sheet: roll)).pdf
        #expect(try pageSize(pdf) == [175.748, 72])
        // Wider than the roll: it is turned to run along it.
        let wide = try BadgeTemplate(
            contentsOf: repository.appendingPathComponent("templates/badges/label-62.svg"))
        let turned = try await makeRenderer().render([badge(), badge(2)], makeJob(wide, sheet: roll)).pdf
        #expect(try pageSize(turned) == [175.748, 283.465])
        let scratch = try ScratchFolder()
        let file = try scratch.file("roll.pdf", turned)
        _ = try run("pdftoppm", "-r", "200", "-gray", file, scratch.url.path + "/page")
        #expect(
            try run(codeReader + [scratch.url.path + "/page-1.pgm"]) == credential(1) + "\n")
        let text = try run("pdftotext", "-bbox", "-l", "1", file, "-")
        let word = try #require(text.split(separator: "\n").first { $0.contains(">Zoë<") })
        let box = word.split(separator: "\"").compactMap { Double($0) }
        #expect(box[3] - box[1] > box[2] - box[0], "the name reads along the roll")
    }

    private func pageSize(_ pdf: Data) throws -> [Double] {
        let scratch = try ScratchFolder()
        let line = try run("pdfinfo", scratch.file("x.pdf", pdf)).split(separator: "\n")
            .first { $0.hasPrefix("Page size") }
        return line.map { $0.split(separator: " ").compactMap { Double($0) } } ?? []
    }
}

/// Where words with this beginning are on six labels of 4 × 3 in, label by label.
func places(of prefix: String, pdf: Data, pages: Int) throws -> [(page: Int, column: Int, row: Int, text: String)] {
    let scratch = try ScratchFolder()
    let file = try scratch.file("places.pdf", pdf)
    var found: [(page: Int, column: Int, row: Int, text: String)] = []
    for page in 1...pages {
        let number = String(page)
        let lines = try run("pdftotext", "-bbox", "-f", number, "-l", number, file, "-").split(separator: "\n")
        var words: [(page: Int, column: Int, row: Int, text: String)] = []
        for line in lines where line.contains(">\(prefix)") {
            let box = line.split(separator: "\"").compactMap { Double($0) }
            let text = line.split(separator: ">")[1].split(separator: "<")[0]
            words.append((page - 1, Int((box[0] - 18) / 288), Int((box[1] - 72) / 216), String(text)))
        }
        found += words.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    }
    return found
}

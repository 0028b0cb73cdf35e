import BadgeRenderer
import Conference
import Foundation
import Testing
import Typesetting

@Suite struct `Both sides` {
    /// A badge whose front and back have the same black blot: seen through the paper, one covers the other.
    private func twoSided(width: Double = 144, height: Double = 72) throws -> BadgeTemplate {
        func face(_ x: Double) -> Data {
            Data(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="\(width)pt" height="\(height)pt" \
                viewBox="0 0 \(width) \(height)"><rect x="\(x)" y="6" width="30" height="20"/>
                <rect id="name" x="60" y="40" width="60" height="20" data-size-max="9"/></svg>
                """.utf8)
        }
        return try BadgeTemplate(face(8), name: "two.svg", back: face(width - 8 - 30))
    }

    @Test(arguments: Sheet.Flip.allCases, [(144.0, 72.0), (250.0, 160.0)])
    func `the back of a badge lies on its front`(flip: Sheet.Flip, size: (width: Double, height: Double)) async throws {
        // The second size fits the roll's label only turned by a quarter.
        let turned = size.width > 200
        let template = try twoSided(width: size.width, height: size.height)
        var sheet = Sheet(preset: try .named(turned ? "roll-62x100" : "letter-6up"))
        sheet.flip = flip
        sheet.skippedLabels = turned ? [] : [2]
        let badges = try (0..<(turned ? 1 : 3)).map { try badge($0, name: "") }
        let (pdf, report) = try await makeRenderer().render(badges, makeJob(template, sheet: sheet))
        #expect(report.pageCount == 2 && report.sheetCount == 1)
        let front = try Pixels(pdf: pdf, page: 1, dotsPerInch: 72)
        let back = try Pixels(pdf: pdf, page: 2, dotsPerInch: 72)
        var (blots, apart) = (0, 0)
        for y in 0..<front.height {
            for x in 0..<front.width {
                let behind =
                    flip == .longEdge
                    ? back.isDark(column: front.width - 1 - x, row: y)
                    : back.isDark(column: x, row: front.height - 1 - y)
                if front.isDark(column: x, row: y) { blots += 1 }
                if front.isDark(column: x, row: y) != behind { apart += 1 }
            }
        }
        #expect(blots > badges.count * 400)
        // A pixel along the edges of a blot, where the grids of the two pages round differently.
        #expect(apart <= badges.count * 104)
    }

    @Test func `fronts and backs can be printed one after the other`() async throws {
        let template = try twoSided()
        let badges = try (0..<3).map { try badge($0, name: "Label\($0)") }
        var sheet = Sheet.letter6up
        for (sides, pages) in [(Sheet.Sides.fronts, 1), (.backs, 1), (.both, 2)] {
            sheet.sides = sides
            let (pdf, report) = try await makeRenderer().render(badges, makeJob(template, sheet: sheet))
            #expect(report.pageCount == pages && report.sheetCount == 1)
            let found = try places(of: "Label", pdf: pdf, pages: pages)
            let fronts = found.prefix(sides == .backs ? 0 : 3).sorted { $0.text < $1.text }
            let backs = found.suffix(sides == .fronts ? 0 : 3).sorted { $0.text < $1.text }
            #expect(fronts.map(\.column) == (sides == .backs ? [] : [0, 1, 0]))
            #expect(backs.map(\.column) == (sides == .fronts ? [] : [1, 0, 1]), "mirrored")
            #expect(fronts.map(\.row) == (sides == .backs ? [] : [0, 0, 1]))
        }
    }

    @Test func `a template without a back has none to print`() async throws {
        var sheet = Sheet.letter6up
        let both = try await makeRenderer().render([badge()], makeJob(netdevTemplate(), sheet: sheet)).report
        #expect(both.pageCount == 1)
        sheet.sides = .backs
        let job = try makeJob(netdevTemplate(), sheet: sheet)
        let error = await #expect(throws: BadgeRendererError.self) { try await makeRenderer().render([badge()], job) }
        #expect(error?.code.rawValue == "template_without_back")
        let preview = await #expect(throws: BadgeRendererError.self) {
            try await makeRenderer().preview(badge(), template: job.template, dotsPerInch: 72, back: true)
        }
        #expect(preview?.code.rawValue == "template_without_back")
    }

    @Test func `a back of another size is refused with its file`() throws {
        let front = Data(svg(#"<rect id="qr" x="2" y="2" width="60" height="60"/>"#).utf8)
        let back = Data(svg(#"<rect id="qr" x="2" y="2" width="60" height="60"/>"#).replacing("2in", with: "3in").utf8)
        let wide = String(decoding: back, as: UTF8.self).replacing("0 0 144 72", with: "0 0 216 72")
        let error = #expect(throws: BadgeRendererError.self) {
            try BadgeTemplate(front, name: "mine.svg", back: Data(wide.utf8))
        }
        #expect(error?.problems.map(\.code) == [.backSizeDiffers])
        #expect(error?.problems.first?.file == "mine.back.svg")
    }
}

extension Pixels {
    func isDark(column: Int, row: Int) -> Bool { darkness(column, row) < 128 }
}

import BadgeRenderer
import Conference
import Foundation
import Testing
import Typesetting

@Suite struct `Rendered badges` {
    private let categories: [(Category, String, String)] = [
        (.attendee, "Attendee", "#1f4e79"), (.organizer, "Organizing committee", "#d4a017"),
        (.volunteer, "Volunteer engineer", "#c62828"), (.youth, "Youth volunteer", "#1e6fd9"),
    ]

    private func mixedBadges(_ count: Int) throws -> [BadgeContent] {
        try (0..<count).map { number in
            let category = categories[number % categories.count]
            return try badge(
                number, name: namesOfTheWorld[number % namesOfTheWorld.count].name,
                category: rule(category.0, label: category.1, color: category.2),
                days: DaySet(bits: UInt16(number % 15 + 1)),
                dot: number.isMultiple(of: 3))
        }
    }

    @Test(arguments: [Sheet.single, .letter6up])
    func `every QR code reads back as its credential`(sheet: Sheet) async throws {
        let badges = try mixedBadges(24)
        let (pdf, report) = try await makeRenderer().render(badges, makeJob(netdevTemplate(), sheet: sheet))
        let scratch = try ScratchFolder()
        let file = try scratch.file("badges.pdf", pdf)
        _ = try run("pdftoppm", "-r", "300", "-gray", file, scratch.url.path + "/page")
        var read: [String] = []
        for page in 1...report.pageCount {
            let digits = String(page)
            let width = String(report.pageCount).count
            let name = "page-" + String(repeating: "0", count: width - digits.count) + digits + ".pgm"
            let texts = try run(codeReader + [scratch.url.path + "/" + name])
            read += texts.split(separator: "\n").map(String.init)
        }
        #expect(read.count == badges.count)
        #expect(Set(read) == Set(badges.map(\.credential)))
    }

    @Test func `tools accept the file, and all fonts are in it`() async throws {
        let badges = try mixedBadges(namesOfTheWorld.count)
        let (pdf, report) = try await makeRenderer().render(badges, makeJob(netdevTemplate(), sheet: .letter6up))
        let scratch = try ScratchFolder()
        let file = try scratch.file("badges.pdf", pdf)
        #expect(try run("qpdf", "--check", file).contains("No syntax or stream encoding errors"))
        #expect(report.pageCount == (namesOfTheWorld.count + 5) / 6)
        #expect(try run("qpdf", "--show-npages", file) == "\(report.pageCount)\n")

        let information = try run("pdfinfo", "-isodates", file)
        #expect(information.contains("Title:           Netdev 0.1 badges"))
        #expect(information.contains("CreationDate:    2015-02-14T08:00:00Z"))
        #expect(information.contains("ModDate:         2015-02-14T08:00:00Z"))
        #expect(information.contains("Page size:       612 x 792 pts (letter)"))
        #expect(information.contains("PDF version:     1.5"))
        #expect(information.contains("Tagged:          yes"))

        let fonts = try run("pdffonts", file).split(separator: "\n").dropFirst(2)
        #expect(fonts.count > 40)
        for font in fonts {
            // Embedded, subset, with a map back to Unicode.
            #expect(font.contains(" yes yes yes "), "\(font)")
        }
    }

    @Test func `the same badges and date give the same bytes`() async throws {
        let badges = try mixedBadges(30)
        let job = try makeJob(netdevTemplate(), sheet: .letter6up)
        let renderer = makeRenderer()
        let first = try await renderer.render(badges, job).pdf
        #expect(try await renderer.render(badges, job).pdf == first)
        #expect(try await makeRenderer().render(badges, job).pdf == first)

        let later = makeJob(job.template, sheet: .letter6up, created: job.created + 1)
        #expect(try await renderer.render(badges, later).pdf != first)
    }

    @Test func `artwork is in the file once, however many badges there are`() async throws {
        func forms(_ count: Int) async throws -> Int {
            let badges = try (0..<count).map { try badge($0, dot: $0.isMultiple(of: 2)) }
            let pdf = try await makeRenderer().render(badges, makeJob(netdevTemplate(), sheet: .letter6up)).pdf
            let scratch = try ScratchFolder()
            let plain = try run("qpdf", "--qdf", "--no-original-object-ids", scratch.file("badges.pdf", pdf), "-")
            return plain.components(separatedBy: "/Subtype /Form").count - 1
        }
        // A page holds three badges with the dot, three without, and all six have the same shared texts.
        #expect(try await forms(6) == 3 + 3 + 6)
        #expect(try await forms(120) == 3 + 3 + 6)
    }

    @Test func `a QR code is one image mask with hard edges and its quiet zone`() async throws {
        let (pdf, _) = try await makeRenderer().render([badge(1), badge(2)], makeJob(netdevTemplate()))
        let scratch = try ScratchFolder()
        let images = try run("pdfimages", "-list", scratch.file("badges.pdf", pdf)).split(separator: "\n").dropFirst(2)
        #expect(images.count == 2)
        for image in images {
            let columns = image.split(separator: " ").map(String.init)
            // Kind, width, height, colour, components, bits; at the end whether a reader may blur it.
            #expect(Array(columns[2..<5]) == ["stencil", "37", "37"])
            #expect(columns[7] == "1" && columns[9] == "no")
        }

        // 45 modules in 70 pt; the outer four on every side are white, also where the artwork is not.
        let pixels = try Pixels(pdf: pdf)
        // Poppler widens a mask to whole pixels, here of half a point.
        let quiet = 4 * 70 / 45.0 - 0.6
        for (x, y) in [
            (207...207 + quiet, 141.0...211), (277 - quiet...277, 141.0...211), (207.0...277, 141...141 + quiet),
            (207.0...277, 211 - quiet...211),
        ] {
            #expect(pixels.darkCount(x: x, y: y) == 0)
        }
        #expect(pixels.darkCount(x: 207 + quiet + 1...207 + quiet + 10, y: 141 + quiet + 1...141 + quiet + 2) > 20)
    }

    @Test(arguments: Sheet.Preset.all)
    func `every label lies on its paper`(preset: Sheet.Preset) {
        // cairo draws of a recording only what is on the page that uses it first.
        let right = preset.origin.x + Double(preset.columns - 1) * preset.pitch.width + preset.label.width
        let bottom = preset.origin.y + Double(preset.rows - 1) * preset.pitch.height + preset.label.height
        #expect(preset.origin.x >= 0 && right <= preset.paper.width)
        #expect(preset.origin.y >= 0 && bottom <= preset.paper.height)
        #expect(preset.columns == 1 || preset.pitch.width >= preset.label.width)
        #expect(preset.rows == 1 || preset.pitch.height >= preset.label.height)
    }

    @Test func `names can be searched for and copied`() async throws {
        // Scripts whose letters stand in the file as they are written; shaping may reorder the others.
        let names = [
            "Zoë Beispiel", "Łucja Brzęczyszczykiewicz", "Αλέξανδρος", "Александра", "山田 太郎", "김예시", "Nguyễn Thị Ví Dụ",
        ]
        let badges = try names.enumerated().map { try badge($0.offset, name: $0.element) }
        let pdf = try await makeRenderer().render(badges, makeJob(netdevTemplate())).pdf
        let scratch = try ScratchFolder()
        let file = try scratch.file("badges.pdf", pdf)
        func plain(_ text: String) -> String {
            text.precomposedStringWithCanonicalMapping.filter { !$0.isWhitespace }
        }
        for (index, name) in names.enumerated() {
            let page = String(index + 1)
            let text = try run("pdftotext", "-f", page, "-l", page, file, "-")
            #expect(plain(text).contains(plain(name)), "\(name)")
            for fact in [
                "Example Networks", "ATTENDEE", "Sun 15", "Netdev 0.1", badges[index].registration.description,
            ] {
                #expect(plain(text).contains(plain(fact)), "\(fact)")
            }
        }
    }

    @Test func `the category's colour and the dot are on the paper`() async throws {
        let badges = try mixedBadges(4)
        let pdf = try await makeRenderer().render(badges, makeJob(netdevTemplate())).pdf
        for (index, badge) in badges.enumerated() {
            let pixels = try Pixels(pdf: pdf, page: index + 1)
            #expect(pixels.width == 576 && pixels.height == 432)
            #expect(pixels[4, 200] == badge.category.color.description)
            #expect(pixels[144, 2] == badge.category.color.description)
            #expect(pixels[260, 15] == (badge.hasGreenDot ? "#12a150" : "#ffffff"))
            #expect((pixels.darkCount(x: 200...243, y: 16...36) > 0) == badge.hasGreenDot)
        }
    }

    @Test func `days that were bought are filled`() async throws {
        let pdf = try await makeRenderer().render([badge(days: DaySet([1, 3]))], makeJob(netdevTemplate())).pdf
        let pixels = try Pixels(pdf: pdf)
        let lefts = (0..<4).map { 16 + Double($0) * 45.9 }
        #expect(lefts.map { pixels[$0 + 3, 176] } == ["#ffffff", "#1f4e79", "#ffffff", "#1f4e79"])
    }

    @Test(arguments: [1, 2, 5])
    func `badges lie on their labels`(firstLabel: Int) async throws {
        let badges = try (0..<8).map { try badge($0, name: "Label\($0)") }
        var sheet = Sheet.letter6up
        sheet.firstLabel = firstLabel
        let (pdf, report) = try await makeRenderer().render(badges, makeJob(netdevTemplate(), sheet: sheet))
        #expect(report.pageCount == 2)
        let scratch = try ScratchFolder()
        let file = try scratch.file("badges.pdf", pdf)
        for index in 0..<8 {
            let (page, label) = (index + firstLabel - 1).quotientAndRemainder(dividingBy: 6)
            let number = String(page + 1)
            let boxes = try run("pdftotext", "-bbox", "-f", number, "-l", number, file, "-")
            let word = try #require(boxes.split(separator: "\n").first { $0.contains(">Label\(index)<") })
            let values = word.split(separator: "\"").compactMap { Double($0) }
            let (left, top) = (18 + Double(label % 2) * 288, 72 + Double(label / 2) * 216)
            #expect(abs(values[0] - (left + 16)) < 5)
            #expect(values[1] > top + 20 && values[3] < top + 136)
        }
    }

    @Test func `crop marks stand outside the badges`() async throws {
        var sheet = Sheet.letter6up
        sheet.hasCropMarks = true
        let template = try netdevTemplate()
        let marked = try Pixels(pdf: await makeRenderer().render([badge()], makeJob(template, sheet: sheet)).pdf)
        let plain = try Pixels(pdf: await makeRenderer().render([badge()], makeJob(template, sheet: .letter6up)).pdf)
        for x in [18.0, 306, 594] {
            #expect(marked.darkCount(x: x - 1...x + 1, y: 57...69) > 0)
            #expect(plain.darkCount(x: x - 1...x + 1, y: 57...69) == 0)
        }
        #expect(marked.darkCount(x: 3...15, y: 287...289) > 0)

        var single = Sheet.single
        single.hasCropMarks = true
        let pixels = try Pixels(pdf: await makeRenderer().render([badge()], makeJob(template, sheet: single)).pdf)
        #expect(pixels.width == 576 + 72 && pixels.height == 432 + 72)
        #expect(pixels.darkCount(x: 17...19, y: 3...15) > 0)
    }

    @Test func `a preview is a picture of the badge`() async throws {
        let png = try await makeRenderer().preview(badge(), template: netdevTemplate(), dotsPerInch: 96)
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        let scratch = try ScratchFolder()
        let file = try scratch.file("preview.png", png)
        #expect(try run(codeReader + [file]) == credential(1) + "\n")
        let error = await #expect(throws: BadgeRendererError.self) {
            try await makeRenderer().preview(badge(), template: netdevTemplate(), dotsPerInch: 1e9)
        }
        #expect(error?.code.rawValue == "image_too_large")
    }

    @Test func `text turned upside down is upside down`() async throws {
        let upright = #"<rect id="name" x="72" y="36" width="72" height="36" data-size-max="20" data-vertical="top"/>"#
        let turned = #"<g transform="rotate(180 72 36)">"# + upright + "</g>"
        let up = try Pixels(pdf: await makeRenderer().render([badge(name: "L")], makeJob(makeTemplate(upright))).pdf)
        let down = try Pixels(pdf: await makeRenderer().render([badge(name: "L")], makeJob(makeTemplate(turned))).pdf)
        #expect(up.darkCount(x: 72...90, y: 36...56) > 20 && up.darkCount(x: 54...72, y: 16...36) == 0)
        #expect(down.darkCount(x: 72...90, y: 36...56) == 0)
        #expect(
            abs(down.darkCount(x: 54...72, y: 16...36) - up.darkCount(x: 72...90, y: 36...56)) < 10)
    }

    @Test func `artwork can wait for a field`() async throws {
        let template = try makeTemplate(
            """
            <rect class="if-fingerprint" width="20" height="20"/>
            <rect id="name" x="40" y="0" width="100" height="40" data-size-max="20"/>
            """)
        let without = try Pixels(pdf: await makeRenderer().render([badge()], makeJob(template)).pdf)
        let key = BadgeContent.Keysigning(number: 7, fingerprint: String(repeating: "A0", count: 20))
        let with = try Pixels(pdf: await makeRenderer().render([badge(keysigning: key)], makeJob(template)).pdf)
        #expect(without[10, 10] == "#ffffff")
        #expect(with[10, 10] == "#000000")
    }
}

import BadgeRenderer
import Conference
import Foundation
import Testing

@Suite struct `Template inspection` {
    private func inspect(_ body: String, back: String? = nil) async throws -> TemplateInspection {
        let scratch = try ScratchFolder()
        let file = URL(fileURLWithPath: try scratch.file("mine.svg", Data(svg(body).utf8)))
        if let back { _ = try scratch.file("mine.back.svg", Data(svg(back).utf8)) }
        let key = BadgeContent.Keysigning(number: 1, fingerprint: String(repeating: "A0", count: 20))
        return try await makeRenderer().inspect(file, ordinary: [badge(keysigning: key)])
    }

    private static let whole = """
        <rect id="name" x="2" y="2" width="70" height="20" data-size-max="12" data-size-min="6"/>
        <rect id="code" x="2" y="30" width="70" height="12" data-size-max="9"/>
        <rect id="qr" x="76" y="2" width="66" height="66"/>
        """

    @Test func `a good template has its fields with places and sizes`() async throws {
        let found = try await inspect(
            Self.whole, back: #"<rect id="schedule" x="2" y="2" width="140" height="60" data-size-max="9"/>"#)
        #expect(found.problems == [] && found.findings == [] && !found.hasErrors)
        #expect(found.fields.map(\.id) == ["name", "code", "qr", "schedule"])
        #expect(found.fields.map(\.isOnBack) == [false, false, false, true])
        #expect(found.fields.map(\.line) == [2, 3, 4, 2])
        #expect(found.widthMillimeters == 50.8 && found.heightMillimeters == 25.4 && found.hasBack)
        #expect(found.fields[0].widthMillimeters == 24.69)
        // 37 modules and a quiet zone of 4 on each side in 66 pt.
        #expect(found.fields[2].moduleMillimeters == 0.52)
    }

    @Test func `fonts are named with where they were found, or as missing`() async throws {
        let found = try await inspect(
            Self.whole + """

                <style>.a { font-family: 'Nowhere Grotesk', sans-serif; fill: red }</style>
                <text class="a" style="font-size:4px;font-family:'Noto Sans Mono'">x</text>
                <text font-family="Never Seen">y</text>
                <rect id="category" x="2" y="46" width="60" height="9" data-size-max="8" data-font="Unheard Of, Noto Sans"/>
                """)
        #expect(found.hasErrors)
        #expect(found.problems.map(\.code) == [.fontMissing, .fontReplaced, .fontReplaced])
        #expect(found.problems.map(\.value) == ["Never Seen", "Nowhere Grotesk", "Unheard Of"])
        #expect(found.problems.map(\.line) == [7, 5, 8])
        let files = Dictionary(uniqueKeysWithValues: found.fonts.map { ($0.family, $0.file) })
        #expect(files["Never Seen"] == .some(nil))
        #expect(files["Noto Sans"]??.hasSuffix("NotoSans-Regular.ttf") == true)
        #expect(files["Noto Sans Mono"]??.contains("NotoSansMono") == true)
        #expect(files["sans-serif"] == nil)
    }

    @Test func `an event's own font files are found and used`() async throws {
        let scratch = try ScratchFolder()
        let shipped = try await inspect(Self.whole + #"<text font-family="Noto Sans">x</text>"#).fonts.first?.file
        let original = try Data(contentsOf: URL(fileURLWithPath: try #require(shipped)))
        try FileManager.default.createDirectory(
            at: scratch.url.appendingPathComponent("fonts"), withIntermediateDirectories: true)
        _ = try scratch.file(
            "fonts/own.ttf",
            renamed(renamed(original, from: "Noto Sans", to: "Invented "), from: "NotoSans", to: "Invented"))
        let body = Self.whole.replacing(#"data-size-min="6""#, with: #"data-size-min="6" data-font="Invented""#)
        let file = URL(fileURLWithPath: try scratch.file("mine.svg", Data(svg(body).utf8)))
        let renderer = BadgeRenderer(
            fontConfiguration: repository.appendingPathComponent("fonts/fonts.conf"),
            additionalFontFolders: [scratch.url.appendingPathComponent("fonts")])
        let found = try await renderer.inspect(file, ordinary: [badge()])
        #expect(found.problems == [])
        #expect(found.fonts.map(\.file) == [scratch.url.path + "/fonts/own.ttf"])
        let pdf = try await renderer.render([badge(name: "Plain")], makeJob(BadgeTemplate(contentsOf: file))).pdf
        #expect(try run("pdffonts", scratch.file("own.pdf", pdf)).contains("+Invented"))
    }

    /// A font file in which a family's name is another of the same length.
    private func renamed(_ font: Data, from old: String, to new: String) -> Data {
        var font = font
        for encoding in [String.Encoding.utf16BigEndian, .isoLatin1] {
            guard
                let (old, new) = old.data(using: encoding).flatMap({ old in
                    new.data(using: encoding).map { (old, $0) }
                })
            else { continue }
            var start = font.startIndex
            while let range = font.range(of: old, in: start..<font.endIndex) {
                font.replaceSubrange(range, with: new)
                start = range.upperBound
            }
        }
        return font
    }

    @Test func `what goes wrong on an ordinary badge is the template's fault`() async throws {
        let found = try await inspect(
            """
            <rect id="name" x="2" y="2" width="70" height="20" data-size-max="30" data-size-min="30"/>
            <rect id="qr" x="76" y="2" width="30" height="30"/>
            """)
        #expect(found.hasErrors)
        #expect(Set(found.findings.map(\.code)) == [.textEllipsized, .textTooHigh, .codeTooSmall])
    }

    @Test func `overlapping and absent fields are reported but are not errors`() async throws {
        let found = try await inspect(
            """
            <rect id="name" x="2" y="2" width="70" height="20" data-size-max="12" data-size-min="6"/>
            <rect id="affiliation" x="2" y="20" width="70" height="20" data-size-max="12" data-size-min="6"/>
            <rect id="category" x="2" y="40" width="70" height="20" data-size-max="12" data-size-min="6"/>
            """)
        #expect(!found.hasErrors)
        #expect(found.problems.map(\.code) == [.fieldsOverlap, .fieldAbsent, .fieldAbsent])
        #expect(found.problems.map(\.id) == ["affiliation", "", ""])
        #expect(found.problems.map(\.value) == ["name", "qr", "code"])
    }

    @Test func `both files are looked at, whatever is wrong with the first`() async throws {
        let found = try await inspect(
            #"<rect id="nmae" width="9" height="9" data-size-max="9"/>"#,
            back: #"<rect id="category" x="140" width="9" height="9" data-size-max="9"/>"#)
        #expect(found.problems.map(\.file) == ["mine.svg", "mine.back.svg"])
        #expect(found.problems.map(\.code) == [.unknownField, .fieldOutsidePage])
    }

    @Test func `elements can give way to a field`() async throws {
        let template = try makeTemplate(
            #"<rect class="unless-fingerprint" width="20" height="20"/><rect id="qr" x="60" width="70" height="70"/>"#)
        let without = try Pixels(pdf: await makeRenderer().render([badge()], makeJob(template)).pdf)
        let key = BadgeContent.Keysigning(number: nil, fingerprint: String(repeating: "A0", count: 20))
        let with = try Pixels(pdf: await makeRenderer().render([badge(keysigning: key)], makeJob(template)).pdf)
        #expect(without[10, 10] == "#000000")
        #expect(with[10, 10] == "#ffffff")
    }

    @Test func `a word that must be broken gets no hyphen, and its parts are even`() async throws {
        let template = try makeTemplate(
            #"<rect id="name" x="2" y="2" width="60" height="68" data-size-max="20" data-size-min="8" data-lines="2"/>"#
        )
        let pdf = try await makeRenderer().render([badge(name: "Abcdefghijklmnopqrst")], makeJob(template)).pdf
        let scratch = try ScratchFolder()
        let text = try run("pdftotext", "-layout", scratch.file("x.pdf", pdf), "-")
        let lines = text.split(whereSeparator: \.isWhitespace)
        #expect(lines.joined() == "Abcdefghijklmnopqrst")
        #expect(lines.count == 2 && abs(lines[0].count - lines[1].count) <= 2)
    }

    @Test func `a schedule that does not fit is reported`() async throws {
        let days = (1...6).map {
            BadgeContent.ScheduleDay(title: "Day \($0)", entries: [.init(hours: "09:00–18:00", title: "Hall")])
        }
        let content = BadgeContent(
            event: netdev, registration: code(1), issue: 1, name: "Zoë", fullName: "Zoë", affiliation: "",
            category: try rule(), days: .first(4), schedule: days, credential: credential(1), hasGreenDot: false)
        for (height, fits) in [(70.0, false), (180.0, true)] {
            let document = """
                <svg xmlns="http://www.w3.org/2000/svg" width="144pt" height="200pt" viewBox="0 0 144 200">
                <rect id="schedule" x="2" y="2" width="140" height="\(height)" data-size-max="9" data-size-min="7"/></svg>
                """
            let template = try BadgeTemplate(Data(document.utf8), name: "x.svg")
            let (pdf, report) = try await makeRenderer().render([content], makeJob(template))
            #expect(report.findings.map(\.code) == (fits ? [] : [.textEllipsized]))
            let scratch = try ScratchFolder()
            let text = try run("pdftotext", scratch.file("x.pdf", pdf), "-")
            #expect(text.contains("Day 6") == fits && text.contains("Day 1"))
        }
    }
}

import BadgeRenderer
import Conference
import Foundation
import Testing

/// What a check says of artwork that paper does not show as its designer sees it.
@Suite struct `Artwork inspection` {
    private static func problems(_ file: URL) async throws -> [TemplateProblem] {
        let key = BadgeContent.Keysigning(number: 1, fingerprint: String(repeating: "A0", count: 20))
        return try await makeRenderer().inspect(file, ordinary: [badge(keysigning: key)]).problems
    }

    private static func problems(_ body: String) async throws -> [TemplateProblem] {
        let scratch = try ScratchFolder()
        let whole = """
            <rect id="name" x="2" y="2" width="70" height="20" data-size-max="12" data-size-min="6"/>
            <rect id="code" x="2" y="30" width="70" height="12" data-size-max="9"/>
            <rect id="qr" x="76" y="2" width="66" height="66"/>
            """
        let document = svg("\(whole)\n\(body)").replacing(
            "<svg ", with: #"<svg xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" "#)
        return try await problems(URL(fileURLWithPath: try scratch.file("mine.svg", Data(document.utf8))))
    }

    @Test(
        arguments: [
            ("01-flowroot", ["text_flowed 3 flowRoot"]), ("02-textpath", ["text_on_path 3 textPath"]),
            ("03-dx-list", ["text_positions 3 dx", "text_positions 3 x"]),
            (
                "11-hidden-layer-fields",
                ["field_hidden 4 fields", "field_hidden 5 fields", "field_hidden 6 fields"]
            ),
            ("13-mesh-gradient", ["paint_not_drawn 3 meshgradient"]),
            (
                "15-filters",
                ["filter_not_drawn 3 feDropShadow", "drawn_coarsely 3 filter", "drawn_coarsely 3 filter"]
            ), ("34-no-viewbox", []),
            ("51-clone-of-field", ["field_cloned 3 name"]),
            ("55-inkscape-label", ["field_only_labelled 3 affiliation"]),
        ])
    func `drawings that real programs wrote are named with line and cause`(file: String, expected: [String])
        async throws
    {
        let url = repository.appendingPathComponent("Tests/BadgeRendererTests/Cases/\(file).svg")
        let found = try await Self.problems(url).map { "\($0.code.rawValue) \($0.line) \($0.value)" }
        // Without a view box the boxes lie closer together.
        #expect(found.filter { !$0.hasPrefix("fields_overlap") } == expected)
    }

    @Test func `a drawing without a view box is placed by its size in pixels`() async throws {
        let file = repository.appendingPathComponent("Tests/BadgeRendererTests/Cases/34-no-viewbox.svg")
        let found = try await makeRenderer().inspect(file, ordinary: [badge()])
        #expect(found.widthMillimeters == 101.6 && found.heightMillimeters == 76.2)
        // 256 × 50 pixels of 1/96 inch.
        let name = try #require(found.fields.first { $0.id == "name" })
        #expect(name.widthMillimeters == 67.73 && name.heightMillimeters == 13.23)
        #expect(!found.hasErrors)
    }

    @Test(
        arguments: [
            (#"<foreignObject width="9" height="9"/>"#, "element_not_drawn"),
            (#"<defs><hatch id="h"/></defs><rect width="9" height="9" fill="url(#h)"/>"#, "paint_not_drawn"),
            (#"<defs><solidColor id="h"/></defs>"#, "paint_not_drawn"),
            (#"<text x="1" y="9" textLength="40" font-size="6">a</text>"#, "text_positions"),
            (#"<text x="1" y="9" rotate="0 45" font-size="6">a</text>"#, "text_positions"),
            (#"<text x="1" y="9" style="word-spacing:4px;font-size:6px">a b</text>"#, "text_style_ignored"),
            (#"<text x="1" y="9" font-size="6" dominant-baseline="hanging">a</text>"#, "text_style_ignored"),
            (#"<text x="1" y="9" font-size="6" style="text-transform:uppercase">a</text>"#, "text_style_ignored"),
            (#"<text style="shape-inside:url(#s);font-size:6px">a</text>"#, "text_flowed"),
            (#"<rect width="9" height="9" style="clip-path:circle(4px)"/>"#, "style_ignored"),
            (#"<rect width="9" height="9" style="transform-origin:4px 4px" transform="rotate(9)"/>"#, "style_ignored"),
            (#"<rect width="9" height="9" style="fill:var(--ours)"/>"#, "style_ignored"),
            (#"<style>@import url(x.css);</style>"#, "style_ignored"),
            (
                #"<defs><filter id="f"><feGaussianBlur in="BackgroundImage" stdDeviation="1"/></filter></defs>"#,
                "filter_not_drawn"
            ),
            (
                #"<g id="both"><rect id="days" x="2" y="50" width="9" height="9" data-size-max="4" display="none"/></g>"#,
                "field_hidden"
            ),
            (##"<use xlink:href="#name" x="4"/>"##, "field_cloned"),
            (#"<text x="1" y="9" inline-size="40" font-size="6">a</text>"#, "text_flowed"),
            (#"<text x="1" y="9" style="white-space:pre;font-size:6px">a   b</text>"#, "text_style_ignored"),
            (#"<text x="1" y="9" style="font-feature-settings:'smcp';font-size:6px">a</text>"#, "text_style_ignored"),
            (#"<text x="1" y="9" style="font: bold 6px/2 'Never Seen'">a</text>"#, "font_missing"),
            (#"<rect width="9" height="9" fill="url(other.svg#g)"/>"#, "external_reference"),
            (#"<rect width="9" height="9" style="filter:drop-shadow(1px 1px 1px #000)"/>"#, "drawn_coarsely"),
            (#"<image width="9" height="9" xlink:href="data:image/webp;base64,UklGRg=="/>"#, "picture_not_read"),
            (#"<?xml-stylesheet href="x.css"?>"#, "style_ignored"),
            (
                #"<g opacity="0"><rect id="days" x="2" y="50" width="40" height="9" data-size-max="4"/></g>"#,
                "field_hidden"
            ),
            (
                ##"<defs><pattern id="p" width="4" height="4"/></defs><rect width="9" height="9" style="fill:url(#p)"/>"##,
                "drawn_coarsely"
            ),
            (
                ##"<style>.a{filter:url('#f')}</style><filter id="f"><feGaussianBlur stdDeviation="1"/></filter>"##,
                "drawn_coarsely"
            ),
            (#"<rect id="Category" x="1" y="1" width="4" height="4"/>"#, "field_only_labelled"),
        ])
    func `what librsvg passes over is named`(body: String, code: String) async throws {
        let found = try await Self.problems(body).map(\.code.rawValue)
        #expect(found.contains(code), "\(found)")
    }

    @Test(
        arguments: [
            #"<text x="1" y="9" font-size="6" style="word-spacing:0px;dominant-baseline:auto;text-transform:none">a</text>"#,
            #"<text x="1" y="9" dx="3" font-size="6" rotate="0">a</text>"#,
            #"<text style="shape-inside:url(#s);font-size:6px"><tspan x="1" y="9">a</tspan></text>"#,
            #"<switch><foreignObject requiredExtensions="http://example.org/x" width="9" height="9"/><g/></switch>"#,
            #"<defs><filter id="f"><feGaussianBlur stdDeviation="1"/><feOffset/><feBlend in2="SourceGraphic"/></filter></defs>"#,
            #"<rect width="9" height="9" style="mix-blend-mode:multiply;clip-path:none;vector-effect:none"/>"#,
            ##"<g style="display:none"><rect width="9" height="9"/></g><symbol id="s"/><use xlink:href="#s"/>"##,
            #"<rect id="rect12" inkscape:label="background" width="9" height="9"/>"#,
            #"<text xml:space="preserve" x="1" y="9" style="white-space:pre;font-size:6px">a   b</text>"#,
            #"<text x="1" y="9" style="white-space:pre;font-size:6px">a b</text>"#,
        ])
    func `what comes out right is passed over in silence`(body: String) async throws {
        let found = try await Self.problems(body).filter { ![.fieldsOverlap, .fontReplaced].contains($0.code) }
        #expect(found == [])
    }

    @Test(arguments: ["", "px"])
    func `a size in pixels is told with both that it may mean`(unit: String) async throws {
        let scratch = try ScratchFolder()
        let document = svg(#"<rect id="name" x="2" y="2" width="70" height="20" data-size-max="12"/>"#)
            .replacing(#"width="2in" height="1in""#, with: #"width="144\#(unit)" height="72\#(unit)""#)
        let found = try await Self.problems(
            URL(fileURLWithPath: try scratch.file("mine.svg", Data(document.utf8))))
        let size = try #require(found.first { $0.code == .sizeInPixels })
        #expect(size.value == "38.1 × 19.1 mm (72: 50.8 × 25.4 mm)" && !size.code.isError)
    }

    @Test func `an answer is a field, and the check knows which answers badges show`() async throws {
        let scratch = try ScratchFolder()
        let body = #"<rect id="answer-pronouns" x="2" y="2" width="70" height="20" data-size-max="12"/>"#
        let file = URL(fileURLWithPath: try scratch.file("mine.svg", Data(svg(body).utf8)))
        let renderer = makeRenderer()
        func codes(_ answers: Set<String>?) async throws -> [TemplateProblem.Code] {
            try await renderer.inspect(file, ordinary: [badge()], answers: answers).problems.map(\.code)
                .filter { $0 != .fieldAbsent }
        }
        #expect(try await codes(nil) == [])
        #expect(try await codes(["pronouns"]) == [])
        #expect(try await codes(["diet"]) == [.answerNotForBadges])
        let template = try BadgeTemplate(contentsOf: file)
        let facts = try badge().answering(["pronouns": "she/her", "diet": "vegan"]).facts(shownBy: template)
        #expect(facts.contains { $0.field == "answer-pronouns" && $0.text == "she/her" })
        #expect(!facts.contains { $0.field == "answer-diet" })
    }

    @Test(
        arguments: [
            ("Jan van der Berg", "", "Jan", "van der Berg"), ("Zoë Beispiel", "", "Zoë", "Beispiel"),
            ("María José Torres García", "Torres García, María José", "María José", "Torres García"),
            ("Prince", "", "Prince", ""), ("山田 太郎", "", "太郎", "山田"),
        ])
    func `given names can be set large`(name: String, sortName: String, given: String, family: String) async throws {
        let content = BadgeContent(
            event: netdev, registration: code(1), issue: 1, name: name, fullName: name, affiliation: "",
            category: try rule(), days: .first(1), credential: credential(1), hasGreenDot: false, sortName: sortName)
        let template = try makeTemplate(
            #"""
            <rect id="given-name" x="2" y="2" width="140" height="30" data-size-max="8"/>
            <rect id="family-name" x="2" y="40" width="140" height="30" data-size-max="8"/>
            """#)
        let facts = Dictionary(uniqueKeysWithValues: content.facts(shownBy: template).map { ($0.field, $0.text) })
        #expect(facts["given-name"] == given && facts["family-name"] == family)
    }
}

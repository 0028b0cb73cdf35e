import BadgeRenderer
import Conference
import Foundation
import Testing
import Typesetting

@Suite struct Templates {
    private static let size = #"width="100" height="40" data-size-max="12""#

    @Test func `the shipped template is four by three inches and shows what a door needs`() throws {
        let template = try netdevTemplate()
        #expect(template.size == Size(width: 288, height: 216))
        let fields = Set(template.fields.map(\.id.rawValue))
        #expect(fields.isSuperset(of: ["name", "affiliation", "category", "days", "code", "qr"]))
    }

    @Test(arguments: [
        ("288", 216.0), ("288px", 216), ("4in", 288), ("101.6mm", 288), ("10.16cm", 288), ("288pt", 288), ("24pc", 288),
    ])
    func `sizes have the units of CSS`(width: String, points: Double) throws {
        let document = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(width)" viewBox="10 10 50 50">
            <rect id="qr" x="10" y="10" width="50" height="50"/></svg>
            """
        #expect(abs(try BadgeTemplate(Data(document.utf8), name: "x").size.width - points) < 1e-6)
    }

    @Test(arguments: [
        (#"<rect id="nmae" \#(size)/>"#, "unknown_field", "nmae", "data-size-max"),
        (#"<rect id="name--2nd" data-colour="red" \#(size)/>"#, "unknown_attribute", "name--2nd", "data-colour"),
        (#"<rect id="name" width="9" height="9"/>"#, "text_size_missing", "name", "data-size-max"),
        (
            #"<rect id="name" width="9" height="9" data-size-max="x"/>"#, "attribute_malformed", "name",
            #"data-size-max="x""#
        ),
        (#"<rect id="name" data-size-min="13" \#(size)/>"#, "attribute_malformed", "name", #"data-size-min="13""#),
        (#"<rect id="name" data-lines="0" \#(size)/>"#, "attribute_malformed", "name", #"data-lines="0""#),
        (#"<rect id="name" data-color="reddish" \#(size)/>"#, "attribute_malformed", "name", #"data-color="reddish""#),
        (#"<rect id="name" data-align="centre" \#(size)/>"#, "attribute_malformed", "name", #"data-align="centre""#),
        (#"<rect id="name--{}" \#(size)/>"#, "attribute_malformed", "name--{}", #"id="name--{}""#),
        (#"<text id="name">Name</text>"#, "field_not_a_rectangle", "name", "text"),
        (#"<rect id="qr" width="9" height="9"/><rect id="qr" width="9" height="9"/>"#, "field_repeated", "qr", "qr"),
        (#"<defs><rect id="qr" width="9" height="9"/></defs>"#, "field_misplaced", "qr", "defs"),
        (
            #"<g transform="spin(4)"><rect id="qr" width="9" height="9"/></g>"#, "field_misplaced", "qr",
            #"transform="spin(4)""#
        ),
        (#"<rect id="qr" width="9" height="0"/>"#, "field_without_area", "qr", ""),
        (#"<rect id="qr" width="10%" height="9"/>"#, "field_without_area", "qr", ""),
        (#"<rect id="qr" width="9" height="9" transform="skewX(9)"/>"#, "field_skewed", "qr", "skewX(9)"),
        (
            #"<rect id="qr" width="9" height="9" transform="matrix(-1 0 0 1 20 0)"/>"#, "field_skewed", "qr",
            "matrix(-1 0 0 1 20 0)"
        ),
        (#"<rect id="qr" x="140" width="9" height="9"/>"#, "field_outside_page", "qr", ""),
        (
            #"<rect class="category-fil" width="9" height="9"/><rect id="qr" width="9" height="9"/>"#, "unknown_class",
            "",
            "category-fil"
        ),
        (
            #"<rect class="if-nmae" width="9" height="9"/><rect id="qr" width="9" height="9"/>"#, "unknown_class", "",
            "if-nmae"
        ),
        (#"<image href="logo.png"/><rect id="qr" width="9" height="9"/>"#, "external_reference", "", "logo.png"),
        (
            #"<use xlink:href="file:///etc/passwd#a"/><rect id="qr" width="9" height="9"/>"#, "external_reference", "",
            "file:///etc/passwd#a"
        ),
        (#"<rect width="9" height="9"/>"#, "no_fields", "", ""),
    ])
    func `a mistake is named with its file, element and value`(body: String, code: String, id: String, value: String) {
        let error = #expect(throws: BadgeRendererError.self) { try makeTemplate(body, name: "mine.svg") }
        #expect(error?.code.rawValue == "template_invalid")
        #expect(error?.details["file"] == "mine.svg")
        #expect(error?.problems.map(\.code.rawValue) == [code])
        #expect(error?.problems.first?.id == id)
        #expect(error?.problems.first?.value == value)
        #expect(error?.problems.first?.line == (code == "no_fields" ? 1 : 2))
    }

    @Test func `all mistakes are named at once`() {
        let error = #expect(throws: BadgeRendererError.self) {
            try makeTemplate(
                """
                <rect id="nmae" \(Self.size)/>
                <rect id="category" data-weight="heavy" data-lines="x" \(Self.size)/>
                """)
        }
        #expect(error?.problems.map(\.line) == [2, 3, 3])
    }

    @Test(arguments: [
        (#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>"#, "size_missing"),
        (#"<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%" viewBox="0 0 1 1"/>"#, "size_missing"),
        (#"<svg xmlns="http://www.w3.org/2000/svg" width="4in" height="3in" viewBox=""/>"#, "view_box_missing"),
        (#"<svg xmlns="http://www.w3.org/2000/svg" width="4in" height="3in"/>"#, "no_fields"),
        (#"<svg xmlns="http://www.w3.org/2000/svg" width="4in" height="3in" viewBox="0 0 4 4"/>"#, "aspect_differs"),
        ("<html/>", "not_svg"), ("<svg", "not_svg"), ("", "not_svg"),
    ])
    func `a file that is no badge is refused`(document: String, code: String) {
        let error = #expect(throws: BadgeRendererError.self) { try BadgeTemplate(Data(document.utf8), name: "x.svg") }
        #expect(error?.problems.map(\.code.rawValue) == [code])
    }

    @Test func `a file that cannot be read is refused with its name`() {
        let file = URL(fileURLWithPath: "/nonexistent/badge.svg")
        let error = #expect(throws: BadgeRendererError.self) { try BadgeTemplate(contentsOf: file) }
        #expect(error?.code.rawValue == "template_unreadable")
        #expect(error?.details["file"] == file.path)
    }

    @Test(arguments: [
        "translate(20,10)", "rotate(90 60 30)", "translate(4) scale(0.5)", "matrix(0 1 -1 0 80 -28)",
        "rotate(-30 50 40)",
    ])
    func `fields are where the artwork shows them`(transform: String) async throws {
        // The renderer compares its own arithmetic with librsvg's and refuses what differs.
        let template = try makeTemplate(
            #"<g transform="translate(2 2)"><rect id="name" x="30" y="20" width="40" height="12" data-size-max="9" data-size-min="3" transform="\#(transform)"/></g>"#
        )
        #expect(try await makeRenderer().preflight([badge(name: "Zoë")], template: template).isEmpty)
    }

    @Test func `a field moved by CSS is refused rather than misplaced`() async throws {
        let template = try makeTemplate(
            #"<style>rect { transform: translate(40px, 20px) }</style><rect id="name" width="60" height="12" data-size-max="9"/>"#
        )
        let error = await #expect(throws: BadgeRendererError.self) {
            try await makeRenderer().preflight([badge()], template: template)
        }
        #expect(error?.problems.map(\.code) == [.fieldTransformUnsupported])
    }
}

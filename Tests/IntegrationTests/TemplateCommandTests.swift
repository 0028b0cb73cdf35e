import Foundation
import LanyardTestSupport
import Testing

/// Templates and sheets through the real program, which needs no event for them.
@Suite(.waitsForPrograms)
struct TemplateCommandTests {
    @Test func `templates are listed with what they show`() async throws {
        let listed = try await run("lanyard", ["badge", "template", "list", "--json"])
        #expect(listed.status == 0)
        let bodies = try #require(
            try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [[String: Any]])
        #expect(bodies.map { $0["name"] as? String }.contains("netdev01"))
        #expect(bodies.allSatisfy { $0["usable"] as? Bool == true && $0["shipped"] as? Bool == true })
        let table = try await run("lanyard", ["badge", "template", "list"]).output
        #expect(table.contains("netdev01") && table.contains("101.6 × 76.2"))
    }

    @Test func `a good template passes its check, and a wrong one fails with every mistake and its line`() async throws
    {
        #expect(try await run("lanyard", ["badge", "template", "check", "a6"]).status == 0)
        try await withScratchFolder { folder in
            let file = folder.file("mine.svg")
            let text = """
                <svg xmlns="http://www.w3.org/2000/svg" width="4in" height="3in" viewBox="0 0 288 216">
                <rect id="nmae" width="90" height="20" data-size-max="12"/>
                <rect id="category" x="250" width="90" height="20" data-size-max="12" data-colour="red"/>
                </svg>
                """
            try Data(text.utf8).write(to: file)
            let checked = try await run("lanyard", ["badge", "template", "check", file.path])
            #expect(checked.status == 65)
            #expect(checked.output.contains("error: mine.svg, line 2, nmae: A rectangle has data-size-max"))
            #expect(checked.output.contains("error: mine.svg, line 3, category: There is no attribute data-colour."))
            #expect(checked.output.contains("error: mine.svg, line 3, category: The field lies outside the badge."))
            let json = try await run("lanyard", ["badge", "template", "check", file.path, "--json"])
            #expect(json.status == 65)
            let body = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            let problems = try #require(body["problems"] as? [[String: Any]])
            #expect(
                problems.map { $0["code"] as? String } == ["unknown_field", "unknown_attribute", "field_outside_page"])
            let sample = try await run(
                "lanyard", ["badge", "template", "sample", file.path, "--out", folder.file("x.pdf").path])
            #expect(sample.status == 65 && sample.errors.contains("line 2, nmae"))
            #expect(!FileManager.default.fileExists(atPath: folder.file("x.pdf").path))
        }
    }

    @Test func `specimens fill a sheet, and one of them a picture`() async throws {
        try await withScratchFolder { folder in
            let pdf = folder.file("card.pdf").path
            let drawn = try await run("lanyard", ["badge", "template", "sample", "card", "--out", pdf])
            #expect(drawn.status == 0 && drawn.errors.contains("24 badges on 3 pages"))
            #expect(try await run("qpdf", ["--check", pdf]).status == 0)
            let png = folder.file("card.png").path
            #expect(try await run("lanyard", ["badge", "template", "sample", "card", "--out", png]).status == 0)
            #expect(try Data(contentsOf: URL(fileURLWithPath: png)).starts(with: [0x89, 0x50, 0x4E, 0x47]))
            let odd = try await run("lanyard", ["badge", "template", "sample", "card", "--out", "card.tiff"])
            #expect(odd.status == 64)
        }
    }

    @Test func `sheets are listed, drawn on the terminal and drawn on paper`() async throws {
        let all = try await run("lanyard", ["badge", "sheets"]).output
        #expect(all.contains("│▭▭│    letter-6up") || all.contains("┌──┐    letter-6up"))
        let one = try await run("lanyard", ["badge", "sheets", "letter-8up"]).output
        for label in 1...8 { #expect(one.contains(" \(label) ")) }
        let json = try await run("lanyard", ["badge", "sheets", "roll-62mm", "--json"]).output
        let bodies = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        #expect(bodies.map { $0["endless"] as? Bool } == [true])
        #expect(bodies.first?["labelMillimeters"] as? [Double] == [62, 100])
        try await withScratchFolder { folder in
            let picture = folder.file("sheet.pdf").path
            let drawn = try await run("lanyard", ["badge", "sheets", "a4-10up", "--picture", picture])
            #expect(drawn.status == 0)
            let information = try await run("pdfinfo", [picture]).output
            #expect(information.contains("(A4)"))
            let text = try await run("pdftotext", [picture, "-"]).output
            #expect(text.contains("10"))
        }
        let unknown = try await run("lanyard", ["badge", "sheets", "avery"])
        #expect(unknown.status == 1 && unknown.errors.contains("There is no sheet ‘avery’."))
    }
}

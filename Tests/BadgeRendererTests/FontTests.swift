import BadgeRenderer
import Conference
import Foundation
import Testing

@Suite struct `Fonts of badges` {
    /// The PostScript names of a PDF's fonts, without the tag of the subset and the style.
    private func families(in pdf: Data) throws -> Set<String> {
        let scratch = try ScratchFolder()
        let rows = try run("pdffonts", scratch.file("badges.pdf", pdf)).split(separator: "\n").dropFirst(2)
        return Set(
            rows.compactMap { row in
                row.split(separator: " ").first?.split(separator: "+").last?.split(separator: "-").first
                    .map { $0.lowercased() }
            })
    }

    private func pdf(_ names: [String]) async throws -> Data {
        let badges = try names.enumerated().map { try badge($0.offset, name: $0.element) }
        return try await makeRenderer().render(badges, makeJob(netdevTemplate())).pdf
    }

    @Test func `the names of the world are many, in many scripts`() {
        let scripts = Set(namesOfTheWorld.map { $0.script.prefix { $0 != "," } })
        #expect(namesOfTheWorld.count >= 140 && scripts.count >= 80)
        #expect(Set(namesOfTheWorld.map(\.name)).count == namesOfTheWorld.count)
    }

    @Test func `no font is used that fonts conf does not name`() async throws {
        let configuration = try String(
            contentsOf: repository.appendingPathComponent("fonts/fonts.conf"), encoding: .utf8)
        let named = configuration.matches(of: /<string>([^<]+)<\/string>/)
            .map { $0.1.lowercased().filter { $0 != " " } }
        let used = try families(in: await pdf(namesOfTheWorld.map(\.name)))
        // The template's own, for the code.
        #expect(used.subtracting(named).subtracting(["notosansmono"]) == [])
        #expect(used.count > 60)
    }

    @Test func `a character is set in the first family that has it`() async throws {
        // All of these are in several: Latin and Greek in the CJK fonts as well, the heart in Symbols 2 and Symbola.
        #expect(try families(in: await pdf(["Zoë Ω"])) == ["notosans", "notosansmono"])
        #expect(try families(in: await pdf(["直"])).contains("notosanscjkjp"))
        let heart = try families(in: await pdf(["Ada ❤"]))
        #expect(heart.contains { $0.hasPrefix("notosanssymbols") } && !heart.contains("symbola"))
        #expect(try families(in: await pdf(["Ada 😀"])).contains("symbola"))
    }
}

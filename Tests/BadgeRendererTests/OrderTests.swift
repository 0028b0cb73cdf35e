import BadgeRenderer
import Conference
import Foundation
import Testing

@Suite struct Order {
    /// The names in the order in which they are printed.
    private func printed(
        _ names: [String], _ order: Sheet.Order?, affiliations: [String] = [], dividers: Bool = false
    ) async throws -> [String] {
        let badges = try names.enumerated().map { index, name in
            try badge(
                index, name: name, affiliation: affiliations.isEmpty ? "" : affiliations[index], credential: "LY:X")
        }
        let template = try makeTemplate(
            #"<rect id="name" x="2" y="2" width="140" height="68" data-size-max="9" data-size-min="4"/>"#)
        var sheet = Sheet.single
        sheet.order = order
        sheet.hasDividers = dividers
        let pdf = try await makeRenderer().render(badges, makeJob(template, sheet: sheet)).pdf
        let scratch = try ScratchFolder()
        return try run("pdftotext", scratch.file("order.pdf", pdf), "-").split(separator: "\u{C}")
            .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
    }

    @Test func `names come in the order of the Unicode collation`() async throws {
        let sorted = [
            "Åke", "Aki", "Đặng", "Dora", "Emil", "Émile", "ilse", "Iris", "Łucja", "Lukas", "Ørsted", "Oscar",
            "’t Hooft", "Tom", "Zoe", "Zoë", "Þóra", "Анна", "Ярослав",
        ]
        var generator = SplitMix64(seed: 7)
        #expect(try await printed(sorted.shuffled(using: &generator), .name) == sorted)
    }

    @Test func `people of one name stay in the order in which they are given`() async throws {
        let badges = try [3, 1, 2].map { try badge($0, name: "Ann Same", affiliation: "Row\($0)") }
        var sheet = Sheet.letter6up
        sheet.order = .name
        let pdf = try await makeRenderer().render(badges, makeJob(netdevTemplate(), sheet: sheet)).pdf
        #expect(try places(of: "Row", pdf: pdf, pages: 1).map(\.text) == ["Row3", "Row1", "Row2"])
    }

    @Test func `the last word of a name goes before the others`() async throws {
        let names = ["Zoe Adams", "Ann Brown", "Cher", "Bob Adams"]
        #expect(try await printed(names, .lastName) == ["Bob Adams", "Zoe Adams", "Ann Brown", "Cher"])
    }

    @Test func `affiliations go before names, and those without one come last`() async throws {
        let names = ["Ann", "Bob", "Cy", "Di"]
        let found = try await printed(names, .affiliation, affiliations: ["", "beta", "Alpha", "Beta"])
        #expect(found == ["Cy", "Bob", "Di", "Ann"])
    }

    @Test func `codes are an order too, and without any the badges come as given`() async throws {
        let names = (0..<12).map { "N\($0)" }
        #expect(try await printed(names, nil) == names)
        let codes = names.indices.sorted { code($0).description < code($1).description }
        #expect(try await printed(names, .code) == codes.map { names[$0] })
    }

    @Test func `a divider with the letter goes before each group, and only there`() async throws {
        let names = ["Émile", "Zoë", "emil", "李", "王", "Ørsted", "4chan", "れいじ", "サム", "김예", "เอก"]
        let found = try await printed(names, .name, dividers: true)
        #expect(
            found == [
                "#", "4chan", "E", "emil", "Émile", "O", "Ørsted", "Z", "Zoë", "อ", "เอก", "ㄱ", "김예", "さ", "サム", "ら",
                "れいじ", "漢", "李", "王",
            ])
    }

    @Test func `no letter has two dividers, whatever the names are`() async throws {
        let badges = try namesOfTheWorld.enumerated().map { try badge($0.offset, name: $0.element.name) }
        var letters: Set<String> = []
        for name in namesOfTheWorld {
            let alone = try await printed([name.name], .name, dividers: true)
            letters.insert(alone[0])
        }
        #expect(letters.count > 30)
        var sheet = Sheet.single
        sheet.order = .name
        sheet.hasDividers = true
        let extent = try BadgeRenderer.extent(of: badges, makeJob(netdevTemplate(), sheet: sheet))
        #expect(extent.pages == badges.count + letters.count)
    }

    @Test func `dividers take labels and need an order`() async throws {
        let badges = try ["Ann", "Bob", "Cy"].enumerated().map { try badge($0.offset, name: $0.element) }
        var sheet = Sheet.letter6up
        sheet.order = .name
        sheet.hasDividers = true
        let job = try makeJob(netdevTemplate(), sheet: sheet)
        let (_, report) = try await makeRenderer().render(badges + [badge(4, name: "Di")], job)
        #expect(report.pageCount == 2)
        #expect(try BadgeRenderer.extent(of: badges + [badge(4, name: "Di")], job) == (2, 2))
        sheet.order = nil
        let unordered = try makeJob(netdevTemplate(), sheet: sheet)
        let error = await #expect(throws: BadgeRendererError.self) {
            try await makeRenderer().render(badges, unordered)
        }
        #expect(error?.code.rawValue == "dividers_without_order")
    }
}

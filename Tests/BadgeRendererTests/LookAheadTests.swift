import Conference
import Foundation
import Synchronization
import Testing

@testable import BadgeRenderer

@Suite struct `Working ahead` {
    @Test(arguments: [1, 2], [0, 1, 31, 32, 33, 1000])
    func `each element is made once and comes out in its place`(processors: Int, count: Int) {
        let made = Mutex<[Int: Int]>([:])
        var ahead = LookAhead(count: count, processors: processors) { index in
            made.withLock { $0[index, default: 0] += 1 }
            return index * index
        }
        #expect((0..<count).map { ahead.element(at: $0) } == (0..<count).map { $0 * $0 })
        #expect(made.withLock { $0 } == Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, 1) }))
    }

    @Test func `elements may be left out and asked for again`() {
        var ahead = LookAhead(count: 500, processors: 2) { $0 }
        #expect([0, 0, 7, 7, 31, 200, 200, 499].map { ahead.element(at: $0) } == [0, 0, 7, 7, 31, 200, 200, 499])
    }

    @Test(arguments: [1, 2])
    func `never more than a few hundred wait`(processors: Int) {
        let largest = Mutex(0)
        var ahead = LookAhead(count: 5_000, processors: processors) { index in
            largest.withLock { $0 = max($0, index) }
            return index
        }
        for index in 0..<5_000 {
            _ = ahead.element(at: index)
            #expect(largest.withLock { $0 } <= index + 10 * 32)
        }
    }

    @Test(arguments: [Sheet.single, .letter6up])
    func `one processor and two draw the same bytes`(sheet: Sheet) async throws {
        let badges = try (0..<200).map { number in
            try badge(
                number, name: namesOfTheWorld[number % namesOfTheWorld.count].name,
                affiliation: number.isMultiple(of: 3) ? "Packet Bakery" : "Institute \(number)", dot: number % 5 == 0)
        }
        let job = try makeJob(netdevTemplate(), sheet: sheet)
        func pdf(processors: Int) async throws -> Data {
            try await BadgeRenderer(
                fontConfiguration: repository.appendingPathComponent("fonts/fonts.conf"), processors: processors
            ).render(badges, job).pdf
        }
        let sequential = try await pdf(processors: 1)
        for _ in 0..<3 { #expect(try await pdf(processors: 2) == sequential) }
    }
}

@Suite struct `The outline` {
    private func bookmarks(_ names: [String], order: Sheet.Order?) async throws -> [(title: String, page: Int)] {
        let badges = try names.enumerated().map { try badge($0.offset, name: $0.element) }
        var sheet = Sheet.single
        sheet.order = order
        let pdf = try await makeRenderer().render(badges, makeJob(netdevTemplate(), sheet: sheet)).pdf
        let scratch = try ScratchFolder()
        let file = try scratch.file("badges.pdf", pdf)
        #expect(try run("qpdf", "--check", file).contains("No syntax or stream encoding errors"))
        // pdfinfo cannot list bookmarks; qpdf gives them with the number of their page.
        let json = try run("qpdf", "--json=1", "--json-key=outlines", file)
        struct Answer: Decodable {
            struct Bookmark: Decodable {
                let title: String
                let destpageposfrom1: Int
            }
            let outlines: [Bookmark]
        }
        return try JSONDecoder().decode(Answer.self, from: Data(json.utf8)).outlines.map {
            ($0.title, $0.destpageposfrom1)
        }
    }

    @Test func `badges in the order of names have a bookmark for each letter`() async throws {
        let found = try await bookmarks(["Zoë", "Ada", "Łucja", "Anna", "Lea", "Глеб"], order: .name)
        #expect(found.map(\.title) == ["A", "L", "Z", "Г"])
        #expect(found.map(\.page) == [1, 3, 5, 6])
    }

    @Test func `badges in no order have none`() async throws {
        #expect(try await bookmarks(["Zoë", "Ada"], order: nil).isEmpty)
    }
}

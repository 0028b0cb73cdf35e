import BadgeRenderer
import Conference
import Foundation
import Testing
import Typesetting

/// Pages of the Netdev template compared with pages that somebody has looked at, as text and as pictures.
///
/// After an intended visible change, `LANYARD_GOLDEN=write swift test --filter GoldenTests` makes them again; look at
/// them before you commit them.
@Suite struct GoldenTests {
    private static let folder = repository.appendingPathComponent("Tests/BadgeRendererTests/Golden")

    private static let badges: [(name: String, make: @Sendable () throws -> BadgeContent)] = [
        ("attendee", { try badge(1, dot: true) }),
        (
            "organizer",
            {
                try badge(
                    2, name: "Grzegorz Brzęczyszczykiewicz", affiliation: "Université d’Essai",
                    category: rule(.organizer, label: "Organizing committee", color: "#d4a017"))
            }
        ),
        (
            "volunteer",
            {
                try badge(
                    3, name: "山田 太郎", affiliation: "例示大学",
                    category: rule(.volunteer, label: "Volunteer", color: "#c62828"),
                    days: DaySet(bits: 0b0101), language: "ja")
            }
        ),
        (
            "youth",
            {
                try badge(
                    4, name: "محمد المثالي", affiliation: "", category: rule(.youth, label: "Youth", color: "#1e6fd9"),
                    days: .first(1), dot: true)
            }
        ),
    ]

    @Test(arguments: badges.map(\.name))
    func `a page looks and reads as it did`(name: String) async throws {
        let make = try #require(Self.badges.first { $0.name == name }).make
        let scratch = try ScratchFolder()
        let file = try scratch.file(
            "page.pdf", try await makeRenderer().render([make()], makeJob(netdevTemplate())).pdf)
        let text = try run(["pdftotext", "-raw", file, "-"])
        let picture = scratch.url.path + "/page"
        _ = try run(["pdftoppm", "-r", "100", "-png", "-singlefile", file, picture])

        let goldenText = Self.folder.appendingPathComponent(name + ".txt")
        let goldenPicture = Self.folder.appendingPathComponent(name + ".png")
        if ProcessInfo.processInfo.environment["LANYARD_GOLDEN"] == "write" {
            try Data(text.utf8).write(to: goldenText)
            try Data(contentsOf: URL(fileURLWithPath: picture + ".png")).write(to: goldenPicture)
            return
        }
        #expect(try text == String(contentsOf: goldenText, encoding: .utf8))
        let difference = try run([pictureTool, "difference", picture + ".png", goldenPicture.path])
        // A stroke that moves by its width changes a block by 60 or more.
        #expect(try #require(Int(difference.dropLast())) < 40)
    }

    @Test func `a different page does not pass`() async throws {
        let scratch = try ScratchFolder()
        let other = try await makeRenderer().render(
            [badge(1, name: "Zoé Beispiel", dot: true)], makeJob(netdevTemplate()))
        let file = try scratch.file("page.pdf", other.pdf)
        let picture = scratch.url.path + "/page"
        _ = try run(["pdftoppm", "-r", "100", "-png", "-singlefile", file, picture])
        let golden = Self.folder.appendingPathComponent("attendee.png").path
        let difference = try run([pictureTool, "difference", picture + ".png", golden])
        #expect(try #require(Int(difference.dropLast())) >= 40)
    }

    @Test(arguments: [72.0, 150, 203, 300, 600])
    func `a preview has the pixels that its resolution asks for`(dotsPerInch: Double) async throws {
        let png = try await makeRenderer().preview(badge(), template: netdevTemplate(), dotsPerInch: dotsPerInch)
        // IHDR: width and height, big-endian.
        let numbers = [16, 20].map { start in png[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
        #expect(numbers == [Int(4 * dotsPerInch), Int(3 * dotsPerInch)])
    }

    @Test(arguments: [0, -72, .infinity, .nan, 2501])
    func `a resolution that no picture can have is refused`(dotsPerInch: Double) async throws {
        let error = await #expect(throws: TypesettingError.self) {
            try await makeRenderer().preview(badge(), template: netdevTemplate(), dotsPerInch: dotsPerInch)
        }
        #expect(error?.code.rawValue == "image_too_large")
    }
}

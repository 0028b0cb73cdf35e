import BadgeRenderer
import Foundation
import Testing

/// Designers draw in Inkscape, and what they see there is what has to come out on paper.
@Suite struct `Beside Inkscape` {
    /// Every shipped drawing without its fields, and one of what designers draw beside.
    private static let drawings: [URL] = {
        let folder = repository.appendingPathComponent("templates/badges")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "svg" }.sorted { $0.path < $1.path }
            + [repository.appendingPathComponent("Tests/BadgeRendererTests/Cases/artwork.svg")]
    }()

    @Test func `the artwork of templates looks as Inkscape draws it`() async throws {
        #expect(Self.drawings.count > 9)
        let scratch = try ScratchFolder()
        func path(_ index: Int, _ name: String) -> String { scratch.url.path + "/\(index).\(name)" }
        for (index, drawing) in Self.drawings.enumerated() {
            _ = try run([pictureTool, "artwork", drawing.path, path(index, "ours.svg"), path(index, "svg")])
        }
        // One start for all of them.
        _ = try run(
            ["inkscape", "--export-type=png", "--export-dpi=144"]
                + Self.drawings.indices.map { path($0, "svg") })
        for (index, drawing) in Self.drawings.enumerated() {
            let template = try BadgeTemplate(contentsOf: URL(fileURLWithPath: path(index, "ours.svg")))
            let pdf = try await makeRenderer().render([badge(affiliation: "")], makeJob(template)).pdf
            let file = try scratch.file("\(index).pdf", pdf)
            _ = try run("pdftoppm", "-r", "144", "-png", "-singlefile", file, path(index, "ours"))
            let likeness = try run([pictureTool, "likeness", path(index, "ours.png"), path(index, "png")])
                .split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
            try #require(likeness.count == 2, "\(likeness)")
            // Letters are smoothed otherwise, and patterns come out coarse; an element that is missing makes more than this.
            #expect(likeness[0] < 1.5 && likeness[1] < 25, "\(drawing.lastPathComponent): \(likeness)")
        }
    }
}

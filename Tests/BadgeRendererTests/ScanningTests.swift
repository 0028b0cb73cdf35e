import BadgeRenderer
import Conference
import Foundation
import Testing

/// zbar reads the codes, poppler draws the pages, and Pillow damages the pictures: none of it is ours.
@Suite struct `Codes on paper` {
    /// The box of the QR code in `netdev01.svg`, in pixels at 150 dpi, with a little around it.
    private let codeArea = ["-x", "425", "-y", "288", "-W", "158", "-H", "158"]

    private func pages(
        of badges: [BadgeContent], in scratch: ScratchFolder, _ options: [String]
    ) async throws -> [String] {
        let pdf = try await makeRenderer().render(badges, makeJob(netdevTemplate())).pdf
        let file = try scratch.file("badges.pdf", pdf)
        _ = try run(["pdftoppm", "-r", "150", "-gray"] + options + [file, scratch.url.path + "/page"])
        return try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
            .filter { $0.hasSuffix(".pgm") }.sorted().map { scratch.url.path + "/" + $0 }
    }

    private func texts(in pictures: [String]) throws -> [String] {
        try run(codeReader + pictures)
            .split(separator: "\n").map(String.init)
    }

    @Test func `six hundred codes read back as the credentials of their badges, in order`() async throws {
        let badges = try (0..<600).map { number in
            try badge(number, name: namesOfTheWorld[number % namesOfTheWorld.count].name)
        }
        let scratch = try ScratchFolder()
        let pictures = try await pages(of: badges, in: scratch, codeArea)
        #expect(try texts(in: pictures) == badges.map(\.credential))
    }

    @Test(arguments: [1, 2015, 74_459])
    func `codes survive a printer and a scanner`(seed: Int) async throws {
        let categories = ["#1f4e79", "#d4a017", "#c62828", "#000000"]
        let badges = try (0..<12).map {
            try badge($0, category: rule(color: categories[$0 % categories.count]), dot: true)
        }
        let scratch = try ScratchFolder()
        let pictures = try await pages(of: badges, in: scratch, [])
        _ = try run([pictureTool, "scan", String(seed)] + pictures)
        #expect(try texts(in: pictures.map { $0 + ".scan.pgm" }) == badges.map(\.credential))
    }

    @Test func `a code that is torn off does not read, so these tests can fail`() async throws {
        let badges = try (0..<4).map { try badge($0) }
        let scratch = try ScratchFolder()
        let pictures = try await pages(of: badges, in: scratch, codeArea)
        // A third of the code is cut off.
        let cropped = try pictures.map { picture in
            var data = try Data(contentsOf: URL(fileURLWithPath: picture))
            data.replaceSubrange(data.count - 158 * 52..<data.count, with: Data(repeating: 0, count: 158 * 52))
            try data.write(to: URL(fileURLWithPath: picture))
            return picture
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = codeReader + cropped
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        // zbarimg: no symbol was found in some of the pictures.
        #expect(process.terminationStatus == 4)
    }
}

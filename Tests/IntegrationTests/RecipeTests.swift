import Foundation
import LanyardTestSupport
import OpenPGP
import Testing

/// The guides say nothing that the program does not do.
@Suite(.waitsForPrograms)
struct RecipeTests {
    private static func recipes(_ page: String) throws -> [String] {
        try Repository.text(page).matches(of: #/(?ms)^```sh\n(.*?)^```$/#).map { String($0.1) }
    }

    @Test(arguments: ["docs/desk.md", "docs/operator.md", "docs/organizer.md", "docs/treasurer.md"])
    func `every command of the page runs, in its order`(page: String) async throws {
        let venue = try Venue()
        try await venue.open()
        try await follow(page, at: venue)
    }

    @Test func `every command of the keysigning organizer's page runs, in its order`() async throws {
        let venue = try Venue()
        try await venue.open()
        let keys = try ["ada", "desmond", "drusilla"].map { name in
            let key = try InventedKey("\(name.capitalized) Invented <\(name)@example.org>")
            try Data(try key.gpg("--armor", "--export", key.fingerprint.digits).utf8)
                .write(to: venue.folder.file("\(name).asc"))
            return key
        }
        // The revocation that GnuPG made with the key, without the colon that guards it.
        let revocation = keys[2].home.appending(path: "openpgp-revocs.d/\(keys[2].fingerprint).rev")
        try Data(
            try String(contentsOf: revocation, encoding: .utf8).replacing(":-----BEGIN", with: "-----BEGIN").utf8
        ).write(to: venue.folder.file("revocation.asc"))
        let returned = venue.folder.file("returned")
        try FileManager.default.createDirectory(at: returned, withIntermediateDirectories: true)
        try Data(try keys[0].certify(keys[1]).utf8).write(to: returned.appendingPathComponent("signed.asc"))
        try await follow("docs/keysigning-organizer.md", at: venue)
    }

    private func follow(_ page: String, at venue: Venue) async throws {
        let program = try #require(
            Program.process("lanyard", [], environment: [:]).executableURL?.deletingLastPathComponent())
        let recipes = try Self.recipes(page)
        #expect(recipes.count >= 4)
        for recipe in recipes {
            let outcome = try await run(
                "bash", ["-euc", "cd \"$1\"\n" + recipe, "bash", venue.folder.url.path],
                environment: [
                    "LANYARD_EVENT": venue.event, "LANYARD_OPERATOR": "recipe",
                    "PATH": program.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"),
                ])
            #expect(outcome.status == 0, "\(recipe)\n\(outcome.errors)")
        }
    }
}

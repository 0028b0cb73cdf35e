import Foundation
import LanyardTestSupport
import Testing

/// The pages for people say nothing that the program does not do.
struct RecipeTests {
    private static func recipes(_ page: String) throws -> [String] {
        try Repository.text(page).matches(of: #/(?ms)^```sh\n(.*?)^```$/#).map { String($0.1) }
    }

    @Test(arguments: ["docs/desk.md", "docs/organizer.md", "docs/treasurer.md"])
    func `every command of the page runs, in its order`(page: String) async throws {
        let venue = try Venue()
        try await venue.open()
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

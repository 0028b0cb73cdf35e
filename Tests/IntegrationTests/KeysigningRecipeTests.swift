import Foundation
import LanyardTestSupport
import OpenPGP
import Testing

/// What docs/keysigning.md tells participants to type: every command for the server works, and works again.
@Suite(.waitsForPrograms)
struct KeysigningRecipeTests {
    /// The indented commands of a page that speak to the server, a continued one as one, by the section they stand in.
    private static func commands(_ page: String) throws -> [(section: String, text: String)] {
        var commands: [(section: String, text: String)] = []
        var section = ""
        var isContinued = false
        for line in try Repository.text(page).components(separatedBy: "\n") {
            if line.hasPrefix("## ") { section = line }
            guard line.hasPrefix("    ") else { continue }
            let text = line.trimmingCharacters(in: .whitespaces)
            if isContinued, let last = commands.popLast() {
                commands.append((section, last.text + "\n" + text))
            } else {
                commands.append((section, text))
            }
            isContinued = text.hasSuffix("\\")
        }
        return commands.filter { $0.text.hasPrefix("curl ") || $0.text.contains("--keyserver") }
    }

    @Test(.timeLimit(.minutes(40)))
    func `every command for the server works twice`() async throws {
        let venue = try Venue()
        try await venue.open()
        let commands = try Self.commands("docs/keysigning.md")
        #expect(commands.count >= 8)
        let key = try InventedKey("Ada Placeholder <ada@example.org>")
        let other = try InventedKey("Eve Invented <eve@example.org>")
        let file = venue.folder.file("eve.asc").path
        try Data(try other.gpg("--armor", "--export", other.fingerprint.digits).utf8).write(to: URL(filePath: file))
        #expect(try await venue.lanyard("keysigning", "add", file, "--registration", "ND-0002").status == 0)
        let link = try await venue.lanyard("keysigning", "invite", "ND-0001", "--server", "https://192.0.2.1:8015")
        let secret = try #require(link.output.split(separator: "#").last).trimmingCharacters(
            in: .whitespacesAndNewlines)
        let server = try await LiveServer(venue, clock: nil)
        for name in ["key.asc", "signed.asc"] {
            let exported = try key.gpg("--armor", "--export", key.fingerprint.digits)
            try Data(exported.utf8).write(to: key.home.appending(path: name))
        }
        var isFrozen = false
        for command in commands {
            // From the fourth step on there is a list.
            if !isFrozen, command.section.hasPrefix("## 4") {
                #expect(try await venue.lanyard("keysigning", "freeze").status == 0)
                isFrozen = true
            }
            let text = command.text
                .replacing("http://HOST:PORT", with: server.door.address)
                .replacing("HOST:PORT", with: server.door.address.replacing("http://", with: ""))
                .replacing("TOKEN", with: secret).replacing("FPR", with: key.fingerprint.digits)
                .replacing("\"12\"", with: "\"1\"").replacing("curl ", with: "curl --fail-with-body -sS ")
            for _ in 1...2 {
                let outcome = try await run(
                    "bash", ["-euc", "cd \"$1\"\n" + text, "bash", key.home.path],
                    environment: ["GNUPGHOME": key.home.path])
                #expect(outcome.status == 0, "\(command.text)\n\(outcome.output)\n\(outcome.errors)")
            }
        }
        let shown = try await venue.lanyard("keysigning", "show", "ND-0001").output
        #expect(shown.contains(key.fingerprint.grouped.prefix(24)))
        #expect(server.stop() == 0)
    }
}

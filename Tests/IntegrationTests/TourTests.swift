import Foundation
import LanyardTestSupport
import Testing

/// The README's tour, typed into a shell as it is printed.
@Suite(.waitsForPrograms)
struct TourTests {
    /// A command of the tour, and what the page shows below it.
    private struct Step {
        let command: String
        var output: [Substring] = []
    }

    /// The commands of all `console` blocks, in order.
    private static func steps(_ page: String) throws -> [Step] {
        var steps: [Step] = []
        for block in try Repository.text(page).matches(of: #/(?ms)^```console\n(.*?)^```$/#) {
            for line in block.1.split(separator: "\n") {
                if line.hasPrefix("$ ") {
                    steps.append(Step(command: String(line.dropFirst(2))))
                } else if !steps.isEmpty {
                    steps[steps.count - 1].output.append(line)
                }
            }
        }
        return steps
    }

    /// The text without what differs from run to run: codes are random, and the journal's hash depends on the time.
    private static func comparable(_ text: String) -> String {
        text.replacing(#/\b[0-9A-Z]{3}-[0-9A-Z]{4}\b/#, with: "CODE").replacing(#/\b[0-9a-f]{64}\b/#, with: "HASH")
            .replacing(#/(?m) +$/#, with: "").trimmingCharacters(in: .newlines)
    }

    /// A folder that looks like a clone with a release build in it.
    private static func clone() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        let files = FileManager.default
        let program = try #require(Program.process("lanyard", [], environment: [:]).executableURL)
        let release = folder.file(".build/release")
        try files.createDirectory(at: release, withIntermediateDirectories: true)
        try files.createSymbolicLink(at: release.appendingPathComponent("lanyard"), withDestinationURL: program)
        try files.createSymbolicLink(
            at: folder.file("templates"), withDestinationURL: Repository.root.appendingPathComponent("templates"))
        return folder
    }

    @Test func `every command of the README runs, and prints what the README says`() async throws {
        let steps = try Self.steps("README.md")
        try #require(steps.count >= 20)
        let folder = try Self.clone()
        defer { withExtendedLifetime(folder) {} }
        // One shell for all commands. A line of its own before each tells their outputs apart.
        let mark = "-- next command --"
        let script = steps.map { "echo '\(mark)'\n\($0.command) || echo \"exit code $?\"\n" }.joined()
        let outcome = try await run(
            "bash", ["-c", "cd \"$1\" && exec 2>&1\n" + script + "gpgconf --kill all\n", "bash", folder.url.path])
        let outputs = outcome.output.components(separatedBy: mark + "\n").dropFirst()
        try #require(outputs.count == steps.count, "\(outcome.output)")
        for (step, output) in zip(steps, outputs) {
            // A door that says no is an exit code of its own.
            let refused = step.output.contains { $0.hasPrefix("already_admitted") }
            #expect(output.contains("exit code 2\n") == refused, "\(step.command)\n\(output)")
            #expect(refused || !output.contains("exit code"), "\(step.command)\n\(output)")
            guard !step.output.isEmpty else { continue }
            let shown = Self.comparable(step.output.joined(separator: "\n"))
            // A blank that keeps a date together looks like any other.
            let printed = Self.comparable(
                output.replacing("exit code 2\n", with: "").replacing("\u{A0}", with: " "))
            #expect(printed == shown, "\(step.command)")
        }
    }
}

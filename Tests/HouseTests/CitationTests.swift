import Foundation
import LanyardTestSupport
import Testing

/// Everything in this repository that sources and pages cite exists.
struct CitationTests {
    /// The text files whose citations count, by their paths from the root.
    private static func files() throws -> [String] {
        let extensions: Set<String> = ["swift", "sql", "md", "js", "c", "yaml"]
        return try ["Sources", "Tests", "Benchmarks", "Fuzz", "docs", "schema", "scripts", "templates"].flatMap {
            folder in
            try FileManager.default.subpathsOfDirectory(
                atPath: Repository.root.appendingPathComponent(folder).path
            ).map { "\(folder)/\($0)" }
        }.filter { extensions.contains(URL(filePath: $0).pathExtension) } + [
            "README.md", "CONTRIBUTING.md", "CHANGELOG.md",
        ]
    }

    private static func isThere(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: Repository.root.appendingPathComponent(path).path)
    }

    @Test func `every page of docs that is named exists`() throws {
        var found = 0
        for file in try Self.files() {
            for match in try Repository.text(file).matches(of: #/\bdocs/[A-Za-z0-9_\/-]+\.md/#) {
                found += 1
                #expect(Self.isThere(String(match.0)), "\(file) names \(match.0)")
            }
        }
        #expect(found > 20)
    }

    @Test func `every section of the keysigning's formats that is cited exists`() throws {
        let headings = Set(
            try Repository.text("docs/keysigning-formats.md").components(separatedBy: "\n")
                .filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) })
        var cited: Set<String> = []
        for file in try Self.files() where file.hasSuffix(".swift") {
            // A citation may go over the end of a comment's line.
            let text = try Repository.text(file).replacing(#/\n *\/\/+ ?/#, with: " ")
            for match in text.matches(of: #/keysigning-formats\.md, "([^"\\]+)"/#) {
                cited.insert(String(match.1))
                #expect(headings.contains(String(match.1)), "\(file) cites \(match.1)")
            }
        }
        #expect(cited.count > 4)
    }

    @Test func `everything of the threat model is shown by a test that there is`() throws {
        let tests = try FileManager.default.subpathsOfDirectory(
            atPath: Repository.root.appendingPathComponent("Tests").path
        ).filter { $0.hasSuffix(".swift") }.map { try Repository.text("Tests/\($0)") }.joined(separator: "\n")
        var (shown, isTable): ([String], Bool) = ([], false)
        for line in try Repository.text("docs/security.md").components(separatedBy: "\n") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            if cells.last == "shown by" {
                isTable = true
            } else if !line.hasPrefix("|") {
                isTable = false
                if line.hasPrefix("*Shown by*") { shown.append(line) }
            } else if isTable, !line.hasPrefix("|-") {
                shown.append(cells.last ?? "")
            }
        }
        #expect(shown.count > 30)
        for text in shown {
            let names = text.matches(of: #/`([^`]+)`/#).map { String($0.1) }
            #expect(!names.isEmpty, "\(text)")
            for name in names {
                let start = name.hasSuffix("…") ? String(name.dropLast()) : name
                let isThere =
                    if name.hasPrefix("Benchmarks/") || name.hasPrefix("scripts/") {
                        Self.isThere(String(name.prefix { $0 != " " }))
                    } else if !name.contains(" ") {
                        tests.contains("struct \(name) {")
                    } else {
                        tests.contains("func `\(start)" + (start == name ? "`" : ""))
                    }
                #expect(isThere, "\(name)")
            }
        }
    }

    @Test func `nothing cites a paper that is not in the repository`() throws {
        // In two parts, so that this file does not cite them itself.
        let papers = ["KEYSIGNING", "DESIGN", "PLATFORM", "STYLE"].map { "\($0)" + "\\.md|" + $0 + " (section )?[0-9]" }
        let pattern = try Regex("\\b(" + papers.joined(separator: "|") + ")")
        for file in try Self.files() {
            let text = try Repository.text(file)
            #expect(text.firstMatch(of: pattern) == nil, "\(file)")
        }
    }
}

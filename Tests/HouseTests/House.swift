import Foundation
import LanyardTestSupport

/// The sources of this package as text, and what docs/architecture.md claims about them.
struct House {
    struct File {
        /// From the root, as `Sources/CheckIn/GateRecord.swift`.
        let path: String
        /// The target that it belongs to.
        let module: String
        /// Without comments.
        let code: String
    }

    let files: [File]
    private let page: [String]

    init() throws {
        let sources = Repository.root.appendingPathComponent("Sources")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
        files = try paths.sorted().map { path in
            File(
                path: "Sources/\(path)", module: String(path.prefix { $0 != "/" }),
                code: Self.withoutComments(try Repository.text("Sources/\(path)")))
        }
        page = try Repository.text("docs/architecture.md").components(separatedBy: "\n")
    }

    private static func withoutComments(_ text: String) -> String {
        text.components(separatedBy: "\n").filter {
            !$0.trimmingCharacters(in: .whitespaces).hasPrefix("//")
        }.joined(separator: "\n")
    }

    /// The rows below a heading of the page, cell by cell, with the names in backticks in each.
    func rows(below heading: String) -> [[(text: String, names: [String])]] {
        let start = page.firstIndex(of: heading).map { $0 + 1 } ?? page.count
        return page[start...].prefix { !$0.hasPrefix("## ") }.filter { $0.hasPrefix("| `") }.map { line in
            line.split(separator: "|", omittingEmptySubsequences: true).map { cell in
                let parts = cell.split(separator: "`", omittingEmptySubsequences: false)
                let names = parts.indices.filter { !$0.isMultiple(of: 2) }.map { String(parts[$0]) }
                return (cell.trimmingCharacters(in: .whitespaces), names)
            }
        }
    }

    /// The modules that each module imports, except those of the system.
    var imports: [String: Set<String>] {
        let system: Set<String> = [
            "Foundation", "FoundationXML", "FoundationNetworking", "Glibc", "Dispatch", "Synchronization", "Testing",
        ]
        return files.reduce(into: [:]) { found, file in
            let imported = file.code.matches(
                of: #/(?m)^(?:@\w+ )*(?:package |public |internal )?import (?:struct |enum |class |func )?(\w+)/#)
            found[file.module, default: []].formUnion(imported.map { String($0.1) }.filter { !system.contains($0) })
        }
    }
}

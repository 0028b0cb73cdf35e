import Foundation
import LanyardTestSupport
import Testing

struct TemplateFileTests {
    private static func files(_ folder: String, _ ending: String) throws -> [URL] {
        let root = Repository.root.appendingPathComponent(folder)
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.allObjects as? [URL]
        return (files ?? []).filter { $0.pathExtension == ending }
    }

    @Test func `no template writes anything unescaped`() throws {
        for file in try Self.files("templates/pages", "mustache") {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(!text.contains("{{{") && !text.contains("{{&"), "\(file.lastPathComponent)")
            #expect(!text.contains(#/\son[a-z]+=|style=|javascript:/#), "\(file.lastPathComponent)")
            #expect(!text.contains(#/(src|href|action)="(https?:)?\/\//#), "\(file.lastPathComponent)")
        }
    }
}

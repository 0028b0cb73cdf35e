package import Catalogues
import Conference
import EventDesk
package import Foundation
import Mustache
import Synchronization

/// The templates of `templates/pages`, read once by a process.
package final class PageTemplates: Sendable {
    private let folder: URL
    private let library = Mutex<MustacheLibrary?>(nil)

    package init(folder: URL) { self.folder = folder }

    /// Fills a template.
    ///
    /// A name that stands in the template and in no value is an error, not an empty place.
    /// - Parameter words: what `{{t.NAME}}` stands for.
    /// - Throws: `page_template_missing`, `page_template_wrong`.
    package func render(_ name: String, _ fields: [String: PageValue], words: Catalogue) throws -> String {
        let library = try loaded()
        let root = Root(fields: fields, words: words, missing: MissingNames())
        guard let text = library.render(root, withTemplate: name) else {
            throw ServerError(.pageTemplateMissing, .init("template", name))
        }
        guard root.missing.names.isEmpty else {
            throw ServerError(
                .pageTemplateWrong, .init("template", name),
                .init("problem", root.missing.names.sorted().joined(separator: ", ")))
        }
        return text
    }

    private func loaded() throws -> MustacheLibrary {
        try library.withLock { library in
            if let library { return library }
            let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "mustache" }
            var templates: [String: MustacheTemplate] = [:]
            for file in files {
                let name = file.deletingPathExtension().lastPathComponent
                do {
                    templates[name] = try MustacheTemplate(string: String(contentsOf: file, encoding: .utf8))
                } catch {
                    throw ServerError(.pageTemplateWrong, .init("template", name), .init("problem", "\(error)"))
                }
            }
            let read = MustacheLibrary(templates: templates)
            library = read
            return read
        }
    }

    /// What the engine asks last: what nothing else knows is missing.
    private struct Root: MustacheParent {
        let fields: [String: PageValue]
        let words: Catalogue
        let missing: MissingNames

        func child(named name: String) -> Any? {
            if name == "t" { return Words(words: words, missing: missing) }
            if let value = fields[name] { return value.rendered }
            missing.names.insert(name)
            return nil
        }
    }

    private struct Words: MustacheParent {
        let words: Catalogue
        let missing: MissingNames

        func child(named name: String) -> Any? {
            let text = words.text(name)
            if text == nil { missing.names.insert("t.\(name)") }
            return text
        }
    }

    /// Lives as long as one rendering, in one thread.
    private final class MissingNames {
        var names: Set<String> = []
    }
}

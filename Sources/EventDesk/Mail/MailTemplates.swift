import Conference
import Foundation
import Mustache
import Synchronization

/// The templates of `templates/mail`: a folder for each language, a text for each occasion, whose first line is its subject.
final class MailTemplates: Sendable {
    private let folder: URL
    private let libraries = Mutex<[Language: MustacheLibrary]>([:])

    init(folder: URL) { self.folder = folder }

    /// A text with its subject.
    struct Filled: Sendable, Hashable {
        let subject: String
        /// Paragraphs with blank lines between them.
        let text: String
    }

    /// Fills the template of an occasion.
    ///
    /// A name that stands in the template and in no value is an error, not an empty place.
    /// - Throws: `mail_template_missing`, `mail_template_wrong`.
    func fill(_ name: String, in language: Language, _ fields: MailFields) throws -> Filled {
        let library = try library(language)
        let root = Root(fields: fields)
        guard let text = library.render(root, withTemplate: name) else {
            throw ServerError(.mailTemplateMissing, ErrorDetail("template", "\(language.rawValue)/\(name)"))
        }
        try root.check("\(language.rawValue)/\(name)")
        let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: true)
        guard lines.count == 2, lines[0].hasPrefix("Subject: ") else {
            throw ServerError(
                .mailTemplateWrong, ErrorDetail("template", "\(language.rawValue)/\(name)"),
                ErrorDetail("problem", "Subject:"))
        }
        return Filled(subject: String(lines[0].dropFirst("Subject: ".count)), text: String(lines[1]))
    }

    /// Looks whether the texts of a language can be used.
    ///
    /// - Throws: `mail_template_missing` for the first of these that is not there, `mail_template_wrong`.
    func check(_ names: [String], in language: Language) throws {
        let library = try library(language)
        for name in names where library.getTemplate(named: name) == nil {
            throw ServerError(.mailTemplateMissing, ErrorDetail("template", "\(language.rawValue)/\(name)"))
        }
    }

    /// Fills a text that an organizer wrote; it may use the parts of `templates/mail` as well.
    ///
    /// - Throws: `mail_template_wrong`.
    func fill(text: String, named name: String, in language: Language, _ fields: MailFields) throws -> String {
        let root = Root(fields: fields)
        let template: MustacheTemplate
        do {
            template = try Self.template(text)
        } catch {
            throw ServerError(
                .mailTemplateWrong, ErrorDetail("template", name), ErrorDetail("problem", "\(error)"))
        }
        let filled = template.render(root, library: try library(language))
        try root.check(name)
        return filled
    }

    private func library(_ language: Language) throws -> MustacheLibrary {
        try libraries.withLock { libraries in
            if let library = libraries[language] { return library }
            let folder = folder.appendingPathComponent(language.rawValue)
            let files =
                (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
            var templates: [String: MustacheTemplate] = [:]
            for file in files where file.pathExtension == "txt" {
                let name = file.deletingPathExtension().lastPathComponent
                do {
                    templates[name] = try Self.template(try String(contentsOf: file, encoding: .utf8))
                } catch {
                    throw ServerError(
                        .mailTemplateWrong, ErrorDetail("template", "\(language.rawValue)/\(name)"),
                        ErrorDetail("problem", "\(error)"))
                }
            }
            let library = MustacheLibrary(templates: templates)
            libraries[language] = library
            return library
        }
    }

    /// Nothing is escaped in a plain text; the markup is made of what comes out, and escapes all of it.
    private static func template(_ text: String) throws -> MustacheTemplate {
        try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + text)
    }

    /// What the engine asks last: what nothing else knows is missing.
    private final class Root: MustacheParent {
        private let fields: MailFields
        private var missing: Set<String> = []

        init(fields: MailFields) { self.fields = fields }

        func child(named name: String) -> Any? {
            switch fields[name] {
            case .text(let text): return Text(renderText: text)
            case .flag(let flag): return flag
            case .lines(let lines): return lines
            case nil:
                missing.insert(name)
                return nil
            }
        }

        func check(_ name: String) throws {
            guard missing.isEmpty else {
                throw ServerError(
                    .mailTemplateWrong, ErrorDetail("template", name),
                    ErrorDetail("problem", missing.sorted().joined(separator: ", ")))
            }
        }
    }

    /// A text that is absent when it is empty.
    private struct Text: MustacheCustomRenderable, MustacheParent {
        let renderText: String
        var isNull: Bool { renderText.isEmpty }
        func child(named name: String) -> Any? { nil }
    }
}

/// What a mail can say: each name once.
struct MailFields: Sendable, Hashable {
    enum Value: Sendable, Hashable {
        /// An empty one counts as absent in a section.
        case text(String)
        case flag(Bool)
        case lines([String])
    }

    private var values: [String: Value] = [:]

    subscript(name: String) -> Value? {
        get { values[name] }
        set { values[name] = newValue }
    }
}

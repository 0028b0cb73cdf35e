import BadgeRenderer
import Foundation
import Synchronization

/// What is kept between prints, so that the first badge of the next one comes at once: templates, with the state of
/// their files when read, and one renderer with its artwork and fonts ready.
final class BadgeWorkbench: Sendable {
    /// Templates that are kept.
    private static let templatesMax = 16

    /// The state of a file: a designer who saves it again gets the new one.
    private struct Stamp: Hashable {
        let path: String
        let changed: Date?
        let size: Int?

        init(_ file: URL) {
            let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
            path = file.path
            changed = attributes?[.modificationDate] as? Date
            size = attributes?[.size] as? Int
        }
    }

    private struct RendererKey: Hashable {
        let configuration: URL
        let folders: [URL]
    }

    /// PDFs that were drawn for a browser, which fetches them next.
    let shelf = PaperShelf()
    private let templates = Mutex<[[Stamp]: BadgeTemplate]>([:])
    private let renderer = Mutex<(key: RendererKey, renderer: BadgeRenderer)?>(nil)

    /// Throws `template_unreadable` or `template_invalid`.
    func template(_ file: URL) throws -> BadgeTemplate {
        let stamps = [Stamp(file), Stamp(BadgeTemplate.back(of: file))]
        if let known = templates.withLock({ $0[stamps] }) { return known }
        let template = try BadgeTemplate(contentsOf: file)
        templates.withLock { templates in
            if templates.count >= Self.templatesMax { templates.removeAll() }
            templates[stamps] = template
        }
        return template
    }

    func renderer(_ configuration: URL, _ folders: [URL]) -> BadgeRenderer {
        let key = RendererKey(configuration: configuration, folders: folders)
        return renderer.withLock { kept in
            if let kept, kept.key == key { return kept.renderer }
            let made = BadgeRenderer(fontConfiguration: configuration, additionalFontFolders: folders)
            kept = (key, made)
            return made
        }
    }
}

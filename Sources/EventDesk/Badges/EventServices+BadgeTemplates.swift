package import BadgeRenderer
import Conference
import EventStore
package import Foundation

/// Where an event's badge comes from: beside the event's file, or from this program.
extension EventServices {
    /// The folder of the event's own templates: `NAME.templates` beside `NAME.lanyard`.
    package var templateFolder: URL { beside("templates") }

    /// The folder of the event's own font files: `NAME.fonts` beside `NAME.lanyard`.
    package var fontFolder: URL { beside("fonts") }

    /// The event's own template of that name if it has one, or else the one that comes with this program.
    package func badgeTemplateFile(named name: String) -> URL {
        let own = templateFolder.appendingPathComponent("\(name).svg")
        return FileManager.default.fileExists(atPath: own.path) ? own : resources.badgeTemplate(named: name)
    }

    /// The template of that name, read again only when its file changed.
    ///
    /// Throws `template_unreadable` or `template_invalid`.
    package func badgeTemplate(named name: String) throws -> BadgeTemplate {
        // A name, not a path to another folder.
        guard !name.contains("/"), !name.hasPrefix(".") else {
            throw ServerError(.templateNameInvalid, ErrorDetail("value", String(name.prefix(100))))
        }
        return try workbench.template(badgeTemplateFile(named: name))
    }

    /// The renderer of the event, which prefers its own fonts to the machine's; it stays warm.
    package func badgeRenderer() -> BadgeRenderer {
        let hasFonts = FileManager.default.fileExists(atPath: fontFolder.path)
        return workbench.renderer(resources.fontConfiguration, hasFonts ? [fontFolder] : [])
    }

    private func beside(_ ending: String) -> URL {
        store.url.deletingPathExtension().appendingPathExtension(ending)
    }
}

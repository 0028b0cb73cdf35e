internal import Conference
package import Foundation
package import Typesetting

/// A badge as its designer drew it: an SVG whose rectangles named after fields say what goes where.
///
/// `docs/templates.md` describes what a template may say.
package struct BadgeTemplate: Sendable, Hashable {
    /// Bytes; a template is a drawing, not a photograph.
    package static let fileSizeMax = 8 << 20

    /// A field's rectangle on the page.
    struct Placement: Sendable {
        let field: BadgeField
        /// The rectangle's `id`, which is the field's name and perhaps a suffix.
        let id: String
        let line: Int
        let style: FieldStyle
        /// Turns and moves the box's own coordinates, whose origin is its top left, to the page's.
        let transform: Transform
        let size: Size

        /// The smallest upright rectangle around it.
        var bounds: Rect {
            let corners = [(0, 0), (size.width, 0), (0, size.height), (size.width, size.height)]
                .map { transform(Point(x: $0.0, y: $0.1)) }
            let left = corners.map(\.x).min() ?? 0
            let top = corners.map(\.y).min() ?? 0
            return Rect(
                x: left, y: top, width: (corners.map(\.x).max() ?? 0) - left,
                height: (corners.map(\.y).max() ?? 0) - top)
        }
    }

    /// The file's name, for messages.
    package let name: String
    /// The badge's size.
    package let size: Size
    let placements: [Placement]
    /// The fields that elements of class `if-…` or `green-dot` wait for.
    let conditions: [BadgeField.ID]
    let document: Data

    /// Reads a template.
    ///
    /// Throws `template_unreadable`, or `template_invalid` with everything that is wrong with it.
    package init(contentsOf file: URL) throws {
        let document: Data
        do {
            document = try Data(contentsOf: file)
        } catch {
            throw BadgeRendererError("template_unreadable", ErrorDetail("file", file.path), underlying: error)
        }
        try self.init(document, name: file.lastPathComponent)
    }

    /// Takes a template's bytes; `name` is what messages call it.
    package init(_ document: Data, name: String) throws {
        guard document.count <= Self.fileSizeMax else {
            throw BadgeRendererError(
                "template_unreadable", ErrorDetail("file", name), ErrorDetail("bytes_max", Self.fileSizeMax))
        }
        let reader = TemplateReader(document)
        guard let size = reader.size, reader.problems.isEmpty else {
            throw BadgeRendererError("template_invalid", ErrorDetail("file", name), problems: reader.problems)
        }
        self.name = name
        self.size = size
        self.document = document
        placements = reader.placements
        conditions = reader.conditions
    }

    /// The fields that the template shows, in the order of the file, each once.
    package var fields: [BadgeField] {
        var seen: Set<BadgeField.ID> = []
        return placements.map(\.field).filter { seen.insert($0.id).inserted }
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.name == right.name && left.document == right.document
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(document)
    }
}

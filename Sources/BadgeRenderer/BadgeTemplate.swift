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

    /// One side of a badge: a drawing and what goes where on it.
    struct Face: Sendable {
        /// The file's name, for messages.
        let name: String
        let size: Size
        let placements: [Placement]
        /// The fields that elements of class `if-…`, `unless-…` or `green-dot` look at.
        let conditions: [BadgeField.ID]
        /// The fonts that fields and artwork ask for.
        let fonts: [FontRequest]
        let document: Data
    }

    /// Families that a template asks for in one place, best first.
    struct FontRequest: Sendable, Hashable {
        let families: [String]
        let line: Int
        let id: String
    }

    let front: Face
    /// The back; nil if that stays blank.
    let back: Face?
    /// What of a person it shows, or chooses its artwork by; both sides.
    let shown: Set<String>

    /// The file's name, for messages.
    package var name: String { front.name }
    /// The badge's size.
    package var size: Size { front.size }
    package var hasBack: Bool { back != nil }

    /// Reads a template, and its back from `NAME.back.svg` beside `NAME.svg` if there is such a file.
    ///
    /// Throws `template_unreadable`, or `template_invalid` with everything that is wrong with it.
    package init(contentsOf file: URL) throws {
        let back = Self.back(of: file)
        try self.init(
            try Self.read(file), name: file.lastPathComponent,
            back: FileManager.default.fileExists(atPath: back.path) ? try Self.read(back) : nil)
    }

    /// Takes a template's bytes, and those of its back; `name` is what messages call it.
    package init(_ document: Data, name: String, back: Data? = nil) throws {
        try self.init(
            front: try Face(document, name: name),
            back: try back.map {
                try Face($0, name: Self.back(of: URL(fileURLWithPath: name)).lastPathComponent)
            })
    }

    /// Puts two sides together. Throws `template_invalid` if they are not of one size.
    init(front: Face, back: Face?) throws(BadgeRendererError) {
        // To half a point: designers round.
        if let back, abs(back.size.width - front.size.width) > 0.5 || abs(back.size.height - front.size.height) > 0.5 {
            throw BadgeRendererError(
                .templateInvalid, ErrorDetail("file", back.name),
                problems: [TemplateProblem(code: .backSizeDiffers, line: 1, id: "", value: "").of(back.name)])
        }
        (self.front, self.back) = (front, back)
        let faces = [front, back].compactMap(\.self)
        shown = Set(
            faces.flatMap { $0.placements.map(\.field.id.rawValue) + $0.conditions.map(\.rawValue) })
    }

    /// The fields that the template shows, in the order of the file, each once.
    package var fields: [BadgeField] {
        var seen: Set<BadgeField.ID> = []
        return (front.placements + (back?.placements ?? [])).map(\.field).filter { seen.insert($0.id).inserted }
    }

    /// Where to look for the back of a template: `badge.back.svg` for `badge.svg`.
    package static func back(of file: URL) -> URL {
        file.deletingPathExtension().appendingPathExtension("back").appendingPathExtension(file.pathExtension)
    }

    static func read(_ file: URL) throws -> Data {
        do {
            return try Data(contentsOf: file)
        } catch {
            throw BadgeRendererError(.templateUnreadable, ErrorDetail("file", file.path), underlying: error)
        }
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.name == right.name && left.front.document == right.front.document
            && left.back?.document == right.back?.document
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(front.document)
        hasher.combine(back?.document)
    }
}

extension BadgeTemplate.Face {
    /// - Parameter artwork: who looks at the artwork in the same pass.
    init(_ document: Data, name: String, artwork: ArtworkReader? = nil) throws {
        guard document.count <= BadgeTemplate.fileSizeMax else {
            throw BadgeRendererError(
                .templateUnreadable, ErrorDetail("file", name),
                ErrorDetail("bytes_max", BadgeTemplate.fileSizeMax))
        }
        let reader = TemplateReader(document, artwork: artwork)
        guard let size = reader.size, reader.problems.isEmpty else {
            throw BadgeRendererError(
                .templateInvalid, ErrorDetail("file", name), problems: reader.problems.map { $0.of(name) })
        }
        self.init(
            name: name, size: size, placements: reader.placements, conditions: reader.conditions, fonts: reader.fonts,
            document: reader.lacksViewBox ? document.withViewBox(of: size) : document)
    }
}

extension Data {
    /// The document with the view box that it means: its size in pixels of 1/96 inch. librsvg fits a view box to the page, and
    /// draws without one as if the page's points were pixels.
    fileprivate func withViewBox(of size: Size) -> Data {
        guard let place = rootNameEnd else { return self }
        let box = Data(" viewBox=\"0 0 \(size.width / 0.75) \(size.height / 0.75)\"".utf8)
        return self[startIndex..<place] + box + self[place...]
    }

    /// Where the name of the root element ends, behind declarations and comments; nil where it is not found.
    private var rootNameEnd: Index? {
        var rest = self[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            let tag = rest[open...]
            if tag.starts(with: "<!--".utf8) {
                guard let end = tag.range(of: Data("-->".utf8)) else { return nil }
                rest = tag[end.upperBound...]
            } else if tag.starts(with: "<?".utf8) {
                guard let end = tag.range(of: Data("?>".utf8)) else { return nil }
                rest = tag[end.upperBound...]
            } else if tag.starts(with: "<!".utf8) {
                // A DOCTYPE may declare entities within brackets.
                guard let end = tag.firstIndex(of: UInt8(ascii: ">")) else { return nil }
                if let bracket = tag.firstIndex(of: UInt8(ascii: "[")), bracket < end {
                    guard let close = tag[bracket...].firstIndex(of: UInt8(ascii: "]")),
                        let end = tag[close...].firstIndex(of: UInt8(ascii: ">"))
                    else { return nil }
                    rest = tag[(end + 1)...]
                } else {
                    rest = tag[(end + 1)...]
                }
            } else {
                return tag.dropFirst().firstIndex { byte in
                    byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || byte <= UInt8(ascii: " ")
                }
            }
        }
        return nil
    }
}

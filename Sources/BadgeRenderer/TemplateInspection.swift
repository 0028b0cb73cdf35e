internal import Conference
package import Foundation
internal import QRCode
internal import Typesetting

/// Everything to know about a template before anybody prints with it.
package struct TemplateInspection: Sendable {
    /// A field's rectangle.
    package struct FieldUse: Sendable, Hashable {
        package let field: BadgeField.ID
        /// The rectangle's `id`.
        package let id: String
        package let label: String
        package let isOnBack: Bool
        package let line: Int
        package let widthMillimeters: Double
        package let heightMillimeters: Double
        /// The side of a module, for QR codes.
        package let moduleMillimeters: Double?
    }

    /// A family that the template asks for.
    package struct FontUse: Sendable, Hashable {
        package let family: String
        /// Where it was found; nil if it is missing.
        package let file: String?
    }

    package let name: String
    /// Of the front; nil if the file does not say.
    package let widthMillimeters: Double?
    package let heightMillimeters: Double?
    package let hasBack: Bool
    package let fields: [FieldUse]
    package let fonts: [FontUse]
    /// Errors first, otherwise in the order of the files.
    package let problems: [TemplateProblem]
    /// What preflight finds on an ordinary badge of each category; a problem there is an error here.
    package let findings: [PreflightFinding]

    package var hasErrors: Bool {
        problems.contains { $0.code.isError } || findings.contains { $0.severity == .problem }
    }
}

extension BadgeRenderer {
    /// Checks a template's files the way a designer wants it: everything that is wrong, all at once.
    ///
    /// `badges` are ordinary ones; anything wrong with them is the template's fault. `answers` are the questions whose answers a
    /// badge of the event may show; nil where no event is known. Throws `template_unreadable`, or what loading the fonts throws.
    package func inspect(
        _ file: URL, ordinary badges: [BadgeContent], answers: Set<String>? = nil
    ) throws -> TemplateInspection {
        let fonts = try loadFonts()
        let backFile = BadgeTemplate.back(of: file)
        let hasBack = FileManager.default.fileExists(atPath: backFile.path)
        var faces: [(face: BadgeTemplate.Face, composer: BadgeComposer, isBack: Bool)] = []
        var problems: [TemplateProblem] = []
        for (url, isBack) in [(file, false)] + (hasBack ? [(backFile, true)] : []) {
            let document = try BadgeTemplate.read(url)
            let artwork = ArtworkReader()
            var found: [TemplateProblem] = []
            do {
                let face = try BadgeTemplate.Face(document, name: url.lastPathComponent, artwork: artwork)
                faces.append((face, try BadgeComposer(face, fonts: fonts), isBack))
                found += face.notices(fonts)
                if let answers { found += face.answersNotFor(badges: answers) }
            } catch let error as BadgeRendererError where !error.problems.isEmpty {
                found += error.problems
            } catch let error as TypesettingError where error.code == .svgUnreadable && !artwork.isSound {
                // Why is said with its line.
            }
            problems += artwork.problems.map { $0.of(url.lastPathComponent) } + found
        }
        var findings: [PreflightFinding] = []
        if faces.count == (hasBack ? 2 : 1) {
            problems += BadgeTemplate.absences(faces.flatMap(\.face.placements), file: file.lastPathComponent)
            do {
                let template = try BadgeTemplate(front: faces[0].face, back: hasBack ? faces[1].face : nil)
                keep(BadgeSides(front: faces[0].composer, back: hasBack ? faces[1].composer : nil), for: template)
                findings = try preflight(badges, template: template).filter { $0.code != .nameDuplicate }
            } catch let error as BadgeRendererError where !error.problems.isEmpty {
                problems += error.problems
            }
        }
        let front = faces.first { !$0.isBack }?.face
        return TemplateInspection(
            name: file.lastPathComponent, widthMillimeters: front.map { $0.size.width.millimeters },
            heightMillimeters: front.map { $0.size.height.millimeters }, hasBack: hasBack,
            fields: try faces.flatMap { face, _, isBack in
                try face.placements.map { try .init($0, isOnBack: isBack, sample: badges.first) }
            },
            fonts: TemplateInspection.FontUse.all(faces.flatMap(\.face.fonts), in: fonts),
            problems: problems.filter(\.code.isError) + problems.filter { !$0.code.isError }, findings: findings)
    }
}

extension TemplateInspection.FieldUse {
    fileprivate init(_ placement: BadgeTemplate.Placement, isOnBack: Bool, sample: BadgeContent?) throws {
        field = placement.field.id
        id = placement.id
        label = placement.field.label
        self.isOnBack = isOnBack
        line = placement.line
        widthMillimeters = placement.size.width.millimeters
        heightMillimeters = placement.size.height.millimeters
        if case .code(let text) = placement.field.value, let sample, !text(sample).isEmpty {
            let matrix = try QRMatrix(text(sample))
            let side = min(placement.size.width, placement.size.height)
            moduleMillimeters = (side / Double(matrix.side + 2 * QRMatrix.quietZone)).millimeters
        } else {
            moduleMillimeters = nil
        }
    }
}

@TypesettingActor
extension TemplateInspection.FontUse {
    /// CSS's generic families; `fonts.conf` decides.
    static let generic: Set<String> = ["sans-serif", "serif", "monospace", "sans", "mono", "system-ui"]

    fileprivate static func all(
        _ requests: [BadgeTemplate.FontRequest], in fonts: FontCollection
    ) -> [TemplateInspection.FontUse] {
        var seen: Set<String> = []
        return requests.flatMap(\.families).filter { !generic.contains($0.lowercased()) && seen.insert($0).inserted }
            .map { TemplateInspection.FontUse(family: $0, file: fonts.file(ofFamily: $0)) }
    }
}

@TypesettingActor
extension BadgeTemplate.Face {
    /// Fonts that are missing, and fields that overlap.
    fileprivate func notices(_ collection: FontCollection) -> [TemplateProblem] {
        var problems: [TemplateProblem] = []
        for request in fonts {
            let known = request.families.filter {
                TemplateInspection.FontUse.generic.contains($0.lowercased()) || collection.file(ofFamily: $0) != nil
            }
            guard let first = request.families.first, known.first != first else { continue }
            problems.append(
                TemplateProblem(
                    code: known.isEmpty ? .fontMissing : .fontReplaced, line: request.line, id: request.id,
                    value: first))
        }
        for (index, placement) in placements.enumerated() {
            for other in placements[..<index] where placement.bounds.overlaps(other.bounds) {
                problems.append(
                    TemplateProblem(
                        code: .fieldsOverlap, line: placement.line, id: placement.id, value: other.id))
            }
        }
        return problems.map { $0.of(name) }
    }
}

extension BadgeTemplate.Face {
    /// Fields and conditions for answers that no badge of the event shows.
    fileprivate func answersNotFor(badges: Set<String>) -> [TemplateProblem] {
        func isMissing(_ field: BadgeField.ID) -> Bool { field.question.map { !badges.contains($0) } ?? false }
        return placements.filter { isMissing($0.field.id) }.map {
            TemplateProblem(code: .answerNotForBadges, line: $0.line, id: $0.id, value: $0.field.id.rawValue).of(name)
        }
            + conditions.filter(isMissing).map {
                TemplateProblem(code: .answerNotForBadges, line: 1, id: "", value: $0.rawValue).of(name)
            }
    }
}

extension BadgeTemplate {
    /// The fields without which a badge does half its job.
    fileprivate static func absences(_ placements: [Placement], file: String) -> [TemplateProblem] {
        ["name", "qr", "code"].filter { id in !placements.contains { $0.field.id.rawValue == id } }.map {
            TemplateProblem(code: .fieldAbsent, line: 1, id: "", value: $0).of(file)
        }
    }
}

extension Rect {
    /// By more than half a point, since boxes may touch.
    fileprivate func overlaps(_ other: Rect) -> Bool {
        minX + 0.5 < other.maxX && other.minX + 0.5 < maxX && minY + 0.5 < other.maxY && other.minY + 0.5 < maxY
    }
}

extension Double {
    /// Points to millimetres, to a hundredth.
    fileprivate var millimeters: Double { (self / 72 * 2540).rounded() / 100 }
}

internal import Conference
internal import QRCode
internal import Typesetting

/// Lays out and draws one side of the badges of one template.
///
/// What people have in common is drawn once: the artwork for each category and set of conditions, the shared texts for
/// each category and pass. A badge is then those two, the person's own texts and one image mask.
@TypesettingActor
final class BadgeComposer {
    /// ISO/IEC 18004 leaves the module's size to the application; below this, office printers and phones begin to fail.
    static let moduleMillimetersMin = 0.33

    private struct ArtworkKey: Hashable {
        let category: HexColor
        let absent: [BadgeField.ID]
    }

    private struct SharedKey: Hashable {
        let category: CategoryRule
        let categoryLabel: String
        let days: DaySet
        let event: BadgeContent.Event
        /// Empty if none is shown.
        let schedule: [BadgeContent.ScheduleDay]
    }

    let template: BadgeTemplate.Face
    private let fonts: FontCollection
    let texts: TextShelf
    private let artworkDocument: SVGDocument
    private let showsSchedule: Bool
    /// The fields that differ for each person.
    let personal: [BadgeTemplate.Placement]
    private var palettes: [HexColor: Palette] = [:]
    private var artworks = RecordingShelf<ArtworkKey>()
    private var sharedFields = RecordingShelf<SharedKey>()

    /// Throws `template_invalid` if librsvg places a field elsewhere than its attributes say.
    init(_ template: BadgeTemplate.Face, fonts: FontCollection) throws {
        self.template = template
        self.fonts = fonts
        texts = TextShelf(fonts: fonts)
        showsSchedule = template.placements.contains { $0.field.id == .schedule }
        personal = template.placements.filter { !$0.field.isShared }

        artworkDocument = try SVGDocument(template.document)
        let drawing = try SVGDrawing(artworkDocument, fonts: fonts)
        let misplaced = template.placements.filter { placement in
            guard let bounds = drawing.bounds(ofElement: placement.id, size: template.size) else { return false }
            return !placement.agrees(with: bounds)
        }
        guard misplaced.isEmpty else {
            throw BadgeRendererError(
                .templateInvalid, ErrorDetail("file", template.name),
                problems: misplaced.map {
                    TemplateProblem(code: .fieldTransformUnsupported, line: $0.line, id: $0.id, value: "")
                        .of(template.name)
                })
        }
    }

    /// To be called before the badges of a page are drawn.
    func beginPage() {
        artworks.beginPage()
        sharedFields.beginPage()
    }

    /// Draws a badge in the page's coordinates, its top left at `origin`.
    func draw(
        _ badge: BadgeContent, _ preparation: BadgePreparation, on canvas: Canvas, at origin: Point,
        log: inout PreflightLog
    ) throws {
        let palette = try palette(of: badge)
        canvas.draw(try artwork(for: badge, palette: palette), at: origin)
        canvas.draw(try sharedFields(of: badge, palette: palette, log: &log), at: origin)
        for (placement, part) in zip(personal, preparation.parts) {
            try compose(placement, part, of: badge, palette: palette, log: &log)?.draw(on: canvas, badge: origin)
        }
    }

    /// Does everything but draw.
    func check(_ badge: BadgeContent, _ preparation: BadgePreparation, log: inout PreflightLog) throws {
        let palette = try palette(of: badge)
        beginPage()
        _ = try sharedFields(of: badge, palette: palette, log: &log)
        for (placement, part) in zip(personal, preparation.parts) {
            _ = try compose(placement, part, of: badge, palette: palette, log: &log)
        }
    }

    private func palette(of badge: BadgeContent) throws -> Palette {
        if let known = palettes[badge.category.color] { return known }
        let palette = try Palette(badge.category.color)
        palettes[badge.category.color] = palette
        return palette
    }

    private func artwork(for badge: BadgeContent, palette: Palette) throws -> Recording {
        let absent = template.conditions.filter { BadgeField.named($0.rawValue)?.isPresent(in: badge) == false }
        let key = ArtworkKey(category: badge.category.color, absent: absent)
        return try artworks.take(key) {
            let style = TemplateStyle.sheet(
                hiding: template.placements.map(\.id), conditions: template.conditions, absent: absent,
                palette: palette)
            let drawing = try SVGDrawing(artworkDocument, stylesheet: style, fonts: fonts)
            let recording = try Recording(size: template.size) { canvas in
                try drawing.draw(on: canvas, size: template.size)
            }
            return (recording, [])
        }.recording
    }

    private func sharedFields(
        of badge: BadgeContent, palette: Palette, log: inout PreflightLog
    ) throws -> Recording {
        let key = SharedKey(
            category: badge.category, categoryLabel: badge.categoryLabel, days: badge.days, event: badge.event,
            schedule: showsSchedule ? badge.schedule : [])
        let (recording, findings) = try sharedFields.take(key) {
            var log = PreflightLog()
            let recording = try Recording(size: template.size) { canvas in
                for placement in template.placements where placement.field.isShared {
                    let part = BadgePreparation.Part(placement, of: badge, on: texts)
                    try compose(placement, part, of: badge, palette: palette, log: &log)?
                        .draw(on: canvas, badge: Point(x: 0, y: 0))
                }
            }
            return (recording, log.findings)
        }
        findings.forEach { log.add($0) }
        return recording
    }
}

extension BadgeTemplate.Placement {
    /// Whether librsvg's bounds are this field's, to half a point.
    fileprivate func agrees(with bounds: Rect) -> Bool {
        func isNear(_ first: Double, _ second: Double) -> Bool { abs(first - second) <= 0.5 }
        let own = self.bounds
        guard isNear(bounds.midX, own.midX), isNear(bounds.midY, own.midY) else { return false }
        // librsvg 2.54 makes its bounds too wide around anything not turned by a multiple of a quarter.
        let isSlanted = abs(transform.a) > 1e-6 && abs(transform.b) > 1e-6
        return isSlanted
            || isNear(bounds.size.width, own.size.width) && isNear(bounds.size.height, own.size.height)
    }
}

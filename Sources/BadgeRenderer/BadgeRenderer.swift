internal import Conference
package import Foundation
package import Typesetting

/// Renders badges, one job at a time; making one costs nothing.
@TypesettingActor
package final class BadgeRenderer {
    /// Badges in one job.
    package nonisolated static let batchMax = 100_000
    /// How many templates have their artwork kept ready.
    private static let composersMax = 8

    /// How to lay out a run of badges.
    package struct Job: Sendable {
        package var template: BadgeTemplate
        package var sheet: Sheet
        /// The PDF's title.
        package var title: String
        /// The PDF's date; the same badges and date give the same bytes.
        package var created: Date

        package init(template: BadgeTemplate, sheet: Sheet, title: String, created: Date) {
            self.template = template
            self.sheet = sheet
            self.title = title
            self.created = created
        }
    }

    /// The result of a run.
    package struct Report: Sendable {
        package let pageCount: Int
        /// Sheets of paper; half the pages if both sides are printed.
        package let sheetCount: Int
        /// Problems first, otherwise in the order of the badges.
        package let findings: [PreflightFinding]
    }

    private let fontConfiguration: URL
    private let fontFolders: [URL]
    private let processors: Int

    private struct ComposerKey: Hashable {
        let template: BadgeTemplate
        let fontConfiguration: URL
        let fontFolders: [URL]
    }

    /// Shared by all renderers, as fonts are: a desk prints one badge after another, and should not wait for the
    /// artwork each time.
    private static var composers: [ComposerKey: BadgeSides] = [:]

    /// Takes a `fonts.conf` and folders with an event's own fonts; they are read when the first badge is.
    ///
    /// With more than one processor, a second thread works ahead; the drawing is the same.
    package nonisolated init(
        fontConfiguration: URL, additionalFontFolders: [URL] = [],
        processors: Int = ProcessInfo.processInfo.activeProcessorCount
    ) {
        self.fontConfiguration = fontConfiguration
        fontFolders = additionalFontFolders
        self.processors = processors
    }

    /// Renders to memory; `progress` gets the number of badges done.
    ///
    /// Throws `BadgeRendererError`, or `CancellationError` if the task is cancelled.
    package func render(
        _ badges: some BadgeSource, _ job: Job, progress: (@Sendable (Int) -> Void)? = nil
    ) throws -> (pdf: Data, report: Report) {
        var pdf = Data()
        let report = try render(badges, job, progress: progress) { pdf.append(contentsOf: $0) }
        return (pdf, report)
    }

    /// Renders to a file, in memory that does not grow with it; the file appears when it is complete, or not at all.
    ///
    /// Throws `output_not_written`, another `BadgeRendererError`, or `CancellationError` if the task is cancelled.
    package func render(
        _ badges: some BadgeSource, _ job: Job, to file: URL, progress: (@Sendable (Int) -> Void)? = nil
    ) throws -> Report {
        func writing<Result>(_ body: () throws -> Result) throws -> Result {
            do {
                return try body()
            } catch {
                throw BadgeRendererError(.outputNotWritten, ErrorDetail("file", file.path), underlying: error)
            }
        }
        let output = try writing { try OutputFile(file) }
        let report = try render(badges, job, progress: progress) { bytes in try writing { try output.write(bytes) } }
        try writing { try output.commit() }
        return report
    }

    /// Says what is wrong with badges, without drawing them; `progress` gets the number of badges looked at.
    package func preflight(
        _ badges: some BadgeSource, template: BadgeTemplate, progress: (@Sendable (Int) -> Void)? = nil
    ) throws -> [PreflightFinding] {
        let composers = try composers(for: template)
        var passes = composers.passes(
            [.front, .back], over: (0..<badges.count).map { .badge($0) }, of: badges, processors: processors)
        var log = PreflightLog()
        for index in 0..<badges.count {
            try Task.checkCancellation()
            for pass in passes.indices {
                guard let preparation = passes[pass].preparations.element(at: index) else { continue }
                try passes[pass].composer.check(preparation.badge, preparation, log: &log)
            }
            progress?(index + 1)
        }
        return log.sorted
    }

    /// How many sheets of paper and pages a run takes. Throws what rendering it would.
    package nonisolated static func extent(
        of badges: some BadgeSource, _ job: Job
    ) throws(BadgeRendererError) -> (sheets: Int, pages: Int) {
        let sides = try job.sides()
        let layout = try SheetLayout(job.sheet, badge: job.template.size)
        let sheets = layout.sheetCount(badges: try BadgeSequence(badges, job.sheet).items.count)
        return (sheets, sheets * sides.count)
    }

    /// One side of a badge as a PNG file. Throws `image_too_large` above 10,000 pixels a side, and
    /// `template_without_back`.
    package func preview(
        _ badge: BadgeContent, template: BadgeTemplate, dotsPerInch: Double, back: Bool = false
    ) throws -> Data {
        guard let composer = try composers(for: template).named(back ? .back : .front) else {
            throw BadgeRendererError(.templateWithoutBack, ErrorDetail("file", template.name))
        }
        let image = try PixelImage(size: template.size, dotsPerInch: dotsPerInch)
        var log = PreflightLog()
        composer.beginPage()
        let preparation = BadgePreparation(badge, composer.personal, on: composer.texts)
        try image.draw { canvas in
            try composer.draw(badge, preparation, on: canvas, at: Point(x: 0, y: 0), log: &log)
        }
        return try image.png()
    }

    private func render(
        _ badges: some BadgeSource, _ job: Job, progress: (@Sendable (Int) -> Void)?,
        writer: @escaping PDFDocument.Writer
    ) throws -> Report {
        guard badges.count > 0 else { throw BadgeRendererError(.batchEmpty) }
        guard badges.count <= Self.batchMax else {
            throw BadgeRendererError(.batchTooLarge, ErrorDetail("badges_max", Self.batchMax))
        }
        let sides = try job.sides()
        let layout = try SheetLayout(job.sheet, badge: job.template.size)
        let items = try BadgeSequence(badges, job.sheet).items
        let composers = try composers(for: job.template)
        let document = PDFDocument(
            information: .init(title: job.title, created: job.created), writer: writer)
        let sheetCount = layout.sheetCount(badges: items.count)
        var passes = composers.passes(sides, over: items, of: badges, processors: processors)
        var bookmarks = BadgeBookmarks(job.sheet.order)
        var log = PreflightLog()
        var done = 0
        for sheet in 0..<sheetCount {
            for pass in passes.indices {
                let side = passes[pass].side
                let composer = passes[pass].composer
                try document.page(layout.paper) { canvas in
                    composer.beginPage()
                    for (item, label) in layout.badges(onSheet: sheet, of: items.count) {
                        try Task.checkCancellation()
                        let transform = layout.transform(ofLabel: label, side: side)
                        let preparation = passes[pass].preparations.element(at: item)
                        switch items[item] {
                        case .badge:
                            guard let preparation else { continue }
                            try composer.draw(preparation.badge, preparation, on: canvas, transform, log: &log)
                            if pass == 0 { bookmarks.add(preparation.badge, to: document) }
                            guard pass == passes.count - 1 else { continue }
                            done += 1
                            progress?(done)
                        case .divider(let letter):
                            if side == .front { composer.drawDivider(letter, on: canvas, transform) }
                        }
                    }
                    if side == .front { layout.drawCropMarks(on: canvas) }
                }
            }
        }
        try document.finish()
        return Report(
            pageCount: sheetCount * sides.count, sheetCount: sheetCount, findings: log.sorted)
    }

    func loadFonts() throws(TypesettingError) -> FontCollection {
        try FontCollection.load(configuration: fontConfiguration, additionalFolders: fontFolders)
    }

    func composers(for template: BadgeTemplate) throws -> BadgeSides {
        if let known = Self.composers[key(of: template)] { return known }
        let fonts = try loadFonts()
        let made = BadgeSides(
            front: try BadgeComposer(template.front, fonts: fonts),
            back: try template.back.map { try BadgeComposer($0, fonts: fonts) })
        keep(made, for: template)
        return made
    }

    /// Keeps what lays out a template ready for its badges.
    func keep(_ sides: BadgeSides, for template: BadgeTemplate) {
        if Self.composers.count >= Self.composersMax { Self.composers.removeAll() }
        Self.composers[key(of: template)] = sides
    }

    private func key(of template: BadgeTemplate) -> ComposerKey {
        ComposerKey(template: template, fontConfiguration: fontConfiguration, fontFolders: fontFolders)
    }
}

extension BadgeRenderer.Job {
    /// The pages of each sheet, in the order of the file. Throws `template_without_back`.
    fileprivate func sides() throws(BadgeRendererError) -> [SheetLayout.Side] {
        switch sheet.sides {
        case .fronts: return [.front]
        case .both: return template.hasBack ? [.front, .back] : [.front]
        case .backs:
            guard template.hasBack else {
                throw BadgeRendererError(.templateWithoutBack, ErrorDetail("file", template.name))
            }
            return [.back]
        }
    }
}

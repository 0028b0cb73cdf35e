internal import Conference
package import Foundation
package import Typesetting

/// Renders badges, one job at a time.
@TypesettingActor
package final class BadgeRenderer {
    /// Badges in one job.
    package static let batchMax = 100_000
    /// Templates whose artwork is kept ready.
    private static let composersMax = 8

    /// How a run of badges is to be laid out.
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

    /// What came of a run.
    package struct Report: Sendable {
        package let pageCount: Int
        /// Problems first, otherwise in the order of the badges.
        package let findings: [PreflightFinding]
    }

    private let fontConfiguration: URL
    private let fontFolders: [URL]
    private var composers: [BadgeTemplate: BadgeComposer] = [:]

    /// Takes a `fonts.conf` and folders with an event's own fonts; they are read when the first badge is.
    package nonisolated init(fontConfiguration: URL, additionalFontFolders: [URL] = []) {
        self.fontConfiguration = fontConfiguration
        fontFolders = additionalFontFolders
    }

    /// Renders to memory; `progress` gets the number of badges done.
    ///
    /// Throws `BadgeRendererError`, or `CancellationError` if the task is cancelled.
    package func render(
        _ badges: [BadgeContent], _ job: Job, progress: (@Sendable (Int) -> Void)? = nil
    ) throws -> (pdf: Data, report: Report) {
        var pdf = Data()
        let report = try render(badges, job, progress: progress) { pdf.append(contentsOf: $0) }
        return (pdf, report)
    }

    /// Renders to a file, in memory that does not grow with it; the file appears when it is complete, or not at all.
    ///
    /// Throws `output_not_written`, another `BadgeRendererError`, or `CancellationError` if the task is cancelled.
    package func render(
        _ badges: [BadgeContent], _ job: Job, to file: URL, progress: (@Sendable (Int) -> Void)? = nil
    ) throws -> Report {
        func writing<Result>(_ body: () throws -> Result) throws -> Result {
            do {
                return try body()
            } catch {
                throw BadgeRendererError("output_not_written", ErrorDetail("file", file.path), underlying: error)
            }
        }
        let output = try writing { try OutputFile(file) }
        let report = try render(badges, job, progress: progress) { bytes in try writing { try output.write(bytes) } }
        try writing { try output.commit() }
        return report
    }

    /// Says what is wrong with badges, without drawing them; `progress` gets the number of badges looked at.
    package func preflight(
        _ badges: [BadgeContent], template: BadgeTemplate, progress: (@Sendable (Int) -> Void)? = nil
    ) throws -> [PreflightFinding] {
        try BadgeRendererError.translating {
            let composer = try composer(for: template)
            var log = PreflightLog()
            for (index, badge) in badges.enumerated() {
                try Task.checkCancellation()
                try composer.check(badge, log: &log)
                progress?(index + 1)
            }
            return log.sorted
        }
    }

    /// One badge as a PNG file. Throws `image_too_large` above 10,000 pixels a side.
    package func preview(_ badge: BadgeContent, template: BadgeTemplate, dotsPerInch: Double) throws -> Data {
        try BadgeRendererError.translating {
            let composer = try composer(for: template)
            let image = try PixelImage(size: template.size, dotsPerInch: dotsPerInch)
            var log = PreflightLog()
            composer.beginPage()
            try image.draw { canvas in try composer.draw(badge, on: canvas, at: Point(x: 0, y: 0), log: &log) }
            return try image.png()
        }
    }

    private func render(
        _ badges: [BadgeContent], _ job: Job, progress: (@Sendable (Int) -> Void)?,
        writer: @escaping PDFDocument.Writer
    ) throws -> Report {
        guard !badges.isEmpty else { throw BadgeRendererError("batch_empty") }
        guard badges.count <= Self.batchMax else {
            throw BadgeRendererError("batch_too_large", ErrorDetail("badges_max", Self.batchMax))
        }
        let layout = try SheetLayout(job.sheet, badge: job.template.size)
        return try BadgeRendererError.translating {
            let composer = try composer(for: job.template)
            let document = PDFDocument(
                information: .init(title: job.title, created: job.created), writer: writer)
            let pageCount = layout.pageCount(badges: badges.count)
            var log = PreflightLog()
            for page in 0..<pageCount {
                try document.page(layout.paper) { canvas in
                    composer.beginPage()
                    for (index, origin) in layout.badges(onPage: page, of: badges.count) {
                        try Task.checkCancellation()
                        try composer.draw(badges[index], on: canvas, at: origin, log: &log)
                        progress?(index + 1)
                    }
                    layout.drawCropMarks(on: canvas)
                }
            }
            try document.finish()
            return Report(pageCount: pageCount, findings: log.sorted)
        }
    }

    private func composer(for template: BadgeTemplate) throws -> BadgeComposer {
        if let known = composers[template] { return known }
        let fonts = try FontCollection.load(configuration: fontConfiguration, additionalFolders: fontFolders)
        let composer = try BadgeComposer(template, fonts: fonts)
        if composers.count >= Self.composersMax { composers.removeAll() }
        composers[template] = composer
        return composer
    }
}

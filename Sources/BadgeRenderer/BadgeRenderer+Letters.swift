internal import Conference
package import Foundation
internal import Typesetting

/// Letters: a page each, of the size of its drawing.
extension BadgeRenderer {
    /// One letter with the drawing by which it was issued.
    package struct Letter: Sendable {
        package let content: BadgeContent
        package let template: BadgeTemplate

        package init(_ content: BadgeContent, template: BadgeTemplate) {
            self.content = content
            self.template = template
        }
    }

    /// Letters one after another in one file, with what is wrong with them. The same letters, title and date give the same bytes.
    ///
    /// - Throws: `batch_empty`, `batch_too_large`, what a template makes impossible.
    package func render(
        _ letters: [Letter], title: String, created: Date
    ) throws -> (pdf: Data, findings: [PreflightFinding]) {
        guard !letters.isEmpty else { throw BadgeRendererError(.batchEmpty) }
        guard letters.count <= Self.batchMax else {
            throw BadgeRendererError(.batchTooLarge, ErrorDetail("badges_max", Self.batchMax))
        }
        var pdf = Data()
        var log = PreflightLog()
        let document = PDFDocument(information: .init(title: title, created: created)) { pdf.append(contentsOf: $0) }
        for letter in letters {
            try Task.checkCancellation()
            let sides = try composers(for: letter.template)
            for composer in [sides.front, sides.back].compactMap({ $0 }) {
                let preparation = BadgePreparation(letter.content, composer.personal, on: composer.texts)
                try document.page(letter.template.size) { canvas in
                    composer.beginPage()
                    try composer.draw(letter.content, preparation, on: canvas, at: Point(x: 0, y: 0), log: &log)
                }
            }
        }
        try document.finish()
        return (pdf, log.sorted)
    }
}

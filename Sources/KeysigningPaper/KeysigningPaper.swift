import Catalogues
import Conference
package import Foundation
package import Typesetting

/// Draws the papers of a keysigning as PDF, and the matrix as a picture too.
///
/// The same values give the same bytes: nothing reads the clock.
@TypesettingActor
package final class KeysigningPaper {
    private let fontConfiguration: URL
    private var pen: Pen?

    /// Takes a `fonts.conf`; it is read when the first paper is drawn.
    package nonisolated init(fontConfiguration: URL) {
        self.fontConfiguration = fontConfiguration
    }

    /// The list: the same order and numbers as its text, with boxes to tick and a QR code for each key.
    ///
    /// - Throws: `TypesettingError`.
    package func pdf(_ list: KeyListPaper) throws -> Data {
        let title = Catalogue.of(list.language)(
            "ksp_paper_list_title", ["event": list.event, "version": "\(list.version)"])
        return try file(title: title, created: list.frozen) {
            try KeyListLayout(list, pen: $0).draw(on: $1)
        }
    }

    /// Slips to cut, eight to a page.
    ///
    /// - Throws: `TypesettingError`.
    package func pdf(_ slips: SlipPaper) throws -> Data {
        let title = Catalogue.of(slips.language)("ksp_paper_slips_title", ["event": slips.event])
        return try file(title: title, created: slips.created) {
            try SlipLayout(slips, pen: $0).draw(on: $1)
        }
    }

    /// The rotation, one schedule per person.
    ///
    /// - Throws: `TypesettingError`.
    package func pdf(_ rotation: RotationPaper) throws -> Data {
        let title = Catalogue.of(rotation.language)("ksp_paper_rotation_title", ["event": rotation.event])
        return try file(title: title, created: rotation.created) {
            try RotationLayout(rotation, pen: $0).draw(on: $1)
        }
    }

    /// The matrix on one page as large as it needs.
    ///
    /// - Throws: `TypesettingError`.
    package func pdf(_ matrix: MatrixPaper) throws -> Data {
        let title = Catalogue.of(matrix.language)("ksp_paper_matrix_title", ["event": matrix.event])
        return try file(title: title, created: matrix.created) { pen, document in
            let layout = MatrixLayout(matrix, pen: pen)
            try document.page(layout.size) { layout.draw(on: $0) }
        }
    }

    /// The matrix as a PNG file.
    ///
    /// - Parameter dotsPerInch: 144 makes the smallest numbers readable.
    /// - Throws: `TypesettingError`.
    package func png(_ matrix: MatrixPaper, dotsPerInch: Double = 144) throws -> Data {
        let layout = MatrixLayout(matrix, pen: try loadedPen())
        let image = try PixelImage(size: layout.size, dotsPerInch: dotsPerInch)
        try image.draw { layout.draw(on: $0) }
        return try image.png()
    }

    private func file(
        title: String, created: Date, _ draw: @TypesettingActor (Pen, PDFDocument) throws -> Void
    ) throws -> Data {
        var pdf = Data()
        let document = PDFDocument(information: .init(title: title, created: created)) {
            pdf.append(contentsOf: $0)
        }
        try draw(try loadedPen(), document)
        try document.finish()
        return pdf
    }

    private func loadedPen() throws -> Pen {
        if let pen { return pen }
        let pen = Pen(setter: TextSetter(fonts: try FontCollection.load(configuration: fontConfiguration)))
        self.pen = pen
        return pen
    }
}

package import Conference
package import Foundation
package import Typesetting

/// Renders receipts and credit notes, in the language of the document, shift reports and the lists of doors as PDF on
/// Letter paper.
///
/// The same document gives the same bytes: its date is the day it was issued.
@TypesettingActor
package final class DocumentRenderer {
    private let fontConfiguration: URL
    private var setter: TextSetter?

    /// Takes a `fonts.conf`; it is read when the first document is rendered.
    package nonisolated init(fontConfiguration: URL) {
        self.fontConfiguration = fontConfiguration
    }

    /// The document as a PDF file.
    ///
    /// - Throws: `TypesettingError`.
    package func render(_ document: LedgerDocument) throws -> Data {
        let words = DocumentWords.of(document.figures.language)
        return try file(title: "\(words.title(document.kind)) \(document.label)", created: document.issued) { setter in
            ReceiptLayout(
                document, words: words,
                numbers: DocumentNumbers(document.figures.language, timeZone: document.event.timeZone),
                typist: Typist(setter: setter, language: document.figures.language.rawValue)
            ).sheet()
        }
    }

    /// The report of a shift as a PDF file, in English, for the desk and the treasurer.
    ///
    /// - Throws: `TypesettingError`.
    package func render(_ shift: ShiftPaper) throws -> Data {
        try file(title: "Shift \(shift.number), till \(shift.till)", created: shift.closed?.time ?? shift.opened) {
            setter in
            ShiftLayout(
                shift, numbers: DocumentNumbers(.english, timeZone: shift.timeZone),
                typist: Typist(setter: setter, language: Language.english.rawValue)
            ).sheet()
        }
    }

    /// The fallback list of a gate as a PDF file, in English, for the door.
    ///
    /// - Throws: `TypesettingError`.
    package func render(_ paper: DoorPaper) throws -> Data {
        try file(title: "\(paper.gate), day \(paper.day)", created: paper.time) { setter in
            DoorPaperLayout(
                paper, numbers: DocumentNumbers(.english, timeZone: paper.timeZone),
                typist: Typist(setter: setter, language: Language.english.rawValue)
            ).sheet()
        }
    }

    private func file(
        title: String, created: Date, _ sheet: (TextSetter) throws -> Sheet
    ) throws -> Data {
        var pdf = Data()
        let file = PDFDocument(information: .init(title: title, created: created)) { pdf.append(contentsOf: $0) }
        try sheet(try textSetter()).draw(on: file)
        try file.finish()
        return pdf
    }

    private func textSetter() throws -> TextSetter {
        if let setter { return setter }
        let setter = TextSetter(fonts: try FontCollection.load(configuration: fontConfiguration))
        self.setter = setter
        return setter
    }
}

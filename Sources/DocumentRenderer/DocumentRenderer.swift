import Catalogues
package import Conference
package import Foundation
package import Typesetting

/// Renders invoices, receipts and credit notes, in the language of the document, statements of account, shift reports, sheets of
/// a date and the lists of doors, in that of who asks for them, as PDF on Letter paper.
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
    /// - Parameter isCopy: whether the same was on paper before; then it says so.
    /// - Throws: `TypesettingError`.
    package func render(_ document: LedgerDocument, isCopy: Bool = false) throws -> Data {
        let language = document.figures.language
        let words = Catalogue.of(language)
        let title = words("document_\(document.kind.rawValue)")
        return try file(title: "\(title) \(document.label)", created: document.issued) { setter in
            flow(of: document, isCopy: isCopy, setter)
        }
    }

    /// Documents one after another in one file, each in its language, with the date of the last.
    ///
    /// - Throws: `TypesettingError`.
    package func render(_ documents: [(document: LedgerDocument, isCopy: Bool)]) throws -> Data {
        if documents.count == 1 { return try render(documents[0].document, isCopy: documents[0].isCopy) }
        var pdf = Data()
        let title = documents.first?.document.event.name ?? ""
        let created = documents.map(\.document.issued).max() ?? Date(timeIntervalSince1970: 0)
        let file = PDFDocument(information: .init(title: title, created: created)) { pdf.append(contentsOf: $0) }
        let setter = try textSetter()
        for (document, isCopy) in documents { try flow(of: document, isCopy: isCopy, setter).draw(on: file) }
        try file.finish()
        return pdf
    }

    private func flow(of document: LedgerDocument, isCopy: Bool, _ setter: TextSetter) -> PageFlow {
        let language = document.figures.language
        return ReceiptLayout(
            document, isCopy: isCopy, words: Catalogue.of(language),
            format: ReaderFormat(language, currency: document.event.currency, zone: document.event.timeZone.zone),
            typist: Typist(setter: setter, language: language.rawValue)
        ).flow()
    }

    /// A statement of account as a PDF file.
    ///
    /// - Throws: `TypesettingError`.
    package func render(_ account: AccountPaper, in language: Language) throws -> Data {
        let words = Catalogue.of(language)
        return try file(title: account.title(words), created: account.time) { setter in
            AccountLayout(
                account, words: words,
                format: ReaderFormat(language, currency: account.event.currency, zone: account.event.timeZone.zone),
                typist: Typist(setter: setter, language: language.rawValue)
            ).flow()
        }
    }

    /// The report of a shift as a PDF file, for the desk and the treasurer.
    ///
    /// - Throws: `TypesettingError`.
    package func render(_ shift: ShiftPaper, in language: Language) throws -> Data {
        let words = Catalogue.of(language)
        let title = shift.title(words)
        return try file(title: title, created: shift.closed?.time ?? shift.opened) { setter in
            ShiftLayout(
                shift, words: words,
                format: ReaderFormat(language, currency: shift.currency, zone: shift.timeZone.zone),
                typist: Typist(setter: setter, language: language.rawValue)
            ).flow()
        }
    }

    /// The sheet at the end of a date as a PDF file, for the desk and the treasurer.
    ///
    /// - Throws: `TypesettingError`.
    package func render(_ sheet: DayEndPaper, in language: Language) throws -> Data {
        let words = Catalogue.of(language)
        let format = ReaderFormat(language, currency: sheet.currency, zone: sheet.timeZone.zone)
        return try file(title: sheet.title(words, format), created: sheet.time) { setter in
            DayEndLayout(
                sheet, words: words, format: format, typist: Typist(setter: setter, language: language.rawValue)
            ).flow()
        }
    }

    /// The fallback list of a gate as a PDF file, for the door.
    ///
    /// - Throws: `TypesettingError`.
    package func render(_ paper: DoorPaper, in language: Language) throws -> Data {
        let words = Catalogue.of(language)
        return try file(title: paper.title(words), created: paper.time) { setter in
            DoorPaperLayout(
                paper, words: words,
                format: ReaderFormat(language, currency: paper.currency, zone: paper.timeZone.zone),
                typist: Typist(setter: setter, language: language.rawValue)
            ).flow()
        }
    }

    private func file(
        title: String, created: Date, _ flow: (TextSetter) throws -> PageFlow
    ) throws -> Data {
        var pdf = Data()
        let file = PDFDocument(information: .init(title: title, created: created)) { pdf.append(contentsOf: $0) }
        try flow(try textSetter()).draw(on: file)
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

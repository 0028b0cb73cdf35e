package import Conference
package import EventStore

/// What names a document: its kind and number.
package struct DocumentID: Sendable, Hashable, Codable {
    package let kind: LedgerDocument.Kind
    package let number: Int64

    package init(kind: LedgerDocument.Kind, number: Int64) {
        self.kind = kind
        self.number = number
    }

    /// Reads `R-12`, `C-3`, `I-7` and labels as they stand on paper: `NETDEV01-R-0012`, and in the second incarnation of the
    /// event's file `NETDEV01-R2-0012`.
    ///
    /// - Throws: `document_label_invalid`.
    package init(_ text: String) throws {
        let parts = text.uppercased().split(separator: "-").suffix(2)
        guard parts.count == 2, let (kind, series) = parts.first.flatMap(Self.series),
            let number = parts.last.flatMap({ Int64($0) }), number > 0,
            series == 1 || number <= Incarnation.numbersApart
        else { throw LedgerError(.documentLabelInvalid, ErrorDetail("value", String(text.prefix(80)))) }
        self.init(kind: kind, number: (series - 1) * Incarnation.numbersApart + number)
    }

    /// `R` is the first series of receipts, `R2` that of the second incarnation.
    private static func series(_ text: Substring) -> (LedgerDocument.Kind, Int64)? {
        guard let kind = LedgerDocument.Kind.allCases.first(where: { text.hasPrefix($0.letter) }) else { return nil }
        let rest = text.dropFirst(kind.letter.count)
        if rest.isEmpty { return (kind, 1) }
        guard let series = Int64(rest), (2...Int64(Incarnation.numberMax)).contains(series), String(series) == rest
        else { return nil }
        return (kind, series)
    }

    /// `NETDEV01-R-0012`, `NETDEV01-R2-0001`.
    package func label(slug: String) -> String {
        let series = (number - 1) / Incarnation.numbersApart + 1
        let digits = String((number - 1) % Incarnation.numbersApart + 1)
        return "\(slug.uppercased())-\(kind.letter)\(series == 1 ? "" : String(series))-"
            + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension LedgerDocument.Kind {
    fileprivate var letter: String {
        switch self {
        case .receipt: "R"
        case .creditNote: "C"
        case .invoice: "I"
        }
    }
}

extension RegistrationLedger {
    /// Issues the document for all that was charged, credited and paid since the one before: a receipt, or a credit note
    /// where more was credited than charged. It gets the next number of its kind in the same transaction.
    ///
    /// - Parameter predates: whether an organizer confirmed that it is dated before the last one of its kind.
    /// - Throws: `document_nothing_new`, `document_not_paid` where nothing was paid and money is due, `document_predates`,
    ///   `registration_unknown`.
    package func issueDocument(
        for id: Registration.ID, predates: Bool = false, context: WriteContext
    ) async throws -> Performed<LedgerDocument> {
        let done = try await store.perform("document.issue", content: [id.description], context: context) {
            [store] db in
            try DocumentRecord.issue(
                db, try store.definition(db), DocumentOrder(people: [id], wish: .whatIsNew, predates: predates),
                context: context)
        }
        return Performed(result: try await document(done.result), replayed: done.replayed)
    }

    /// A document that was issued, as it was issued.
    ///
    /// - Throws: `document_unknown`.
    package func document(_ id: DocumentID) async throws -> LedgerDocument {
        try await store.read { [store] db in try DocumentRecord.fetch(db, try store.definition(db), id) }
    }

    /// The documents that are about one registration, in the order in which they were issued, or all, by kind and number.
    ///
    /// - Parameters:
    ///   - after: the part of the list after that document.
    ///   - limit: how many at the most.
    package func documents(
        of id: Registration.ID? = nil, after: DocumentID? = nil, limit: Int = .max
    ) async throws -> [LedgerDocument] {
        try await store.read { [store] db in
            try DocumentRecord.list(db, try store.definition(db), of: id, after: after, limit: limit)
        }
    }
}

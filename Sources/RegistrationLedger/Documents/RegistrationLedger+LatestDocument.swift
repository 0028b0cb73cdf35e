package import Conference
import EventStore
import GRDB

/// The document that is asked for at a desk: a new one, or the last one again. Either answer is kept with its request, so that a
/// repeated call has the same, whatever came in between.
extension RegistrationLedger {
    /// What a request was answered with.
    private struct Answer: Codable, Sendable {
        let document: DocumentID
        let isNew: Bool
    }

    /// The document of a registration for everything new since the last one; if nothing is new, the last one again.
    ///
    /// - Parameter predates: whether an organizer confirmed that it is dated before the last one of its kind.
    /// - Throws: `document_nothing_new` where there is none at all, and what `issueDocument` throws.
    package func latestDocument(
        for id: Registration.ID, predates: Bool = false, context: WriteContext
    ) async throws -> (document: LedgerDocument, isNew: Bool) {
        let done = try await store.perform("document.latest", content: [id.description], context: context) {
            [store] db in
            let definition = try store.definition(db)
            do {
                let order = DocumentOrder(people: [id], wish: .whatIsNew, predates: predates)
                return Answer(
                    document: try DocumentRecord.issue(db, definition, order, context: context), isNew: true)
            } catch let error as LedgerError where error.code == .documentNothingNew {
                return try Self.last(db, definition, of: id) { _ in true } ?? { throw error }()
            }
        }
        return (try await document(done.result.document), done.result.isNew)
    }

    /// The document of the people of an invoice for everything new since the last one, for whoever pays for them; if nothing
    /// is new, the last one again.
    ///
    /// - Parameter predates: whether an organizer confirmed that it is dated before the last one of its kind.
    /// - Throws: `document_not_paid` where nothing was paid yet, `document_nothing_new` where there is none at all, and what
    ///   `issueDocument` throws.
    package func latestDocument(
        answering invoice: DocumentID, predates: Bool = false, context: WriteContext
    ) async throws -> (document: LedgerDocument, isNew: Bool) {
        let content = ["invoice", invoice.kind.rawValue, String(invoice.number)]
        let done = try await store.perform("document.latest", content: content, context: context) { [store] db in
            let definition = try store.definition(db)
            let standing = try InvoiceStanding(db, definition, invoice)
            do {
                return Answer(
                    document: try Self.issue(db, definition, answering: standing, predates, context: context),
                    isNew: true)
            } catch let error as LedgerError where error.code == .documentNothingNew {
                let last = try standing.people.first.flatMap { person in
                    try Self.last(db, definition, of: person.registration.id) { $0 != .invoice }
                }
                guard let last else {
                    throw standing.open > .zero
                        ? LedgerError(.documentNotPaid, ErrorDetail("due", standing.open)) : error
                }
                return last
            }
        }
        return (try await document(done.result.document), done.result.isNew)
    }

    private static func last(
        _ db: Database, _ definition: EventDefinition, of id: Registration.ID,
        where isWanted: (LedgerDocument.Kind) -> Bool
    ) throws -> Answer? {
        try DocumentRecord.list(db, definition, of: id, after: nil, limit: .max).last { isWanted($0.kind) }
            .map { Answer(document: DocumentID(kind: $0.kind, number: $0.number), isNew: false) }
    }
}

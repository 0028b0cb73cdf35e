package import Conference
import DocumentRenderer
import EventStore
package import Foundation
package import RegistrationLedger

extension EventServices {
    /// The document of a registration for everything new since the last one; if nothing is new, the last one again.
    ///
    /// - Parameter predates: whether an organizer confirmed that it is dated before the last one of its kind.
    /// - Throws: `document_nothing_new` where there is none at all, and what `issueDocument` throws.
    package func latestDocument(
        of id: Registration.ID, predates: Bool = false, context: WriteContext
    ) async throws -> (document: LedgerDocument, isNew: Bool) {
        try await ledger.latestDocument(for: id, predates: predates, context: context)
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
        try await ledger.latestDocument(answering: invoice, predates: predates, context: context)
    }

    /// A document as PDF.
    ///
    /// - Parameter isCopy: whether it was handed out before: then it says that it is a copy.
    /// - Throws: `TypesettingError`.
    package func pdf(of document: LedgerDocument, isCopy: Bool) async throws -> Data {
        try await DocumentRenderer(fontConfiguration: resources.fontConfiguration).render(document, isCopy: isCopy)
    }

    /// A statement of account as PDF, in its language.
    ///
    /// - Throws: `TypesettingError`.
    package func pdf(of account: AccountStatement) async throws -> Data {
        let event = try await store.definition()
        return try await DocumentRenderer(fontConfiguration: resources.fontConfiguration).render(
            AccountPaper(account, event), in: account.language)
    }

    /// The sheet at the end of a date, over all tills, in the language of who asks for it, as PDF.
    ///
    /// - Throws: `TypesettingError`.
    package func pdf(of sheet: DayEnd, in language: Language) async throws -> Data {
        let event = try await store.definition()
        let paper = DayEndPaper(
            event: event.name, timeZone: event.timeZone, currency: event.currency, date: sheet.date, time: clock.now,
            takings: sheet.takings.map { takings in
                DayEndPaper.Takings(
                    till: takings.till, method: takings.method.rawValue, count: takings.count,
                    received: takings.received, returned: takings.returned)
            },
            drawers: sheet.shifts.map { shift in
                DayEndPaper.Drawer(
                    number: shift.till.id.rawValue, till: shift.till.name, float: shift.till.float,
                    dropped: shift.dropped, expected: shift.till.closing?.expected ?? shift.expectedCash,
                    counted: shift.till.closing?.counted)
            },
            terminals: sheet.terminals.map { total in
                DayEndPaper.Terminal(name: total.terminal, amount: total.amount, reason: total.reason)
            },
            cards: sheet.cards, dropped: sheet.dropped, safe: sheet.safe)
        return try await DocumentRenderer(fontConfiguration: resources.fontConfiguration).render(paper, in: language)
    }

    /// The report of a shift on its paper, in the language of who asks for it, as PDF.
    ///
    /// - Throws: `TypesettingError`.
    package func pdf(of report: ShiftReport, in language: Language) async throws -> Data {
        let event = try await store.definition()
        let names = try await store.read { db in try EventStore.deviceNames(db) }
        let paper = ShiftPaper(
            event: event.name, timeZone: event.timeZone, currency: event.currency, number: report.till.id.rawValue,
            till: report.till.name, opened: report.till.opened, openedBy: Author(report.till.openedBy).told(names),
            float: report.till.float,
            takings: report.takings.map { takings in
                ShiftPaper.Takings(
                    author: Author(takings.author).told(names), method: takings.method.rawValue, count: takings.count,
                    received: takings.received, returned: takings.returned)
            },
            dropped: report.dropped, expectedCash: report.expectedCash,
            closed: report.till.closing.map { closing in
                ShiftPaper.Closing(
                    time: closing.time, author: Author(closing.author).told(names), counted: closing.counted,
                    difference: closing.difference)
            })
        return try await DocumentRenderer(fontConfiguration: resources.fontConfiguration).render(paper, in: language)
    }
}

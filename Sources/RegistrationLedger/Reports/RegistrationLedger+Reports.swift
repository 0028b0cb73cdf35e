package import Conference
import EventStore
package import Foundation
package import GRDB

extension RegistrationLedger {
    /// Answers a report from one consistent state of the books.
    ///
    /// Dates are those that the clocks of the event showed. Amounts are in the event's currency.
    /// - Parameters:
    ///   - period: for reports on money; the others are about how things stand.
    ///   - time: the present, for what looks at days that have begun.
    ///   - admissions: on which days each registration was let in somewhere; asked in the transaction of the report, for
    ///     `no-shows` alone, because scans are kept elsewhere.
    package func table(
        of report: LedgerReport, in period: ReportPeriod = .whole, at time: Date,
        admissions: @escaping @Sendable (Database) throws -> [Registration.ID: DaySet]
    ) async throws -> ReportTable {
        try await store.read { [store] db in
            let rows = try Self.rows(
                db, try store.definition(db), of: report, in: period, at: time, admissions: admissions)
            return ReportTable(report, rows: rows)
        }
    }

    static func rows(
        _ db: Database, _ definition: EventDefinition, of report: LedgerReport, in period: ReportPeriod = .whole,
        at time: Date,
        admissions: (Database) throws -> [Registration.ID: DaySet]
    ) throws -> [[ReportTable.Cell]] {
        let span = MoneyReports.Span(period, definition)
        return switch report {
        case .moneyByDay: try MoneyReports.byDay(db, definition.zone, span)
        case .moneyByProduct: try MoneyReports.byProduct(db, definition, span)
        case .moneyByMethod: try MoneyReports.byMethod(db, definition.zone, span)
        case .moneyByMethodAndDay: try MoneyReports.byMethodAndDay(db, definition.zone, span)
        case .moneyByTax: try MoneyReports.byTax(db, span)
        case .taxReturn: try MoneyReports.taxReturn(db, definition, span)
        case .vouchers: try RegistrationReports.vouchers(db, definition.zone)
        case .registrationsByCategory: try RegistrationReports.byCategory(db, definition)
        case .registrationsByDay: try RegistrationReports.byDay(db, definition)
        case .registrationsByAffiliation: try RegistrationReports.byAffiliation(db)
        case .registrationsByCountry: try RegistrationReports.byCountry(db)
        case .invoices: try RegistrationReports.invoices(db, definition)
        case .documentsMissing: try RegistrationReports.documentsMissing(db, definition)
        case .refundsDue: try RegistrationReports.refundsDue(db)
        case .answers: try RegistrationReports.answers(db, definition)
        case .kitchen: try RegistrationReports.kitchen(db, definition)
        case .outstanding: try RegistrationReports.outstanding(db)
        case .noShows: try RegistrationReports.noShows(db, definition, at: time, admissions: try admissions(db))
        }
    }
}

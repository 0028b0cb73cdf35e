import Conference
import EventStore
import Foundation
import GRDB

extension RegistrationLedger {
    /// Answers a report from one consistent state of the books.
    ///
    /// Dates are those that the clocks of the event showed. Amounts are in the event's currency.
    package func table(of report: LedgerReport) async throws -> ReportTable {
        try await store.read { [store] db in
            let definition = try store.definition(db)
            let rows: [[ReportTable.Cell]]
            let summing: Set<String>
            switch report {
            case .moneyByDay:
                rows = try MoneyReports.byDay(db, TimeZone(identifier: definition.timeZone) ?? .gmt)
                summing = ["revenue", "tax", "other", "received", "refunded", "due"]
            case .moneyByProduct:
                rows = try MoneyReports.byProduct(db, definition)
                summing = ["charged", "credited", "net"]
            case .moneyByMethod:
                rows = try MoneyReports.byMethod(db)
                summing = ["payments", "received", "refunds", "refunded", "net"]
            case .moneyByTax:
                rows = try MoneyReports.byTax(db)
                summing = ["charged", "credited", "net"]
            case .registrationsByRole:
                rows = try RegistrationReports.byRole(db, definition)
                summing = ["active", "cancelled"]
            case .registrationsByDay:
                rows = try RegistrationReports.byDay(db, definition)
                // A person comes on several days: these numbers have no sum.
                summing = []
            case .registrationsByAffiliation:
                rows = try RegistrationReports.byAffiliation(db)
                summing = ["active", "cancelled"]
            case .registrationsByCountry:
                rows = try RegistrationReports.byCountry(db)
                summing = ["active", "cancelled"]
            case .outstanding:
                rows = try RegistrationReports.outstanding(db)
                summing = ["due"]
            }
            return ReportTable(report, rows: rows, summing: summing)
        }
    }
}

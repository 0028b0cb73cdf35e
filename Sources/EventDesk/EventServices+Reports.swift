import CheckIn
import Conference
package import RegistrationLedger

extension EventServices {
    /// Answers a report as of now; who was let in on which day is the check-in's to say.
    package func table(of report: LedgerReport, in period: ReportPeriod = .whole) async throws -> ReportTable {
        try await ledger.table(of: report, in: period, at: clock.now, admissions: { try Attendance.days($0) })
    }
}

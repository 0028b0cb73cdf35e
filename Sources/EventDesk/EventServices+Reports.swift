import CheckIn
import Conference
package import RegistrationLedger

extension EventServices {
    /// Answers a report as of now; the check-in says who was let in on which day.
    package func table(of report: LedgerReport) async throws -> ReportTable {
        try await ledger.table(of: report, at: clock.now, admissions: { try Attendance.days($0) })
    }
}

package import CheckIn
import Conference
package import RegistrationLedger

/// A report by its name, whoever answers it.
package enum EventReport: Sendable, Hashable, RawRepresentable, CaseIterable {
    case books(LedgerReport)
    case doors(DoorReport)

    package static var allCases: [EventReport] {
        LedgerReport.allCases.map { .books($0) } + DoorReport.allCases.map { .doors($0) }
    }

    package init?(rawValue: String) {
        if let report = LedgerReport(rawValue: rawValue) {
            self = .books(report)
        } else if let report = DoorReport(rawValue: rawValue) {
            self = .doors(report)
        } else {
            return nil
        }
    }

    package var rawValue: String {
        switch self {
        case .books(let report): report.rawValue
        case .doors(let report): report.rawValue
        }
    }
}

extension EventServices {
    /// Answers a report as of now; who was let in on which day is the check-in's to say.
    package func table(of report: LedgerReport, in period: ReportPeriod = .whole) async throws -> ReportTable {
        try await ledger.table(of: report, in: period, at: clock.now, admissions: { try Attendance.days($0) })
    }

    /// Answers a report of whichever part.
    package func table(of report: EventReport, in period: ReportPeriod = .whole) async throws -> ReportTable {
        switch report {
        case .books(let report): try await table(of: report, in: period)
        case .doors(let report): try await checkIn.table(of: report, in: period, at: clock.now)
        }
    }
}

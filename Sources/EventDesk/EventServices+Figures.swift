import CheckIn
import Conference
import EventStore
import Foundation
import RegistrationLedger

/// The state of the event, in six numbers.
package struct EventFigures: Sendable, Hashable {
    /// People with a place.
    package let registered: Int
    /// Those of them who owe nothing, including those who are owed money.
    package let paid: Int
    /// Those whose current badge is printed.
    package let printed: Int
    /// People with a place who are expected today; outside the event's days, all of them.
    package let expected: Int
    /// People who came today; outside the event's days, who came at all.
    package let arrived: Int
    /// Entries of a second person on one badge that nobody has settled.
    package let openConflicts: Int
}

extension EventServices {
    /// The state of the event now.
    package func figures() async throws -> EventFigures {
        let registered = try await table(of: .registrationsByCategory).rows.map { $0[2].number ?? 0 }.reduce(0, +)
        let owing = try await table(of: .outstanding).rows.count { row in
            row[4] == .text("active") && row[5].amount.map { $0 > .zero } ?? false
        }
        let day = try await store.definition().day(at: clock.now)
        return EventFigures(
            registered: Int(registered), paid: Int(registered) - owing, printed: try await badges.printedCount(),
            expected: try await ledger.expectedCount(on: day), arrived: try await door.arrivedCount(on: day),
            openConflicts: try await door.openConflicts())
    }
}

extension ReportTable.Cell {
    fileprivate var number: Int64? { if case .number(let number) = self { number } else { nil } }
    fileprivate var amount: Money? { if case .amount(let amount) = self { amount } else { nil } }
}

import CheckIn
import Conference
import EventStore
import Foundation
import RegistrationLedger

/// How the event stands, in six numbers.
package struct EventFigures: Sendable, Hashable {
    /// Those whose place stands.
    package let registered: Int
    /// Those of them who owe nothing; who is owed money has paid as well.
    package let paid: Int
    /// Those whose good badge is on paper.
    package let printed: Int
    /// Those whose place stands and who come today; all of them outside the event's days.
    package let expected: Int
    /// Those who came today; at all outside the event's days.
    package let arrived: Int
    /// Entries of a second person on one badge that nobody has settled.
    package let openConflicts: Int
}

extension EventServices {
    /// How the event stands now.
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

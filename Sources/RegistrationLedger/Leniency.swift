import Conference
import EventStore

/// Giving back more than the event's rule for refunds: why, and whether the limit of desks holds.
package struct Leniency: Sendable, Hashable {
    package let reason: String
    /// Whether an organizer decides, whom no limit binds.
    package let isOrganizers: Bool

    /// - Throws: `reason_missing`, `text_too_long`, `text_has_controls`.
    package init(because reason: String, isOrganizers: Bool) throws {
        self.reason = try RegistrationLedger.reason(reason)
        self.isOrganizers = isOrganizers
    }

    /// - Throws: `beyond_rule_too_much` for a desk that gives back more than the event's file lets it.
    func check(_ amount: Money, _ definition: EventDefinition) throws {
        guard !isOrganizers, amount > definition.deskLeniency else { return }
        throw LedgerError(
            .beyondRuleTooMuch, ErrorDetail("amount", amount), ErrorDetail("limit", definition.deskLeniency))
    }
}

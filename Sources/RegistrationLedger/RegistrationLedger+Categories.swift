package import Conference
package import EventStore
import GRDB

extension RegistrationLedger {
    /// Changes the category of a registration and charges or credits the difference: a category may have prices of its own.
    ///
    /// What the new category pays is what the event says now; its days are priced as `changeDays` prices days that are
    /// kept. The same category changes nothing. Of what is given back the event's rule keeps its part.
    /// - Parameter leniency: gives back what the rule would keep.
    /// - Throws: `category_unknown`; `voucher_not_for_category` while the registration holds a voucher that is not for the new category,
    ///   `days_not_on_sale` when days that were free cannot be sold, `registration_cancelled`, `registration_moved`,
    ///   `registration_unknown`.
    package func changeCategory(
        of id: Registration.ID, to category: Category, leniency: Leniency? = nil, context: WriteContext
    ) async throws -> Performed<Registration> {
        let content = [id.description, category.rawValue] + Self.content(leniency)
        return try await change("registration.category", to: id, content: content, context: context) { [store] db in
            try Self.changeCategory(
                db, try store.definition(db), of: id, to: category, leniency: leniency, context: context)
        }
    }

    /// The same within a transaction.
    static func changeCategory(
        _ db: Database, _ definition: EventDefinition, of id: Registration.ID, to category: Category,
        leniency: Leniency?,
        context: WriteContext
    ) throws -> Registration {
        let before = try Self.active(db, id)
        guard category != before.category else { return before }
        try checkCategory(definition, category)
        if let use = try Holding(db, of: id).voucher,
            let voucher = try EventStore.definition(db, version: use.version).vouchers.first(where: {
                $0.id == use.id
            })
        {
            try checkCategory(category, of: voucher)
        }
        try db.execute(
            sql: "UPDATE registration SET category = ?, priced_ms = ?, priced_version = ? WHERE id = ?",
            arguments: [
                category.rawValue, context.time.milliseconds, try EventStore.definitionVersion(db), id,
            ])
        try RegistrationRecord.tell(
            db, id, .categoryChanged, category.rawValue,
            correction: Happening.Correction(before: before.category.rawValue, after: category.rawValue),
            context: context)
        try Charges.settle(
            db, definition, id, keeping: .byRule(leniency), memo: "category \(category.rawValue)",
            context: context)
        return try RegistrationRecord.fetch(db, id: id)
    }

    /// - Throws: `category_unknown` for one that the event's description does not have.
    static func checkCategory(_ definition: EventDefinition, _ category: Category) throws(ConferenceError) {
        guard definition.knownRule(of: category) == nil else { return }
        throw ConferenceError(
            .categoryUnknown, ErrorDetail("value", category),
            ErrorDetail("choices", definition.categories.map(\.category.rawValue).joined(separator: ", ")))
    }
}

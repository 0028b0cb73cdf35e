package import Conference
package import EventStore
import GRDB

extension RegistrationLedger {
    /// Changes the role of a registration and charges or credits the difference: the passes of some roles are free.
    ///
    /// Whether the new role pays is what the event says now; its days are priced as `changeDays` prices days that are
    /// kept. The same role changes nothing.
    /// - Throws: `voucher_not_for_role` while the registration holds a voucher that is not for the new role,
    ///   `days_not_on_sale` when days that were free cannot be sold, `registration_cancelled`, `registration_moved`,
    ///   `registration_unknown`.
    package func changeRole(
        of id: Registration.ID, to role: Role, context: WriteContext
    ) async throws -> Performed<Registration> {
        try await change("registration.role", content: [id.description, role.rawValue], context: context) {
            [store] db in
            let definition = try store.definition(db)
            let before = try Self.active(db, id)
            guard role != before.role else { return before }
            if let use = try Holding(db, of: id).voucher,
                let voucher = try EventStore.definition(db, version: use.version).vouchers.first(where: {
                    $0.id == use.id
                })
            {
                try Self.checkRole(role, of: voucher)
            }
            try db.execute(
                sql: "UPDATE registration SET role = ?, priced_ms = ?, priced_version = ? WHERE id = ?",
                arguments: [
                    role.rawValue, context.time.milliseconds, try EventStore.definitionVersion(db), id,
                ])
            try RegistrationRecord.tell(db, id, .roleChanged, role.rawValue, context: context)
            try Charges.settle(db, definition, id, memo: "role \(role.rawValue)", context: context)
            return try RegistrationRecord.fetch(db, id: id)
        }
    }
}

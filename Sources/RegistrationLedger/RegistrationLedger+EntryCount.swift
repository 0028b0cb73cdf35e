import EventStore
import GRDB

extension RegistrationLedger {
    /// How many entries the journal has; it never has fewer.
    package func entryCount() async throws -> Int {
        try await store.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM journal_entry") ?? 0 }
    }
}

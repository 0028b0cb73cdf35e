import Conference
import EventStore
package import Foundation
import GRDB

/// What keeps us from talking to the payment provider.
package struct ProviderTrouble: Sendable, Hashable {
    package let since: Date
    /// A code of ours.
    package let code: String
    /// What the provider said; empty where it said nothing.
    package let reply: String
}

extension RegistrationLedger {
    private struct Stored: RowRecord {
        let sinceMs: Int64
        let code: String
        let reply: String
    }

    /// Nil while all goes well.
    package func providerTrouble() async throws -> ProviderTrouble? {
        try await store.read { db in
            try Stored.fetchOne(db, sql: "SELECT since_ms, code, reply FROM provider_trouble").map {
                ProviderTrouble(since: Date(milliseconds: $0.sinceMs), code: $0.code, reply: $0.reply)
            }
        }
    }

    /// Notes what keeps us from talking to the provider, or that we do.
    package func note(providerTrouble code: String?, reply: String = "", at now: Date) async throws {
        let known = try await providerTrouble()
        guard let code else {
            guard known != nil else { return }
            return try await store.write { try $0.execute(sql: "DELETE FROM provider_trouble") }
        }
        try await store.write { db in
            try db.execute(
                sql: """
                    INSERT INTO provider_trouble (id, since_ms, at_ms, code, reply)
                    VALUES (1, :now, :now, :code, :reply)
                    ON CONFLICT (id) DO UPDATE SET at_ms = :now, reply = :reply, code = :code,
                        since_ms = CASE code WHEN :code THEN since_ms ELSE :now END
                    """, arguments: ["now": now.milliseconds, "code": code, "reply": String(reply.prefix(300))])
        }
    }
}

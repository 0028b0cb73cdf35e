package import Conference
package import EventStore
package import Foundation
package import GRDB

extension RegistrationLedger {
    /// When a registration was made; nil where there is none.
    package static func made(_ db: Database, _ id: Registration.ID) throws -> Date? {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT created_ms FROM registration WHERE id = ?"), arguments: [id]
        ).map { Date(milliseconds: $0) }
    }

    /// What apps printed for somebody, the earliest first.
    package static func appPrints(_ db: Database, of id: Registration.ID) throws -> [AppPrint] {
        try PrintRow.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, detail, author, at_ms FROM registration_history
                    WHERE registration = ? AND kind = 'printed_by_app' ORDER BY id
                    """),
            arguments: [id]
        ).map(\.print)
    }

    /// Notes that a scanner's app printed something for somebody.
    ///
    /// - Throws: `registration_unknown`, `idempotency_conflict`.
    package func notePrint(
        _ what: AppPrint.Kind, for id: Registration.ID, context: WriteContext
    ) async throws -> Performed<AppPrint> {
        let done = try await store.perform(
            "registration.app-print", content: [id.description, what.rawValue], context: context
        ) { db in
            _ = try RegistrationRecord.fetch(db, id: id)
            try RegistrationRecord.tell(db, id, .printedByApp, what.rawValue, context: context)
            return try Int64.fetchOne(
                db, sql: "SELECT max(id) FROM registration_history WHERE registration = ?", arguments: [id]) ?? 0
        }
        return Performed(
            result: AppPrint(id: done.result, kind: what, device: AppPrint.device(context.author), time: context.time),
            replayed: done.replayed)
    }

    private struct PrintRow: RowRecord {
        let id: Int64
        let detail: String
        let author: String
        let atMs: Int64

        var print: AppPrint {
            AppPrint(
                id: id, kind: AppPrint.Kind(rawValue: detail) ?? .other, device: AppPrint.device(author),
                time: Date(milliseconds: atMs))
        }
    }
}

/// Something that a scanner's app printed.
package struct AppPrint: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case badge, ticket, certificate, other
    }

    /// The number of its line in the history.
    package let id: Int64
    package let kind: Kind
    /// Nil where no device told of it.
    package let device: Device.ID?
    package let time: Date

    /// The device of `device:17` and of what follows it.
    fileprivate static func device(_ author: String) -> Device.ID? {
        guard author.hasPrefix("device:") else { return nil }
        return Int64(author.dropFirst("device:".count).prefix { $0.isNumber }).map { Device.ID(rawValue: $0) }
    }
}

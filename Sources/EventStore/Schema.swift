import Foundation
import GRDB

/// The tables of an event's file, as the numbered SQL files of `schema/` make them.
enum Schema {
    /// "LYRD" in the header of the file tells it from any other database.
    private static let applicationID: Int32 = 0x4C59_5244

    private static let files: [(name: String, sql: [UInt8])] = [
        ("v0001-event", PackageResources.v0001_event_sql),
        ("v0002-ledger", PackageResources.v0002_ledger_sql),
        ("v0003-check-in", PackageResources.v0003_check_in_sql),
        ("v0004-keysigning", PackageResources.v0004_keysigning_sql),
        ("v0005-green-dot", PackageResources.v0005_green_dot_sql),
        ("v0006-doors", PackageResources.v0006_doors_sql),
        ("v0007-books", PackageResources.v0007_books_sql),
        ("v0008-search", PackageResources.v0008_search_sql),
        ("v0009-doors-hear-of-money", PackageResources.v0009_doors_hear_of_money_sql),
        ("v0010-countries", PackageResources.v0010_countries_sql),
        ("v0011-prints", PackageResources.v0011_prints_sql),
        ("v0013-keysigning-proof", PackageResources.v0013_keysigning_proof_sql),
        ("v0014-keysigning-lists", PackageResources.v0014_keysigning_lists_sql),
        ("v0015-hand-over", PackageResources.v0015_hand_over_sql),
        ("v0016-keysigning-claims", PackageResources.v0016_keysigning_claims_sql),
        ("v0017-keysigning-erasure", PackageResources.v0017_keysigning_erasure_sql),
        ("v0018-keysigning-data", PackageResources.v0018_keysigning_data_sql),
    ]

    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v0000-application-id") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        }
        for file in files {
            migrator.registerMigration(file.name) { db in
                try db.execute(sql: String(decoding: file.sql, as: UTF8.self))
            }
        }
        return migrator
    }()

    /// Whether this program made the file: by its first bytes, as "The SQLite Database File Format", section 1.3,
    /// lays them out.
    static func isOurs(_ url: URL) -> Bool {
        guard let file = try? FileHandle(forReadingFrom: url) else { return false }
        defer { try? file.close() }
        guard let header = try? file.read(upToCount: 100), header.count == 100 else { return false }
        return header.starts(with: Data("SQLite format 3\0".utf8))
            && header[68..<72].elementsEqual(withUnsafeBytes(of: applicationID.bigEndian, Array.init))
    }

    /// Whether every migration that the file has seen is one of ours.
    @Sendable static func isKnown(_ db: Database) throws -> Bool {
        try migrator.appliedIdentifiers(db).isSubset(of: Set(migrator.migrations))
    }
}

import Foundation
import GRDB

/// The tables of an event's file, as the numbered SQL files of `schema/` make them.
enum Schema {
    /// "LYRD" in the header of the file tells it from any other database.
    private static let applicationID: Int32 = 0x4C59_5244

    private static let files: [(name: String, sql: [UInt8])] = [
        ("v0001-baseline", PackageResources.v0001_baseline_sql)
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

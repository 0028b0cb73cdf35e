import Foundation
import GRDB

/// The tables of an event's file, as the numbered SQL files of `schema/` make them.
package struct Schema: Sendable {
    /// One step from the tables of one version to those of a later one.
    package struct Migration: Sendable {
        /// The name of its file: `v0001-baseline`. An event's file lists the names of the migrations that it has had.
        package let name: String
        package let sql: String

        package init(name: String, sql: String) {
            self.name = name
            self.sql = sql
        }

        fileprivate init(_ name: String, _ bytes: [UInt8]) {
            self.init(name: name, sql: String(decoding: bytes, as: UTF8.self))
        }
    }

    /// How a file's tables compare with these.
    enum State {
        case current
        /// Migrations are missing.
        case older
        /// It has had migrations that are not among these.
        case newer
    }

    /// The tables of this program.
    package static let current = Schema(migrations: [
        Migration("v0001-baseline", PackageResources.v0001_baseline_sql)
    ])

    /// "LYRD" in the header tells the file from any other database.
    private static let applicationID: Int32 = 0x4C59_5244

    package let migrations: [Migration]

    package init(migrations: [Migration]) { self.migrations = migrations }

    var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v0000-application-id") { db in
            try db.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
        }
        for migration in migrations {
            migrator.registerMigration(migration.name) { db in try db.execute(sql: migration.sql) }
        }
        return migrator
    }

    /// Whether this program made the file, judged by its first bytes ("The SQLite Database File Format", section 1.3).
    static func isOurs(_ url: URL) -> Bool {
        guard let file = try? FileHandle(forReadingFrom: url) else { return false }
        defer { try? file.close() }
        guard let header = try? file.read(upToCount: 100), header.count == 100 else { return false }
        return header.starts(with: Data("SQLite format 3\0".utf8))
            && header[68..<72].elementsEqual(withUnsafeBytes(of: applicationID.bigEndian, Array.init))
    }

    func state(of db: Database) throws -> State {
        let applied = try migrator.appliedIdentifiers(db)
        let known = Set(migrator.migrations)
        return applied == known ? .current : applied.isSubset(of: known) ? .older : .newer
    }
}

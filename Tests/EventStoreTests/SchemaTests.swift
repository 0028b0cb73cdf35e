import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import Testing

/// `schema/` says what the program makes.
struct SchemaTests {
    @Test func `current.sql is what a new file has`() async throws {
        try await withNetdev01 { _, store async throws in
            let made = try await schemaText(store)
            #expect(
                try Repository.text("schema/current.sql").hasSuffix("\n\n" + made + "\n"),
                "Run scripts/update-schema, and look at what it changes.")
        }
    }

    @Test func `every row that a file refers to is there`() async throws {
        try await withNetdev01 { _, store async throws in
            let missing = try await store.read { db in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").count }
            #expect(missing == 0)
        }
    }

    @Test func `a column that is called as rows of another table are refers to them`() async throws {
        let shortNames = [
            "entry": "journal_entry", "job": "print_job", "submission": "keysigning_submission",
            "challenge": "keysigning_challenge", "certification": "keysigning_certification",
        ]
        try await withNetdev01 { _, store async throws in
            let loose = try await store.read { db in
                var loose: [String] = []
                let tables = try String.fetchAll(
                    db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'grdb%'")
                for table in tables {
                    let references = Set(
                        try String.fetchAll(
                            db, sql: "SELECT \"from\" FROM pragma_foreign_key_list(?)", arguments: [table]))
                    let columns = try String.fetchAll(
                        db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [table])
                    for column in columns where tables.contains(shortNames[column] ?? column) {
                        if !references.contains(column) { loose.append("\(table).\(column)") }
                    }
                }
                return loose
            }
            // The request of an entry is kept after it, and compared by the audit; what GnuPG found of a signature is no
            // verdict of a door; the address in a user id is no mail; a device may name a gate that is none.
            let known = [
                "journal_entry.request", "keysigning_check.verdict", "keysigning_user_id.mail", "withheld_scan.gate",
            ]
            #expect(loose.sorted() == known)
        }
    }

    @Test func `every table is strict`() async throws {
        try await withNetdev01 { _, store async throws in
            let loose = try await store.read { db in
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT name FROM pragma_table_list
                        WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite~_%' ESCAPE '~'
                        """)
            }
            #expect(loose == ["grdb_migrations"])
        }
    }

    @Test func `the vocabularies of devices and languages are those of the code`() async throws {
        try await withNetdev01 { _, store async throws in
            #expect(try await vocabulary("access_role", store) == Set(Device.Role.allCases.map(\.rawValue)))
            #expect(try await vocabulary("language", store) == Set(Language.allCases.map(\.rawValue)))
            #expect(
                try await vocabulary("incarnation_cause", store) == Set(Incarnation.Cause.allCases.map(\.rawValue)))
            #expect(try await vocabulary("custody_place", store) == Set(HandingOver.Place.allCases.map(\.rawValue)))
            #expect(try await vocabulary("custody_step", store) == Set(HandingOver.Step.allCases.map(\.rawValue)))
        }
    }
}

import Foundation
import LanyardTestSupport
import Testing

/// SQL never leaves the module that owns the table. docs/architecture.md says which does, in "Who owns which table".
struct TableOwnerTests {
    private let house: House
    private let owners: [String: String]

    init() throws {
        house = try House()
        owners = house.rows(below: "## Who owns which table").reduce(into: [:]) { owners, row in
            for table in row[1].names { owners[table] = row[0].names[0] }
        }
    }

    /// The tables that the files of `schema` make.
    private static func tables() throws -> Set<String> {
        let folder = Repository.root.appendingPathComponent("schema")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }
        return try files.reduce(into: []) { tables, file in
            let text = try Repository.text("schema/\(file)")
            for match in text.matches(of: #/CREATE (?:VIRTUAL )?TABLE (?:IF NOT EXISTS )?(\w+)/#) {
                tables.insert(String(match.1))
            }
            // A migration rebuilds a table under another name.
            for match in text.matches(of: #/ALTER TABLE (\w+) RENAME TO/#) { tables.remove(String(match.1)) }
        }
    }

    @Test func `every table has one owner`() throws {
        #expect(Set(owners.keys) == (try Self.tables()))
    }

    @Test func `only the owner names a table in SQL`() throws {
        let statement = #/\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+(?:OR \w+ )?"?([a-z_]+)\b/#
        var found = 0
        for file in house.files {
            for match in file.code.matches(of: statement) {
                guard let owner = owners[String(match.1)] else { continue }
                found += 1
                #expect(owner == file.module, "\(file.path) names \(match.1), a table of \(owner)")
            }
        }
        // A scan that finds nothing proves nothing.
        #expect(found > 200)
    }
}

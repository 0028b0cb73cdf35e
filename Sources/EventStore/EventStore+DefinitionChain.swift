import Conference
import Foundation
package import GRDB

/// The versions of an event's description in the chain of requests: what prices and taxes were is not changed unseen.
extension EventStore {
    private static let operation = "event.define"

    /// No caller can give such a key: it has a character that keys do not have.
    private static func key(_ version: Int) -> String { "\u{2116}\(version)" }

    private static func content(_ yaml: String) -> Data { digest(of: [operation, yaml]) }

    /// Notes in the chain that a version came into force.
    static func tell(_ db: Database, version: Int, yaml: String, author: String, time: Date) throws {
        try StoredRequest(
            key: key(version), operation: operation, content: content(yaml), result: "\(version)", author: author,
            origin: "", milliseconds: time.milliseconds
        ).insert(db)
    }

    /// The versions that are not what the chain of requests says, or of which it says nothing, and those that are gone.
    package static func differingDefinitions(_ db: Database) throws -> [Int] {
        let told = try Told.fetchAll(
            db, sql: "SELECT key, content_sha256, author, at_ms FROM request WHERE operation = ?",
            arguments: [operation])
        var requests = Dictionary(told.map { ($0.key, $0) }) { first, _ in first }
        var differing: [Int] = []
        for stored in try Stored.fetchAll(db, sql: "SELECT * FROM event_definition ORDER BY version") {
            let request = requests.removeValue(forKey: key(stored.version))
            let isTold =
                request.map {
                    $0.contentSha256 == content(stored.yaml) && $0.author == stored.author
                        && $0.atMs == stored.appliedMs
                } ?? false
            if !isTold { differing.append(stored.version) }
        }
        return differing + requests.keys.compactMap { Int($0.dropFirst()) }.sorted()
    }

    private struct Told: RowRecord {
        let key: String
        let contentSha256: Data
        let author: String
        let atMs: Int64
    }

    private struct Stored: RowRecord {
        let version: Int
        let yaml: String
        let author: String
        let appliedMs: Int64
    }
}

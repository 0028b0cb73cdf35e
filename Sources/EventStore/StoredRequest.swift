import Crypto
package import Foundation
package import GRDB

/// A row of the table of requests, each with the hash of the one before it.
struct StoredRequest: FetchableRecord {
    let key: String
    let operation: String
    let content: Data
    let result: String
    let author: String
    let origin: String
    let milliseconds: Int64

    init(
        key: String, operation: String, content: Data, result: String, author: String, origin: String,
        milliseconds: Int64
    ) {
        (self.key, self.operation, self.content, self.result) = (key, operation, content, result)
        (self.author, self.origin, self.milliseconds) = (author, origin, milliseconds)
    }

    init(row: Row) throws {
        key = try row.decode(forColumn: "key")
        operation = try row.decode(forColumn: "operation")
        content = try row.decode(forColumn: "content_sha256")
        result = try row.decode(forColumn: "result")
        author = try row.decode(forColumn: "author")
        origin = try row.decode(forColumn: "origin")
        milliseconds = try row.decode(forColumn: "at_ms")
    }

    func insert(_ db: Database) throws {
        let last = try EventStore.lastRequest(db)
        let number = (last?.number ?? 0) + 1
        try db.cachedStatement(
            sql: """
                INSERT INTO request (key, operation, content_sha256, result, author, origin, at_ms, number, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                key, operation, content, result, author, origin, milliseconds, number,
                hash(number, after: last?.hash ?? HashChain.origin),
            ])
    }

    func hash(_ number: Int64, after previous: Data) -> Data {
        HashChain.next(
            previous,
            [String(number), key, operation, content.base64EncodedString(), result, author, origin, "\(milliseconds)"])
    }
}

/// How rows are chained, so that none can be changed or taken away but the last ones.
package enum HashChain {
    /// What the first row takes as the hash before it.
    package static let origin = Data(count: 32)

    /// The hash of a row that says so, behind another.
    package static func next(_ previous: Data, _ texts: [String]) -> Data {
        var hash = SHA256()
        hash.update(data: previous)
        hash.update(data: EventStore.digest(of: texts))
        return Data(hash.finalize())
    }

    /// How far a chain goes.
    package struct Head: Sendable, Hashable, FetchableRecord {
        package let number: Int64
        package let hash: Data

        package init(number: Int64, hash: Data) {
            self.number = number
            self.hash = hash
        }

        package init(row: Row) throws {
            number = try row.decode(forColumn: "number")
            hash = try row.decode(forColumn: "hash")
        }
    }
}

extension EventStore {
    /// The end of the chain of requests; nil where there are none.
    package static func lastRequest(_ db: Database) throws -> HashChain.Head? {
        try HashChain.Head.fetchOne(
            db.cachedStatement(
                sql: "SELECT number, hash FROM request WHERE number = (SELECT max(number) FROM request)"))
    }

    /// The public halves of all signing keys that the event ever had.
    package static func publicKeys(_ db: Database) throws -> Set<Data> {
        Set(try Data.fetchAll(db, sql: "SELECT public_key FROM signing_key"))
    }

    /// The keys of all requests.
    package static func requestKeys(_ db: Database) throws -> Set<String> {
        try String.fetchSet(db, sql: "SELECT key FROM request")
    }

    /// Follows the chain of requests.
    ///
    /// - Parameters:
    ///   - visit: called with each number and hash, in order.
    ///   - broken: called with the number of each request that is missing or is not what was written.
    /// - Returns: how many there are.
    package static func followRequests(
        _ db: Database, visit: (HashChain.Head) -> Void, broken: (Int64) -> Void
    ) throws -> Int {
        var (previous, count) = (HashChain.Head(number: 0, hash: HashChain.origin), 0)
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM request ORDER BY number")
        while let row = try rows.next() {
            count += 1
            let number: Int64 = try row.decode(forColumn: "number")
            let request = try StoredRequest(row: row)
            let hash: Data = try row.decode(forColumn: "hash")
            if number != previous.number + 1 { broken(previous.number + 1) }
            if hash != request.hash(number, after: previous.hash) { broken(number) }
            previous = HashChain.Head(number: number, hash: hash)
            visit(previous)
        }
        return count
    }
}

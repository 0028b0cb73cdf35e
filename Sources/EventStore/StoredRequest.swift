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

    /// In the order in which a row is read, by the place and not by the name: the audit reads them all.
    static let columns = "key, operation, content_sha256, result, author, origin, at_ms"

    init(row: Row) throws {
        key = try row.decode(atIndex: 0)
        operation = try row.decode(atIndex: 1)
        content = try row.decode(atIndex: 2)
        result = try row.decode(atIndex: 3)
        author = try row.decode(atIndex: 4)
        origin = try row.decode(atIndex: 5)
        milliseconds = try row.decode(atIndex: 6)
    }

    func insert(_ db: Database) throws {
        let last = try EventStore.lastRequest(db)
        let number = try EventStore.number(after: last?.number, of: "request")
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
        var input = DigestInput()
        return hash(number, after: previous, &input)
    }

    func hash(_ number: Int64, after previous: Data, _ input: inout DigestInput) -> Data {
        input.append(number)
        input.append(key)
        input.append(operation)
        input.append(base64: content)
        for text in [result, author, origin] { input.append(text) }
        input.append(milliseconds)
        return HashChain.next(previous, &input)
    }
}

/// How rows are chained, so that none can be changed or taken away but the last ones.
package enum HashChain {
    /// What the first row takes as the hash before it.
    package static let origin = Data(count: 32)

    /// The hash of a row that says so, behind another.
    package static func next(_ previous: Data, _ texts: [String]) -> Data {
        var input = DigestInput()
        for text in texts { input.append(text) }
        return next(previous, &input)
    }

    /// The same of texts that were put together already.
    package static func next(_ previous: Data, _ input: inout DigestInput) -> Data {
        var hash = SHA256()
        hash.update(data: previous)
        hash.update(data: input.finish())
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

    /// Follows the chain of requests.
    ///
    /// - Parameters:
    ///   - visit: called with each request, and its number and hash, in order.
    ///   - broken: called with the number of each request that is missing or is not what was written.
    package static func followRequests(
        _ db: Database, visit: (DoneRequest, HashChain.Head) throws -> Void, broken: (Int64) -> Void
    ) throws {
        var previous = HashChain.Head(number: 0, hash: HashChain.origin)
        var input = DigestInput()
        let rows = try Row.fetchCursor(
            db, sql: "SELECT \(StoredRequest.columns), number, hash FROM request ORDER BY number")
        while let row = try rows.next() {
            let request = try StoredRequest(row: row)
            let (number, hash): (Int64, Data) = (try row.decode(atIndex: 7), try row.decode(atIndex: 8))
            if number != previous.number &+ 1 { broken(previous.number &+ 1) }
            if hash != request.hash(number, after: previous.hash, &input) { broken(number) }
            previous = HashChain.Head(number: number, hash: hash)
            try visit(DoneRequest(request), previous)
        }
    }
}

/// What was asked for once, and what came of it, as the chain of requests has it.
package struct DoneRequest: Sendable {
    package let key: String
    package let operation: String
    /// As `EventStore.digest(of:)` makes it of the operation and its content.
    package let content: Data
    /// JSON.
    package let result: String
    package let author: String
    package let origin: String
    package let time: Date

    init(_ request: StoredRequest) {
        (key, operation, content, result) = (request.key, request.operation, request.content, request.result)
        (author, origin, time) = (request.author, request.origin, Date(milliseconds: request.milliseconds))
    }
}

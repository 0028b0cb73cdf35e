package import Conference
package import Foundation
package import GRDB
import Synchronization

/// The file of one event: a SQLite database, opened once by a process and shared by everything in it.
///
/// Reads run side by side; writes run one after another, each in a transaction that is on the disk before the call
/// returns (`synchronous=FULL`). The folder `NAME.keys` is beside the file `NAME.lanyard`.
package final class EventStore: Sendable {
    package let url: URL
    package let keys: EventKeys
    /// Four random bytes that every credential of this event carries.
    package let tag: [UInt8]
    private let database: any DatabaseWriter
    private let access: Access
    /// What stands under the names of the file and its log since they were opened for writing.
    private let names: FileGuard
    private let definitions = Mutex<StoredDefinition?>(nil)
    private let isClosed = Atomic(false)
    /// What is being done here that a hand-over waits for.
    let work: WorkInHand
    private let noticed = Mutex<[EventStoreError]>([])

    /// The purpose of opening a file.
    package enum Access: Sendable {
        /// Neither the file's bytes nor its modification time change, and every write is refused.
        case reading
        case writing
        /// To begin the next life of a copy: it takes writes although the file was handed over.
        case succession
    }

    /// Opens a file that `create` made. It is refused unless its tables are those of this program.
    ///
    /// - Throws: `event_missing`, `event_file_foreign` (not a file of this program), `event_file_too_new` (made by a
    ///   later version of it), `event_file_forbidden`, `event_folder_read_only`, `event_file_older` (by an earlier one: `upgrade` it), `keys_missing`; `event_file_empty`,
    ///   `event_file_truncated`, `event_log_missing`, `event_file_damaged` for what `EventFileCondition` tells apart; `disk_full`
    ///   where there is no room for its log.
    package static func open(
        at url: URL, for access: Access = .writing, schema: Schema = .current
    ) async throws -> EventStore {
        try FileBytes(of: url).check()
        try EventPermission.check(url, for: access)
        let queue: DatabaseQueue
        let tag: Data?
        do {
            queue = try openQueue(at: url)
            tag = try await queue.read { db in
                try check(schema.state(of: db), of: url)
                return try Data.fetchOne(db, sql: "SELECT tag FROM event")
            }
        } catch {
            throw described(error, of: url)
        }
        guard let tag else { throw EventStoreError(.eventFileForeign, ErrorDetail("file", url.path)) }
        let keys = try EventKeys(beside: url)
        try keys.check()
        let database: any DatabaseWriter
        switch access {
        case .reading: database = queue
        case .writing, .succession:
            // The last connection to close removes the log, which the pool would have to make again, so the pool opens
            // first.
            do {
                database = try openPool(at: url)
            } catch {
                throw described(error, of: url)
            }
            try queue.close()
        }
        return EventStore(url: url, keys: keys, tag: Array(tag), database: database, access: access)
    }

    /// - Throws: `event_file_too_new`, `event_file_older`.
    private static func check(_ state: Schema.State, of url: URL) throws {
        switch state {
        case .current: break
        case .older: throw EventStoreError(.eventFileOlder, ErrorDetail("file", url.path))
        case .newer: throw EventStoreError(.eventFileTooNew, ErrorDetail("file", url.path))
        }
    }

    /// A log that is left over from a crash would be played back into the next file of that name.
    package static func removeDatabase(at url: URL) {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: url.path + suffix) }
    }

    private init(url: URL, keys: EventKeys, tag: [UInt8], database: any DatabaseWriter, access: Access) {
        self.url = url
        self.keys = keys
        self.tag = tag
        self.database = database
        self.access = access
        names = FileGuard(access == .reading ? [] : [url, URL(fileURLWithPath: url.path + "-wal")])
        work = WorkInHand(in: keys.folder)
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.label = "event"
        // What a statement may have to undo is kept in memory, not in a temporary file.
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA temp_store = MEMORY") }
        return configuration
    }

    /// One connection to an existing file of ours. It writes nothing by itself, unlike a pool, which makes and drops a
    /// table when it opens so that there is a log.
    ///
    /// - Throws: `event_missing`, `event_file_foreign`.
    static func openQueue(at url: URL) throws -> DatabaseQueue {
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw EventStoreError(.eventMissing, ErrorDetail("file", url.path))
        }
        // Checked before SQLite opens it, which might replay a log into another program's database.
        guard Schema.isOurs(url) else { throw EventStoreError(.eventFileForeign, ErrorDetail("file", url.path)) }
        return try DatabaseQueue(path: url.path, configuration: configuration())
    }

    static func openPool(at url: URL) throws -> DatabasePool {
        var configuration = configuration()
        configuration.maximumReaderCount = 4
        let pool = try DatabasePool(path: url.path, configuration: configuration)
        // The pool sets NORMAL when it opens; only FULL keeps what was acknowledged through a power cut.
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // In KiB: a scan in a large file touches pages all over its indexes, and there is one writer.
            try db.execute(sql: "PRAGMA cache_size = -16384")
            // Only a connection that has read holds the file; another that closes would remove the log under this one.
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master")
        }
        return pool
    }

    /// Closes the file, with nothing left in its log; later calls fail. Closing twice does nothing.
    package func close() throws {
        guard !isClosed.exchange(true, ordering: .relaxed) else { return }
        if let pool = database as? DatabasePool { try Self.close(pool) } else { try database.close() }
    }

    /// The writer goes last: only a connection that can write moves the log into the file and removes it.
    static func close(_ pool: DatabasePool) throws {
        pool.releaseMemory()
        try pool.close()
    }

    /// Reads from one consistent state of the file.
    package func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await database.read(body)
        } catch {
            throw described(error)
        }
    }

    /// Writes in one transaction, durable when the call returns.
    ///
    /// - Throws: `event_file_only_read` if the file was opened for reading; `event_elsewhere` once it was handed over;
    ///   `event_file_gone`, `event_file_replaced`, `event_file_truncated`, `event_file_busy`, `disk_full`, `event_file_damaged`;
    ///   whatever the body throws.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try checkThatItMayWrite()
        do {
            return try await database.write { [access] db in
                if access != .succession { try Self.checkCustody(db) }
                return try body(db)
            }
        } catch {
            throw described(error)
        }
    }

    /// Runs a statement outside a transaction, as PRAGMAs and checkpoints need.
    ///
    /// - Throws: `event_file_only_read`, `event_file_gone`, `event_file_replaced`, and SQLite's own errors.
    package func writeWithoutTransaction<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try checkThatItMayWrite()
        return try await database.writeWithoutTransaction(body)
    }

    /// Whether every write is refused, because the file was opened to be looked at.
    package var isOnlyRead: Bool { access == .reading }

    /// What whoever looks after the file and its machine should know, each code once: the latest of it.
    package var warnings: [EventStoreError] { noticed.withLock { $0 } }

    package func warn(_ warning: EventStoreError) {
        noticed.withLock { noticed in
            noticed.removeAll { $0.code == warning.code }
            noticed.append(warning)
        }
    }

    /// A warning is no longer true.
    func settle(_ code: EventStoreErrorCode) { noticed.withLock { $0.removeAll { $0.code == code } } }

    private func checkThatItMayWrite() throws {
        guard access != .reading else { throw EventStoreError(.eventFileOnlyRead, ErrorDetail("file", url.path)) }
        try names.check()
    }

    /// Does something that a hand-over waits for, whatever becomes of it.
    func inHand<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        guard access != .reading else { return try await body() }
        work.begin()
        defer { work.end() }
        return try await body()
    }

    /// What befell the file or its log since they were opened; nil while both are in place.
    var displacement: EventStoreError? {
        do {
            try names.check()
            return nil
        } catch {
            return error
        }
    }

    /// Whether a write would find the file and its log where they were opened, and a badge its key.
    ///
    /// - Throws: `event_file_only_read`, `event_file_gone`, `event_file_replaced`, `event_file_truncated`, `keys_missing`,
    ///   `keys_open`.
    package func checkThatItIsInPlace() throws {
        try checkThatItMayWrite()
        try keys.check()
    }
}

extension EventStore {
    /// The definition in force, as this transaction sees it.
    package func definition(_ db: Database) throws -> EventDefinition {
        try storedDefinition(db).definition
    }

    /// The definition in force.
    package func definition() async throws -> EventDefinition {
        try await read { [self] db in try definition(db) }
    }

    /// The definition that this process last read or wrote with, for wording a result of that.
    package func latestDefinition() async throws -> EventDefinition {
        if let known = definitions.withLock({ $0 }) { return known.definition }
        return try await definition()
    }

    /// Every definition that was ever in force, by its version: 1, 2, 3 … in the order in which they were applied.
    package static func definitions(_ db: Database) throws -> [Int: EventDefinition] {
        let applied = try DefinitionRecord.fetchAll(db, sql: "SELECT version, yaml FROM event_definition")
        return try Dictionary(uniqueKeysWithValues: applied.map { ($0.version, try EventFile.read($0.yaml)) })
    }

    private struct DefinitionRecord: RowRecord {
        let version: Int
        let yaml: String
    }

    /// One of them.
    ///
    /// - Throws: `definition_missing`.
    package static func definition(_ db: Database, version: Int) throws -> EventDefinition {
        let yaml = try String.fetchOne(
            db, sql: "SELECT yaml FROM event_definition WHERE version = ?", arguments: [version])
        guard let yaml else { throw EventStoreError(.definitionMissing, ErrorDetail("version", version)) }
        return try EventFile.read(yaml)
    }

    /// The version of the definition in force.
    package static func definitionVersion(_ db: Database) throws -> Int {
        try Int.fetchOne(db.cachedStatement(sql: "SELECT max(version) FROM event_definition")) ?? 0
    }

    /// The YAML in force, as the organizer wrote it.
    package func yaml() async throws -> String {
        try await read { [self] db in try storedDefinition(db).yaml }
    }

    /// Parsing costs a millisecond or two, so the last definition is kept with its version.
    private func storedDefinition(_ db: Database) throws -> StoredDefinition {
        let version = try Int.fetchOne(db.cachedStatement(sql: "SELECT max(version) FROM event_definition"))
        guard let version else { throw EventStoreError(.eventFileForeign, ErrorDetail("file", url.path)) }
        if let known = definitions.withLock({ $0 }), known.version == version { return known }
        let yaml = try String.fetchOne(
            db, sql: "SELECT yaml FROM event_definition WHERE version = ?", arguments: [version])
        let stored = StoredDefinition(
            version: version, yaml: yaml ?? "", definition: try EventFile.read(yaml ?? ""))
        definitions.withLock { $0 = stored }
        return stored
    }

    private struct StoredDefinition: Sendable {
        let version: Int
        let yaml: String
        let definition: EventDefinition
    }
}

extension Date {
    /// The years 1 to 9999, in milliseconds since 1970-01-01T00:00:00Z: what a time can be, wherever it is written.
    private static let span: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// Milliseconds since 1970-01-01T00:00:00Z, as every table stores time.
    package var milliseconds: Int64 {
        let exact = (timeIntervalSince1970 * 1000).rounded()
        return Int64(min(max(exact, Double(Self.span.lowerBound)), Double(Self.span.upperBound)))
    }

    /// What somebody wrote into the file beyond the years that there are is the first or the last moment of them.
    ///
    /// - Parameter milliseconds: since 1970-01-01T00:00:00Z.
    package init(milliseconds: Int64) {
        let known = min(max(milliseconds, Self.span.lowerBound), Self.span.upperBound)
        self.init(timeIntervalSince1970: Double(known) / 1000)
    }

    /// The same of seconds.
    package init(seconds: Int64) {
        let (milliseconds, isBeyond) = seconds.multipliedReportingOverflow(by: 1000)
        self.init(milliseconds: isBeyond ? seconds < 0 ? .min : .max : milliseconds)
    }
}

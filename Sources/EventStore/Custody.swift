package import Conference
package import Foundation
package import GRDB

/// That one machine gives the event's file to another, which begins its next incarnation: the public server to the venue before
/// the event, the venue back to the server afterwards. docs/decisions/0036 has the rules.
package struct HandingOver: Sendable, Hashable {
    /// Where the file goes.
    package enum Place: String, Sendable, Hashable, CaseIterable, DatabaseValueConvertible {
        case venue, server
    }

    /// How far it is.
    package enum Step: String, Sendable, Hashable, CaseIterable, DatabaseValueConvertible {
        /// What was begun is ended, and nothing new begins.
        case closing
        /// What was begun did not end in time: all goes on here.
        case opened
        /// Nothing is written here any more.
        case closed
    }

    /// The life of the file that ends with it.
    package let incarnation: Int
    package let place: Place
    package let step: Step
    package let author: String
    package let time: Date
}

/// Why an event takes no writes here. Every front says so in its own words, and shows what there is.
package enum WriteBar: Sendable, Hashable {
    /// The file was opened only to be looked at.
    case onlyRead
    /// It is being handed over.
    case closing(HandingOver)
    /// Another machine has it.
    case elsewhere(HandingOver)

    /// What somebody is told who wants to change something.
    package func error(_ file: URL) -> EventStoreError {
        switch self {
        case .onlyRead: EventStoreError(.eventFileOnlyRead, ErrorDetail("file", file.path))
        case .closing(let handing): EventStoreError(.eventClosing, ErrorDetail("where", handing.place.rawValue))
        case .elsewhere(let handing): EventStoreError(.eventElsewhere, ErrorDetail("where", handing.place.rawValue))
        }
    }
}

extension EventStore {
    /// Whether the event takes no writes here, and why; nil as long as it does.
    package func writeBar() async throws -> WriteBar? {
        if let handing = try await read(Self.handingOver) {
            switch handing.step {
            case .closing: return .closing(handing)
            case .closed: return .elsewhere(handing)
            case .opened: break
            }
        }
        return isOnlyRead ? .onlyRead : nil
    }

    /// Does something of several writes, for which a hand-over waits.
    ///
    /// - Throws: `event_closing`, `event_elsewhere`, `event_file_only_read` before anything is done; whatever the body throws.
    package func working<Value>(_ body: () async throws -> Value) async throws -> Value {
        try await inHand {
            if let bar = try await writeBar() { throw bar.error(url) }
            return try await body()
        }
    }

    /// The same for what is done in the background: nothing where the event takes no writes.
    package func workingIfOpen<Value>(_ body: () async throws -> Value) async throws -> Value? {
        try await inHand {
            guard try await writeBar() == nil else { return nil }
            return try await body()
        }
    }

    /// Answers what may change something: a hand-over waits for it, and while one waits, nothing of the kind begins. Once the
    /// file is elsewhere, what only reads goes on, and whatever writes is refused by the write.
    ///
    /// The file is looked at only while a sign beside it says that it is being closed: every scan comes by here.
    ///
    /// - Throws: `event_closing`; whatever the body throws.
    package func answering<Value>(_ body: () async throws -> Value) async throws -> Value {
        try await inHand {
            if work.isSignUp, case .closing(let handing) = try await writeBar() {
                throw WriteBar.closing(handing).error(url)
            }
            return try await body()
        }
    }

    /// Whether a process is in the middle of something that a hand-over has to wait for.
    package var isAtWork: Bool { WorkInHand.isAnything(in: keys.folder) }

    /// How handing over the file stands in this life of it; nil where nobody has begun.
    package static func handingOver(_ db: Database) throws -> HandingOver? {
        try HandingOverRecord.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT incarnation, place, step, author, at_ms FROM custody
                    WHERE incarnation = (SELECT max(number) FROM incarnation) ORDER BY id DESC LIMIT 1
                    """))?.handing
    }

    /// Notes a step of handing over. From before the first until after the next, a sign has whoever begins something look at it.
    ///
    /// - Throws: `key_not_written` where the sign cannot be put up; what `write` throws.
    package func note(
        _ step: HandingOver.Step, to place: HandingOver.Place, context: WriteContext
    ) async throws {
        if step == .closing { try work.putUpSign() }
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO custody (incarnation, place, step, author, origin, at_ms)
                    VALUES ((SELECT max(number) FROM incarnation), ?, ?, ?, ?, ?)
                    """,
                arguments: [place, step, context.author, context.origin, context.time.milliseconds])
        }
        if step != .closing { work.takeDownSign() }
    }

    /// - Throws: `event_elsewhere` once the file was handed over.
    static func checkCustody(_ db: Database) throws {
        guard let handing = try handingOver(db), handing.step == .closed else { return }
        throw EventStoreError(.eventElsewhere, ErrorDetail("where", handing.place.rawValue))
    }
}

/// Read at every write.
private struct HandingOverRecord: FetchableRecord {
    let handing: HandingOver

    init(row: Row) throws {
        handing = HandingOver(
            incarnation: try row.decode(forColumn: "incarnation"), place: try row.decode(forColumn: "place"),
            step: try row.decode(forColumn: "step"), author: try row.decode(forColumn: "author"),
            time: Date(milliseconds: try row.decode(forColumn: "at_ms")))
    }
}

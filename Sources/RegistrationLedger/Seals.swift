import Conference
import EventStore
import Foundation
import GRDB

/// What seals rows that stand beside the journal: statements of banks and how their lines were settled, periods, totals of
/// terminals. Each seal has a digest of rows that were written together, and the hash of the seal before it; anchors say how
/// far the seals went.
enum Seals {
    /// A table whose rows are sealed; its keys are 1, 2, 3 …
    enum Subject: String, CaseIterable {
        case statement
        case statementLine = "statement_line"
        case statementSettlement = "statement_settlement"
        case period
        case terminalTotal = "terminal_total"

        var key: String {
            switch self {
            case .statement, .statementLine, .statementSettlement: "id"
            case .period, .terminalTotal: "number"
            }
        }

        /// What a seal covers of each row. The bank's words are not among it: they go when somebody is erased, and what a line
        /// keeps of them is their digest.
        private var columns: String {
            switch self {
            case .statement: "id, form, author, origin, at_ms"
            case .statementLine: "id, statement, line, dated, cents, bank_reference, words_sha256, registration"
            case .statementSettlement:
                """
                id, line, outcome, reason, author, origin, at_ms,
                (SELECT group_concat(entry, ' ') FROM (
                    SELECT entry FROM statement_share WHERE settlement = statement_settlement.id ORDER BY entry))
                """
            case .period: "number, until, end_ms, anchor, author, origin, at_ms"
            case .terminalTotal: "number, dated, terminal, cents, reason, author, origin, at_ms"
            }
        }

        func digest(_ db: Database, _ rows: ClosedRange<Int64>) throws -> Data {
            var texts: [String] = []
            let cursor = try Row.fetchCursor(
                db.cachedStatement(
                    sql: "SELECT \(columns) FROM \(rawValue) WHERE \(key) BETWEEN ? AND ? ORDER BY \(key)"),
                arguments: [rows.lowerBound, rows.upperBound])
            while let row = try cursor.next() { texts += row.databaseValues.map(Seals.text) }
            return EventStore.digest(of: texts)
        }

        /// The last row; 0 where there is none.
        func last(_ db: Database) throws -> Int64 {
            try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(\(key)) FROM \(rawValue)")) ?? 0
        }
    }

    /// A row of `seal`.
    private struct Stored: RowRecord {
        let number: Int64
        let subject: String
        let first: Int64
        let last: Int64
        let digest: Data
        let hash: Data

        func hash(after previous: Data) -> Data {
            HashChain.next(previous, ["\(number)", subject, "\(first)", "\(last)", digest.base64EncodedString()])
        }
    }

    /// Seals the rows that were added since these tables were last sealed.
    static func seal(_ db: Database, _ subjects: Subject...) throws {
        for subject in subjects {
            let sealed =
                try Int64.fetchOne(
                    db.cachedStatement(sql: "SELECT max(last) FROM seal WHERE subject = ?"),
                    arguments: [subject.rawValue]) ?? 0
            let last = try subject.last(db)
            guard last > sealed else { continue }
            let before = try head(db)
            let rows = sealed + 1...last
            let unsealed = Stored(
                number: try EventStore.number(after: before?.number, of: "seal"), subject: subject.rawValue,
                first: rows.lowerBound,
                last: rows.upperBound, digest: try subject.digest(db, rows), hash: Data())
            try db.cachedStatement(
                sql: "INSERT INTO seal (number, subject, first, last, digest, hash) VALUES (?, ?, ?, ?, ?, ?)"
            ).execute(
                arguments: [
                    unsealed.number, unsealed.subject, unsealed.first, unsealed.last, unsealed.digest,
                    unsealed.hash(after: before?.hash ?? HashChain.origin),
                ])
        }
    }

    /// The last seal; nil where there is none.
    static func head(_ db: Database) throws -> HashChain.Head? {
        try Stored.fetchOne(db.cachedStatement(sql: "SELECT * FROM seal ORDER BY number DESC LIMIT 1"))
            .map { HashChain.Head(number: $0.number, hash: $0.hash) }
    }

    /// A value with its kind, so that no two different ones are one text.
    private static func text(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null: "-"
        case .int64(let number): "i\(number)"
        case .double(let number): "d\(number)"
        case .string(let text): "t\(text)"
        case .blob(let data): "b\(data.base64EncodedString())"
        }
    }

    // MARK: - Audit

    /// The chain of seals, the rows that each covers, and that none is left without.
    static func audit(
        _ db: Database, _ check: inout AnchorCheck, _ findings: inout [AuditReport.Finding]
    ) throws {
        var (previous, sealed) = (HashChain.Head(number: 0, hash: HashChain.origin), [Subject: Int64]())
        let seals = try Stored.fetchCursor(db, sql: "SELECT * FROM seal ORDER BY number")
        while let seal = try seals.next() {
            let subject = Subject(rawValue: seal.subject)
            let isNext = seal.number == previous.number &+ 1 && seal.hash == seal.hash(after: previous.hash)
            let follows = subject.map { seal.first == (sealed[$0] ?? 0) &+ 1 && seal.last >= seal.first } ?? false
            if !isNext || !follows { findings.append(.init(.sealBroken, seal.number)) }
            if let subject, follows {
                sealed[subject] = seal.last
                if try subject.digest(db, seal.first...seal.last) != seal.digest {
                    findings.append(.init(.recordDiffers, "\(seal.subject) \(range(seal))"))
                }
            }
            previous = HashChain.Head(number: seal.number, hash: seal.hash)
            check.see(previous, of: .seals)
        }
        for subject in Subject.allCases {
            let last = try subject.last(db)
            if last > sealed[subject] ?? 0 { findings.append(.init(.recordUnsealed, "\(subject.rawValue) \(last)")) }
        }
    }

    private static func range(_ seal: Stored) -> String {
        seal.first == seal.last ? "\(seal.first)" : "\(seal.first)–\(seal.last)"
    }
}

import Conference
import EventStore
import Foundation
import GRDB

/// The tables of documents.
enum DocumentRecord {
    /// The entries of a registration that no document is about yet.
    private static let uncovered = """
        SELECT number FROM journal_entry
        WHERE registration = ?
            AND NOT EXISTS (SELECT 1 FROM document_entry WHERE entry = journal_entry.number)
        ORDER BY number
        """

    static func issue(
        _ db: Database, _ definition: EventDefinition, for id: Registration.ID, context: WriteContext
    ) throws -> DocumentID {
        let registration = try RegistrationRecord.fetch(db, id: id)
        let numbers = try Int64.fetchAll(
            db.cachedStatement(sql: uncovered), arguments: [id])
        guard !numbers.isEmpty else { throw LedgerError(.documentNothingNew) }
        let entries = try numbers.compactMap { try Journal.entry(db, $0) }
        let earlier = try Row.fetchAll(
            db, sql: "SELECT kind, number FROM document WHERE registration = ? ORDER BY at_ms, number",
            arguments: [id]
        ).compactMap { row in
            LedgerDocument.Kind(rawValue: row["kind"]).map { DocumentID(kind: $0, number: row["number"]) }
        }
        let figures = try figures(
            db, definition, entries, language: registration.language, balance: try Journal.due(db, from: id),
            earlier: earlier.map { $0.label(slug: definition.slug) })
        let kind: LedgerDocument.Kind = figures.total < .zero ? .creditNote : .receipt
        // The writer is alone, so that the next number is nobody else's, and a write that fails gives it back.
        let last = try Int64.fetchOne(
            db, sql: "SELECT max(number) FROM document WHERE kind = ?", arguments: [kind.rawValue])
        let document = DocumentID(kind: kind, number: (last ?? 0) + 1)
        try db.execute(
            sql: """
                INSERT INTO document (kind, number, registration, figures, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                kind.rawValue, document.number, id,
                String(decoding: try Self.encoder.encode(figures), as: UTF8.self), context.author, context.origin,
                context.time.milliseconds,
            ])
        for number in numbers {
            try db.execute(
                sql: "INSERT INTO document_entry (entry, kind, number) VALUES (?, ?, ?)",
                arguments: [number, kind.rawValue, document.number])
        }
        try RegistrationRecord.tell(
            db, id, .documentIssued, document.label(slug: definition.slug), context: context)
        return document
    }

    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .millisecondsSince1970
        return encoder
    }()

    private static let decoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        return decoder
    }()

    static func figures(_ row: Row) throws -> LedgerDocument.Figures {
        try decoder.decode(LedgerDocument.Figures.self, from: Data((row["figures"] as String).utf8))
    }

    static func list(
        _ db: Database, _ definition: EventDefinition, of id: Registration.ID?, after: DocumentID?, limit: Int
    ) throws -> [LedgerDocument] {
        let cursor: StatementArguments = ["kind": after?.kind.rawValue ?? "", "number": after?.number ?? 0]
        guard let id else {
            return try fetchAll(
                db, definition, "WHERE (kind, number) > (:kind, :number) ORDER BY kind, number LIMIT :limit",
                cursor + ["limit": limit])
        }
        let condition = """
            WHERE registration = :id AND (at_ms, kind, number) > (
                coalesce((SELECT at_ms FROM document WHERE kind = :kind AND number = :number), 0), :kind, :number)
            ORDER BY at_ms, kind, number LIMIT :limit
            """
        return try fetchAll(db, definition, condition, cursor + ["id": id, "limit": limit])
    }

    static func fetchAll(
        _ db: Database, _ definition: EventDefinition, _ condition: String, _ arguments: StatementArguments
    ) throws -> [LedgerDocument] {
        func event(_ language: Language) -> LedgerDocument.Event {
            LedgerDocument.Event(
                name: definition.name, venue: definition.venue, dates: definition.dates(in: language),
                timeZone: definition.timeZone,
                currency: definition.currency, issuer: definition.issuer?.name ?? definition.name,
                issuerAddress: definition.issuer?.address ?? [])
        }
        return try Row.fetchAll(
            db.cachedStatement(sql: "SELECT * FROM document \(condition)"), arguments: arguments
        ).map { row in
            guard let kind = LedgerDocument.Kind(rawValue: row["kind"]) else {
                throw LedgerError(
                    .documentUnknown, ErrorDetail("kind", row["kind"] as String),
                    ErrorDetail("number", row["number"] as Int64))
            }
            let id = DocumentID(kind: kind, number: row["number"])
            let registration = try RegistrationRecord.fetch(db, id: row["registration"])
            let figures = try figures(row)
            return LedgerDocument(
                kind: kind, number: id.number, label: id.label(slug: definition.slug),
                event: event(figures.language),
                issued: Date(milliseconds: row["at_ms"]),
                recipient: .init(
                    name: registration.person.name, affiliation: registration.person.affiliation,
                    code: registration.code,
                    category: definition.rule(of: registration.category).labels[figures.language]),
                figures: figures)
        }
    }
}

// MARK: - Figures

extension DocumentRecord {
    /// What a document about these entries shows.
    static func figures(
        _ db: Database, _ definition: EventDefinition, _ entries: [JournalEntry], language: Language, balance: Money,
        earlier: [String]
    ) throws -> LedgerDocument.Figures {
        let plan = definition.taxes
        let postings = entries.flatMap(\.postings)
        let lines = try lines(db, definition, entries, language)
        return LedgerDocument.Figures(
            language: language, lines: lines, pricesIncludeTaxes: plan.prices == .included,
            subtotal: lines.map(\.amount).total(), taxes: taxes(plan, postings),
            total: total(postings), payments: try payments(db, entries), balance: balance, earlier: earlier)
    }

    /// What was charged by postings, or credited.
    static func total(_ postings: [Posting]) -> Money {
        -postings.filter(\.account.isPriced).map(\.amount).total()
    }

    /// What was charged as taxes: the components of the plan, and those of an earlier plan that still move.
    static func taxes(_ plan: TaxPlan, _ postings: [Posting]) -> [LedgerDocument.Tax] {
        let moved = Dictionary(grouping: postings.filter(\.account.isTax), by: \.account)
            .mapValues { -$0.map(\.amount).total() }
        let known = plan.components.map { LedgerDocument.Tax($0, moved[.tax($0.id)] ?? .zero) }
        let accounts = Set(plan.components.map { Account.tax($0.id) })
        let gone = moved.filter { !accounts.contains($0.key) && $0.value != .zero }.sorted { $0.key < $1.key }
            .map { account, amount in
                LedgerDocument.Tax(
                    name: String(account.description.dropFirst("tax:".count)), ratePercent: "",
                    registrationNumber: "", amount: amount)
            }
        return known + gone
    }

    private static func lines(
        _ db: Database, _ definition: EventDefinition, _ entries: [JournalEntry], _ language: Language
    ) throws -> [LedgerDocument.Line] {
        struct Key: Hashable {
            let kind: LedgerDocument.Line.Kind
            let item: String
        }
        var sums: [Key: (quantity: Int, amount: Money)] = [:]
        var order: [Key] = []
        for entry in entries {
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: "SELECT kind, item, quantity, cents FROM charge_line WHERE entry = ? ORDER BY line"),
                arguments: [entry.number])
            for row in rows {
                guard let kind = LedgerDocument.Line.Kind(rawValue: row["kind"]) else { continue }
                let key = Key(kind: kind, item: row["item"])
                if sums[key] == nil { order.append(key) }
                let before = sums[key] ?? (0, .zero)
                sums[key] = (before.quantity + row["quantity"], before.amount + Money(cents: row["cents"]))
            }
        }
        let kinds: [LedgerDocument.Line.Kind] = [.pass, .addOn, .voucher, .waiver, .cancellationFee]
        return kinds.flatMap { kind in order.filter { $0.kind == kind } }.compactMap { key in
            guard let sum = sums[key], sum.quantity != 0 || sum.amount != .zero else { return nil }
            let isWhole = sum.quantity != 0 && sum.amount.cents % Int64(sum.quantity) == 0
            return LedgerDocument.Line(
                kind: key.kind, name: name(key.kind, key.item, definition, language), quantity: sum.quantity,
                unitPrice: isWhole ? Money(cents: sum.amount.cents / Int64(sum.quantity)) : nil, amount: sum.amount)
        }
    }

    /// What the organizer calls something now; its identifier when it is not on sale any more.
    private static func name(
        _ kind: LedgerDocument.Line.Kind, _ item: String, _ definition: EventDefinition, _ language: Language
    ) -> String {
        switch kind {
        case .pass: definition.prices.passes.first { $0.id.rawValue == item }?.names[language] ?? item
        case .addOn: definition.addOns.first { $0.id.rawValue == item }?.names[language] ?? item
        case .voucher: item.uppercased()
        case .waiver, .cancellationFee: ""
        }
    }

    private static func payments(_ db: Database, _ entries: [JournalEntry]) throws -> [LedgerDocument.Payment] {
        try entries.compactMap { entry in
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT * FROM payment WHERE entry = ?"), arguments: [entry.number])
            if let row {
                let tendered: Int64? = row["tendered_cents"]
                return LedgerDocument.Payment(
                    time: entry.time, method: row["method"], amount: Money(cents: row["cents"]),
                    tendered: tendered.map { Money(cents: $0) }, rounding: Money(cents: row["rounding_cents"]))
            }
            // Money that came from another registration of the event, or went to one.
            let moved = entry.postings.filter { $0.account == .transfer }.map(\.amount).total()
            guard moved != .zero else { return nil }
            return LedgerDocument.Payment(
                time: entry.time, method: Account.transfer.description, amount: moved, tendered: nil, rounding: .zero)
        }
    }
}

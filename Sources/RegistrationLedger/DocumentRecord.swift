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
        let earlier = try DocumentRow.fetchAll(
            db, sql: "SELECT * FROM document WHERE registration = ? ORDER BY at_ms, number", arguments: [id]
        ).compactMap(\.id)
        let figures = try figures(
            db, definition, entries, language: registration.language, balance: try Journal.due(db, from: id),
            earlier: earlier.map { $0.label(slug: definition.slug) })
        let kind: LedgerDocument.Kind = figures.total < .zero ? .creditNote : .receipt
        // The writer is alone, so that the next number is nobody else's, and a write that fails gives it back.
        let last = try Int64.fetchOne(
            db, sql: "SELECT max(number) FROM document WHERE kind = ?", arguments: [kind.rawValue])
        let document = DocumentID(kind: kind, number: (last ?? 0) + 1)
        let face = String(
            decoding: try Self.encoder.encode(DocumentFace(definition, registration)), as: UTF8.self)
        var generator = SystemRandomNumberGenerator()
        let salt = Data((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        let stored = StoredDocument(
            id: document, registration: id, figures: String(decoding: try Self.encoder.encode(figures), as: UTF8.self),
            recipient: StoredDocument.digest(face, salt: salt), author: context.author, origin: context.origin,
            milliseconds: context.time.milliseconds, entries: numbers)
        try db.execute(
            sql: """
                INSERT INTO document
                    (kind, number, registration, figures, recipient, salt, recipient_sha256, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                kind.rawValue, document.number, id, stored.figures, face, salt, stored.recipient, context.author,
                context.origin, stored.milliseconds,
            ])
        for number in numbers {
            try db.execute(
                sql: "INSERT INTO document_entry (entry, kind, number) VALUES (?, ?, ?)",
                arguments: [number, kind.rawValue, document.number])
        }
        try RegistrationRecord.tell(
            db, id, .documentIssued, document.label(slug: definition.slug), vouches: stored.digest, context: context)
        return document
    }

    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .millisecondsSince1970
        return encoder
    }()

    static let decoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        return decoder
    }()

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
        try DocumentRow.fetchAll(
            db.cachedStatement(sql: "SELECT * FROM document \(condition)"), arguments: arguments
        ).map { row in
            guard let id = row.id, let registration = UInt32(exactly: row.registration) else {
                throw LedgerError(.documentUnknown, ErrorDetail("kind", row.kind), ErrorDetail("number", row.number))
            }
            let face: DocumentFace
            if let stored = row.recipient {
                face = try decoder.decode(DocumentFace.self, from: Data(stored.utf8))
            } else {
                face = DocumentFace(
                    definition, try RegistrationRecord.fetch(db, id: Registration.ID(rawValue: registration)))
            }
            return LedgerDocument(
                kind: id.kind, number: id.number, label: id.label(slug: definition.slug), event: try face.shownEvent(),
                issued: Date(milliseconds: row.atMs), recipient: try face.shownRecipient(),
                figures: try row.shownFigures())
        }
    }

    /// Takes away whom documents of people are for who were erased.
    static func forgetErased(_ db: Database) throws -> Int {
        try db.execute(
            sql: """
                UPDATE document SET recipient = NULL, salt = NULL
                WHERE recipient IS NOT NULL
                    AND registration IN (SELECT id FROM registration WHERE erased_ms IS NOT NULL)
                """)
        return db.changesCount
    }

    /// Takes away whom documents of a registration are for; what they say about money stays.
    static func forgetRecipient(_ db: Database, of id: Registration.ID) throws {
        try db.execute(
            sql: "UPDATE document SET recipient = NULL, salt = NULL WHERE registration = ? AND recipient IS NOT NULL",
            arguments: [id])
    }
}

// MARK: - Figures

extension DocumentRecord {
    /// What a document about these entries shows.
    static func figures(
        _ db: Database, _ definition: EventDefinition, _ entries: [JournalEntry], language: Language, balance: Money,
        earlier: [String]
    ) throws -> LedgerDocument.Figures {
        let definitions = try Charges.Definitions(db, current: definition)
        let particulars = try entries.map { try Particulars(db, entry: $0.number) }
        let charged = particulars.flatMap(\.lines)
        let plans = try Set(charged.map(\.version)).sorted().map { try definitions($0).taxes }
        let isIncluded = Charged.pricesInclude(plans.isEmpty ? [definition.taxes] : plans)
        let postings = entries.flatMap(\.postings)
        let lines = lines(charged, definition, language, untaxed: isIncluded == nil ? postings : nil)
        var taxes: [Charged.Component: Money] = [:]
        for tax in particulars.flatMap(\.taxes) {
            let component = Charged.Component(
                id: TaxPlan.Component.ID(rawValue: tax.component), version: tax.version)
            taxes[component, default: .zero] += tax.amount
        }
        return LedgerDocument.Figures(
            language: language, lines: lines, pricesIncludeTaxes: isIncluded ?? false,
            subtotal: lines.map(\.amount).total(),
            taxes: try LedgerDocument.Tax.shown(taxes, definition.taxes, definitions.callAsFunction),
            total: total(postings), payments: try payments(db, entries), balance: balance, earlier: earlier)
    }

    /// What was charged by postings, or credited.
    static func total(_ postings: [Posting]) -> Money {
        -postings.filter(\.account.isPriced).map(\.amount).total()
    }

    /// - Parameter untaxed: the postings, whose amounts are shown where some prices include taxes and others do not.
    private static func lines(
        _ charged: [ChargeLine], _ definition: EventDefinition, _ language: Language, untaxed: [Posting]?
    ) -> [LedgerDocument.Line] {
        var sums: [Charged.Item: (quantity: Int, amount: Money)] = [:]
        var order: [Charged.Item] = []
        for line in charged {
            guard let kind = LedgerDocument.Line.Kind(rawValue: line.kind) else { continue }
            let item = Charged.Item(kind: kind, id: line.item)
            if sums[item] == nil { order.append(item) }
            let before = sums[item] ?? (0, .zero)
            sums[item] = (before.quantity + line.quantity, before.amount + line.amount)
        }
        let kinds: [LedgerDocument.Line.Kind] = [.pass, .addOn, .voucher, .waiver, .cancellationFee]
        return kinds.flatMap { kind in order.filter { $0.kind == kind } }.compactMap { item in
            guard let sum = sums[item] else { return nil }
            let amount =
                untaxed.map { -$0.filter { $0.account == item.account }.map(\.amount).total() } ?? sum.amount
            guard sum.quantity != 0 || amount != .zero else { return nil }
            let isWhole = sum.quantity != 0 && amount.cents % Int64(sum.quantity) == 0
            return LedgerDocument.Line(
                kind: item.kind, name: name(item.kind, item.id, definition, language), quantity: sum.quantity,
                unitPrice: isWhole ? Money(cents: amount.cents / Int64(sum.quantity)) : nil, amount: amount)
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
            if let paid = try PaymentParticulars.fetch(db, entry: entry.number) {
                return LedgerDocument.Payment(
                    time: entry.time, method: paid.method, amount: Money(cents: paid.cents),
                    tendered: paid.tendered.map { Money(cents: $0) }, rounding: Money(cents: paid.rounding))
            }
            // Money that came from another registration of the event, or went to one.
            let moved = entry.postings.filter { $0.account == .transfer }.map(\.amount).total()
            guard moved != .zero else { return nil }
            return LedgerDocument.Payment(
                time: entry.time, method: Account.transfer.description, amount: moved, tendered: nil, rounding: .zero)
        }
    }
}

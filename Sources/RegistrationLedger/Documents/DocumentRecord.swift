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

    /// The documents that are about a registration, alone or among several.
    ///
    /// - Parameter condition: what else holds for them; begins with `AND`.
    static func about(_ condition: String = "") -> String {
        """
        SELECT document.* FROM document WHERE registration = :id \(condition)
        UNION ALL
        SELECT document.* FROM document_person
        CROSS JOIN document ON document.kind = document_person.kind AND document.number = document_person.number
        WHERE document_person.registration = :id \(condition)
        """
    }

    /// The entries of a registration that no document is about yet, in order.
    static func newEntries(_ db: Database, of id: Registration.ID) throws -> [JournalEntry] {
        try Int64.fetchAll(db.cachedStatement(sql: uncovered), arguments: [id])
            .compactMap { try Journal.entry(db, $0) }
    }

    /// - Throws: `document_nothing_new`, `document_not_paid`, `document_predates`, `invoice_nothing_due`.
    static func issue(
        _ db: Database, _ definition: EventDefinition, _ order: DocumentOrder, context: WriteContext
    ) throws -> DocumentID {
        let people = try order.people.map { try RegistrationRecord.fetch(db, id: $0) }
        let parts = try people.map { try newEntries(db, of: $0.id) }
        let language = order.language ?? people[0].language
        var figures = try figures(
            db, definition, parts, language: language,
            balance: try people.map { try Journal.due(db, from: $0.id) }.total(),
            earlier: try earlier(db, definition, of: order.people))
        let kind = try kind(of: figures, order.wish, people, parts)
        if !order.predates { try checkDate(db, definition, kind, context.time) }
        switch order.wish {
        case .invoice(let due): figures = figures.asInvoice(due: due)
        case .whatIsNew where kind == .receipt:
            figures = figures.settling(try OpenInvoices.of(order.people, db, definition))
        case .whatIsNew: break
        }
        var order = order
        // What answers an invoice goes to whom the invoice went.
        if order.payer == nil, kind != .invoice, people.count == 1 {
            order.payer = try lastPayer(db, definition, of: people[0].id)
        }
        return try insert(db, definition, kind, figures, order, people, parts, context: context)
    }

    /// Who paid by the last invoice that is about a person; nil for the person, and where there is none.
    private static func lastPayer(
        _ db: Database, _ definition: EventDefinition, of id: Registration.ID
    ) throws -> DocumentPayer? {
        let rows = try DocumentRow.fetchAll(
            db.cachedStatement(sql: "\(about()) ORDER BY at_ms, kind, number"), arguments: ["id": id])
        let last = rows.last { $0.id?.kind == .invoice }
        return try last.flatMap { try read(db, definition, [$0]).first?.payer }
    }

    /// What the document is called: nothing is called a receipt before anything was paid.
    private static func kind(
        of figures: LedgerDocument.Figures, _ wish: DocumentOrder.Wish, _ people: [Registration],
        _ parts: [[JournalEntry]]
    ) throws -> LedgerDocument.Kind {
        if case .invoice = wish {
            for (person, share) in zip(people, figures.shares) where share.asked <= .zero {
                throw LedgerError(.invoiceNothingDue, ErrorDetail("code", person.code))
            }
            return .invoice
        }
        let isNothing = figures.lines.isEmpty && figures.payments.isEmpty && figures.total == .zero
        guard parts.contains(where: { !$0.isEmpty }), !isNothing else { throw LedgerError(.documentNothingNew) }
        if figures.total < .zero { return .creditNote }
        guard !figures.payments.isEmpty || figures.balance <= .zero else {
            throw LedgerError(.documentNotPaid, ErrorDetail("due", figures.balance))
        }
        return .receipt
    }

    /// The numbers of a kind and the dates on them go the same way; where they do not, a clock was set back.
    ///
    /// - Throws: `document_predates`.
    private static func checkDate(
        _ db: Database, _ definition: EventDefinition, _ kind: LedgerDocument.Kind, _ now: Date
    ) throws {
        let last = try DocumentRow.fetchOne(
            db.cachedStatement(sql: "SELECT * FROM document WHERE kind = ? ORDER BY number DESC LIMIT 1"),
            arguments: [kind.rawValue])
        guard let last, let id = last.id else { return }
        let (date, lastDate) = (
            definition.date(at: now), definition.date(at: Date(milliseconds: last.atMs))
        )
        guard date >= lastDate else {
            throw LedgerError(
                .documentPredates, ErrorDetail("date", date), ErrorDetail("label", id.label(slug: definition.slug)),
                ErrorDetail("last", lastDate))
        }
    }

    private static func insert(
        _ db: Database, _ definition: EventDefinition, _ kind: LedgerDocument.Kind,
        _ figures: LedgerDocument.Figures, _ order: DocumentOrder, _ people: [Registration],
        _ parts: [[JournalEntry]], context: WriteContext
    ) throws -> DocumentID {
        // The writer is alone, so that the next number is nobody else's, and a write that fails gives it back.
        let last = try Int64.fetchOne(
            db, sql: "SELECT max(number) FROM document WHERE kind = ?", arguments: [kind.rawValue])
        let number = try EventStore.number(after: EventStore.incarnation(db).after(last), of: "document")
        let document = DocumentID(kind: kind, number: number)
        let isParty = people.count > 1
        let newCode = isParty && kind == .invoice ? try RegistrationRecord.unusedCode(db) : nil
        let faces = people.map { PersonFace(definition, $0, in: figures.language) }
        let partyCode = newCode ?? order.code ?? people[0].code
        let recipient = SaltedText(
            try text(
                DocumentFace(
                    definition, figures.language, isParty ? PersonFace(party: partyCode) : faces[0],
                    payer: order.payer, payTo: kind == .invoice ? definition.payTo : [])))
        let salted = isParty ? try faces.map { SaltedText(try text($0)) } : []
        let numbers = parts.flatMap { $0.map(\.number) }.sorted()
        let stored = StoredDocument(
            id: document, registration: isParty ? nil : people[0].id,
            people: zip(people, salted).map { .init(registration: $0.id, face: $1.digest) }, code: newCode?.symbols,
            figures: try text(figures), recipient: recipient.digest, author: context.author, origin: context.origin,
            milliseconds: context.time.milliseconds, entries: numbers)
        try db.execute(
            sql: """
                INSERT INTO document
                    (kind, number, registration, code, figures, recipient, salt, recipient_sha256, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                kind.rawValue, document.number, stored.registration, stored.code, stored.figures, recipient.text,
                recipient.salt, recipient.digest, context.author, context.origin, stored.milliseconds,
            ])
        for (line, (person, face)) in zip(people, salted).enumerated() {
            try db.execute(
                sql: """
                    INSERT INTO document_person (kind, number, line, registration, face, salt, face_sha256)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    kind.rawValue, document.number, line + 1, person.id, face.text, face.salt, face.digest,
                ])
        }
        for number in numbers {
            try db.execute(
                sql: "INSERT INTO document_entry (entry, kind, number) VALUES (?, ?, ?)",
                arguments: [number, kind.rawValue, document.number])
        }
        for person in people {
            try RegistrationRecord.tell(
                db, person.id, .documentIssued, document.label(slug: definition.slug), vouches: stored.digest,
                context: context)
        }
        return document
    }

    /// The labels of the documents of people, in the order in which they were issued.
    private static func earlier(
        _ db: Database, _ definition: EventDefinition, of people: [Registration.ID]
    ) throws -> [String] {
        var seen: Set<DocumentID> = []
        var found: [(milliseconds: Int64, id: DocumentID)] = []
        for id in people {
            let rows = try DocumentRow.fetchAll(
                db.cachedStatement(sql: about()), arguments: ["id": id])
            for row in rows {
                guard let document = row.id, seen.insert(document).inserted else { continue }
                found.append((row.atMs, document))
            }
        }
        return found.sorted { ($0.milliseconds, $0.id.number) < ($1.milliseconds, $1.id.number) }
            .map { $0.id.label(slug: definition.slug) }
    }

    private static func text(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
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
}

// MARK: - Reading

extension DocumentRecord {
    static func list(
        _ db: Database, _ definition: EventDefinition, of id: Registration.ID?, after: DocumentID?, limit: Int
    ) throws -> [LedgerDocument] {
        let cursor: StatementArguments = ["kind": after?.kind.rawValue ?? "", "number": after?.number ?? 0]
        guard let id else {
            return try fetchAll(
                db, definition, "WHERE (kind, number) > (:kind, :number) ORDER BY kind, number LIMIT :limit",
                cursor + ["limit": limit])
        }
        let isLater = """
            AND (document.at_ms, document.kind, document.number) > (
                coalesce((SELECT at_ms FROM document WHERE kind = :kind AND number = :number), 0), :kind, :number)
            """
        return try read(
            db, definition,
            DocumentRow.fetchAll(
                db.cachedStatement(sql: "\(about(isLater)) ORDER BY at_ms, kind, number LIMIT :limit"),
                arguments: cursor + ["id": id, "limit": limit]))
    }

    /// - Throws: `document_unknown`.
    static func fetch(_ db: Database, _ definition: EventDefinition, _ id: DocumentID) throws -> LedgerDocument {
        let found = try fetchAll(db, definition, "WHERE kind = ? AND number = ?", [id.kind.rawValue, id.number]).first
        guard let found else {
            throw LedgerError(.documentUnknown, ErrorDetail("kind", id.kind.rawValue), ErrorDetail("number", id.number))
        }
        return found
    }

    static func fetchAll(
        _ db: Database, _ definition: EventDefinition, _ condition: String, _ arguments: StatementArguments
    ) throws -> [LedgerDocument] {
        try read(
            db, definition,
            DocumentRow.fetchAll(
                db.cachedStatement(sql: "SELECT * FROM document \(condition)"), arguments: arguments))
    }

    private static func read(
        _ db: Database, _ definition: EventDefinition, _ rows: [DocumentRow]
    ) throws -> [LedgerDocument] {
        try rows.map { row in
            guard let id = row.id else {
                throw LedgerError(.documentUnknown, ErrorDetail("kind", row.kind), ErrorDetail("number", row.number))
            }
            let figures = try row.shownFigures()
            let people = try DocumentPersonRow.fetchAll(db, of: row.kind, row.number)
            let face: DocumentFace
            if let stored = row.recipient {
                face = try decoder.decode(DocumentFace.self, from: Data(stored.utf8))
            } else {
                face = DocumentFace(
                    definition, figures.language, try forgotten(db, definition, row, people, figures.language))
            }
            return LedgerDocument(
                kind: id.kind, number: id.number, label: id.label(slug: definition.slug), event: try face.shownEvent(),
                issued: Date(milliseconds: row.atMs), recipient: try face.person.shown(),
                people: try people.map { try person(db, definition, $0, figures.language).shown() },
                payer: face.payer, payTo: face.payTo, figures: figures)
        }
    }

    /// Whose registrations a document is about, in its order.
    static func registrations(_ db: Database, _ id: DocumentID) throws -> [Registration.ID] {
        let row = try DocumentRow.fetchOne(
            db.cachedStatement(sql: "SELECT * FROM document WHERE kind = ? AND number = ?"),
            arguments: [id.kind.rawValue, id.number])
        if let number = row?.registration.flatMap({ UInt32(exactly: $0) }) {
            return [Registration.ID(rawValue: number)]
        }
        return try DocumentPersonRow.fetchAll(db, of: id.kind.rawValue, id.number).map { try $0.id() }
    }

    private static func person(
        _ db: Database, _ definition: EventDefinition, _ row: DocumentPersonRow, _ language: Language
    ) throws -> PersonFace {
        if let stored = row.face { return try decoder.decode(PersonFace.self, from: Data(stored.utf8)) }
        return PersonFace(definition, try RegistrationRecord.fetch(db, id: row.id()), in: language)
    }

    /// What is left of whom a document was for.
    private static func forgotten(
        _ db: Database, _ definition: EventDefinition, _ row: DocumentRow, _ people: [DocumentPersonRow],
        _ language: Language
    ) throws -> PersonFace {
        if let number = row.registration.flatMap({ UInt32(exactly: $0) }) {
            let registration = try RegistrationRecord.fetch(db, id: Registration.ID(rawValue: number))
            return PersonFace(definition, registration, in: language)
        }
        if let code = row.code { return PersonFace(party: RegistrationCode(checked: code)) }
        guard let first = people.first else {
            throw LedgerError(.documentUnknown, ErrorDetail("kind", row.kind), ErrorDetail("number", row.number))
        }
        return PersonFace(party: try RegistrationRecord.fetch(db, id: first.id()).code)
    }
}

// MARK: - Forgetting

extension DocumentRecord {
    /// How many documents of people who were erased still say whom they are for.
    static func erasedCount(_ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM document
                WHERE recipient IS NOT NULL AND registration IN (SELECT id FROM registration WHERE erased_ms IS NOT NULL)
                """) ?? 0
    }

    /// Takes away whom documents of people are for who were erased.
    static func forgetErased(_ db: Database) throws -> Int {
        try forget(db, "SELECT id FROM registration WHERE erased_ms IS NOT NULL", [])
    }

    /// Takes away whom documents of a registration are for; what they say about money stays.
    static func forgetRecipient(_ db: Database, of id: Registration.ID) throws {
        _ = try forget(db, "SELECT ?", [id])
    }

    /// Of a document about several people who pays for them goes with the last of them.
    ///
    /// - Returns: on how many documents something was blanked.
    private static func forget(_ db: Database, _ ids: String, _ arguments: StatementArguments) throws -> Int {
        try db.execute(
            sql: """
                UPDATE document SET recipient = NULL, salt = NULL
                WHERE recipient IS NOT NULL AND registration IN (\(ids))
                """,
            arguments: arguments)
        var count = db.changesCount
        let parties = try DocumentKey.fetchAll(
            db,
            sql:
                "SELECT DISTINCT kind, number FROM document_person WHERE face IS NOT NULL AND registration IN (\(ids))",
            arguments: arguments)
        count += parties.count
        try db.execute(
            sql: """
                UPDATE document_person SET face = NULL, salt = NULL
                WHERE face IS NOT NULL AND registration IN (\(ids))
                """,
            arguments: arguments)
        for party in parties {
            try db.execute(
                sql: """
                    UPDATE document SET recipient = NULL, salt = NULL
                    WHERE kind = :kind AND number = :number AND recipient IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM document_person WHERE kind = :kind AND number = :number AND face IS NOT NULL)
                    """,
                arguments: ["kind": party.kind, "number": party.number])
        }
        return count
    }
}

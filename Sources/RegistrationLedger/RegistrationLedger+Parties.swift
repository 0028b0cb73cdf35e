package import Conference
package import EventStore
import Foundation
package import GRDB

/// How a party stands for one of its people.
package struct OwnParty: Sendable, Hashable {
    /// Who pays, for the others; nil for the one who does.
    package let payer: String?
    /// Everybody and what is still to be paid for them, for the one who pays; empty for the others.
    package let people: [Member]
    /// What is still to be paid by the payer: for all, or, of one of the others, for them.
    package let open: Money
    /// What goes into the transfer; nil where no invoice is open.
    package let code: RegistrationCode?
    /// The invoices of the party, for the one who pays.
    package let invoices: [LedgerDocument]

    package struct Member: Sendable, Hashable {
        package let id: Registration.ID
        package let name: String
        package let code: RegistrationCode
        package let open: Money
    }
}

/// Several people whom one of them registered, and pays for.
enum PartyRecord {
    private struct Stored: RowRecord {
        let billTo: String
        let address: String
        let taxNumber: String
        let orderNumber: String
    }

    static func insert(
        _ db: Database, _ people: [Registration.ID], payer: DocumentPayer, context: WriteContext
    ) throws {
        guard let first = people.first else { return }
        try db.execute(
            sql:
                "INSERT INTO party (payer, bill_to, address, tax_number, order_number, at_ms) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                first, payer.name, payer.address.joined(separator: "\n"), payer.taxNumber, payer.orderNumber,
                context.time.milliseconds,
            ])
        for id in people.dropFirst() {
            try db.execute(
                sql: "INSERT INTO party_member (registration, party) VALUES (?, ?)", arguments: [id, first])
        }
    }

    /// Who pays for somebody; nil for who is in no party.
    static func payer(_ db: Database, of id: Registration.ID) throws -> Registration.ID? {
        try Registration.ID.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT payer FROM party WHERE payer = :id
                    UNION ALL SELECT party FROM party_member WHERE registration = :id
                    """),
            arguments: ["id": id])
    }

    /// Whoever registered others, then those; or somebody alone.
    static func people(_ db: Database, of payer: Registration.ID) throws -> [Registration.ID] {
        try [payer]
            + Registration.ID.fetchAll(
                db.cachedStatement(
                    sql: "SELECT registration FROM party_member WHERE party = ? ORDER BY registration"),
                arguments: [payer])
    }

    /// Issues the invoice of a party for all that its people owe; nothing where not several owe.
    static func issueInvoice(
        _ db: Database, _ definition: EventDefinition, of payer: Registration.ID, context: WriteContext
    ) throws {
        let stored = try Stored.fetchOne(
            db.cachedStatement(sql: "SELECT bill_to, address, tax_number, order_number FROM party WHERE payer = ?"),
            arguments: [payer])
        guard let stored else { return }
        let owing = try people(db, of: payer).filter { try Journal.due(db, from: $0) > .zero }
        // One alone has an invoice of their own at /my.
        guard owing.count > 1 else { return }
        let person = try RegistrationRecord.fetch(db, id: payer)
        _ = try DocumentRecord.issue(
            db, definition,
            DocumentOrder(
                people: owing,
                wish: .invoice(
                    due: definition.date(at: context.time).adding(days: definition.invoices.dueDays)),
                payer: try DocumentPayer(
                    name: stored.billTo.isEmpty ? String(person.person.name.prefix(100)) : stored.billTo,
                    address: stored.address, taxNumber: stored.taxNumber, orderNumber: stored.orderNumber),
                language: person.language),
            context: context)
    }
}

extension RegistrationLedger {
    /// How many people one of them registers at a time.
    package static let partyMax = 10

    /// Registers several people, of whom the first registers the others and pays for them, with one invoice for what they
    /// owe: all of them or nobody.
    ///
    /// - Parameter payer: whom the invoice is made out to; without a name the first of them.
    /// - Throws: as `registerOneself`; `register_party_too_large`.
    package func registerParty(
        _ people: [OwnRegistering], payer: DocumentPayer, context: WriteContext
    ) async throws -> Performed<[RegistrationSummary]> {
        guard (1...Self.partyMax).contains(people.count) else {
            throw LedgerError(.registerPartyTooLarge, ErrorDetail("limit", Self.partyMax))
        }
        let content =
            people.flatMap { ["person"] + $0.content } + ["payer", payer.name] + payer.address + [
                payer.taxNumber, payer.orderNumber,
            ]
        let done = try await store.perform("registration.party", content: content, context: context) { [store] db in
            let definition = try store.definition(db)
            let ids = try Self.registerOneself(db, definition, people, context: context)
            try PartyRecord.insert(db, ids, payer: payer, context: context)
            if definition.register?.confirmHours == nil {
                try PartyRecord.issueInvoice(db, definition, of: ids[0], context: context)
            }
            return ids.map(\.rawValue)
        }
        let summaries = try await store.read { db in
            try done.result.compactMap { try Self.summary(db, of: Registration.ID(rawValue: $0)) }
        }
        return Performed(result: summaries, replayed: done.replayed)
    }

    /// How somebody's party stands for them; nil for who is in none.
    package func party(of id: Registration.ID) async throws -> OwnParty? {
        try await store.read { [store] db in try Self.party(db, try store.definition(db), of: id) }
    }

    /// The same, as this transaction sees it.
    package static func party(
        _ db: Database, _ definition: EventDefinition, of id: Registration.ID
    ) throws -> OwnParty? {
        guard let payer = try PartyRecord.payer(db, of: id) else { return nil }
        let ids = try PartyRecord.people(db, of: payer)
        var seen: Set<DocumentID> = []
        let invoices = try ids.flatMap { try DocumentRecord.list(db, definition, of: $0, after: nil, limit: .max) }
            .map { DocumentID(kind: $0.kind, number: $0.number) }
            .filter { $0.kind == .invoice && seen.insert($0).inserted }
            .map { try InvoiceStanding(db, definition, $0) }
            // What one of them had made out for themselves is their own.
            .filter(\.document.isForParty)
        func open(_ id: Registration.ID) throws -> Money {
            guard !invoices.isEmpty else { return max(.zero, try Journal.due(db, from: id)) }
            return invoices.flatMap(\.people).filter { $0.registration.id == id }.map(\.open).total()
        }
        // Where only one of them owes, that one's own code does.
        let only = try ids.filter { try open($0) > .zero }
        let code =
            try invoices.first { $0.open > .zero }?.code
            ?? only.first.map { try RegistrationRecord.fetch(db, id: $0).code }
        guard id == payer else {
            let name = try RegistrationRecord.fetch(db, id: payer).person.name
            return OwnParty(payer: name, people: [], open: try open(id), code: code, invoices: [])
        }
        let people = try ids.map { id in
            let registration = try RegistrationRecord.fetch(db, id: id)
            return OwnParty.Member(
                id: id, name: registration.person.name, code: registration.code, open: try open(id))
        }
        return OwnParty(
            payer: nil, people: people, open: people.map(\.open).total(), code: code,
            invoices: invoices.map(\.document))
    }
}

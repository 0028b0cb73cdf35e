import Conference
import EventStore
package import Foundation
import GRDB

extension RegistrationLedger {
    /// Books the payments of a CSV file, in one transaction.
    ///
    /// Columns: `reference` (a registration's reference or code), `amount`, `method` (cash, card, bank), and as wanted
    /// `note`. A row that an earlier import brought is not booked again; rows of equal content within one file are
    /// different payments.
    /// - Parameter keepGood: books the rows that are right although others are wrong; otherwise one wrong row leaves everything as
    ///   it was.
    /// - Throws: `ImportProblems` with all that is wrong.
    package func importPayments(
        csv: Data, keepGood: Bool, author: String, origin: String, time: Date
    ) async throws -> ImportReport {
        let rows = try ImportedRow.rows(
            of: ImportTable(csv), required: ["reference", "amount", "method"], optional: ["note"])
        return try await importRows(
            rows, operation: "import.payment", keepGood: keepGood, author: author, origin: origin, time: time,
            parse: { row, definition in try Self.newPayment(&row, definition) },
            content: { [$0.reference] + $0.payment.content },
            name: { _ in nil },
            isKnown: { _, _ in false },
            store: { db, definition, item, context in
                let registration = try Self.registration(db, named: item.reference)
                _ = try Self.pay(db, definition, item.payment, for: registration.id, context: context)
                return registration.id
            })
    }

    /// The way every import goes: parse each row, store those that are not known, and undo all when one is wrong.
    private func importRows<Item: Sendable>(
        _ rows: [ImportedRow], operation: String, keepGood: Bool, author: String, origin: String, time: Date,
        parse: @escaping @Sendable (inout ImportedRow, EventDefinition) throws -> Item,
        content: @escaping @Sendable (Item) -> [String],
        name: @escaping @Sendable (Item) -> String?,
        isKnown: @escaping @Sendable (Database, _ name: String) throws -> Bool,
        store storeItem: @escaping @Sendable (Database, EventDefinition, Item, WriteContext) throws -> Registration.ID
    ) async throws -> ImportReport {
        try await store.write { [store] db in
            // Pages that leave the cache within a large transaction are looked for in the whole log each time: without
            // these 64 MiB the time of an import grows with the square of its length.
            try db.execute(sql: "PRAGMA cache_size = -65536")
            let definition = try store.definition(db)
            var (added, known) = (0, 0)
            var problems: [ImportProblems.Problem] = []
            var seen: [[String]: Int] = [:]
            var named: [String: [String]] = [:]
            for var row in rows {
                do {
                    let item = try parse(&row, definition)
                    guard row.problems.isEmpty else {
                        problems += row.problems
                        continue
                    }
                    let content = content(item)
                    seen[content, default: 0] += 1
                    // The key is the content, and which of several equal rows it is.
                    let digest = EventStore.digest(of: [operation, "\(seen[content] ?? 0)"] + content)
                    let context = WriteContext(
                        author: author, origin: origin, time: time,
                        key: try IdempotencyKey(operation + ":" + digest.base64EncodedString()))
                    if let name = name(item) {
                        // Two rows of one file that share a name but nothing else are a mistake, not a repetition.
                        guard named[name, default: content] == content else {
                            throw LedgerError(.referenceTaken, ErrorDetail("reference", name))
                        }
                        named[name] = content
                        if try isKnown(db, name) {
                            known += 1
                            continue
                        }
                    }
                    try db.inSavepoint {
                        let done = try EventStore.perform(db, operation, content: content, context: context) {
                            RegistrationNumber(try storeItem(db, definition, item, context))
                        }
                        if done.replayed {
                            known += 1
                        } else {
                            added += 1
                        }
                        return .commit
                    }
                } catch let error as any DescribedError {
                    row.note(error)
                    problems += row.problems
                }
            }
            guard problems.isEmpty || keepGood else { throw ImportProblems(problems) }
            return ImportReport(added: added, known: known, problems: problems)
        }
    }
}

extension RegistrationLedger {
    private struct ImportedPayment: Sendable {
        let reference: String
        let payment: Payment
    }

    private static func newPayment(
        _ row: inout ImportedRow, _ definition: EventDefinition
    ) throws -> ImportedPayment {
        let amount = row.value("amount") { try Money(decimal: $0, in: definition.currency) }
        let method = row.value("method") { try PaymentMethod.byHand($0.lowercased()) }
        // Where a cell is wrong the row is refused; the stand-in only lets the rest of it be looked at.
        return ImportedPayment(
            reference: row["reference"],
            payment: try Payment(
                amount: amount ?? Money(cents: 1), method: method ?? .cash, note: row["note"]))
    }
}

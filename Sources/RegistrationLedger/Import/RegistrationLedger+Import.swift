import Conference
import EventStore
package import Foundation
import GRDB

extension RegistrationLedger {
    /// Registers the people of a CSV file, in one transaction.
    ///
    /// Columns: `name`; and as wanted `reference`, `badge_name`, `affiliation`, `email`, `country` (the code of
    /// ISO 3166-1, or what it is called in English), `category` (attendee where empty), `days` (`1,3-4` or `all`; all where empty), `add_ons` (`dinner;tour`), `status` (`confirmed` or `cancelled`).
    /// The attendee exports of pretix and Indico are known by their columns, see `ForeignExport`.
    /// A row that an earlier import brought (the same reference, or the same content) is not brought again; two rows
    /// of one file with the same reference and different content are an error (`reference_taken`).
    /// - Parameters:
    ///   - keepGood: registers the rows that are right although others are wrong; otherwise one wrong row leaves
    ///     everything as it was.
    ///   - onlyShow: only says what would come of it, and registers nobody.
    /// - Throws: `ImportProblems` with all that is wrong.
    package func importRegistrations(
        csv: Data, keepGood: Bool, onlyShow: Bool = false, author: String, origin: String, time: Date
    ) async throws -> ImportReport {
        let given = try CSVTable(csv)
        let table = try ForeignExport(header: given.header)?.translated(given, for: await store.definition()) ?? given
        let rows = try ImportedRow.rows(
            of: table, required: ["name"],
            optional: [
                "reference", "badge_name", "affiliation", "email", "country", "category", "days", "add_ons", "status",
            ])
        return try await importRows(
            rows, operation: "import.registration", keepGood: keepGood, onlyShow: onlyShow, author: author,
            origin: origin, time: time,
            parse: Self.newRegistration,
            content: { $0.new.content + [$0.status.rawValue] },
            name: { $0.new.reference },
            isKnown: { try RegistrationRecord.isTaken($0, reference: $1) },
            store: { db, definition, item, context in
                // Where they come from, they were told.
                try Self.register(
                    db, definition, item.new, status: item.status, mail: .none, context: context
                ).id
            })
    }

    /// Books the payments of a CSV file, in one transaction.
    ///
    /// Columns: `reference` (a registration's reference or code), `amount`, `method` (cash, card, bank), and as wanted
    /// `note`. A row that an earlier import brought is not booked again; rows of equal content within one file are
    /// different payments.
    /// - Parameter keepGood: as for `importRegistrations`.
    /// - Throws: `ImportProblems` with all that is wrong.
    package func importPayments(
        csv: Data, keepGood: Bool, author: String, origin: String, time: Date
    ) async throws -> ImportReport {
        let rows = try ImportedRow.rows(
            of: CSVTable(csv), required: ["reference", "amount", "method"], optional: ["note"])
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

    /// Ends the transaction of an import that was only to be shown.
    private struct Shown: Error { let report: ImportReport }

    /// The way every import goes: parse each row, store those that are not known, and undo all when one is wrong.
    private func importRows<Item: Sendable>(
        _ rows: [ImportedRow], operation: String, keepGood: Bool, onlyShow: Bool = false, author: String,
        origin: String, time: Date,
        parse: @escaping @Sendable (inout ImportedRow, EventDefinition) throws -> Item,
        content: @escaping @Sendable (Item) -> [String],
        name: @escaping @Sendable (Item) -> String?,
        isKnown: @escaping @Sendable (Database, _ name: String) throws -> Bool,
        store storeItem: @escaping @Sendable (Database, EventDefinition, Item, WriteContext) throws -> Registration.ID
    ) async throws -> ImportReport {
        do {
            return try await write(
                rows, operation: operation, keepGood: keepGood, onlyShow: onlyShow, author: author, origin: origin,
                time: time, parse: parse, content: content, name: name, isKnown: isKnown, store: storeItem)
        } catch let shown as Shown {
            return shown.report
        }
    }

    private func write<Item: Sendable>(
        _ rows: [ImportedRow], operation: String, keepGood: Bool, onlyShow: Bool, author: String, origin: String,
        time: Date,
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
            var new: [(line: Int, id: Registration.ID)] = []
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
                            new.append((row.line, done.result.id))
                        }
                        return .commit
                    }
                } catch let error as any DescribedError {
                    row.note(error)
                    problems += row.problems
                }
            }
            guard problems.isEmpty || keepGood else { throw ImportProblems(problems) }
            let registers = operation == "import.registration"
            let report = ImportReport(
                added: added, known: known, problems: problems,
                duplicates: registers ? try Self.duplicates(db, among: new) : [],
                samples: registers
                    ? try new.prefix(ImportReport.samplesMax).map { try RegistrationRecord.fetch(db, id: $0.id) } : [])
            if onlyShow { throw Shown(report: report) }
            return report
        }
    }
}

extension RegistrationLedger {
    private struct ImportedRegistration: Sendable {
        let new: NewRegistration
        let status: Registration.Status
    }

    @Sendable private static func newRegistration(
        _ row: inout ImportedRow, _ definition: EventDefinition
    ) throws -> ImportedRegistration {
        let category = row.value("category") { text in
            try text.isEmpty ? definition.usualCategory : definition.category(named: text)
        }
        let days = row.value("days") { text in
            text.isEmpty ? definition.allDays : try DaySet(text, dayCount: definition.days.count)
        }
        let addOns = row.value("add_ons") { text in
            try text.split(whereSeparator: { $0 == ";" || $0 == "," || $0 == " " }).map { word in
                guard let addOn = definition.addOns.first(where: { $0.id.rawValue == word }) else {
                    throw ConferenceError(.addOnUnknown, ErrorDetail("add_on", String(word)))
                }
                return addOn.id
            }
        }
        let status = row.value("status") { text -> Registration.Status in
            switch text.lowercased() {
            case "", "confirmed": return .active
            case "cancelled", "canceled": return .cancelled
            default:
                throw Choice.unknown(text, choices: ["confirmed", "cancelled"])
            }
        }
        let country = row.value("country") { try CountryCode(imported: $0) }
        let person = try Person(
            name: row["name"], badgeName: row["badge_name"], affiliation: row["affiliation"], email: row["email"],
            country: country ?? nil)
        let new = try NewRegistration(
            person: person, category: category ?? definition.usualCategory, days: days ?? .none,
            addOns: Set(addOns ?? []),
            reference: row["reference"])
        return ImportedRegistration(new: new, status: status ?? .active)
    }

    private struct ImportedPayment: Sendable {
        let reference: String
        let payment: Payment
    }

    private static func newPayment(
        _ row: inout ImportedRow, _ definition: EventDefinition
    ) throws -> ImportedPayment {
        let amount = row.value("amount") { try Money(decimal: $0, in: definition.currency) }
        let method = row.value("method") { try Choice.read($0.lowercased(), as: PaymentMethod.self) }
        // Where a cell is wrong the row is refused; the stand-in only lets the rest of it be looked at.
        return ImportedPayment(
            reference: row["reference"],
            payment: try Payment(
                amount: amount ?? Money(cents: 1), method: method ?? .cash, note: row["note"], isSure: true))
    }
}

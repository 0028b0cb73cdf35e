import Conference
import EventStore
package import Foundation
import GRDB

extension RegistrationLedger {
    /// Compares a list of people with what is here, registers who is new, and takes over what differs if that is wanted; in one
    /// transaction.
    ///
    /// The file is CSV or a workbook, with our own columns or those of the systems that `ImportSource` knows. A person is known
    /// again by the list's reference, else by name and e-mail address as the list last had them. Nobody who is not on the list is
    /// cancelled, unless `ImportOrder.cancelMissing` says how many that are.
    /// - Throws: `ImportProblems` with all that is wrong with the rows; `cancel_count_differs`, `registration_unknown` for an
    ///   answer that names nobody.
    package func importPeople(
        _ data: Data, order: ImportOrder, author: String, origin: String, time: Date
    ) async throws -> ImportReport {
        let table = try ImportTable(data, isOfPeople: true).beginningAtHeading()
        let source = ImportSource(header: table.header)
        let list = try Self.listName(order.list ?? source.rawValue)
        do {
            return try await store.write { [store] db in
                // Pages that leave the cache within a large transaction are looked for in the whole log each time: without
                // these 64 MiB the time of an import grows with the square of its length.
                try db.execute(sql: "PRAGMA cache_size = -65536")
                let context = WriteContext(
                    author: author, origin: origin, time: time,
                    key: try IdempotencyKey("import:" + EventStore.digest(of: [list]).base64EncodedString()))
                let kept = order.keepsMapping && !order.extendsMapping ? nil : try ImportedRecord.mapping(db, of: list)
                let mapping = kept.map { $0.adding(order.mapping) } ?? order.mapping
                let definition = try store.definition(db)
                let reader = try PersonReader(table, source: source, mapping: mapping, event: definition)
                var work = ImportWork(db: db, definition: definition, list: list, order: order, context: context)
                work.report.source = source
                work.report.mapping = mapping
                work.report.notes = reader.notes
                try work.run(reader.people, problems: reader.problems)
                if order.keepsMapping || order.extendsMapping {
                    try ImportedRecord.keep(db, mapping, of: list, context: context)
                }
                if order.onlyShow { throw Shown(report: work.report) }
                return work.report
            }
        } catch let shown as Shown {
            return shown.report
        }
    }

    /// Registers the people of a CSV file who are new, and changes nobody.
    ///
    /// - Throws: as `importPeople`.
    package func importRegistrations(
        csv: Data, keepGood: Bool, onlyShow: Bool = false, author: String, origin: String, time: Date
    ) async throws -> ImportReport {
        var order = ImportOrder()
        (order.keepsGood, order.onlyShow) = (keepGood, onlyShow)
        return try await importPeople(csv, order: order, author: author, origin: origin, time: time)
    }

    private static func listName(_ text: String) throws -> String {
        let name = try Person.line(text, field: "list", limit: 63)
        guard !name.isEmpty else { throw ConferenceError(.nameMissing) }
        return name
    }

    /// Ends the transaction of an import that was only to be shown.
    private struct Shown: Error { let report: ImportReport }
}

/// One import within its transaction.
private struct ImportWork {
    let db: Database
    let definition: EventDefinition
    let list: String
    let order: ImportOrder
    let context: WriteContext
    var report = ImportReport()
    private var problems: [ImportProblems.Problem] = []
    private var new: [(line: Int, id: Registration.ID)] = []

    init(db: Database, definition: EventDefinition, list: String, order: ImportOrder, context: WriteContext) {
        (self.db, self.definition, self.list, self.order, self.context) = (db, definition, list, order, context)
        report.list = list
    }

    mutating func run(_ people: [ImportedPerson], problems found: [ImportProblems.Problem]) throws {
        problems = found
        let people = distinct(people)
        let comparison = try ImportComparison(db, people, list: list, order: order)
        report.questions = comparison.questions
        report.missing = comparison.missing
        for (person, code) in comparison.gone {
            report.known += 1
            report.notes.append(.init(line: person.line, column: nil, code: code, details: []))
        }
        try cancelMissing(comparison)
        for match in comparison.matches { try compare(match) }
        try register(comparison.new)
        guard problems.isEmpty || order.keepsGood else { throw ImportProblems(problems) }
        report.problems = problems
        report.duplicates = try RegistrationLedger.duplicates(db, among: new)
        report.samples = try new.prefix(ImportReport.samplesMax).map { try RegistrationRecord.fetch(db, id: $0.id) }
    }

    /// Two rows under one reference that say something else are a mistake; the same row twice is not.
    private mutating func distinct(_ people: [ImportedPerson]) -> [ImportedPerson] {
        var seen: [String: ImportedPerson] = [:]
        return people.filter { person in
            guard let reference = person.reference else { return true }
            guard let first = seen[reference] else {
                seen[reference] = person
                return true
            }
            if first.values == person.values {
                report.known += 1
            } else {
                problems.append(
                    .init(
                        line: person.line, column: "reference", code: LedgerErrorCode.referenceTaken,
                        details: [ErrorDetail("reference", reference)]))
            }
            return false
        }
    }

    // MARK: - New people

    private mutating func register(_ people: [ImportedPerson]) throws {
        var seen: [[String]: Int] = [:]
        for person in people {
            do {
                let registration = try person.registration()
                let content =
                    registration.content + [(person.isCancelled ? Registration.Status.cancelled : .active).rawValue]
                seen[content, default: 0] += 1
                // The key is the content, and which of several equal rows it is: what was brought once and is gone, as
                // somebody's who was erased, is not brought again, unless it was asked about and is somebody new.
                let answer = order.answers[person.line] == .new ? ["new \(context.time.timeIntervalSince1970)"] : []
                let digest = EventStore.digest(of: [Self.operation, "\(seen[content] ?? 0)"] + content + answer)
                let key = try IdempotencyKey(Self.operation + ":" + digest.base64EncodedString())
                let context = WriteContext(
                    author: context.author, origin: context.origin, time: context.time, key: key)
                try db.inSavepoint {
                    let done = try EventStore.perform(db, Self.operation, content: content, context: context) {
                        RegistrationNumber(try store(person, registration, context))
                    }
                    if done.replayed {
                        report.known += 1
                    } else {
                        report.added += 1
                        new.append((person.line, done.result.id))
                        try ImportedRecord.put(
                            db, done.result.id, list: list, mark: ImportedRecord.mark(person), values: person.values,
                            context: context)
                    }
                    return .commit
                }
            } catch let error as any DescribedError {
                note(error, person)
            }
        }
    }

    private static let operation = "import.registration"

    private mutating func store(
        _ person: ImportedPerson, _ registration: NewRegistration, _ context: WriteContext
    ) throws -> Registration.ID {
        // Where they come from, they were told.
        let id = try RegistrationLedger.register(
            db, definition, registration, status: person.isCancelled ? .cancelled : .active, mail: .none,
            context: context
        ).id
        guard let price = person.price, !person.isCancelled else { return id }
        _ = try settle(person, at: price, id, context)
        if person.isPaid { try pay(price, person, id, context) }
        return id
    }

    /// Brings what somebody is charged to the price that the list says, and tells where that cannot be.
    ///
    /// - Returns: what they owe then.
    private mutating func settle(
        _ person: ImportedPerson, at price: Money, _ id: Registration.ID, _ context: WriteContext
    ) throws -> Money {
        let (due, paid) = try RegistrationLedger.settle(
            db, definition, id, at: price, because: Self.elsewhere, context: context)
        if due + paid != price {
            report.notes.append(
                .init(
                    line: person.line, column: ImportField.price.rawValue,
                    code: AnyErrorCode(LedgerErrorCode.priceDiffers),
                    details: [ErrorDetail("value", price), ErrorDetail("due", due + paid)]))
        }
        return due
    }

    private static let elsewhere = "price agreed elsewhere"

    private func pay(
        _ amount: Money, _ person: ImportedPerson, _ id: Registration.ID, _ context: WriteContext
    ) throws {
        guard amount > .zero else { return }
        let payment = try Payment(
            amount: amount, method: person.method ?? .bank, note: "paid elsewhere", isSure: true)
        _ = try RegistrationLedger.pay(db, definition, payment, for: id, context: context)
    }

    private mutating func note(_ error: any DescribedError, _ person: ImportedPerson, field: ImportField? = nil) {
        var row = ImportedRow(.init(line: person.line, cells: []), names: [])
        row.note(error, column: field?.rawValue)
        problems += row.problems
    }

    // MARK: - Who is here

    private mutating func compare(_ match: ImportComparison.Match) throws {
        report.known += 1
        var match = match
        if order.updates {
            do {
                try db.inSavepoint {
                    try perform("import.update", of: match.registration.id) { work, context in
                        try work.apply(&match, context)
                    }
                    return .commit
                }
            } catch let error as any DescribedError {
                note(error, match.person)
                match.changes = match.changes.map { change in
                    var change = change
                    if change.state == .applied { change.state = .differs }
                    return change
                }
            }
        }
        if !match.changes.isEmpty {
            report.differences.append(
                .init(
                    line: match.person.line, id: match.registration.id, code: match.registration.code,
                    name: match.registration.person.name,
                    changes: match.changes))
        }
        try remember(match)
    }

    /// Whether a change is to be taken over.
    private func isWanted(_ change: ImportReport.Change, _ code: RegistrationCode) -> Bool {
        switch change.state {
        case .keptHere, .applied: return false
        case .differs, .conflict:
            if let ticked = order.ticked { return ticked.contains(ImportOrder.tick(code, change.field)) }
            return change.state == .differs || order.takesTheirs
        }
    }

    /// Does something to a person who is here, under a request of its own: what it books is traced to that.
    private mutating func perform(
        _ operation: String, of id: Registration.ID, _ body: (inout ImportWork, WriteContext) throws -> Void
    ) throws {
        let own = WriteContext(author: context.author, origin: context.origin, time: context.time, key: .unique())
        _ = try EventStore.perform(db, operation, content: [id.description], context: own) {
            try body(&self, own)
            return RegistrationNumber(id)
        }
    }

    private mutating func apply(_ match: inout ImportComparison.Match, _ context: WriteContext) throws {
        let (person, registration) = (match.person, match.registration)
        let wanted = Set(match.changes.filter { isWanted($0, registration.code) }.map(\.field))
        guard !wanted.isEmpty else { return }
        let id = registration.id
        if wanted.contains(.status), !person.isCancelled {
            _ = try RegistrationLedger.reinstate(db, definition, id, context: context)
        }
        try applyHolding(person, registration, wanted, context)
        let texts: Set<ImportField> = [.name, .sortName, .badgeName, .affiliation, .email, .country]
        let answers = person.answers.filter { wanted.contains(.answer($0.key)) }
        if !wanted.isDisjoint(with: texts) || !answers.isEmpty {
            func text(_ field: ImportField) -> String? { wanted.contains(field) ? person.values[field] : nil }
            try RegistrationLedger.write(
                db, definition,
                PersonCorrection(
                    name: text(.name), badgeName: text(.badgeName), affiliation: text(.affiliation),
                    email: text(.email),
                    country: text(.country),
                    sortName: text(.sortName) ?? (wanted.contains(.name) ? person.person.sortName : nil),
                    answers: answers),
                to: try RegistrationRecord.fetch(db, id: id), context: context)
        }
        if wanted.contains(.status), person.isCancelled {
            _ = try RegistrationLedger.cancel(db, definition, id, leniency: nil, context: context)
        }
        if !wanted.isDisjoint(with: [.paid, .price]), let price = person.price {
            try takeOver(price, person, match.base, id, context)
        }
        match.changes = match.changes.map { change in
            var change = change
            if wanted.contains(change.field) { change.state = .applied }
            return change
        }
    }

    /// Brings charge and payment to what the list says. What the desk booked beside that is charged as it is here: of it the list
    /// knows nothing.
    private mutating func takeOver(
        _ price: Money, _ person: ImportedPerson, _ base: ImportedRecord.Base?, _ id: Registration.ID,
        _ context: WriteContext
    ) throws {
        let now = try RegistrationRecord.fetch(db, id: id)
        if now.days == person.days, now.addOns == person.addOns, now.category == person.category {
            let due = try settle(person, at: price, id, context)
            if person.isPaid { try pay(due, person, id, context) }
        } else if person.isPaid {
            let before = base?.values?[.paid] == "yes" ? base?.values?[.price].flatMap { try? Money(decimal: $0) } : nil
            try pay(min(try Journal.due(db, from: id), price - (before ?? .zero)), person, id, context)
        }
    }

    private func applyHolding(
        _ person: ImportedPerson, _ registration: Registration, _ wanted: Set<ImportField>, _ context: WriteContext
    ) throws {
        let id = registration.id
        if wanted.contains(.category) {
            _ = try RegistrationLedger.changeCategory(
                db, definition, of: id, to: person.category, leniency: nil, context: context)
        }
        if wanted.contains(.days) {
            _ = try RegistrationLedger.changeDays(
                db, definition, of: id, to: person.days, leniency: nil, context: context)
        }
        guard wanted.contains(.addOns) else { return }
        for addOn in registration.addOns.subtracting(person.addOns).sorted(by: { $0.rawValue < $1.rawValue }) {
            _ = try RegistrationLedger.removeAddOn(db, definition, addOn, from: id, leniency: nil, context: context)
        }
        for addOn in person.addOns.subtracting(registration.addOns).sorted(by: { $0.rawValue < $1.rawValue }) {
            _ = try RegistrationLedger.addAddOn(db, definition, addOn, to: id, context: context)
        }
    }

    /// Notes what the list says, as far as it agrees with what is here: what was not taken over is told again next time.
    private func remember(_ match: ImportComparison.Match) throws {
        let open = Set(match.changes.filter { $0.state == .differs || $0.state == .conflict }.map(\.field))
        var values = match.base?.values ?? [:]
        for (field, value) in match.person.values where !open.contains(field) { values[field] = value }
        if values == match.base?.values, match.base?.list == list { return }
        try ImportedRecord.put(
            db, match.registration.id, list: list, mark: ImportedRecord.mark(match.person), values: values,
            context: context)
    }

    // MARK: - Who is missing

    private mutating func cancelMissing(_ comparison: ImportComparison) throws {
        guard let expected = order.cancelMissing else { return }
        guard expected == comparison.missing.count else {
            throw LedgerError(
                .cancelCountDiffers, ErrorDetail("value", expected), ErrorDetail("count", comparison.missing.count))
        }
        for (index, missing) in comparison.missing.enumerated() {
            try perform("import.cancel", of: missing.id) { work, context in
                _ = try RegistrationLedger.cancel(work.db, work.definition, missing.id, leniency: nil, context: context)
            }
            report.missing[index].isCancelled = true
        }
    }
}

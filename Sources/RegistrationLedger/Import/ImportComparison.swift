import Conference
import Foundation
import GRDB

/// What a list has beside what is here: who is new, who differs in what, who may be somebody that is here, who is missing.
///
/// Each value is compared with what is here and with what the list said last. What the list did not change stays as it is here;
/// what it changed while nobody here did is a difference; what both changed is a conflict.
struct ImportComparison {
    /// A row of somebody who is here.
    struct Match {
        let person: ImportedPerson
        let registration: Registration
        let base: ImportedRecord.Base?
        var changes: [ImportReport.Change]
    }

    private(set) var matches: [Match] = []
    private(set) var new: [ImportedPerson] = []
    private(set) var questions: [ImportReport.Question] = []
    /// Rows of people who were erased, or whose place or record went to another.
    private(set) var gone: [(person: ImportedPerson, code: LedgerErrorCode)] = []
    private(set) var missing: [ImportReport.Missing] = []

    private let registrations: [Registration]
    private let bases: [Registration.ID: ImportedRecord.Base]
    private let owing: Set<Registration.ID>
    private let order: ImportOrder

    init(_ db: Database, _ people: [ImportedPerson], list: String, order: ImportOrder) throws {
        self.order = order
        registrations = try RegistrationRecord.fetchAll(db, "ORDER BY id", [])
        bases = try ImportedRecord.bases(db)
        owing = Set(
            try UInt32.fetchAll(
                db,
                sql: """
                    SELECT registration FROM journal_entry JOIN posting ON entry = number
                    WHERE account = 'receivable' AND registration IS NOT NULL GROUP BY registration HAVING sum(cents) > 0
                    """
            ).map(Registration.ID.init(rawValue:)))
        let matched = try match(people)
        findMissing(list, matched)
    }

    // MARK: - Whose row it is

    private mutating func match(_ people: [ImportedPerson]) throws -> Set<Registration.ID> {
        let byReference = Dictionary(
            registrations.compactMap { one in one.reference.map { ($0, one) } }
        ) { first, _ in first }
        let byCode = Dictionary(uniqueKeysWithValues: registrations.map { ($0.code, $0) })
        var taken: Set<Registration.ID> = []
        var rest: [ImportedPerson] = []
        for person in people {
            if case .same(let code)? = order.answers[person.line] {
                guard let registration = byCode[code] else {
                    throw LedgerError(.registrationUnknown, ErrorDetail("value", code))
                }
                take(person, registration, &taken)
            } else if let registration = person.code.flatMap({ byCode[$0] }) {
                take(person, registration, &taken)
            } else if let reference = person.reference, let registration = byReference[reference] {
                take(person, registration, &taken)
            } else {
                rest.append(person)
            }
        }
        // A list whose people all have references that are here needs nothing of what follows.
        guard !rest.isEmpty else { return taken }
        let byID = Dictionary(uniqueKeysWithValues: registrations.map { ($0.id, $0) })
        rest = matchUnnamed(rest, byID, &taken)
        try look(for: rest, &taken)
        return taken
    }

    /// Who the rows may be of that are nobody's so far.
    private mutating func look(for rest: [ImportedPerson], _ taken: inout Set<Registration.ID>) throws {
        let erasedMarks = Set(bases.values.filter { $0.values == nil }.map(\.mark))
        var current: [String: [Registration]] = [:]
        for one in registrations where one.status == .active && !one.person.isErased {
            current[ImportedPerson.key(one.person.name, one.person.email), default: []].append(one)
        }
        let brought = registrations.filter {
            bases[$0.id]?.values != nil && $0.status == .active && !taken.contains($0.id)
        }
        let byEmail = Dictionary(grouping: brought) { SearchText.fold($0.person.email) }
        let byName = Dictionary(grouping: brought) { SearchText.fold($0.person.name) }
        for person in rest {
            if order.answers[person.line] != .new, erasedMarks.contains(ImportedRecord.mark(person)) {
                gone.append((person, .registrationErased))
                continue
            }
            let candidates = candidates(person, current, byEmail, byName).filter { !taken.contains($0.id) }
            guard order.answers[person.line] != .new, !person.isCancelled, let first = candidates.first else {
                new.append(person)
                continue
            }
            questions.append(
                .init(
                    line: person.line, name: person.person.name, email: person.person.email,
                    candidates: candidates.prefix(5).map(\.code),
                    changes: changes(person, first, bases[first.id])))
            taken.insert(first.id)
        }
    }

    private mutating func take(
        _ person: ImportedPerson, _ registration: Registration, _ taken: inout Set<Registration.ID>
    ) {
        // The same row twice is one person.
        taken.insert(registration.id)
        let base = bases[registration.id]
        if registration.successor != nil {
            gone.append((person, .registrationMoved))
        } else if registration.person.isErased {
            gone.append((person, .registrationErased))
        } else {
            matches.append(
                Match(
                    person: person, registration: registration, base: base,
                    changes: changes(person, registration, base)))
        }
    }

    /// Rows without a reference of people whom a list brought without one: first those of whom it says the same as last time,
    /// then those of one name and address, in the order of both.
    private mutating func matchUnnamed(
        _ people: [ImportedPerson], _ byID: [Registration.ID: Registration], _ taken: inout Set<Registration.ID>
    ) -> [ImportedPerson] {
        var known: [String: [Registration]] = [:]
        for (id, base) in bases.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let values = base.values, let registration = byID[id], !taken.contains(id) else { continue }
            let keys = Set([
                ImportedPerson.key(values[.name] ?? "", values[.email] ?? ""),
                ImportedPerson.key(registration.person.name, registration.person.email),
            ])
            for key in keys { known[key, default: []].append(registration) }
        }
        func candidates(_ person: ImportedPerson) -> [Registration] {
            (known[person.key] ?? []).filter {
                !taken.contains($0.id)
                    && ($0.reference == nil && person.reference == nil
                        || $0.reference == person.order && person.order != nil)
            }
        }
        var rest: [ImportedPerson] = []
        for person in people {
            if order.answers[person.line] != .new,
                let same = candidates(person).first(where: { bases[$0.id]?.values == person.values })
            {
                take(person, same, &taken)
            } else {
                rest.append(person)
            }
        }
        return rest.filter { person in
            guard order.answers[person.line] != .new, let first = candidates(person).first else { return true }
            take(person, first, &taken)
            return false
        }
    }

    /// Who a row may be of: somebody of that name and address whom no list brought or whose reference is another, or somebody
    /// whom a list brought and who has one of the two.
    private func candidates(
        _ person: ImportedPerson, _ current: [String: [Registration]], _ byEmail: [String: [Registration]],
        _ byName: [String: [Registration]]
    ) -> [Registration] {
        let (name, email) = (SearchText.fold(person.person.name), SearchText.fold(person.person.email))
        guard !person.isUnnamed else { return [] }
        let same = email.isEmpty ? [] : current[ImportedPerson.key(name, email)] ?? []
        if !same.isEmpty {
            return same.filter { bases[$0.id] == nil || $0.reference == nil || person.reference == nil }
        }
        guard person.reference == nil else { return [] }
        // One address is often that of a whole group: then the family name has to be the same.
        let byAddress = email.isEmpty ? [] : byEmail[email] ?? []
        let alike = byAddress.filter { $0.reference == nil && NameParts.areAlike($0.person.name, person.person.name) }
        let namesakes = (byName[name] ?? []).filter {
            $0.reference == nil && !$0.person.email.isEmpty && !email.isEmpty
        }
        return alike + namesakes.filter { !alike.contains($0) }
    }

    // MARK: - What differs

    private static let compared: [ImportField] = [
        .name, .sortName, .badgeName, .affiliation, .email, .country, .category, .days, .addOns, .status, .paid,
    ]

    private func changes(
        _ person: ImportedPerson, _ registration: Registration, _ base: ImportedRecord.Base?
    ) -> [ImportReport.Change] {
        let isPaid = !owing.contains(registration.id)
        let answers = person.values.keys.filter { $0.question != nil }.sorted { $0.rawValue < $1.rawValue }
        // What a place costs here is what the list last said, whoever changed it here since.
        var price: [ImportReport.Change] = []
        if let theirs = person.values[.price], let last = base?.values?[.price], theirs != last, !person.isCancelled,
            registration.status == .active
        {
            price = [.init(field: .price, from: last, to: theirs, state: .differs)]
        }
        return price
            + (Self.compared + answers).compactMap { field in
                guard let theirs = person.values[field], let ours = registration.imported(field, isPaid: isPaid) else {
                    return nil
                }
                // Whoever is cancelled holds nothing that a list could change.
                let isLeaving = person.isCancelled || registration.status != .active && person.values[.status] == nil
                if isLeaving, [.category, .days, .addOns, .paid].contains(field) { return nil }
                // What was paid here is not undone by a list that has not heard of it.
                if field == .paid, theirs == "no" || person.price == .zero { return nil }
                guard theirs != ours else { return nil }
                let last = base?.values?[field]
                let state: ImportReport.Change.State =
                    last == nil || last == ours ? .differs : last == theirs ? .keptHere : .conflict
                // A sort name that the list never said and that somebody gave here stays.
                if field == .sortName, last == nil, theirs.isEmpty { return nil }
                return .init(field: field, from: ours, to: theirs, state: state)
            }
    }

    // MARK: - Who is missing

    private mutating func findMissing(_ list: String, _ matched: Set<Registration.ID>) {
        let absent = registrations.filter { one in
            one.status == .active && !matched.contains(one.id) && bases[one.id]?.list == list
                && bases[one.id]?.values != nil
        }
        missing = absent.map { .init(id: $0.id, code: $0.code, name: $0.person.name, reference: $0.reference) }
    }
}

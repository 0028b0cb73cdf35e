import Conference
import Foundation

/// Reads a table into people: finds its columns, joins what belongs together, and notes row by row what is wrong.
struct PersonReader {
    let event: EventDefinition
    let mapping: ImportMapping
    let source: ImportSource
    private let table: ImportTable
    private let fields: [ImportField]
    let given: Set<ImportField>
    private let sign: DecimalSign?
    private let products: ProductReader
    /// How many hold no place because somebody else decides yet, by the status that the list gives them.
    private var undecided: [String: Int] = [:]
    /// What each product and variation was found to be, and each word of the columns that have few: a list has many rows.
    private var known: [[String]: Result<ImportMapping.Goods, any Error>] = [:]
    private var countries: [String: Result<CountryCode?, any Error>] = [:]
    private var statuses: [String: (status: ImportStatus, isPaid: Bool?)?] = [:]
    private var categories: [String: Category?] = [:]
    private var daySets: [String: Result<DaySet, any Error>] = [:]

    private(set) var notes: [ImportProblems.Problem]
    private(set) var problems: [ImportProblems.Problem] = []
    private(set) var people: [ImportedPerson] = []

    /// - Throws: `ImportProblems` with `column_missing`, `column_unknown`, `column_repeated`, all of them at once.
    init(
        _ table: ImportTable, source: ImportSource, mapping: ImportMapping, event: EventDefinition
    ) throws(ImportProblems) {
        (self.table, self.source, self.mapping, self.event) = (table, source, mapping, event)
        notes = table.notes
        products = ProductReader(event: event, mapping: mapping)
        let found = Self.fields(of: table.header, source, mapping, event)
        let unknown = zip(table.header, found).filter { $0.1 == nil }.map { $0.0.isEmpty ? "–" : $0.0 }
        var wrong: [ImportProblems.Problem] = []
        let fields = found.map { $0 ?? .ignore }
        self.fields = fields
        given = Set(fields).subtracting([.ignore])
        if given.isDisjoint(with: [.name, .givenName, .familyName]) {
            wrong.append(.init(line: 1, column: "name", code: LedgerErrorCode.columnMissing, details: []))
        }
        if !unknown.isEmpty {
            let names = unknown.joined(separator: ", ")
            if mapping.ignoresUnknown || source.passesOverUnknown {
                notes.append(.note(LedgerErrorCode.columnsPassedOver, ErrorDetail("columns", names)))
            } else {
                wrong.append(
                    .init(
                        line: 1, column: names, code: LedgerErrorCode.columnUnknown,
                        details: [
                            ErrorDetail("headings", unknown.joined(separator: "\n")),
                            ErrorDetail(
                                "known",
                                (ImportField.own.map(\.rawValue) + event.questions.map(\.column))
                                    .joined(separator: ", ")),
                        ]))
            }
        }
        if source == .own {
            let repeated = Set(fields.filter { $0 != .ignore }.filter { field in fields.count { $0 == field } > 1 })
            wrong += repeated.sorted { $0.rawValue < $1.rawValue }.map {
                .init(line: 1, column: $0.rawValue, code: LedgerErrorCode.columnRepeated, details: [])
            }
        }
        guard wrong.isEmpty else { throw ImportProblems(wrong) }
        let priced = fields.indices.filter { fields[$0] == .price }
        sign = DecimalSign.settled(
            by: table.rows.flatMap { row in
                priced.compactMap { row.cells.indices.contains($0) ? try? WrittenAmount(row.cells[$0].text) : nil }
            })
        read()
    }

    /// What a column says: as the mapping has it, else as our own word, as a question of the event, as the source's word.
    private static func field(
        of header: String, _ source: ImportSource, _ mapping: ImportMapping, _ event: EventDefinition
    ) -> ImportField? {
        if let field = mapping.field(of: header) { return field }
        if ImportField.allCases.contains(where: { $0.rawValue == ImportField.key(header) }) {
            return source.field(of: header)
        }
        return event.question(named: header).map { .answer($0.id) } ?? source.field(of: header)
    }

    /// What the columns say; in somebody's own list also what they may mean, where no other column says the same.
    private static func fields(
        of header: [String], _ source: ImportSource, _ mapping: ImportMapping, _ event: EventDefinition
    ) -> [ImportField?] {
        let strict = header.map { field(of: $0, source, mapping, event) }
        guard source == .own else { return strict }
        var taken = Set(strict.compactMap(\.self))
        return zip(header, strict).map { header, field in
            if let field { return field }
            guard let meant = ImportField(loosely: header), taken.insert(meant).inserted else { return nil }
            return meant
        }
    }

    /// Whether we wrote the list: then a name with a comma is one, and a dash is a dash.
    var isOurs: Bool { given.contains(.code) }

    private mutating func read() {
        let nameIsFamily = nameIsFamily
        var rows: [PersonRow] = []
        for row in table.rows {
            guard row.cells.count == table.header.count else {
                problems.append(
                    .init(
                        line: row.line, column: nil, code: LedgerErrorCode.rowLength,
                        details: [
                            ErrorDetail("cells", row.cells.count), ErrorDetail("columns", table.header.count),
                        ]))
                continue
            }
            rows.append(PersonRow(row, fields, nameIsFamily: nameIsFamily))
        }
        let groups = Dictionary(grouping: rows.filter { !isAddOn($0) }) { $0[.order] }.mapValues(\.count)
        for row in joined(rows) { readPerson(row, groupSize: groups[row[.order]] ?? 1) }
        if !undecided.isEmpty {
            notes.append(
                .note(
                    LedgerErrorCode.rowsUndecided, ErrorDetail("count", undecided.values.reduce(0, +)),
                    ErrorDetail("statuses", undecided.keys.sorted().joined(separator: ", "))))
        }
        let guests = rows.map { (Int($0[.guests]) ?? 0) + max(0, (Int($0[.quantity]) ?? 1) - 1) }.reduce(0, +)
        if guests > 0 { notes.append(.note(LedgerErrorCode.guestsPassedOver, ErrorDetail("count", guests))) }
    }

    /// Whether a column that is called name beside one for the given name holds the family name: it does unless it says both.
    private var nameIsFamily: Bool {
        guard given.contains(.name), given.contains(.givenName), !given.contains(.familyName),
            let name = fields.firstIndex(of: .name), let first = fields.firstIndex(of: .givenName)
        else { return false }
        let pairs = table.rows.compactMap { row -> (String, String)? in
            guard row.cells.indices.contains(max(name, first)) else { return nil }
            let texts = (SearchText.fold(row.cells[name].text), SearchText.fold(row.cells[first].text))
            return texts.0.isEmpty || texts.1.isEmpty ? nil : texts
        }
        return !pairs.isEmpty && pairs.count { $0.0.contains($0.1) } * 2 < pairs.count
    }

    // MARK: - Rows that belong together

    private func isAddOn(_ row: PersonRow) -> Bool {
        guard source == .pretix || source == .pretixCheckIn else { return false }
        if !row[.parent].isEmpty { return true }
        guard boughtAddOn(row) != nil else { return false }
        return row[.name].isEmpty || source == .pretixCheckIn
    }

    /// The side event that a row of its own is, by our name for it or by the mapping.
    private func boughtAddOn(_ row: PersonRow) -> Set<AddOn.ID>? {
        if let mapped = try? mapping.goods(row[.product], row[.variation], in: event) {
            return mapped.days == nil && !mapped.addOns.isEmpty ? mapped.addOns : nil
        }
        return (products.addOn(row[.product]) ?? products.addOn("\(row[.product]) \(row[.variation])")).map { [$0] }
    }

    /// The rows of people, with the side events that have rows of their own.
    private mutating func joined(_ rows: [PersonRow]) -> [PersonRow] {
        var people: [PersonRow] = []
        var places: [String: Int] = [:]
        var lastOfOrder: [String: Int] = [:]
        for row in rows where !isAddOn(row) {
            places["\(row[.order]) \(row[.position])"] = people.count
            people.append(row)
        }
        var next = 0
        for row in rows {
            guard isAddOn(row) else {
                lastOfOrder[row[.order]] = next
                next += 1
                continue
            }
            let isSamePerson = { (other: PersonRow) in row[.name].isEmpty || other[.name] == row[.name] }
            let parent =
                places["\(row[.order]) \(row[.parent])"].flatMap { row[.parent].isEmpty ? nil : $0 }
                ?? lastOfOrder[row[.order]].flatMap { isSamePerson(people[$0]) ? $0 : nil }
                ?? people.firstIndex { $0[.order] == row[.order] && isSamePerson($0) && !row[.name].isEmpty }
            guard let parent else {
                // It stays a row of its own, which says what is wrong with it.
                people.append(row)
                continue
            }
            if ImportWords.status(row[.status])?.status == .cancelled { continue }
            guard let addOns = boughtAddOn(row) else {
                if let mapped = try? mapping.goods(row[.product], row[.variation], in: event), mapped.isPassedOver {
                    continue
                }
                let product = row[.variation].isEmpty ? row[.product] : "\(row[.product]) – \(row[.variation])"
                var wrong = row.row
                wrong.note(
                    LedgerError(.productUnknown, ErrorDetail("value", String(product.prefix(80)))), column: "product")
                problems += wrong.problems
                continue
            }
            people[parent].addOns.formUnion(addOns)
            people[parent].addOnPrices.append(row[.price])
        }
        return people
    }

    /// Tells of people who come along and are not taken.
    mutating func pass(over count: Int) {
        notes.append(.note(LedgerErrorCode.guestsPassedOver, ErrorDetail("count", count)))
    }

    /// Tells of something in a row that keeps nobody out.
    mutating func warn(_ error: any Error, _ row: PersonRow, column: String) {
        var warning = row.row
        warning.note(error, column: column)
        notes += warning.problems.suffix(1)
    }

    /// Notes what is wrong with a row.
    mutating func note(_ error: any Error, of row: PersonRow) {
        var wrong = row.row
        wrong.note(error, column: ImportField.companions.rawValue)
        problems += wrong.problems
    }

    // MARK: - One person

    private mutating func readPerson(_ row: PersonRow, groupSize: Int) {
        var row = row
        guard let (status, statusPays) = status(&row), status != .ignore else {
            problems += row.row.problems
            return
        }
        if status == .undecided {
            undecided[row[.status], default: 0] += 1
            return
        }
        let goods = goods(&row, isCancelled: status == .cancelled)
        if goods?.isPassedOver == true { return }
        let reference = reference(row, groupSize: groupSize)
        let names = names(row)
        let isUnnamed = names.name.isEmpty && mapping.keepsUnnamed
        let country = country(&row)
        let category = category(&row, goods)
        let days = days(&row, goods, isCancelled: status == .cancelled)
        let addOns = addOns(&row, goods)
        let affiliation = row[.affiliation]
        let email = [row[.email], row[.payerEmail]].map(ImportWords.address).first { !ImportWords.isNothing($0) } ?? ""
        var person: ImportedPerson?
        do {
            let place = reference.reference ?? (reference.order.map { "\($0), \(row.row.line)" } ?? "\(row.row.line)")
            person = ImportedPerson(
                line: row.row.line, reference: reference.reference, order: reference.order,
                person: try Person(
                    name: isUnnamed ? "N. N. (\(place))" : names.name, badgeName: row[.badgeName],
                    affiliation: !isOurs && ImportWords.isNothing(affiliation) ? "" : affiliation, email: email,
                    country: country,
                    sortName: names.sortName),
                category: category ?? event.usualCategory, days: days ?? .none, addOns: addOns ?? [], status: status)
            _ = try person?.registration()
        } catch {
            row.row.note(error)
        }
        guard row.row.problems.isEmpty, var person else {
            problems += row.row.problems
            return
        }
        person.isUnnamed = isUnnamed
        person.answers = answers(row)
        person.code = try? RegistrationCode(row[.code])
        money(&person, &row, statusPays)
        let companions = companions(of: person, row)
        if let total = person.price, !companions.isEmpty {
            // What the list says was paid is the whole party's; what does not divide is the first one's.
            let share = Money(cents: total.cents / Int64(companions.count + 1))
            person.price = Money(cents: total.cents - share.cents * Int64(companions.count))
        }
        person.values = values(person, row, goods)
        people.append(person)
        people += companions
    }

    private mutating func status(_ row: inout PersonRow) -> (status: ImportStatus, isPaid: Bool?)? {
        let text = row[.status]
        let found = statuses[text] ?? status(text)
        statuses[text] = .some(found)
        if let found { return found }
        row.row.note(
            Choice.unknown(text, choices: [ImportStatus.confirmed.rawValue, ImportStatus.cancelled.rawValue]),
            column: "status")
        return nil
    }

    private func status(_ text: String) -> (status: ImportStatus, isPaid: Bool?)? {
        if let mapped = mapping.status(text) { return (mapped, nil) }
        let word = SearchText.fold(text)
        // There it is the organizer who decides yet, or the person; elsewhere it is a payment.
        if [.indico, .luma, .alfio].contains(source), ["pending", "en attente"].contains(word) {
            return (.undecided, nil)
        }
        if source == .pretalx, ["false", "no"].contains(word) { return (.undecided, nil) }
        return ImportWords.status(text)
    }

    private func reference(_ row: PersonRow, groupSize: Int) -> (reference: String?, order: String?) {
        let (order, position, own) = (row[.order], row[.position], row[.reference])
        if source == .indico, own.contains(".") || !own.isEmpty { return (own, nil) }
        if !own.isEmpty { return (own, order.isEmpty ? nil : order) }
        if !order.isEmpty, !position.isEmpty { return ("\(order)-\(position)", order) }
        // The order of several people names none of them.
        return (order.isEmpty || groupSize > 1 ? nil : order, order.isEmpty ? nil : order)
    }

    private func names(_ row: PersonRow) -> (name: String, sortName: String) {
        let (first, last, whole) = (row[.givenName], row[.familyName], row[.name])
        var (name, sortName) = (whole, row[.sortName])
        if !first.isEmpty || !last.isEmpty {
            let joined = [first, last].filter { !$0.isEmpty }.joined(separator: " ")
            // A name as a person writes it stays, unless it is the two in the order of a list.
            if name.isEmpty || NameParts.isTurned(name, first: first, last: last) { name = joined }
            if sortName.isEmpty, !first.isEmpty, !last.isEmpty { sortName = NameParts.sortName(last, first, of: name) }
        } else if !isOurs, let parts = NameParts.turned(name) {
            name = parts.name
            if sortName.isEmpty { sortName = NameParts.sortName(parts.family, parts.given, of: name) }
        }
        return (name, sortName)
    }

    private mutating func country(_ row: inout PersonRow) -> CountryCode? {
        let text = row[.country]
        guard !["", "-", "–", "—", "n/a", "?"].contains(SearchText.fold(text)) else { return nil }
        let found = countries[text] ?? Result { try CountryCode(imported: text) }
        countries[text] = found
        do {
            return try found.get()
        } catch {
            var warning = row.row
            warning.note(error, column: "country")
            notes += warning.problems.suffix(1)
            return nil
        }
    }

    private mutating func category(_ row: inout PersonRow, _ goods: ImportMapping.Goods?) -> Category? {
        let text = row[.category]
        let word = text.isEmpty ? source.category ?? "" : mapping.category(text) ?? text
        if word.isEmpty { return goods?.category }
        let found = categories[word] ?? ImportWords.category(word, in: event)
        categories[word] = .some(found)
        if let found { return found }
        row.row.note(
            Choice.unknown(text, choices: event.categories.map(\.category.rawValue)), column: "category")
        return nil
    }

    private mutating func goods(_ row: inout PersonRow, isCancelled: Bool) -> ImportMapping.Goods? {
        guard given.contains(.product), !(row[.product].isEmpty && row[.variation].isEmpty) else { return nil }
        let name = [row[.product], row[.variation]]
        // A list has few products and many rows.
        let found = known[name] ?? Result { try products.goods(name[0], name[1]) }
        known[name] = found
        switch found {
        case .success(let goods): return goods
        case .failure(let error):
            // What was cancelled holds nothing, whatever it was.
            if !isCancelled { row.row.note(error, column: "product") }
            return nil
        }
    }

    private mutating func days(
        _ row: inout PersonRow, _ goods: ImportMapping.Goods?, isCancelled: Bool
    ) -> DaySet? {
        let text = row[.days]
        guard !text.isEmpty else {
            if let days = goods?.days { return days }
            if goods == nil, !given.contains(.product) { return event.allDays }
            if let goods, !goods.addOns.isEmpty, !isCancelled {
                row.row.note(LedgerError(.daysMissing), column: "days")
            } else if goods?.category != nil {
                return event.allDays
            }
            return nil
        }
        let found = daySets[text] ?? Result { try daySet(text) }
        daySets[text] = found
        return row.row.value(text, column: "days") { _ in try found.get() }
    }

    private func daySet(_ text: String) throws -> DaySet {
        do throws(ConferenceError) {
            return try DaySet(text, dayCount: event.days.count)
        } catch {
            // ‘14, 15 & 17 February’ begins like numbers of days.
            let hasWords = text.contains { $0.isLetter || $0 == "." || $0 == "/" } || text.contains("-0")
            guard error.code == .daysInvalid || error.code == .dayUnknown && hasWords,
                let days = try DayWords.days(in: text, of: event)
            else { throw error }
            return days
        }
    }

    private func addOns(_ row: inout PersonRow, _ goods: ImportMapping.Goods?) -> Set<AddOn.ID>? {
        let text = row[.addOns]
        let named = row.row.value(text, column: "add_ons") { text -> Set<AddOn.ID> in
            if let whole = products.addOn(text) { return [whole] }
            var found: Set<AddOn.ID> = []
            // Names of our own have no blanks; theirs may.
            for part in text.split(whereSeparator: { $0 == ";" || $0 == "," || $0 == "|" }) {
                if let addOn = products.addOn(String(part)) {
                    found.insert(addOn)
                    continue
                }
                for word in part.split(separator: " ") {
                    guard let addOn = products.addOn(String(word)) else {
                        throw ConferenceError(.addOnUnknown, ErrorDetail("add_on", String(word)))
                    }
                    found.insert(addOn)
                }
            }
            return found
        }
        return named?.union(goods?.addOns ?? []).union(row.addOns)
    }

    private mutating func money(_ person: inout ImportedPerson, _ row: inout PersonRow, _ statusPays: Bool?) {
        guard mapping.takesPrices, given.contains(.price) else { return }
        let texts = [row[.price]] + row.addOnPrices
        guard texts.contains(where: { !ImportWords.isNothing($0) }) else { return }
        do {
            var total = Money.zero
            for text in texts where !ImportWords.isNothing(text) && !ImportWords.isFree(text) {
                let written = try WrittenAmount(text)
                if let currencies = written.currencies, !currencies.contains(event.currency.description) {
                    throw ConferenceError(
                        .amountCurrencyDiffers, ErrorDetail("value", text), ErrorDetail("currency", event.currency))
                }
                total += try written.money(sign)
            }
            // What went back is no price.
            guard total >= .zero else { throw ConferenceError(.amountNotPositive, ErrorDetail("value", total)) }
            person.price = total
        } catch {
            var warning = row.row
            warning.note(error, column: "price")
            notes += warning.problems.suffix(1)
            return
        }
        person.isPaid = ImportWords.answer(row[.paid]) ?? statusPays ?? source.isPaidUnlessSaid
        if person.isCancelled { person.isPaid = false }
        person.method = mapping.method ?? ImportWords.method(row[.paymentMethod]) ?? .bank
    }
}

package import Conference
package import Foundation

/// How a list's columns, products and words are to be understood where the program cannot know.
///
/// Kept with the event under the name of the list, so that the next file of it needs no options. Written as a table of three
/// columns: `kind` (`column`, `product`, `category`, `status`, `option`), `theirs`, `ours`.
package struct ImportMapping: Sendable, Hashable {
    /// What is bought elsewhere, in our words.
    package struct Goods: Sendable, Hashable {
        var days: DaySet?
        var category: Category?
        var addOns: Set<AddOn.ID> = []
        /// Nobody is registered for it.
        var isPassedOver = false
    }

    private var columns: [String: ImportField] = [:]
    private var products: [String: String] = [:]
    private var categories: [String: String] = [:]
    private var statuses: [String: String] = [:]
    /// Whether columns that are not understood are passed over.
    package var ignoresUnknown = false
    /// Whether a row without a name is a place to be filled.
    package var keepsUnnamed = false
    /// How money that was paid elsewhere came in.
    package private(set) var method: PaymentMethod?
    /// Whether prices and payments are taken from the file.
    package var takesPrices = true

    package init() {}

    /// Whether nothing is said.
    package var isEmpty: Bool { self == ImportMapping() }

    /// Takes one line: `column`, `T-shirt size`, `ignore`.
    ///
    /// - Throws: `choice_unknown`.
    package mutating func add(kind: String, theirs: String, ours: String) throws(ConferenceError) {
        let (word, key) = (ours.trimmingCharacters(in: .whitespaces), SearchText.fold(theirs))
        switch kind.trimmingCharacters(in: .whitespaces).lowercased() {
        case "column": columns[ImportField.key(theirs)] = try Choice.read(word.lowercased(), as: ImportField.self)
        case "product": products[key] = word
        case "category": categories[key] = word
        case "status": statuses[key] = try Choice.read(word.lowercased(), as: ImportStatus.self).rawValue
        case "option": try setOption(key, word.lowercased())
        default: throw Choice.unknown(kind, choices: ["column", "product", "category", "status", "option"])
        }
    }

    private mutating func setOption(_ name: String, _ word: String) throws(ConferenceError) {
        func flag() throws(ConferenceError) -> Bool {
            guard let flag = ["yes": true, "true": true, "no": false, "false": false][word] else {
                throw Choice.unknown(word, choices: ["yes", "no"])
            }
            return flag
        }
        switch name {
        case "ignore_unknown": ignoresUnknown = try flag()
        case "keep_unnamed": keepsUnnamed = try flag()
        case "take_prices": takesPrices = try flag()
        case "payment_method": method = try PaymentMethod.byHand(word)
        default:
            throw Choice.unknown(name, choices: ["ignore_unknown", "keep_unnamed", "take_prices", "payment_method"])
        }
    }

    /// Takes a table of lines.
    ///
    /// - Throws: `ImportProblems`.
    package mutating func add(table data: Data) throws {
        let rows = try ImportedRow.rows(of: ImportTable(data), required: ["kind", "theirs", "ours"], optional: [])
        var problems: [ImportProblems.Problem] = []
        for var row in rows {
            do {
                try add(kind: row["kind"], theirs: row["theirs"], ours: row["ours"])
            } catch {
                row.note(error, column: "ours")
                problems += row.problems
            }
        }
        guard problems.isEmpty else { throw ImportProblems(problems) }
    }

    /// The same as a table, which `add(table:)` reads.
    package var table: String {
        var csv = CSVText(header: ["kind", "theirs", "ours"])
        func lines(_ kind: String, _ words: [String: String]) {
            for (theirs, ours) in words.sorted(by: { $0.key < $1.key }) {
                csv.append([.text(kind), .text(theirs), .text(ours)])
            }
        }
        lines("column", columns.mapValues(\.rawValue))
        lines("product", products)
        lines("category", categories)
        lines("status", statuses)
        var options: [String: String] = [:]
        if ignoresUnknown { options["ignore_unknown"] = "yes" }
        if keepsUnnamed { options["keep_unnamed"] = "yes" }
        if !takesPrices { options["take_prices"] = "no" }
        if let method { options["payment_method"] = method.rawValue }
        lines("option", options)
        return csv.text
    }

    /// This mapping with what another adds to it; where both speak of the same, the other counts.
    func adding(_ other: ImportMapping) -> ImportMapping {
        var sum = self
        sum.columns.merge(other.columns) { $1 }
        sum.products.merge(other.products) { $1 }
        sum.categories.merge(other.categories) { $1 }
        sum.statuses.merge(other.statuses) { $1 }
        sum.ignoresUnknown = ignoresUnknown || other.ignoresUnknown
        sum.keepsUnnamed = keepsUnnamed || other.keepsUnnamed
        sum.takesPrices = takesPrices && other.takesPrices
        sum.method = other.method ?? method
        return sum
    }

    // MARK: - Looking up

    func field(of header: String) -> ImportField? { columns[ImportField.key(header)] }

    func category(_ text: String) -> String? { categories[SearchText.fold(text)] }

    func status(_ text: String) -> ImportStatus? {
        statuses[SearchText.fold(text)].flatMap(ImportStatus.init(rawValue:))
    }

    /// What the mapping says of a product, of the product with its variation first.
    ///
    /// - Throws: `goods_invalid` for words that name nothing of the event.
    func goods(_ product: String, _ variation: String, in event: EventDefinition) throws -> Goods? {
        let names = [
            "\(product) – \(variation)", "\(product) \(variation)", "\(product) - \(variation)", product, variation,
        ]
        guard let words = names.lazy.compactMap({ products[SearchText.fold($0)] }).first else { return nil }
        return try Goods(words, in: event)
    }
}

extension ImportMapping.Goods {
    /// Reads `days:1-2 category:youth add-on:dinner`, `pass:four-days`, `ignore`, and each of them without what stands before the
    /// colon where it can only be one.
    init(_ text: String, in event: EventDefinition) throws {
        for word in text.split(separator: " ") {
            let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
            let (kind, value) = parts.count == 2 ? (parts[0].lowercased(), parts[1]) : ("", parts[0])
            func refuse() -> LedgerError { LedgerError(.goodsInvalid, ErrorDetail("value", text)) }
            if kind == "", value.lowercased() == "ignore" {
                isPassedOver = true
            } else if kind == "category", let category = ImportWords.category(value, in: event) {
                self.category = category
            } else if ["add-on", ""].contains(kind), let addOn = event.addOns.first(where: { $0.id.rawValue == value })
            {
                addOns.insert(addOn.id)
            } else if ["pass", ""].contains(kind),
                let pass = event.prices.passes.first(where: { $0.id.rawValue == value })
            {
                guard pass.days >= event.days.count else { throw refuse() }
                days = event.allDays
            } else if ["days", ""].contains(kind) {
                days = try DaySet(value, dayCount: event.days.count)
            } else {
                throw refuse()
            }
        }
        if days == nil, category == nil, addOns.isEmpty, !isPassedOver {
            throw LedgerError(.goodsInvalid, ErrorDetail("value", text))
        }
    }
}

/// What becomes of somebody on a list.
package enum ImportStatus: String, Sendable, Hashable, CaseIterable {
    case confirmed, cancelled
    /// Somebody else decides yet.
    case undecided
    /// The row is nobody's.
    case ignore
}

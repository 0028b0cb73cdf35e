import Conference

/// The categories of an event's file: a list of the organizer's own words, or, as older files have it, a mapping that
/// says more about the standard ones and may add others.
extension EventFile {
    /// - Parameter passes: the identifiers of the passes that a category may have prices for.
    /// - Returns: at least one rule, whatever is wrong with the file.
    static func readCategories(_ file: MappingReader, passes: [String]) -> [CategoryRule] {
        let rules =
            file.isList("categories")
            ? listed(file.sections("categories", 1...Category.countMax), passes)
            : mapped(file.section("categories", required: false), passes)
        return rules.isEmpty ? Category.standard.map(CategoryRule.init(unnamed:)) : rules
    }

    private static func listed(_ sections: [MappingReader], _ passes: [String]) -> [CategoryRule] {
        let rules = sections.compactMap { section -> CategoryRule? in
            let category = section.value("id", readCategory)
            let rule = readRule(section, of: category ?? .attendee, label: readLabel(section), passes)
            return category == nil ? nil : rule
        }
        MappingReader.refuseRepeats(of: "id", in: sections)
        return rules
    }

    private static func mapped(_ section: MappingReader?, _ passes: [String]) -> [CategoryRule] {
        var rules = Category.standard.map { category -> CategoryRule in
            guard let rule = section?.section(category.rawValue, required: false) else {
                return CategoryRule(unnamed: category)
            }
            return readRule(rule, of: category, label: readLabel(rule), passes)
        }
        for key in section?.keys ?? [] where !Category.standard.contains(where: { $0.rawValue == key }) {
            // What is no word of a category stays a key that is not known.
            guard let category = Category(rawValue: key), let rule = section?.section(key, required: false) else {
                continue
            }
            rules.append(readRule(rule, of: category, label: readLabel(rule), passes))
        }
        if rules.count > Category.countMax {
            section?.refuse(
                EventStoreErrorCode.listLength, ErrorDetail("from", 1), ErrorDetail("to", Category.countMax))
        }
        section?.finish()
        return Array(rules.prefix(Category.countMax))
    }

    private static func readLabel(_ section: MappingReader) -> String {
        section.value("label") { try readLine($0, field: "label", limit: 40) } ?? ""
    }

    private static func readRule(
        _ section: MappingReader, of category: Category, label: String, _ passes: [String]
    ) -> CategoryRule {
        let french = section.value("fr", default: nil) { try readLine($0, field: "fr", limit: 40) }
        let color = section.value("color", default: nil) { try HexColor($0) }
        let isFree = section.value("free", default: "false", readFlag) ?? false
        let price = section.value("price", default: nil, readPart)
        var prices: [Pass.ID: CategoryRule.Price] = [:]
        if let named = section.section("prices", required: false) {
            for pass in passes {
                prices[Pass.ID(rawValue: pass)] = named.value(pass, default: nil, readCategoryPrice)
            }
            named.finish()
        }
        if isFree, price != nil || section.text("prices") != nil || !prices.isEmpty {
            section.refuse(EventStoreErrorCode.categoryPrice)
        }
        section.finish()
        return CategoryRule(
            category: category, label: label, french: french, color: color ?? .grey, price: isFree ? .free : price,
            prices: prices)
    }

    private static func readCategory(_ text: String) throws(ConferenceError) -> Category {
        guard let category = Category(rawValue: text) else { throw ConferenceError(.identifierInvalid) }
        return category
    }

    /// `free`, `50%`, or an amount.
    private static func readCategoryPrice(_ text: String) throws(ConferenceError) -> CategoryRule.Price {
        if text == "free" || text.contains("%") { return try readPart(text) }
        return .amount(try readPrice(text))
    }

    /// `free` or `50%`: what can be said of all passes at once.
    private static func readPart(_ text: String) throws(ConferenceError) -> CategoryRule.Price {
        if text == "free" { return .free }
        guard text.hasSuffix("%") else { throw ConferenceError(.rateInvalid, ErrorDetail("value", text)) }
        return .part(try TaxRate(percent: String(text.dropLast()).trimmingSuffix(while: \.isWhitespace)))
    }

    /// `speaker, volunteer`.
    static func readCategories(_ text: String, of rules: [CategoryRule]) throws(ConferenceError) -> Set<Category> {
        var categories: Set<Category> = []
        for word in words(text) {
            guard let rule = rules.first(where: { $0.category.rawValue == word }) else {
                throw unknownCategory(rules)
            }
            categories.insert(rule.category)
        }
        return categories
    }

    static func unknownCategory(_ rules: [CategoryRule]) -> ConferenceError {
        ConferenceError(
            .categoryUnknown,
            ErrorDetail("choices", rules.map(\.category.rawValue).joined(separator: ", ")))
    }
}

extension String {
    fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, isTrimmed(last) { text.removeLast() }
        return text
    }
}

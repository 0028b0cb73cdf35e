import Conference

/// People who come along in the row of somebody else, as Indico's accompanying persons do.
extension PersonReader {
    /// More than anybody brings.
    private static let companionsMax = 50

    /// Those who come along: by name, or as places to be filled where the list has their number alone and the mapping keeps such
    /// places. They have the days of whoever registered them, who is written to for them, and an equal share of the price.
    mutating func companions(of payer: ImportedPerson, _ row: PersonRow) -> [ImportedPerson] {
        let text = row[.companions]
        guard !ImportWords.isNothing(text) else { return [] }
        let names: [String]
        if let first = text.first, first.isNumber {
            let count = Int(text.prefix { $0.isNumber }) ?? 0
            guard count > 0 else { return [] }
            guard mapping.keepsUnnamed, count <= Self.companionsMax else {
                pass(over: count)
                return []
            }
            names = Array(repeating: "", count: count)
        } else {
            names = Self.names(text)
        }
        let share = payer.price.map { Money(cents: $0.cents / Int64(names.count + 1)) }
        return names.prefix(Self.companionsMax).enumerated().compactMap { index, name in
            companion(named: name, index + 1, of: payer, share: share, row)
        }
    }

    private mutating func companion(
        named text: String, _ number: Int, of payer: ImportedPerson, share: Money?, _ row: PersonRow
    ) -> ImportedPerson? {
        var (name, sortName) = (text, "")
        if let parts = NameParts.turned(text) {
            name = parts.name
            sortName = NameParts.sortName(parts.family, parts.given, of: name)
        }
        let reference = payer.reference.map { "\($0)+\(number)" }
        do {
            var person = ImportedPerson(
                line: payer.line, reference: reference, order: payer.order ?? payer.reference,
                person: try Person(
                    name: name.isEmpty ? "N. N. (\(reference ?? "\(payer.line)+\(number)"))" : name, badgeName: "",
                    affiliation: payer.person.affiliation, email: payer.person.email, country: payer.person.country,
                    sortName: sortName),
                category: event.usualCategory, days: payer.days, addOns: [], status: payer.status)
            person.isUnnamed = name.isEmpty
            (person.price, person.isPaid, person.method) = (share, payer.isPaid, payer.method)
            if !person.isUnnamed { person.values[.name] = person.person.name }
            person.values[.email] = person.person.email
            person.values[.days] = person.days.description
            person.values[.status] = person.status.rawValue
            if let share, !person.isCancelled {
                person.values[.price] = share.description
                person.values[.paid] = person.isPaid ? "yes" : "no"
            }
            return person
        } catch {
            note(error, of: row)
            return nil
        }
    }

    /// `Ann Other; Bo Other`, one a line, or with commas where each has several words; a name with a comma is one.
    private static func names(_ text: String) -> [String] {
        func cleaned(_ parts: [Substring]) -> [String] {
            parts.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.filter { !$0.isEmpty }
        }
        let parts = cleaned(text.split { $0 == ";" || $0.isNewline })
        guard parts.count == 1 else { return parts }
        let commas = cleaned(text.split(separator: ","))
        return commas.count > 1 && commas.allSatisfy { $0.contains(" ") } ? commas : parts
    }
}

internal import Conference

extension BadgeContent {
    /// What a template shows of this person, by field, to find what differs between two badges of one person.
    ///
    /// The event's own texts, the credential and its number are left out: they belong to the badge, not to the person.
    package func facts(shownBy template: BadgeTemplate) -> [(field: String, text: String)] {
        let shown = Set(
            template.fields.map(\.id.rawValue) + template.front.conditions.map(\.rawValue)
                + (template.back?.conditions ?? []).map(\.rawValue))
        let fingerprint = keysigning?.fingerprint ?? ""
        let facts: [(field: String, text: String, fields: [String])] = [
            ("name", name, ["name"]),
            ("full-name", fullName, ["full-name"]),
            ("given-name", givenName, ["given-name"]),
            ("family-name", familyName, ["family-name"]),
            ("affiliation", affiliation, ["affiliation"]),
            // The artwork has the category's colour without a field.
            (
                "category",
                shown.contains("category") ? "\(categoryLabel) \(category.color)" : category.color.description, []
            ),
            ("days", days.numbers.map(String.init).joined(separator: " "), ["days", "schedule"]),
            ("add-ons", addOns.joined(separator: "\n"), ["add-ons", "schedule"]),
            ("green-dot", hasGreenDot ? "yes" : "", ["green-dot"]),
            ("keysigning-number", keysigning?.number.map(String.init) ?? "", ["keysigning-number"]),
            ("fingerprint", fingerprint, ["fingerprint", "key-id", "fingerprint-qr"]),
        ]
        let answered = shown.filter { $0.hasPrefix(Question.prefix) }.sorted().map { field in
            (field, answers[String(field.dropFirst(Question.prefix.count))] ?? "")
        }
        return facts.filter { $0.fields.isEmpty || !shown.isDisjoint(with: $0.fields) }.map { ($0.field, $0.text) }
            + answered
    }
}

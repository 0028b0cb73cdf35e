internal import Conference

extension BadgeContent {
    /// What a template shows of this person, by field, to find what differs between two badges of one person.
    ///
    /// The event's own texts, the credential and its number are left out: they belong to the badge, not to the person.
    package func facts(shownBy template: BadgeTemplate) -> [(field: String, text: String)] {
        let shown = template.shown
        var facts: [(field: String, text: String)] = []
        func add(_ field: String, in fields: String..., as text: @autoclosure () -> String) {
            if fields.contains(where: shown.contains) { facts.append((field, text())) }
        }
        add("name", in: "name", as: name)
        add("full-name", in: "full-name", as: fullName)
        add("given-name", in: "given-name", as: givenName)
        add("family-name", in: "family-name", as: familyName)
        add("affiliation", in: "affiliation", as: affiliation)
        // The artwork has the category's colour without a field.
        let color = category.color.description
        facts.append(("category", shown.contains("category") ? "\(categoryLabel) \(color)" : color))
        add("days", in: "days", "schedule", as: days.numbers.map(String.init).joined(separator: " "))
        add("add-ons", in: "add-ons", "schedule", as: addOns.joined(separator: "\n"))
        add("green-dot", in: "green-dot", as: hasGreenDot ? "yes" : "")
        add(
            "keysigning-number", in: "keysigning-number", as: keysigning?.number.map(String.init) ?? "")
        add("fingerprint", in: "fingerprint", "key-id", "fingerprint-qr", as: keysigning?.fingerprint ?? "")
        for field in shown.filter({ $0.hasPrefix(Question.prefix) }).sorted() {
            facts.append((field, answers[String(field.dropFirst(Question.prefix.count))] ?? ""))
        }
        return facts
    }
}

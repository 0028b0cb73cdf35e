import Conference

/// What a row says, in the form in which it is compared with what is here and with what the list said last.
extension PersonReader {
    /// What the list says, as it is compared; a column that it does not have is not compared.
    func values(
        _ person: ImportedPerson, _ row: PersonRow, _ goods: ImportMapping.Goods?
    ) -> [ImportField: String] {
        var values: [ImportField: String] = [:]
        if !person.isUnnamed { values[.name] = person.person.name }
        if given.contains(.sortName) || given.contains(.familyName), !person.isUnnamed {
            values[.sortName] = person.person.sortName
        }
        if given.contains(.badgeName) { values[.badgeName] = person.person.badgeName }
        if given.contains(.affiliation) { values[.affiliation] = person.person.affiliation }
        if given.contains(.email) || given.contains(.payerEmail) { values[.email] = person.person.email }
        if given.contains(.country), person.person.country != nil || row[.country].isEmpty {
            values[.country] = person.person.country?.description ?? ""
        }
        if given.contains(.category) || goods?.category != nil { values[.category] = person.category.rawValue }
        if given.contains(.days) && !row[.days].isEmpty || goods?.days != nil {
            values[.days] = person.days.description
        }
        if given.contains(.addOns) || source.tellsAddOns || !person.addOns.isEmpty {
            values[.addOns] = person.addOns.map(\.rawValue).sorted().joined(separator: ",")
        }
        if given.contains(.status) { values[.status] = person.status.rawValue }
        if person.price != nil, !person.isCancelled { values[.paid] = person.isPaid ? "yes" : "no" }
        if let price = person.price { values[.price] = price.description }
        for (question, answer) in person.answers { values[.answer(question)] = answer }
        return values
    }

    /// What they answered. An answer that is none of the question's keeps nobody out: it is told and left open.
    mutating func answers(_ row: PersonRow) -> [Question.ID: String] {
        var answers: [Question.ID: String] = [:]
        for field in given.sorted(by: { $0.rawValue < $1.rawValue }) {
            guard let id = field.question, let question = event.questions.first(where: { $0.id == id }) else {
                continue
            }
            let text = row[field]
            do {
                answers[id] = try question.read(isOurs || !ImportWords.isNothing(text) ? text : "")
            } catch {
                warn(error, row, column: field.rawValue)
            }
        }
        return answers
    }
}

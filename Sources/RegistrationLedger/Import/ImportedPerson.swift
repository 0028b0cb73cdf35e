import Conference

/// One person as a list has them, in our words.
struct ImportedPerson: Sendable {
    let line: Int
    /// Theirs; nil where the list has none that names one person alone.
    var reference: String?
    /// Ours, if a list that we wrote comes back.
    var code: RegistrationCode?
    /// The order of several people, where that is all that the list has.
    var order: String?
    /// What the list says, in the form in which it is compared and kept; what it does not say is not in it.
    var values: [ImportField: String] = [:]
    var person: Person
    var category: Category
    var days: DaySet
    var addOns: Set<AddOn.ID>
    var status: ImportStatus
    /// What it cost elsewhere; nil where the list does not say.
    var price: Money?
    var isPaid = false
    var method: PaymentMethod?
    /// Whether the place is to be filled yet.
    var isUnnamed = false
    /// What the list says they answered; empty where it says that they did not.
    var answers: [Question.ID: String] = [:]

    /// - Throws: `text_too_long`, `text_has_controls` for the reference.
    func registration() throws -> NewRegistration {
        try NewRegistration(
            person: person, category: category, days: days, addOns: addOns, reference: reference, answers: answers)
    }

    var isCancelled: Bool { status == .cancelled }

    /// What tells whether two rows, or a row and a registration, are of one person.
    var key: String { Self.key(values[.name] ?? "", values[.email] ?? "") }

    static func key(_ name: String, _ email: String) -> String {
        SearchText.fold(name) + "|" + SearchText.fold(email)
    }
}

extension Registration {
    /// What is here, in the form in which it is compared with a list.
    func imported(_ field: ImportField, isPaid: Bool) -> String? {
        switch field {
        case .name: person.name
        case .sortName: person.sortName
        case .badgeName: person.badgeName
        case .affiliation: person.affiliation
        case .email: person.email
        case .country: person.country?.description ?? ""
        case .category: category.rawValue
        case .days: days.description
        case .addOns: addOns.map(\.rawValue).sorted().joined(separator: ",")
        case .status: (status == .active ? ImportStatus.confirmed : .cancelled).rawValue
        case .paid: isPaid ? "yes" : "no"
        default: field.question.map { answers[$0] ?? "" }
        }
    }
}

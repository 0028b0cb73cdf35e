package import Conference
package import RegistrationLedger

/// Somebody new, as a device sends them.
package struct NewRegistrationBody: Decodable, Sendable {
    let name: String
    let badgeName: String?
    /// What lists by family name are sorted by, where the name does not tell.
    let sortName: String?
    let affiliation: String?
    let email: String?
    let country: String?
    let category: String?
    let days: [Int]?
    let addOns: [String]?
    let reference: String?
    let voucher: String?
    let language: String?
    /// Whether to go on the waiting list for what is full.
    let wait: Bool?
    /// By the word of each question.
    let answers: [String: String]?

    /// - Parameters:
    ///   - usualDays: where none are named; nil for all.
    ///   - sight: which answers the sender may give.
    /// - Throws: `choice_unknown`, `day_unknown`, `country_unknown`, `question_unknown`, and what else makes a person
    ///   impossible.
    package func registration(
        _ event: EventDefinition, usualDays: DaySet? = nil, sight: AnswerSight
    ) throws -> NewRegistration {
        try NewRegistration(
            person: Person(
                name: name, badgeName: badgeName ?? "", affiliation: affiliation ?? "", email: email ?? "",
                country: CountryCode(orNone: country ?? ""), sortName: sortName ?? ""),
            category: try category.map { try event.category(named: $0) } ?? event.usualCategory,
            days: try days.map { try DaySet(numbers: $0, event) } ?? usualDays ?? event.allDays,
            addOns: Set((addOns ?? []).map { AddOn.ID(rawValue: $0) }), reference: reference,
            voucher: voucher.map { Voucher.ID(typed: $0) },
            language: try language.map { try Choice.read($0, as: Language.self) } ?? .english,
            whenFull: wait == true ? .wait : .refuse,
            answers: try event.answers(answers ?? [:], by: sight))
    }
}

/// Money that is handed over, as a device sends it.
package struct NewPaymentBody: Decodable, Sendable {
    /// A decimal string; left out for everything due.
    let amount: String?
    let method: String
    let tendered: String?
    package let till: String?
    package let note: String?
    /// Whether it is meant although it is far more than what is due, or more goes out of the drawer than it holds.
    package let sure: Bool?

    /// - Parameter currency: the event's.
    /// - Throws: what `Money(decimal:in:)` throws, `choice_unknown`, and what `Payment` throws.
    package func payment(in currency: Currency) throws -> Payment {
        try Payment(
            amount: try sum(in: currency), method: try paymentMethod(), tendered: try Self.money(tendered, currency),
            till: till, note: note ?? "", isSure: sure ?? false)
    }

    /// - Throws: what `Money(decimal:in:)` throws.
    package func sum(in currency: Currency) throws(ConferenceError) -> Money? { try Self.money(amount, currency) }

    /// - Throws: `choice_unknown`.
    package func paymentMethod() throws -> PaymentMethod { try Choice.read(method, as: PaymentMethod.self) }

    private static func money(_ text: String?, _ currency: Currency) throws(ConferenceError) -> Money? {
        guard let text else { return nil }
        return try Money(decimal: text, in: currency)
    }
}

extension DaySet {
    /// - Throws: `day_unknown`.
    package init(numbers: [Int], _ event: EventDefinition) throws(ConferenceError) {
        if let unknown = numbers.first(where: { !event.allDays.contains($0) }) {
            throw ConferenceError(
                .dayUnknown, ErrorDetail("value", unknown), ErrorDetail("days", event.days.count))
        }
        self.init(numbers)
    }
}

/// When something is erased.
package enum RetentionLimit: Sendable, Hashable {
    case on(CivilDate)
    /// So many days after the last day of the event.
    case after(days: Int)

    /// The longest time after an event, in days: ten years.
    package static let daysMax = 3_660

    /// Reads `2027-06-30` or `30 days after`.
    ///
    /// - Throws: `date_invalid`, `number_invalid`.
    package init(_ text: String) throws(ConferenceError) {
        guard let parts = text.wholeMatch(of: #/([0-9]{1,6}) days? after/#) else {
            self = .on(try CivilDate(text))
            return
        }
        guard let days = Int(parts.output.1), (0...Self.daysMax).contains(days) else {
            throw ConferenceError(.numberInvalid, ErrorDetail("from", 0), ErrorDetail("to", Self.daysMax))
        }
        self = .after(days: days)
    }

    /// The first date on which it is to be erased.
    package func date(of event: EventDefinition) -> CivilDate {
        switch self {
        case .on(let date): date
        case .after(let days):
            CivilDate(daysSince1970: (event.days.last?.date.daysSince1970 ?? 0) + days)
        }
    }
}

/// How long an event keeps what it knows of people: what `retention` says in its description.
package struct RetentionPlan: Sendable, Hashable {
    /// When answers are erased whose question says nothing else; nil for with the person.
    package let answers: RetentionLimit?
    /// When everybody is erased; nil for never by itself. The books stay.
    package let people: RetentionLimit?

    package init(answers: RetentionLimit? = nil, people: RetentionLimit? = nil) {
        self.answers = answers
        self.people = people
    }
}

extension EventDefinition {
    /// The first date on which the answers to a question are to be erased; nil for with the person.
    package func erasure(of question: Question) -> CivilDate? {
        (question.erased ?? retention.answers)?.date(of: self)
    }

    /// The first date on which everybody is to be erased; nil for never by itself.
    package var erasureOfPeople: CivilDate? { retention.people?.date(of: self) }
}

import Conference
package import EventDesk

/// Something that is erased at some time, as JSON.
package struct RetentionBody: Encodable, Sendable {
    /// `answers`, `people` or `documents`.
    package let what: String
    /// Of answers the question.
    package let question: String?
    /// The first date on which it is erased; left out for with the person.
    package let date: String?
    package let count: Int
    package let isDue: Bool

    package init(_ item: RetentionItem) {
        switch item.subject {
        case .answers(let id): (what, question) = ("answers", id.rawValue)
        case .people: (what, question) = ("people", nil)
        case .documents: (what, question) = ("documents", nil)
        }
        date = item.date?.description
        count = item.count
        isDue = item.isDue
    }
}

/// What was erased, as JSON.
package struct PurgeBody: Encodable, Sendable {
    package let answers: Int
    package let people: Int
    package let documents: Int

    package init(_ outcome: PurgeOutcome) {
        (answers, people, documents) = (outcome.answers, outcome.people, outcome.documents)
    }
}

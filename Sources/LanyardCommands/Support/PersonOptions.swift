import ArgumentParser
import Conference

/// What is known about a person beside the name.
struct PersonOptions: ParsableArguments {
    @Option(help: "What the badge says instead of the name.")
    var badgeName = ""

    @Option(help: "The affiliation.")
    var affiliation = ""

    @Option(help: "The e-mail address.")
    var email = ""

    @Option(help: "The country, two letters of ISO 3166-1.")
    var country = ""

    @Option(help: "The language of receipts: \(Language.allCases.map(\.rawValue).joined(separator: ", ")).")
    var locale = Language.english

    /// The person of this name. Throws `country_unknown`, and what else makes a person impossible.
    func person(named name: String) throws -> Person {
        try Person(
            name: name, badgeName: badgeName, affiliation: affiliation, email: email,
            country: CountryCode(orNone: country))
    }
}

/// Answers to the organizer's questions, as `diet=vegan`.
struct AnswerOptions: ParsableArguments {
    @Option(
        name: .customLong("answer"),
        help: "An answer to a question of the event, as ‘diet=vegan’; ‘diet=’ takes it away. Give it again for more.")
    var answers: [String] = []

    func validate() throws {
        if let wrong = answers.first(where: { !$0.contains("=") }) {
            throw ValidationError("‘\(wrong)’ is no answer: write QUESTION=ANSWER.")
        }
    }

    /// The answers by their question. Throws `question_unknown`, and what makes an answer impossible.
    func answers(_ event: EventDefinition) throws -> [Question.ID: String] {
        try event.answers(
            answers.map { text in
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (key: String(parts[0]), value: parts.count == 2 ? String(parts[1]) : "")
            }, by: .everything)
    }
}

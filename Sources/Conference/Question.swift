/// Something that the organizer asks of people: what they eat, which shirt, whether they may be photographed.
package struct Question: Sendable, Hashable, Identifiable {
    package typealias ID = Identifier<Question, String>

    /// An event asks at most so many.
    package static let countMax = 40
    /// The longest answer in words, in characters.
    package static let answerMax = 300
    /// What stands before a question's word where answers are columns of a list or fields of a badge.
    package static let prefix = "answer-"

    /// What kind of answer it has.
    package enum Kind: Sendable, Hashable {
        /// A line of text.
        case text
        case choice([Option])
        case yesNo
        /// A whole number within this range.
        case number(ClosedRange<Int>)
        /// Agreement to something, which is given or not.
        case consent
    }

    /// One answer of several.
    package struct Option: Sendable, Hashable {
        /// What is stored, exported and typed.
        package let word: String
        package let labels: LocalizedName

        package init(word: String, label: String, french: String? = nil) {
            self.word = word
            labels = LocalizedName(label, french: french)
        }
    }

    /// Who sees the answers, beside the person and organizers.
    package enum Reader: String, Sendable, Hashable, CaseIterable {
        /// The desk, which asks the question and corrects the answer as well.
        case desk
        /// A door, when the person comes in.
        case door
        /// Whoever may read reports, name by name.
        case reports
        /// The same as counts alone, by day and side event.
        case kitchen
    }

    package let id: ID
    package let labels: LocalizedName
    package let kind: Kind
    /// Whom it is asked of; nobody excepted where there are none.
    package let categories: Set<Category>
    /// Those who hold one of these; everybody where there are none.
    package let addOns: Set<AddOn.ID>
    /// Whether people who register by themselves must answer. A desk may go on without.
    package let isRequired: Bool
    package let readers: Set<Reader>
    /// When the answers are erased; nil for when answers are erased that say nothing else.
    package let erased: RetentionLimit?
    /// What a badge may show.
    package let badge: Badge
    /// Whether people are found by what they answered.
    package let isSearchable: Bool

    /// What a badge shows of an answer.
    package enum Badge: Sendable, Hashable {
        case nothing
        case answer
        /// This, for everybody who said yes.
        case mark(LocalizedName)
    }

    package init(
        id: ID, label: String, french: String? = nil, kind: Kind, categories: Set<Category> = [],
        addOns: Set<AddOn.ID> = [], isRequired: Bool = false, readers: Set<Reader> = [],
        erased: RetentionLimit? = nil, badge: Badge = .nothing, isSearchable: Bool = false
    ) {
        self.id = id
        labels = LocalizedName(label, french: french)
        self.kind = kind
        self.categories = categories
        self.addOns = addOns
        self.isRequired = isRequired
        self.readers = readers
        self.erased = erased
        self.badge = badge
        self.isSearchable = isSearchable
    }

    /// The name of its column in a list, and of its field on a badge.
    package var column: String { Self.prefix + id.rawValue }

    /// Whether it is asked of somebody.
    package func concerns(_ category: Category, _ addOns: Set<AddOn.ID>) -> Bool {
        (categories.isEmpty || categories.contains(category))
            && (self.addOns.isEmpty || !self.addOns.isDisjoint(with: addOns))
    }

}

/// Which answers somebody may see, and therefore give and correct for others.
package enum AnswerSight: Sendable, Hashable {
    /// All: the person's own, and organizers'.
    case everything
    /// Those that one of these readers sees; none where there are none.
    case readers(Set<Question.Reader>)

    package static let nothing = AnswerSight.readers([])

    package func sees(_ question: Question) -> Bool {
        switch self {
        case .everything: true
        case .readers(let readers): !question.readers.isDisjoint(with: readers)
        }
    }
}

// MARK: - Answers

extension Question {
    /// An answer as it is stored, whoever typed, ticked or imported it; empty for none.
    ///
    /// A choice is read by its word or its label in either case, yes and no in English, French, German and Spanish. A consent
    /// that was not given is no answer.
    /// - Throws: `text_too_long`, `text_has_controls`, `choice_unknown`, `number_invalid`.
    package func read(_ text: String) throws(ConferenceError) -> String {
        let line = try Person.line(text, field: id.rawValue, limit: Self.answerMax)
        guard !line.isEmpty else { return "" }
        switch kind {
        case .text: return line
        case .choice(let options):
            let wanted = line.lowercased()
            let found =
                options.first { $0.word.lowercased() == wanted }
                ?? options.first { option in
                    Language.allCases.contains { option.labels[$0].lowercased() == wanted }
                }
            guard let found else { throw Choice.unknown(line, choices: options.map(\.word)) }
            return found.word
        case .yesNo: return try Self.flag(line) ? Self.yes : Self.no
        case .number(let range):
            guard let number = Int(line), range.contains(number) else {
                throw ConferenceError(
                    .numberInvalid, ErrorDetail("value", String(line.prefix(80))),
                    ErrorDetail("from", range.lowerBound), ErrorDetail("to", range.upperBound))
            }
            return String(number)
        case .consent: return try Self.flag(line) ? Self.yes : ""
        }
    }

    package static let yes = "yes"
    package static let no = "no"

    private static func flag(_ line: String) throws(ConferenceError) -> Bool {
        switch line.lowercased() {
        case "yes", "y", "true", "1", "x", "on", "oui", "o", "vrai", "ja", "wahr", "sí", "si", "✓", "checked":
            return true
        case "no", "n", "false", "0", "-", "off", "non", "faux", "nein", "falsch", "unchecked": return false
        default: throw Choice.unknown(line, choices: [yes, no])
        }
    }

    /// An answer as people read it: of a choice the label, of anything else the answer as it is stored.
    package func told(_ answer: String, in language: Language) -> String {
        guard case .choice(let options) = kind else { return answer }
        return options.first { $0.word == answer }?.labels[language] ?? answer
    }

    /// What a badge shows of an answer; empty for nothing.
    package func onBadge(_ answer: String, in language: Language) -> String {
        switch badge {
        case .nothing: ""
        case .answer: told(answer, in: language)
        case .mark(let mark): answer == Self.yes ? mark[language] : ""
        }
    }
}

extension EventDefinition {
    /// The question of that word, of `answer-` and that word, or of that label in any language, in either case.
    package func question(named text: String) -> Question? {
        let wanted = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
        let word = wanted.hasPrefix(Question.prefix) ? String(wanted.dropFirst(Question.prefix.count)) : wanted
        if let found = questions.first(where: { $0.id.rawValue == word }) { return found }
        let labelled = questions.filter { question in
            Language.allCases.contains { question.labels[$0].lowercased() == wanted }
        }
        return labelled.count == 1 ? labelled[0] : nil
    }

    /// Answers as they are stored, by their question; empty ones take an answer away.
    ///
    /// - Parameter sight: of whoever gives them: nobody writes what they may not read.
    /// - Throws: `question_unknown`, what `Question.read` throws.
    package func answers(
        _ given: some Sequence<(key: String, value: String)>, by sight: AnswerSight
    ) throws(ConferenceError) -> [Question.ID: String] {
        var answers: [Question.ID: String] = [:]
        for (name, text) in given {
            guard let question = question(named: name), sight.sees(question) else {
                throw ConferenceError(
                    .questionUnknown, ErrorDetail("value", String(name.prefix(80))),
                    ErrorDetail(
                        "choices", questions.filter(sight.sees).map(\.id.rawValue).joined(separator: ", ")))
            }
            answers[question.id] = try question.read(text)
        }
        return answers
    }

    /// What somebody answered, as far as a reader may see it, in the order of the description.
    package func answers(
        of registration: Registration, seenBy sight: AnswerSight
    ) -> [(question: Question, answer: String)] {
        guard !registration.answers.isEmpty else { return [] }
        return questions.filter(sight.sees).compactMap { question in
            registration.answers[question.id].map { (question, $0) }
        }
    }

    /// What a door is to notice of somebody's answers: the answer with its question, of what is answered by yes the question
    /// alone, or the badge's mark.
    package func notices(of registration: Registration, seenBy sight: AnswerSight, in language: Language) -> [String] {
        answers(of: registration, seenBy: sight).filter { $0.question.readers.contains(.door) }.compactMap { one in
            let label = one.question.labels[language]
            switch one.question.kind {
            case .yesNo, .consent:
                guard one.answer == Question.yes else { return nil }
                if case .mark(let mark) = one.question.badge { return mark[language] }
                return label
            default: return "\(label): \(one.question.told(one.answer, in: language))"
            }
        }
    }

    /// What badges show of somebody's answers, by the question's word.
    package func onBadge(_ answers: [Question.ID: String], in language: Language) -> [String: String] {
        guard !answers.isEmpty else { return [:] }
        let shown = questions.compactMap { question -> (String, String)? in
            let text = question.onBadge(answers[question.id] ?? "", in: language)
            return text.isEmpty ? nil : (question.id.rawValue, text)
        }
        return Dictionary(uniqueKeysWithValues: shown)
    }

    /// What is asked of somebody, in the order of the description.
    package func questions(for category: Category, _ addOns: Set<AddOn.ID>) -> [Question] {
        questions.filter { $0.concerns(category, addOns) }
    }

    /// What must be answered yet by somebody who registers by themselves.
    package func unanswered(
        _ answers: [Question.ID: String], category: Category, addOns: Set<AddOn.ID>
    ) -> [Question] {
        questions(for: category, addOns).filter { $0.isRequired && answers[$0.id, default: ""].isEmpty }
    }
}

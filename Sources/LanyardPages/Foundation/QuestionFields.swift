import Catalogues
import Conference
import EventDesk
import EventStore

/// The organizer's questions in a form: what `questions.mustache` shows of them, and what came back.
///
/// Every question that a form shows is named by a hidden field, so that a box that was unticked is told from a question that was
/// not asked.
struct QuestionFields {
    private static let asked = "asked"

    let questions: [Question]
    let words: Catalogue

    /// For the form of somebody who answers for themselves, who may choose among categories and side events in it: whoever is
    /// not asked a question is told so beside it.
    init(choosing categories: [Conference.Category], of visit: PageVisit) {
        questions = visit.event.questions.filter { question in
            question.categories.isEmpty || !question.categories.isDisjoint(with: categories)
        }
        words = visit.words
    }

    /// For what somebody knows or corrects of a registration.
    init(of registration: Registration, seenBy sight: AnswerSight, _ visit: PageVisit) {
        questions = visit.event.questions.filter { question in
            sight.sees(question)
                && (question.concerns(registration.category, registration.addOns)
                    || registration.answers[question.id] != nil)
        }
        words = visit.words
    }

    /// For a desk that registers somebody.
    init(seenBy sight: AnswerSight, _ visit: PageVisit) {
        questions = visit.event.questions.filter(sight.sees)
        words = visit.words
    }

    /// The answers that a form brought, to the questions that were asked in it and concern whoever was registered.
    ///
    /// - Parameter sight: of whoever sent it.
    /// - Throws: `question_unknown`, what `Question.read` throws.
    static func answers(
        _ form: PageForm, _ event: EventDefinition, by sight: AnswerSight, for category: Conference.Category? = nil,
        _ addOns: Set<AddOn.ID> = []
    ) throws(ConferenceError) -> [Question.ID: String] {
        let given = form.all(asked).prefix(Question.countMax).filter { word in
            guard let category, let question = event.question(named: word) else { return true }
            return question.concerns(category, addOns)
        }
        return try event.answers(given.map { (key: $0, value: form[Question.prefix + $0]) }, by: sight)
    }

    /// The fields as they were sent, or as a registration has the answers.
    ///
    /// - Parameters:
    ///   - mustAnswer: whether what is required is required here: a desk may go on without.
    ///   - prefix: what the names of the fields begin with, in a form of several people.
    func value(
        _ event: EventDefinition, _ form: PageForm?, answers: [Question.ID: String] = [:], mustAnswer: Bool,
        prefix: String = ""
    ) -> PageValue {
        .list(
            questions.map { question in
                let sent = form?.has(Question.prefix + question.id.rawValue) == true
                let answer = sent ? form?[Question.prefix + question.id.rawValue] ?? "" : answers[question.id] ?? ""
                return field(question, answer, event, mustAnswer: mustAnswer, prefix: prefix)
            })
    }

    private func field(
        _ question: Question, _ answer: String, _ event: EventDefinition, mustAnswer: Bool, prefix: String
    ) -> PageValue {
        let language = words.language
        // Whoever holds the side event is asked; a browser cannot know yet who will.
        let isForAll = question.categories.isEmpty && question.addOns.isEmpty
        let isRequired = question.isRequired && mustAnswer && isForAll
        var fields: [String: PageValue] = [
            "prefix": .text(prefix), "word": .text(question.id.rawValue), "field": .text(question.column),
            "label": .text(question.labels[language]), "answer": .text(answer), "is_required": .flag(isRequired),
            "is_marked": .flag(question.isRequired), "only_for": .text(isForAll ? "" : only(question, event)),
            "is_text": false, "is_number": false, "is_choice": false, "is_flag": false, "is_consent": false,
            "options": [], "from": "", "to": "", "is_yes": .flag(answer == Question.yes),
            "is_no": .flag(answer == Question.no),
        ]
        switch question.kind {
        case .text: fields["is_text"] = true
        case .number(let range):
            fields["is_number"] = true
            (fields["from"], fields["to"]) = (.number(range.lowerBound), .number(range.upperBound))
        case .choice(let options):
            fields["is_choice"] = true
            fields["options"] = .list(
                options.map { option in
                    [
                        "option": .text(option.word), "text": .text(option.labels[language]),
                        "is_chosen": .flag(option.word == answer),
                    ]
                })
        case .yesNo: fields["is_flag"] = true
        case .consent: fields["is_consent"] = true
        }
        return .fields(fields)
    }

    private func only(_ question: Question, _ event: EventDefinition) -> String {
        let categories = event.categories.filter { question.categories.contains($0.category) }
            .map { $0.labels[words.language] }
        let addOns = event.addOns.filter { question.addOns.contains($0.id) }.map { $0.names[words.language] }
        return words("question_only_for", ["names": (categories + addOns).joined(separator: ", ")])
    }
}

import Conference
import EventStore
import Testing

/// What event.yaml says of questions and of how long answers are kept.
struct QuestionFileTests {
    private static let questions = """
        questions:
          - id: diet
            label: What do you eat?
            fr: Que mangez-vous ?
            type: choice
            choices:
              - { id: vegan, label: Vegan food, fr: Végétalien }
              - { id: anything, label: Anything }
            add_ons: dinner
            required: true
            seen_by: desk, kitchen
            erased: 30 days after
          - { id: shirt, label: Shirt, type: choice, choices: "S, M, XL", categories: speaker }
          - { id: pronouns, label: Pronouns, badge: true, search: true, seen_by: desk }
          - { id: no-photos, label: No photographs, type: yes-no, badge: No photos, badge_fr: Pas de photo, seen_by: door }
          - { id: children, label: Children, type: number, from: 0, to: 6, erased: 2015-12-31 }
          - { id: recording, label: Recording, type: consent }
        retention:
          answers: 60 days after
          people: 2018-01-01

        """

    @Test func `questions are read with all that they say`() throws {
        let event = try EventFile.read(EventFileTests.small + Self.questions)
        #expect(
            event.questions.map(\.id.rawValue) == ["diet", "shirt", "pronouns", "no-photos", "children", "recording"])
        let diet = event.questions[0]
        #expect(diet.isRequired && diet.addOns == [AddOn.ID(rawValue: "dinner")] && diet.readers == [.desk, .kitchen])
        #expect(diet.labels[.french] == "Que mangez-vous ?" && diet.told("vegan", in: .french) == "Végétalien")
        #expect(event.questions[3].onBadge("yes", in: .french) == "Pas de photo")
        #expect(event.questions[3].onBadge("no", in: .english) == "")
        #expect(event.questions[2].onBadge("she/her", in: .english) == "she/her")
        #expect(event.questions[0].onBadge("vegan", in: .english) == "")
        // The last day is 15 February.
        let dates = event.questions.map { event.erasure(of: $0)?.description }
        #expect(dates[0] == "2015-03-17" && dates[1] == "2015-04-16" && dates[4] == "2015-12-31")
        #expect(event.erasureOfPeople?.description == "2018-01-01")
    }

    @Test(
        arguments: [
            ("diet", " VEGAN ", "vegan"), ("diet", "vegan food", "vegan"), ("diet", "Végétalien", "vegan"),
            ("diet", "", ""),
            ("shirt", "xl", "XL"), ("no-photos", "Oui", "yes"), ("no-photos", "false", "no"), ("recording", "no", ""),
            ("recording", "on", "yes"), ("children", "06", "6"), ("pronouns", "  they /  them ", "they / them"),
        ])
    func `an answer is read whoever typed it`(question: String, text: String, stored: String) throws {
        let event = try EventFile.read(EventFileTests.small + Self.questions)
        #expect(try event.answers([(key: question, value: text)], by: .everything).values.first == stored)
    }

    @Test(
        arguments: [
            ("diet", "nothing", "choice_unknown"), ("children", "7", "number_invalid"),
            ("children", "two", "number_invalid"),
            ("no-photos", "maybe", "choice_unknown"), ("pronouns", String(repeating: "x", count: 301), "text_too_long"),
            ("pronouns", "a\u{202E}b", "text_has_controls"), ("hat", "L", "question_unknown"),
        ])
    func `an answer that is none is refused`(question: String, text: String, code: String) throws {
        let event = try EventFile.read(EventFileTests.small + Self.questions)
        let error = #expect(throws: ConferenceError.self) {
            try event.answers([(key: question, value: text)], by: .everything)
        }
        #expect(error?.code.rawValue == code)
    }

    @Test func `nobody writes what they may not read`() throws {
        let event = try EventFile.read(EventFileTests.small + Self.questions)
        let error = #expect(throws: ConferenceError.self) {
            try event.answers([(key: "diet", value: "vegan")], by: .readers([.door]))
        }
        #expect(error?.code.rawValue == "question_unknown" && error?.details["choices"] == "no-photos")
        #expect(try event.answers([(key: "answer-diet", value: "vegan")], by: .readers([.kitchen])).count == 1)
    }

    @Test(
        arguments: [
            ("{ id: a, label: A, type: choice }", "key_missing"),
            ("{ id: a, label: A, type: choice, choices: one }", "number_invalid"),
            ("{ id: a, label: A, categories: plumber }", "category_unknown"),
            ("{ id: a, label: A, add_ons: opera }", "add_on_unknown"),
            ("{ id: a, label: A, seen_by: everybody }", "choice_unknown"),
            ("{ id: a, label: A, erased: soon }", "date_invalid"),
            ("{ id: a, label: A, erased: 9999 days after }", "number_invalid"),
            ("{ id: a, label: A, badge: Something }", "choice_unknown"),
            ("{ id: a, label: A, type: yes-no, badge: true }", "badge_mark_missing"),
            ("{ id: a, label: A, badge_fr: Quelque chose }", "badge_mark_missing"),
            ("{ id: A, label: A }", "identifier_invalid"), ("{ id: a }", "key_missing"),
            ("{ id: a, label: A, colour: red }", "key_unknown"), ("{ id: diet, label: A }", "value_repeated"),
        ])
    func `what a question says wrongly is named`(question: String, code: String) throws {
        let yaml = EventFileTests.small + "questions:\n  - { id: diet, label: Diet }\n  - \(question)\n"
        let problems = #expect(throws: EventFileProblems.self) { try EventFile.read(yaml) }
        #expect(problems?.problems.map(\.code.rawValue) == [code])
    }

    @Test func `a description without questions has none, and keeps people`() throws {
        let event = try EventFile.read(EventFileTests.small)
        #expect(event.questions.isEmpty && event.erasureOfPeople == nil)
    }
}

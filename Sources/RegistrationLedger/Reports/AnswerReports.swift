import Conference
import EventStore
import GRDB

/// What people answered to the organizer's questions, as far as it is for reports or for the kitchen.
extension RegistrationReports {
    /// A row for each question that is asked of a person, answered or not.
    static func answers(_ db: Database, _ definition: EventDefinition) throws -> [[ReportTable.Cell]] {
        let questions = definition.questions.filter { $0.readers.contains(.reports) }
        guard !questions.isEmpty else { return [] }
        let people = try RegistrationRecord.fetchAll(
            db, "WHERE status = 'active' AND erased_ms IS NULL ORDER BY id", [])
        var rows: [[ReportTable.Cell]] = []
        for one in people {
            for question in questions
            where question.concerns(one.category, one.addOns) || one.answers[question.id] != nil {
                rows.append(
                    [
                        .number(Int64(one.id.rawValue)), .text(one.code.description), .text(one.person.name),
                        .text(one.category.rawValue), .text(question.id.rawValue),
                        .text(question.told(one.answers[question.id] ?? "", in: .english)),
                    ])
            }
        }
        return rows
    }

    /// For each day and each side event how many of those who have it gave which answer; those who gave none are counted
    /// under an empty one.
    static func kitchen(_ db: Database, _ definition: EventDefinition) throws -> [[ReportTable.Cell]] {
        let questions = definition.questions.filter { $0.readers.contains(.kitchen) }
        guard !questions.isEmpty else { return [] }
        let people = try RegistrationRecord.fetchAll(db, "WHERE status = 'active' AND erased_ms IS NULL", [])
        let places = definition.days.map { Place.day($0.number) } + definition.addOns.map { Place.addOn($0.id) }
        var rows: [[ReportTable.Cell]] = []
        for place in places {
            let guests = people.filter { has($0, place) }
            for question in questions where isAsked(question, at: place) {
                let asked = guests.filter { one in
                    one.answers[question.id] != nil || question.concerns(one.category, one.addOns)
                }
                for (answer, count) in counts(question, asked) {
                    rows.append(
                        [
                            .text(place.description), .text(question.id.rawValue), .text(answer),
                            .number(Int64(count)),
                        ])
                }
            }
        }
        return rows
    }

    private static func has(_ one: Registration, _ place: Place) -> Bool {
        switch place {
        case .day(let number): one.days.contains(number)
        case .addOn(let addOn): one.addOns.contains(addOn)
        }
    }

    /// A question about one side event is not counted at others.
    private static func isAsked(_ question: Question, at place: Place) -> Bool {
        guard !question.addOns.isEmpty else { return true }
        if case .addOn(let addOn) = place { return question.addOns.contains(addOn) }
        return false
    }

    /// The answers with how many gave each: choices in their order, others by their text, no answer at the end.
    private static func counts(_ question: Question, _ guests: [Registration]) -> [(answer: String, count: Int)] {
        let tally = Dictionary(grouping: guests) { question.told($0.answers[question.id] ?? "", in: .english) }
            .mapValues(\.count)
        var order: [String: Int] = [:]
        if case .choice(let options) = question.kind {
            for (index, option) in options.enumerated() where order[option.labels.english] == nil {
                order[option.labels.english] = index
            }
        }
        func rank(_ answer: String) -> (Int, String) { (answer.isEmpty ? .max : order[answer] ?? .max - 1, answer) }
        return tally.map { ($0.key, $0.value) }.sorted { rank($0.0) < rank($1.0) }
    }
}

import Badges
package import Conference
import EventStore
import Foundation
import RegistrationLedger

/// Something that the event's description says is erased at some time.
package struct RetentionItem: Sendable, Hashable {
    package enum Subject: Sendable, Hashable {
        /// The answers to a question, which may be one that the description does not have any more.
        case answers(Question.ID)
        /// Everybody who is not erased yet.
        case people
        /// Whom documents are for of people who were erased.
        case documents
    }

    package let subject: Subject
    /// The first date on which it is to be erased; nil for with the person.
    package let date: CivilDate?
    /// Of how many people, or how many documents, there is something left.
    package let count: Int
    /// Whether there is something left and the date has come.
    package let isDue: Bool
}

/// What was erased.
package struct PurgeOutcome: Sendable, Hashable {
    /// How many people's answers to some question.
    package var answers = 0
    package var people = 0
    package var documents = 0

    package init(answers: Int = 0, people: Int = 0, documents: Int = 0) {
        (self.answers, self.people, self.documents) = (answers, people, documents)
    }
}

/// How long an event keeps what it knows of people.
extension EventServices {
    /// What is to be erased, when, and how much there is of it; first the answers in the order of their questions.
    package func retention() async throws -> [RetentionItem] {
        try await retention(at: clock.now)
    }

    private func retention(at time: Date) async throws -> [RetentionItem] {
        let event = try await store.latestDefinition()
        let today = event.date(at: time)
        func item(_ subject: RetentionItem.Subject, _ date: CivilDate?, _ count: Int) -> RetentionItem {
            RetentionItem(
                subject: subject, date: date, count: count, isDue: count > 0 && (date.map { today >= $0 } ?? false))
        }
        let counts = try await ledger.answeredCounts()
        let known = Set(event.questions.map(\.id))
        var items = event.questions.map { item(.answers($0.id), event.erasure(of: $0), counts[$0.id] ?? 0) }
        items += counts.keys.filter { !known.contains($0) }.sorted().map {
            item(.answers($0), event.retention.answers?.date(of: event), counts[$0] ?? 0)
        }
        items.append(item(.people, event.erasureOfPeople, try await ledger.peopleKept().count))
        // They are kept until that date, the date itself included.
        let after = event.documentsKeptUntil.map { CivilDate(daysSince1970: $0.daysSince1970 + 1) }
        items.append(item(.documents, after, try await ledger.documentsKeptCount()))
        return items
    }

    /// Erases what is due: answers, people as `erase` does, and the names on documents whose time is over. The books stay. A
    /// call that broke off goes on where it stopped.
    ///
    /// - Throws: what `erase` throws.
    package func purge(context: WriteContext) async throws -> PurgeOutcome {
        var outcome = PurgeOutcome()
        let due = try await retention(at: context.time).filter(\.isDue)
        let questions = due.compactMap { item -> Question.ID? in
            if case .answers(let question) = item.subject { question } else { nil }
        }
        if !questions.isEmpty {
            outcome.answers = try await ledger.eraseAnswers(
                to: Set(questions), context: try context.step("answers")
            ).result
        }
        if due.contains(where: { $0.subject == .people }) {
            for id in try await ledger.peopleKept() {
                // A record that was merged into one before it went with that.
                guard try await !ledger.registration(id).person.isErased else { continue }
                _ = try await erase(id, context: try context.step("person-\(id)"))
                outcome.people += 1
            }
        }
        // What people were erased just now, of whom no document is kept any longer, lost it at once.
        let event = try await store.latestDefinition()
        if let until = event.documentsKeptUntil, event.date(at: context.time) > until,
            try await ledger.documentsKeptCount() > 0
        {
            outcome.documents = try await ledger.forgetDocuments(context: try context.step("documents")).result
        }
        return outcome
    }
}

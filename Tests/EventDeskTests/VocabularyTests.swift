import Conference
import LanyardTestSupport
import Outbox
import Testing

/// The same of what is told to people and to other programs.
struct VocabularyTests {
    @Test func `the vocabularies of the outbox are those of the code`() async throws {
        try await withNetdev01 { _, store async throws in
            #expect(try await vocabulary("mail_occasion", store) == Set(MailOccasion.allCases.map(\.rawValue)))
            #expect(try await vocabulary("mail_state", store) == Set(OutboxMail.State.allCases.map(\.rawValue)))
            #expect(try await vocabulary("mail_answer", store) == Set(MailAnswer.Kind.allCases.map(\.rawValue)))
            let rows: Set<FeedEvent.Kind> = [.badgeIssued, .keyListed]
            #expect(try await vocabulary("feed_kind", store) == Set(rows.map(\.rawValue)))
        }
    }
}

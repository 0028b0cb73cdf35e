import Conference
import LanyardTestSupport
import Testing

@testable import RegistrationLedger

/// Every word that the code may write has its row in the vocabulary that the column refers to, and no row is left over.
struct VocabularyTests {
    @Test func `the vocabularies of registrations are those of the code`() async throws {
        try await withNetdev01 { _, store async throws in
            let words = try await vocabulary("registration_status", store)
            let ends = try await vocabulary("registration_end", store)
            #expect(words.union(ends) == Set(Registration.Status.allCases.map(\.rawValue)))
            #expect(words.isDisjoint(with: ends))
            #expect(
                try await vocabulary("waiting_outcome", store) == Set(WaitingList.Outcome.allCases.map(\.rawValue)))
        }
    }

    @Test func `the vocabularies of the books are those of the code`() async throws {
        try await withNetdev01 { _, store async throws in
            #expect(
                try await vocabulary("journal_kind", store) == Set(JournalEntry.Kind.allCases.map(\.rawValue)))
            #expect(
                try await vocabulary("charge_kind", store) == Set(LedgerDocument.Line.Kind.allCases.map(\.rawValue)))
            #expect(
                try await vocabulary("payment_method", store) == Set(PaymentMethod.allCases.map(\.rawValue)))
            #expect(
                try await vocabulary("document_kind", store) == Set(LedgerDocument.Kind.allCases.map(\.rawValue)))
            #expect(
                try await vocabulary("statement_form", store) == Set(StatementForm.allCases.map(\.rawValue)))
            #expect(
                try await vocabulary("payment_provider", store)
                    == Set(PaymentPlan.Provider.allCases.map(\.rawValue)))
            #expect(
                try await vocabulary("checkout_state", store) == Set(Checkout.State.allCases.map(\.rawValue)))
            #expect(
                try await vocabulary("online_refund_state", store)
                    == Set(OnlineRefund.State.allCases.map(\.rawValue)))
            let states = Set(BankLine.State.allCases.map(\.rawValue))
            #expect(
                try await vocabulary("statement_outcome", store) == states.subtracting(["waits"]).union(["reopened"]))
        }
    }
}

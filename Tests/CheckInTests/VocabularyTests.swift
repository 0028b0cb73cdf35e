import Badges
import DoorRules
import LanyardTestSupport
import Testing

@testable import CheckIn

/// Every word that the code may write has its row in the vocabulary that the column refers to, and no row is left over.
struct VocabularyTests {
    @Test func `the vocabularies of doors and of printing are those of the code`() async throws {
        try await withNetdev01 { _, store async throws in
            #expect(try await vocabulary("verdict", store) == Set(Verdict.Code.allCases.map(\.word)))
            #expect(
                try await vocabulary("admission_void", store) == Set(AdmissionMerge.VoidReason.allCases.map(\.rawValue))
            )
            #expect(
                try await vocabulary("presentation", store) == Set(ScanRequest.Presentation.allCases.map(\.rawValue)))
            #expect(try await vocabulary("inquiry_kind", store) == Set(DoorInquiry.allCases.map(\.rawValue)))
            #expect(try await vocabulary("print_medium", store) == Set(BadgeMedium.Kind.allCases.map(\.rawValue)))
            #expect(try await vocabulary("withholding", store) == Set(Withholding.allCases.map(\.rawValue)))
            #expect(try await vocabulary("print_state", store) == Set(PrintJob.State.allCases.map(\.rawValue)))
        }
    }
}

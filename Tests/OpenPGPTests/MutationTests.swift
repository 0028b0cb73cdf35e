import Foundation
import OpenPGPMutations
import Testing

@testable import OpenPGP

/// A few thousand of the inputs; scripts/fuzz tries a million.
struct MutationTests {
    private static let inputs = 8_000

    @Test func `no damaged key crashes or hangs the reader`() throws {
        let seed: UInt64 = 9_580
        print("seed \(seed), \(Self.inputs) inputs")
        let certificates = try DebianKeyring.sample().map(\.strippedBytes).filter { $0.count < 3_000 }
        let ada = try SampleKeys.ada.get()
        var mutator = SubmissionMutator(
            seed: seed, certificates: certificates,
            others: [ada.signed, ada.detachedSignature, ada.secretArmored, ada.revocation].map { Array($0.utf8) })
        var outcomes: [ReadingOutcome: Int] = [:]
        for _ in 0..<Self.inputs {
            let outcome = ReadingOutcome(of: mutator.next())
            if case .broken(let what) = outcome { Issue.record("\(what)") }
            outcomes[outcome, default: 0] += 1
        }
        // A mutator whose inputs are all refused for one reason would test nothing.
        #expect(outcomes.count >= 12)
        #expect(outcomes[.read, default: 0] > Self.inputs / 20)
    }
}

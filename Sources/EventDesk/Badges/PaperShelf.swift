import Conference
import DoorRules
import Foundation
import Synchronization

/// Badges that were just drawn, until the browser that asked for them fetches the bytes: each is drawn once.
///
/// Each is taken once; anybody who comes later, or after too many others, has it drawn again.
final class PaperShelf: Sendable {
    /// How many are kept at a time, of some 50 kB each.
    private static let papersMax = 32

    private struct Paper {
        let registration: Registration.ID
        let issue: IssueNumber
        let pdf: Data
    }

    private let papers = Mutex<[Paper]>([])

    func put(_ pdf: Data, of registration: Registration.ID, _ issue: IssueNumber) {
        papers.withLock { papers in
            papers.removeAll { $0.registration == registration }
            if papers.count >= Self.papersMax { papers.removeFirst() }
            papers.append(Paper(registration: registration, issue: issue, pdf: pdf))
        }
    }

    func take(_ registration: Registration.ID, _ issue: IssueNumber) -> Data? {
        papers.withLock { papers in
            guard let index = papers.firstIndex(where: { $0.registration == registration && $0.issue == issue }) else {
                return nil
            }
            return papers.remove(at: index).pdf
        }
    }
}

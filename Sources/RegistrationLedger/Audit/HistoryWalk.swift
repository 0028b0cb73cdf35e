import Conference
import EventStore
import Foundation
import GRDB

/// The histories of all registrations, which are one chain, read once; of each registration it tells that it was made.
struct HistoryWalk {
    /// How often each registration is told to have paid, or to have been given money back.
    private(set) var movements: [Int64: Int] = [:]
    /// The labels of documents, by the digest that vouches for each.
    private(set) var documents: [Data: String] = [:]
    /// The numbers of letters, likewise.
    private(set) var letters: [Data: String] = [:]
    /// Whom it tells to be erased.
    private(set) var erased: Set<Int64> = []
    private(set) var findings: [AuditReport.Finding] = []

    private static let moneyKinds = Set([Happening.Kind.paid, .refunded].map(\.rawValue))

    /// The answers that it tells to be erased.
    private(set) var erasedAnswers: Set<Answer> = []

    /// What somebody answered to one question.
    struct Answer: Hashable {
        let registration: Int64
        let question: String
    }

    init(_ db: Database, _ check: inout AnchorCheck) throws {
        var (previous, registrations) = (HashChain.Head(number: 0, hash: HashChain.origin), Set<Int64>())
        var input = DigestInput()
        let corrections = try StoredCorrection.fetchCursor(
            db, sql: "SELECT * FROM registration_correction ORDER BY happening")
        var correction = try corrections.next()
        var blank: [(correction: StoredCorrection, answer: Answer?)] = []
        let rows = try Row.fetchCursor(
            db, sql: "SELECT \(StoredHistory.columns), id, hash FROM registration_history ORDER BY id")
        while let row = try rows.next() {
            let told = try StoredHistory(row: row)
            let (number, hash): (Int64, Data) = (try row.decode(atIndex: 7), try row.decode(atIndex: 8))
            if number != previous.number &+ 1 || hash != told.hash(number, after: previous.hash, &input) {
                findings.append(.init(.historyBroken, number))
            }
            registrations.insert(told.registration)
            if Self.moneyKinds.contains(told.kind) { movements[told.registration, default: 0] += 1 }
            if told.kind == Happening.Kind.erased.rawValue { erased.insert(told.registration) }
            if told.kind == Happening.Kind.answerErased.rawValue {
                erasedAnswers.insert(Answer(registration: told.registration, question: told.detail))
            }
            while let row = correction, row.happening < number {
                findings.append(.init(.correctionUntold, row.happening))
                correction = try corrections.next()
            }
            if told.kind == Happening.Kind.documentIssued.rawValue {
                documents[told.vouches ?? Data()] = told.detail
            } else if told.kind == Happening.Kind.letterIssued.rawValue {
                letters[told.vouches ?? Data()] = told.detail
            } else if let digest = told.vouches {
                let own = correction?.happening == number ? correction : nil
                if own != nil { correction = try corrections.next() }
                if let own, own.isBlank {
                    let isAnswer = told.kind == Happening.Kind.answered.rawValue
                    blank.append((own, isAnswer ? Answer(registration: told.registration, question: told.detail) : nil))
                } else if own?.digest != digest || own?.registration != told.registration {
                    findings.append(.init(.correctionUntold, number))
                }
            }
            previous = HashChain.Head(number: number, hash: hash)
            check.see(previous, of: .history)
        }
        while let row = correction {
            findings.append(.init(.correctionUntold, row.happening))
            correction = try corrections.next()
        }
        for (row, answer) in blank where !erased.contains(row.registration) {
            if let answer, erasedAnswers.contains(answer) { continue }
            findings.append(.init(.wordsMissing, "correction \(row.happening)"))
        }
        let known = Set(try Int64.fetchAll(db, sql: "SELECT id FROM registration"))
        for missing in registrations.subtracting(known).sorted() {
            findings.append(.init(.registrationMissing, "#\(missing)"))
        }
        for untold in known.subtracting(registrations).sorted() {
            findings.append(.init(.historyBroken, "#\(untold)"))
        }
    }
}

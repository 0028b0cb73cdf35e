import Conference
import EventStore
import Foundation
import GRDB

/// What the audit asks of letters.
extension RegistrationLedger {
    /// Numbers run from 1 without gaps in each incarnation; every letter is the one that the history of its registration vouches
    /// for, and what it says is gone only of who was erased, or whose answers that it shows were.
    static func auditLetters(
        _ db: Database, _ history: HistoryWalk, _ findings: inout [AuditReport.Finding]
    ) throws {
        var vouched = history.letters
        var next: [LetterPlan.ID: Int64] = [:]
        let incarnations = try EventStore.incarnations(db)
        let rows = try LetterRow.fetchCursor(
            db,
            sql: """
                SELECT letter.*, letter_template.name AS drawing, letter_template.svg FROM letter
                JOIN letter_template ON sha256 = letter.template ORDER BY letter.kind, letter.number
                """)
        while let row = try rows.next() {
            let begun = incarnations.last { $0.numbersAfter < row.number }?.numbersAfter ?? 0
            let first = max(next[row.kind] ?? 1, begun + 1)
            if row.number > first {
                let gap = row.number - first == 1 ? "\(first)" : "\(first)–\(row.number - 1)"
                findings.append(.init(.documentMissing, "\(row.kind) \(gap)"))
            }
            next[row.kind] = row.number &+ 1
            let isVouched = vouched.removeValue(forKey: row.stored.digest) != nil
            let isDrawn =
                EventStore.digest(of: [row.drawing, row.svg.base64EncodedString()]) == row.template
            let isIts = StoredDocument.isIts(row.paper, row.salt, row.paperSha256)
            if !isVouched || !isDrawn || !isIts {
                findings.append(.init(.documentDiffers, "\(row.kind) \(row.number)"))
            }
            guard row.paper == nil, !history.erased.contains(row.registration) else { continue }
            let wasErased = row.shown.contains { question in
                history.erasedAnswers.contains(
                    HistoryWalk.Answer(registration: row.registration, question: question.rawValue))
            }
            if !wasErased { findings.append(.init(.wordsMissing, "\(row.kind) \(row.number)")) }
        }
        findings += try String.fetchAll(
            db,
            sql: """
                SELECT kind || ' ' || number FROM letter
                WHERE NOT EXISTS (SELECT 1 FROM letter_template WHERE sha256 = letter.template) ORDER BY kind, number
                """
        ).map { AuditReport.Finding(.documentDiffers, $0) }
        // A letter that was taken away whole is still told of.
        for label in Set(vouched.values).sorted() {
            guard let id = try? LetterID(label) else { continue }
            let exists = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM letter WHERE kind = ? AND number = ?)",
                arguments: [id.kind, id.number])
            let subject = "\(id.kind) \(id.number)"
            if exists != true, !findings.contains(where: { $0.code == .documentMissing && $0.subject == subject }) {
                findings.append(.init(.documentMissing, subject))
            }
        }
    }
}

import EventStore
import Foundation
import GRDB

/// What the audit asks of words that go when somebody is erased: each is the one that was written, or belongs to somebody
/// of whom the history tells that they were erased.
extension RegistrationLedger {
    private static let erased = "(SELECT id FROM registration WHERE erased_ms IS NOT NULL)"

    /// Words that are gone of people who are still there; each query names what they stood in.
    private static let missing = [
        """
        SELECT 'entry ' || number FROM journal_entry
        WHERE memo_salt IS NULL AND coalesce(registration, 0) NOT IN \(erased) ORDER BY number
        """,
        // What was waived has its reason from the entry, unless that is another person's.
        """
        SELECT 'waiver ' || entry FROM waiver LEFT JOIN journal_entry ON number = entry
        WHERE number IS NULL OR waiver.registration = journal_entry.registration AND reason <> memo
            AND waiver.registration NOT IN \(erased) ORDER BY entry
        """,
        """
        SELECT kind || ' ' || number FROM document
        WHERE recipient IS NULL AND registration NOT IN \(erased) ORDER BY kind, number
        """,
        """
        SELECT kind || ' ' || number FROM document
        WHERE recipient IS NULL AND registration IS NULL AND EXISTS (
            SELECT 1 FROM document_person
            WHERE document_person.kind = document.kind AND document_person.number = document.number
                AND face IS NOT NULL) ORDER BY kind, number
        """,
        """
        SELECT kind || ' ' || number || ', ' || line FROM document_person
        WHERE face IS NULL AND registration NOT IN \(erased) ORDER BY kind, number, line
        """,
    ]

    /// Answers that are left of people who were erased.
    private static let answersLeft =
        "SELECT 'registration ' || id FROM registration WHERE answers <> '' AND id IN \(erased)"

    /// What exhibitors still have of people who were erased.
    private static let exhibitorsLeft = """
        SELECT 'registration ' || registration FROM exhibitor_consent
        WHERE ended_ms IS NULL AND registration IN \(erased)
        UNION SELECT 'registration ' || registration FROM exhibitor_visit WHERE registration IN \(erased)
        """

    private static let silentLines = """
        SELECT 'statement_line ' || id FROM statement_line
        WHERE words = '' AND counterparty = '' AND words_sha256 <> ? AND coalesce(registration, 0) NOT IN \(erased)
            AND NOT EXISTS (
                SELECT 1 FROM statement_settlement JOIN statement_share ON settlement = statement_settlement.id
                JOIN journal_entry ON number = entry
                WHERE statement_settlement.line = statement_line.id AND journal_entry.registration IN \(erased))
        ORDER BY id
        """

    static func auditErasures(
        _ db: Database, _ history: HistoryWalk, _ findings: inout [AuditReport.Finding]
    ) throws {
        let gone = Set(try Int64.fetchAll(db, sql: "SELECT id FROM registration WHERE erased_ms IS NOT NULL"))
        for id in gone.symmetricDifference(history.erased).sorted() {
            findings.append(.init(.wordsMissing, "registration \(id)"))
        }
        var subjects = try (missing + [answersLeft, exhibitorsLeft]).flatMap { try String.fetchAll(db, sql: $0) }
        subjects += try String.fetchAll(
            db, sql: silentLines, arguments: [StatementRecord.digest(counterparty: "", text: "")])
        findings += subjects.map { AuditReport.Finding(.wordsMissing, $0) }
    }
}

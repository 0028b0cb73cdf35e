import Conference
import Foundation
import GRDB

/// Says what becomes of each line of a statement, by what the ledger and earlier statements say.
///
/// A transfer is the same as an earlier one by the bank's own number, else by day, amount and words; each earlier one stands for
/// one line, so that two equal lines of one statement are two transfers.
struct StatementPlanner {
    private let db: Database
    private let definition: EventDefinition
    private let form: StatementForm
    private let finder: CodeFinder
    /// What is due after the lines so far.
    private var dues: [Registration.ID: Money] = [:]
    /// Lines of earlier statements that have been found again.
    private var found: Set<Int64> = []
    /// Entries that lines so far give back.
    private var returned: Set<Int64> = []

    init(_ db: Database, _ definition: EventDefinition, _ form: StatementForm) throws {
        self.db = db
        self.definition = definition
        self.form = form
        finder = try CodeFinder(db, definition)
    }

    /// A line with whom it names, and the same line of an earlier statement.
    private struct Candidate {
        let line: StatementLine
        let codes: CodeFinder.Found
        var same: StatementRecord.Known?

        /// Clear codes count before those that are hidden.
        var named: Set<Registration.ID> { codes.clear.isEmpty ? codes.hidden : codes.clear }
        var subject: Registration.ID? { invoice == nil && named.count == 1 ? named.first : nil }
        /// The invoice of a party whose code or label stands in the line.
        var invoice: DocumentID? {
            let found = codes.invoices.isEmpty ? codes.hiddenInvoices : codes.invoices
            return found.count == 1 ? found.first : nil
        }
    }

    /// The lines of one statement. All are looked for among what is known before any is taken for new.
    mutating func rows(_ lines: [StatementLine]) throws -> [StatementReport.Row] {
        var candidates = lines.map { line in
            Candidate(
                line: line,
                codes: finder.find(
                    in: line.counterparty.isEmpty ? line.text : line.counterparty + " | " + line.text))
        }
        for index in candidates.indices where mayBeKept(candidates[index].line) {
            guard let known = try same(candidates[index].line, candidates[index].subject) else { continue }
            found.insert(known.id)
            candidates[index].same = known
        }
        var rows: [StatementReport.Row] = []
        for candidate in candidates { rows.append(try row(candidate)) }
        return rows
    }

    private func mayBeKept(_ line: StatementLine) -> Bool {
        line.status == .posted && line.currency ?? definition.currency.code == definition.currency.code
            && (line.amount > .zero || line.isReturn)
    }

    private mutating func row(_ candidate: Candidate) throws -> StatementReport.Row {
        let (line, subject) = (candidate.line, candidate.subject)
        switch line.status {
        case .pending: return StatementReport.Row(line: line, fate: .pending, person: nil)
        case .cancelled: return StatementReport.Row(line: line, fate: .cancelled, person: nil)
        case .posted: break
        }
        guard line.currency ?? definition.currency.code == definition.currency.code else {
            return StatementReport.Row(line: line, fate: .otherCurrency, person: nil)
        }
        if line.amount < .zero, !line.isReturn {
            return StatementReport.Row(line: line, fate: .wentOut, person: try subject.map { try person($0) })
        }
        if let known = candidate.same {
            // What waited and was never touched is looked at again: the person may have registered since.
            var (again, party): (StatementReport.Fate, StatementReport.Party?) = (.known, nil)
            if known.isUntouched && line.amount > .zero { (again, party) = try fates(candidate) }
            let fate = again == .booked ? again : .known
            if fate == .booked, let subject { try settle(subject, line.amount) }
            return StatementReport.Row(
                line: line, fate: fate, person: try subject.map { try person($0) },
                party: fate == .booked ? party : nil, id: BankLine.ID(rawValue: known.id))
        }
        var party: StatementReport.Party?
        let fate: StatementReport.Fate
        if line.amount < .zero { fate = try returnedFate(line, subject) } else { (fate, party) = try fates(candidate) }
        if fate == .booked, let subject { try settle(subject, line.amount) }
        var about = subject
        if case .returned(let entry) = fate { about = try Journal.entry(db, entry)?.registration }
        return StatementReport.Row(line: line, fate: fate, person: try about.map { try person($0) }, party: party)
    }

    // MARK: - Fates

    /// What becomes of money that came, and whose it is where an invoice of a party says so.
    private mutating func fates(
        _ candidate: Candidate
    ) throws -> (StatementReport.Fate, StatementReport.Party?) {
        guard let invoice = candidate.invoice else { return (try fate(candidate), nil) }
        let line = candidate.line
        if line.isReturn { return (.waits(LedgerError(.statementCameBack)), nil) }
        // What lines before this one settle counts.
        var known = dues
        let standing = try InvoiceStanding(db, definition, invoice) { id in
            let due = try known[id] ?? Journal.due(db, from: id)
            known[id] = due
            return due
        }
        dues = known
        let label = ErrorDetail("label", standing.document.label)
        guard candidate.codes.clear.isSubset(of: standing.people.map(\.registration.id)) else {
            return (.waits(LedgerError(.statementSeveralCodes)), nil)
        }
        guard standing.open > .zero else { return (.waits(LedgerError(.invoiceSettled, label)), nil) }
        let isClear = !candidate.codes.invoices.isEmpty || line.amount == standing.open
        guard isClear, let shares = standing.shares(of: line.amount) else {
            return (
                .waits(
                    LedgerError(
                        .invoicePartUnclear, ErrorDetail("amount", line.amount), ErrorDetail("open", standing.open),
                        label)),
                StatementReport.Party(invoice: standing.document.label, shares: [])
            )
        }
        for share in shares { try settle(share.person.registration.id, share.amount) }
        return (
            .booked,
            StatementReport.Party(
                invoice: standing.document.label,
                shares: try shares.map { share in
                    StatementReport.Share(person: try person(share.person.registration.id), amount: share.amount)
                })
        )
    }

    private mutating func fate(_ candidate: Candidate) throws -> StatementReport.Fate {
        let line = candidate.line
        guard let id = candidate.named.first else { return .waits(LedgerError(.statementNoCode)) }
        guard candidate.named.count == 1 else { return .waits(LedgerError(.statementSeveralCodes)) }
        // Of most lines nobody asks for it.
        func code() throws -> ErrorDetail { ErrorDetail("code", try RegistrationRecord.fetch(db, id: id).code) }
        if line.isReturn { return .waits(LedgerError(.statementCameBack)) }
        if let earlier = try similar(line, id) {
            return .waits(
                LedgerError(
                    .statementRepeated, try code(), ErrorDetail("amount", line.amount),
                    ErrorDetail("date", earlier.dated)))
        }
        let due = try self.due(id)
        guard due > .zero else { return .waits(LedgerError(.statementNothingDue, try code())) }
        guard line.amount <= due else {
            return .waits(
                LedgerError(
                    .statementMoreThanDue, try code(), ErrorDetail("amount", line.amount), ErrorDetail("due", due)))
        }
        guard !candidate.codes.clear.isEmpty || line.amount == due else {
            return .waits(LedgerError(.statementUncertainCode, try code()))
        }
        return .booked
    }

    private mutating func returnedFate(
        _ line: StatementLine, _ subject: Registration.ID?
    ) throws -> StatementReport.Fate {
        let entry = try StatementRecord.returned(db, line.amount, of: subject, counterparty: line.counterparty)
        guard let entry, returned.insert(entry).inserted else { return .waits(LedgerError(.statementCameBack)) }
        return .returned(entry: entry)
    }

    private mutating func due(_ id: Registration.ID) throws -> Money {
        if let known = dues[id] { return known }
        let due = try Journal.due(db, from: id)
        dues[id] = due
        return due
    }

    private mutating func settle(_ id: Registration.ID, _ amount: Money) throws { dues[id] = try due(id) - amount }

    private mutating func person(_ id: Registration.ID) throws -> StatementReport.Person {
        let registration = try RegistrationRecord.fetch(db, id: id)
        return StatementReport.Person(
            registration: id, code: registration.code, name: registration.person.name, due: try due(id))
    }

    // MARK: - Earlier statements

    /// The same transfer of an earlier statement.
    private func same(_ line: StatementLine, _ subject: Registration.ID?) throws -> StatementRecord.Known? {
        if !line.bankReference.isEmpty {
            // A number that comes again for somebody else, or weeks later, is none of a transfer: a spreadsheet counts its rows.
            let words = StatementRecord.digest(line)
            let numbered = try StatementRecord.numbered(
                db, line.bankReference, line.amount, near: line.dated, days: redated)
            let same = numbered.first { known in
                let isAlike = known.words == words || subject != nil && known.registration == subject
                return isAlike && !found.contains(known.id)
            }
            if let same { return same }
        }
        for date in [line.dated, line.otherDate].compactMap(\.self) {
            let candidates = try StatementRecord.moved(db, on: date, line.amount).filter { isComparable($0, line) }
            guard !candidates.isEmpty else { continue }
            let words = StatementRecord.digest(line)
            if let same = candidates.first(where: { $0.words == words }) { return same }
            // Another form of one account says the same in other words.
            let translated = candidates.first { known in
                subject != nil && known.registration == subject && known.form != form.rawValue
            }
            if let translated { return translated }
        }
        return nil
    }

    /// A transfer of the same person and amount within a few days that no line of this statement is, with other words: banks
    /// reword and redate what was pending.
    private func similar(_ line: StatementLine, _ id: Registration.ID) throws -> StatementRecord.Known? {
        let words = StatementRecord.digest(line)
        return try StatementRecord.moved(db, for: id, line.amount, near: line.dated, days: redated)
            .first { isComparable($0, line) && $0.words != words }
    }

    /// By how many days a bank moves the date of a transfer when it becomes final.
    private var redated: Int { 5 }

    /// Two numbers of one form are two transfers, unless a spreadsheet made one of the other; numbers of two forms cannot be
    /// compared.
    private func isComparable(_ known: StatementRecord.Known, _ line: StatementLine) -> Bool {
        !found.contains(known.id)
            && (line.bankReference.isEmpty || known.bankReference.isEmpty || known.form != form.rawValue
                || SavedReference.areOne(line.bankReference, known.bankReference))
    }
}

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
        finder = try CodeFinder(db)
    }

    mutating func row(_ line: StatementLine) throws -> StatementReport.Row {
        switch line.status {
        case .pending: return StatementReport.Row(line: line, fate: .pending, person: nil)
        case .cancelled: return StatementReport.Row(line: line, fate: .cancelled, person: nil)
        case .posted: break
        }
        guard line.currency ?? definition.currency.code == definition.currency.code else {
            return StatementReport.Row(line: line, fate: .otherCurrency, person: nil)
        }
        let codes = finder.find(in: line.counterparty.isEmpty ? line.text : line.counterparty + " | " + line.text)
        let named = codes.clear.isEmpty ? codes.hidden : codes.clear
        let subject = named.count == 1 ? named.first : nil
        if line.amount < .zero, !line.isReturn {
            return StatementReport.Row(line: line, fate: .wentOut, person: try subject.map { try person($0) })
        }
        let earlier = try self.earlier(line, subject)
        if let known = earlier.same {
            found.insert(known.id)
            // What waited and was never touched is looked at again: the person may have registered since.
            let again =
                known.isUntouched && line.amount > .zero ? try self.fate(line, named, codes, repeats: nil) : .known
            let fate = again == .booked ? again : .known
            if fate == .booked, let subject { try settle(subject, line.amount) }
            return StatementReport.Row(
                line: line, fate: fate, person: try subject.map { try person($0) }, id: BankLine.ID(rawValue: known.id))
        }
        let fate =
            line.amount < .zero
            ? try returnedFate(line, subject) : try self.fate(line, named, codes, repeats: earlier.similar)
        if fate == .booked, let subject { try settle(subject, line.amount) }
        var about = subject
        if case .returned(let entry) = fate { about = try Journal.entry(db, entry)?.registration }
        return StatementReport.Row(line: line, fate: fate, person: try about.map { try person($0) })
    }

    // MARK: - Fates

    private mutating func fate(
        _ line: StatementLine, _ named: Set<Registration.ID>, _ codes: CodeFinder.Found,
        repeats: StatementRecord.Known?
    ) throws -> StatementReport.Fate {
        guard let id = named.first else { return .waits(LedgerError(.statementNoCode)) }
        guard named.count == 1 else { return .waits(LedgerError(.statementSeveralCodes)) }
        let code = ErrorDetail("code", try RegistrationRecord.fetch(db, id: id).code)
        if line.isReturn { return .waits(LedgerError(.statementCameBack)) }
        if let repeats {
            return .waits(
                LedgerError(
                    .statementRepeated, code, ErrorDetail("amount", line.amount), ErrorDetail("date", repeats.dated)))
        }
        let due = try self.due(id)
        guard due > .zero else { return .waits(LedgerError(.statementNothingDue, code)) }
        guard line.amount <= due else {
            return .waits(
                LedgerError(
                    .statementMoreThanDue, code, ErrorDetail("amount", line.amount), ErrorDetail("due", due)))
        }
        guard !codes.clear.isEmpty || line.amount == due else {
            return .waits(LedgerError(.statementUncertainCode, code))
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

    /// The same transfer of an earlier statement, and one that may be the same under other words.
    private func earlier(
        _ line: StatementLine, _ subject: Registration.ID?
    ) throws -> (same: StatementRecord.Known?, similar: StatementRecord.Known?) {
        if !line.bankReference.isEmpty {
            let numbered = try StatementRecord.numbered(db, line.bankReference, line.amount)
            if let same = numbered.first(where: { !found.contains($0.id) }) { return (same, nil) }
        }
        var similar: StatementRecord.Known?
        for date in [line.dated, line.otherDate].compactMap(\.self) {
            let candidates = try StatementRecord.moved(db, on: date, line.amount).filter { known in
                // Two numbers of one form are two transfers; numbers of two forms cannot be compared.
                !found.contains(known.id)
                    && (line.bankReference.isEmpty || known.bankReference.isEmpty || known.form != form.rawValue)
            }
            guard !candidates.isEmpty else { continue }
            let words = StatementRecord.digest(line)
            if let same = candidates.first(where: { $0.words == words }) { return (same, nil) }
            guard let subject else { continue }
            let ofPerson = candidates.filter { $0.registration == subject }
            // Another form of one account says the same in other words.
            if let same = ofPerson.first(where: { $0.form != form.rawValue }) { return (same, nil) }
            similar = similar ?? ofPerson.first
        }
        return (nil, similar)
    }
}

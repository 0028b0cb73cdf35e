package import Conference
import EventStore
package import Foundation
import GRDB

/// What an imported bank statement brought.
package struct BankStatementReport: Sendable, Hashable {
    /// Transfers that were booked now.
    package let booked: [Match]
    /// How many an earlier import had booked already.
    package let known: Int
    /// How many lines are money that went out.
    package let outgoing: Int
    /// Incoming lines that nobody could be found for, or that several could be meant by.
    package let unmatched: [ImportProblems.Problem]

    package struct Match: Sendable, Hashable {
        /// Line of the file, from 1.
        package let line: Int
        package let registration: Registration.ID
        package let code: RegistrationCode
        package let amount: Money
        /// What is still due.
        package let due: Money
    }
}

extension RegistrationLedger {
    /// Books the incoming transfers of a bank's CSV file, each for the registration whose code stands anywhere in its
    /// line.
    ///
    /// The amount stands in the column `amount`, or `credit` where the bank has one for each direction; points, commas
    /// and blanks may group its thousands. Every other cell is searched for a code, whose check symbol keeps chance
    /// away; a code of a registration that was transferred or merged stands for the one it went to. What the bank says
    /// is not kept, as it names people. A line that an earlier file brought, too, is not booked again; equal lines of
    /// one file are different payments.
    /// - Throws: `ImportProblems` when the file cannot be read or lacks the column; nothing is booked then.
    package func importBankStatement(
        csv: Data, author: String, origin: String, time: Date
    ) async throws -> BankStatementReport {
        let table = try CSVTable(csv)
        let headers = table.header.map { SearchText.fold($0) }
        guard let column = ["amount", "credit", "betrag", "montant"].compactMap({ headers.firstIndex(of: $0) }).first
        else { throw ImportProblems(code: LedgerErrorCode.columnMissing, line: 1, ErrorDetail("column", "amount")) }
        return try await store.write { [store] db in
            let definition = try store.definition(db)
            var (booked, known, outgoing) = ([BankStatementReport.Match](), 0, 0)
            var unmatched: [ImportProblems.Problem] = []
            var seen: [[String]: Int] = [:]
            for row in table.rows {
                let cells = row.cells.map(\.text)
                seen[cells, default: 0] += 1
                do {
                    guard let amount = try Self.amount(cells.indices.contains(column) ? cells[column] : "") else {
                        outgoing += 1
                        continue
                    }
                    let texts = cells.indices.filter { $0 != column }.map { cells[$0] }
                    let id = try Self.registration(db, mentionedIn: texts)
                    let digest = EventStore.digest(of: ["\(seen[cells] ?? 0)"] + cells)
                    let context = WriteContext(
                        author: author, origin: origin, time: time,
                        key: try IdempotencyKey("bank:" + digest.base64EncodedString()))
                    let payment = try Payment(
                        amount: amount, method: .bank, note: "bank statement", isSure: true)
                    let done = try EventStore.perform(db, "ledger.bank", content: cells, context: context) {
                        try Self.pay(db, definition, payment, for: id, context: context)
                    }
                    if done.replayed {
                        known += 1
                    } else {
                        booked.append(
                            .init(
                                line: row.line, registration: id, code: try RegistrationRecord.fetch(db, id: id).code,
                                amount: amount, due: done.result.due))
                    }
                } catch let error as any DescribedError {
                    unmatched.append(
                        .init(line: row.line, column: nil, code: error.code, details: error.details))
                }
            }
            return BankStatementReport(booked: booked, known: known, outgoing: outgoing, unmatched: unmatched)
        }
    }

    /// An amount as banks write it; nil for one that is not more than zero.
    private static func amount(_ text: String) throws -> Money? {
        var digits = text.filter { !$0.isWhitespace && $0 != "'" && $0 != "+" }
        guard !digits.isEmpty else { return nil }
        // The last point or comma before two digits begins the cents; any other groups thousands.
        let isCents = digits.suffix(3).first.map { $0 == "," || $0 == "." } ?? false
        let cents = isCents ? String(digits.suffix(2)) : "00"
        if isCents { digits.removeLast(3) }
        let amount = try Money(decimal: digits.filter { $0 != "," && $0 != "." } + "." + cents)
        return amount > .zero ? amount : nil
    }

    /// The one registration whose code stands in the texts.
    ///
    /// - Throws: `statement_no_code`, `statement_several_codes`.
    private static func registration(_ db: Database, mentionedIn texts: [String]) throws -> Registration.ID {
        var found: Set<Registration.ID> = []
        for text in texts {
            for match in text.uppercased().matches(of: #/[0-9A-Z]{3}[- ]?[0-9A-Z]{4}/#.repetitionBehavior(.reluctant)) {
                guard let code = try? RegistrationCode(String(match.output)) else { continue }
                found.formUnion(try codes(db, code))
            }
            // A code may stand within a longer run of letters and digits, where the bank removed the blanks.
            let letters = text.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
            for start in letters.indices where letters.distance(from: start, to: letters.endIndex) >= 7 {
                let end = letters.index(start, offsetBy: 7)
                guard let code = try? RegistrationCode(String(letters[start..<end])) else { continue }
                found.formUnion(try codes(db, code))
            }
        }
        guard let id = found.first else { throw LedgerError(.statementNoCode) }
        guard found.count == 1 else { throw LedgerError(.statementSeveralCodes) }
        return id
    }

    /// The registration of a code, or the one it went to; none when there is no such code.
    private static func codes(_ db: Database, _ code: RegistrationCode) throws -> [Registration.ID] {
        guard var found = try RegistrationRecord.fetchAll(db, "WHERE code = ?", [code.symbols]).first else { return [] }
        while let successor = found.successor { found = try RegistrationRecord.fetch(db, id: successor) }
        return [found.id]
    }
}

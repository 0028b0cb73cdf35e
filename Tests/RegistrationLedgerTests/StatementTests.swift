import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Lines of bank statements as the readers give them.
enum Statements {
    static func line(
        _ text: String, _ cents: Int64, on date: String = "2015-02-03", at number: Int = 1, reference: String = "",
        from counterparty: String = "", isReturn: Bool = false
    ) throws -> StatementLine {
        var line = StatementLine(line: number, dated: try CivilDate(date), amount: Money(cents: cents))
        line.text = text
        line.bankReference = reference
        line.counterparty = counterparty
        line.isReturn = isReturn
        return line
    }

    /// Books lines, and gives the word of each fate, or the code of what it waits for.
    static func book(
        _ ledger: RegistrationLedger, _ lines: [StatementLine], _ form: StatementForm = .csv
    ) async throws -> [String] {
        words(try await ledger.bookStatement(lines, form, context: .desk()))
    }

    static func words(_ report: StatementReport) -> [String] {
        report.rows.map { row in
            if case .waits(let error) = row.fate { error.code.rawValue } else { row.fate.word }
        }
    }

    /// What came in by bank, in cents.
    static func banked(_ ledger: RegistrationLedger) async throws -> Int64 {
        try await Books.balances(ledger)["bank"] ?? 0
    }
}

struct StatementBookingTests {
    /// Excel saves `2015020300012345` as a power of ten and `000123456` without its zeros.
    @Test(arguments: [
        ("2015020300012345", "2.01502E+15", "known"), ("2015020300012345", "2,01502E+15", "known"),
        ("2015020300096345", "2.01502E+15", "known"), ("2015029999996345", "2.01503E+15", "known"),
        ("000123456", "123456", "known"), ("ab-0123", "AB-0123", "known"),
        ("2015020300012345", "2.01502E+14", "booked"),
        ("2015020300012345", "2.01602E+15", "booked"), ("FT-0001", "FT-0002", "booked"), ("1000", "1E+3", "booked"),
    ])
    func `a number that a spreadsheet saved is still the bank's number`(
        number: String, saved: String, fate: String
    ) async throws {
        try await withNetdev01 { ledger, _ in
            let payer = try await ledger.register(.invented(1, days: .first(4)), context: .desk()).result
            let first = try Statements.line("\(payer.code)", 10_000, reference: number)
            #expect(try await Statements.book(ledger, [first]) == ["booked"])
            let again = try Statements.line("\(payer.code)", 10_000, reference: saved)
            #expect(try await Statements.book(ledger, [again]) == [fate])
            #expect(try await Statements.banked(ledger) == (fate == "known" ? 10_000 : 20_000))
        }
    }

    @Test func `a transfer is booked for the code in it, on the bank's date`() async throws {
        try await withNetdev01 { ledger, _ in
            let people = try await (1...4).asyncMap {
                try await ledger.register(.invented($0), context: .desk()).result
            }
            let codes = people.map(\.code.description)
            let bare = codes[1].replacing("-", with: "").lowercased()
            let lines = [
                try Statements.line("netdev \(codes[0])", 10_000),
                try Statements.line("REF\(bare)/2015", 10_000),
                try Statements.line("for \(codes[2].replacing("-", with: "–"))", 4_000),
                try Statements.line(codes[3].replacing("-", with: " "), 10_000),
            ]
            #expect(
                Statements.words(try await ledger.previewStatement(lines, .csv)) == Array(repeating: "booked", count: 4)
            )
            #expect(try await Statements.banked(ledger) == 0)
            #expect(try await Statements.book(ledger, lines) == Array(repeating: "booked", count: 4))
            #expect(try await Statements.banked(ledger) == 34_000)
            let entry = try #require(try await ledger.story(of: people[0].id).entries.last)
            #expect(try entry.valued == CivilDate("2015-02-03") && entry.kind == .payment)
            #expect(!entry.memo.contains(codes[0]))
            let journal = String(decoding: try await ledger.exportJournal(as: .hledger), as: UTF8.self)
            #expect(journal.contains("assets:bank  100.00 CAD  ; date:2015-02-03"))
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `what is not clear waits for a person, with its reason`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(1), context: .desk()).result
            let bob = try await ledger.register(.invented(2), context: .desk()).result
            let bare = bob.code.symbols
            var foreign = try Statements.line("\(ada.code)", 1_000)
            foreign.currency = "USD"
            var pending = try Statements.line("\(ada.code)", 1_000)
            pending.status = .pending
            let lines = [
                try Statements.line("thank you", 10_000),
                try Statements.line("\(ada.code) and \(bob.code)", 10_000),
                try Statements.line("\(ada.code)", 10_001),
                try Statements.line("\(ada.code) all", 10_000),
                try Statements.line("\(ada.code) more", 500),
                try Statements.line("X\(bare)X", 500),
                foreign, pending,
                try Statements.line("\(ada.code) refund", -500),
            ]
            let words = [
                "statement_no_code", "statement_several_codes", "statement_more_than_due", "booked",
                "statement_nothing_due", "statement_uncertain_code", "other_currency", "pending", "went_out",
            ]
            #expect(try await Statements.book(ledger, lines) == words)
            #expect(try await Statements.banked(ledger) == 10_000)
            #expect(try await ledger.bankLines(onlyWaiting: true, limit: 100).count == 5)
            #expect(try await ledger.bankLines(onlyWaiting: false, limit: 100).count == 6)
        }
    }

    @Test func `a transfer is known again, two equal ones in one statement are two`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(1, days: .first(4)), context: .desk()).result
            let line = try Statements.line("E-TRANSFER \(ada.code)", 5_000)
            #expect(try await Statements.book(ledger, [line]) == ["booked"])
            // As a spreadsheet saved it.
            let saved = try Statements.line("e-transfer  \(ada.code) ", 5_000)
            #expect(try await Statements.book(ledger, [saved]) == ["known"])
            #expect(try await Statements.book(ledger, [line, saved]) == ["known", "booked"])
            #expect(try await Statements.book(ledger, [saved, line]) == ["known", "known"])
            #expect(try await Statements.banked(ledger) == 10_000)
            // A date that can be two days is looked for on both.
            var open = try Statements.line("E-TRANSFER \(ada.code)", 5_000, on: "2015-03-02")
            open.otherDate = try CivilDate("2015-02-03")
            #expect(try await Statements.book(ledger, [open]) == ["known"])
        }
    }

    @Test func `the bank's own number tells transfers apart, whatever else is said`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(1, days: .first(4)), context: .desk()).result
            func line(_ text: String, _ reference: String, on date: String = "2015-02-03") throws -> StatementLine {
                try Statements.line("\(text) \(ada.code)", 5_000, on: date, reference: reference)
            }
            #expect(try await Statements.book(ledger, [try line("A", "F1")], .ofx) == ["booked"])
            #expect(try await Statements.book(ledger, [try line("B", "F1", on: "2015-02-04")], .ofx) == ["known"])
            #expect(try await Statements.book(ledger, [try line("A", "F2")], .ofx) == ["booked"])
            // A number that comes for somebody else is another transfer's.
            let bob = try await ledger.register(.invented(2), context: .desk()).result
            let counted = try Statements.line("\(bob.code)", 5_000, reference: "F1")
            #expect(Statements.words(try await ledger.previewStatement([counted], .ofx)) == ["booked"])
            // Another form of the account has other words and other numbers.
            #expect(
                try await Statements.book(ledger, [try line("C", "S9"), try line("D", "S10")], .camt) == [
                    "known", "known",
                ])
            #expect(try await Statements.banked(ledger) == 10_000)
        }
    }

    @Test func `the same transfer with other words is held back`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(1, days: .first(2)), context: .desk()).result
            #expect(
                try await Statements.book(ledger, [try Statements.line("\(ada.code) pending", 10_000)]) == ["booked"])
            let again = [try Statements.line("\(ada.code) booked", 10_000)]
            #expect(try await Statements.book(ledger, again) == ["statement_repeated"])
            let third = try await Statements.book(ledger, again)
            #expect(third == ["known"])
            // Redated as well, when it became final.
            let redated = [try Statements.line("final \(ada.code)", 10_000, on: "2015-02-05")]
            #expect(try await Statements.book(ledger, redated) == ["statement_repeated"])
            let later = [try Statements.line("final \(ada.code)", 10_000, on: "2015-02-12")]
            let preview = Statements.words(try await ledger.previewStatement(later, .csv))
            #expect(preview == ["booked"])
            let banked = try await Statements.banked(ledger)
            #expect(banked == 10_000)
        }
    }

    @Test func `a line that waited is booked once its person has registered`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(1), context: .desk()).result
            let line = try Statements.line("\(ada.code)", 15_000)
            #expect(try await Statements.book(ledger, [line]) == ["statement_more_than_due"])
            _ = try await ledger.changeDays(of: ada.id, to: .first(2), context: .desk())
            #expect(try await Statements.book(ledger, [line]) == ["booked"])
            #expect(try await Statements.book(ledger, [line]) == ["known"])
            #expect(try await ledger.bankLines(onlyWaiting: false, limit: 9).map(\.state) == [.booked])
        }
    }

    @Test func `a code whose place went to another person pays for that one`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(2)), context: .desk()).result
            let before = [
                try Statements.line("\(ada.code)", 5_000),
                try Statements.line("\(ada.code) more", 5_000, reference: "F1"),
            ]
            #expect(try await Statements.book(ledger, before) == ["booked", "booked"])
            let bob = try await ledger.transfer(ada.id, to: .invented(2), language: .english, context: .desk()).result
            #expect(try await Statements.book(ledger, before) == ["known", "known"])
            let after = try Statements.line("\(ada.code)", 10_000, on: "2015-02-09")
            #expect(try await Statements.book(ledger, [after]) == ["booked"])
            #expect(try await Books.due(ledger, bob.id) == 0)
        }
    }

    @Test func `an erased person is gone from the bank's words, and the line stays known`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(1), context: .desk()).result
            let lines = [
                try Statements.line("\(ada.code) \(ada.person.name)", 10_000),
                try Statements.line("\(ada.person.name) once more", 500),
            ]
            _ = try await Statements.book(ledger, lines)
            let waiting = try #require(try await ledger.bankLines(onlyWaiting: true, limit: 9).first)
            _ = try await ledger.settle(
                waiting.id, among: [BankLineShare(registration: ada.id, amount: Money(cents: 500))], context: .desk())
            _ = try await ledger.erase(ada.id, context: .desk())
            #expect(try await ledger.bankLines(onlyWaiting: false, limit: 9).map(\.words) == ["", ""])
            #expect(try await Statements.book(ledger, lines) == ["known", "known"])
        }
    }

    /// Whatever is exported when, in whatever order it comes: each transfer is booked once.
    @Test(arguments: SeededGenerator.seeds(6))
    func `overlapping statements book every transfer once`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let people = 8
        try await withNetdev01 { ledger, _ in
            let codes = try await (1...people).asyncMap { number in
                try await ledger.register(.invented(number, days: .first(4)), context: .desk()).result.code
            }
            // Days with few amounts, so that equal transfers on one day are frequent.
            let history = try (1...28).map { day in
                try (0..<Int.random(in: 0...3, using: &generator)).map { number in
                    let person = Int.random(in: 0..<people, using: &generator)
                    return try Statements.line(
                        "E-TRANSFER \(codes[person])", Int64.random(in: 1...2, using: &generator) * 500,
                        on: "2015-01-\(day < 10 ? "0" : "")\(day)", at: number + 1)
                }
            }
            for _ in 0..<12 {
                let start = Int.random(in: 0..<28, using: &generator)
                let days = history[start..<min(28, start + Int.random(in: 1...10, using: &generator))]
                let isUp = Bool.random(using: &generator)
                let lines = isUp ? Array(days.joined().reversed()) : Array(days.joined())
                let report = try await ledger.bookStatement(lines, .csv, context: .desk())
                #expect(report.count("booked") + report.count("known") == lines.count, "seed \(seed)")
            }
            _ = try await ledger.bookStatement(Array(history.joined()), .csv, context: .desk())
            #expect(
                try await Statements.banked(ledger) == history.joined().map(\.amount.cents).reduce(0, +), "seed \(seed)"
            )
            #expect(try await ledger.audit().findings == [])
        }
    }
}

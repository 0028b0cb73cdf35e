import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

struct ImportTests {
    private static func register(
        _ ledger: RegistrationLedger, _ csv: String, keepGood: Bool = false
    ) async throws -> ImportReport {
        try await ledger.importRegistrations(
            csv: Data(csv.utf8), keepGood: keepGood, author: "cli:test", origin: "", time: .deskOpens)
    }

    private static func pay(
        _ ledger: RegistrationLedger, _ csv: String, keepGood: Bool = false
    ) async throws -> ImportReport {
        try await ledger.importPayments(
            csv: Data(csv.utf8), keepGood: keepGood, author: "cli:test", origin: "", time: .deskOpens)
    }

    /// What a refused import says: `line column code`.
    private static func problems(_ body: () async throws -> ImportReport) async throws -> [String] {
        do {
            _ = try await body()
            return []
        } catch let error as ImportProblems {
            return told(error.problems)
        }
    }

    private static func told(_ problems: [ImportProblems.Problem]) -> [String] {
        problems.map { "\($0.line) \($0.column ?? "–") \($0.code)" }
    }

    @Test func `columns come in any order and case`() async throws {
        try await withNetdev01 { ledger, _ in
            let csv = """
                Days,CATEGORY,Badge Name,Add-Ons,Affiliation,Name,Reference,EMAIL
                "1,3",Speaker,ada,dinner,"Half, Full",Ada Placeholder,ND-1,
                """
            #expect(try await Self.register(ledger, csv).added == 1)
            let ada = try await ledger.registration(named: "ND-1")
            #expect(ada.person.name == "Ada Placeholder" && ada.person.badgeName == "ada")
            #expect(ada.person.affiliation == "Half, Full" && ada.category == .speaker)
            #expect(ada.days == DaySet([1, 3]) && ada.addOns == [.dinner])
            #expect(try await ledger.story(of: ada.id).summary.due.cents == 26_000)
        }
    }

    @Test func `a name is enough`() async throws {
        try await withNetdev01 { ledger, _ in
            #expect(try await Self.register(ledger, "name\nAda Placeholder\n").added == 1)
            let ada = try await ledger.list(limit: 1)[0]
            #expect(ada.registration.category == .attendee && ada.registration.days == .first(4))
            #expect(ada.due.cents == 35_000 && ada.registration.reference == nil)
        }
    }

    @Test func `the demonstration's files go in and their books are sound`() async throws {
        try await withNetdev01 { ledger, _ in
            let people = try Repository.text("templates/demo/registrations.csv")
            let payments = try Repository.text("templates/demo/payments.csv")
            let (first, paid) = (try await Self.register(ledger, people), try await Self.pay(ledger, payments))
            #expect(first.added > 0 && paid.added > 0 && first.known + paid.known == 0)
            #expect(try await ledger.audit().findings == [])
            #expect(try await ledger.list(limit: 10_000).count == first.added)
            let (again, paidAgain) = (try await Self.register(ledger, people), try await Self.pay(ledger, payments))
            #expect(again.added + paidAgain.added == 0)
            #expect(again.known == first.added && paidAgain.known == paid.added)
        }
    }

    @Test func `a cancelled row is registered without a charge`() async throws {
        try await withNetdev01 { ledger, _ in
            #expect(try await Self.register(ledger, "reference,name,status\nND-1,Ada,cancelled\n").added == 1)
            let ada = try await ledger.registration(named: "ND-1")
            #expect(ada.status == .cancelled)
            #expect(try await ledger.story(of: ada.id).entries.isEmpty)
        }
    }

    @Test(arguments: [
        ("", "2 name name_missing"), ("Ada\tX\u{202E}", "2 name text_has_controls"),
        (String(repeating: "x", count: 201), "2 name text_too_long"),
        ("Ada,category=boss", "2 category choice_unknown"), ("Ada,days=5", "2 days day_unknown"),
        ("Ada,days=x", "2 days days_invalid"), ("Ada,add_ons=tour", "2 add_ons add_on_unknown"),
        ("Ada,status=maybe", "2 status choice_unknown"), ("Ada,email=nobody", "2 email email_invalid"),
        ("Ada,badge_name=a\u{7}", "2 badge_name text_has_controls"),
        ("Ada,reference=\u{7}", "2 reference text_has_controls"),
    ])
    func `a wrong cell is reported with its line, column and code`(cells: String, expected: String) async throws {
        let pairs = cells.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.split(separator: "=", maxSplits: 1)
        }
        let header = ["name"] + pairs.dropFirst().map { String($0[0]) }
        let row = [pairs[0].first ?? ""] + pairs.dropFirst().map { $0[1] }
        let csv = (header + ["affiliation"]).joined(separator: ",") + "\n" + row.joined(separator: ",") + ",x\n"
        try await withNetdev01 { ledger, store in
            let before = try await dump(store)
            let found = try await Self.problems { try await Self.register(ledger, csv) }
            #expect(found == [expected])
            #expect(try await dump(store) == before)
        }
    }

    @Test(arguments: [
        ("name,colour\nAda,red\n", ["1 colour column_unknown"]),
        ("who\nAda\n", ["1 name column_missing", "1 who column_unknown"]),
        ("name,Name\nAda,Ada\n", ["1 name column_repeated"]),
        ("name,email\nAda\nBob,,\nCleo,\n", ["2 – row_length"]),
        (
            "name,affiliation,category\nAda,x\u{7}y,boss\n",
            ["2 category choice_unknown", "2 affiliation text_has_controls"]
        ),
        ("name,category,days\nAda,boss,9\n", ["2 category choice_unknown", "2 days day_unknown"]),
        ("name\n\"Ada\n", ["2 – quote_unclosed"]),
    ])
    func `everything that is wrong is reported at once`(csv: String, expected: [String]) async throws {
        try await withNetdev01 { ledger, store in
            let before = try await dump(store)
            let found = try await Self.problems { try await Self.register(ledger, csv) }
            #expect(found == expected)
            #expect(try await dump(store) == before)
        }
    }

    @Test func `one wrong row keeps everybody out, unless good rows are to be kept`() async throws {
        try await withNetdev01 { ledger, store in
            let csv = "reference,name,category\nND-1,Ada,\nND-2,,boss\nND-3,Cleo,press\n"
            let before = try await dump(store)
            let found = try await Self.problems { try await Self.register(ledger, csv) }
            #expect(found == ["3 category choice_unknown", "3 name name_missing"])
            #expect(try await dump(store) == before)
            let report = try await Self.register(ledger, csv, keepGood: true)
            #expect(report.added == 2 && Self.told(report.problems) == found)
            #expect(try await ledger.list(limit: 9).map { $0.registration.reference ?? "" } == ["ND-1", "ND-3"])
            let fixed = try await Self.register(ledger, csv.replacing("ND-2,,boss", with: "ND-2,Bob,sponsor"))
            #expect(fixed.added == 1 && fixed.known == 2)
        }
    }

    @Test func `seats end in the middle of a file`() async throws {
        let yaml = try Repository.netdev01().replacing("seats: 25", with: "seats: 2")
        try await withNetdev01(yaml: yaml) { ledger, _ in
            let csv = "name,add_ons\nAda,dinner\nBob,dinner\nCleo,dinner\nDora,\n"
            #expect(try await Self.problems { try await Self.register(ledger, csv) } == ["4 add_ons add_on_full"])
            #expect(try await ledger.list(limit: 9).isEmpty)
            let report = try await Self.register(ledger, csv, keepGood: true)
            #expect(report.added == 3 && Self.told(report.problems) == ["4 add_ons add_on_full"])
            #expect(try await ledger.list(limit: 9).map(\.registration.person.name) == ["Ada", "Bob", "Dora"])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `importing again adds what is new`() async throws {
        try await withNetdev01 { ledger, store in
            let csv = "name,email\nAda,ada@example.org\nBob,bob@example.org\nBob,bob@example.org\n"
            #expect(try await Self.register(ledger, csv).added == 3)
            let before = try await dump(store)
            let again = try await Self.register(ledger, csv)
            #expect(again.added == 0 && again.known == 3)
            #expect(try await dump(store) == before)
            let more = try await Self.register(ledger, csv + "Cleo,cleo@example.org\n")
            #expect(more.added == 1 && more.known == 3)
        }
    }

    @Test func `a row that is known by its reference is left as it is`() async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await Self.register(ledger, "reference,name\nND-1,Ada\n")
            let report = try await Self.register(ledger, "reference,name\nND-1,Ada Placeholder\n")
            #expect(report.added == 0 && report.known == 1)
            #expect(try await ledger.registration(named: "ND-1").person.name == "Ada")
        }
    }

    @Test func `two people of one file under one reference are an error, the same row twice is not`() async throws {
        try await withNetdev01 { ledger, _ in
            let found = try await Self.problems {
                try await Self.register(ledger, "reference,name\nND-1,Ada\nND-1,Bob\n")
            }
            #expect(found == ["3 reference reference_taken"])
            let report = try await Self.register(ledger, "reference,name\nND-1,Ada\nND-1,Ada\n")
            #expect(report.added == 1 && report.known == 1)
        }
    }

    @Test func `equal payments are two payments, and importing them again is none`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(days: .first(4), reference: "ND-1"), context: .desk()).result
            let csv =
                "reference;amount;method;note\n ND-1 ;100.00;Cash;first\nND-1;100.00;cash;first\n\(ada.code);50;card;\n"
            let first = try await Self.pay(ledger, csv)
            #expect(first.added == 3)
            #expect(try await ledger.story(of: ada.id).summary.due.cents == 10_000)
            let again = try await Self.pay(ledger, csv + "ND-1;100.00;cash;first\n")
            #expect(again.added == 1 && again.known == 3)
            #expect(try await ledger.story(of: ada.id).summary.due.cents == 0)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(arguments: [
        ("ND-2,1,cash", "2 reference registration_unknown"), ("ND-1,0,cash", "2 amount amount_not_positive"),
        ("ND-1,-5,cash", "2 amount amount_not_positive"), ("ND-1,\"1,500\",cash", "2 amount amount_ambiguous"),
        ("ND-1,99999999,cash", "2 amount amount_too_large"), ("ND-1,1,gold", "2 method choice_unknown"),
        ("ND-1,1,", "2 method choice_unknown"), ("000-0001,1,cash", "2 reference code_mistyped"),
    ])
    func `a wrong payment is reported and none is booked`(row: String, expected: String) async throws {
        try await withNetdev01 { ledger, store in
            _ = try await ledger.register(.invented(reference: "ND-1"), context: .desk())
            let before = try await dump(store)
            let csv = "reference,amount,method\n\(row)\nND-1,1,cash\n"
            let found = try await Self.problems { try await Self.pay(ledger, csv) }
            #expect(found == [expected])
            #expect(try await dump(store) == before)
            #expect(try await Self.pay(ledger, csv, keepGood: true).added == 1)
        }
    }

    @Test func `a reference of letters with accents of their own is stored`() async throws {
        try await withNetdev01 { ledger, _ in
            let reference = String(repeating: "e\u{323}\u{301}", count: 100)
            #expect(try await Self.register(ledger, "reference,name\n\(reference),Ada\n").added == 1)
            let long = try await Self.problems {
                try await Self.register(ledger, "reference,name\n\(reference)x,Ada\n")
            }
            #expect(long == ["2 reference text_too_long"])
        }
    }

    @Test(arguments: [
        ("country", "ca", "CA"), ("Country", "Canada", "CA"), ("Country code", "DE", "DE"), ("country", "", nil),
        ("country", "Côte d’Ivoire", "CI"),
    ])
    func `a country comes as its code or its name`(column: String, text: String, code: String?) async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await ledger.importRegistrations(
                csv: Data("name,reference,\(column)\nAda Placeholder,R-1,\(text)\n".utf8), keepGood: false,
                author: "cli:test", origin: "", time: .deskOpens)
            #expect(try await ledger.registration(named: "R-1").person.country?.description == code)
        }
    }

    @Test func `an unknown country is a warning, and the person is registered without one`() async throws {
        try await withNetdev01 { ledger, _ in
            let report = try await Self.register(ledger, "name,country\nAda Placeholder,CA\nBo Invented,Atlantis\n")
            #expect(report.added == 2 && Self.told(report.notes) == ["3 country country_unknown"])
            #expect(try await ledger.list(limit: 2)[1].registration.person.country == nil)
        }
    }
}

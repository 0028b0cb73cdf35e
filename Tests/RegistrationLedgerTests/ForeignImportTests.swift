import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

struct ForeignImportTests {
    private static func bring(
        _ csv: String, into ledger: RegistrationLedger, keepGood: Bool = false
    ) async throws -> ImportReport {
        try await ledger.importRegistrations(
            csv: Data(csv.utf8), keepGood: keepGood, author: "cli:test", origin: "", time: .deskOpens)
    }

    private static func problems(_ csv: String, _ ledger: RegistrationLedger) async throws -> [String] {
        do {
            _ = try await bring(csv, into: ledger)
            return []
        } catch let error as ImportProblems {
            return error.problems.map { "\($0.line) \($0.column ?? "–") \($0.code)" }
        }
    }

    /// The columns of pretix 4's order data, sheet of positions, with its two columns of one name.
    private static let pretix = """
        Event slug,Order code,Position ID,Status,Email,Phone number,Order date,Order time,Product,Variation,Price,Tax rate,\
        Tax rule,Tax value,Attendee name,Attendee name: Given name,Attendee name: Family name,Attendee email,Company,\
        Voucher,Company,Invoice address name,Country
        nd,ABC12,1,paid,ada@example.org,,2015-01-02,10:00:00,All four days,,350.00,0,,0,Ada Placeholder,Ada,Placeholder,\
        ,,,Packet Bakery,Ada Placeholder,CA
        nd,ABC12,2,paid,ada@example.org,,2015-01-02,10:00:00,Conference dinner,,60.00,0,,0,,,,,,,Packet Bakery,,
        nd,DEF34,1,pending,order@example.org,,2015-01-03,11:00:00,One day,Sun 15,100.00,0,,0,Bo Datagram,Bo,Datagram,\
        bo@example.org,Example Networks,,,,
        nd,GHJ56,1,canceled,c@example.org,,2015-01-03,11:00:00,One day,2015-02-17,100.00,0,,0,Chloé Loopback,,,,,,,,
        """

    @Test func `the positions of pretix become registrations`() async throws {
        try await withNetdev01 { ledger, _ in
            #expect(try await Self.bring(Self.pretix, into: ledger).added == 3)
            let ada = try await ledger.registration(named: "ABC12-1")
            #expect(ada.person.name == "Ada Placeholder" && ada.person.affiliation == "Packet Bakery")
            #expect(ada.person.email == "ada@example.org" && ada.days == .first(4) && ada.addOns == [.dinner])
            #expect(ada.person.country?.description == "CA")
            let bo = try await ledger.registration(named: "DEF34-1")
            #expect(bo.person.email == "bo@example.org" && bo.person.affiliation == "Example Networks")
            #expect(bo.days == DaySet([2]) && bo.status == .active)
            let chloe = try await ledger.registration(named: "GHJ56-1")
            #expect(chloe.status == .cancelled && chloe.days == DaySet([4]))
            let again = try await Self.bring(Self.pretix, into: ledger)
            #expect(again.added == 0 && again.known == 3)
        }
    }

    @Test func `the check-in list of pretix is known too`() async throws {
        let csv = """
            Order code,Attendee name,Product,Price,Checked in,Checked out,Automatically checked in,E-mail,Company
            ABC12,Ada Placeholder,All four days,350.00,,,No,ada@example.org,Packet Bakery
            """
        try await withNetdev01 { ledger, _ in
            #expect(try await Self.bring(csv, into: ledger).added == 1)
            let ada = try await ledger.registration(named: "ABC12")
            #expect(ada.person.email == "ada@example.org" && ada.days == .first(4))
        }
    }

    @Test(arguments: [
        ("ABC12,1,paid,Standard ticket,,Ada", "2 product product_unknown"),
        ("ABC12,1,paid,One day,,Ada", "2 product product_unknown"),
        ("ABC12,1,paid,One day,Day 11,Ada", "2 product days_unclear"),
        ("ABC12,1,paid,All four days,,", "2 name name_missing"),
        ("ABC12,2,paid,Conference dinner,,", "2 days days_missing"), ("ABC12,1,paid", "2 – row_length"),
    ])
    func `what pretix does not tell is a problem, not a guess`(row: String, problem: String) async throws {
        try await withNetdev01 { ledger, _ in
            let found = try await Self.problems(
                "Order code,Position ID,Status,Product,Variation,Attendee name\n\(row)\n", ledger)
            #expect(found.contains(problem), "\(found)")
            #expect(try await ledger.list(limit: 1).isEmpty)
        }
    }

    private static let indico = """
        ID,Name,First Name,Last Name,Email Address,Affiliation,Country,Registration date,Registration state,Price,Checked in
        7,Ada Placeholder,Ada,Placeholder,ada@example.org,Packet Bakery,CA,2015-01-02,Completed,350.00,No
        8,Bo Datagram,Bo,Datagram,bo@example.org,,SE,2015-01-02,Awaiting payment,350.00,No
        9,Chloé Loopback,Chloé,Loopback,c@example.org,,FR,2015-01-02,Withdrawn,350.00,No

        """

    @Test func `the registrations of Indico become ours`() async throws {
        try await withNetdev01 { ledger, _ in
            #expect(try await Self.bring(Self.indico, into: ledger).added == 3)
            let ada = try await ledger.registration(named: "7")
            #expect(ada.person.name == "Ada Placeholder" && ada.person.email == "ada@example.org")
            #expect(ada.person.affiliation == "Packet Bakery" && ada.days == .first(4) && ada.status == .active)
            #expect(try await ledger.registration(named: "8").status == .active)
            #expect(try await ledger.registration(named: "9").status == .cancelled)
        }
    }

    @Test func `whoever awaits approval in Indico is left to the organizer`() async throws {
        try await withNetdev01 { ledger, _ in
            let csv = Self.indico + "10,Dan Socket,Dan,Socket,d@example.org,,,,Awaiting approval,0,No\n"
            let found = try await Self.problems(csv, ledger)
            #expect(found == ["5 status choice_unknown"])
            #expect(try await Self.bring(csv, into: ledger, keepGood: true).added == 3)
        }
    }

    @Test func `columns are known by what others call them`() async throws {
        try await withNetdev01 { ledger, _ in
            let csv = "Full name,E-mail,Company,Nickname\nAda Placeholder,ada@example.org,Packet Bakery,ada\n"
            #expect(try await Self.bring(csv, into: ledger).added == 1)
            let ada = try await ledger.list(limit: 1)[0].registration.person
            #expect(ada.email == "ada@example.org" && ada.affiliation == "Packet Bakery" && ada.badgeName == "ada")
            #expect(
                try await Self.problems("name,email,E-Mail\nBo,a@example.org,b@example.org\n", ledger)
                    == ["1 email column_repeated"])
        }
    }
}

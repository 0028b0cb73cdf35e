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

/// pretix in German and in French, with the headings that it has had there.
struct TranslatedImportTests {
    private static let lists: [(String, ImportSource)] = [
        (
            """
            Bestellnummer;Position;Status;E-Mail;Bestelldatum;Produkt;Variante;Preis;Steuersatz;Name des Teilnehmers;\
            Name des Teilnehmers: Vorname;Name des Teilnehmers: Nachname;Teilnehmer-E-Mail;Firma;Land;Zahlungsmethode
            ABCDE;1;bezahlt;order@example.org;2015-01-02;All four days;;350,00;0,00;Ada Beispiel;Ada;Beispiel;\
            ada@example.org;Paketbäckerei;Deutschland;Überweisung
            FGHIJ;1;abgelaufen;late@example.org;2015-01-02;All four days;;350,00;0,00;Bo Beispiel;Bo;Beispiel;\
            bo@example.org;;Österreich;
            """, .pretix
        ),
        (
            """
            Code de commande;Position ID;Statut;E-Mail;Date de commande;Produit;Variante;Tarif;Taux d'imposition;\
            Nom du participant;Nom du participant: Prénom;Nom du participant: Nom de famille;Adresse mail du participant;\
            Société;Pays;Fournisseur de paiement
            ABCDE;1;payé;order@example.org;2015-01-02;All four days;;350,00;0,00;Ada Beispiel;Ada;Beispiel;\
            ada@example.org;Paketbäckerei;Allemagne;Virement
            FGHIJ;1;annulé;late@example.org;2015-01-02;All four days;;350,00;0,00;Bo Beispiel;Bo;Beispiel;\
            bo@example.org;;Autriche;
            """, .pretix
        ),
    ]

    @Test(arguments: lists.indices)
    func `the same list is read in each language`(index: Int) async throws {
        let (csv, source) = Self.lists[index]
        try await withNetdev01 { ledger, _ in
            let report = try await ledger.importPeople(
                Data(csv.utf8), order: ImportOrder(), author: "cli:test", origin: "", time: .deskOpens)
            #expect(report.source == source && report.notes.isEmpty, "\(report.notes)")
            let ada = try await ledger.registration(named: "ABCDE-1")
            #expect(ada.person.name == "Ada Beispiel" && ada.person.email == "ada@example.org")
            #expect(ada.person.affiliation == "Paketbäckerei" && ada.person.country?.description == "DE")
            #expect(ada.days == .first(4) && ada.status == .active)
            #expect(try await Books.due(ledger, ada.id) == 0)
            #expect(try await ledger.registration(named: "FGHIJ-1").status == .cancelled)
        }
    }
}

/// Lists of people of whom some have no place yet.
struct UndecidedImportTests {
    @Test func `whoever waits or is only invited has no place, and that is told`() async throws {
        let statuses = ["approved", "pending_approval", "waitlist", "invited", "declined"]
        let rows = statuses.enumerated().map { index, status in
            let number = index + 1
            let known = [
                "gst-\(number)", "Moon \(number) Guest", "", "", "m\(number)@example.org", "", "2015-01-02", status,
            ]
            return (known + Array(repeating: "", count: 13) + ["Full Pass", "Packet Bakery"]).joined(separator: ",")
        }
        let header =
            "api_id,name,first_name,last_name,email,phone_number,created_at,approval_status,checked_in_at,custom_source,"
            + "qr_code_url,amount,amount_tax,amount_discount,currency,coupon_code,eth_address,solana_address,"
            + "survey_response_rating,survey_response_feedback,ticket_type_id,ticket_name,What's your company?"
        let csv = ([header] + rows).joined(separator: "\n")
        try await withNetdev01 { ledger, _ in
            let report = try await ledger.importPeople(
                Data(csv.utf8), order: ImportOrder(), author: "cli:test", origin: "", time: .deskOpens)
            #expect(report.source == .luma && report.added == 2)
            let note = try #require(report.notes.first)
            #expect(report.notes.count == 1 && note.code.rawValue == "rows_undecided")
            #expect(note.details["count"] == "3" && note.details["statuses"] == "invited, pending_approval, waitlist")
            let ann = try await ledger.registration(named: "gst-1")
            #expect(ann.person.affiliation == "Packet Bakery" && ann.status == .active)
            #expect(try await ledger.registration(named: "gst-5").status == .cancelled)
        }
    }

    @Test(arguments: ["Pending", "En attente"])
    func `what waits for the organizer of an Indico event has no place`(status: String) async throws {
        let csv = "ID,Name,Email Address,Registration state\n1,Al Invented,al@example.org,\(status)\n"
        try await withNetdev01 { ledger, _ in
            let report = try await ledger.importPeople(
                Data(csv.utf8), order: ImportOrder(), author: "cli:test", origin: "", time: .deskOpens)
            #expect(report.added == 0 && report.notes.map(\.code.rawValue) == ["rows_undecided"])
        }
    }
}

/// Accompanying persons of Indico, in the row of whoever registered them.
struct CompanionImportTests {
    private static func imported(
        _ rows: String, keepsUnnamed: Bool = false,
        _ body: (ImportReport, [String], RegistrationLedger) async throws -> Void
    ) async throws {
        let csv = "ID,Name,First Name,Last Name,Email Address,Accompanying persons,Price,Registration state\n" + rows
        try await withNetdev01 { ledger, _ in
            var order = ImportOrder()
            order.mapping.keepsUnnamed = keepsUnnamed
            let report = try await ledger.importPeople(
                Data(csv.utf8), order: order, author: "cli:test", origin: "", time: .deskOpens)
            let people = try await ledger.list(limit: .max).map { summary in
                let one = summary.registration
                return "\(one.reference ?? "") \(one.person.name) \(one.days) \(one.status.rawValue) \(summary.due)"
            }
            try await body(report, people, ledger)
        }
    }

    @Test(
        arguments: [
            ("Ann Other; Bo Other", ["Ann Other", "Bo Other"]), ("\"Other, Ann\"", ["Ann Other"]),
            ("\"Ann Other, Bo Other\"", ["Ann Other", "Bo Other"]),
            ("\"Other, Ann; Other, Bo\"", ["Ann Other", "Bo Other"]),
            ("", []), ("0", []), ("-", []),
        ])
    func `each has a place of their own`(cell: String, names: [String]) async throws {
        try await Self.imported("8,Uma Host,Uma,Host,uma@example.org,\(cell),0.00 CAD,Completed\n") {
            report, people, _ in
            #expect(report.added == names.count + 1 && report.notes.isEmpty)
            let expected = names.enumerated().map { "8+\($0.offset + 1) \($0.element) 1,2,3,4 active 0.00" }
            #expect(people == ["8 Uma Host 1,2,3,4 active 0.00"] + expected)
        }
    }

    @Test func `what was paid is the whole party's`() async throws {
        let row = "8,Uma Host,Uma,Host,uma@example.org,Ann Other; Bo Other,500.00 CAD,Completed\n"
        try await Self.imported(row) { report, people, ledger in
            #expect(people.allSatisfy { $0.hasSuffix("active 0.00") } && report.notes.isEmpty, "\(people)")
            let paid = try await ledger.list(limit: .max).asyncMap { summary in
                try await ledger.story(of: summary.registration.id).entries.filter { $0.kind == .payment }
                    .map { -$0.due.cents }.reduce(0, +)
            }
            #expect(paid == [16_668, 16_666, 16_666])
            #expect(try await ledger.audit().findings == [])
            // The same file again is the same people.
            let csv = "ID,Name,First Name,Last Name,Email Address,Accompanying persons,Price,Registration state\n" + row
            let again = try await ledger.importPeople(
                Data(csv.utf8), order: ImportOrder(), author: "cli:test", origin: "", time: .deskOpens)
            #expect(again.added == 0 && again.known == 3 && again.differences.isEmpty && again.missing.isEmpty)
            let one = try await ledger.importPeople(
                Data(csv.replacing("; Bo Other", with: "").utf8), order: ImportOrder(), author: "cli:test", origin: "",
                time: .deskOpens)
            #expect(one.missing.map(\.reference) == ["8+2"])
        }
    }

    @Test func `those who have a number alone are told, or are places to be filled`() async throws {
        let row = "8,Uma Host,Uma,Host,uma@example.org,2,0.00 CAD,Completed\n"
        try await Self.imported(row) { report, people, _ in
            #expect(people.count == 1 && report.notes.map(\.code.rawValue) == ["guests_passed_over"])
        }
        try await Self.imported(row, keepsUnnamed: true) { report, people, _ in
            #expect(
                people.dropFirst() == ["8+1 N. N. (8+1) 1,2,3,4 active 0.00", "8+2 N. N. (8+2) 1,2,3,4 active 0.00"])
        }
    }

    @Test func `whoever is cancelled takes them along`() async throws {
        let row = "8,Uma Host,Uma,Host,uma@example.org,Ann Other,0.00 CAD,Withdrawn\n"
        try await Self.imported(row) { _, people, _ in
            #expect(people.count == 2 && people.allSatisfy { $0.contains("cancelled") })
        }
    }
}

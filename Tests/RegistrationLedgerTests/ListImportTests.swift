import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Lists as other systems write them, and as people have them.
struct ListImportTests {
    private static func bring(
        _ text: String, into ledger: RegistrationLedger, _ change: (inout ImportOrder) throws -> Void = { _ in }
    ) async throws -> ImportReport {
        try await bring(Data(text.utf8), into: ledger, change)
    }

    private static func bring(
        _ data: Data, into ledger: RegistrationLedger, _ change: (inout ImportOrder) throws -> Void = { _ in }
    ) async throws -> ImportReport {
        var order = ImportOrder()
        try change(&order)
        return try await ledger.importPeople(data, order: order, author: "cli:test", origin: "", time: .deskOpens)
    }

    private static func codes(_ report: ImportReport) -> [String] { report.notes.map(\.code.rawValue) }

    private static func only(_ ledger: RegistrationLedger) async throws -> RegistrationSummary {
        let all = try await ledger.list(limit: 9)
        #expect(all.count == 1)
        return try #require(all.first)
    }

    // MARK: - pretix

    private static let positionsHeader = """
        "Event slug","Order code","Position ID","Status","Email","Product","Variation","Price","Attendee name",\
        "Attendee name: Given name","Attendee name: Family name","Attendee email","Attendee company","Country",\
        "Add-on to position ID","Invoice address company","Invoice address country","Sales channel","Payment providers"

        """

    private static func position(
        _ order: String, _ number: Int, _ status: String, _ product: String, _ price: String,
        _ given: String = "", _ family: String = "", _ email: String = "", company: String = "", country: String = "",
        addOnTo: String = "", variation: String = ""
    ) -> String {
        """
        "nd","\(order)",\(number),"\(status)","buyer@example.org","\(product)","\(variation)","\(price)",\
        "\(given) \(family)","\(given)","\(family)","\(email)","\(company)","\(country)","\(addOnTo)","Buyer Inc","FR","web",\
        "Bank transfer"

        """
    }

    @Test func `positions of 2026 bring company, country, price and payment`() async throws {
        let csv =
            Self.positionsHeader
            + Self.position(
                "AAAA1", 1, "paid", "All four days", "350.00", "Ada", "Placeholder", "ada@example.org",
                company: "Packet Bakery", country: "CA")
            + Self.position(
                "BBBB2", 1, "pending", "One day", "100.00", "Bob", "Beispiel", "bob@example.org", variation: "Sat 14")
            + Self.position("CCCC3", 1, "canceled", "Student ticket", "50.00", "Cy", "Cancelled", "cy@example.org")
        try await withNetdev01 { ledger, _ in
            let report = try await Self.bring(csv, into: ledger)
            #expect(report.source == .pretix && report.added == 3)
            let ada = try await ledger.registration(named: "AAAA1-1")
            #expect(ada.person.affiliation == "Packet Bakery" && ada.person.country?.description == "CA")
            #expect(try await Books.due(ledger, ada.id) == 0)
            let bob = try await ledger.registration(named: "BBBB2-1")
            #expect(try await Books.due(ledger, bob.id) == 10_000 && bob.days == DaySet([1]))
            #expect(try await ledger.registration(named: "CCCC3-1").status == .cancelled)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a side event belongs to the position that it names, unless it was cancelled`() async throws {
        let csv =
            Self.positionsHeader
            + Self.position("DDDD4", 1, "paid", "All four days", "350.00", "Dora", "Dinnerlover", "d1@example.org")
            + Self.position("DDDD4", 2, "paid", "All four days", "350.00", "Egon", "Earlybed", "d2@example.org")
            + Self.position("DDDD4", 3, "paid", "Conference dinner", "60.00", addOnTo: "1")
            + Self.position("DDDE5", 1, "paid", "All four days", "350.00", "Dan", "Dinnerless", "d3@example.org")
            + Self.position("DDDE5", 2, "canceled", "Conference dinner", "60.00", addOnTo: "1")
        try await withNetdev01 { ledger, _ in
            #expect(try await Self.bring(csv, into: ledger).added == 3)
            #expect(try await ledger.registration(named: "DDDD4-1").addOns == [.dinner])
            #expect(try await ledger.registration(named: "DDDD4-2").addOns == [])
            #expect(try await ledger.registration(named: "DDDE5-1").addOns == [])
            for summary in try await ledger.list(limit: 9) { #expect(summary.due == .zero) }
        }
    }

    @Test func `a group on a check-in list is several people, each by name`() async throws {
        let csv = """
            "Order code","Attendee name","Attendee name: Given name","Attendee name: Family name","Product","Price",\
            "Checked in","Checked out","Automatically checked in","Paid","Email","Company","Country"
            "KKKK1","Kim First","Kim","First","All four days","350.00","","","No","Yes","k@example.org","","CA"
            "KKKK1","Kit Second","Kit","Second","All four days","350.00","","","No","No","k@example.org","","CA"
            "KKKK1","Kit Second","Kit","Second","Conference dinner","60.00","","","No","No","k@example.org","","CA"
            "ZZ3KM","Solo Single","Solo","Single","One day – Sun 15","100.00","","","No","Yes","s@example.org","","CA"

            """
        try await withNetdev01 { ledger, _ in
            #expect(try await Self.bring(csv, into: ledger).added == 3)
            let people = try await ledger.list(limit: 9)
            #expect(people.map(\.registration.person.name) == ["Kim First", "Kit Second", "Solo Single"])
            #expect(people.map(\.registration.reference) == [nil, nil, "ZZ3KM"])
            #expect(people.map(\.registration.addOns) == [[], [.dinner], []])
            #expect(people.map(\.due.cents) == [0, 41_000, 0] && people[2].registration.days == DaySet([2]))
            let again = try await Self.bring(csv, into: ledger)
            #expect(again.added == 0 && again.known == 3 && again.differences.isEmpty && again.questions.isEmpty)
        }
    }

    @Test func `a semicolon parts a file whose questions have commas`() async throws {
        let csv = """
            Order code;Position ID;Status;Product;Price;Attendee name;Diet: vegan, vegetarian, other?
            AAAA1;1;paid;All four days;350,00;Ada Placeholder;vegan, no nuts
            """
        try await withNetdev01 { ledger, _ in
            let report = try await Self.bring(csv, into: ledger)
            #expect(report.added == 1 && Self.codes(report) == ["columns_passed_over"])
            #expect(report.notes[0].details["columns"] == "Diet: vegan, vegetarian, other?")
            #expect(try await Self.only(ledger).due == .zero)
        }
    }

    @Test(arguments: [
        ("Four-day pass (Sat 14 – Tue 17)", "", [1, 2, 3, 4]), ("Sat 14 – Mon 16", "", [1, 2, 3]),
        ("Day 1 & 2", "", [1, 2]), ("Days 2-4", "", [2, 3, 4]), ("One day", "Tuesday", [4]), ("One day", "Sun", [2]),
        ("Two days", "14 and 15 February", [1, 2]), ("Ticket", "14.–16. Februar", [1, 2, 3]),
        ("Billet", "samedi 14 février et lundi 16 février 2015", [1, 3]),
        ("Pass", "2015-02-14 to 2015-02-16", [1, 2, 3]),
        ("Full Pass", "", [1, 2, 3, 4]), ("Les quatre jours", "", [1, 2, 3, 4]), ("Sat 14, 15 and 17", "", [1, 2, 4]),
        ("Saturday, February 14", "", [1]), ("4-day pass", "", [1, 2, 3, 4]), ("Samstag bis Montag", "", [1, 2, 3]),
        ("Day 1 and Day 3", "", [1, 3]), ("Feb 15", "", [2]), ("Jours 1 à 3", "", [1, 2, 3]),
        ("Weekend", "", [1, 2]), ("Ticket", "Wochenende + Montag", [1, 2, 3]), ("First day", "", [1]),
        ("Billet", "dernier jour", [4]), ("Pass", "14/02/2015 + 16.02.2015", [1, 3]), ("Pass", "02/17/2015", [4]),
        ("Pase", "sábado 14 al lunes 16", [1, 2, 3]),
    ])
    func `days in the name of a product are understood`(product: String, variation: String, days: [Int]) async throws {
        let csv =
            "Order code,Position ID,Product,Variation,Attendee name\nA1,1,\"\(product)\",\"\(variation)\",Ada Invented\n"
        try await withNetdev01 { ledger, _ in
            let report = try await Self.bring(csv, into: ledger)
            let found = try await Self.only(ledger).registration.days.numbers
            #expect(report.added == 1 && found == days)
        }
    }

    @Test(arguments: [
        "One day", "Standard ticket", "Day 11", "Day 1 & 5", "Sun 14", "Sat 14 – Wed 18",
        "3-day pass (Sat 14 – Tue 17)",
        "All days except Sunday", "One day: Sat 14 – Mon 16", "Sat 21", "Half day, Sat 14", "Tue 17 – Sat 14",
        "Sat or Sun", "Both days", "First two days", "21/02/2015", "Weekend pass, 3 days",
    ])
    func `what is not clear is refused, never half understood`(product: String) async throws {
        let csv = "Order code,Position ID,Product,Attendee name\nA1,1,\"\(product)\",Ada Invented\n"
        try await withNetdev01 { ledger, _ in
            let error = await #expect(throws: ImportProblems.self) { try await Self.bring(csv, into: ledger) }
            let codes = error?.problems.map(\.code.rawValue) ?? []
            #expect(codes == ["product_unknown"] || codes == ["days_unclear"], "\(codes)")
            let mapped = try await Self.bring(csv, into: ledger) { order in
                try order.mapping.add(kind: "product", theirs: product, ours: "days:2 category:speaker")
            }
            let ada = try await Self.only(ledger).registration
            #expect(mapped.added == 1 && ada.days == DaySet([2]) && ada.category == .speaker)
        }
    }

    @Test(arguments: [
        ("14.2.–16.2.2015", [1, 2, 3]), ("14, 15 & 17 February 2015", [1, 2, 4]), ("Day 1 to Day 3", [1, 2, 3]),
        ("Sat 14 → Mon 16", [1, 2, 3]), ("Sat 14 Feb ... Mon 16 Feb", [1, 2, 3]), ("2015/02/14", [1]),
        ("14.-16.02.", [1, 2, 3]), ("2015-02-14/2015-02-15", [1, 2]), ("• Sat 14 • Mon 16", [1, 3]),
        ("Sat 14 Feb 2015, 09:00–18:00", [1]), ("Sun 15 (10-16 Uhr)", [2]), ("Sat 14 9 am, Mon 16 9 am", [1, 3]),
        ("Sat 14 09:00–17:00, Mon 16 9h30-17h00", [1, 3]), ("Every day", [1, 2, 3, 4]), ("Saturday 14 – €50", [1]),
        ("Sat 14 Feb 2015 09:00 – Mon 16 Feb 2015 18:00", [1, 2, 3]), ("14.02., 17.02.", [1, 4]),
    ])
    func `days are understood as people write them`(text: String, days: [Int]) async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await Self.bring("name,days\nAda Invented,\"\(text)\"\n", into: ledger)
            #expect(try await Self.only(ledger).registration.days.numbers == days)
        }
    }

    @Test(arguments: [
        "2015-02-14/2015-02-16", "between Sat 14 and Mon 16", "Sat 14 ➤ Mon 16", "not Sunday 15",
        "entre le 14 et le 16 février", "14.3.–16.3.2015", "D1-D3", "Sat 14 minus Sun 15",
    ])
    func `days of which only a part would be understood are refused`(text: String) async throws {
        try await withNetdev01 { ledger, _ in
            await #expect(throws: ImportProblems.self) {
                try await Self.bring("name,days\nAda Invented,\"\(text)\"\n", into: ledger)
            }
            let people = try await ledger.list(limit: 1)
            #expect(people.isEmpty)
        }
    }

    @Test(arguments: [("1 and 3", [1, 3]), ("1 à 3", [1, 2, 3]), ("2 & 4", [2, 4]), ("1, 2 und 4", [1, 2, 4])])
    func `numbers of days are days in a column of them`(text: String, days: [Int]) async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await Self.bring("name,days\nAda Invented,\"\(text)\"\n", into: ledger)
            #expect(try await Self.only(ledger).registration.days.numbers == days)
        }
    }

    @Test func `a price agreed elsewhere is the charge, and what cannot be is told`() async throws {
        let csv =
            Self.positionsHeader
            + Self.position(
                "EF4GH", 1, "paid", "All four days", "300.00", "Early", "Bird", "e@example.org", variation: "Early bird"
            )
            + Self.position("GG03X", 1, "paid", "Sat 14 – Mon 16", "350.00", "Gus", "Product", "g@example.org")
        try await withNetdev01(yaml: try Books.yaml(Books.hst)) { ledger, _ in
            let report = try await Self.bring(csv, into: ledger)
            #expect(report.added == 2)
            let early = try await ledger.registration(named: "EF4GH-1")
            #expect(try await Books.due(ledger, early.id) == 0)
            let gus = try await ledger.registration(named: "GG03X-1")
            // Three days cost 300.00 and taxes of 13 percent here.
            #expect(try await Books.due(ledger, gus.id) == 33_900 - 35_000)
            #expect(report.notes.map(\.code.rawValue) == ["price_differs"] && report.notes[0].line == 3)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `places without a name are kept where that is wanted, and filled later`() async throws {
        let header = "Order code,Position ID,Status,Email,Product,Attendee name\n"
        try await withNetdev01 { ledger, _ in
            let empty = header + "AB3CD,2,paid,boss@example.com,All four days,\n"
            let error = await #expect(throws: ImportProblems.self) { try await Self.bring(empty, into: ledger) }
            #expect(error?.problems.map(\.code.rawValue) == ["name_missing"])
            let kept = try await Self.bring(empty, into: ledger) { $0.mapping.keepsUnnamed = true }
            #expect(kept.added == 1)
            #expect(try await Self.only(ledger).registration.person.name == "N. N. (AB3CD-2)")
            let filled = header + "AB3CD,2,paid,boss@example.com,All four days,\"Doe, Jane\"\n"
            let update = try await Self.bring(filled, into: ledger) { $0.updates = true }
            let jane = try await Self.only(ledger).registration.person
            #expect(update.updated == 1 && jane.name == "Jane Doe")
            #expect(FamilyName.key(name: jane.name, sortName: jane.sortName).family == "Doe")
        }
    }

    // MARK: - Others

    @Test(arguments: [
        (
            "First name,Last name,Email,Company\nTom,Twonames,tom@example.org,Acme\n", ImportSource.own,
            "Tom Twonames|Acme|tom@example.org||1,2,3,4|35000"
        ),
        (
            "Vorname;Name;E-Mail;Firma;Land\nTom;Zweiname;tom@example.org;Bäckerei;Deutschland\n", .own,
            "Tom Zweiname|Bäckerei|tom@example.org|DE|1,2,3,4|35000"
        ),
        (
            "Prénom,Nom,Courriel,Organisme,Pays,Jours\nZoé,Deuxnoms,z@example.org,Réseau,Suisse,samedi et lundi\n",
            .own,
            "Zoé Deuxnoms|Réseau|z@example.org|CH|1,3|20000"
        ),
        (
            "Nombre,Apellidos,Correo electrónico,Empresa,País\nEva,García Inventada,e@example.org,Red,España\n", .own,
            "Eva García Inventada|Red|e@example.org|ES|1,2,3,4|35000"
        ),
        ("name,email\n\"PLACEHOLDER, Ada\",n/a\n", .own, "Ada PLACEHOLDER||||1,2,3,4|35000"),
        ("name,email\n\"van der Berg, Jan\",-\n", .own, "Jan van der Berg||||1,2,3,4|35000"),
        ("name,email\n\"Smith, Jr., John\",\n", .own, "John Smith, Jr.||||1,2,3,4|35000"),
        (
            """
            Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,Order Type,Currency,\
            Total Paid,Fees Paid,Eventbrite Fees,Eventbrite Payment Processing,Attendee Status,Home City,Home Country,Job Title,\
            Company
            11,1/29/15 22:28,Evi,Eventful,evi@example.org,1,,All four days,1844,,PayPal Completed,CAD,350,12.5,12.5,0,\
            Attending,Ottawa,CA,Engineer,Packet Bakery

            """, .eventbrite, "Evi Eventful|Packet Bakery|evi@example.org|CA|1,2,3,4|0"
        ),
        (
            """
            Number,Ticket Created Date,Ticket,Ticket Full Name,Ticket First Name,Ticket Last Name,Ticket Email,\
            Ticket Company Name,Event,Void Status,Price,Ticket Reference,Tags,Unique Ticket URL,Order Reference,Order Name,\
            Order Email,Order IP,Payment Reference,Dietary requirements
            1,2015-01-10,Full Pass,Tia Titoson,Tia,Titoson,tia@example.org,Packet Bakery,Netdev,,350.0,ABCD-1,,https://x,ABCD,\
            Tia Titoson,tia@example.org,192.0.2.1,ch_1,

            """, .tito, "Tia Titoson|Packet Bakery|tia@example.org||1,2,3,4|0"
        ),
        (
            """
            ID,Name,First Name,Last Name,Email Address,Affiliation,Country,Days,Price,Registration state
            8,Uma Oneday,Uma,Oneday,uma@example.org,,China,Saturday 14 February,100.00 CAD,Completed

            """, .indico, "Uma Oneday||uma@example.org|CN|1|0"
        ),
        (
            """
            ID,Name,Prénom,Nom,Adresse e-mail,Affiliation,Pays,Registration state
            9,Zoé Parleuse,Zoé,Parleuse,z@example.org,Réseau,France,En attente de paiement

            """, .indico, "Zoé Parleuse|Réseau|z@example.org|FR|1,2,3,4|35000"
        ),
        (
            "api_id,name,first_name,last_name,email,phone_number,created_at,approval_status,checked_in_at,amount,currency,"
                + "ticket_name,What is your company?\n"
                + "gst-1,Lu Mana,Lu,Mana,lu@example.org,,2015-01-01,approved,,$100.00,CAD,Day 1,Acme\n",
            .luma, "Lu Mana|Acme|lu@example.org||1|0"
        ),
        (
            "Name,User ID,Title,Event Host,RSVP,Guests,RSVPed on,Joined Group on,URL of Member Profile\n"
                + "Mia Meet,user 77,,No,Yes,0,2015-01-01,2014-01-01,https://x\n",
            .meetup, "Mia Meet||||1,2,3,4|35000"
        ),
        (
            "ID,First Name,Last Name,Email,Status,Is Checked In,Checked In At,Product ID,Product Name,Event ID,Public ID,Short ID,"
                + "Created Date,Last Updated Date,Notes\n"
                + "5,Hi,Events,hi@example.org,ACTIVE,No,,3,All four days - Early,1,A-1,a_1,2015-01-01,2015-01-01,\n",
            .hiEvents, "Hi Events||hi@example.org||1,2,3,4|35000"
        ),
        (
            "ID,Category,Event,Status,OriginalPrice,PaidPrice,Discount,VAT,ReservationID,Full Name,First Name,Last Name,E-Mail,"
                + "Locked,Language,Confirmation,Billing Address,Country Code,Payment ID,Payment Method\n"
                + "u-1,All four days,nd,ACQUIRED,350.00,300.00,50.00,0,r-1,Al Fio,Al,Fio,al@example.org,No,en,x,,CH,p,STRIPE\n",
            .alfio, "Al Fio||al@example.org|CH|1,2,3,4|0"
        ),
        (
            "name,email,confirmed\nPia Speaker,pia@example.org,True\n", .pretalx,
            "Pia Speaker||pia@example.org||1,2,3,4|35000"
        ),
        (
            "\"Timestamp\",\"Email Address\",\"Full name\",\"Affiliation / company\",\"Which days will you attend?\","
                + "\"T-shirt size\"\n\"2015/01/10 9:03:22 AM EST\",\"gil@example.org\",\"Gil Google\",\"Packet Bakery\","
                + "\"Sat 14 Feb;Sun 15 Feb\",\"L\"\n",
            .googleForms, "Gil Google|Packet Bakery|gil@example.org||1,2|20000"
        ),
        (
            "Bestellnummer;Position;Status;E-Mail;Produkt;Variante;Preis;Name Teilnehmer*in;Name Teilnehmer*in: Vorname;"
                + "Name Teilnehmer*in: Nachname;E-Mail Teilnehmer*in;Teilnehmer*innen-Firma;Land;Zusatzprodukt zu Position;"
                + "Zahlungsmethoden\n"
                + "AA1;1;bezahlt;k@example.org;All four days;;350.00;Ada Größler;Ada;Größler;a@example.org;Bäckerei;DE;;PayPal\n"
                + "AA1;2;bezahlt;k@example.org;Conference dinner;;60.00;;;;;;;1;PayPal\n",
            .pretix, "Ada Größler|Bäckerei|a@example.org|DE|1,2,3,4|0"
        ),
        (
            "Bestellnummer,Name Teilnehmer*in,Teilnehmer*innenname: Titel,Teilnehmer*innenname: Vorname,"
                + "Teilnehmer*innenname: Nachname,Produkt,Preis,Bezahlt,E-Mail,Firma,Land\n"
                + "AA1,Dr. Bo Loopback,Dr.,Bo,Loopback,One day – Sun 15,100.00,Nein,b@example.org,,AT\n",
            .pretixCheckIn, "Dr. Bo Loopback||b@example.org|AT|2|10000"
        ),
        (
            "Code de commande;ID de la position;Statut;E-mail;Produit;Prix;Nom du participant;E-mail du participant;"
                + "Entreprise du participant;Pays;Add-on à la position ID;Fournisseurs de paiement\n"
                + "AA1;1;en attente (confirmé);k@example.org;All four days;350.00;Zoé Élan;z@example.org;Société;FR;;Virement\n",
            .pretix, "Zoé Élan|Société|z@example.org|FR|1,2,3,4|35000"
        ),
        (
            "Código del pedido;ID de posición;Estado;Correo electrónico;Producto;Precio;Nombre del asistente;"
                + "Nombre del asistente: Nombre;Nombre del asistente: Apellido;Correo electrónico del participante;"
                + "Empresa asistente;País;Estado;Proveedores de pago\n"
                + "AA1;1;pagado;k@example.org;All four days;350.00;Íñigo Muñoz;Íñigo;Muñoz;i@example.org;Pan;ES;Madrid;PayPal\n",
            .pretix, "Íñigo Muñoz|Pan|i@example.org|ES|1,2,3,4|0"
        ),
        (
            "Order no.,Order Date,First Name,Surname,Email,Quantity,Ticket Type,Attendee no.,Order Type,Currency,Total Paid,"
                + "Attendee Status,County of Residence,Home Postcode,Home Country\n"
                + "10,2015-01-02,Ada,O'Placeholder,ada@example.org,1,All four days,51,Free Order,CAD,0.00,Checked In,Kent,N1,England\n",
            .eventbrite, "Ada O'Placeholder||ada@example.org|GB|1,2,3,4|0"
        ),
        (
            "N° de commande,Prénom,Nom de famille,E-mail,Quantité,Type de billet,N° de participant,Type de commande,"
                + "Total payé,Statut du participant,Entreprise\n"
                + "10,Élodie,Échantillon,e@example.org,1,One day – lundi 16,51,PayPal,\"100,00\",Participe,Boulangerie\n",
            .eventbrite, "Élodie Échantillon|Boulangerie|e@example.org||3|0"
        ),
        (
            "Bestellnr.;Vorname;Nachname;E-Mail;Anzahl;Tickettyp;Teilnehmernr.;Bestelltyp;Gesamtbetrag;Teilnehmerstatus\n"
                + "10;Jürgen;Größler;j@example.org;1;All four days;51;PayPal;350,00;Nimmt teil\n",
            .eventbrite, "Jürgen Größler||j@example.org||1,2,3,4|0"
        ),
        (
            "Order ID,Attendee Status,Name,Email,Ticket Quantity,Ticket Tier,Ticket Type,Buyer Name,Buyer Email,Attendee #\n"
                + "10,Attending,Bo Loopback,,1,,All four days,Ada Placeholder,ada@example.org,51\n",
            .eventbrite, "Bo Loopback||ada@example.org||1,2,3,4|35000"
        ),
        (
            "Zeitstempel,E-Mail-Adresse,Ihr Name,Firma / Organisation,An welchen Tagen kommen Sie?,Name im Notfall\n"
                + "02.01.2015 10:00:00,ada@example.org,Ada Größler,Bäckerei,\"Samstag, Montag\",Bo\n",
            .googleForms, "Ada Größler|Bäckerei|ada@example.org||1,3|20000"
        ),
        (
            "Timestamp,Email Address,First and last name,What organisation are you with?,Which days will you come?\n"
                + "2015/01/02,ada@example.org,\"Placeholder, Ada\",Packet Bakery,\"Saturday 14 February, Sunday 15 February\"\n",
            .googleForms, "Ada Placeholder|Packet Bakery|ada@example.org||1,2|20000"
        ),
        (
            "Participants of Netdev,,\nexported 2015-01-02,,\n\nName,Email,Company\nGi Title,Gi <gi@example.org>,Bakery\n",
            .own, "Gi Title|Bakery|gi@example.org||1,2,3,4|35000"
        ),
    ])
    func `a list is known by its columns`(csv: String, source: ImportSource, person: String) async throws {
        try await withNetdev01 { ledger, _ in
            let report = try await Self.bring(csv, into: ledger)
            #expect(report.source == source && report.added == 1)
            let summary = try await Self.only(ledger)
            let found = summary.registration
            #expect(
                [
                    found.person.name, found.person.affiliation, found.person.email,
                    found.person.country?.description ?? "", found.days.description, String(summary.due.cents),
                ].joined(separator: "|") == person)
            let again = try await Self.bring(csv, into: ledger)
            #expect(again.added == 0 && again.known == 1 && again.differences.isEmpty)
        }
    }

    @Test func `who has not decided, and what stands for several places, is told`() async throws {
        let lists: [(String, String)] = [
            ("name,email,confirmed\nPia Speaker,pia@example.org,False\n", "rows_undecided"),
            (
                "Order code,Position ID,Status,Product,Attendee name\nA1,1,approval pending,All four days,Ada\n",
                "rows_undecided"
            ),
            (
                "Bestellnummer;Position;Status;Produkt;Name Teilnehmer*in\nA1;1;Freigabe ausstehend;All four days;Ada\n",
                "rows_undecided"
            ),
            (
                "Order no.,First Name,Surname,Quantity,Ticket Type\n10,Ada,Placeholder,3,All four days\n",
                "guests_passed_over"
            ),
            ("Liste der Gäste;\nName;Firma\nAda;Bäckerei\n", "rows_above_heading"),
        ]
        for (csv, code) in lists {
            try await withNetdev01 { ledger, _ in
                let report = try await Self.bring(csv, into: ledger)
                #expect(Self.codes(report).contains(code), "\(csv) \(Self.codes(report))")
            }
        }
    }

    @Test(arguments: [
        ("Bolivia (Plurinational State of)", "BO"), ("Korea (Republic of)", "KR"),
        ("Netherlands (Kingdom of the)", "NL"),
        ("Falkland Islands (Malvinas)", "FK"), ("Czech Rep.", "CZ"), ("Iran (Islamic Republic of)", "IR"),
    ])
    func `a country is known with what stands behind it`(text: String, code: String) async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await Self.bring("name,country\nAda Invented,\(text)\n", into: ledger)
            #expect(try await Self.only(ledger).registration.person.country?.description == code)
        }
    }

    @Test func `countries go by their everyday names and codes`() async throws {
        let names: [(String, String)] = [
            ("USA", "US"), ("U.S.A.", "US"), ("United States of America", "US"), ("UK", "GB"), ("England", "GB"),
            ("Great Britain", "GB"), ("Deutschland", "DE"), ("The Netherlands", "NL"), ("Holland", "NL"),
            ("Korea", "KR"),
            ("South Korea", "KR"), ("\"Korea, Republic of\"", "KR"), ("Republic of Korea", "KR"),
            ("Russian Federation", "RU"), ("Viet Nam", "VN"), ("Czech Republic", "CZ"), ("Czechia", "CZ"),
            ("Türkiye", "TR"),
            ("Turkey", "TR"), ("\"Iran, Islamic Republic of\"", "IR"), ("Taiwan", "TW"),
            ("\"Taiwan, Province of China\"", "TW"), ("Hong Kong", "HK"), ("Hong Kong SAR China", "HK"),
            ("Macau", "MO"),
            ("Ivory Coast", "CI"), ("Côte d’Ivoire", "CI"), ("Côte d'Ivoire", "CI"), ("\"Moldova, Republic of\"", "MD"),
            ("\"Bolivia, Plurinational State of\"", "BO"), ("CAN", "CA"), ("DEU", "DE"), ("gb", "GB"),
            ("Scotland", "GB"),
            ("Brasil", "BR"), ("España", "ES"), ("NA", "NA"), ("Namibia", "NA"), ("the Gambia", "GM"),
            ("St. Lucia", "LC"),
            ("Schweiz", "CH"), ("Polska", "PL"), ("XK", ""), ("Kosovo", ""), ("EU", ""), ("n/a", ""), ("-", ""),
        ]
        try await withNetdev01 { ledger, _ in
            let csv = "name,country\n" + names.enumerated().map { "C\($0.offset) Land,\($0.element.0)\n" }.joined()
            let report = try await Self.bring(csv, into: ledger)
            let countries = try await ledger.list(limit: 99).map { $0.registration.person.country?.description ?? "" }
            #expect(countries == names.map(\.1))
            #expect(report.notes.map(\.code.rawValue) == ["country_unknown", "country_unknown", "country_unknown"])
        }
    }

    @Test func `a list lies behind a cover and below its title`() async throws {
        // Written by Python's zipfile.
        let book = try #require(
            Data(
                base64Encoded: """
                    UEsDBBQAAAAIAAAAIVy3kEN4PQAAAGEAAAAPAAAAeGwvd29ya2Jvb2sueG1ssynPL8pOys/PtrMpzkhNLSmG0gp5ibmptkrO+WWp\
                    RUoKmSm2SkWGSvqoku6lqcUlxVBZI5CsPswMfbixAFBLAwQUAAAACAAAACFc/7B8uUQAAACLAAAAGgAAAHhsL19yZWxzL3dvcmti\
                    b29rLnhtbC5yZWxzswlKzUksyczPK87ILCi2s0HmKnim2CoVGSophCQWpaeW2CqV5xdlF2ekppYU64MpQ72K3BwlfWy6jHDrMoLp\
                    0ke1GwBQSwMEFAAAAAgAAAAhXH8wFyOUAAAA6wAAABgAAAB4bC93b3Jrc2hlZXRzL3NoZWV0MS54bWx9jzEOwjAMRa8S9QC4YmBA\
                    biYmFgZOYAWXRjRO5bhquT2hA2JADB7s95/kj0vWRxmYza1plNI1g9l0BChh4ERllyeWSvqsiayueocyKdNtk9II+7Y9QKIojcft\
                    diIjj5oXj8FZ10QZo/DVtAZi8Wj+MqsLWXpWlsAI5hHeBEKdTfxnU3G5d2eSmfT5S4avN+DTz78AUEsDBBQAAAAIAAAAIVzaXIN4\
                    qAAAAHMBAAAYAAAAeGwvd29ya3NoZWV0cy9zaGVldDIueG1slVAxDsIwDPxK1QdgxMCA0ggkGFhY4ANWY2hEnESJRft80g4IIUAw\
                    ePD5znc61Yd0zR2RVAM7n5u6E4krgNx2xJhnIZIvl3NIjFLWdIEcE6GZROxgMZ8vgdH6WqsJ26KgVin0WrWVNLX1zno6SioEm7US\
                    fbLiSIFoBSMAbZmJ/010QH7RfCDuShj37/eNwWrvb+SFzE8uaHBNA3J0NJbyzg+e6oBHz/oOUEsBAhQDFAAAAAgAAAAhXLeQQ3g9\
                    AAAAYQAAAA8AAAAAAAAAAAAAAIABAAAAAHhsL3dvcmtib29rLnhtbFBLAQIUAxQAAAAIAAAAIVz/sHy5RAAAAIsAAAAaAAAAAAAA\
                    AAAAAACAAWoAAAB4bC9fcmVscy93b3JrYm9vay54bWwucmVsc1BLAQIUAxQAAAAIAAAAIVx/MBcjlAAAAOsAAAAYAAAAAAAAAAAA\
                    AACAAeYAAAB4bC93b3Jrc2hlZXRzL3NoZWV0MS54bWxQSwECFAMUAAAACAAAACFc2lyDeKgAAABzAQAAGAAAAAAAAAAAAAAAgAGw\
                    AQAAeGwvd29ya3NoZWV0cy9zaGVldDIueG1sUEsFBgAAAAAEAAQAEQEAAI4CAAAAAA==
                    """))
        try await withNetdev01 { ledger, _ in
            let report = try await Self.bring(book, into: ledger)
            #expect(Self.codes(report) == ["sheets_passed_over", "rows_above_heading"])
            #expect(report.notes[0].details["sheet"] == "Guests" && report.notes[0].details["others"] == "Cover")
            #expect(try await Self.only(ledger).registration.person.email == "ada@example.org")
        }
    }

    @Test(arguments: [("Free", 0), ("kostenlos", 0), ("Gratuit", 0), ("-350.00", 35_000), ("CA$90.00", 9_000)])
    func `a price may be a word, and what went back is none`(price: String, due: Int64) async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await Self.bring("name,price\nAda Invented,\(price)\n", into: ledger)
            #expect(try await Self.only(ledger).due.cents == due)
        }
    }

    @Test(arguments: [
        ("Name (as on badge)", "name"), ("Given Name(s)", "given_name"), ("Surname / Family name", "family_name"),
        ("Nachname / Familienname", "family_name"), ("Email (work)", "email"), ("Adresse de messagerie", "email"),
        ("Affiliation/Institution", "affiliation"), ("University / Company", "affiliation"),
        ("Hochschule", "affiliation"),
        ("Herkunftsland", "country"), ("País de residencia", "country"), ("Which day(s)?", "days"),
        ("Jours de présence", "days"), ("Preferred name", "badge_name"), ("Registration number", "reference"),
        ("Anmeldestatus", "status"), ("Participant type", "category"), ("Ticketart", "product"),
    ])
    func `a heading that says it in more words is understood`(heading: String, field: String) async throws {
        let value =
            ["days": "1", "status": "confirmed", "category": "speaker", "country": "CA", "email": "a@example.org"][
                field]
            ?? "All four days"
        let name = ["name", "given_name", "family_name"].contains(field) ? "" : ",name"
        try await withNetdev01 { ledger, _ in
            let csv = "\"\(heading)\"\(name)\n\(value)\(name.isEmpty ? "" : ",Ada Invented")\n"
            let report = try await Self.bring(csv, into: ledger) { $0.onlyShow = true }
            #expect(report.added == 1 && report.notes.isEmpty, "\(report)")
        }
    }

    @Test func `of two headings that may mean the same the plainer counts`() async throws {
        try await withNetdev01 { ledger, _ in
            let csv = "Name,University,Company\nAda Invented,Université,Packet Bakery\n"
            let report = try await Self.bring(csv, into: ledger) { $0.mapping.ignoresUnknown = true }
            #expect(report.notes.first?.details["columns"] == "University")
            #expect(try await Self.only(ledger).registration.person.affiliation == "Packet Bakery")
        }
    }

    @Test func `columns that are not understood are listed once, and passed over where that is said`() async throws {
        let csv = "First Name,Last Name,Email,Company,T-shirt,Shoe size\nTia,Tito,tia@example.org,Acme,M,38\n"
        try await withNetdev01 { ledger, _ in
            let error = await #expect(throws: ImportProblems.self) { try await Self.bring(csv, into: ledger) }
            #expect(error?.problems.map { "\($0.code) \($0.column ?? "")" } == ["column_unknown T-shirt, Shoe size"])
            let report = try await Self.bring(csv, into: ledger) { $0.mapping.ignoresUnknown = true }
            #expect(report.added == 1 && Self.codes(report) == ["columns_passed_over"])
        }
    }

    @Test func `a mapping is kept with the event and used again`() async throws {
        let csv = "Wer,Woher,Karte\nAda Invented,Packet Bakery,Gold\n"
        let mapping =
            "kind,theirs,ours\ncolumn,Wer,name\ncolumn,Woher,affiliation\ncolumn,Karte,product\nproduct,Gold,days:1-2\n"
        try await withNetdev01 { ledger, _ in
            _ = try await Self.bring(csv, into: ledger) { order in
                try order.mapping.add(table: Data(mapping.utf8))
                order.keepsMapping = true
            }
            let more = try await Self.bring(csv + "Bo Invented,,Gold\n", into: ledger)
            #expect(more.added == 1 && more.known == 1 && more.differences.isEmpty)
            #expect(try await ledger.list(limit: 9).map(\.registration.days) == [DaySet([1, 2]), DaySet([1, 2])])
            let wrong = await #expect(throws: ImportProblems.self) {
                try await Self.bring(csv, into: ledger) { order in
                    try order.mapping.add(table: Data("kind,theirs,ours\ncolumn,Wer,nobody\nshape,a,b\n".utf8))
                }
            }
            #expect(wrong?.problems.map { "\($0.line) \($0.code)" } == ["2 choice_unknown", "3 choice_unknown"])
        }
    }
}

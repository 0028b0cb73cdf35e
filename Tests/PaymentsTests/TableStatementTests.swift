import Conference
import Foundation
import Payments
import Testing

struct TableStatementTests {
    @Test(
        arguments: [
            (
                "rbc-en.csv",
                [
                    "2 2015-02-03 350.00 CAD E-TRANSFER RECEIVED PERSON NUMBER1 XMN-0W91",
                    "3 2015-02-04 -100.00 CAD E-TRANSFER SENT REFUND XTQ-HKNR",
                ]
            ),
            (
                "desjardins-fr-headers-utf8.csv",
                [
                    "2 2015-02-03 350.00 Virement Interac XMN-0W91", "3 2015-02-04 -100.00 Remb. XTQ-HKNR",
                ]
            ),
            (
                "scotia-7col.csv",
                [
                    "2 2015-02-03 350.00 INTERAC E-TRANSFER FROM XMN-0W91",
                    "3 2015-02-04 -100.00 INTERAC E-TRANSFER TO REFUND XTQ-HKNR",
                ]
            ),
            (
                "td-chequing.csv",
                ["1 2015-02-03 350.00 E-TRANSFER ***ABC XMN-0W91", "2 2015-02-04 -73.58 BISTRO"]
            ),
            ("fx-currency.csv", ["2 2015-02-03 350.00 USD E-TRANSFER XMN-0W91"]),
            ("overlap-3.csv", ["2 2015-02-03 350.00 E-TRANSFER XMN-0W91"]),
            ("balance-resave-2.csv", ["2 2015-02-03 350.00 E-TRANSFER XMN-0W91"]),
        ] as [(String, [String])])
    func `a bank's table is read as it is`(file: String, lines: [String]) throws {
        let statement = try Fixtures.read(try Fixtures.file(file))
        #expect(Fixtures.lines(statement) == lines)
        #expect(statement.form == .csv && statement.unread.isEmpty)
    }

    @Test func `every amount is what it says, and what could be two is told`() throws {
        let statement = try Fixtures.read(try Fixtures.file("amounts.csv"))
        let cents = Dictionary(uniqueKeysWithValues: statement.lines.map { ($0.line - 2, $0.amount.cents) })
        let said: [Int: Int64] = [
            0: 35_000, 1: 35_050, 2: 35_000, 3: 123_450, 4: 123_450, 5: 123_450, 6: 123_450, 7: 123_450, 8: 123_450,
            9: 35_000, 10: 35_000, 11: 35_000, 12: 35_000, 13: 35_000, 14: 35_000, 15: -35_000, 16: -35_000,
            17: 35_000, 19: 35_000, 20: -35_000, 22: -35_000, 26: 100, 28: 50, 29: 50, 30: 35_010,
        ]
        #expect(cents == said)
        #expect(
            Fixtures.unread(statement) == [
                "20 amount_ambiguous", "23 amount_invalid", "25 amount_invalid", "26 amount_invalid",
                "27 amount_invalid", "29 amount_ambiguous",
            ])
    }

    @Test func `the amounts of a file settle its decimal sign`() throws {
        let statement = try Fixtures.read(
            "Date;Amount;Text\n2015-01-05;203.4;A\n2015-01-05;200.0;B\n2015-01-05;200.000;C\n")
        #expect(statement.lines.map(\.amount.cents) == [20_340, 20_000, 20_000])
        #expect(statement.notes.contains(.decimalSign(.point)))
    }

    @Test(
        arguments: [
            (
                "Date,Amount,Status,Text\n2015-02-01,5.00,Pending,A\n2015-02-01,6.00,Posted,B\n2015-02-01,7.00,Cancelled,C\n",
                ["2 2015-02-01 5.00 pending A", "3 2015-02-01 6.00 B", "4 2015-02-01 7.00 cancelled C"], []
            ),
            ("Date,Amount,Status,Text\n2015-02-01,5.00,Quux,A\n", [], ["2 statement_status_unknown"]),
            ("Date,Amount,Text\n,5.00,Total\n", [], ["2 statement_date_missing"]),
            ("Date,Debit,Credit,Text\n2015-02-01,5.00,6.00,A\n", [], ["2 statement_direction_unclear"]),
            (
                "Date,Debit,Credit,Text\n2015-02-01,-5.00,,A\n2015-02-01,0.00,6.00,B\n",
                ["2 2015-02-01 -5.00 A", "3 2015-02-01 6.00 B"], []
            ),
            (
                "Date,Amount,Text\n2015-02-01,5.00 CR,A\n2015-02-01,6.00,B\n",
                ["2 2015-02-01 5.00 A"], ["3 statement_direction_unclear"]
            ),
            ("Date,Amount,Text\n2015-02-30,5.00,A\n", [], ["2 date_invalid"]),
            (
                "Date,Amount,Text\n13/02/2015,5.00,A\n02/14/2015,6.00,B\n03/04/2015,7.00,C\n",
                ["2 2015-02-13 5.00 A", "3 2015-02-14 6.00 B"], ["4 statement_date_ambiguous"]
            ),
            (
                "Date,Amount,Text\n13/02/2015,5.00,A\n03/04/2015,7.00,C\n",
                ["2 2015-02-13 5.00 A", "3 2015-04-03 7.00 C"], []
            ),
            (
                "Date,Amount,Text\n\"Feb 3, 2015\",5.00,A\n3 févr. 2015,6.00,B\n03.02.15,7.00,C\n2015-02-03T10:00:00,8.00,D\n",
                ["2 2015-02-03 5.00 A", "3 2015-02-03 6.00 B", "4 2015-02-03 7.00 C", "5 2015-02-03 8.00 D"], []
            ),
            ("Date,Amount,Transaction ID,Text\n2015-02-01,5.00,T-1001,A\n", ["2 2015-02-01 5.00 A #T-1001"], []),
            (
                "Date,Amount,Transaction ID,Text\n2015-02-01,5.00,T-1001,A\n2015-02-02,6.00,T-1001,B\n",
                ["2 2015-02-01 5.00 A T-1001", "3 2015-02-02 6.00 B T-1001"], []
            ),
            ("Date,Amount,Text\n2015-02-01,-5.00,NSF RETURNED A\n", ["2 2015-02-01 -5.00 return NSF RETURNED A"], []),
            ("Date,Amount,Text\n2015-02-01,=\"5.00\",A\n", ["2 2015-02-01 5.00 A"], []),
            (
                "Bank of Nowhere\nAccount;00000-1234567\n\nDatum;Betrag;Verwendungszweck\n01.02.2015;1.234,50;A\n",
                ["5 2015-02-01 1234.50 A"], []
            ),
            (
                "Effective Date,Entered Date,Transaction Description,Amount,Balance\n,2015-02-03,A,+5.00,5.00\n",
                ["2 2015-02-03 5.00 A"], []
            ),
            (
                "\u{FEFF}Date d’exécution;Libellé simplifié;Dépenses;Recettes\r\n3.2.2015;A;;1\u{a0}234,50\r\n"
                    + "14.2.2015;B;12,00-;\r\n",
                ["2 2015-02-03 1234.50 A", "3 2015-02-14 -12.00 B"], []
            ),
            (
                "Date,Text,Outflow,Inflow\n2015-02-03,A,,350 dollars\n2015-02-04,B,5.00,\n",
                ["2 2015-02-03 350.00 CAD A", "3 2015-02-04 -5.00 B"], []
            ),
            (
                "Date,Text,Amount\n2015-02-03,A,350.00 Credit\n2015-02-04,B,20.00 Debit\n2015-02-04,C,30.00-\n",
                ["2 2015-02-03 350.00 A", "3 2015-02-04 -20.00 B", "4 2015-02-04 -30.00 C"], []
            ),
            // Columns that nobody named in a known language, by what stands in them.
            (
                "\"Datum\";\"Naam / Omschrijving\";\"Af Bij\";\"Bedrag (CAD)\";\"Mededelingen\"\n"
                    + "20150203;A;Bij;100,00;x\n20150204;B;Af;100,00;y\n",
                ["2 2015-02-03 100.00 CAD A x", "3 2015-02-04 -100.00 CAD B y"], []
            ),
            (
                "Datum;Tekst;Retning;Amount\n2015-02-03;A;In;100,00\n2015-02-04;B;Out;100,00\n",
                ["2 2015-02-03 100.00 A", "3 2015-02-04 -100.00 B"], []
            ),
            (
                "Buchungstag;Verwendungszweck;Betrag;Waehrung;Info\n03.02.15;A;100,00;CAD;Umsatz gebucht\n"
                    + "04.02.15;B;100,00;CAD;Umsatz vorgemerkt\n04.02.15;C;100,00;EUR;Umsatz gebucht\n",
                ["2 2015-02-03 100.00 CAD A", "3 2015-02-04 100.00 CAD pending B", "4 2015-02-04 100.00 EUR C"], []
            ),
            ("Päivä;Selite;Määrä EUR\n03.02.2015;A;100,00\n", ["2 2015-02-03 100.00 EUR A"], []),
            ("Date,Text,Amount,Moneda\n2015-02-03,A,100.00,USD\n", ["2 2015-02-03 100.00 USD A"], []),
            (
                "Date,Text,Amount,+/-\n2015-02-03,A,100.00,+\n2015-02-04,B,100.00,-\n",
                ["2 2015-02-03 100.00 A", "3 2015-02-04 -100.00 B"], []
            ),
            ("Date,Amount,x,Text\n2015-02-03,100.00,-,A\n", ["2 2015-02-03 100.00 - A"], []),
            // What a header calls a text stays one, whatever single word stands in it.
            ("Date;Libellé;Montant\n2015-02-03;Dépôt;100,00\n", ["2 2015-02-03 100.00 Dépôt"], []),
            ("Date,Memo,Amount\n2015-02-03,Pending,100.00\n", ["2 2015-02-03 100.00 Pending"], []),
            ("Date,Reference,Amount\n2015-02-03,USD,100.00\n", ["2 2015-02-03 100.00 USD"], []),
            (
                "Date,Description,Note,Amount\n2015-02-03,Deposit,A,100.00\n2015-02-04,Withdrawal,B,100.00\n",
                ["2 2015-02-03 100.00 A", "3 2015-02-04 -100.00 B"], []
            ),
            // One word that is not known makes no payments of what went out.
            (
                "Date,Text,Amount,Type\n2015-02-03,A,100.00,Paid in\n2015-02-04,B,100.00,ACH_DEBIT\n"
                    + "2015-02-05,C,100.00,Purchase\n2015-02-06,D,100.00,Quux\n2015-02-07,E,100.00,Credit card\n",
                [
                    "2 2015-02-03 100.00 A Paid in", "3 2015-02-04 -100.00 B ACH_DEBIT",
                    "4 2015-02-05 -100.00 C Purchase",
                ],
                ["5 statement_direction_unclear", "6 statement_direction_unclear"]
            ),
            // A column that is there for the direction, in words that nobody knows.
            (
                "Date,Text,Amount,Direction\n2015-02-03,A,100.00,Inward\n2015-02-04,B,100.00,Quux\n",
                ["2 2015-02-03 100.00 A Inward"], ["3 statement_direction_unclear"]
            ),
            ("Date,Text,Amount,D/C\n2015-02-03,A,100.00,X\n", [], ["2 statement_direction_unclear"]),
            ("Date,Text,Amount,Type\n2015-02-03,A,100.00,e-Transfer\n", ["2 2015-02-03 100.00 A e-Transfer"], []),
            (
                "Datum,Text,Belopp,Riktning\n2015-02-03,A,100,Inkommande\n2015-02-04,B,100,Utgående\n", [],
                ["2 statement_direction_unclear", "3 statement_direction_unclear"]
            ),
            (
                "Started Date,Completed Date,Text,Amount,State\n2015-02-03,2015-02-04,A,100.00,COMPLETED\n"
                    + "2015-02-05,,B,100.00,PENDING\n",
                ["2 2015-02-04 100.00 A", "3 2015-02-05 100.00 pending B"], []
            ),
            (
                "Date,Text,Amount,Currency\n2015-02-03,A,100.00,C$\n2015-02-03,B,100.00,US$\n2015-02-03,C,100.00,$\n",
                ["2 2015-02-03 100.00 CAD A", "3 2015-02-03 100.00 USD B", "4 2015-02-03 100.00 CAD C"], []
            ),
            (
                "Date,Amount,Text\n2015-02-01,5.00,E-TRANSFER CANCELLED A\n2015-02-01,-5.00,CHARGE-BACK B\n",
                ["2 2015-02-01 5.00 return E-TRANSFER CANCELLED A", "3 2015-02-01 -5.00 return CHARGE-BACK B"], []
            ),
            // With minus signs a word decides nothing.
            (
                "Date,Text,Amount,Type\n2015-02-03,A,100.00,e-Transfer\n2015-02-04,B,-100.00,Credit card payment\n",
                ["2 2015-02-03 100.00 A e-Transfer", "3 2015-02-04 -100.00 B Credit card payment"], []
            ),
            (
                "Date, Transaction Details, Funds Out, Funds In\n02/13/2015, A,,100.00\n02/14/2015, B,20.00,\n",
                ["2 2015-02-13 100.00 A", "3 2015-02-14 -20.00 B"], []
            ),
            (
                "Date,Libellé,Montant\n1er mars 2015,A,\"5,00\"\n\"February 3rd, 2015\",B,\"6,00\"\n3rd of 2015,C,\"7,00\"\n",
                ["2 2015-03-01 5.00 A", "3 2015-02-03 6.00 B"], ["4 date_invalid"]
            ),
            ("sep=|\nDate|Amount|Text\n2015-02-01|5,00|A, B; C\n", ["3 2015-02-01 5.00 A, B; C"], []),
            ("Date,Amount,Text\n2015-02-01,5.00,12\" rack \"A\"\n", ["2 2015-02-01 5.00 12\" rack \"A\""], []),
        ] as [(String, [String], [String])])
    func `a table says what each line is, or why it cannot be used`(
        text: String, lines: [String], unread: [String]
    ) throws {
        let statement = try Fixtures.read(text)
        #expect(Fixtures.lines(statement) == lines)
        #expect(Fixtures.unread(statement) == unread)
    }

    @Test func `columns that are said need no header`() throws {
        let statement = try Fixtures.read(
            "x;03/02/2015;Virement A;350,00\nx;04/02/2015;Virement B;20,00\n", columns: "-,date,text,credit",
            dates: .dayFirst)
        #expect(Fixtures.lines(statement) == ["1 2015-02-03 350.00 Virement A", "2 2015-02-04 20.00 Virement B"])
    }

    @Test func `columns that nothing proves are asked for`() {
        #expect(throws: PaymentsError.self) { try Fixtures.read("02/03/2015,A,,350.00,1926.42\n") }
        #expect(throws: PaymentsError.self) { try Fixtures.read("a,b\n1,2\n") }
    }

    @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .windowsCP1252, .utf8])
    func `a file is read in whatever encoding a spreadsheet chose`(encoding: String.Encoding) throws {
        let text = "Date;Montant;Libellé\n2015-02-03;350,00;Dépôt\n"
        let statement = try Fixtures.read(try #require(text.data(using: encoding)))
        #expect(Fixtures.lines(statement) == ["2 2015-02-03 350.00 Dépôt"])
        let noted = statement.notes.contains { if case .encoding = $0 { true } else { false } }
        #expect(noted == (encoding != .utf8))
    }

    @Test func `a balance that does not fit is told with its line`() throws {
        let text = """
            Date,Text,Amount,Balance
            2015-02-01,A,10.00,110.00
            2015-02-02,B,10.00,120.00
            2015-02-03,C,10.00,110.00
            2015-02-04,D,10.00,120.00

            """
        #expect(try Fixtures.read(text).notes.contains(.balanceDiffers(line: 4)))
        #expect(try Fixtures.read(text.replacing("C,10.00", with: "C,-10.00")).notes.count == 2)
    }

    @Test(arguments: [("2015-02-10", "2015-02-03", false), ("2015-05-10", "2015-03-02", true)])
    func `a reading by which something is yet to come is not meant`(day: String, dated: String, isGuess: Bool) throws {
        let options = StatementOptions(currency: try Currency("CAD"), today: try CivilDate(day))
        let statement = try BankStatement(Data("Date,Amount,Text\n03/02/2015,5.00,A\n".utf8), options)
        #expect(statement.lines.map(\.dated.description) == [dated])
        #expect(statement.notes.contains(.dates(.monthFirst)) == isGuess)
    }

    @Test func `dates that nothing settles are read as the country does, and said`() throws {
        let statement = try Fixtures.read("Date,Amount,Text\n2/3/2015,5.00,A\n")
        #expect(statement.notes.contains(.dates(.monthFirst)))
        #expect(statement.lines[0].otherDate == (try CivilDate("2015-03-02")))
        let french = try Fixtures.read("Date;Montant;Libellé\n2/3/2015;5,00;A\n")
        #expect(french.lines[0].dated == (try CivilDate("2015-03-02")))
    }

    @Test(arguments: [
        ("%PDF-1.4", "statement_form_unknown"), ("PK\u{3}\u{4}xlsx", "statement_form_unknown"),
        ("<html></html>", "statement_form_unknown"), ("", "statement_empty"), ("\n\n", "statement_empty"),
        ("Date,Amount\n", "statement_empty"), ("Date,Amount\n\"2015-02-01,5.00\n", "statement_broken"),
    ])
    func `what is no statement is refused`(text: String, code: String) {
        let error = #expect(throws: PaymentsError.self) { try Fixtures.read(text) }
        #expect(error?.code.rawValue == code)
    }

    @Test func `a file has at most so many lines and bytes`() {
        let line = "2015-02-01,1.00,A\n"
        let long = "Date,Amount,Text\n" + String(repeating: line, count: BankStatement.linesMax + 1)
        #expect(throws: PaymentsError(.statementTooLong, ErrorDetail("limit", 50_000))) { try Fixtures.read(long) }
        let large = Data(count: BankStatement.sizeMax + 1)
        #expect(throws: PaymentsError(.statementTooLarge, ErrorDetail("limit", 16 << 20))) { try Fixtures.read(large) }
    }
}

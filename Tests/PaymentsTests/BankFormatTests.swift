import Conference
import Foundation
import LanyardTestSupport
import Payments
import Testing

struct BankFormatTests {
    @Test func `a statement of ISO 20022 is read`() throws {
        let statement = try Fixtures.read(try Fixtures.file("camt053.xml"))
        #expect(statement.form == .camt && statement.unread.isEmpty)
        #expect(Fixtures.lines(statement) == ["2 2015-02-03 350.00 CAD XMN-0W91"])
    }

    private static func entry(_ inner: String) -> String {
        """
        <?xml version="1.0"?>
        <c:Document xmlns:c="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><c:BkToCstmrStmt><c:Stmt>
        \(inner.replacing("<", with: "<c:").replacing("<c:/", with: "</c:"))
        </c:Stmt></c:BkToCstmrStmt></c:Document>
        """
    }

    @Test(
        arguments: [
            (
                """
                <Ntry><Amt Ccy="EUR">20</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts><BookgDt><Dt>2015-02-03</Dt>\
                </BookgDt><AcctSvcrRef>S1</AcctSvcrRef><AddtlNtryInf>A &amp; B</AddtlNtryInf></Ntry>
                """, ["3 2015-02-03 20.00 EUR pending A & B #S1"]
            ),
            (
                """
                <Ntry><Amt Ccy="CAD">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>2015-02-03T01:02:03\
                </DtTm></BookgDt><AcctSvcrRef>S1</AcctSvcrRef><NtryDtls>
                <TxDtls><Amt Ccy="CAD">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Pty><Nm>A. Placeholder</Nm>\
                </Pty></Dbtr></RltdPties><RmtInf><Ustrd>one</Ustrd></RmtInf></TxDtls>
                <TxDtls><Amt Ccy="CAD">20.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><RmtInf><Strd><CdtrRefInf><Ref>RF18</Ref>\
                </CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>
                """,
                [
                    "3 2015-02-03 10.00 CAD A. Placeholder one #S1/1", "3 2015-02-03 20.00 CAD RF18 #S1/2",
                ]
            ),
            (
                """
                <Ntry><Amt Ccy="CAD">30.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><ValDt><Dt>2015-02-03</Dt>\
                </ValDt></Ntry>
                """, ["3 2015-02-03 -30.00 CAD return"]
            ),
        ] as [(String, [String])])
    func `an entry is as many movements as it has transactions with amounts`(inner: String, lines: [String]) throws {
        let statement = try Fixtures.read(Self.entry(inner))
        #expect(Fixtures.lines(statement) == lines)
    }

    @Test func `an entry without a date is told`() throws {
        let statement = try Fixtures.read(
            Self.entry("<Ntry><Amt Ccy=\"CAD\">30</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>"))
        #expect(Fixtures.unread(statement) == ["3 statement_date_missing"])
    }

    @Test(arguments: [
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>BkToCstmr&e;</x>",
        "<!DOCTYPE a [<!ENTITY b \"&c;&c;\">]><a>BkToCstmrStmt</a>",
    ])
    func `a document type is refused, whatever is in it`(text: String) {
        let error = #expect(throws: PaymentsError.self) { try Fixtures.read(text) }
        #expect(error?.code == .statementXMLUnsafe)
    }

    @Test func `broken XML is refused with its line, never a crash`() throws {
        let good = Array(try Fixtures.file("camt053.xml"))
        for length in stride(from: 120, to: good.count - 12, by: 7) {
            #expect(throws: PaymentsError.self, "\(length) bytes") { try Fixtures.read(Data(good.prefix(length))) }
        }
        let deep = "<BkToCstmrStmt>" + String(repeating: "<a>", count: 100_000)
        #expect(throws: PaymentsError(.statementBroken, ErrorDetail("line", 1))) { try Fixtures.read(deep) }
        #expect(throws: PaymentsError.self) { try Fixtures.read("<BkToCstmrStmt>&unknown;</BkToCstmrStmt>") }
    }

    @Test(arguments: SeededGenerator.seeds(8))
    func `damaged statements are read or refused`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for name in ["camt053.xml", "statement.ofx", "customer.mt940", "rbc-en.csv", "amounts.csv"] {
            let good = Array(try Fixtures.file(name))
            for _ in 0..<50 {
                var bytes = good
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let place = Int.random(in: bytes.indices, using: &generator)
                    switch Int.random(in: 0..<3, using: &generator) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                    case 1: bytes.remove(at: place)
                    default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                    }
                }
                do {
                    _ = try Fixtures.read(Data(bytes))
                } catch {
                    #expect(error is PaymentsError, "\(name), seed \(seed)")
                }
            }
        }
    }

    @Test func `OFX of both versions is read`() throws {
        #expect(
            Fixtures.lines(try Fixtures.read(try Fixtures.file("statement.ofx"))) == [
                "11 2015-02-03 350.00 CAD E-TRANSFER E-TRANSFER XMN-0W91 #A1"
            ])
        let xml = """
            <?xml version="1.0"?><?OFX OFXHEADER="200" VERSION="220"?>
            <OFX><STMTRS><CURDEF>CAD</CURDEF><BANKTRANLIST>
            <STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20150203120000[-5:EST]</DTPOSTED><TRNAMT>+1.234,50</TRNAMT>
            <FITID>F1</FITID><NAME>A &amp; B</NAME></STMTTRN>
            </BANKTRANLIST><BANKTRANLISTP>
            <STMTTRNP><DTTRAN>20150204</DTTRAN><TRNAMT>5,00</TRNAMT><NAME>C</NAME></STMTTRNP>
            </BANKTRANLISTP></STMTRS></OFX>
            """
        #expect(
            Fixtures.lines(try Fixtures.read(xml)) == [
                "3 2015-02-03 1234.50 CAD A & B A & B #F1", "6 2015-02-04 5.00 CAD pending C C",
            ])
    }

    @Test func `what was converted is in the account's currency, and one number of a bank is one movement`() throws {
        let transfer = "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20150203<TRNAMT>350.00<FITID>1<NAME>A</STMTTRN>"
        let converted = transfer.replacing(
            "<FITID>1", with: "<FITID>2<ORIGCURRENCY><CURRATE>1.25<CURSYM>USD</ORIGCURRENCY>")
        let foreign = transfer.replacing("<FITID>1", with: "<FITID>3<CURRENCY><CURRATE>1.25<CURSYM>USD</CURRENCY>")
        let statement = try Fixtures.read(
            "<OFX><CURDEF>CAD<BANKTRANLIST>\n\(transfer)\n\(converted)\n\(foreign)\n\(transfer)\n</BANKTRANLIST></OFX>")
        #expect(
            Fixtures.lines(statement) == [
                "2 2015-02-03 350.00 CAD A A #1", "3 2015-02-03 350.00 CAD A A #2", "4 2015-02-03 350.00 USD A A #3",
            ])
        #expect(Fixtures.unread(statement) == ["5 statement_line_twice"], "two exports that were joined")
    }

    @Test func `a state in the bank's own words, and an amount without a currency, are no guesses`() throws {
        func read(_ account: String, _ entry: String) throws -> BankStatement {
            try Fixtures.read(
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt>\(account)<Ntry>"
                    + "<Amt>350.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>\(entry)<BookgDt><Dt>2015-02-03</Dt></BookgDt></Ntry>"
                    + "</Stmt></BkToCstmrStmt></Document>")
        }
        let prepared = try read("", "<Sts><Prtry>VORBEREITET</Prtry></Sts>")
        #expect(Fixtures.unread(prepared) == ["1 statement_status_unknown"])
        let foreign = try read("<Acct><Ccy>USD</Ccy></Acct>", "<Sts><Cd>BOOK</Cd></Sts>")
        #expect(Fixtures.lines(foreign) == ["1 2015-02-03 350.00 USD"])
    }

    @Test func `a debit of OFX that has no minus is asked about`() throws {
        let statement = try Fixtures.read(
            "<OFX><CURDEF>CAD<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20150203<TRNAMT>350.00<FITID>1<NAME>A</STMTTRN>"
                + "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20150203<TRNAMT>-350.00<FITID>2<NAME>B</STMTTRN>\n"
                + "<STMTTRN><TRNTYPE>PAYMENT<DTPOSTED>20150203<TRNAMT>35.00<FITID>3<NAME>C</STMTTRN>\n"
                + "<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20150203<TRNAMT>70.00<FITID>4<NAME>D</STMTTRN></BANKTRANLIST></OFX>"
        )
        #expect(Fixtures.lines(statement) == ["1 2015-02-03 -350.00 CAD B B #2", "3 2015-02-03 70.00 CAD D D #4"])
        #expect(Fixtures.unread(statement) == ["1 statement_direction_unclear", "2 statement_direction_unclear"])
    }

    @Test func `MT940 is read with its marks and its balance`() throws {
        let statement = try Fixtures.read(try Fixtures.file("customer.mt940"))
        #expect(
            Fixtures.lines(statement) == [
                "6 2015-02-03 350.00 CAD A. PLACEHOLDER CREDIT PERSON NUMBER1 XMN-0W91 #B4711",
                "8 2015-02-04 -100.00 CAD B. EXAMPLE /NAME/B. EXAMPLE/REMI/REFUND XTQ-HKNR #B4712",
                "10 2015-02-05 -350.00 CAD return RETURNED XMN-0W91 #B4713",
            ])
        #expect(statement.notes == [])
        let wrong = String(decoding: try Fixtures.file("customer.mt940"), as: UTF8.self)
            .replacing("CAD900,00", with: "CAD901,00")
        #expect(try Fixtures.read(wrong).notes == [.balanceDiffers(line: 12)])
        let broken = wrong.replacing("1502030203CR350,00", with: "15020302X3CR350,00")
        #expect(Fixtures.unread(try Fixtures.read(broken)) == ["6 statement_broken"])
    }
}

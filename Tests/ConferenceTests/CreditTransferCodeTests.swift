import Conference
import Testing

/// IBANs, and what the QR code of a transfer says.
struct CreditTransferCodeTests {
    @Test(arguments: [
        "DE75512108001245126199", "de75 5121 0800 1245 1261 99", "GB33BUKB20201555555555", "NO9386011117947",
    ])
    func `an IBAN is read with blanks and in small letters`(text: String) throws {
        #expect(try IBAN(text).description == text.uppercased().filter { $0 != " " })
    }

    @Test(arguments: [
        "DE75512108001245126198", "DE57512108001245126199", "DE7551210800124512619", "7551", "",
        "DE75-5121-0800-1245-1261-99",
        "DE75512108001245126199000000000000000",
    ])
    func `a slip in an IBAN is found`(text: String) {
        #expect(throws: ConferenceError.self) { try IBAN(text) }
    }

    @Test func `the code says what the guidelines of the payments council ask for`() throws {
        let account = BankAccount(
            holder: "Example Conference Association", iban: try IBAN("DE75 5121 0800 1245 1261 99"), bic: "SOLADEST600")
        let code = CreditTransferCode(
            to: account, Money(cents: 35_000), in: try Currency("EUR"), message: "K7X-42MK")
        #expect(
            code?.text == """
                BCD
                002
                1
                SCT
                SOLADEST600
                Example Conference Association
                DE75512108001245126199
                EUR350.00


                K7X-42MK
                """)
        #expect(CreditTransferCode(to: account, .zero, in: try Currency("EUR"), message: "") == nil)
        #expect(CreditTransferCode(to: account, Money(cents: 100), in: try Currency("CAD"), message: "") == nil)
        #expect(BankAccount(in: ["Pay here:"] + account.lines + ["Thank you"]) == account)
        #expect(BankAccount(in: ["IBAN DE75 5121 0800 1245 1261 99"]) == nil)
    }
}

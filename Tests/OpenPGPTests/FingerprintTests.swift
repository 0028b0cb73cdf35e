import Conference
import Testing

@testable import OpenPGP

struct FingerprintTests {
    static let plain = "249CB37717507 45D5CDD323CE267B052364F028D".filter { $0 != " " }

    @Test(arguments: [
        "249CB3771750745D5CDD323CE267B052364F028D",
        "249c b377 1750 745d 5cdd  323c e267 b052 364f 028d",
        "0x249CB3771750745D5CDD323CE267B052364F028D",
        "24:9C:B3:77:17:50:74:5D:5C:DD:32:3C:E2:67:B0:52:36:4F:02:8D",
        "OPENPGP4FPR:249CB3771750745D5CDD323CE267B052364F028D",
        "openpgp4fpr:249cb3771750745d5cdd323ce267b052364f028d#a=ada%40example.org&n=Ada",
        "249C\u{A0}B377\u{A0}1750\u{A0}745D\u{A0}5CDD\u{A0}\u{A0}323C\u{A0}E267\u{A0}B052\u{A0}364F\u{A0}028D",
        "\t249C B377 1750 745D 5CDD\r\n      323C E267 B052 364F 028D\n",
    ])
    func `a fingerprint is read as people write it`(text: String) throws {
        let fingerprint = try Fingerprint(text)
        #expect(fingerprint.digits == Self.plain)
        #expect(fingerprint.grouped == "249C B377 1750 745D 5CDD  323C E267 B052 364F 028D")
        #expect(fingerprint.uri == "OPENPGP4FPR:" + Self.plain)
        #expect(fingerprint.keyVersion == 4)
    }

    @Test(arguments: [
        ("", "fingerprint_empty", nil), ("  \n", "fingerprint_empty", nil), ("0x", "fingerprint_empty", nil),
        ("E267B052364F028D", "fingerprint_is_key_id", "16"), ("0x364F028D", "fingerprint_is_key_id", "8"),
        ("0123456789ABCDEF0123456789ABCDEF", "fingerprint_version_3", nil),
        ("249CB3771750745D5CDD323CE267B052364F02", "fingerprint_length", "38"),
        ("249CB3771750745D5CDD323CE267B052364F028", "fingerprint_length", "39"),
        ("249CB3771750745D5CDD323CE267B052364F028DD", "fingerprint_length", "41"),
        ("249CB3771750745D5CDD323CE267B052364F02BO", "fingerprint_not_hexadecimal", nil),
        ("٢49CB3771750745D5CDD323CE267B052364F028D", "fingerprint_not_hexadecimal", nil),
    ])
    func `anything else is refused by its code`(text: String, code: String, digits: String?) {
        let error = #expect(throws: OpenPGPError.self) { try Fingerprint(text) }
        #expect(error?.code.rawValue == code)
        #expect(error?.detail("digits") == digits)
    }

    @Test func `64 digits are a version 6 fingerprint without a URI`() throws {
        let fingerprint = try Fingerprint(String(repeating: "cb18", count: 16))
        #expect(fingerprint.keyVersion == 6)
        #expect(fingerprint.uri == nil)
        #expect(fingerprint.grouped.count == 16 * 4 + 14 + 2)
        #expect(fingerprint.difference(from: try Fingerprint(Self.plain)) == nil)
    }

    @Test func `a difference names the digits from one`() throws {
        let right = try Fingerprint(Self.plain)
        let wrong = try Fingerprint("349CB3771750745D5CDD323CE267B052364F028E")
        #expect(wrong.difference(from: right) == [1, 40])
        #expect(right.difference(from: right) == [])
    }

    @Test(arguments: [
        ("249CB3771750745D5CDD323CE267B052364F028D", nil, ""),
        ("249CB3771750745D5CDD323CE267B052364F028E", "fingerprint_mismatch", "40:wrong:E:D"),
        ("249B37 71750745D5CDD323CE267B052364F028D", "fingerprint_length", "4:missing:C"),
        ("249CB3771750745D5CDD323CE267B0523604F028D", "fingerprint_length", "35:extra:0"),
    ])
    func `a typed fingerprint is compared digit by digit`(typed: String, code: String?, difference: String) throws {
        let actual = try Fingerprint(Self.plain)
        var thrown: OpenPGPError?
        do throws(OpenPGPError) {
            try FingerprintComparison.check(typed: typed, against: actual)
        } catch {
            thrown = error
        }
        #expect(thrown?.code.rawValue == code)
        #expect(thrown?.detail("difference") ?? "" == difference)
    }
}

import Conference
import Foundation
import Testing

struct CountryCodeTests {
    @Test func `the codes are those of the time zone database, which takes them from ISO 3166`() throws {
        let table = try String(contentsOfFile: "/usr/share/zoneinfo/iso3166.tab", encoding: .utf8)
        let codes = table.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { String($0.prefix(2)) }
        #expect(codes.count == 249)
        #expect(CountryCode.assigned == Set(codes))
    }

    @Test(arguments: [("ca", "CA"), ("DE", "DE"), ("Jp", "JP")])
    func `a code is read in either case`(text: String, code: String) throws {
        #expect(try CountryCode(text).description == code)
    }

    @Test(arguments: ["", "C", "CAN", "UK", "XX", "ＣＡ", "c a"])
    func `letters that no country has are refused`(text: String) {
        #expect(throws: ConferenceError.self) { try CountryCode(text) }
    }
}

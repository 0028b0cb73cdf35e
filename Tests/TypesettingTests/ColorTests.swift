import Conference
import Testing
import Typesetting

@Suite struct Colours {
    @Test(arguments: ["#d4a017", "#000000", "#ffffff", "#c62828"])
    func `a colour reads as it is written`(hex: String) throws {
        #expect(try Color(hex: hex).hex == hex)
    }

    @Test func `three digits stand for six`() throws {
        #expect(try Color(hex: "#1aF").hex == "#11aaff")
    }

    @Test(arguments: ["", "#", "d4a017", "#d4a01", "#d4a0177", "#gggggg", "red", "#-12345", "＃d4a017"])
    func `anything else is refused`(text: String) {
        let error = #expect(throws: TypesettingError.self) { try Color(hex: text) }
        #expect(error?.code.rawValue == "color_malformed")
    }

    @Test func `contrast is that of WCAG`() throws {
        #expect(abs(Color.black.contrast(with: .white) - 21) < 0.001)
        #expect(Color.white.contrast(with: .white) == 1)
        // A published pair: #767676 on white is the lightest grey that passes 4.5 to 1.
        #expect(abs(try Color(hex: "#767676").contrast(with: .white) - 4.54) < 0.01)
    }
}

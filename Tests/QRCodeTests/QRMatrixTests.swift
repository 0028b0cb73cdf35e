import Conference
import QRCode
import Testing

@Suite struct `QR matrices` {
    /// A text as long as a credential, of the alphanumeric set.
    private static let credential = "LY:" + String(repeating: "A9$ %*+-./:Z0", count: 9)

    @Test func `a credential fits version 5`() throws {
        #expect(Self.credential.count == 120)
        let matrix = try QRMatrix(Self.credential)
        #expect(matrix.version == 5)
        #expect(matrix.side == 37)
        #expect(matrix.modules.count == 37 * 37)
    }

    @Test func `lower case needs more room because it is stored as bytes`() throws {
        let matrix = try QRMatrix(Self.credential.lowercased())
        #expect(matrix.version > 5)
    }

    @Test func `modules are nothing but dark and light`() throws {
        let matrix = try QRMatrix(Self.credential)
        #expect(Set(matrix.modules) == [0, 1])
    }

    @Test func `three finder patterns stand in their corners`() throws {
        let matrix = try QRMatrix(Self.credential)
        func module(_ x: Int, _ y: Int) -> UInt8 { matrix.modules[y * matrix.side + x] }
        for (x, y) in [(0, 0), (matrix.side - 7, 0), (0, matrix.side - 7)] {
            for offset in 0..<7 {
                #expect(module(x + offset, y) == 1 && module(x + offset, y + 6) == 1)
                #expect(module(x, y + offset) == 1 && module(x + 6, y + offset) == 1)
            }
            #expect(module(x + 1, y + 1) == 0 && module(x + 3, y + 3) == 1)
        }
    }

    @Test func `the same text gives the same modules`() throws {
        #expect(try QRMatrix("LY:HELLO") == QRMatrix("LY:HELLO"))
        #expect(try QRMatrix("LY:HELLO") != QRMatrix("LY:HELLP"))
    }

    @Test func `the largest text fits and one byte more does not`() throws {
        #expect(try QRMatrix(String(repeating: "a", count: 2331)).version == 40)
        #expect(throws: QRCodeError.self) { try QRMatrix(String(repeating: "a", count: 2332)) }
    }

    @Test(arguments: [
        ("", "qr_text_empty"), ("LY:\0X", "qr_text_has_zero_byte"),
        (String(repeating: "ü", count: 3000), "qr_text_too_long"),
    ])
    func `what cannot be encoded is refused by name`(text: String, code: String) {
        let error = #expect(throws: QRCodeError.self) { try QRMatrix(text) }
        #expect(error?.code == code)
    }
}

import Conference
import Foundation
import QRCode
import QRReader
import Testing

@Suite struct `Pictures of QR codes` {
    private static let credential = "LY:" + String(repeating: "A9$ %*+-./:Z0", count: 9)

    /// A code on white paper, each module `scale` pixels wide.
    private static func picture(_ text: String, scale: Int) throws -> (bytes: Data, side: Int) {
        let matrix = try QRMatrix(text)
        let side = (matrix.side + 2 * QRMatrix.quietZone) * scale
        var bytes = Data(repeating: 255, count: side * side)
        for y in 0..<side {
            for x in 0..<side {
                let (column, row) = (x / scale - QRMatrix.quietZone, y / scale - QRMatrix.quietZone)
                guard (0..<matrix.side).contains(column), (0..<matrix.side).contains(row) else { continue }
                if matrix.modules[row * matrix.side + column] == 1 { bytes[y * side + x] = 20 }
            }
        }
        return (bytes, side)
    }

    @Test(arguments: [2, 3, 6]) func `a code is read at several sizes`(scale: Int) throws {
        let (bytes, side) = try Self.picture(Self.credential, scale: scale)
        let text = try QRReader.text(in: bytes, width: side, height: side)
        #expect(text == Self.credential)
    }

    @Test func `a picture without a code has no text`() throws {
        let text = try QRReader.text(in: Data(repeating: 128, count: 300 * 200), width: 300, height: 200)
        #expect(text == nil)
    }

    @Test(arguments: [(0, 10), (10, 9), (1025, 1), (-1, -100)])
    func `sides that do not fit the bytes are refused`(width: Int, height: Int) {
        let error = #expect(throws: QRReaderError.self) {
            try QRReader.text(in: Data(repeating: 0, count: 100), width: width, height: height)
        }
        #expect(error?.code.rawValue == "picture_size_invalid")
    }
}

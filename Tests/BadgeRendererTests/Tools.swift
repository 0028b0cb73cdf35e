import Foundation
import Testing

/// A folder that vanishes with the test.
final class ScratchFolder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("badges-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func file(_ name: String, _ data: Data) throws -> String {
        let file = url.appendingPathComponent(name)
        try data.write(to: file)
        return file.path
    }
}

/// Runs a program on the PATH and returns its standard output; any exit code but 0 fails the test.
func run(_ arguments: String...) throws -> String { try run(arguments) }

/// Reads the QR codes of pictures, and nothing else that looks like a code.
let codeReader = ["zbarimg", "--nodbus", "-q", "--raw", "-Sdisable", "-Sqrcode.enable"]

/// The tests' own picture tool.
let pictureTool = repository.appendingPathComponent("Tests/BadgeRendererTests/pictures.py").path

func run(_ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(arguments)")
    return String(decoding: data, as: UTF8.self)
}

/// A page as pixels.
struct Pixels {
    let width: Int
    let height: Int
    private let bytes: [UInt8]

    /// The page's picture by poppler, smoothed as a printer would.
    init(pdf: Data, page: Int = 1, dotsPerInch: Int = 144) throws {
        let scratch = try ScratchFolder()
        let file = try scratch.file("page.pdf", pdf)
        let number = String(page)
        let picture = scratch.url.appendingPathComponent("page")
        _ = try run(
            "pdftoppm", "-r", String(dotsPerInch), "-f", number, "-l", number, "-singlefile", file, picture.path)
        let data = [UInt8](try Data(contentsOf: picture.appendingPathExtension("ppm")))
        // P6, width, height, 255, each followed by one blank.
        var numbers: [Int] = []
        var position = 2
        while numbers.count < 3 {
            position += 1
            let start = position
            while data[position] > 0x20 { position += 1 }
            numbers.append(try #require(Int(String(decoding: data[start..<position], as: UTF8.self))))
        }
        width = numbers[0]
        height = numbers[1]
        bytes = Array(data[(position + 1)...])
    }

    /// `#rrggbb` at a place in points, for a picture of 144 dpi.
    subscript(x: Double, y: Double) -> String {
        let index = (Int(y * 2) * width + Int(x * 2)) * 3
        return "#"
            + bytes[index..<index + 3].map {
                let digits = String($0, radix: 16)
                return digits.utf8.count == 1 ? "0" + digits : digits
            }.joined()
    }

    /// The red of a pixel, from 0 to 255.
    func darkness(_ column: Int, _ row: Int) -> UInt8 { bytes[(row * width + column) * 3] }

    /// Whether red, green and blue of a pixel are the same.
    func hasNoColor(_ column: Int, _ row: Int) -> Bool {
        let index = (row * width + column) * 3
        return bytes[index] == bytes[index + 1] && bytes[index] == bytes[index + 2]
    }

    /// How many pixels of a rectangle in points are dark, for a picture of 144 dpi.
    func darkCount(x: ClosedRange<Double>, y: ClosedRange<Double>) -> Int {
        var count = 0
        for row in Int(y.lowerBound * 2)..<Int(y.upperBound * 2) {
            for column in Int(x.lowerBound * 2)..<Int(x.upperBound * 2) where bytes[(row * width + column) * 3] < 96 {
                count += 1
            }
        }
        return count
    }
}

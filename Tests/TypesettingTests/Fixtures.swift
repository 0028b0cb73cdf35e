import Foundation
import Typesetting

/// The repository's own font configuration.
let fontConfiguration = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("fonts/fonts.conf")

/// A setter of the repository's fonts.
@TypesettingActor
func makeSetter() throws -> TextSetter {
    TextSetter(fonts: try FontCollection.load(configuration: fontConfiguration))
}

/// A PDF in memory, of one page that `draw` draws.
@TypesettingActor
func makePDF(size: Size, title: String = "Test", _ draw: (Canvas) throws -> Void) throws -> Data {
    var data = Data()
    let document = PDFDocument(information: .init(title: title, created: Date(timeIntervalSince1970: 0))) {
        data.append(contentsOf: $0)
    }
    try document.page(size, draw)
    try document.finish()
    return data
}

/// SplitMix64, for properties that print their seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

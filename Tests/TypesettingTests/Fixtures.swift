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

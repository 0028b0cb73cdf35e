import Conference
import Foundation
import Testing
import Typesetting

@TypesettingActor
@Suite struct Documents {
    private struct DiskFull: Error {}

    @Test func `the same drawing gives the same bytes`() throws {
        func draw(_ canvas: Canvas) throws {
            let text = try makeSetter().set(
                "Zoë 山田", style: TextStyle(sizeMax: 20, sizeMin: 20), box: Size(width: 90, height: 30))
            canvas.draw(text, at: Point(x: 5, y: 5), color: .black)
        }
        let size = Size.inches(4, 3)
        #expect(try makePDF(size: size, draw) == makePDF(size: size, draw))
        #expect(try makePDF(size: size, draw) != makePDF(size: size, title: "Other", draw))
    }

    @Test func `what is no character stops no page`() throws {
        let odd = "Ada " + [0xFFFF, 0xFDD0, 0x1_FFFE].compactMap(Unicode.Scalar.init).map(String.init).joined()
        let pdf = try makePDF(size: .inches(4, 3), title: odd) { canvas in
            let text = try makeSetter().set(
                odd, style: TextStyle(sizeMax: 20, sizeMin: 20), box: Size(width: 200, height: 30))
            canvas.draw(text, at: Point(x: 5, y: 5), color: .black)
        }
        #expect(pdf.starts(with: Data("%PDF-".utf8)))
    }

    @Test func `an error of the writer comes out`() throws {
        let document = PDFDocument(information: .init(title: "", created: .distantPast)) { _ in throw DiskFull() }
        let error = #expect(throws: TypesettingError.self) {
            try document.page(.inches(1, 1)) { $0.fill(Rect(x: 0, y: 0, width: 9, height: 9), color: .black) }
            try document.finish()
        }
        #expect(error?.code.rawValue == "output_failed")
        #expect(error?.underlying is DiskFull)
    }

    @Test func `a picture larger than a preview is refused`() {
        let error = #expect(throws: TypesettingError.self) { try PixelImage(size: .inches(4, 3), dotsPerInch: 2501) }
        #expect(error?.code.rawValue == "image_too_large")
    }

    @Test func `a picture is a PNG of the right size`() throws {
        let image = try PixelImage(size: .inches(4, 3), dotsPerInch: 96)
        try image.draw { $0.fill(Rect(x: 0, y: 0, width: 72, height: 72), color: .black) }
        let png = try image.png()
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        // IHDR: width and height, big-endian.
        #expect(Array(png[16..<24]) == [0, 0, 1, 128, 0, 0, 1, 32])
    }

    @Test func `an unreadable drawing is refused`() throws {
        let fonts = try FontCollection.load(configuration: fontConfiguration)
        for document in ["", "<svg", "<html/>"] {
            let error = #expect(throws: TypesettingError.self) {
                try SVGDrawing(SVGDocument(Data(document.utf8)), fonts: fonts)
            }
            #expect(error?.code.rawValue == "svg_unreadable")
        }
    }

    @Test func `fonts that cannot be found are an error with the file's name`() throws {
        let nowhere = URL(fileURLWithPath: "/nonexistent/fonts.conf")
        let error = #expect(throws: TypesettingError.self) { try FontCollection.load(configuration: nowhere) }
        #expect(error?.code.rawValue == "font_configuration_unreadable")
        #expect(error?.details.first?.value == nowhere.path)
        let folder = #expect(throws: TypesettingError.self) {
            try FontCollection.load(
                configuration: fontConfiguration, additionalFolders: [URL(fileURLWithPath: "/nonexistent")])
        }
        #expect(folder?.code.rawValue == "font_folder_missing")
    }
}

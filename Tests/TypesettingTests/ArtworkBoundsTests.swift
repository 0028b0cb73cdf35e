import Conference
import Foundation
import Testing
import Typesetting

/// What a drawing may make the program hold, judged before it is drawn.
struct ArtworkBoundsTests {
    private static func code(_ body: String, root: String = "viewBox='0 0 400 300'") -> String? {
        let text = """
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" \(root)>\(body)</svg>
            """
        do {
            _ = try SVGDocument(Data(text.utf8))
            return nil
        } catch {
            return error.code.rawValue
        }
    }

    /// The first bytes of a picture that says it has these sides.
    private static func png(_ width: UInt32, _ height: UInt32) -> String {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
        for number in [width, height] { bytes += withUnsafeBytes(of: number.bigEndian, Array.init) }
        return "<image href='data:image/png;base64,\(Data(bytes).base64EncodedString())'/>"
    }

    @Test func `what designers draw passes`() {
        #expect(Self.code("<g><rect width='10' height='10'/></g>") == nil)
        #expect(Self.code(Self.png(2_480, 3_508)) == nil)
        #expect(Self.code("<filter id='f' x='-10%' y='-10%' width='120%' height='120%'/>") == nil)
        #expect(Self.code("<filter id='f' filterUnits='userSpaceOnUse' width='400' height='300'/>") == nil)
        #expect(Self.code("<g id='a'/><use href='#a'/><use xlink:href='#a'/>") == nil)
    }

    @Test func `pictures together have a limit, and no number of pixels overflows`() {
        #expect(Self.code(Self.png(30_000, 30_000)) == "artwork_picture_too_large")
        #expect(Self.code(Self.png(5_000, 5_000) + Self.png(5_000, 5_001)) == "artwork_picture_too_large")
        #expect(Self.code(Self.png(.max, .max)) == "artwork_picture_too_large")
        let jpeg = Data([0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0])
        let image = "<image xlink:href='data:image/jpeg;base64,\(jpeg.base64EncodedString())'/>"
        #expect(Self.code(image) == "artwork_picture_too_large")
        let gif = Data([0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0xFF, 0xFF, 0xFF, 0xFF])
        #expect(
            Self.code("<image href='data:image/gif;base64,\(gif.base64EncodedString())'/>")
                == "artwork_picture_too_large")
    }

    @Test func `a picture that is a drawing is measured as well`() {
        let inner = "<svg xmlns='http://www.w3.org/2000/svg'>\(Self.png(30_000, 30_000))</svg>"
        let data = Data(inner.utf8).base64EncodedString()
        #expect(
            Self.code("<image href='data:image/svg+xml;base64,\(data)'/>") == "artwork_picture_too_large")
    }

    @Test func `pictures of kinds that nobody can measure are refused`() {
        let data = Data("RIFF....WEBP".utf8).base64EncodedString()
        #expect(Self.code("<image href='data:image/webp;base64,\(data)'/>") == "svg_unreadable")
    }

    @Test(arguments: ["width='401%'", "height='5'", "filterUnits='userSpaceOnUse' width='1601'", "width='1e9'"])
    func `a filter covers a few times the page at most`(_ region: String) {
        #expect(Self.code("<filter id='f' \(region)/>") == "artwork_filter_too_large")
    }

    @Test func `elements are nested so deep and no deeper`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "<g>", count: depth) + String(repeating: "</g>", count: depth)
        }
        #expect(Self.code(nested(199)) == nil)
        #expect(Self.code(nested(200)) == "artwork_nested_too_deep")
    }

    @Test func `references that multiply are counted, not followed`() {
        var levels = "<g id='l0'><rect/></g>"
        for level in 1...20 {
            levels += "<g id='l\(level)'>" + String(repeating: "<use href='#l\(level - 1)'/>", count: 10) + "</g>"
        }
        #expect(Self.code("<defs>\(levels)</defs><use href='#l20'/>") == "artwork_repeats_too_much")
    }

    @Test func `what is no XML is said to be none`() {
        for text in ["", "A note", "<svg xmlns='http://www.w3.org/2000/svg'><g>"] {
            let error = #expect(throws: TypesettingError.self) { try SVGDocument(Data(text.utf8)) }
            #expect(error?.code.rawValue == "svg_unreadable", "\(text)")
        }
    }
}

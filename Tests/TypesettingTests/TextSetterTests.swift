import Conference
import Foundation
import Testing
import Typesetting

@TypesettingActor
@Suite struct `Setting texts` {
    private let box = Size(width: 200, height: 60)
    private let style = TextStyle(weight: .bold, sizeMax: 40, sizeMin: 12, linesMax: 2)

    @Test func `a short text has the larger size`() throws {
        let text = try makeSetter().set("Zoë", style: style, box: box)
        #expect(text.fontSize == 40)
        #expect(text.lineCount == 1)
        #expect(!text.isEllipsized && !text.isWordBroken && !text.isTooHigh && text.missing.isEmpty)
    }

    @Test func `a text that is a little too wide becomes smaller`() throws {
        let text = try makeSetter().set("Beispielhaft", style: style, box: box)
        #expect(text.lineCount == 1)
        #expect(text.fontSize < 40 && text.fontSize > 20)
        #expect(text.ink.size.width <= box.width && text.ink.size.width > box.width * 0.95)
    }

    @Test func `a longer one breaks into even lines`() throws {
        let text = try makeSetter().set("Grzegorz Brzęczyszczykiewicz", style: style, box: box)
        let oneLine = TextStyle(weight: .bold, sizeMax: 40, sizeMin: 1, linesMax: 1)
        let single = try makeSetter().set("Grzegorz Brzęczyszczykiewicz", style: oneLine, box: box)
        #expect(text.lineCount == 2)
        #expect(text.fontSize > single.fontSize * 1.08)
    }

    @Test func `lines are as even as words allow`() throws {
        // Greedy breaking would put three words on the first line and one on the second.
        let even = try makeSetter().set("aaaa aaaa aaaa aaaa", style: style, box: Size(width: 110, height: 200))
        let oneLine = TextStyle(weight: .bold, sizeMax: 40, sizeMin: 12)
        let pair = try makeSetter().set("aaaa aaaa", style: oneLine, box: Size(width: 110, height: 200))
        #expect(even.lineCount == 2)
        #expect(abs(even.ink.size.width / even.fontSize - pair.ink.size.width / pair.fontSize) < 0.05)
    }

    @Test func `a long word is broken only when it must be`() throws {
        let setter = try makeSetter()
        let word = String(repeating: "Donaudampf", count: 4)
        let narrow = setter.set(word, style: style, box: Size(width: 180, height: 60))
        #expect(narrow.isWordBroken && narrow.lineCount == 2 && !narrow.isEllipsized)
        let wide = setter.set(word, style: style, box: Size(width: 320, height: 60))
        #expect(!wide.isWordBroken && wide.lineCount == 1)
    }

    @Test func `what does not fit at the smaller size ends in an ellipsis`() throws {
        let text = try makeSetter().set(
            String(repeating: "Beispiel ", count: 40), style: style, box: box)
        #expect(text.isEllipsized)
        #expect(text.fontSize == 12)
        #expect(text.lineCount == 2)
    }

    @Test func `a text higher than its box at the smaller size is reported`() throws {
        let stack = "a" + String(repeating: "\u{0301}\u{0323}", count: 20)
        let text = try makeSetter().set(
            stack, style: TextStyle(sizeMax: 12, sizeMin: 12), box: Size(width: 50, height: 10))
        #expect(text.isTooHigh)
    }

    @Test func `a character that no font has is named`() throws {
        let text = try makeSetter().set("Zo\u{10FFFD}ë \u{10FFFD}", style: style, box: box)
        #expect(text.missing == ["\u{10FFFD}"])
    }

    @Test(arguments: [TextStyle.Alignment.left, .center, .right])
    func `ink touches the edge it is aligned to`(alignment: TextStyle.Alignment) throws {
        let style = TextStyle(sizeMax: 20, sizeMin: 20, alignment: alignment)
        let ink = try makeSetter().set("Hj", style: style, box: box).ink
        switch alignment {
        case .left: #expect(abs(ink.minX) < 0.01)
        case .center: #expect(abs(ink.midX - 100) < 0.01)
        case .right: #expect(abs(ink.maxX - 200) < 0.01)
        }
    }

    @Test(arguments: TextStyle.VerticalAlignment.allCases)
    func `ink stands where it is told to`(alignment: TextStyle.VerticalAlignment) throws {
        let style = TextStyle(sizeMax: 20, sizeMin: 20, verticalAlignment: alignment)
        let ink = try makeSetter().set("Hj", style: style, box: box).ink
        switch alignment {
        case .top: #expect(abs(ink.minY) < 0.01)
        case .middle: #expect(abs(ink.midY - 30) < 0.01)
        case .bottom: #expect(abs(ink.maxY - 60) < 0.01)
        case .baseline: #expect(ink.minY < 60 && ink.maxY > 62)
        }
    }

    @Test func `line breaks are blanks`() throws {
        let setter = try makeSetter()
        let broken = setter.set("one\r\ntwo\u{2028}three", style: style, box: box)
        let plain = setter.set("one two three", style: style, box: box)
        #expect(broken.ink == plain.ink && broken.missing.isEmpty)
    }

    @Test(arguments: ["", " ", "\u{200B}"])
    func `nothing to see sets nothing`(blank: String) throws {
        #expect(try makeSetter().set(blank, style: style, box: box).lineCount == 0)
    }

    @Test func `ink stays in its box whatever the text`() throws {
        let setter = try makeSetter()
        let seed = UInt64.random(in: .min ... .max)
        var generator = SplitMix64(seed: seed)
        let words = [
            "a", "Wien", "Ångström", "d’Example", "Brzęczyszczykiewicz", "Παράδειγμα", "Пример", "محمد", "דוגמה",
            "उदाहरण",
            "ตัวอย่าง", "例示", "예시", "Featherstonehaugh-Cholmondeley", "Ệ", "ཀརྨ", "—", "😀",
        ]
        for _ in 0..<200 {
            let raw = (0..<Int.random(in: 1...9, using: &generator))
                .map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
            let box = Size(
                width: .random(in: 60...400, using: &generator), height: .random(in: 20...120, using: &generator))
            let style = TextStyle(
                weight: .bold, sizeMax: .random(in: 14...60, using: &generator), sizeMin: 5,
                linesMax: .random(in: 1...3, using: &generator))
            let text = setter.set(raw, style: style, box: box)
            let context: Comment = "seed \(seed): \(raw) in \(box), \(style)"
            #expect(text.fontSize >= 5 && text.fontSize <= style.sizeMax, context)
            #expect(text.lineCount <= style.linesMax, context)
            // Side bearings hang out by a hair when a text is cut at its advance width.
            #expect(text.ink.minX >= -1 && text.ink.maxX <= box.width + 1, context)
            #expect(text.isTooHigh || (text.ink.minY >= -0.5 && text.ink.maxY <= box.height + 0.5), context)
        }
    }

    @Test func `a language chooses between national forms`() throws {
        func fonts(_ language: String?, _ text: String) throws -> String {
            let setter = try makeSetter()
            let pdf = try makePDF(size: box) { canvas in
                canvas.draw(
                    setter.set(text, style: style, box: box, language: language), at: Point(x: 0, y: 0), color: .black)
            }
            return String(decoding: pdf, as: UTF8.self)
        }
        #expect(try fonts("zh-Hans", "直").contains("NotoSansCJKsc"))
        #expect(try fonts("zh-Hant-HK", "直").contains("NotoSansCJKhk"))
        #expect(try fonts("zh-TW", "直").contains("NotoSansCJKtc"))
        #expect(try fonts("ja", "直").contains("NotoSansCJKjp"))
        #expect(try fonts(nil, "직").contains("NotoSansCJKkr"))
        #expect(try fonts(nil, "直す").contains("NotoSansCJKjp"))
    }
}

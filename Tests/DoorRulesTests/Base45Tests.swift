import DoorRules
import Testing

@Suite struct Base45Tests {
    /// RFC 9285, sections 4.3 and 4.4.
    static let vectors: [(bytes: String, text: String)] = [
        ("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0"), ("", ""),
    ]

    @Test(arguments: vectors)
    func `the examples of the RFC encode and decode`(vector: (bytes: String, text: String)) {
        #expect(Base45.encode(Array(vector.bytes.utf8)) == Array(vector.text.utf8))
        #expect(Base45.decode(Array(vector.text.utf8)) == Array(vector.bytes.utf8))
    }

    @Test(arguments: [
        ("a length that no bytes have", "BB8B"),
        ("one character", "B"),
        ("lower case", "bb8"),
        ("a character outside the set", "BB_"),
        ("a byte outside ASCII", "BB\u{E9}"),
        ("65536 in three characters, where two bytes end at 65535", "GGW"),
        ("the largest three characters", ":::"),
        ("256 in two characters, where one byte ends at 255", "V5"),
        ("the largest two characters", "BB8::"),
    ])
    func `what the encoder never writes is refused`(why: String, text: String) {
        #expect(Base45.decode(Array(text.utf8)) == nil, "\(why)")
    }

    @Test func `the last values that fit are accepted`() {
        #expect(Base45.decode(Array("FGW".utf8)) == [0xFF, 0xFF])
        #expect(Base45.decode(Array("U5".utf8)) == [0xFF])
    }

    @Test func `every byte and every pair of bytes comes back from its own text`() {
        var singles: Set<[UInt8]> = []
        var pairs: Set<[UInt8]> = []
        for first in UInt8.min...UInt8.max {
            let text = Base45.encode([first])
            #expect(Base45.decode(text) == [first])
            singles.insert(text)
            for second in UInt8.min...UInt8.max {
                let text = Base45.encode([first, second])
                guard Base45.decode(text) == [first, second] else {
                    Issue.record("\(first) \(second) does not come back")
                    return
                }
                pairs.insert(text)
            }
        }
        #expect(singles.count == 256)
        #expect(pairs.count == 65_536)
    }
}

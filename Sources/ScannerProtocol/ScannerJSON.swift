import Conference
import Foundation

/// JSON as pretix's protocol has it: every field in its place, `null` where there is nothing.
///
/// Written by hand, because a list of ten thousand people is half a million fields.
enum ScannerJSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Int64)
    case text(String)
    case list([ScannerJSON])
    case object([Field])

    struct Field: Sendable, Hashable {
        let name: String
        let value: ScannerJSON
    }

    init(_ text: String?) { self = text.map(ScannerJSON.text) ?? .null }
    init(_ number: Int64?) { self = number.map(ScannerJSON.number) ?? .null }
    init(_ number: Int?) { self = number.map { .number(Int64($0)) } ?? .null }
    init(_ flag: Bool) { self = .bool(flag) }

    /// A time in UTC, to the second (ISO 8601).
    init(_ time: Date?) { self = time.map { .text(Self.time($0)) } ?? .null }

    static func time(_ time: Date) -> String {
        String(Timestamp(time, in: .gmt).description.prefix(19)) + "Z"
    }

    /// The same object with further fields.
    func with(_ more: ScannerJSON) -> ScannerJSON {
        guard case .object(let fields) = self, case .object(let others) = more else { return self }
        return .object(fields + others)
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let flag): bytes += (flag ? "true" : "false").utf8
        case .number(let number): bytes += String(number).utf8
        case .text(let text): Self.write(text, to: &bytes)
        case .list(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                item.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let fields):
            bytes.append(UInt8(ascii: "{"))
            for (index, field) in fields.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(field.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                field.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// A string with what RFC 8259, section 7 wants escaped.
    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let hex = String(byte, radix: 16)
                bytes += (byte < 0x10 ? "\\u000" : "\\u00").utf8
                bytes += hex.utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension ScannerJSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(nilLiteral: ()) { self = .null }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(integerLiteral value: Int64) { self = .number(value) }
    init(stringLiteral value: String) { self = .text(value) }
    init(arrayLiteral elements: ScannerJSON...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, ScannerJSON)...) {
        self = .object(elements.map { Field(name: $0.0, value: $0.1) })
    }
}

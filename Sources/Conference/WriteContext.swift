package import struct Foundation.Date

/// Who writes, when, from where, and under which key: every change of an event's file carries one.
package struct WriteContext: Sendable, Hashable {
    /// A device's or operator's name: `cli:ann`, `device:3`.
    package let author: String
    /// The machine or address the write came from; empty when it is this one.
    package let origin: String
    package let time: Date
    package let key: IdempotencyKey
    /// The version of what is edited that the caller saw; nil for a caller that looked at none.
    package var seen: Int64?

    package init(author: String, origin: String, time: Date, key: IdempotencyKey) {
        self.author = author
        self.origin = origin
        self.time = time
        self.key = key
    }
}

/// The name that a caller gives a write, so that sending it twice does it once.
package struct IdempotencyKey: Sendable, Hashable, CustomStringConvertible {
    /// The longest key, in bytes.
    package static let lengthMax = 200

    package let description: String

    /// - Throws: `idempotency_key_invalid` unless the text has 1 to 200 printable ASCII characters.
    package init(_ text: String) throws(ConferenceError) {
        guard (1...Self.lengthMax).contains(text.utf8.count), text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else {
            throw ConferenceError(.idempotencyKeyInvalid, ErrorDetail("length", text.utf8.count))
        }
        description = text
    }

    private init(checked text: String) { description = text }

    /// A key that nobody else will use, for a caller that does not repeat itself.
    package static func unique() -> IdempotencyKey {
        var generator = SystemRandomNumberGenerator()
        return unique(using: &generator)
    }

    /// The same from numbers that a rehearsal repeats.
    package static func unique(using generator: inout some RandomNumberGenerator) -> IdempotencyKey {
        let bits = (0..<2).map { _ in String(UInt64.random(in: 0...UInt64.max, using: &generator), radix: 36) }
        return IdempotencyKey(checked: "once:" + bits.joined(separator: "-"))
    }
}

/// Where the time comes from; passed in, so that tests can hold it still.
package struct EventClock: Sendable {
    private let read: @Sendable () -> Date

    package init(_ read: @escaping @Sendable () -> Date) { self.read = read }

    package static let system = EventClock { Date() }
    package static func fixed(at date: Date) -> EventClock { EventClock { date } }

    package var now: Date { read() }
}

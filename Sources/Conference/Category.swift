/// What the organizer calls a kind of participant: `attendee`, `student`. The event's description says which there are.
package struct Category: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    /// An event has at most so many: doors know them as bits of a word.
    package static let countMax = 32
    private static let lengthMax = 40

    package let rawValue: String

    package var description: String { rawValue }

    /// The word with a capital letter: what it is called where it has no label.
    package var capitalized: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    /// Nil unless it is a word of lower-case Latin letters, digits and hyphens, 40 at the most.
    package init?(rawValue: String) {
        let bytes = rawValue.utf8
        let isWord = bytes.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
        guard isWord, (1...Self.lengthMax).contains(bytes.count), bytes.first != UInt8(ascii: "-") else { return nil }
        self.rawValue = rawValue
    }

    private init(checked: String) { rawValue = checked }

    package static let attendee = Category(checked: "attendee")
    package static let speaker = Category(checked: "speaker")
    package static let organizer = Category(checked: "organizer")
    package static let volunteer = Category(checked: "volunteer")
    package static let youth = Category(checked: "youth")
    package static let sponsor = Category(checked: "sponsor")
    package static let press = Category(checked: "press")

    /// Those of an event whose description lists none of its own.
    package static let standard: [Category] = [attendee, speaker, organizer, volunteer, youth, sponsor, press]
}

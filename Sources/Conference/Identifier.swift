/// What tells one `Subject` from another: a number or a name that cannot be mixed up with that of something else.
///
/// A type names its own `ID`: `package typealias ID = Identifier<Registration, UInt32>`. The database takes one as it
/// takes the raw value (`EventStore/Identifier+Database.swift`), JSON likewise, and it prints as the raw value does.
package struct Identifier<Subject, RawValue: Sendable & Hashable>: Sendable, Hashable, RawRepresentable {
    package let rawValue: RawValue

    package init(rawValue: RawValue) { self.rawValue = rawValue }
}

extension Identifier: CustomStringConvertible {
    package var description: String { "\(rawValue)" }
}

extension Identifier: Comparable where RawValue: Comparable {
    package static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}

extension Identifier: Encodable where RawValue: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

extension Identifier: Decodable where RawValue: Decodable {
    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(RawValue.self)
    }
}

package import Conference
package import DoorRules
import GRDB

// The conference's words as a credential's numbers, and back.

extension RegistrationNumber {
    package init(_ id: Registration.ID) { self.init(rawValue: id.rawValue) }
}

extension Registration.ID {
    package init(_ number: RegistrationNumber) { self.init(rawValue: number.rawValue) }
}

extension EventTag {
    package init(_ bytes: [UInt8]) {
        precondition(bytes.count == 4, "an event's tag has four bytes")
        self.init(rawValue: bytes.reduce(0) { $0 << 8 | UInt32($1) })
    }
}

extension DayMask {
    package init(_ days: DaySet) { self.init(rawValue: days.bits) }
}

// What a statement takes and a row gives.

extension RegistrationNumber: DatabaseValueConvertible {}
extension IssueNumber: DatabaseValueConvertible {}
extension KeyID: DatabaseValueConvertible {}
extension IssueNumber: Decodable {}

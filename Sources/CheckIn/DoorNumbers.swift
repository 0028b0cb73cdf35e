import Conference
import DoorRules
import EventStore
import GRDB

// The conference's words as the door's numbers, and back.

extension RegistrationNumber {
    init(_ id: Registration.ID) { self.init(rawValue: id.rawValue) }
}

extension Registration.ID {
    init(_ number: RegistrationNumber) { self.init(rawValue: number.rawValue) }
}

extension EventTag {
    init(_ bytes: [UInt8]) {
        precondition(bytes.count == 4, "an event's tag has four bytes")
        self.init(rawValue: bytes.reduce(0) { $0 << 8 | UInt32($1) })
    }
}

extension DayMask {
    init(_ days: DaySet) { self.init(rawValue: days.bits) }
}

extension DaySet {
    init(_ mask: DayMask) { self.init(bits: mask.rawValue) }
}

extension CategoryMask {
    init(_ categories: some Sequence<Category>) {
        self.init(
            categories.map { category in
                guard let index = Category.allCases.firstIndex(of: category) else {
                    preconditionFailure("a category is a case")
                }
                return CategoryMask(index: index)
            })
    }

    var categories: [Category] { Category.allCases.filter { contains(CategoryMask([$0])) } }
}

extension DeviceNumber {
    /// Devices are numbered from 1 by the event's file, far below the limit of 32 bits.
    init(_ id: Device.ID) { self.init(rawValue: UInt32(id.rawValue)) }
}

// What a statement takes and a row gives.

extension RegistrationNumber: DatabaseValueConvertible {}
extension IssueNumber: DatabaseValueConvertible {}
extension GateNumber: DatabaseValueConvertible {}
extension KeyID: DatabaseValueConvertible {}
extension IssueNumber: Decodable {}
extension GateNumber: Decodable {}

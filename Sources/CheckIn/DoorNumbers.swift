import Conference
import DoorRules
import EventStore
import GRDB

// The conference's words as the door's numbers, and back.

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

extension GateNumber: DatabaseValueConvertible {}
extension GateNumber: Decodable {}

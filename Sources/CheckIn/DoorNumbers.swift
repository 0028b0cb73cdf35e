import Conference
import DoorRules
import EventStore
import GRDB

// The conference's words as the door's numbers, and back.

extension DaySet {
    init(_ mask: DayMask) { self.init(bits: mask.rawValue) }
}

extension CategoryMask {
    /// The bits of categories in the order of an event's description; one that it does not name has none.
    init(_ categories: Set<Category>, in definition: EventDefinition) {
        self.init(
            definition.categories.indices.filter { categories.contains(definition.categories[$0].category) }
                .map { CategoryMask(index: $0) })
    }

    /// The categories whose bits are set.
    func categories(in definition: EventDefinition) -> [Category] {
        definition.categories.indices.filter { contains(CategoryMask(index: $0)) }
            .map { definition.categories[$0].category }
    }
}

extension DeviceNumber {
    /// Devices are numbered from 1 by the event's file, far below the limit of 32 bits. Whatever else somebody wrote into the file
    /// comes before or after all of them.
    init(_ id: Device.ID) { self.init(rawValue: UInt32(clamping: id.rawValue)) }
}

// What a statement takes and a row gives.

extension GateNumber: DatabaseValueConvertible {}
extension GateNumber: Decodable {}

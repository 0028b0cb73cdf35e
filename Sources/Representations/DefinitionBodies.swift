import Conference
package import EventStore

/// One value that a description changes, as JSON.
package struct DefinitionChangeBody: Encodable, Sendable {
    package let path: String
    /// Left out for what is new.
    package let before: String?
    /// Left out for what is gone.
    package let after: String?

    package init(_ change: DefinitionChange) {
        path = change.path
        before = change.before
        after = change.after
    }
}

/// What is to be changed of a gate, as a device sends it; what is left out stays.
package struct GateEditBody: Decodable, Sendable {
    let name: String?
    let days: String?
    let opens: String?
    let closes: String?
    /// 0 for no limit.
    let capacity: Int?
    let admitsUnpaid: Bool?

    package var edit: GateEdit {
        var edit = GateEdit()
        edit.name = name
        edit.days = days
        edit.opens = opens
        edit.closes = closes
        edit.capacity = capacity.map { $0 == 0 ? "" : String($0) }
        edit.admitsUnpaid = admitsUnpaid
        return edit
    }
}

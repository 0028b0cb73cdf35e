import EventDesk

/// What a copy of an event did not know to be gone, in words and as JSON.
struct AppliedTombstones: Encodable {
    let erased: Int
    let devicesRevoked: Int
    let badgesRevoked: Int
    let keysWithdrawn: Int
    let linksRevoked: Int
    let reportAddressesEnded: Int
    let consentsWithdrawn: Int

    init(_ applied: TombstonesApplied) {
        erased = applied.people
        devicesRevoked = applied.devices
        badgesRevoked = applied.badges
        keysWithdrawn = applied.keys
        linksRevoked = applied.links
        reportAddressesEnded = applied.shares
        consentsWithdrawn = applied.consents
    }

    /// One line, if there is anything to say.
    static func say(_ applied: TombstonesApplied) {
        let gone = [
            (applied.people, "person"), (applied.devices, "device"), (applied.badges, "badge"), (applied.keys, "key"),
            (applied.links, "link"), (applied.shares, "report address"), (applied.consents, "consent"),
        ].filter { $0.0 > 0 }.map { count, word in
            switch (count, word) {
            case (2..., "person"): "\(count) people"
            case (2..., "report address"): "\(count) report addresses"
            default: Output.count(count, word)
            }
        }
        if !gone.isEmpty { Report.say("Erased, revoked or withdrawn again: \(gone.joined(separator: ", ")).") }
    }
}

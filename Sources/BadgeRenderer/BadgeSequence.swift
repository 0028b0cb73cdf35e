internal import Conference
internal import Foundation

/// What is printed, in order: badges, and dividers between groups of them.
struct BadgeSequence: Sendable {
    enum Item: Sendable, Hashable {
        /// A badge of the run, from 0.
        case badge(Int)
        /// A label with the letter of the badges after it.
        case divider(String)
    }

    let items: [Item]

    /// Throws `dividers_without_order`.
    init(_ badges: some BadgeSource, _ sheet: Sheet) throws(BadgeRendererError) {
        guard let order = sheet.order else {
            guard !sheet.hasDividers else { throw BadgeRendererError(.dividersWithoutOrder) }
            items = (0..<badges.count).map { .badge($0) }
            return
        }
        let sorted = Self.sorted(badges, by: order)
        guard sheet.hasDividers else {
            items = sorted.map { .badge($0) }
            return
        }
        var items: [Item] = []
        var last: String?
        for index in sorted {
            let initial = Self.initial(of: badges[index], by: order)
            if initial != last { items.append(.divider(initial)) }
            last = initial
            items.append(.badge(index))
        }
        self.items = items
    }

    /// The letter under which people look for a badge.
    static func initial(of badge: BadgeContent, by order: Sheet.Order) -> String {
        switch order {
        case .name: NameCollation.initial(badge.name)
        case .lastName: NameCollation.initial(family(badge).family)
        case .affiliation: badge.affiliation.isEmpty ? "–" : NameCollation.initial(badge.affiliation)
        case .code: String(badge.registration.description.prefix(1))
        }
    }

    /// The family name and the rest; a holder is looked for by the name as registered, whatever the badge calls them.
    private static func family(_ badge: BadgeContent) -> (family: String, given: String) {
        FamilyName.key(name: badge.fullName, sortName: badge.sortName)
    }

    /// The badges' numbers in order; badges that compare equal keep their given order.
    private static func sorted(_ badges: some BadgeSource, by order: Sheet.Order) -> [Int] {
        let keys = (0..<badges.count).map { index -> [String] in
            let badge = badges[index]
            let name = NameCollation.key(badge.name)
            return switch order {
            case .name: [name]
            case .lastName: [NameCollation.key(family(badge).family), NameCollation.key(family(badge).given)]
            case .affiliation: [badge.affiliation.isEmpty ? "1" : "0", NameCollation.key(badge.affiliation), name]
            case .code: [badge.registration.description]
            }
        }
        return keys.indices.sorted { left, right in
            for (first, second) in zip(keys[left], keys[right]) {
                switch NameCollation.compare(first, second) {
                case .orderedAscending: return true
                case .orderedDescending: return false
                case .orderedSame: continue
                }
            }
            return left < right
        }
    }
}

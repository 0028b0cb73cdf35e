package import CheckIn
package import Conference
package import EventStore
package import Keysigning
package import RegistrationLedger

/// Everything that the desk knows about one person, as one transaction saw it.
package struct PersonFile: Sendable {
    /// Something that the desk hands out to the person, and whether it has.
    package struct Item: Sendable {
        package let item: HandOverItem
        /// Nil until it was handed over.
        package let handed: HandOver?
    }

    package let event: EventDefinition
    package let books: PersonBooks
    package let badges: PersonBadges
    package let keys: [PersonKey]
    /// The fields that are wrong on the printed badge.
    package let outdated: [String]
    /// The names of devices, to say who did what.
    package let deviceNames: [Device.ID: String]

    package var summary: RegistrationSummary { books.story.summary }
    package var registration: Registration { summary.registration }

    /// What is due, to the nearest coin.
    package var dueInCash: Money { summary.due.rounded(to: event.cashStep) }

    /// Whether the desk asks for money now.
    package var wantsPayment: Bool { summary.due > .zero }

    /// Whether the desk prints a badge now: everything is paid, and none is printed yet.
    package var wantsBadge: Bool { !wantsPayment && !badges.isOnPaper }

    /// What the desk hands out to the person: what everybody gets, the dot if they earned it, and what they booked.
    package var items: [Item] {
        let earned: [HandOverItem] = keys.contains(where: \.hasGreenDot) ? [.dot] : []
        let booked = event.addOns.map(\.id).filter(registration.addOns.contains).map { HandOverItem.addOn($0) }
        return ([.badge, .bag, .shirt] + earned + booked).map { item in
            Item(item: item, handed: badges.handOvers.last { $0.item == item })
        }
    }

    /// What is still to be handed out.
    package var openItems: [HandOverItem] { items.filter { $0.handed == nil }.map(\.item) }

    /// What is full and has a waiting list.
    package var waitable: [Place] {
        books.full.filter { place in !books.waiting.contains { $0.place == place } }
    }

    /// Whether a seat that could not be sold when it came free is there for the first person on the list.
    package func hasSeat(_ waiting: Waiting) -> Bool {
        waiting.position == 1 && !books.full.contains(waiting.place)
    }

    /// The payments and the like, without the charges.
    package var movements: [JournalEntry] {
        books.story.entries.filter { [.payment, .refund, .waiver].contains($0.kind) }
    }

    /// Whether a later entry undid this one.
    package func isUndone(_ entry: JournalEntry) -> Bool {
        books.story.entries.contains { $0.corrects == entry.number }
    }
}

package import Badges
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
    /// The event's day that it is now; nil before and after the event.
    package let today: Int?
    /// Their entries that count, the newest first.
    package let presences: [Presence]
    /// What happened to their place, their badges and at the gates, in order.
    package var story: [StoryEvent] { StoryEvent.story(books.story.history, badges) }

    package var summary: RegistrationSummary { books.story.summary }
    package var registration: Registration { summary.registration }

    /// What is due, to the nearest coin.
    package var dueInCash: Money { summary.due.rounded(to: event.cashStep) }

    /// Whether the desk asks for money now.
    package var wantsPayment: Bool { summary.due > .zero }

    /// Why nothing is open between a person and the event.
    package enum Settlement: String, Sendable, Hashable, CaseIterable {
        case paid
        /// They paid, and all of it was given back.
        case refunded
        /// They paid nothing, because it was waived.
        case waived
        /// There was nothing to pay.
        case free
    }

    /// Nil while something is due or owed.
    package var settlement: Settlement? {
        guard summary.due == .zero else { return nil }
        let entries = books.story.entries
        let moved = Set(entries.filter { $0.kind == .payment || $0.kind == .refund }.map(\.number))
        let received = entries.filter { entry in
            moved.contains(entry.number) || entry.corrects.map { moved.contains($0) } ?? false
        }
        if received.map(\.due).total() < .zero { return .paid }
        if entries.contains(where: { $0.kind == .refund && !isUndone($0) }) { return .refunded }
        return entries.contains { $0.kind == .waiver && !isUndone($0) } ? .waived : .free
    }

    /// What the desk hands out to the person: what everybody gets, the dot if they earned it, and what they booked.
    package var items: [Item] {
        HandOverItem.all(of: registration, event, hasDot: keys.contains(where: \.hasGreenDot)).map { item in
            Item(item: item, handed: badges.handOvers.last { $0.item == item })
        }
    }

    /// How the paper of the badge stands.
    package enum BadgeStanding: Sendable, Hashable {
        /// There is none.
        case missing
        /// The latest one was revoked, and none took its place.
        case revoked
        /// It is good and on no paper.
        case made
        case printed
        /// Its paper says something that is not so any more.
        case outdated
    }

    package var badgeStanding: BadgeStanding {
        guard let latest = badges.issues.last else { return .missing }
        guard latest.revocation == nil else { return .revoked }
        guard badges.isOnPaper else { return .made }
        return outdated.isEmpty ? .printed : .outdated
    }

    /// Whether a badge can be printed in the place of another.
    package var canReplaceBadge: Bool { badgeStanding != .missing && badgeStanding != .made }

    /// Their last entry of today.
    package var presenceToday: Presence? { today.flatMap { day in presences.first { $0.day == day } } }

    /// What is still to be handed over.
    package var openItems: [HandOverItem] { items.filter { $0.handed == nil }.map(\.item) }

    /// What is full and has a waiting list.
    package var waitable: [Place] {
        books.full.filter { place in !books.waiting.contains { $0.place == place } }
    }

    /// Whether a seat is held for the person, or free for them at the head of the list.
    package func hasSeat(_ waiting: Waiting) -> Bool {
        waiting.offeredUntil != nil || waiting.position == 1 && !books.full.contains(waiting.place)
    }

    /// The payments and the like, without the charges.
    package var movements: [JournalEntry] {
        books.story.entries.filter { [.payment, .refund, .waiver].contains($0.kind) }
    }

    /// What was waived for whoever had the place before; it stands under an entry that is none of `movements`.
    package var waiversAlong: [CountedWaiver] { books.waivers.filter(\.cameAlong) }

    /// Whether a cancelling could be taken back: not for people who went elsewhere.
    package var mayReinstate: Bool { registration.status == .cancelled && !registration.person.isErased }

    /// Whether a later entry undid this one.
    package func isUndone(_ entry: JournalEntry) -> Bool {
        books.story.entries.contains { $0.corrects == entry.number }
    }
}

package import Badges
package import CheckIn
package import Conference
import EventStore
import Keysigning
package import RegistrationLedger

/// What the desk changed about a person, and what has to follow.
package struct PersonChange: Sendable {
    package let registration: Registration
    /// The fields that are now wrong on the printed badge: print it again. None if no badge is printed.
    package let outdated: [String]
    /// False for a change that changed nothing.
    package let isNew: Bool
    /// Days that were added although they are over.
    package var daysOver = DaySet.none
}

/// A place that went to another person.
package struct TransferredPlace: Sendable {
    package let registration: Registration
    /// Where somebody came in on it: during the event today, before and after it ever. Doors tell it to who comes next.
    package let entries: [Presence]
}

/// Corrections to a person. After each, the desk is told whether the printed badge is out of date.
extension EventServices {
    /// Corrects what is known about a person.
    ///
    /// - Throws: what `RegistrationLedger.correct` throws.
    package func correct(
        _ id: Registration.ID, _ correction: PersonCorrection, context: WriteContext
    ) async throws -> PersonChange {
        try await change(id) { try await ledger.correct(id, correction, context: context).result }
    }

    /// Changes the days of a person.
    ///
    /// - Throws: what `RegistrationLedger.changeDays` throws.
    package func changeDays(
        of id: Registration.ID, to days: DaySet, leniency: Leniency? = nil, context: WriteContext
    ) async throws -> PersonChange {
        let event = try await store.latestDefinition()
        let before = try await ledger.registration(id).days
        var changed = try await change(id) {
            try await ledger.changeDays(of: id, to: days, leniency: leniency, context: context).result
        }
        changed.daysOver = event.daysOver(days.subtracting(before), at: context.time)
        return changed
    }

    /// Passes a place on to another person, and tells where somebody came in on it.
    ///
    /// - Throws: what `RegistrationLedger.transfer` throws.
    package func transfer(
        _ id: Registration.ID, to person: Person, language: Language, context: WriteContext
    ) async throws -> TransferredPlace {
        let successor = try await ledger.transfer(id, to: person, language: language, context: context).result
        let today = try await store.latestDefinition().day(at: context.time)
        let entries = try await checkIn.presences(of: id).filter { today == nil || $0.day == today }
        return TransferredPlace(registration: successor, entries: entries)
    }

    /// Erases who a person is, and who took things at the desk for them.
    ///
    /// - Throws: what `RegistrationLedger.erase` throws.
    package func erase(_ id: Registration.ID, context: WriteContext) async throws -> Registration {
        try await ledger.erase(id, context: context).result
    }

    /// Changes the category of a person.
    ///
    /// - Throws: what `RegistrationLedger.changeCategory` throws.
    package func changeCategory(
        of id: Registration.ID, to category: Category, leniency: Leniency? = nil, context: WriteContext
    ) async throws -> PersonChange {
        try await change(id) {
            try await ledger.changeCategory(of: id, to: category, leniency: leniency, context: context).result
        }
    }

    /// Adds a side event to a person.
    ///
    /// - Throws: what `RegistrationLedger.addAddOn` throws.
    package func addAddOn(
        _ addOn: AddOn.ID, to id: Registration.ID, context: WriteContext
    ) async throws -> PersonChange {
        try await change(id) { try await ledger.addAddOn(addOn, to: id, context: context).result }
    }

    /// Removes a side event from a person.
    ///
    /// - Throws: what `RegistrationLedger.removeAddOn` throws.
    package func removeAddOn(
        _ addOn: AddOn.ID, from id: Registration.ID, leniency: Leniency? = nil, context: WriteContext
    ) async throws -> PersonChange {
        try await change(id) {
            try await ledger.removeAddOn(addOn, from: id, leniency: leniency, context: context).result
        }
    }

    /// Gives a free seat to the first person on a waiting list.
    ///
    /// - Throws: what `RegistrationLedger.seat` throws.
    package func seat(_ id: Registration.ID, at place: Place, context: WriteContext) async throws -> PersonChange {
        try await change(id) { try await ledger.seat(id, at: place, context: context).result }
    }

    /// Cancels a place.
    ///
    /// - Throws: what `RegistrationLedger.cancel` throws.
    package func cancel(
        _ id: Registration.ID, leniency: Leniency? = nil, context: WriteContext
    ) async throws -> PersonChange {
        try await change(id) { try await ledger.cancel(id, leniency: leniency, context: context).result }
    }

    /// Takes a cancelling back.
    ///
    /// - Throws: what `RegistrationLedger.reinstate` throws.
    package func reinstate(_ id: Registration.ID, context: WriteContext) async throws -> PersonChange {
        try await change(id) { try await ledger.reinstate(id, context: context).result }
    }

    /// Gives back what the event's rule kept.
    ///
    /// - Throws: what `RegistrationLedger.giveBackKept` throws.
    package func giveBackKept(
        _ amount: Money?, to id: Registration.ID, leniency: Leniency, context: WriteContext
    ) async throws -> PersonChange {
        try await change(id) {
            try await ledger.giveBackKept(amount, to: id, leniency: leniency, context: context).result
        }
    }

    private func change(
        _ id: Registration.ID, _ write: () async throws -> Registration
    ) async throws -> PersonChange {
        let before = try await ledger.registration(id)
        let after = try await write()
        return PersonChange(
            registration: after, outdated: try await outdatedFields(of: id), isNew: before != after)
    }
}

/// Things that the desk hands out.
extension EventServices {
    /// Records that somebody was given something, or that they were not after all.
    ///
    /// - Parameter collector: who took it for them; empty where they came themselves.
    /// - Throws: what `HandOvers.note` throws.
    package func handOver(
        _ item: HandOverItem, handed: Bool, to id: Registration.ID, collector: String = "", context: WriteContext
    ) async throws {
        try await HandOvers(store: store).note(
            item, handed: handed, to: id, collector: collector, context: context)
    }

    /// Notes that somebody got everything that they still get, in one transaction.
    ///
    /// - Parameter collector: who took it for them; empty where they came themselves.
    /// - Throws: what `HandOvers.noteRest` throws.
    package func handOverRest(
        to id: Registration.ID, collector: String = "", context: WriteContext
    ) async throws {
        try await HandOvers(store: store).noteRest(of: id, collector: collector, context: context) { db in
            try KeysigningDesk.keys(db, of: id).contains(where: \.hasGreenDot)
        }
    }
}

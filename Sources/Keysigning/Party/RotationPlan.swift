package import Conference
import EventStore
import Foundation
import GRDB
import RegistrationLedger

/// A rotation with the people of a frozen version, in the order of their numbers.
package struct RotationPlan: Sendable, Hashable {
    /// Somebody with at least one key on the list.
    package struct Person: Sendable, Hashable {
        package let registration: Registration.ID
        package let code: RegistrationCode
        package let name: String
        /// The language that they read.
        package let language: Language
        /// Of their keys, ascending.
        package let numbers: [Int]

        /// `007 · 012`.
        package var label: String { numbers.map(KeysigningList.threeDigits).joined(separator: " · ") }
    }

    /// One line of somebody's page.
    package struct Stop: Sendable, Hashable {
        /// From 1.
        package let round: Int
        /// On the wall clock; nil if no beginning was given.
        package let time: TimeOfDay?
        /// Nil in a round of rest.
        package let place: Int?
        /// Nil in a round of rest.
        package let partner: Person?
    }

    package let version: Int
    package let people: [Person]
    package let rotation: Rotation
    /// When the first round begins; nil for no times.
    package let begins: TimeOfDay?
    package let minutesPerRound: Int

    /// The stops of each person, in the order of the people.
    package func stops() -> [[Stop]] {
        var stops = [[Stop]](repeating: [], count: people.count)
        for (index, round) in rotation.rounds.enumerated() {
            let time = time(of: index)
            for meeting in round.meetings {
                for (one, other) in [(meeting.left, meeting.right), (meeting.right, meeting.left)] {
                    stops[one].append(
                        Stop(round: index + 1, time: time, place: meeting.place, partner: people[other]))
                }
            }
            for one in round.resting { stops[one].append(Stop(round: index + 1, time: time, place: nil, partner: nil)) }
        }
        return stops
    }

    private func time(of round: Int) -> TimeOfDay? {
        guard let begins else { return nil }
        let minutes = (begins.minutes + round * minutesPerRound) % 1_440
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return try? TimeOfDay("\(two(minutes / 60)):\(two(minutes % 60))")
    }
}

extension KeysigningDesk {
    /// The people of a frozen version who were not noted as absent, in the order of their first numbers.
    ///
    /// - Throws: `list_unknown`.
    package func people(version: Int) async throws -> [RotationPlan.Person] {
        try await store.read { db in
            let absent = try Self.absent(db)
            var numbers: [Registration.ID: [Int]] = [:]
            var order: [Registration.ID] = []
            for entry in try ListedEntry.fetch(db, version: version) where !absent.contains(entry.submission.id) {
                if numbers[entry.submission.registration] == nil { order.append(entry.submission.registration) }
                numbers[entry.submission.registration, default: []].append(entry.number)
            }
            return try order.map { id in
                let registration = try RegistrationLedger.registration(db, id)
                return RotationPlan.Person(
                    registration: id, code: registration.code, name: registration.person.nameOnBadge,
                    language: registration.language, numbers: numbers[id] ?? [])
            }
        }
    }

    /// Who meets whom, for the people of a frozen version.
    ///
    /// - Parameters:
    ///   - begins: when the first round begins, to print times.
    ///   - minutesPerRound: 1 … 60.
    /// - Throws: `list_unknown`, `rotation_too_small` for fewer than two people, `rotation_minutes_invalid`.
    package func rotation(
        version: Int, form: Rotation.Form, begins: TimeOfDay?, minutesPerRound: Int
    ) async throws -> RotationPlan {
        guard (1...60).contains(minutesPerRound) else { throw KeysigningError(.rotationMinutesInvalid) }
        let people = try await people(version: version)
        guard people.count >= 2 else { throw KeysigningError(.rotationTooSmall) }
        return RotationPlan(
            version: version, people: people, rotation: Rotation(count: people.count, form: form), begins: begins,
            minutesPerRound: minutesPerRound)
    }
}

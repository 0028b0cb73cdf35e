package import Conference
import EventStore
import GRDB
import OpenPGP
import RegistrationLedger

/// Where a participant stands on the way through a keysigning.
package struct KeysigningProgress: Sendable, Hashable {
    /// In the order in which they are taken.
    package enum Step: String, Sendable, Hashable, CaseIterable, Codable {
        /// Hand in a key.
        case handIn = "hand_in"
        /// Prove control of every key.
        case prove
        /// Confirm every fingerprint in person at the desk.
        case confirm
        /// Take the list home.
        case takeHome = "take_home"
        /// Bring one's own key back with what others signed.
        case bringBack = "bring_back"
    }

    /// The steps that are done.
    package let done: Set<Step>

    /// The first step that is not done; nil when nothing is left.
    package var next: Step? { Step.allCases.first { !done.contains($0) } }
}

extension KeysigningDesk {
    /// How far a participant has come.
    package func progress(of owner: Registration.ID) async throws -> KeysigningProgress {
        try await store.read { db in
            let own = try SubmissionRecord.standing(db, of: owner)
            var done: Set<KeysigningProgress.Step> = []
            if !own.isEmpty {
                done.insert(.handIn)
                let standings = try own.map { try StandingRecord.one(db, of: $0.id) }
                if standings.allSatisfy({ $0.proof != nil }) { done.insert(.prove) }
                if standings.allSatisfy({ $0.confirmation != nil }) { done.insert(.confirm) }
            }
            let taken = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM keysigning_taking WHERE registration = ?)",
                arguments: [owner])
            if taken ?? false { done.insert(.takeHome) }
            for number in own.compactMap(\.number) {
                let isBack = try Bool.fetchOne(
                    db, sql: "SELECT EXISTS (SELECT 1 FROM keysigning_certification WHERE target = ?)",
                    arguments: [number])
                if isBack ?? false { done.insert(.bringBack) }
            }
            return KeysigningProgress(done: done)
        }
    }
}

import Badges
package import Conference
import DoorRules
package import EventStore
package import Foundation
package import GRDB
import RegistrationLedger

extension CheckInService {
    /// How many people one answer holds.
    private static let peopleMax = 250

    /// What a device needs to work offline, as far as it changed since a cursor.
    ///
    /// - Parameters:
    ///   - cursor: of the answer before; nil for everything.
    ///   - time: the instant at which to count who is inside; nil to leave that out.
    package func snapshot(
        for device: Device, after cursor: Int64?, at time: Date? = nil
    ) async throws -> DoorSnapshot {
        try await numberGates()
        return try await store.read { [store] db in
            let definition = try store.definition(db)
            let plan = DoorPlan(definition)
            let policy = try Self.policy(db)
            let gates = try GateRecord.all(db).reduce(into: [:]) { $0[$1.id] = $1 }
            let position = DoorPosition(cursor, under: policy?.id ?? 0)
            let changes = try DoorChange.fetchAll(
                db, sql: "SELECT id, registration FROM door_change WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [position.change, Self.peopleMax + 1])
            let page = changes.prefix(Self.peopleMax)
            let seen = Set(gates.filter { device.sees($0.key) }.map(\.value.number))
            let people = try page.compactMap { change in
                try RegistrationLedger.summary(db, of: change.registration).map {
                    try Self.person($0, at: seen, plan: plan, offersNames: policy?.offersNames ?? false, db)
                }
            }
            return DoorSnapshot(
                cursor: position.moved(to: page.last?.id).cursor, hasMore: changes.count > page.count,
                event: EventTag(store.tag), incarnation: try EventStore.incarnation(db).number,
                keys: try EventStore.validSigningKeys(db), calendar: plan.calendar,
                timeZone: definition.timeZone.identifier,
                offsets: plan.offsets(),
                gates: try definition.gates.filter { device.mayScan(at: $0.id) }.compactMap { gate in
                    guard let record = gates[gate.id] else { return nil }
                    let rules = plan.rules(of: gate.id, number: record.number, isClosed: record.isClosed)
                    let inside = try time.map { try AdmissionRecord.inside(db, at: rules, plan.moment($0)) }
                    return DoorSnapshot.DoorGate(
                        id: gate.id, name: gate.name, rules: rules,
                        crowding: gate.capacity == nil ? nil : inside.map(rules.crowding))
                },
                addOns: definition.addOns, categories: definition.categories.map(\.category), people: people)
        }
    }

    /// How far a device has read the changes, and under which policy.
    ///
    /// After a change of the policy every device reads all again: that costs the writer nothing, however many there are.
    private struct DoorPosition {
        /// A cursor is below 2 to the 53rd, which every reader of JSON holds exactly: 8,192 policies, a million million changes.
        private static let changeBits = 40

        let policy: Int64
        let change: Int64

        private init(policy: Int64, change: Int64) {
            self.policy = policy
            self.change = change
        }

        /// The beginning, for no cursor and for one of another policy.
        init(_ cursor: Int64?, under policy: Int64) {
            let isKnown = cursor.map { $0 >> Self.changeBits == policy } ?? false
            self.init(policy: policy, change: isKnown ? (cursor ?? 0) & (1 << Self.changeBits - 1) : 0)
        }

        func moved(to change: Int64?) -> DoorPosition { DoorPosition(policy: policy, change: change ?? self.change) }

        var cursor: Int64 { policy << Self.changeBits | change }
    }

    /// A row of `door_policy`.
    private struct DoorPolicy: RowRecord {
        let id: Int64
        let offersNames: Bool
    }

    /// That something changed about somebody which the doors must know.
    private struct DoorChange: RowRecord {
        let id: Int64
        let registration: Registration.ID
    }

    /// Tables whose numbers an incarnation of the event's file begins anew.
    package static let numberedTables = ["scan", "withheld_scan", "door_change", "door_note", "door_inquiry", "gate"]

    /// Has every door hear of everybody again: an incarnation began, which may know less than the doors do.
    package static func announceEverybody(_ db: Database) throws {
        let insert = try db.cachedStatement(sql: "INSERT OR REPLACE INTO door_change (registration) VALUES (?)")
        for id in try RegistrationLedger.numbers(db) { try insert.execute(arguments: [id]) }
    }

    /// Gives each gate of the definition its number, by which a door that is alone tells its entries from another's.
    ///
    /// While the disk is full, a gate that has none yet goes without, and doors do not hear of it until there is room.
    func numberGates() async throws {
        let isComplete = try await store.read { [store] db in
            try store.definition(db).gates.allSatisfy { try GateRecord.fetch(db, $0.id) != nil }
        }
        guard !isComplete, !store.isOnlyRead else { return }
        do {
            try await store.write { [store] db in
                let definition = try store.definition(db)
                for gate in definition.gates { _ = try GateRecord.ensure(db, gate.id, in: definition) }
            }
        } catch let error as EventStoreError where error.code == .diskFull {
            return
        }
    }

    /// Whether offline doors get names, each locked with its badge; by default they do not.
    package func offersNames() async throws -> Bool {
        try await store.read { db in try Self.policy(db)?.offersNames ?? false }
    }

    /// Decides whether offline doors get names, each locked with its badge.
    package func offerNames(_ offers: Bool, context: WriteContext) async throws {
        _ = try await store.perform("door.names", content: [String(offers)], context: context) { db in
            try db.execute(
                sql: "INSERT INTO door_policy (offers_names, author, origin, at_ms) VALUES (?, ?, ?, ?)",
                arguments: [offers, context.author, context.origin, context.time.milliseconds])
            return true
        }
    }

    private static func policy(_ db: Database) throws -> DoorPolicy? {
        try DoorPolicy.fetchOne(db, sql: "SELECT id, offers_names FROM door_policy ORDER BY id DESC LIMIT 1")
    }

    private static func person(
        _ summary: RegistrationSummary, at gates: Set<GateNumber>, plan: DoorPlan, offersNames: Bool, _ db: Database
    ) throws -> DoorSnapshot.DoorPerson {
        let registration = summary.registration
        var sealed: Data?
        if offersNames, let badge = try BadgeIssues.latest(db, of: registration.id) {
            sealed = try SealedName(
                name: registration.person.nameOnBadge, affiliation: registration.person.affiliation,
                notices: plan.definition.notices(
                    of: registration, seenBy: .readers([.door]), in: .english)
                    + NoteRecord.open(db, of: registration.id).filter { $0.gate == nil }.map(\.text)
            ).sealed(with: badge.credential)
        }
        return DoorSnapshot.DoorPerson(
            facts: try Holder(summary, plan: plan, db), code: registration.code,
            open: try AdmissionRecord.open(db, registration.id).filter { gates.contains($0.gate) },
            earlier: try SharedPlace.entries(db, before: registration.id).filter { gates.contains($0.gate) },
            sealedName: sealed)
    }
}

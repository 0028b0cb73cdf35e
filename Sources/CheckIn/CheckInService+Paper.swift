package import Conference
import DoorRules
import EventStore
package import Foundation
import GRDB
import RegistrationLedger

extension CheckInService {
    /// The name of the device under which paper lists are recorded.
    package static let paperDevice = "Paper list"

    /// Whom a gate lets in on a day, by its rules as they are now; who must go to the desk first is on it too.
    ///
    /// - Parameter day: nil for the day of `time`, or the gate's first.
    /// - Throws: `gate_unknown`, `gate_closed_for_ever`, `day_not_of_gate`.
    package func doorList(at id: Gate.ID, day: Int?, time: Date) async throws -> DoorList {
        try await store.read { [store] db in
            let plan = DoorPlan(try store.definition(db))
            let gate = try Self.gate(id, in: plan)
            let record = try GateRecord.fetch(db, id)
            if record?.isClosed == true { throw CheckInError(.gateClosedForEver, ErrorDetail("gate", id)) }
            let day = try Self.day(day, of: gate, at: time, plan: plan)
            // Nobody is turned away for the hour: the list is for the whole day.
            var rules = plan.rules(of: id, number: record?.number ?? GateNumber(rawValue: 0), isClosed: false)
            rules.schedule = .always
            let moment = plan.moment(plan.date(day: day, minute: plan.openMinute(of: gate)))
            let entries = try RegistrationLedger.numbers(db).compactMap { id -> DoorList.Entry? in
                guard let summary = try RegistrationLedger.summary(db, of: id) else { return nil }
                return try Self.entry(summary, rules: rules, moment: moment, plan: plan, db)
            }
            return DoorList(gate: gate, day: day, time: time, entries: entries.sorted { $0.isBefore($1) })
        }
    }

    /// Records what was ticked on paper: all of it, or, if one line is wrong, nothing.
    ///
    /// - Parameter day: nil for the day of the context's time, or the gate's first.
    ///
    /// The paper is a door that was alone: what it did stands, the earliest entry counts, and a second one is a
    /// conflict. A line that was typed in before is passed over.
    /// - Throws: `PaperProblems` with `registration_unknown`, `time_ahead` and what else is wrong with the lines;
    ///   `gate_unknown`, `day_not_of_gate`, `time_zone_unknown`.
    package func enter(
        _ lines: [PaperLine], at id: Gate.ID, day: Int?, context: WriteContext
    ) async throws -> PaperReport {
        try await store.write { [store] db in
            let door = try DoorTransaction(db, store: store)
            let day = try Self.day(day, of: Self.gate(id, in: door.plan), at: context.time, plan: door.plan)
            let device = try Self.paperDevice(db, context: context)
            var sequence = try Self.nextSequence(db, of: device)
            var problems: [PaperProblems.Problem] = []
            var report = PaperReport()
            for line in lines {
                let time = door.plan.date(day: day, minute: door.plan.minute(of: line.time))
                defer { sequence += 1 }
                let scan = try QueuedScan(
                    device: device, nonce: IdempotencyKey(line.nonce(at: id, day: day)), gate: id,
                    direction: line.isExit ? .exit : .entry, subject: .code(line.code), deviceTime: time,
                    aheadMilliseconds: 0, sequence: sequence, verdict: .admitted)
                do {
                    guard time <= context.time else {
                        throw CheckInError(.timeAhead, ErrorDetail("time", line.time))
                    }
                    guard try door.isKnown(line.code) else {
                        throw LedgerError(.registrationUnknown, ErrorDetail("number", line.code))
                    }
                    // Somebody who types in a list vouches for it.
                    switch try door.record(scan, received: context.time, isJudged: false) {
                    case .recorded: report.recorded += 1
                    case .repeated: report.repeated += 1
                    case .refused(let error): throw error
                    case .withheld: preconditionFailure("what somebody vouches for is not judged")
                    }
                } catch let error as any DescribedError {
                    problems.append(.init(line: line.number, error: error))
                }
            }
            guard problems.isEmpty else { throw PaperProblems(problems: problems) }
            return report
        }
    }

    private static func gate(_ id: Gate.ID, in plan: DoorPlan) throws -> Gate {
        guard let gate = plan.definition.gates.first(where: { $0.id == id }) else {
            throw EventStoreError(.gateUnknown, ErrorDetail("gate", id))
        }
        return gate
    }

    /// The day that is asked for; else today, else the gate's first.
    private static func day(_ asked: Int?, of gate: Gate, at time: Date, plan: DoorPlan) throws -> Int {
        let days = gate.days.numbers
        let today = plan.moment(time).day.flatMap { days.contains($0) ? $0 : nil }
        guard let day = asked ?? today ?? days.first, days.contains(day) else {
            throw CheckInError(.dayNotOfGate, ErrorDetail("day", asked ?? 0), ErrorDetail("gate", gate.id))
        }
        return day
    }

    /// Nobody holds a token of it.
    private static func paperDevice(_ db: Database, context: WriteContext) throws -> Device.ID {
        if let known = try EventStore.device(db, named: paperDevice, role: .door) { return known.id }
        return try EventStore.addDeviceWithoutToken(db, name: paperDevice, role: .door, context: context).id
    }

    private static func entry(
        _ summary: RegistrationSummary, rules: GateRules, moment: Moment, plan: DoorPlan, _ db: Database
    ) throws -> DoorList.Entry? {
        let registration = summary.registration
        let holder = try Holder(summary, plan: plan, db)
        let attempt = Attempt(presented: .person, direction: .entry, moment: moment)
        let obstacle: DoorList.Obstacle?
        switch rules.decide(attempt, holder: holder, open: []) {
        case .admitted: obstacle = nil
        // Whether the gate is for somebody is asked after what the desk has to say.
        case .unpaid where rules.isFor(holder, attempt): obstacle = .unpaid
        case .blocked where rules.isFor(holder, attempt): obstacle = .blocked
        default: return nil
        }
        let open = try AdmissionRecord.open(db, registration.id, at: rules, moment)
        let standing = rules.standing(among: open.map(\.admission), at: moment)
        return DoorList.Entry(
            code: registration.code, name: registration.person.nameOnBadge,
            affiliation: registration.person.affiliation, category: registration.category, obstacle: obstacle,
            due: Money(cents: max(rules.due(from: holder), 0)),
            admitted: standing.map { Date(timeIntervalSince1970: Double($0.moment.second)) })
    }
}

/// What became of a paper list that was typed in.
package struct PaperReport: Sendable, Hashable {
    /// Lines that were new.
    package internal(set) var recorded = 0
    /// Lines that had been typed in before.
    package internal(set) var repeated = 0
}

extension GateRules {
    /// Whether a person would be let in who neither owes anything nor is held back.
    fileprivate func isFor(_ holder: Holder, _ attempt: Attempt) -> Bool {
        var holder = holder
        (holder.block, holder.due, holder.addOnDues) = (nil, 0, [])
        return decide(attempt, holder: holder, open: []).code == .admitted
    }
}

extension DoorList.Entry {
    /// As people look a name up: without regard to case and diacritics.
    fileprivate func isBefore(_ other: Self) -> Bool {
        let (own, others) = (SearchText.fold(name), SearchText.fold(other.name))
        return own == others ? code.symbols < other.code.symbols : own < others
    }
}

extension PaperLine {
    /// The same tick typed in again has the same nonce.
    fileprivate func nonce(at gate: Gate.ID, day: Int) -> String {
        "paper:\(gate):\(day):\(code.symbols):\(time.minutes)\(isExit ? ":out" : "")"
    }
}

extension DoorTransaction {
    fileprivate func isKnown(_ code: RegistrationCode) throws -> Bool { try RegistrationLedger.hasCode(db, code) }
}

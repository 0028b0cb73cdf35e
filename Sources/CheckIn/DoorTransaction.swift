import Badges
import Conference
import DoorRules
import EventStore
import Foundation
import GRDB
import RegistrationLedger

/// The doors within one write transaction: what is looked up once serves all of its scans.
final class DoorTransaction {
    let db: Database
    let plan: DoorPlan
    private let event: EventTag
    private let keys: [SigningKey]
    var devices: [Device.ID: Device] = [:]
    private var gates: [Gate.ID: GateRecord] = [:]
    private var rules: [Gate.ID: GateRules] = [:]

    init(_ db: Database, store: EventStore) throws {
        self.db = db
        plan = DoorPlan(try store.definition(db))
        event = EventTag(store.tag)
        keys = try EventStore.validSigningKeys(db)
    }

    /// A part of the transaction failed after it had written something.
    struct PartlyWritten: Error {}

    /// Runs a part of the transaction that leaves nothing behind when it fails, as nearly every part does by itself: it
    /// fails before it writes, or not at all. A savepoint would have SQLite copy each page that the part changes.
    ///
    /// - Throws: `PartlyWritten` when that is not so and the whole has to begin anew, with `isolate`; and what ended the
    ///   whole transaction.
    func attempt<Value>(_ body: () throws -> Value) throws -> Result<Value, any Error> {
        let changes = db.totalChangesCount
        do {
            return .success(try body())
        } catch {
            guard db.isInsideTransaction else { throw error }
            guard db.totalChangesCount == changes else { throw PartlyWritten() }
            return .failure(error)
        }
    }

    /// Runs a part of the transaction in a savepoint, so that it leaves nothing behind when it fails.
    ///
    /// - Throws: only what ended the whole transaction, as a full disk does.
    func isolate<Value>(_ body: () throws -> Value) throws -> Result<Value, any Error> {
        var value: Value?
        do {
            try db.inSavepoint {
                value = try body()
                return .commit
            }
        } catch {
            (gates, rules) = ([:], [:])
            guard db.isInsideTransaction else { throw error }
            return .failure(error)
        }
        guard let value else { preconditionFailure("a savepoint runs its body") }
        return .success(value)
    }

    /// Answers one scan; the errors are those of `CheckInService.scan`.
    func answer(_ request: ScanRequest) throws -> ScanOutcome {
        let device = try admissibleDevice(request.device, at: request.gate)
        let digest = EventStore.digest(of: request.content)
        let stored = try ScanRecord.stored(db, device: device.id, nonce: request.nonce)
        switch Replay(of: digest, stored: stored?.digest) {
        case .repeated:
            guard let stored else { preconditionFailure("a repeated scan is stored") }
            return try ScanRecord.outcome(db, of: stored.id, isReplayed: true)
        case .conflicting:
            throw EventStoreError(.idempotencyConflict, ErrorDetail("key", request.nonce))
        case .new:
            return try record(request, digest: digest)
        }
    }

    private func record(_ request: ScanRequest, digest: Data) throws -> ScanOutcome {
        let examined = try examine(request)
        let verdict = examined.verdict
        var detail = ScanDetail(verdict, plan: plan)
        detail.lost = try lostBadge(behind: request, examined)
        let scan = try ScanRecord.insert(
            db,
            ScanRecord.New(
                request, digest: digest, examined: examined, verdict: verdict.code, detail: detail,
                entryScan: examined.entryScan))
        switch verdict {
        case .admitted(.entry):
            guard let person = examined.person else { preconditionFailure("somebody unknown is never admitted") }
            try AdmissionRecord.insert(
                db, person.id, at: examined.gate.number,
                day: AdmissionRecord.day(of: examined.moment, examined.rules.frequency), open: examined.open,
                scan: scan, time: request.time)
        case .admitted(.exit):
            guard let entry = examined.entryScan else { preconditionFailure("an exit closes what is open") }
            try AdmissionRecord.close(db, entry, scan: scan, time: request.time)
        default:
            break
        }
        return try outcome(of: scan, request, examined)
    }

    /// The answer that `ScanRecord.outcome` reads back, without reading it back.
    private func outcome(
        of scan: ScanOutcome.ScanID, _ request: ScanRequest, _ examined: Examination
    ) throws -> ScanOutcome {
        let detail = ScanDetail(examined.verdict, plan: plan)
        let verdict = ScanVerdict(
            code: examined.verdict.code, detail: detail,
            good: try ScanRecord.goodBadge(db, detail.good, of: examined.person?.id.rawValue),
            entry: try examined.entryScan.flatMap { try ScanRecord.entry(db, $0) },
            block: examined.person?.blockedBecause)
        guard let verdict else { preconditionFailure("a verdict that was just made has its particulars") }
        return ScanOutcome(
            scan: scan, verdict: verdict, isReplayed: false, time: Date(milliseconds: request.time.milliseconds),
            gate: request.gate, device: request.device, direction: request.direction, day: examined.moment.day,
            issue: examined.issue, person: examined.person,
            notices: try NoteRecord.notices(db, for: examined.person, at: request.gate, verdict: verdict),
            sharedPlace: try SharedPlace.entry(
                db, beside: examined.person, verdict, at: examined.gate.number, on: examined.moment.day),
            isQueued: false, override: nil, undo: nil)
    }

    /// - Throws: `device_unknown`, `device_revoked`, `gate_not_allowed`.
    func admissibleDevice(_ id: Device.ID, at gate: Gate.ID) throws -> Device {
        let device = try device(id)
        guard !device.isRevoked else { throw EventStoreError(.deviceRevoked, ErrorDetail("device", id)) }
        guard device.mayScan(at: gate) else {
            throw CheckInError(.gateNotAllowed, ErrorDetail("device", device.name), ErrorDetail("gate", gate))
        }
        return device
    }

    private func rules(of id: Gate.ID, _ gate: GateRecord) -> GateRules {
        if let known = rules[id] { return known }
        let made = plan.rules(of: id, number: gate.number, isClosed: gate.isClosed)
        rules[id] = made
        return made
    }

    /// - Throws: `gate_unknown`.
    func gate(_ id: Gate.ID) throws -> GateRecord {
        if let known = gates[id] { return known }
        let gate = try GateRecord.ensure(db, id, in: plan.definition)
        gates[id] = gate
        return gate
    }
}

extension DoorTransaction {
    /// What was found behind a scan, and the verdict that follows.
    struct Examination {
        let gate: GateRecord
        let rules: GateRules
        let presented: Presented
        let person: Registration?
        let moment: Moment
        let verdict: Verdict
        /// The person's entries at the gate that no scan has closed.
        let open: [AdmissionRecord.Open]
        /// The entry that the verdict names.
        let entryScan: ScanOutcome.ScanID?

        /// Nil unless a genuine credential was presented.
        var issue: IssueNumber? {
            switch presented {
            case .badge(let number), .supersededBadge(let number): number
            case .flawed, .person: nil
            }
        }
    }

    /// Decides a scan and writes nothing but the gate's row.
    ///
    /// - Parameters:
    ///   - asIfFirst: whether to leave out who was let in before.
    ///   - incarnation: of the file by which a door decided; nil for this one's.
    func examine(
        _ request: ScanRequest, asIfFirst: Bool = false, of incarnation: Int? = nil
    ) throws -> Examination {
        let gate = try gate(request.gate)
        let (presented, summary) = try identify(request.subject, of: incarnation)
        let holder = try summary.map { try facts(of: $0) }
        let moment = plan.moment(request.time)
        let rules = rules(of: request.gate, gate)
        var open: [AdmissionRecord.Open] = []
        if !asIfFirst, let summary {
            open = try AdmissionRecord.open(db, summary.registration.id, at: rules, moment)
        }
        let attempt = Attempt(presented: presented, direction: request.direction, moment: moment)
        // What was known when a door was alone nobody knows now.
        let inside = rules.capacity == nil || asIfFirst ? nil : try AdmissionRecord.inside(db, at: rules, moment)
        let verdict = rules.decide(attempt, holder: holder, open: open.map(\.admission), inside: inside)
        let entry: Admission? =
            switch verdict {
            case .alreadyAdmitted(let admission), .admitted(.exit(let admission)): admission
            default: nil
            }
        return Examination(
            gate: gate, rules: rules, presented: presented, person: summary?.registration, moment: moment,
            verdict: verdict, open: open, entryScan: open.first { $0.admission == entry }?.entryScan)
    }

    /// Finds out what was presented, and who it is, as far as that can be trusted.
    func identify(
        _ subject: ScanRequest.Subject, of incarnation: Int? = nil
    ) throws -> (presented: Presented, summary: RegistrationSummary?) {
        switch subject {
        case .registration(let id):
            return (.person, try RegistrationLedger.summary(db, of: id))
        case .code(let code):
            do {
                return (.person, try RegistrationLedger.summary(db, of: RegistrationLedger.registration(db, code).id))
            } catch let error as LedgerError where error.code == .registrationUnknown {
                return (.person, nil)
            }
        case .credential(let text):
            switch try CredentialExamination.examine(text, event: event, keys: keys, db) {
            case .flawed(.superseded):
                // By the machine that made it the badge was good, and its person is the same.
                guard let incarnation, try incarnation < EventStore.incarnation(db).number,
                    let lost = try lostBadge(text)
                else { return (.flawed(.superseded), nil) }
                return (.person, try RegistrationLedger.summary(db, of: lost.registration))
            case .flawed(let flaw): return (.flawed(flaw), nil)
            case .genuine(let id, let issue): return (.badge(issue), try RegistrationLedger.summary(db, of: id))
            }
        }
    }

    /// The badge of a machine whose last doings were lost; nil for every other text.
    private func lostBadge(_ text: String) throws -> (registration: Registration.ID, issue: IssueNumber)? {
        try CredentialExamination.lostBadge(text, event: event, keys: keys, db)
    }

    /// What a scan tells of the doings of such a machine.
    func lostBadge(behind request: ScanRequest, _ examined: Examination) throws -> ScanDetail.LostBadge? {
        guard case .credential(let text) = request.subject, examined.issue == nil,
            let lost = try lostBadge(text)
        else { return nil }
        return ScanDetail.LostBadge(registration: lost.registration.rawValue, issue: lost.issue.rawValue)
    }

    /// What the rules must know about a person.
    func facts(of summary: RegistrationSummary) throws -> Holder {
        try Holder(summary, plan: plan, db)
    }
}

extension Holder {
    /// What the rules must know about a person.
    init(_ summary: RegistrationSummary, plan: DoorPlan, _ db: Database) throws {
        let registration = summary.registration
        let latest = try BadgeIssues.standing(db, of: registration.id)
        let standing: Standing =
            if registration.status == .active {
                .active
            } else if registration.status == .transferred {
                .transferred
            } else {
                .cancelled
            }
        // Who may come in while an invoice is on its way owes nothing at a door.
        let isLetIn = registration.letInBecause != nil
        let dues = try RegistrationLedger.gateDues(db, plan.definition, of: summary)
        self.init(
            registration: RegistrationNumber(registration.id), standing: standing,
            block: registration.blockedBecause.map { _ in BlockReference(rawValue: registration.id.rawValue) },
            due: isLetIn ? 0 : dues.passes.cents, days: DayMask(registration.days),
            category: CategoryMask([registration.category], in: plan.definition),
            addOns: plan.numbers(of: registration.addOns),
            addOnDues: isLetIn ? [] : plan.numbered(dues.addOns), latestIssue: latest?.number ?? .ticket,
            isLatestIssueRevoked: latest?.isRevoked ?? false)
    }
}

package import Conference
import Crypto
package import DoorRules
package import EventStore
package import Foundation

/// A door that decides by itself from what it holds, as a phone does that lost the server.
package struct OfflineDoor: Sendable {
    package let device: Device.ID
    /// How far its clock is ahead of the server's, in milliseconds.
    package let aheadMilliseconds: Int64
    /// Where the next snapshot goes on; nil before the first.
    package private(set) var cursor: Int64?
    /// What it answered alone and has not sent yet, in order.
    package private(set) var queue: [QueuedScan] = []

    private var latest: DoorSnapshot?
    private var people: [RegistrationNumber: DoorSnapshot.DoorPerson] = [:]
    /// Whom it let in itself since it lost the server.
    private var own: [Own] = []
    private var sequence: Int64 = 0

    private struct Own: Sendable {
        let registration: RegistrationNumber
        let gate: Gate.ID
        let admission: Admission
    }

    package init(device: Device.ID, aheadMilliseconds: Int64) {
        self.device = device
        self.aheadMilliseconds = aheadMilliseconds
    }

    /// Takes in what changed.
    package mutating func learn(_ snapshot: DoorSnapshot) {
        // What an earlier incarnation told of people may be what this one has lost.
        if let latest, latest.incarnation != snapshot.incarnation { people = [:] }
        latest = snapshot
        cursor = snapshot.cursor
        for person in snapshot.people { people[person.facts.registration] = person }
        if queue.isEmpty { own = [] }
    }

    /// Answers a scan alone and keeps it for later.
    ///
    /// - Parameter deviceTime: by the door's own clock.
    /// - Throws: `snapshot_missing` before the first snapshot, `gate_unknown` for one that it may not scan at.
    package mutating func scan(
        _ text: String, at gate: Gate.ID, _ direction: Direction, deviceTime: Date, nonce: IdempotencyKey
    ) throws -> Verdict {
        guard let latest else { throw CheckInError(.snapshotMissing) }
        guard let door = latest.gates.first(where: { $0.id == gate }) else {
            throw EventStoreError(.gateUnknown, ErrorDetail("gate", gate))
        }
        let second = (deviceTime.milliseconds - aheadMilliseconds) / 1000
        let moment = latest.calendar.moment(second: second, offset: latest.offset(at: second))
        let (presented, number) = examine(text, latest)
        let person = number.flatMap { people[$0] }
        let open =
            (person?.open ?? []).filter { $0.gate == door.rules.gate }
            + own.filter { $0.registration == number && $0.gate == gate }.map(\.admission)
        let verdict = door.rules.decide(
            Attempt(presented: presented, direction: direction, moment: moment), holder: person?.facts, open: open)
        sequence += 1
        queue.append(
            try QueuedScan(
                device: device, nonce: nonce, gate: gate, direction: direction, subject: .credential(text),
                deviceTime: deviceTime, aheadMilliseconds: aheadMilliseconds, sequence: sequence,
                verdict: verdict.code))
        if verdict == .admitted(.entry), let number {
            own.append(
                Own(
                    registration: number, gate: gate,
                    admission: Admission(moment: moment, gate: door.rules.gate, device: DeviceNumber(device))))
        }
        if case .admitted(.exit(let entry)) = verdict { own.removeAll { $0.admission == entry } }
        return verdict
    }

    /// Forgets what the server has recorded.
    package mutating func forget(_ scans: [QueuedScan]) {
        let sent = Set(scans.map(\.sequence))
        queue.removeAll { sent.contains($0.sequence) }
    }

    /// Examines a text by its signature.
    private func examine(_ text: String, _ snapshot: DoorSnapshot) -> (Presented, RegistrationNumber?) {
        let readings: [SignedCredential]
        do throws(CredentialFlaw) {
            readings = try ScannedText.read(Array(text.utf8))
        } catch {
            return (.flawed(error), nil)
        }
        let keys = snapshot.keys.map { key in
            SignedCredential.PublicKey(
                id: KeyID(rawValue: key.id), bytes: Array(key.publicKey),
                ceiling: key.ceiling.map { ceiling in
                    SignedCredential.Ceiling(
                        registration: RegistrationNumber(rawValue: ceiling.registration),
                        issue: IssueNumber(rawValue: ceiling.issue))
                })
        }
        var first: CredentialFlaw?
        for read in readings {
            let flaw = read.flaw(event: snapshot.event, keys: keys) { key, signature, message in
                (try? Curve25519.Signing.PublicKey(rawRepresentation: key))?
                    .isValidSignature(Data(signature), for: Data(message)) ?? false
            }
            guard let flaw else {
                let (key, issue) = (read.credential.key, read.credential.issue)
                let signsNoMore = keys.contains { $0.id == key && $0.ceiling != nil }
                return (signsNoMore ? .supersededBadge(issue) : .badge(issue), read.credential.registration)
            }
            first = first ?? flaw
        }
        return (.flawed(first ?? .notACredential), nil)
    }
}

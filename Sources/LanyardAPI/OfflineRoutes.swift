import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import Representations
import Wording

/// What doors fetch before they lose the server, and send when they have it again.
struct OfflineRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.snapshot, for: .roles(.door, .desk)) { request, _, device in
            let cursor = try PageLimit(request).number()
            return try Response(
                json: SnapshotBody(
                    try await services.checkIn.snapshot(for: device, after: cursor, at: services.clock.now)))
        }
        routes.get(Paths.snapshotNames, for: .roles(.organizer)) { _, _, _ in
            return try Response(json: Names(names: try await services.checkIn.offersNames()))
        }
        routes.post(Paths.snapshotNames, for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: Names.self, context: context)
            try await services.checkIn.offerNames(
                body.names,
                context: device.write(request, context, services.clock))
            return try Response(json: Names(names: try await services.checkIn.offersNames()))
        }
        // What a door answered alone; a revoked device hands it over too, and it waits for the desk's judgement.
        routes.post(Paths.uploads, for: .rolesEvenRevoked(.door, .desk)) { request, context, device in
            let body = try await request.decode(as: Upload.self, context: context)
            let scans = try body.scans.map { try $0.queued(by: device.id) }
            let outcomes = try await services.checkIn.upload(scans, of: device.id, received: services.clock.now)
            return try Response(json: ["items": zip(scans, outcomes).map { Result($0.nonce, $1, answering: request) }])
        }
    }

    /// Whether doors that are alone get names, each locked with its badge.
    private struct Names: Codable {
        let names: Bool
    }

    private struct Upload: Decodable {
        let scans: [Scan]
    }

    /// A scan that a device answered alone.
    private struct Scan: Decodable {
        let nonce: String
        let sequence: Int64
        let gate: String
        let direction: String?
        let text: String?
        let code: String?
        let registration: UInt32?
        let scannedAt: String
        let clockAheadMilliseconds: Int64
        let verdict: String
        let incarnation: Int?

        /// - Throws: as `ScanRoutes.NewScan.scan`, `sequence_invalid`, `clock_difference_invalid`.
        func queued(by device: Device.ID) throws -> QueuedScan {
            let verdict = try Choice.read(self.verdict, among: Verdict.Code.allCases, word: \.word)
            return try QueuedScan(
                device: device, nonce: try IdempotencyKey(nonce), gate: Gate.ID(rawValue: gate),
                direction: try Direction(named: direction),
                subject: try ScanRequest.Subject(text: text, code: code, registration: registration),
                deviceTime: try Timestamp.date(scannedAt), aheadMilliseconds: clockAheadMilliseconds,
                sequence: sequence, verdict: verdict, incarnation: incarnation)
        }
    }

    /// What became of one scan.
    private struct Result: Encodable {
        let nonce: String
        /// `recorded`, `repeated`, `withheld`, or `refused`.
        let result: String
        let scan: Int64?
        let code: String?
        let title: String?
        /// The number under which it waits for judgement.
        let withheld: Int64?

        init(_ nonce: IdempotencyKey, _ outcome: UploadOutcome, answering request: Request) {
            self.nonce = nonce.description
            switch outcome {
            case .recorded(let id): (result, scan, code, title, withheld) = ("recorded", id.rawValue, nil, nil, nil)
            case .repeated(let id): (result, scan, code, title, withheld) = ("repeated", id.rawValue, nil, nil, nil)
            case .withheld(let id, let reason):
                (result, scan, code, withheld) = ("withheld", nil, reason.rawValue, id.rawValue)
                title = reason.sentence(in: request.language)
            case .refused(let error):
                let words = Words(for: error, answering: request)
                (result, scan, code, title, withheld) = ("refused", nil, words.code, words.sentence, nil)
            }
        }
    }
}

extension Direction {
    /// - Throws: `choice_unknown`. Nothing said means an entry.
    init(named word: String?) throws {
        self = try Choice.read(word ?? "entry", among: [.entry, .exit], word: \.word)
    }
}

extension ScanRequest.Subject {
    /// - Throws: `scan_subject_missing` unless it is exactly one of them, `code_invalid`, `code_mistyped`.
    init(text: String?, code: String?, registration: UInt32?) throws {
        switch (text, code, registration) {
        case (let text?, nil, nil): self = .credential(text)
        case (nil, let code?, nil): self = .code(try RegistrationCode(code))
        case (nil, nil, let number?): self = .registration(Registration.ID(rawValue: number))
        default: throw ServerError(.scanSubjectMissing)
        }
    }
}

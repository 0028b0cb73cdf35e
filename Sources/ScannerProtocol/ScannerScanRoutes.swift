import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Scans of pretix's protocol: they go through the same service, rules and transactions as those of our own doors.
struct ScannerScanRoutes {
    let routes: ScannerRouter

    private var services: EventServices { routes.services }

    func addRoutes(to router: Router<DeviceRequestContext>) {
        let (organizer, event) = (ScannerRouter.organizer, ScannerRouter.event)
        routes.on(.post, "\(organizer)/checkinrpc/redeem", of: router, check: .byTheWrite) { [self] visit in
            let wish = try await visit.request.decode(as: Redemption.self, context: visit.context)
            guard let secret = wish.secret else {
                throw ScannerRefusal.field("secret", ServerError(.scanSubjectMissing), answering: visit.request)
            }
            return try await redeem(secret, wish, at: try visit.list(among: wish.lists), visit)
        }
        routes.on(
            .post, "\(event)/checkinlists/:list/positions/:secret/redeem", of: router, check: .byTheWrite
        ) { [self] visit in
            let wish = try await visit.request.decode(as: Redemption.self, context: visit.context)
            return try await redeem(
                try visit.context.parameters.require("secret"), wish, at: try visit.list(), visit)
        }
        routes.on(.post, "\(organizer)/checkinrpc/annul", of: router) { [self] visit in try await annul(visit) }
        routes.on(.post, "\(event)/orderpositions/:position/printlog", of: router) { [self] visit in
            try await printed(visit)
        }
        routes.on(.post, "\(event)/checkinlists/:list/failed_checkins", of: router) { [self] visit in
            try await failed(visit, at: try visit.list())
        }
    }

    // MARK: - Passing

    /// What an app sends; whatever else it sends is about things that Lanyard does not have.
    private struct Redemption: Decodable {
        let secret: String?
        let lists: [Int64]?
        let type: String?
        let datetime: String?
        let force: Bool?
        let nonce: String?
        let simulate: Bool?
        let useOrderLocale: Bool?

        enum CodingKeys: String, CodingKey {
            case secret, lists, type, datetime, force, nonce, simulate
            case useOrderLocale = "use_order_locale"
        }
    }

    private func redeem(
        _ secret: String, _ wish: Redemption, at gate: NumberedGate, _ visit: ScannerVisit
    ) async throws -> Response {
        let now = services.clock.now
        let scan = ScanRequest(
            device: visit.device.id, nonce: try Self.nonce(wish.nonce), gate: gate.gate.id,
            direction: try Self.direction(wish.type, visit), subject: try subject(secret, visit), time: now,
            deviceTime: try Self.time(wish.datetime, visit))
        let isPersons = wish.useOrderLocale == true
        // Whoever asks what would happen changes nothing, whatever else is asked.
        if wish.simulate == true {
            let outcome = try await services.checkIn.simulate(scan)
            return answer(outcome, try await person(of: outcome, at: gate), at: gate, visit, inTheirLanguage: isPersons)
        }
        if wish.force == true { return try await upload(scan, at: gate, visit) }
        let (outcome, person) = try await services.checkIn.scan(scan, tellingPassingsAt: gate.number)
        return answer(outcome, person, at: gate, visit, inTheirLanguage: isPersons)
    }

    private func person(of outcome: ScanOutcome, at gate: NumberedGate) async throws -> ScannerPerson? {
        guard let id = outcome.person?.id else { return nil }
        return try await services.checkIn.scannerPeople([id], at: [gate.number]).first
    }

    /// A passing that already happened, whatever the server thinks of it: it keeps its time and is merged by our rules.
    private func upload(_ scan: ScanRequest, at gate: NumberedGate, _ visit: ScannerVisit) async throws -> Response {
        let result = try await services.checkIn.uploadUnnumbered(of: scan.device, received: scan.time) { sequence in
            try QueuedScan(
                device: scan.device, nonce: scan.nonce, gate: scan.gate, direction: scan.direction,
                subject: scan.subject, deviceTime: scan.deviceTime ?? scan.time, aheadMilliseconds: 0,
                sequence: sequence, verdict: .admitted)
        }
        switch result {
        case .recorded(let id), .repeated(let id):
            let outcome = try await services.checkIn.outcome(of: id)
            let person = try await person(of: outcome, at: gate)
            guard person != nil else { return Self.unknown(nil, at: gate, visit) }
            return answer(outcome, person, at: gate, visit, inTheirLanguage: false)
        case .withheld:
            // It is kept, and a person will judge it: the app has nothing left to do.
            return Response(
                status: .created,
                scanner: [
                    "status": "ok", "require_attention": true, "checkin_texts": [],
                    "list": visit.catalog.excerpt(gate),
                ])
        case .refused(let error):
            return Response(
                status: .badRequest,
                scanner: [
                    "status": "error", "reason": "error",
                    "reason_explanation": Self.detail(ScannerRefusal(error, answering: visit.request)),
                    "require_attention": false, "checkin_texts": [], "list": visit.catalog.excerpt(gate),
                ])
        }
    }

    private static func detail(_ refusal: ScannerRefusal) -> ScannerJSON {
        guard case .object(let fields) = refusal.body else { return nil }
        return fields.first { $0.name == "detail" }?.value ?? nil
    }

    /// - Parameter person: whom the scan concerned, as a scanner holds them; nil where nobody was found.
    private func answer(
        _ outcome: ScanOutcome, _ person: ScannerPerson?, at gate: NumberedGate, _ visit: ScannerVisit,
        inTheirLanguage: Bool
    ) -> Response {
        let language = inTheirLanguage ? outcome.person?.language ?? .english : visit.request.language
        let told = ScanBody(
            outcome, event: visit.catalog.event, in: language, isAtDoor: !visit.sight.isDesk)
        guard let person else { return Self.unknown(told.message, at: gate, visit) }
        let attention = !told.notices.isEmpty || outcome.sharedPlace != nil
        let body: ScannerJSON = [
            "position": visit.catalog.positionAtHand(person, visit.sight, at: gate.number),
            "require_attention": ScannerJSON(attention), "checkin_texts": .list(told.notices.map(ScannerJSON.text)),
            "list": visit.catalog.excerpt(gate),
        ]
        guard outcome.verdict.code != .admitted else {
            return Response(status: .created, scanner: ScannerJSON.object([]).with(["status": "ok"]).with(body))
        }
        let refused: ScannerJSON = [
            "status": "error", "reason": .text(outcome.verdict.code.pretixWord),
            "reason_explanation": .text(told.message),
        ]
        return Response(status: .badRequest, scanner: refused.with(body))
    }

    /// Nobody is behind what was presented.
    private static func unknown(_ message: String?, at gate: NumberedGate, _ visit: ScannerVisit) -> Response {
        Response(
            status: .notFound,
            scanner: [
                "detail": "Not found.", "status": "error", "reason": "invalid",
                "reason_explanation": ScannerJSON(message), "require_attention": false, "checkin_texts": [],
                "list": visit.catalog.excerpt(gate),
            ])
    }

    // MARK: - Taking back

    private struct Annulment: Decodable {
        let nonce: String?
        let lists: [Int64]?
        let datetime: String?
        let explanation: String?

        enum CodingKeys: String, CodingKey {
            case nonce, lists, datetime
            case explanation = "error_explanation"
        }
    }

    private func annul(_ visit: ScannerVisit) async throws -> Response {
        let wish = try await visit.request.decode(as: Annulment.self, context: visit.context)
        guard let nonce = wish.nonce, wish.lists != nil else {
            let missing = [("lists", wish.lists == nil), ("nonce", wish.nonce == nil)].filter(\.1).map(\.0)
            throw ScannerRefusal.missing(missing, answering: visit.request)
        }
        let gate = try visit.list(among: wish.lists)
        let now = services.clock.now
        guard let scan = try await services.checkIn.scan(of: visit.device.id, nonce: try Self.nonce(nonce)),
            scan.gate == gate.gate.id
        else { throw ScannerRefusal.notFound }
        let time = try Self.time(wish.datetime, visit) ?? now
        do {
            try await services.checkIn.annul(
                scan, because: String((wish.explanation ?? "").prefix(200)), at: time, by: visit.device,
                context: visit.device.write(now, key: try IdempotencyKey("annul:\(scan.scan)"), from: visit.context))
        } catch let error as CheckInError where error.code == .undoNotAllowed {
            throw ScannerRefusal.whole(error, answering: visit.request)
        }
        return Response(scanner: ["status": "ok"])
    }

    // MARK: - What a scanner refused by itself

    private struct Failure: Decodable {
        let datetime: String?
        let barcode: String?
        let type: String?
        let reason: String?
        let explanation: String?
        let nonce: String?

        enum CodingKeys: String, CodingKey {
            case datetime, type, nonce
            case explanation = "error_explanation"
            case barcode = "raw_barcode"
            case reason = "error_reason"
        }
    }

    private func failed(_ visit: ScannerVisit, at gate: NumberedGate) async throws -> Response {
        let wish = try await visit.request.decode(as: Failure.self, context: visit.context)
        guard let reason = wish.reason, let barcode = wish.barcode else {
            let missing = [("error_reason", wish.reason == nil), ("raw_barcode", wish.barcode == nil)]
            throw ScannerRefusal.missing(missing.filter(\.1).map(\.0), answering: visit.request)
        }
        guard let verdict = Verdict.Code(pretixWord: reason) else {
            throw ScannerRefusal.field(
                "error_reason", Choice.unknown(reason, choices: Self.reasons), answering: visit.request)
        }
        let now = services.clock.now
        let key = wish.nonce ?? visit.request.headers[HTTPField.Name("X-Idempotency-Key")!]
        let subject = try subject(String(barcode.prefix(1_000)), visit)
        // The same nonce may come with the passing that followed; it is another scan.
        let nonce = try Self.nonce(key.map { "failed:\($0)" })
        let (direction, time) = (try Self.direction(wish.type, visit), try Self.time(wish.datetime, visit) ?? now)
        let result = try await services.checkIn.uploadUnnumbered(of: visit.device.id, received: now) { sequence in
            try QueuedScan(
                device: visit.device.id, nonce: nonce, gate: gate.gate.id, direction: direction, subject: subject,
                deviceTime: time, aheadMilliseconds: 0, sequence: sequence, verdict: verdict)
        }
        if case .refused(let error) = result { throw error }
        return Response(
            status: .created,
            scanner: [
                "error_reason": .text(reason), "error_explanation": ScannerJSON(wish.explanation),
                "raw_barcode": .text(barcode), "raw_source_type": "barcode", "raw_item": nil,
                "raw_variation": nil, "raw_subevent": nil, "nonce": ScannerJSON(wish.nonce),
                "datetime": ScannerJSON(time), "type": .text(direction.word), "position": nil,
            ])
    }

    private static let reasons = [
        "already_exchanged", "already_redeemed", "ambiguous", "annulled", "blocked", "canceled", "error", "incomplete",
        "invalid", "invalid_time", "medium_exists", "medium_invalid", "product", "revoked", "rules", "unapproved",
        "unpaid",
    ]

    // MARK: - What an app printed

    private struct PrintLog: Decodable {
        let type: String?
        let source: String?
    }

    private func printed(_ visit: ScannerVisit) async throws -> Response {
        guard let number = try Int64(visit.context.parameters.require("position")),
            let holder = ScannerCatalog.registration(number)
        else { throw ScannerRefusal.notFound }
        let wish = try await visit.request.decode(as: PrintLog.self, context: visit.context)
        guard let source = wish.source, let type = wish.type else {
            let missing = [("source", wish.source == nil), ("type", wish.type == nil)].filter(\.1).map(\.0)
            throw ScannerRefusal.missing(missing, answering: visit.request)
        }
        let kind: AppPrint.Kind
        do {
            kind = try Choice.read(type)
        } catch {
            throw ScannerRefusal.field("type", error, answering: visit.request)
        }
        let key = try Self.nonce(visit.request.headers[HTTPField.Name("X-Idempotency-Key")!])
        do {
            let print = try await services.ledger.notePrint(
                kind, for: holder, context: visit.device.write(services.clock.now, key: key, from: visit.context)
            ).result
            return Response(status: .created, scanner: visit.catalog.print(print, source: source))
        } catch let error as LedgerError where error.code == .registrationUnknown {
            throw ScannerRefusal.notFound
        }
    }

    // MARK: - Reading

    /// Somebody whom the device picked, or what it scanned.
    private func subject(_ text: String, _ visit: ScannerVisit) throws -> ScanRequest.Subject {
        if let picked = visit.sight.handles.registration(text) { return .registration(picked) }
        return .credential(text)
    }

    private static func nonce(_ text: String?) throws -> IdempotencyKey {
        try text.map { try IdempotencyKey($0) } ?? .unique()
    }

    private static func direction(_ word: String?, _ visit: ScannerVisit) throws -> Direction {
        do {
            return try Choice.read(word ?? "entry", among: [.entry, .exit], word: \.word)
        } catch {
            throw ScannerRefusal.field("type", error, answering: visit.request)
        }
    }

    private static func time(_ text: String?, _ visit: ScannerVisit) throws -> Date? {
        guard let text else { return nil }
        do {
            return try Timestamp.date(text)
        } catch {
            throw ScannerRefusal.field("datetime", error, answering: visit.request)
        }
    }
}

extension Verdict.Code {
    /// The word of pretix's protocol for it (DESIGN's table).
    var pretixWord: String {
        switch self {
        case .invalid: "invalid"
        case .revoked: "revoked"
        case .cancelled: "canceled"
        case .blocked: "blocked"
        case .unpaid: "unpaid"
        case .gateClosed: "invalid_time"
        case .wrongDay, .notEntitled, .full: "product"
        case .alreadyAdmitted: "already_redeemed"
        case .admitted: "ok"
        }
    }

    /// The verdict that a scanner's own refusal stands for; nil for a word that is none of the protocol's.
    init?(pretixWord word: String) {
        switch word {
        case "invalid", "error", "ambiguous", "incomplete", "unapproved", "annulled", "medium_exists", "medium_invalid":
            self = .invalid
        case "revoked", "already_exchanged": self = .revoked
        case "canceled": self = .cancelled
        case "blocked": self = .blocked
        case "unpaid": self = .unpaid
        case "invalid_time": self = .gateClosed
        case "rules", "product": self = .notEntitled
        case "already_redeemed": self = .alreadyAdmitted
        default: return nil
        }
    }
}

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

/// Whom a scanner may know: orders and positions in pages, searches, and the codes that are good no more.
struct ScannerPeopleRoutes {
    let routes: ScannerRouter

    private var services: EventServices { routes.services }

    func addRoutes(to router: Router<DeviceRequestContext>) {
        let (organizer, event) = (ScannerRouter.organizer, ScannerRouter.event)
        routes.on(.get, "\(event)/orders", of: router) { [self] visit in
            try await people(visit, since: try visit.time("modified_since"), at: visit.allGates) {
                visit.catalog.order($0, visit.sight)
            }
        }
        routes.on(.get, "\(event)/orders/:code", of: router) { [self] visit in
            guard let code = try? RegistrationCode(visit.context.parameters.require("code")),
                let found = try? await services.ledger.registration(named: code.description),
                let person = try await services.checkIn.scannerPeople([found.id], at: visit.allGates).first
            else { throw ScannerRefusal.notFound }
            return Response(scanner: visit.catalog.order(person, visit.sight))
        }
        routes.on(.get, "\(event)/checkinlists/:list/positions", of: router) { [self] visit in
            try await positions(visit, at: try visit.list())
        }
        routes.on(.get, "\(organizer)/checkinrpc/search", of: router) { [self] visit in
            let named = visit.request.uri.queryParameters.getAll("list").compactMap { Int64($0) }
            return try await search(visit, at: try visit.list(among: named))
        }
        routes.on(.get, "\(event)/revokedsecrets", of: router) { [self] visit in try await revoked(visit) }
        routes.on(.get, "\(event)/blockedsecrets", of: router) { [self] visit in
            try await people(visit, since: try visit.time("updated_since"), at: []) { person in
                guard visit.sight.keepsBadges, let badge = person.badge else { return nil }
                let isBlocked = person.registration.blockedBecause != nil
                return [
                    "id": .number(Int64(person.registration.id.rawValue)), "secret": .text(badge),
                    "blocked": ScannerJSON(isBlocked), "updated": ScannerJSON(person.badgeMade ?? person.made),
                ]
            }
        }
    }

    // MARK: - Lists

    /// A part of the list of all people, or of those about whom something changed.
    private func people(
        _ visit: ScannerVisit, since: Date?, at gates: Set<Int64>, _ entry: (ScannerPerson) -> ScannerJSON?
    ) async throws -> Response {
        let now = services.clock.now
        let wish = try ScannerPage.Wish(visit)
        let areNamed = try await services.checkIn.offersNames()
        // A time that is still to come was told by a clock that ran otherwise.
        let mark = since.flatMap { $0 <= now ? routes.marks.mark(at: $0, areNamed: areNamed) : nil }
        routes.marks.note(try await services.checkIn.changeMark(), at: now, areNamed: areNamed)
        let found = try await services.checkIn.scannerPeople(
            since: mark, after: wish.place(amongChanges: mark != nil), skipping: wish.skipped,
            limit: ScannerPage.sizeMax, at: gates)
        // There is a first page of nothing, and no other.
        guard wish.page == 1 || !found.people.isEmpty else { throw ScannerRefusal.noPage }
        let next = found.next.map { mark == nil ? "\($0)" : "c\($0)" }
        return Response(
            scanner: ScannerPage.part(found.people.compactMap(entry), count: found.count, wish, next: next, of: visit),
            headers: [ScannerPage.generated: ScannerJSON.time(now)])
    }

    private func positions(_ visit: ScannerVisit, at gate: NumberedGate) async throws -> Response {
        if visit.query("search") != nil { return try await search(visit, at: gate) }
        if let named = try await named(visit) {
            let people = try await services.checkIn.scannerPeople(named, at: [gate.number])
            return Response(
                scanner: try ScannerPage.whole(
                    people.map { visit.catalog.listedPosition($0, visit.sight, at: gate.number) }, of: visit))
        }
        let now = services.clock.now
        if let since = visit.request.headers[.ifModifiedSince].flatMap(HTTPDate.date),
            since <= now, let mark = routes.marks.mark(at: since), try await services.checkIn.changeMark() == mark
        {
            return Response(status: .notModified)
        }
        var response = try await people(visit, since: nil, at: [gate.number]) {
            visit.catalog.listedPosition($0, visit.sight, at: gate.number)
        }
        response.headers[.lastModified] = HTTPDate.text(now)
        return response
    }

    /// Whose ticket an address asks for by its secret, its order or its number, instead of all; nil where it names none.
    ///
    /// Whoever takes the first of the answer must not get somebody else's.
    private func named(_ visit: ScannerVisit) async throws -> [Registration.ID]? {
        var found: [Registration.ID?] = []
        if let secret = visit.query("secret") {
            var holder = visit.sight.handles.registration(secret)
            if holder == nil, ScannedText.isClaimed(by: Array(secret.utf8)) {
                holder = try? await services.registration(namedOrScanned: secret).id
            }
            found.append(holder)
        }
        if let order = visit.query("order") {
            found.append(try? await services.ledger.registration(named: RegistrationCode(order).description).id)
        }
        if let number = visit.query("id") {
            found.append(Int64(number).flatMap(ScannerCatalog.registration))
        }
        guard let first = found.first else { return nil }
        guard let first, found.allSatisfy({ $0 == first }) else { return [] }
        return [first]
    }

    // MARK: - Searches

    /// Doors find people as they do by our own door's search, as often, and by nothing but name and code.
    private func search(_ visit: ScannerVisit, at gate: NumberedGate) async throws -> Response {
        let text = String((visit.query("search") ?? "").replacing("+", with: " ").prefix(200))
        let nobody = try ScannerPage.whole([], of: visit)
        guard !text.isEmpty else { return Response(scanner: nobody) }
        let found: [Registration.ID] =
            if visit.sight.isDesk {
                try await services.find(text, limit: 50).hits.map(\.registration.id)
            } else {
                try await services.findAtDoor(text, by: visit.device, limit: 20).map(\.id)
            }
        let people = try await services.checkIn.scannerPeople(found, at: [gate.number])
        let wanted = people.filter { person in
            if visit.query("ignore_status") == "true" { return true }
            let status = visit.catalog.status(person)
            return status == "p" || status == "n" && gate.gate.admitsUnpaid
        }
        return Response(
            scanner: try ScannerPage.whole(
                wanted.map { visit.catalog.positionAtHand($0, visit.sight, at: gate.number) }, of: visit))
    }

    // MARK: - Codes that are good no more

    private func revoked(_ visit: ScannerVisit) async throws -> Response {
        let now = services.clock.now
        let since = try visit.time("created_since")
        let badges = visit.sight.keepsBadges ? try await services.checkIn.withdrawnBadges() : []
        let entries = badges.filter { $0.since >= since ?? .distantPast }.map { badge -> ScannerJSON in
            [
                "id": .number(Int64(badge.registration.rawValue) << 16 | Int64(badge.issue.rawValue)),
                "secret": .text(badge.text), "created": ScannerJSON(badge.since),
            ]
        }
        return Response(
            scanner: try ScannerPage.whole(entries, of: visit), headers: [ScannerPage.generated: ScannerJSON.time(now)])
    }
}

extension ScannerVisit {
    fileprivate var allGates: Set<Int64> { Set(catalog.gates.map(\.number)) }

    /// A time that the address names, in any form of ISO 8601 that this program reads; nil where it names none.
    fileprivate func time(_ name: String) throws -> Date? {
        guard let text = query(name) else { return nil }
        // A plus sign in an address stands for a blank.
        do {
            return try Timestamp.date(text.replacing(" ", with: "+"))
        } catch {
            throw ScannerRefusal.field(name, error, answering: request)
        }
    }

    /// The one check-in list of those that are named.
    ///
    /// - Throws: a refusal with 400 unless exactly one of this event is named.
    func list(among numbers: [Int64]?) throws -> NumberedGate {
        let named = (numbers ?? []).map(String.init).joined(separator: ", ")
        let error = EventStoreError(.gateUnknown, ErrorDetail("gate", named))
        if let numbers, numbers.count != 1 { throw ScannerRefusal.whole(error, answering: request) }
        guard let list = numbers?.first.flatMap(catalog.gate) else {
            throw ScannerRefusal.field("lists", error, answering: request)
        }
        return list
    }
}

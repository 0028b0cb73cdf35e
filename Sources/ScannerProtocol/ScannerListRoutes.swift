import CheckIn
import Conference
import Crypto
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import Synchronization

/// What a scanner fetches before it is at a gate: the event, its products and its check-in lists.
struct ScannerListRoutes {
    let routes: ScannerRouter
    private let unchanged = ScannerContents()

    init(routes: ScannerRouter) { self.routes = routes }

    func addRoutes(to router: Router<DeviceRequestContext>) {
        let (root, organizer, event) = (ScannerRouter.root, ScannerRouter.organizer, ScannerRouter.event)
        routes.on(.get, "\(root)/organizers", of: router) { visit in
            Response(scanner: try ScannerPage.whole([Self.organizer(visit)], of: visit))
        }
        routes.on(.get, organizer, of: router) { visit in Response(scanner: Self.organizer(visit)) }
        routes.on(.get, "\(organizer)/events", of: router) { visit in
            Response(scanner: try ScannerPage.whole([Self.event(visit)], of: visit))
        }
        routes.on(.get, event, of: router) { visit in Response(scanner: Self.event(visit)) }
        // Lanyard has no dates of a series, no badges that an app prints, and no cards that stand for tickets; apps ask for all
        // of them.
        for empty in [
            "\(organizer)/subevents", "\(organizer)/reusablemedia", "\(event)/subevents", "\(event)/questions",
            "\(event)/badgelayouts", "\(event)/badgeitems", "\(event)/quotas", "\(event)/taxrules",
        ] {
            routes.on(.get, empty, of: router) { [routes] visit in
                Response(
                    scanner: try ScannerPage.whole([], of: visit),
                    headers: [ScannerPage.generated: ScannerJSON.time(routes.services.clock.now)])
            }
        }
        routes.on(.post, "\(organizer)/reusablemedia/lookup", of: router) { _ in Response(scanner: ["result": nil]) }
        routes.on(.get, "\(event)/settings", of: router) { visit in
            Response(scanner: visit.catalog.settings)
        }
        addProducts(to: router)
        addLists(to: router)
    }

    private static func organizer(_ visit: ScannerVisit) -> ScannerJSON {
        ["name": .text(visit.catalog.event.name), "slug": .text(visit.catalog.slug), "public_url": nil]
    }

    private static func event(_ visit: ScannerVisit) -> ScannerJSON {
        visit.catalog.described
    }

    private func addProducts(to router: Router<DeviceRequestContext>) {
        let event = ScannerRouter.event
        routes.on(.get, "\(event)/items", of: router) { [unchanged, routes] visit in
            try unchanged.answer(visit.catalog.items, to: visit, at: routes.services.clock.now)
        }
        routes.on(.get, "\(event)/items/:item", of: router) { visit in
            Response(scanner: try Self.entry("item", among: visit.catalog.items, visit))
        }
        routes.on(.get, "\(event)/categories", of: router) { [unchanged, routes] visit in
            try unchanged.answer(visit.catalog.categories, to: visit, at: routes.services.clock.now)
        }
    }

    private static func entry(
        _ name: String, among entries: [ScannerJSON], _ visit: ScannerVisit
    ) throws -> ScannerJSON {
        let number = try Int64(visit.context.parameters.require(name))
        guard let number, let found = entries.first(where: { $0.id == number }) else {
            throw ScannerRefusal.notFound
        }
        return found
    }

    private func addLists(to router: Router<DeviceRequestContext>) {
        let lists = "\(ScannerRouter.event)/checkinlists"
        routes.on(.get, lists, of: router) { [unchanged, routes] visit in
            let isCounted = !(visit.request.uri.query ?? "").contains("exclude=checkin_count")
            let gates = visit.catalog.gates
            let counts = isCounted ? try await routes.services.checkIn.attendance(at: gates).map(\.all) : []
            let entries = gates.enumerated().map { index, gate in
                let count = isCounted ? counts[index] : nil
                return visit.catalog.list(gate, people: count?.people, admitted: count?.admitted)
            }
            return try unchanged.answer(entries, to: visit, at: routes.services.clock.now)
        }
        routes.on(.get, "\(lists)/:list", of: router) { [routes] visit in
            let gate = try visit.list()
            let count = try await routes.services.checkIn.attendance(at: [gate])[0].all
            return Response(scanner: visit.catalog.list(gate, people: count.people, admitted: count.admitted))
        }
        routes.on(.get, "\(lists)/:list/status", of: router) { [routes] visit in
            Response(scanner: try await Self.status(try visit.list(), visit, routes.services))
        }
    }

    private static func status(
        _ gate: NumberedGate, _ visit: ScannerVisit, _ services: EventServices
    ) async throws -> ScannerJSON {
        let attendance = try await services.checkIn.attendance(at: [gate])[0]
        let inside = try await services.checkIn.status(of: gate.gate.id, at: services.clock.now).inside
        func counted(_ count: GateAttendance.Count) -> ScannerJSON {
            ["checkin_count": ScannerJSON(count.admitted), "position_count": ScannerJSON(count.people)]
        }
        let items: [ScannerJSON] =
            if case .addOn(let id) = gate.gate.admits {
                visit.catalog.event.addOns.filter { $0.id == id }.map { addOn in
                    let item: ScannerJSON = [
                        "id": .number(ScannerCatalog.item(id)), "name": .text(addOn.name), "admission": false,
                        "variations": [],
                    ]
                    return item.with(counted(attendance.all))
                }
            } else {
                visit.catalog.event.categories.compactMap { rule in
                    guard let those = attendance.categories[rule.category] else { return nil }
                    let item: ScannerJSON = [
                        "id": .number(ScannerCatalog.item(rule.category)), "name": .text(rule.label),
                        "admission": true, "variations": [],
                    ]
                    return item.with(counted(those))
                }
            }
        return counted(attendance.all).with([
            "inside_count": ScannerJSON(inside ?? attendance.all.admitted),
            "event": ["name": .text(visit.catalog.event.name)], "items": .list(items),
        ])
    }
}

extension ScannerJSON {
    /// The number of an entry of a list.
    fileprivate var id: Int64? {
        guard case .object(let fields) = self,
            case .number(let number)? = fields.first(where: { $0.name == "id" })?.value
        else { return nil }
        return number
    }
}

/// What lists said when they were last asked for, so that a scanner fetches one again only after it changed
/// (RFC 9110, section 13.1.3).
final class ScannerContents: Sendable {
    private struct Content {
        let digest: SHA256Digest
        let since: Date
    }

    /// How many are remembered; beyond that all are asked for again.
    private static let countMax = 2_000

    private let contents = Mutex<[String: Content]>([:])

    /// - Throws: as `ScannerPage.whole`.
    func answer(_ entries: [ScannerJSON], to visit: ScannerVisit, at now: Date) throws -> Response {
        let body = try ScannerPage.whole(entries, of: visit)
        let key = "\(visit.device.id) \(visit.request.uri.path)?\(visit.request.uri.query ?? "")"
        let digest = SHA256.hash(data: body.bytes)
        let content = contents.withLock { contents in
            if let known = contents[key], known.digest == digest { return known }
            if contents.count >= Self.countMax { contents.removeAll() }
            let content = Content(digest: digest, since: now)
            contents[key] = content
            return content
        }
        let text = HTTPDate.text(content.since)
        let headers: HTTPFields = [.lastModified: text]
        guard visit.request.headers[.ifModifiedSince] != text else {
            return Response(status: .notModified, headers: headers)
        }
        return Response(scanner: body, headers: headers)
    }
}

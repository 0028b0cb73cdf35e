import Badges
import Catalogues
import CheckIn
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger

/// /desk: find people, and do for them what they came for.
struct DeskPages {
    static let roles: Set<Device.Role> = [.desk]
    /// One for all pages of the desk: the script swaps one for another within the document that was loaded first.
    static let policy = PagePolicy(showsOwnPictures: true)
    /// The most people that a search shows.
    private static let hitsMax = 12

    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.deskPage, for: Self.roles) { visit in try await Self.search(visit, "", hits: []) }
        pages.post("\(Paths.deskPage)/search", for: Self.roles) { visit, form in
            try await Self.find(visit, form["q"], opens: form.has("open"), isScanned: form.has("scanned"))
        }
        pages.get("\(Paths.deskPage)/people/:number", for: Self.roles) { visit in
            try await PersonPage(visit, Self.person(visit)).answer()
        }
        DeskAlikePages().addRoutes(to: pages)
        WalkInPages().addRoutes(to: pages)
        DeskMoneyPages().addRoutes(to: pages)
        DeskInvoicePages().addRoutes(to: pages)
        DeskChangePages().addRoutes(to: pages)
        DeskPlacePages().addRoutes(to: pages)
        DeskSuccessionPages().addRoutes(to: pages)
        DeskBadgePages().addRoutes(to: pages)
        DeskTillPages().addRoutes(to: pages)
        DeskPrintPages().addRoutes(to: pages)
    }

    /// The registration whose number stands in the address.
    static func person(_ visit: PageVisit) async throws -> Registration.ID {
        guard let number = UInt32(try visit.context.parameters.require("number")) else {
            throw ServerError(.routeUnknown)
        }
        return try await visit.services.ledger.registration(Registration.ID(rawValue: number)).id
    }

    /// The address of a person's page: their number, which says nothing about them.
    static func path(of id: Registration.ID) -> String { "\(Paths.deskPage)/people/\(id)" }

    /// Opens the person whose badge or ticket was scanned, or whose code was typed in full, or who is the only one found;
    /// else lists those who were found.
    ///
    /// - Parameters:
    ///   - opens: whether somebody pressed Enter; while they type, nobody is opened.
    ///   - isScanned: whether a scanner typed it: what it says is a badge, or the code on one.
    private static func find(
        _ visit: PageVisit, _ text: String, opens: Bool, isScanned: Bool
    ) async throws -> Response {
        let found: FoundPeople
        do {
            found = try await visit.services.find(text, isScanned: isScanned, limit: hitsMax)
        } catch let error as BadgesError where [.credentialInvalid, .scannerKeyboardWrong].contains(error.code) {
            return try await search(visit, "", hits: [], notices: [DeskNotice(error, visit.words)])
        }
        if let id = found.certain, opens || found.isScan { return visit.goes(to: path(of: id)) }
        return try await search(visit, text, hits: found.hits, isFinal: opens)
    }

    /// The search with what was found, and the tills beside it.
    static func search(
        _ visit: PageVisit, _ text: String, hits: [FoundRegistration], isFinal: Bool = false,
        notices: [DeskNotice] = []
    ) async throws -> Response {
        let rows: [PageValue] = hits.enumerated().map { index, hit in
            let registration = hit.registration
            let due = hit.summary.due
            return [
                "path": .text(path(of: registration.id)), "name": .text(registration.person.name),
                // Shown only where it tells two people apart.
                "affiliation": .text(
                    hit.distinction == registration.person.affiliation ? "" : registration.person.affiliation),
                "code": .text(registration.code.description),
                "distinction": PageValue(hit.distinction),
                "category": .text(visit.event.rule(of: registration.category).labels[visit.words.language]),
                "color": .text(visit.event.rule(of: registration.category).color.description),
                "due": .text(due > .zero ? visit.format.money(due) : ""),
                "status": .text(
                    registration.status == .active ? "" : visit.words("status_\(registration.status.rawValue)")),
                "blocked": .flag(registration.blockedBecause != nil),
                "is_first": .flag(index == 0 && isFinal),
            ]
        }
        let drawers = try await visit.services.ledger.drawers()
        return try visit.page(
            "desk",
            [
                "q": .text(text), "search_first": .flag(!isFinal || hits.isEmpty), "hits": .list(rows),
                "searched": .flag(!text.isEmpty),
                "nobody": .flag(!text.isEmpty && hits.isEmpty), "is_final": .flag(isFinal),
                "more": .flag(hits.count == hitsMax),
                "notices": .list(notices.map(\.value)), "has_notices": .flag(!notices.isEmpty),
                "asks_drawer": .flag(
                    notices.contains { $0.code == AnyErrorCode(LedgerErrorCode.tillTooEmpty) }),
                "tills": .list(drawers.open.map { DeskTillPages.value($0, visit) }),
                "drawers": .list(drawers.closed.map { .text($0) }),
                "waiting": try await DeskPlacePages.waitingList(visit), "today": try await today(visit),
                "float": .text(visit.format.money(.zero)), "prints": try await DeskPrintPages.value(visit),
            ],
            at: Paths.deskPage, script: "desk", policy: policy)
    }

    /// How many are expected today and how many came, as the dashboard says it; of the whole event outside its days.
    static func today(_ visit: PageVisit) async throws -> PageValue {
        let figures = try await visit.services.figures()
        func tile(_ word: String, _ number: Int) -> PageValue {
            ["label": .text(visit.words(word)), "figure": .text(visit.format.number(number))]
        }
        return [
            "tiles": .list([
                tile("tile_expected", figures.expected), tile("tile_arrived", figures.arrived),
                tile("tile_printed", figures.printed),
            ])
        ]
    }
}

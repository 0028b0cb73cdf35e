import Catalogues
import CheckIn
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP

/// What all pages stand on: the start page, the language switch, and the files of `templates/static`.
struct FramePages {
    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.startPage, for: nil) { visit in try start(visit) }
        pages.post(Paths.languagePage, for: nil) { visit, form in
            guard let language = Language(rawValue: form["language"]) else { throw ServerError(.formUnreadable) }
            var response = visit.goes(to: Self.ownPath(form["here"]))
            response.setCookie(visit.cookie(of: language))
            return response
        }
        pages.router.get("\(Paths.staticFiles)/:name") { [site = pages.site] request, context in
            try site.files.answer(try context.parameters.require("name"), to: request)
        }
    }

    private func start(_ visit: PageVisit) throws -> Response {
        let event = visit.event
        let gates: [PageValue] = event.gates.map { gate in
            [
                "name": .text(gate.names[visit.words.language]),
                "days": .text(
                    gate.days.numbers.map { visit.format.day(event.days[$0 - 1].date) }.joined(separator: ", ")),
                "hours": "\(gate.opensAt.description)–\(gate.closesAt.description)",
            ]
        }
        return try visit.page(
            "start",
            [
                "venue": .text(event.venue), "dates": .text(visit.format.dates(event)), "gates": .list(gates),
                "version": .text(LanyardVersion.current),
            ])
    }

    /// A path of ours to come back to: nothing that a browser could take for another host's address.
    static func ownPath(_ path: String) -> String {
        let isOwn =
            path.hasPrefix("/") && !path.hasPrefix("//") && path.count <= 200
            && path.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            }
        return isOwn ? path : Paths.startPage
    }
}

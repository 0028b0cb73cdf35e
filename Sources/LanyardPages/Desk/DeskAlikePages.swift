import Catalogues
import Conference
import EventDesk
import Hummingbird
import LanyardHTTP
import RegistrationLedger

/// Who has the name that is being typed: a second record of a person is seen before it is made.
struct DeskAlikePages {
    /// How many are named.
    private static let peopleMax = 5

    func addRoutes(to pages: PageRouter) {
        pages.post("\(Paths.deskPage)/alike", for: DeskPages.roles) { visit, form in
            let own = UInt32(form["number"]).map { Registration.ID(rawValue: $0) }
            let people = try await visit.services.ledger.namesakes(of: form["name"], except: own)
            return try visit.fragment(
                "alike",
                [
                    "has_people": .flag(!people.isEmpty),
                    "people": .list(
                        people.prefix(Self.peopleMax).map { registration in
                            [
                                "path": .text(DeskPages.path(of: registration.id)),
                                "number": .text(registration.id.description),
                                "name": .text(registration.person.name),
                                "affiliation": .text(registration.person.affiliation),
                                "email": .text(registration.person.email),
                                "status": .text(
                                    registration.status == .active
                                        ? "" : visit.words("status_\(registration.status.rawValue)")),
                            ]
                        }),
                ])
        }
    }
}

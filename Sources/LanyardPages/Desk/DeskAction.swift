import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// Something that the desk does for one person, by a form on their page.
struct DeskAction {
    let visit: PageVisit
    let form: PageForm
    let id: Registration.ID

    var services: EventServices { visit.services }
    var words: Catalogue { visit.words }

    func context() throws -> WriteContext { try visit.write(form) }

    /// Whether an organizer does it, whom the limit of desks does not bind.
    var isOrganizers: Bool { visit.session?.device.role == .organizer }

    /// Why more is to be given back than the event's rule says; nil where nobody said so.
    func leniency() throws -> Leniency? {
        form["beyond_rule"].isEmpty ? nil : try Leniency(because: form["beyond_rule"], isOrganizers: isOrganizers)
    }

    /// Asks that the box of what cannot be undone is ticked.
    ///
    /// - Throws: `confirmation_missing`.
    func confirm() throws {
        try form.confirm()
    }
}

extension PageRouter {
    /// A form of a person's page, which answers with the page as it is then.
    ///
    /// A refusal is shown above the page, with what to do; nothing was changed then.
    func act(
        _ verb: String, for roles: Set<Device.Role> = DeskPages.roles,
        _ body: @escaping @Sendable (DeskAction) async throws -> [DeskNotice]
    ) {
        post("\(Paths.deskPage)/people/:number/\(verb)", for: roles) { visit, form in
            let id = try await DeskPages.person(visit)
            let notices: [DeskNotice]
            var since: Int64?
            do {
                notices = try await body(DeskAction(visit: visit, form: form, id: id))
            } catch let error as LedgerError where error.code == .registrationChanged {
                // What was changed stands below it.
                notices = [DeskNotice.changedElsewhere(error, visit.words)]
                since = Int64(form["seen"])
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                notices = [DeskNotice(error, visit.words)]
            }
            return try await PersonPage(visit, id).answer(notices, since: since)
        }
    }
}

import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Letters and certificates, and invoices for many, for the organizer.
struct LetterRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get("\(Paths.letters)/:label", for: .roles(.organizer)) { _, context, _ in
            let letter = try await services.ledger.letter(LetterID(try context.parameters.require("label")))
            return Response(pdf: try await services.pdf(of: [letter]), name: letter.label)
        }
        routes.get("\(Paths.letterKinds)/:kind/\(Paths.letters)", for: .roles(.organizer)) { request, context, _ in
            let kind = LetterPlan.ID(rawValue: try context.parameters.require("kind"))
            let page = try PageLimit(request)
            let event = try await services.store.definition()
            let letters = try await services.letters(
                of: kind, after: try page.text().map { try LetterID($0) }, limit: page.fetchCount)
            return try Response(
                json: PageBody(letters, page, cursor: \.letter.label) { LetterBody($0.letter, of: $0.code, event) })
        }
        routes.post("\(Paths.letterKinds)/:kind/\(Paths.letters)", for: .roles(.organizer)) {
            request, context, device in
            let write = try device.write(request, context, services.clock)
            let order = try await request.decode(as: Order.self, context: context)
            let kind = LetterPlan.ID(rawValue: try context.parameters.require("kind"))
            let selection = try await order.selection(services)
            guard order.mail != true else {
                let (run, mails) = try await services.sendLetters(kind, to: selection, context: write)
                return try Response(status: .created, json: LetterRunBody(run, mails: mails))
            }
            let run = try await services.printLetters(
                kind, to: selection, isRenewed: order.renew ?? false,
                in: try order.language.map { try Choice.read($0, as: Language.self) }, context: write)
            return try Response(status: .created, json: LetterRunBody(run))
        }
        routes.post("\(Paths.letterKinds)/:kind/\(Paths.paper)", for: .roles(.organizer)) {
            request, context, device in
            let write = try device.write(request, context, services.clock)
            let order = try await request.decode(as: Order.self, context: context)
            let kind = try context.parameters.require("kind")
            let selection = try await order.selection(services)
            if kind == "invoice" {
                let run = try await services.printInvoices(to: selection, context: write)
                return Response(pdf: try await services.pdf(of: run), name: "invoices")
            }
            let run = try await services.printLetters(
                LetterPlan.ID(rawValue: kind), to: selection, isRenewed: order.renew ?? false,
                in: try order.language.map { try Choice.read($0, as: Language.self) }, context: write)
            return Response(
                pdf: try await services.pdf(of: run.letters),
                name: run.letters.count == 1 ? run.letters[0].label : "letters")
        }
    }

    /// Who gets them.
    private struct Order: Decodable {
        /// `all`, `unpaid` or `admitted`.
        let group: String?
        let registrations: [String]?
        let renew: Bool?
        let language: String?
        /// Whether they go by mail.
        let mail: Bool?

        func selection(_ services: EventServices) async throws -> PaperSelection {
            try PaperSelection(
                try group.map { try Choice.read($0, as: PaperSelection.Group.self) },
                people: try await services.ledger.registrations(named: registrations ?? []))
        }
    }
}

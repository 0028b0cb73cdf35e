import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// /organizer/letters: letters, certificates and invoices for one person or many, as one PDF or by mail.
struct LetterPages {
    private static let path = Paths.lettersPage
    /// What stands for invoices among the kinds.
    private static let invoice = "invoice"
    /// How many letters of a kind are listed, the latest.
    private static let listed = 50
    /// How many people one notice names.
    private static let named = 20

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in try await Self.page(visit, [], nil) }
        pages.post(Self.path, for: OrganizerPages.roles) { visit, form in
            do {
                return try await Self.answer(visit, form)
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.page(visit, [DeskNotice(error, visit.words)], form)
            }
        }
        pages.post("\(Self.path)/again", for: OrganizerPages.roles) { visit, form in
            do {
                let letter = try await visit.services.ledger.letter(LetterID(form["label"]))
                return Response(try await visit.services.letterFile(letter))
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.page(visit, [DeskNotice(error, visit.words)], form)
            }
        }
    }

    private static func answer(_ visit: PageVisit, _ form: PageForm) async throws -> Response {
        let codes = form["codes"].split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init)
        let group =
            form["whose"].isEmpty || !codes.isEmpty
            ? nil : try Choice.read(form["whose"], as: PaperSelection.Group.self)
        let selection = try PaperSelection(
            group, people: try await visit.services.ledger.registrations(named: codes))
        let context = try visit.write(form)
        guard form["kind"] != invoice else {
            let run = try await visit.services.printInvoices(to: selection, context: context)
            let slug = visit.event.slug
            return Response(
                NamedFile(
                    name: "\(slug)-invoices.pdf", type: "application/pdf",
                    bytes: try await visit.services.pdf(of: run)))
        }
        let kind = LetterPlan.ID(rawValue: form["kind"])
        guard form["action"] == "mail" else {
            let run = try await visit.services.printLetters(
                kind, to: selection, isRenewed: form["renew"] == "1", context: context)
            let name = run.letters.count == 1 ? run.letters[0].label : "\(visit.event.slug)-\(kind)"
            return Response(
                NamedFile(
                    name: "\(name).pdf", type: "application/pdf",
                    bytes: try await visit.services.pdf(of: run.letters)))
        }
        let (run, mails) = try await visit.services.sendLetters(kind, to: selection, context: context)
        let done = visit.words(
            "letters_sent",
            ["letters": visit.format.number(run.letters.count), "mails": visit.format.number(mails)])
        return try await page(visit, [DeskNotice(done)] + (try await leftOut(run.leftOut, visit)), nil)
    }

    private static func leftOut(
        _ leftOut: [String: [Registration.ID]], _ visit: PageVisit
    ) async throws -> [DeskNotice] {
        var notices: [DeskNotice] = []
        for (reason, people) in leftOut.sorted(by: { $0.key < $1.key }) {
            var names: [String] = []
            for id in people.prefix(named) {
                names.append(try await visit.services.ledger.registration(id).person.name)
            }
            notices.append(
                DeskNotice(
                    visit.words(
                        "letters_left_out",
                        [
                            "why": visit.words("letters_\(reason)"), "count": visit.format.number(people.count),
                            "names": names.joined(separator: ", ") + (people.count > named ? " …" : ""),
                        ]), mood: .warn))
        }
        return notices
    }

    private static func page(_ visit: PageVisit, _ notices: [DeskNotice], _ form: PageForm?) async throws -> Response {
        let counts = try await visit.services.ledger.letterCounts()
        let language = visit.words.language
        var kinds: [PageValue] = visit.event.letters.map { plan in
            [
                "value": .text(plan.id.rawValue), "label": .text(plan.names[language]),
                "is_chosen": .flag(form?["kind"] == plan.id.rawValue),
            ]
        }
        kinds.append([
            "value": .text(invoice), "label": .text(visit.words("letters_invoice")),
            "is_chosen": .flag(form?["kind"] == invoice),
        ])
        var issued: [PageValue] = []
        for plan in visit.event.letters {
            let last = counts[plan.id, default: 0]
            let letters = try await visit.services.letters(of: plan.id, latest: true, limit: listed)
            issued.append([
                "label": .text(plan.names[language]), "kind": .text(plan.id.rawValue),
                "for_whom": .text(visit.words("letters_for_\(plan.audience.rawValue)")),
                "is_own": .flag(plan.isOwn), "count": .text(visit.format.number(last)),
                "letters": .list(
                    letters.map { one in
                        [
                            "number": .text(one.letter.label), "code": .text(one.code.description),
                            "date": .text(visit.format.moment(one.letter.issued)),
                            "is_kept": .flag(one.letter.paper != nil),
                        ]
                    }),
            ])
        }
        return try visit.organizerPage(
            "letters",
            [
                "kinds": .list(kinds), "has_letters": .flag(!visit.event.letters.isEmpty), "issued": .list(issued),
                "sends": .flag(visit.event.mail != nil),
                "codes": .text(form?["codes"] ?? ""),
                "whose": .list(
                    PaperSelection.Group.allCases.map { group in
                        [
                            "value": .text(group.rawValue),
                            "label": .text(visit.words("letters_whose_\(group.rawValue)")),
                            "is_chosen": .flag((form?["whose"] ?? "admitted") == group.rawValue),
                        ]
                    }),
            ],
            notices: notices, at: path)
    }
}

import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// /organizer/imports: a list of people is shown first, then registered.
struct ImportPages {
    private static let path = Paths.importsPage
    /// The largest file, in bytes: it goes to the browser and back between showing and registering.
    private static let fileMax = 4 << 20
    /// How many problems a page lists.
    private static let problemsMax = 100

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in try Self.page(visit, [], nil) }
        // In base 64 a file is a third longer; the rest is for the other fields.
        pages.post(Self.path, for: OrganizerPages.roles, bodyMax: Self.fileMax * 3 / 2) { visit, form in
            do {
                guard let file = form.file("file") ?? Data(base64Encoded: form["content"]), !file.isEmpty else {
                    throw LedgerError(.fileEmpty)
                }
                guard file.count <= Self.fileMax else {
                    throw ServerError(.bodyTooLarge)
                }
                return try await Self.read(visit, form, file)
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try Self.page(visit, [DeskNotice(error, visit.words)], nil)
            }
        }
    }

    private static func read(_ visit: PageVisit, _ form: PageForm, _ file: Data) async throws -> Response {
        let books = form["action"] != "show"
        let write = try visit.write(form)
        do {
            let report = try await visit.services.ledger.importRegistrations(
                csv: file, keepGood: form.has("keep_good"), onlyShow: !books, author: write.author,
                origin: write.origin, time: write.time)
            let notices = books ? [DeskNotice(Self.counts(report, visit, "import_done"))] : []
            return try page(visit, notices, outcome(report, file, form, visit, isBooked: books))
        } catch let error as ImportProblems {
            let notice = DeskNotice(
                visit.words("import_refused", ["count": visit.format.number(error.problems.count)]), mood: .bad,
                advice: visit.words("import_refused_advice"))
            return try page(visit, [notice], refusal(error, file, visit))
        }
    }

    private static func counts(_ report: ImportReport, _ visit: PageVisit, _ word: String) -> String {
        visit.words(
            word,
            [
                "added": visit.format.number(report.added), "known": visit.format.number(report.known),
                "problems": visit.format.number(report.problems.count),
            ])
    }

    private static func problems(_ problems: [ImportProblems.Problem], _ visit: PageVisit) -> PageValue {
        .list(problems.prefix(problemsMax).map { .text($0.sentence(in: visit.words.language, to: .desk)) })
    }

    private static func outcome(
        _ report: ImportReport, _ file: Data, _ form: PageForm, _ visit: PageVisit, isBooked: Bool
    ) -> PageValue {
        [
            "may_book": .flag(!isBooked && report.added > 0), "may_keep_good": false,
            "keep_good": .flag(form.has("keep_good")), "content": .text(isBooked ? "" : file.base64EncodedString()),
            "counts": .text(isBooked ? "" : counts(report, visit, "import_would")),
            "problems": problems(report.problems, visit), "has_problems": .flag(!report.problems.isEmpty),
            "duplicates": .list(
                report.duplicates.prefix(problemsMax).map { duplicate in
                    .text(
                        visit.words(
                            "import_duplicate",
                            [
                                "line": String(duplicate.line),
                                "others": duplicate.others.map(\.description).joined(separator: ", "),
                            ]))
                }),
            "has_duplicates": .flag(!report.duplicates.isEmpty),
            "samples": .list(
                report.samples.map { registration in
                    [
                        "name": .text(registration.person.name), "affiliation": .text(registration.person.affiliation),
                        "email": .text(registration.person.email),
                        "category": .text(visit.event.rule(of: registration.category).labels[visit.words.language]),
                        "days": .text(
                            visit.event.days.filter { registration.days.contains($0.number) }
                                .map { visit.format.day($0.date) }.joined(separator: ", ")),
                    ]
                }),
            "has_samples": .flag(!report.samples.isEmpty),
        ]
    }

    private static func refusal(_ error: ImportProblems, _ file: Data, _ visit: PageVisit) -> PageValue {
        [
            "may_book": false, "may_keep_good": true, "keep_good": false, "content": .text(file.base64EncodedString()),
            "counts": "", "problems": problems(error.problems, visit), "has_problems": true, "duplicates": [],
            "has_duplicates": false, "samples": [], "has_samples": false,
        ]
    }

    private static func page(_ visit: PageVisit, _ notices: [DeskNotice], _ outcome: PageValue?) throws -> Response {
        try visit.organizerPage("imports", ["outcome": outcome ?? false], notices: notices, at: path)
    }
}

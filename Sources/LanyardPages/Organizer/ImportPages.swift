import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// /organizer/imports: a list of people is compared with who is registered, then brought in, with the differences that are ticked.
struct ImportPages {
    private static let path = Paths.importsPage
    /// The largest file, in bytes: it goes to the browser and back between showing and registering.
    private static let fileMax = 4 << 20
    /// How many lines a list on the page has.
    private static let linesMax = 500

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
        let order = try order(form, books: books)
        do {
            let report = try await visit.services.ledger.importPeople(
                file, order: order, author: write.author, origin: write.origin, time: write.time)
            let notices = books ? [DeskNotice(counts(report, visit, "import_done"))] : []
            return try page(visit, notices, outcome(report, file, form, visit, isBooked: books))
        } catch let error as ImportProblems {
            let notice = DeskNotice(
                visit.words("import_refused", ["count": visit.format.number(error.problems.count)]), mood: .bad,
                advice: visit.words("import_refused_advice"))
            return try page(visit, [notice], refusal(error, file, form, visit))
        }
    }

    /// What the form says: one field a line of a list, named for it.
    private static func order(_ form: PageForm, books: Bool) throws -> ImportOrder {
        var order = ImportOrder()
        order.onlyShow = !books
        order.keepsGood = form.has("keep_good")
        for option in ["ignore_unknown", "keep_unnamed"] where form.has(option) {
            try order.mapping.add(kind: "option", theirs: option, ours: "yes")
        }
        let typed = form.exactly("mapping")
        if !typed.allSatisfy(\.isWhitespace) {
            try order.mapping.add(table: Data((mappingHeading + typed).utf8))
        }
        order.extendsMapping = form.has("keep_mapping")
        guard books else { return order }
        order.updates = true
        order.ticked = Set(form.all("take"))
        for answer in form.all("answer") {
            let parts = answer.split(separator: " ").map(String.init)
            guard parts.count == 2, let line = Int(parts[0]) else { continue }
            order.answers[line] = parts[1] == "new" ? .new : .same(try RegistrationCode(parts[1]))
        }
        if form.has("cancel_missing") { order.cancelMissing = Int(form["missing"]) }
        return order
    }

    private static let mappingHeading = "kind,theirs,ours\n"

    /// A mapping as it is typed, without its heading; at the end a line for each column and product that is not understood.
    private static func lines(_ table: String, for problems: [ImportProblems.Problem] = []) -> String {
        var csv = CSVText(header: ["kind", "theirs", "ours"])
        var seen: Set<String> = []
        for problem in problems {
            switch problem.code {
            case AnyErrorCode(LedgerErrorCode.columnUnknown):
                for heading in (problem.details["headings"] ?? "").split(separator: "\n") {
                    csv.append([.text("column"), .text(String(heading)), .text("ignore")])
                }
            case AnyErrorCode(LedgerErrorCode.productUnknown):
                guard let product = problem.details["value"], seen.insert(product).inserted else { continue }
                csv.append([.text("product"), .text(product), .text("days:all")])
            default: continue
            }
        }
        let added = csv.text.split(whereSeparator: \.isNewline).dropFirst()
        let known = table.split(whereSeparator: \.isNewline)
        return (known + added.filter { !known.contains($0) }).joined(separator: "\n")
    }

    private static func counts(_ report: ImportReport, _ visit: PageVisit, _ word: String) -> String {
        visit.words(
            word,
            [
                "added": visit.format.number(report.added), "known": visit.format.number(report.known),
                "problems": visit.format.number(report.problems.count),
                "differing": visit.format.number(report.open), "updated": visit.format.number(report.updated),
                "missing": visit.format.number(report.missing.count - report.cancelled),
                "cancelled": visit.format.number(report.cancelled),
            ])
    }

    private static func lines(_ problems: [ImportProblems.Problem], _ visit: PageVisit) -> PageValue {
        .list(
            problems.told(in: visit.words.language, to: .desk).prefix(linesMax).map {
                .text($0.sentence(in: visit.words.language))
            })
    }

    private static func outcome(
        _ report: ImportReport, _ file: Data, _ form: PageForm, _ visit: PageVisit, isBooked: Bool
    ) -> PageValue {
        let hasWork =
            report.added > 0 || report.open > 0 || !report.questions.isEmpty
            || report.missing.contains { !$0.isCancelled }
        return [
            "mapping": .text(
                lines(report.mapping.table.split(whereSeparator: \.isNewline).dropFirst().joined(separator: "\n"))),
            "shows_mapping": .flag(!isBooked), "keeps_mapping": .flag(form.has("keep_mapping")),
            "opens_mapping": .flag(!form["mapping"].isEmpty),
            "may_book": .flag(!isBooked && hasWork), "may_keep_good": false, "may_ignore_unknown": false,
            "may_keep_unnamed": false, "keep_good": .flag(form.has("keep_good")),
            "ignore_unknown": .flag(form.has("ignore_unknown")), "keep_unnamed": .flag(form.has("keep_unnamed")),
            "content": .text(isBooked ? "" : file.base64EncodedString()),
            "counts": .text(isBooked ? "" : counts(report, visit, "import_would")), "more": .text(more(report, visit)),
            "problems": lines(report.problems, visit), "has_problems": .flag(!report.problems.isEmpty),
            "notes": lines(report.notes, visit), "has_notes": .flag(!report.notes.isEmpty),
            "duplicates": .list(report.duplicates.prefix(linesMax).map { duplicate($0, visit) }),
            "has_duplicates": .flag(!report.duplicates.isEmpty),
            "samples": .list(report.samples.map { sample($0, visit) }),
            "has_samples": .flag(!report.samples.isEmpty),
            "differences": .list(report.differences.prefix(linesMax).flatMap { differences($0, visit, isBooked) }),
            "has_differences": .flag(!report.differences.isEmpty),
            "questions": .list(report.questions.prefix(linesMax).map { question($0, visit) }),
            "has_questions": .flag(!report.questions.isEmpty),
            "missing": .list(
                report.missing.prefix(linesMax).map { missing in
                    [
                        "name": .text(missing.name), "path": .text(DeskPages.path(of: missing.id)),
                        "gone": .flag(missing.isCancelled),
                    ]
                }),
            "has_missing": .flag(!report.missing.isEmpty),
            "may_cancel": .flag(!isBooked && !report.missing.isEmpty),
            "missing_count": .text(String(report.missing.count)),
            "cancel_label": .text(
                visit.words("import_cancel_missing", ["count": visit.format.number(report.missing.count)])),
        ]
    }

    /// What is said where the page does not list everybody; empty where it does.
    private static func more(_ report: ImportReport, _ visit: PageVisit) -> String {
        let most =
            [
                report.duplicates.count, report.differences.count, report.questions.count, report.missing.count,
            ].max() ?? 0
        guard most > linesMax else { return "" }
        return visit.words(
            "import_more", ["shown": visit.format.number(linesMax), "count": visit.format.number(most)])
    }

    private static func duplicate(_ duplicate: ImportReport.Duplicate, _ visit: PageVisit) -> PageValue {
        .text(
            visit.words(
                "import_duplicate",
                [
                    "line": String(duplicate.line),
                    "others": duplicate.others.map(\.description).joined(separator: ", "),
                ]))
    }

    private static func sample(_ registration: Registration, _ visit: PageVisit) -> PageValue {
        [
            "name": .text(registration.person.name), "affiliation": .text(registration.person.affiliation),
            "email": .text(registration.person.email),
            "category": .text(visit.event.rule(of: registration.category).labels[visit.words.language]),
            "days": .text(
                visit.event.days.filter { registration.days.contains($0.number) }
                    .map { visit.format.day($0.date) }.joined(separator: ", ")),
        ]
    }

    private static func differences(
        _ difference: ImportReport.Difference, _ visit: PageVisit, _ isBooked: Bool
    ) -> [PageValue] {
        difference.changes.map { change in
            [
                "name": .text(difference.name), "path": .text(DeskPages.path(of: difference.id)),
                "field": .text(visit.words.text("import_field_\(change.field.rawValue)") ?? change.field.rawValue),
                "from": .text(change.from), "to": .text(change.to),
                "tick": .text(ImportOrder.tick(difference.code, change.field)),
                "may_take": .flag(!isBooked && (change.state == .differs || change.state == .conflict)),
                "is_taken": .flag(change.state == .differs),
                "state": .text(visit.words("import_state_\(word(change.state))")),
            ]
        }
    }

    private static func word(_ state: ImportReport.Change.State) -> String {
        state.rawValue.replacing("-", with: "_")
    }

    private static func question(_ question: ImportReport.Question, _ visit: PageVisit) -> PageValue {
        [
            "line": .text(String(question.line)), "name": .text(question.name), "email": .text(question.email),
            "candidates": .list(
                question.candidates.map { code in
                    [
                        "answer": .text("\(question.line) \(code)"),
                        "label": .text(visit.words("import_answer_same", ["code": code.description])),
                    ]
                }),
            "new_answer": .text("\(question.line) new"),
            "changes": .text(
                question.changes.map { "\($0.field.rawValue): \($0.from.isEmpty ? "–" : $0.from) → \($0.to)" }
                    .joined(separator: "; ")),
        ]
    }

    private static func refusal(_ error: ImportProblems, _ file: Data, _ form: PageForm, _ visit: PageVisit)
        -> PageValue
    {
        let codes = Set(error.problems.map(\.code))
        return [
            "mapping": .text(lines(form.exactly("mapping"), for: error.problems)), "shows_mapping": true,
            "keeps_mapping": .flag(form.has("keep_mapping")), "opens_mapping": true,
            "may_book": false, "may_keep_good": .flag(error.isOfRows), "keep_good": false,
            "ignore_unknown": .flag(form.has("ignore_unknown")), "keep_unnamed": .flag(form.has("keep_unnamed")),
            "may_ignore_unknown": .flag(codes.contains(AnyErrorCode(LedgerErrorCode.columnUnknown))),
            "may_keep_unnamed": .flag(codes.contains(AnyErrorCode(ConferenceErrorCode.nameMissing))),
            "content": .text(file.base64EncodedString()),
            "counts": "", "more": "", "problems": lines(error.problems, visit), "has_problems": true, "notes": [],
            "has_notes": false, "duplicates": [], "has_duplicates": false, "samples": [], "has_samples": false,
            "differences": [], "has_differences": false, "questions": [], "has_questions": false, "missing": [],
            "has_missing": false, "may_cancel": false,
        ]
    }

    private static func page(_ visit: PageVisit, _ notices: [DeskNotice], _ outcome: PageValue?) throws -> Response {
        let addOns: [PageValue] = visit.event.addOns.map { addOn in
            ["id": .text(addOn.id.rawValue), "label": .text(addOn.names[visit.words.language])]
        }
        return try visit.organizerPage(
            "imports", ["outcome": outcome ?? false, "add_ons": .list(addOns)], notices: notices, at: path)
    }
}

import BadgeRenderer
import CheckIn
package import Conference
import DocumentRenderer
import EventStore
package import Foundation
import Outbox
package import RegistrationLedger

/// Letters and certificates, each kind as the event's description says, and invoices for many at once.
extension EventServices {
    /// Issues a letter to somebody, or gives the last one of that kind again: what was issued stays as it is.
    ///
    /// - Parameters:
    ///   - isRenewed: whether there shall be a new one, with a new number, where the last says something else than it would now.
    ///   - language: nil for the person's.
    /// - Throws: `letter_kind_unknown`, `registration_unknown`, `registration_cancelled`; `letter_unpaid`, `letter_not_admitted`,
    ///   `letter_answer_missing` for who may not have it yet; `letter_file_missing`, `mail_template_wrong`, what a drawing makes
    ///   impossible.
    package func issueLetter(
        _ kind: LetterPlan.ID, to id: Registration.ID, isRenewed: Bool = false, in language: Language? = nil,
        context: WriteContext
    ) async throws -> (letter: Letter, isNew: Bool) {
        let event = try await store.definition()
        guard let plan = event.letter(kind) else { throw Self.unknown(kind, event) }
        let registration = try await entitled(id, to: plan)
        let language = language ?? registration.language
        let file = try letterTexts.drawing(plan, LetterSheet(event))
        // What cannot be drawn gets no number.
        let drawing = try workbench.template(file)
        let (days, gates) = try await store.read { db in
            (try Attendance.days(db, of: id), try Attendance.gates(db, of: id))
        }
        let fields = Self.fields(of: registration, plan, event, language, attended: days, gates)
        let text = try letterTexts.fill(plan, in: language, fields)
        let paper = LetterPaper(
            language: language, title: text.title, paragraphs: text.paragraphs, event: event,
            signatory: plan.signatory, registration: registration,
            answers: Self.answers(of: registration, plan, event, language))
        return try await ledger.issueLetter(
            NewLetter(
                kind: kind, registration: id, paper: paper, questions: plan.questions,
                drawing: Letter.Drawing(name: drawing.name, svg: try Data(contentsOf: file)),
                isRenewed: isRenewed), context: context)
    }

    /// Letters as one PDF, as they were issued.
    ///
    /// - Throws: `letter_erased` for one of which nothing is kept; `batch_empty`; what a drawing makes impossible.
    package func pdf(of letters: [Letter]) async throws -> Data {
        let event = try await store.definition()
        var templates: [Letter.Drawing: BadgeTemplate] = [:]
        let pages = try letters.map { letter in
            guard let paper = letter.paper else {
                throw ServerError(.letterErased, ErrorDetail("label", letter.label))
            }
            let template =
                try templates[letter.drawing] ?? BadgeTemplate(letter.drawing.svg, name: letter.drawing.name)
            templates[letter.drawing] = template
            return BadgeRenderer.Letter(
                try BadgeContent(paper, label: letter.label, issued: letter.issued, currency: event.currency),
                template: template)
        }
        let title = letters.count == 1 ? "\(letters[0].paper?.title ?? "") \(letters[0].label)" : event.name
        // Of many the last one's date: the same letters are the same file.
        return try await badgeRenderer().render(
            pages, title: title, created: letters.map(\.issued).max() ?? clock.now
        ).pdf
    }

    /// Issues letters of a kind to many, those who have one already get that; who may not have it is left out, unless named.
    ///
    /// - Throws: `letter_kind_unknown`, `letter_nobody`; for those named what `issueLetter` throws.
    package func printLetters(
        _ kind: LetterPlan.ID, to selection: PaperSelection, isRenewed: Bool = false, in language: Language? = nil,
        context: WriteContext
    ) async throws -> LetterRun {
        let event = try await store.definition()
        guard event.letter(kind) != nil else { throw Self.unknown(kind, event) }
        var (letters, newCount): ([Letter], Int) = ([], 0)
        var leftOut: [String: [Registration.ID]] = [:]
        for id in try await people(selection) {
            do {
                let (letter, isNew) = try await issueLetter(
                    kind, to: id, isRenewed: isRenewed, in: language, context: try context.step("letter-\(id)"))
                letters.append(letter)
                newCount += isNew ? 1 : 0
            } catch let error as ServerError where Self.refusals.contains(error.code) {
                guard case .group = selection else { throw error }
                leftOut[error.code.rawValue, default: []].append(id)
            }
        }
        guard !letters.isEmpty else { throw ServerError(.letterNobody) }
        return LetterRun(letters: letters, newCount: newCount, leftOut: leftOut)
    }

    /// The same by mail: each letter once to whom it is about. Where it shows answers to questions the mail holds no paper, but
    /// the link by which its owner fetches it.
    ///
    /// - Returns: the run, and to how many a mail was written now.
    /// - Throws: as `printLetters`; `mail_not_planned`; `letter_not_own` for a kind whose paper must not go by mail and which
    ///   nobody fetches by themselves.
    package func sendLetters(
        _ kind: LetterPlan.ID, to selection: PaperSelection, context: WriteContext
    ) async throws -> (run: LetterRun, mails: Int) {
        let event = try await store.definition()
        guard let plan = event.letter(kind) else { throw Self.unknown(kind, event) }
        guard let mail = event.mail else { throw ServerError(.mailNotPlanned) }
        guard plan.questions.isEmpty || plan.isOwn && mail.pages != nil else { throw ServerError(.letterNotOwn) }
        let run = try await printLetters(kind, to: selection, context: context)
        let letters = run.letters.map { (id: $0.registration, label: $0.label) }
        let content = ["letter"] + letters.map(\.label)
        let done = try await store.perform("mail.letters", content: content, context: try context.step("mail")) { db in
            try letters.count { letter in
                try Outbox.write(
                    db, .letter, to: letter.id, about: letter.label, detail: letter.label, context: context)
            }
        }
        return (run, done.result)
    }

    /// Invoices for many: a new one for what is not on one yet, and a copy of those that are open. A party's is about all of it.
    ///
    /// - Throws: `letter_nobody`; for those named `invoice_nothing_due`.
    package func printInvoices(
        to selection: PaperSelection, context: WriteContext
    ) async throws -> InvoiceRun {
        var invoices: [(document: LedgerDocument, isCopy: Bool)] = []
        var leftOut: [String: [Registration.ID]] = [:]
        let open = try await ledger.openInvoices()
        var seen: Set<DocumentID> = []
        for id in try await people(selection) {
            let standing = open.filter { $0.owing.contains { $0.registration.id == id } }
            for invoice in standing.map(\.document)
            where seen.insert(DocumentID(kind: invoice.kind, number: invoice.number)).inserted {
                invoices.append((invoice, true))
            }
            do {
                let order = try InvoiceOrder(people: [id])
                let done = try await ledger.issueInvoice(order, context: try context.step("invoice-\(id)"))
                invoices.append((done.result, done.replayed))
            } catch let error as LedgerError where error.code == .invoiceNothingDue {
                guard standing.isEmpty else { continue }
                guard case .group = selection else { throw error }
                leftOut[error.code.rawValue, default: []].append(id)
            }
        }
        guard !invoices.isEmpty else { throw ServerError(.letterNobody) }
        return InvoiceRun(invoices: invoices, leftOut: leftOut)
    }

    /// Invoices one after another in one file.
    ///
    /// - Throws: `TypesettingError`.
    package func pdf(of run: InvoiceRun) async throws -> Data {
        try await DocumentRenderer(fontConfiguration: resources.fontConfiguration).render(
            run.invoices.map { ($0.document, isCopy: $0.isCopy) })
    }

    /// The letters of a kind that were issued, by number, with the codes of those whom they are about.
    ///
    /// - Parameters:
    ///   - after: the part of the list after that one.
    ///   - latest: the latest first.
    ///   - limit: how many at the most.
    /// - Throws: `letter_kind_unknown` for one that the event does not have and never issued.
    package func letters(
        of kind: LetterPlan.ID, after: LetterID? = nil, latest: Bool = false, limit: Int = .max
    ) async throws -> [(letter: Letter, code: RegistrationCode)] {
        let event = try await store.definition()
        let letters = try await ledger.letters(kind, after: after, latest: latest, limit: limit)
        guard !letters.isEmpty || event.letter(kind) != nil || after != nil else { throw Self.unknown(kind, event) }
        let people = try await store.read { db in
            try RegistrationLedger.registrations(db, letters.map(\.registration))
        }
        return zip(letters, people).map { ($0, $1.code) }
    }

    /// A letter of one's own, issued if there is none yet or the last one says something else by now.
    ///
    /// - Throws: `own_link_unknown`, `letter_not_own`, `own_unconfirmed`, `own_unapproved`, what `issueLetter` throws.
    package func ownLetter(_ token: String, _ kind: LetterPlan.ID, context: WriteContext) async throws -> NamedFile {
        let owner = try await activeOwner(token)
        let event = try await store.definition()
        guard let plan = event.letter(kind), plan.isOwn else { throw ServerError(.letterNotOwn) }
        guard try await ledger.confirmation(of: owner.id) == nil else { throw ServerError(.ownUnconfirmed) }
        guard try await !ledger.awaitsApproval(owner.id) else { throw ServerError(.ownUnapproved) }
        let (letter, _) = try await issueLetter(kind, to: owner.id, isRenewed: true, context: context)
        return try await letterFile(letter)
    }

    /// A letter that somebody got, of their own.
    ///
    /// - Throws: `own_link_unknown`, `letter_unknown` for somebody else's as well, `letter_erased`.
    package func ownIssuedLetter(_ token: String, _ id: LetterID) async throws -> NamedFile {
        let owner = try await owner(token)
        let letter = try await ledger.letter(id)
        guard letter.registration == owner.id else {
            throw LedgerError(.letterUnknown, ErrorDetail("label", letter.label))
        }
        return try await letterFile(letter)
    }

    /// A letter as a file of its own.
    package func letterFile(_ letter: Letter) async throws -> NamedFile {
        NamedFile(name: "\(letter.label).pdf", type: "application/pdf", bytes: try await pdf(of: [letter]))
    }

    /// The kinds that people fetch by themselves, with why somebody gets none now.
    func ownLetters(of id: Registration.ID) async throws -> [OwnLetter] {
        var own: [OwnLetter] = []
        for plan in try await store.definition().letters where plan.isOwn {
            do {
                _ = try await entitled(id, to: plan)
                own.append(OwnLetter(plan: plan, refusal: nil))
            } catch let error as ServerError where Self.refusals.contains(error.code) {
                own.append(OwnLetter(plan: plan, refusal: error.code.rawValue))
            }
        }
        return own
    }
}

// MARK: - Who may, and what it says

extension EventServices {
    /// What keeps somebody from a letter, and may be otherwise later.
    private static let refusals: Set<ServerErrorCode> = [
        .letterUnpaid, .letterNotAdmitted, .letterAnswerMissing, .letterPlaceGone,
    ]

    private static func unknown(_ kind: LetterPlan.ID, _ event: EventDefinition) -> ServerError {
        ServerError(
            .letterKindUnknown, ErrorDetail("value", String(kind.rawValue.prefix(80))),
            ErrorDetail("choices", event.letters.map(\.id.rawValue).joined(separator: ", ")))
    }

    var letterTexts: LetterTexts {
        LetterTexts(own: templateFolder, shipped: resources.letterTemplates, templates: mailTemplates)
    }

    /// Somebody who may have a letter of that kind.
    ///
    /// - Throws: `letter_place_gone`, `letter_unpaid`, `letter_not_admitted`, `letter_answer_missing`.
    private func entitled(_ id: Registration.ID, to plan: LetterPlan) async throws -> Registration {
        let summary = try await ledger.standing(of: id).summary
        let registration = summary.registration
        let code = ErrorDetail("code", registration.code)
        guard registration.status == .active else { throw ServerError(.letterPlaceGone, code) }
        switch plan.audience {
        case .registered: break
        case .paid: guard summary.due <= .zero else { throw ServerError(.letterUnpaid, code) }
        case .admitted:
            guard try await store.read({ try !Attendance.days($0, of: id).isEmpty }) else {
                throw ServerError(.letterNotAdmitted, code)
            }
        }
        let missing = plan.questions.first { registration.answers[$0]?.isEmpty ?? true }
        if let missing {
            let event = try await store.definition()
            let label = event.questions.first { $0.id == missing }?.labels[registration.language] ?? missing.rawValue
            throw ServerError(.letterAnswerMissing, code, ErrorDetail("question", label))
        }
        return registration
    }

    /// - Throws: `too_many_names`.
    private func people(_ selection: PaperSelection) async throws -> [Registration.ID] {
        let chosen: [Registration.ID]
        switch selection {
        case .people(let ids):
            var seen: Set<Registration.ID> = []
            chosen = ids.filter { seen.insert($0).inserted }
        case .group(let group):
            chosen = try await store.read { db in
                let all = try RegistrationLedger.registrations(db, nil).filter { $0.status == .active }.map(\.id)
                switch group {
                case .all: return all
                case .unpaid:
                    return try all.filter { (try RegistrationLedger.summary(db, of: $0)?.due ?? .zero) > .zero }
                case .admitted:
                    let days = try Attendance.days(db)
                    return all.filter { days[$0]?.isEmpty == false }
                }
            }
        }
        guard chosen.count <= PaperSelection.peopleMax else {
            throw ServerError(.tooManyNames, ErrorDetail("limit", PaperSelection.peopleMax))
        }
        return chosen
    }

    private static func answers(
        of registration: Registration, _ plan: LetterPlan, _ event: EventDefinition, _ language: Language
    ) -> [String: String] {
        let shown = event.questions.filter { plan.questions.contains($0.id) }.map { question in
            (question.id.rawValue, question.told(registration.answers[question.id] ?? "", in: language))
        }
        return Dictionary(uniqueKeysWithValues: shown)
    }

    /// What the text of a letter can say.
    private static func fields(
        of registration: Registration, _ plan: LetterPlan, _ event: EventDefinition, _ language: Language,
        attended: DaySet, _ gates: [Gate.ID]
    ) -> MailFields {
        func days(_ days: DaySet) -> String {
            event.days.filter { days.contains($0.number) }.map { language.longDay($0.date) }.joined(separator: ", ")
        }
        var fields = MailFields()
        fields["name"] = .text(LetterTexts.leftToRight(after: registration.person.name))
        fields["badge_name"] = .text(LetterTexts.leftToRight(after: registration.person.nameOnBadge))
        fields["affiliation"] = .text(LetterTexts.leftToRight(after: registration.person.affiliation))
        fields["code"] = .text(registration.code.description)
        fields["category"] = .text(event.rule(of: registration.category).labels[language])
        fields["days"] = .text(days(registration.days))
        fields["add_ons"] = .text(
            event.addOns.filter { registration.addOns.contains($0.id) }.map { $0.names[language] }
                .joined(separator: ", "))
        fields["event"] = .text(event.name)
        fields["venue"] = .text(event.venue)
        fields["dates"] = .text(event.dates(in: language))
        fields["issuer"] = .text(event.issuer?.name ?? event.name)
        fields["signatory"] = .text(plan.signatory)
        fields["attended_days"] = .text(days(attended))
        fields["sessions"] = .text(
            event.gates.filter { $0.isSession && gates.contains($0.id) }.map { $0.names[language] }
                .joined(separator: "; "))
        // The text that comes with the program names this one, whether the event asks for it or not.
        let known = ["passport"] + event.questions.map(\.id.rawValue)
        let shown = answers(of: registration, plan, event, language)
        for question in known {
            fields["answer_\(question.replacing("-", with: "_"))"] = .text(
                LetterTexts.leftToRight(after: shown[question] ?? ""))
        }
        return fields
    }
}

extension Gate {
    /// Whether it is one of those that `event sessions` writes: open for some hours of one day, to everybody, once.
    fileprivate var isSession: Bool {
        days.numbers.count == 1 && frequency == .once && admits == .anyPass
            && (opensAt.minutes > 0 || closesAt.minutes < 1_440)
    }
}

extension BadgeContent {
    /// What a letter shows, as it was fixed when it was issued.
    fileprivate init(_ paper: LetterPaper, label: String, issued: Date, currency: Currency) throws {
        self.init(
            event: Event(name: paper.event, venue: paper.venue, dates: paper.dates, dayLabels: paper.dayLabels),
            registration: try RegistrationCode(paper.code), issue: 0, name: paper.badgeName, fullName: paper.name,
            affiliation: paper.affiliation,
            category: CategoryRule(
                category: .attendee, label: paper.category, color: try HexColor(paper.color)),
            days: DaySet(unchecked: paper.days) ?? .none, addOns: paper.addOns, credential: "", hasGreenDot: false,
            answers: paper.answers)
        self = saying(
            Letter(
                title: paper.title, label: label,
                date: ReaderFormat(paper.language, currency: currency, zone: try EventTimeZone(paper.timeZone).zone)
                    .date(issued), paragraphs: paper.paragraphs,
                issuer: paper.issuer, issuerAddress: paper.issuerAddress, signatory: paper.signatory))
    }
}

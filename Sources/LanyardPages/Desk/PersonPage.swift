import Badges
import Catalogues
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import Hummingbird
import Keysigning
import LanyardHTTP
import RegistrationLedger
import Wording

/// All that the desk sees of one person.
struct PersonPage {
    let visit: PageVisit
    let id: Registration.ID
    var services: EventServices { visit.services }

    init(_ visit: PageVisit, _ id: Registration.ID) {
        self.visit = visit
        self.id = id
    }

    /// - Parameters:
    ///   - notices: what was just done or refused.
    ///   - opensBadge: whether the badge was just printed, so that its paper is to be opened.
    ///   - document: the address of a paper that was just made, to be opened.
    ///   - since: the version that a stale edit saw: what was changed since is told.
    ///   - duplicate: another record of this person, which waits for a word to be merged into this one.
    func answer(
        _ notices: [DeskNotice] = [], opensBadge: Bool = false, document: String? = nil,
        since: Int64? = nil, duplicate: RegistrationSummary? = nil
    ) async throws -> Response {
        let file = try await services.personFile(of: id)
        let (story, names) = (file.books.story, file.deviceNames)
        var fields = identity(file.summary)
        fields["notices"] = .list(notices.map(\.value))
        fields["seen"] = .number(story.version)
        fields["changes"] = .list(since.map { story.edits(since: $0).map { happening($0, names) } } ?? [])
        fields["has_changes"] = .flag(since != nil)
        fields["has_notices"] = .flag(!notices.isEmpty)
        fields["money"] = money(file)
        fields["badge"] = badge(file, opens: opensBadge)
        let isActive = file.registration.status == .active
        fields["glance"] = .list([glance(file), isActive ? presence(file) : nil].compactMap { $0 })
        fields["glance_days"] = glanceDays(file.registration)
        let asked = Set(notices.compactMap(\.code))
        fields["asks_much"] = .flag(asked.contains(AnyErrorCode(ConferenceErrorCode.amountFarAbove)))
        fields["asks_drawer"] = .flag(asked.contains(AnyErrorCode(LedgerErrorCode.tillTooEmpty)))
        fields["asks_date"] = visit.asksDate(notices)
        fields["may_reinstate"] = .flag(file.mayReinstate)
        fields["kept"] = PageValue(file.books.kept > .zero ? visit.format.money(file.books.kept) : nil)
        fields["duplicates"] = .list(file.books.duplicates.map(other))
        fields["has_duplicates"] = .flag(!file.books.duplicates.isEmpty)
        fields["duplicate"] = PageValue(duplicate.map(duplicateFields))
        fields["may_erase"] = .flag(visit.session?.device.role == .organizer)
        fields["categories"] = categories(file.registration)
        let questions = QuestionFields(of: file.registration, seenBy: visit.answerSight, visit)
        fields["has_questions"] = .flag(!questions.questions.isEmpty)
        fields["questions"] = questions.value(
            visit.event, nil, answers: file.registration.answers, mustAnswer: false)
        fields.merge(reductions(file)) { $1 }
        fields["waiting"] = waiting(file)
        fields["days"] = days(file.registration)
        fields["add_ons"] = addOns(file)
        fields["hand_over"] = handOver(file)
        fields["has_open"] = .flag(file.openItems.count > 1)
        fields["keys"] = .list(file.keys.map(Self.key))
        fields["has_keys"] = .flag(!file.keys.isEmpty)
        fields["notes"] = .list(
            file.badges.notes.map { note in
                [
                    "note": .number(note.id.rawValue), "text": .text(note.text),
                    "by": .text(author(note.author, names)), "time": .text(visit.format.moment(note.time)),
                ]
            })
        fields["change"] = .number(file.books.story.history.last?.id.rawValue ?? 0)
        fields["history"] = .list(file.story.reversed().map { event($0, names) })
        fields["scans"] = .list(file.badges.scans.map { scan($0, names) })
        fields["has_scans"] = .flag(!file.badges.scans.isEmpty)
        fields["hint_in"] = PageValue(alreadyInside(file))
        fields["documents"] = .list(
            file.books.documents.map { document in
                [
                    "label": .text(document.label),
                    "path": .text("\(Paths.deskPage)/documents/\(document.label).pdf"),
                ]
            })
        fields["new_document"] = PageValue(document)
        fields["missing"] = PageValue(file.books.missing.map { visit.words("missing_\($0.kind.rawValue)") })
        fields["colleagues"] = .list(file.books.colleagues.map(colleague))
        fields["has_colleagues"] = .flag(!file.books.colleagues.isEmpty)
        // A browser shows a picture of the same address again without asking; another state is another address.
        let issues = file.badges.issues
        let copies = issues.map(\.copies).reduce(issues.count, +)
        let dots = file.keys.count(where: \.hasGreenDot)
        fields["version"] = .text("\(story.history.count)-\(copies)-\(dots)")
        fields["q"] = ""
        // The place where a second Enter, from a scanner or by hand, does nothing.
        fields["search_first"] = .flag(!opensBadge && document == nil && duplicate == nil)
        let refused = notices.contains { $0.mood == .bad }
        return try visit.page(
            "person", fields, at: DeskPages.path(of: id), script: "desk",
            status: refused ? .unprocessableContent : .ok, policy: DeskPages.policy)
    }

    // MARK: - Parts

    private func identity(_ summary: RegistrationSummary) -> [String: PageValue] {
        let registration = summary.registration
        let rule = visit.event.rule(of: registration.category)
        return [
            "path": .text(DeskPages.path(of: id)), "number": .text(id.description),
            "code": .text(registration.code.description), "name": .text(registration.person.name),
            "name_on_badge": .text(registration.person.nameOnBadge), "badge_name": .text(registration.person.badgeName),
            "affiliation": .text(registration.person.affiliation), "email": .text(registration.person.email),
            "sort_name": .text(registration.person.sortName),
            "reference": PageValue(registration.reference), "category": .text(rule.labels[visit.words.language]),
            "color": .text(rule.color.description), "is_active": .flag(registration.status == .active),
            "is_erased": .flag(registration.person.isErased),
            "status": .text(
                registration.status == .active ? "" : visit.words("status_\(registration.status.rawValue)")),
            "successor": PageValue(registration.successor.map { DeskPages.path(of: $0) }),
            "blocked": PageValue(registration.blockedBecause), "let_in": PageValue(registration.letInBecause),
            "speaks_french": .flag(registration.language == .french),
        ]
    }

    private func other(_ registration: Registration) -> PageValue {
        [
            "path": .text(DeskPages.path(of: registration.id)), "number": .text(registration.id.description),
            "name": .text(registration.person.name),
            "status": .text(
                registration.status == .active ? "" : visit.words("status_\(registration.status.rawValue)")),
        ]
    }

    private func colleague(_ summary: RegistrationSummary) -> PageValue {
        [
            "number": .text(summary.registration.id.description), "name": .text(summary.registration.person.name),
            "amount": .text(visit.format.money(summary.due)),
        ]
    }

    private func money(_ file: PersonFile) -> PageValue {
        let (due, inCash, tills) = (file.summary.due, file.dueInCash, file.books.openTills)
        let chosen = visit.request.cookies[DeskMoneyPages.tillCookie]?.value
        let movements = file.movements
        return [
            "is_due": .flag(due > .zero), "is_owed": .flag(due < .zero), "is_settled": .flag(due == .zero),
            "amount": .text(visit.format.money(due < .zero ? -due : due)),
            "settled": .text(settled(file)),
            "cash_differs": .flag(inCash != due && inCash != .zero),
            "is_below_coins": .flag(inCash == .zero && due != .zero),
            "cash": .text(visit.format.money(inCash < .zero ? -inCash : inCash)),
            "cash_cents": .number(inCash.cents), "cash_decimal": .text(inCash.description),
            "came_online": .flag(movements.contains { $0.postings.contains { $0.account == .money(.online) } }),
            "has_tills": .flag(!tills.isEmpty), "several_tills": .flag(tills.count > 1),
            "tills": .list(
                tills.map { ["till": .text($0.name), "is_chosen": .flag($0.name == chosen)] }),
            "movements": .list(
                file.waiversAlong.map { waiver in
                    movement(waiver.entry, .waiver, waiver.amount, isUndone: false, file)
                }
                    + movements.map { entry in
                        let amount = entry.due < .zero ? -entry.due : entry.due
                        return movement(entry, entry.kind, amount, isUndone: file.isUndone(entry), file)
                    }),
            "has_movements": .flag(!movements.isEmpty || !file.waiversAlong.isEmpty),
        ]
    }

    private func movement(
        _ entry: JournalEntry, _ kind: JournalEntry.Kind, _ amount: Money, isUndone: Bool, _ file: PersonFile
    ) -> PageValue {
        [
            "entry": .number(entry.number), "kind": .text(visit.words("entry_\(kind.rawValue)")),
            "amount": .text(visit.format.money(amount)), "time": .text(visit.format.moment(entry.time)),
            "by": .text(author(entry.author, file.deviceNames)), "is_undone": .flag(isUndone),
        ]
    }

    /// Paid, given back, waived and never due are told apart.
    private func settled(_ file: PersonFile) -> String {
        switch file.settlement {
        case .paid: visit.words("paid_chip")
        case .refunded: visit.words("refunded_chip")
        case .waived: visit.words("waived_chip")
        case .free: visit.words("free_chip")
        case nil: ""
        }
    }

    private func badge(_ file: PersonFile, opens: Bool) -> PageValue {
        let badges = file.badges.issues
        let (standing, good, isOnPaper) = (file.badgeStanding, file.badges.good, file.badges.isOnPaper)
        return [
            "is_missing": .flag(standing == .missing), "is_revoked": .flag(standing == .revoked),
            "is_made": .flag(standing == .made), "is_printed": .flag(isOnPaper),
            "is_old": .flag(standing == .outdated), "is_replaceable": .flag(file.canReplaceBadge),
            "issue": .text(good.map { String($0.number.rawValue) } ?? ""),
            "paper": .text("\(DeskPages.path(of: id))/badge.pdf"), "opens": .flag(opens && isOnPaper),
            "issues": .list(
                badges.reversed().map { issue in
                    [
                        "issue": .number(issue.number.rawValue),
                        "reason": .text(visit.words.told(reason: issue.reason)),
                        "copies": .number(issue.copies), "time": .text(visit.format.moment(issue.time)),
                        "by": .text(author(issue.author, file.deviceNames)),
                        "state": .text(
                            visit.words(
                                issue.number == good?.number ? "badge_good" : "badge_no_good")),
                        "is_good": .flag(issue.number == good?.number),
                    ]
                }),
            "has_issues": .flag(!badges.isEmpty),
        ]
    }

    private func days(_ registration: Registration) -> PageValue {
        .list(
            visit.event.days.map { day in
                [
                    "day": .number(day.number), "label": .text(visit.format.day(day.date)),
                    "is_held": .flag(registration.days.contains(day.number)),
                ]
            })
    }

    private func addOns(_ file: PersonFile) -> PageValue {
        .list(
            visit.event.addOns.map { addOn in
                [
                    "add_on": .text(addOn.id.rawValue), "label": .text(addOn.names[visit.words.language]),
                    "price": .text(visit.format.money(addOn.price)),
                    "is_held": .flag(file.registration.addOns.contains(addOn.id)),
                    "is_free": .flag(!file.books.full.contains(.addOn(addOn.id))),
                ]
            })
    }

    private func handOver(_ file: PersonFile) -> PageValue {
        .list(
            file.items.map { item in
                [
                    "item": .text(item.item.rawValue), "label": .text(label(item.item)),
                    "is_handed": .flag(item.handed != nil),
                    "when": .text(
                        item.handed.map {
                            "\(visit.format.time($0.time)), \(author($0.author, file.deviceNames))"
                        } ?? ""),
                    "collector": .text(item.handed?.collector ?? ""),
                ]
            })
    }

    private func label(_ item: HandOverItem) -> String {
        switch item {
        case .badge: visit.words("item_badge")
        case .bag: visit.words("item_bag")
        case .shirt: visit.words("item_shirt")
        case .dot: visit.words("item_dot")
        default:
            visit.event.addOns.first { .addOn($0.id) == item }?.names[visit.words.language] ?? item.rawValue
        }
    }

    private static func key(_ key: PersonKey) -> PageValue {
        let names = key.submission.key.names
        let odd = names.filter { !$0.oddities.isEmpty }.map(\.markedText)
        return [
            "user_id": .text(names.first?.markedText ?? ""), "has_dot": .flag(key.hasGreenDot),
            "odd": .text(odd.joined(separator: ", ")),
            "number": .text(key.submission.number.map(String.init) ?? ""),
            "claimants": .text(key.claimants.map { "#\($0)" }.joined(separator: ", ")),
        ]
    }

    private func happening(_ event: Happening, _ names: [Device.ID: String]) -> PageValue {
        [
            "time": .text(visit.format.moment(event.time)), "by": .text(author(event.author, names)),
            "sentence": .text(event.sentence(in: visit.words.language, of: visit.event)),
        ]
    }

    private func event(_ event: StoryEvent, _ names: [Device.ID: String]) -> PageValue {
        [
            "time": .text(visit.format.moment(event.time)), "by": .text(author(event.author, names)),
            "sentence": .text(event.sentence(in: visit.words.language, of: visit.event, names: names)),
        ]
    }

    /// Who did it: a device by its name, with the person who was at it, and an operator by theirs.
    func author(_ author: String, _ names: [Device.ID: String]) -> String { Author(author).told(names) }
}

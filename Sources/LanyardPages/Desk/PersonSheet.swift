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
struct PersonSheet {
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
    ///   - document: the label of a paper that was just made, to be opened.
    ///   - duplicate: another record of this person, which waits for a word to be merged into this one.
    func answer(
        _ notices: [DeskNotice] = [], opensBadge: Bool = false, document: String? = nil,
        duplicate: RegistrationSummary? = nil
    ) async throws -> Response {
        let story = try await services.ledger.story(of: id)
        let names = Dictionary(uniqueKeysWithValues: try await services.store.devices().map { ($0.id, $0.name) })
        let issues = try await services.badges.all(of: id)
        var fields = identity(story.summary)
        fields["notices"] = .list(notices.map(\.value))
        fields["has_notices"] = .flag(!notices.isEmpty)
        fields["money"] = try await money(story, names)
        fields["badge"] = badge(issues, names, opens: opensBadge)
        fields["duplicate"] = PageValue(duplicate.map(duplicateFields))
        fields["may_erase"] = .flag(visit.session?.device.role == .organizer)
        fields["roles"] = roles(story.summary.registration)
        fields.merge(try await reductions(story.summary.registration)) { $1 }
        let full = try await full(story.summary.registration)
        fields["waiting"] = try await waiting(story.summary.registration, full: full)
        fields["days"] = days(story.summary.registration)
        fields["add_ons"] = addOns(story.summary.registration, full: full)
        fields["hand_over"] = try await handOver(story.summary.registration, names)
        let keys = try await keys()
        fields["keys"] = .list(keys)
        fields["has_keys"] = .flag(!keys.isEmpty)
        fields["notes"] = .list(
            try await services.door.notes(about: id).map { note in
                [
                    "note": .number(note.id.rawValue), "text": .text(note.text),
                    "by": .text(author(note.author, names)), "time": .text(visit.format.moment(note.time)),
                ]
            })
        fields["history"] = .list(story.history.reversed().map { happening(($0), names) })
        fields["documents"] = .list(
            try await services.ledger.documents(of: id).map { document in
                [
                    "label": .text(document.label),
                    "path": .text("\(Paths.deskPage)/documents/\(document.label).pdf"),
                ]
            })
        fields["new_document"] = PageValue(document.map { "\(Paths.deskPage)/documents/\($0).pdf" })
        fields["wants_payment"] = .flag(story.summary.due > .zero && document == nil && !opensBadge)
        let isOnPaper = issues.contains { $0.number != .ticket && $0.revocation == nil && $0.copies > 0 }
        fields["wants_print"] = .flag(story.summary.due <= .zero && !isOnPaper && document == nil)
        // A browser shows a picture of the same address again without asking; another state is another address.
        fields["version"] = .number(story.history.count * 1000 + issues.map(\.copies).reduce(issues.count, +))
        fields["q"] = ""
        fields["search_first"] = false
        let refused = notices.contains { $0.mood == .bad }
        return try visit.page(
            "person", fields, at: DeskPages.path(of: id), script: "desk",
            status: refused ? .unprocessableContent : .ok, policy: DeskPages.policy)
    }

    // MARK: - Parts

    private func identity(_ summary: RegistrationSummary) -> [String: PageValue] {
        let registration = summary.registration
        let rule = visit.event.rule(of: registration.role)
        return [
            "path": .text(DeskPages.path(of: id)), "number": .text(id.description),
            "code": .text(registration.code.description), "name": .text(registration.person.name),
            "name_on_badge": .text(registration.person.nameOnBadge), "badge_name": .text(registration.person.badgeName),
            "affiliation": .text(registration.person.affiliation), "email": .text(registration.person.email),
            "reference": PageValue(registration.reference), "role": .text(rule.labels[visit.words.language]),
            "color": .text(rule.color.description), "is_active": .flag(registration.status == .active),
            "is_erased": .flag(registration.person.isErased),
            "status": .text(
                registration.status == .active ? "" : visit.words("status_\(registration.status.rawValue)")),
            "successor": PageValue(registration.successor.map { DeskPages.path(of: $0) }),
            "blocked": PageValue(registration.blockedBecause),
            "speaks_french": .flag(registration.language == .french),
        ]
    }

    private func money(_ story: RegistrationStory, _ names: [Device.ID: String]) async throws -> PageValue {
        let due = story.summary.due
        let tills = try await services.ledger.tills().filter(\.isOpen)
        let chosen = visit.request.cookies[DeskMoneyPages.tillCookie]?.value
        let inCash = due.rounded(to: visit.event.cashStep)
        let corrected = Set(story.entries.compactMap(\.corrects))
        let movements = story.entries.filter { [.payment, .refund, .waiver].contains($0.kind) }
        return [
            "is_due": .flag(due > .zero), "is_owed": .flag(due < .zero), "is_settled": .flag(due == .zero),
            "amount": .text(visit.format.money(due < .zero ? -due : due)),
            "cash_differs": .flag(inCash != due),
            "cash": .text(visit.format.money(inCash < .zero ? -inCash : inCash)),
            "cash_cents": .number(inCash.cents), "cash_decimal": .text(inCash.description),
            "has_tills": .flag(!tills.isEmpty), "several_tills": .flag(tills.count > 1),
            "tills": .list(
                tills.map { ["till": .text($0.name), "is_chosen": .flag($0.name == chosen)] }),
            "movements": .list(
                movements.map { entry in
                    [
                        "entry": .number(entry.number), "kind": .text(visit.words("entry_\(entry.kind.rawValue)")),
                        "amount": .text(visit.format.money(entry.due < .zero ? -entry.due : entry.due)),
                        "time": .text(visit.format.moment(entry.time)), "by": .text(author(entry.author, names)),
                        "is_undone": .flag(corrected.contains(entry.number)),
                    ]
                }),
            "has_movements": .flag(!movements.isEmpty),
        ]
    }

    private func badge(_ issues: [BadgeIssue], _ names: [Device.ID: String], opens: Bool) -> PageValue {
        let badges = issues.filter { $0.number != .ticket }
        let latest = badges.last
        let good = latest.flatMap { $0.revocation == nil ? $0 : nil }
        let isOnPaper = (good?.copies ?? 0) > 0
        return [
            "is_missing": .flag(good == nil && latest == nil), "is_revoked": .flag(latest?.revocation != nil),
            "is_made": .flag(good != nil && !isOnPaper), "is_printed": .flag(isOnPaper),
            "is_replaceable": .flag(isOnPaper || latest?.revocation != nil),
            "issue": .text(good.map { String($0.number.rawValue) } ?? ""),
            "paper": .text("\(DeskPages.path(of: id))/badge.pdf"), "opens": .flag(opens && isOnPaper),
            "issues": .list(
                badges.reversed().map { issue in
                    [
                        "issue": .number(issue.number.rawValue), "reason": .text(issue.reason),
                        "copies": .number(issue.copies), "time": .text(visit.format.moment(issue.time)),
                        "by": .text(author(issue.author, names)),
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

    private func addOns(_ registration: Registration, full: [Place]) -> PageValue {
        .list(
            visit.event.addOns.map { addOn in
                [
                    "add_on": .text(addOn.id.rawValue), "label": .text(addOn.names[visit.words.language]),
                    "price": .text(visit.format.money(addOn.price)),
                    "is_held": .flag(registration.addOns.contains(addOn.id)),
                    "is_free": .flag(!full.contains(.addOn(addOn.id))),
                ]
            })
    }

    private func handOver(_ registration: Registration, _ names: [Device.ID: String]) async throws -> PageValue {
        let done = Dictionary(
            try await HandOvers(store: services.store).all(of: id).map { ($0.item, $0) }, uniquingKeysWith: { $1 })
        var items: [(HandOverItem, String)] = [
            (.badge, visit.words("item_badge")), (.bag, visit.words("item_bag")), (.shirt, visit.words("item_shirt")),
        ]
        if try await services.keysigning.marks()[id]?.hasGreenDot == true {
            items.append((.dot, visit.words("item_dot")))
        }
        for addOn in visit.event.addOns where registration.addOns.contains(addOn.id) {
            items.append((.addOn(addOn.id), addOn.names[visit.words.language]))
        }
        return .list(
            items.map { item, label in
                let handed = done[item]
                return [
                    "item": .text(item.rawValue), "label": .text(label), "is_handed": .flag(handed != nil),
                    "when": .text(
                        handed.map { "\(visit.format.time($0.time)), \(author($0.author, names))" } ?? ""),
                ]
            })
    }

    private func keys() async throws -> [PageValue] {
        let submissions = try await services.keysigning.submissions(of: id).filter { $0.withdrawn == nil }
        let dots = try await services.keysigning.dots()
        var keys: [PageValue] = []
        for submission in submissions {
            let claimants = try await services.keysigning.claimants(of: submission)
            keys.append([
                "user_id": .text(submission.key.names.first?.text ?? ""),
                "has_dot": .flag(dots.contains(submission.id)),
                "number": .text(submission.number.map(String.init) ?? ""),
                "claimants": .text(claimants.map { "#\($0)" }.joined(separator: ", ")),
            ])
        }
        return keys
    }

    private func happening(_ event: HistoryEvent, _ names: [Device.ID: String]) -> PageValue {
        [
            "time": .text(visit.format.moment(event.time)), "by": .text(author(event.author, names)),
            "sentence": .text(sentence(event)),
        ]
    }

    /// English has its sentence beside the history; French has one a kind, with what it was about behind it.
    private func sentence(_ event: HistoryEvent) -> String {
        guard visit.words.language == .french else { return event.sentence }
        let detail = event.detail.isEmpty ? "" : " (\(event.detail))"
        return visit.words("history_\(event.kind.rawValue)") + detail
    }

    /// Who did it: a device by its name, an operator by theirs.
    private func author(_ author: String, _ names: [Device.ID: String]) -> String {
        let parts = author.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return author }
        if parts[0] == "device", let number = Int64(parts[1]) {
            return names[Device.ID(rawValue: number)] ?? author
        }
        return parts[1]
    }
}

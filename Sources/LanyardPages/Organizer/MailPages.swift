import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import MailFormat
import Outbox
import RegistrationLedger
import Wording

/// /organizer/mail: what waits, went and failed; writing to many.
struct MailPages {
    private static let path = Paths.mailPage
    /// How many mails a page lists.
    private static let listed = 50
    /// How many people a preview of a selection names.
    private static let named = 100

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in try await Self.page(visit, [], nil) }
        pages.organize("\(Self.path)/change", answeringWith: Self.page) { visit, form in
            let id: OutboxMail.ID = try form.id("mail")
            if form["action"] == "cancel" {
                _ = try await visit.services.outbox.cancel(id, context: try visit.write(form))
                return [DeskNotice(visit.words("mail_cancelled"))]
            }
            _ = try await visit.services.outbox.retry(id, context: try visit.write(form))
            return [DeskNotice(visit.words("mail_retried"))]
        }
        pages.post("\(Self.path)/bounced", for: OrganizerPages.roles, bodyMax: EventServices.bounceBytesMax * 3 / 2) {
            visit, form in
            do {
                guard let report = form.file("file") else { throw OutboxError(.bounceUnreadable) }
                let bounce = try await visit.services.takeBounce(report, context: try visit.write(form))
                return try await Self.page(
                    visit, [DeskNotice(visit.words(bounce == nil ? "mail_bounce_late" : "mail_bounce_noted"))], nil)
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.page(visit, [DeskNotice(error, visit.words)], form)
            }
        }
        pages.organize("\(Self.path)/pause", answeringWith: Self.page) { visit, form in
            let isPaused = form["action"] == "pause"
            _ = try await visit.services.outbox.pause(isPaused, context: try visit.write(form))
            return [DeskNotice(visit.words(isPaused ? "mail_is_paused" : "mail_goes"))]
        }
        pages.organize("\(Self.path)/announce", answeringWith: Self.page) { visit, form in
            var texts: [Language: Announcement.Text] = [:]
            for language in Language.allCases where !form["subject_\(language.rawValue)"].isEmpty {
                texts[language] = Announcement.Text(
                    subject: form["subject_\(language.rawValue)"], body: form.exactly("body_\(language.rawValue)"))
            }
            let done = try await visit.services.announce(form["name"], texts, context: try visit.write(form)).result
            return [DeskNotice(visit.words("mail_announced", ["name": done.name]))]
        }
        pages.organize("\(Self.path)/send", answeringWith: Self.page) { visit, form in
            let order = try Self.order(form, visit)
            if form["action"] == "send" {
                let run = try await visit.services.sendMail(order, context: try visit.write(form)).result
                return [Self.notice("mail_run_done", run, visit)]
            }
            let run = try await visit.services.planMail(order)
            var notices = [Self.notice("mail_run_planned", run, visit)]
            if let first = run.recipients.first {
                let preview = try await visit.services.previewMail(order.template, to: first.id)
                notices.append(DeskNotice(preview.message.subject, advice: preview.message.text))
            }
            return notices
        }
    }

    private static func order(_ form: PageForm, _ visit: PageVisit) throws -> MailOrder {
        var selection = MailSelection()
        selection.categories = Set(try form.all("category").map { try visit.event.category(named: $0) })
        selection.owes = form["whose"] == "unpaid" ? true : form["whose"] == "paid" ? false : nil
        return MailOrder(MailOrder.Template(form["template"]), to: selection, round: form["round"])
    }

    /// Who gets it, and who not and why.
    static func notice(_ word: String, _ run: MailRun, _ visit: PageVisit) -> DeskNotice {
        let left = run.leftOut.sorted { $0.key < $1.key }.map { reason, people in
            "\(MailReason.sentence(reason, in: visit.words.language)): \(people.count)"
        }
        let names = run.recipients.prefix(Self.named).map { "#\($0.id)" }.joined(separator: ", ")
        return DeskNotice(
            visit.words(word, ["count": visit.format.number(run.recipients.count)]),
            advice: ([names] + left).filter { !$0.isEmpty }.joined(separator: " · "))
    }

    @Sendable private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice], _ form: PageForm?
    ) async throws -> Response {
        let services = visit.services
        let standing = try await services.outbox.standing()
        let failed = try await services.outbox.list(.failed, limit: listed)
        let others = try await services.outbox.list(limit: listed).filter { $0.state != .failed }
        let announcements = try await services.outbox.announcements()
        let chosen = form?["template"] ?? ""
        var fields: [String: PageValue] = [
            "is_planned": .flag(visit.event.mail != nil), "is_paused": .flag(standing.isPaused),
            "counts": .text(
                visit.words(
                    "mail_counts",
                    [
                        "waiting": visit.format.number(standing.counts[.waiting] ?? 0),
                        "sent": visit.format.number(standing.counts[.sent] ?? 0),
                        "failed": visit.format.number(standing.counts[.failed] ?? 0),
                    ])),
            "trouble": .text(
                standing.trouble.map { trouble in
                    let sentence = MailReason.trouble(trouble, in: visit.words.language)
                    return "\(visit.format.moment(trouble.since)): \(sentence)"
                } ?? ""),
        ]
        fields["has_failed"] = .flag(!failed.isEmpty)
        fields["failed"] = .list(try await rows(failed, visit))
        let bounces = try await services.outbox.bounces(limit: listed)
        let bounced = try await rows(bounces.map(\.mail), visit)
        fields["has_bounces"] = .flag(!bounces.isEmpty)
        fields["bounces"] = .list(
            zip(bounced, bounces).map { row, bounce in
                ["row": row, "status": .text(bounce.status), "reply": .text(bounce.reply)]
            })
        fields["has_others"] = .flag(!others.isEmpty)
        fields["others"] = .list(try await rows(others, visit))
        var templates = MailOrder.Template.occasions.map { occasion in
            (value: occasion.rawValue, label: visit.words("mail_occasion_\(occasion.rawValue)"))
        }
        for announcement in announcements {
            let subject = announcement.text(in: visit.words.language)?.subject ?? announcement.name
            templates.append((value: announcement.name, label: subject))
        }
        fields["templates"] = .list(
            templates.map { template in
                [
                    "value": .text(template.value), "label": .text(template.label),
                    "is_chosen": .flag(template.value == chosen),
                ]
            })
        fields["whose"] = .list(
            ["all", "unpaid", "paid"].map { choice in
                [
                    "value": .text(choice), "label": .text(visit.words("mail_whose_\(choice)")),
                    "is_chosen": .flag((form?["whose"] ?? "all") == choice),
                ]
            })
        fields["categories"] = .list(
            visit.event.categories.map { rule in
                [
                    "value": .text(rule.category.rawValue),
                    "label": .text(rule.labels[visit.words.language]),
                    "is_chosen": .flag(form?.all("category").contains(rule.category.rawValue) ?? false),
                ]
            })
        fields["round"] = .text(form?["round"] ?? "")
        fields["name"] = .text(form?["name"] ?? "")
        fields["texts"] = .list(
            Language.allCases.map { language in
                [
                    "code": .text(language.rawValue), "language": .text(visit.words("mail_in_\(language.rawValue)")),
                    "subject": .text(form?["subject_\(language.rawValue)"] ?? ""),
                    "body": .text(form?.exactly("body_\(language.rawValue)") ?? ""),
                ]
            })
        return try visit.organizerPage("mail", fields, notices: notices, at: path)
    }

    private static func rows(_ mails: [OutboxMail], _ visit: PageVisit) async throws -> [PageValue] {
        var rows: [PageValue] = []
        for mail in mails {
            let person = try await visit.services.ledger.registration(mail.registration)
            let isWaiting = mail.state == .waiting
            rows.append([
                "mail": .number(mail.id.rawValue), "number": .number(person.id.rawValue),
                "name": .text(person.person.name), "code": .text("\(person.code)"),
                "occasion": .text(visit.words("mail_occasion_\(mail.occasion.rawValue)")),
                "state": .text(visit.words("mail_state_\(mail.state.rawValue)")),
                "time": .text(visit.format.moment(mail.ended ?? mail.due)),
                "why": .text(MailReason.sentence(of: mail, in: visit.words.language)),
                "may_retry": .flag(mail.state != .sent), "may_cancel": .flag(isWaiting),
            ])
        }
        return rows
    }
}

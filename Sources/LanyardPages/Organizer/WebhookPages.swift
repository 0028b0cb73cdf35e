import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import Outbox

/// /organizer/webhooks: other programs that are told of what happens.
struct WebhookPages {
    private static let path = Paths.webhooksPage

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in try await Self.page(visit, [], nil) }
        pages.organize("\(Self.path)/add", answeringWith: Self.page) { visit, form in
            let services = visit.services
            let made = try await services.webhooks.add(
                try WebhookAddress(form["url"].trimmingPrefix { $0 == " " }.description),
                kinds: Set(
                    try form.all("kind").map { try Choice.read($0, among: FeedEvent.Kind.told, word: \.rawValue) }),
                allowsPrivate: !form["allow_private"].isEmpty, from: try await services.feedEnd(),
                context: try visit.write(form)
            ).result
            let secret = WebhookMessage.shown(
                try services.store.keys.secret(named: Webhooks.secretName(of: made.id)))
            return [DeskNotice(visit.words("webhooks_made"), advice: secret)]
        }
        pages.organize("\(Self.path)/change", answeringWith: Self.page) { visit, form in
            let id: Webhook.ID = try form.id("webhook")
            let (webhooks, context) = (visit.services.webhooks, try visit.write(form))
            switch form["action"] {
            case "remove":
                try await webhooks.remove(id, context: context)
                return [DeskNotice(visit.words("webhooks_removed"))]
            case "replay":
                let position = try await visit.services.goingOn(at: form["cursor"])
                _ = try await webhooks.replay(id, from: position, context: context)
                return [DeskNotice(visit.words("webhooks_replayed"))]
            default:
                _ = try await webhooks.test(id, context: context)
                return [DeskNotice(visit.words("webhooks_tested"))]
            }
        }
    }

    @Sendable private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice], _ form: PageForm?
    ) async throws -> Response {
        let webhooks = try await visit.services.webhooks.all()
        return try visit.organizerPage(
            "webhooks",
            [
                "url": .text(form?["url"] ?? ""), "has_webhooks": .flag(!webhooks.isEmpty),
                "kinds": .list(
                    FeedEvent.Kind.told.map { kind in
                        [
                            "value": .text(kind.rawValue), "label": .text(label(kind, visit)),
                            "is_chosen": .flag(form?.all("kind").contains(kind.rawValue) ?? true),
                        ]
                    }),
                "webhooks": .list(webhooks.map { row($0, visit) }),
            ],
            notices: notices, at: path)
    }

    private static func row(_ webhook: Webhook, _ visit: PageVisit) -> PageValue {
        [
            "webhook": .number(webhook.id.rawValue), "url": .text(webhook.url.description),
            "told": .text(
                FeedEvent.Kind.told.filter(webhook.kinds.contains).map { label($0, visit) }.joined(separator: ", ")),
            "standing": .text(visit.words("webhooks_\(webhook.standing)")),
            "cursor": .text(webhook.position.description),
            "has_answers": .flag(!webhook.attempts.isEmpty),
            "answers": .list(
                webhook.attempts.map { attempt in
                    [
                        "time": .text(visit.format.moment(attempt.time)), "answer": .text(said(attempt.answer, visit)),
                        "message": .text(attempt.message),
                    ]
                }),
        ]
    }

    private static func label(_ kind: FeedEvent.Kind, _ visit: PageVisit) -> String {
        visit.words("feed_\(kind.rawValue.replacing(".", with: "_"))")
    }

    private static func said(_ answer: WebhookAnswer, _ visit: PageVisit) -> String {
        switch answer {
        case .status(let status): String(status)
        case .failed(let code): visit.words("webhooks_answer_\(code)")
        }
    }
}

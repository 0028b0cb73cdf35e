import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import Outbox
import Representations

/// Other programs that are told of what happens, for the organizer.
struct WebhookRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.webhooks, for: .roles(.organizer)) { _, _, _ in
            let event = try await services.store.definition()
            return try Response(
                json: ["items": try await services.webhooks.all().map { WebhookBody($0, event: event) }])
        }
        routes.post(Paths.webhooks, for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: NewWebhook.self, context: context)
            let made = try await services.webhooks.add(
                try WebhookAddress(body.url), kinds: try FeedEvent.Kind.read(body.kinds?.joined(separator: ",")),
                allowsPrivate: body.allowsPrivate ?? false,
                from: try await services.beginning(at: body.cursor),
                context: try device.write(request, context, services.clock))
            let secret = try services.store.keys.secret(named: Webhooks.secretName(of: made.result.id))
            return try Response(
                status: .created,
                json: WebhookBody(
                    made.result, event: try await services.store.definition(), secret: WebhookMessage.shown(secret)))
        }
        routes.post("\(Paths.webhooks)/:webhook/remove", for: .roles(.organizer)) { request, context, device in
            try await services.webhooks.remove(
                Self.webhook(context), context: try device.write(request, context, services.clock))
            return Response(status: .noContent)
        }
        routes.post("\(Paths.webhooks)/:webhook/test", for: .roles(.organizer)) { request, context, device in
            let tried = try await services.webhooks.test(
                Self.webhook(context), context: try device.write(request, context, services.clock))
            return try await answer(tried)
        }
        routes.post("\(Paths.webhooks)/:webhook/replay", for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: Replay.self, context: context)
            let again = try await services.webhooks.replay(
                Self.webhook(context), from: try await services.goingOn(at: body.cursor),
                context: try device.write(request, context, services.clock))
            return try await answer(again)
        }
    }

    private struct NewWebhook: Decodable {
        let url: String
        /// All where it is left out.
        let kinds: [String]?
        let allowsPrivate: Bool?
        /// Where it begins; now where it is left out.
        let cursor: String?
    }

    private struct Replay: Decodable {
        /// Left out or empty for everything.
        let cursor: String?
    }

    private func answer(_ webhook: Webhook) async throws -> Response {
        try Response(json: WebhookBody(webhook, event: try await services.store.definition()))
    }

    private static func webhook(_ context: DeviceRequestContext) throws -> Webhook.ID {
        Webhook.ID(rawValue: try context.parameters.row("webhook"))
    }
}

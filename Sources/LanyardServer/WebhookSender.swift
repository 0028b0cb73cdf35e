import Conference
import EventDesk
import EventStore
import Foundation
import Logging
import Outbox
import ServiceLifecycle
import WebhookDelivery

/// Tells other programs what happened, each in order, for as long as the server runs and the event's file is here.
///
/// What was told is noted after each part: whoever ends this process at any moment makes at most that part go twice, under the
/// same ids. One that fails holds up no other, and one that is slow holds them up for some seconds at the most.
struct WebhookSender: Service {
    /// How long it waits where nothing is due, in seconds.
    private static let idle = 1.0
    /// How long one is told things before the others have their turn again.
    private static let turn = Duration.seconds(5)
    /// How many events are looked at before what was told is noted.
    private static let part = 50

    let services: EventServices
    let logger: Logger

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                _ = try await services.store.workingIfOpen { try await sendDue() }
            } catch is CancellationError {
                return
            } catch {
                logger.warning("webhooks: \(type(of: error))")
            }
            await Patience.rest(Self.idle)
        }
    }

    private func sendDue() async throws {
        let due = try await services.webhooks.due(at: services.clock.now)
        guard !due.isEmpty else { return }
        // Another server of the same event would tell everything a second time.
        guard let lock = SendingLock(services.store.keys.folder, "webhooks") else { return }
        defer { lock.release() }
        await withTaskGroup(of: Void.self) { group in
            for webhook in due {
                group.addTask {
                    do {
                        try await send(webhook)
                    } catch {
                        logger.warning("webhook \(webhook.id): \(type(of: error))")
                    }
                }
            }
        }
    }

    /// Tells one webhook what it has not heard, until all is told or something fails.
    private func send(_ webhook: Webhook) async throws {
        let start = try await passOver(webhook)
        guard webhook.wantsTest || !start.page.events.isEmpty else { return }
        let event = try await services.store.definition()
        let keys = services.store.keys
        let secret = try keys.secret(named: Webhooks.secretName(of: webhook.id))
        let incarnation = try await services.webhooks.incarnation()
        let outcome = try await WebhookConnection.with(
            webhook.url, allowsPrivate: webhook.allowsPrivate, authorities: keys.authorities(named: "webhooks")
        ) { connection in
            func post(_ message: WebhookMessage) async -> WebhookAnswer {
                await connection.post(message.body, headers: message.headers(secret: secret, at: services.clock.now))
            }
            if webhook.wantsTest {
                let message = try testMessage(webhook, event)
                let answer = await post(message)
                try await note(answer, to: message, of: webhook, isTest: true)
                guard answer.isSuccess else { return }
            }
            var (place, page, failed) = (start.place, start.page, webhook.failures > 0)
            let begun = ContinuousClock.now
            while !Task.isShuttingDownGracefully {
                var told = place
                for happened in page.events {
                    let message = try WebhookMessage(
                        happened, slug: event.slug, incarnation: incarnation, zone: event.zone)
                    let answer = await post(message)
                    if failed || !answer.isSuccess { try await note(answer, to: message, of: webhook, isTest: false) }
                    guard answer.isSuccess else {
                        return try await services.webhooks.move(webhook.id, from: place, to: told)
                    }
                    (told, failed) = (happened.position, false)
                    // The next round begins when all are done: a slow one goes on then.
                    if ContinuousClock.now - begun > Self.turn {
                        return try await services.webhooks.move(webhook.id, from: place, to: told)
                    }
                }
                try await services.webhooks.move(webhook.id, from: place, to: page.next)
                place = page.next
                guard page.hasMore else { return }
                page = try await services.feed(after: place, kinds: webhook.kinds, limit: Self.part)
            }
        }
        if case .failure(let failure) = outcome {
            try await note(
                .failed(failure.code), to: try testMessage(webhook, event), of: webhook, isTest: webhook.wantsTest)
        }
    }

    /// The first part that holds something of what a webhook is told of; what lies before it is passed over.
    private func passOver(_ webhook: Webhook) async throws -> (place: FeedPosition, page: FeedPage) {
        var place = webhook.position
        var page = try await services.feed(after: place, kinds: webhook.kinds, limit: Self.part)
        while page.events.isEmpty, page.next != place {
            try await services.webhooks.move(webhook.id, from: place, to: page.next)
            place = page.next
            page = try await services.feed(after: place, kinds: webhook.kinds, limit: EventServices.feedMax)
        }
        return (place, page)
    }

    private func note(
        _ answer: WebhookAnswer, to message: WebhookMessage, of webhook: Webhook, isTest: Bool
    ) async throws {
        try await services.webhooks.note(answer, to: message.id, of: webhook, isTest: isTest, at: services.clock.now)
    }

    private func testMessage(_ webhook: Webhook, _ event: EventDefinition) throws -> WebhookMessage {
        let now = services.clock.now
        return try WebhookMessage(
            testing: webhook.id, number: now.milliseconds, slug: event.slug, time: now, zone: event.zone)
    }
}

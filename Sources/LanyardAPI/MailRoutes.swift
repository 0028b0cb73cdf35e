import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import NIOCore
import Outbox
import RegistrationLedger
import Representations

/// The outbox, for the organizer.
struct MailRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.mail, for: .roles(.organizer)) { request, _, _ in
            let page = try PageLimit(request)
            let state = try request.uri.queryParameters["state"].map {
                try Choice.read(String($0), as: OutboxMail.State.self)
            }
            let before = try page.number().map { OutboxMail.ID(rawValue: $0) }
            let event = try await services.store.definition()
            let found = try await services.outbox.list(state, before: before, limit: page.fetchCount)
            return try Response(
                json: PageBody(found, page, cursor: \.id.rawValue) { MailBody($0, event: event) })
        }
        routes.get(Paths.mailStanding, for: .roles(.organizer)) { _, _, _ in
            try Response(
                json: MailStandingBody(
                    try await services.outbox.standing(), event: try await services.store.definition()))
        }
        routes.get("\(Paths.mail)/:mail", for: .roles(.organizer)) { _, context, _ in
            let id = OutboxMail.ID(rawValue: try context.parameters.row("mail"))
            return try Response(
                json: MailStoryBody(
                    try await services.outbox.mail(id), try await services.outbox.attempts(of: id),
                    event: try await services.store.definition()))
        }
        addChanges(to: routes)
        addWriting(to: routes)
    }

    private func addChanges(to routes: APIRouter) {
        routes.post("\(Paths.mail)/:mail/retry", for: .roles(.organizer)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            let id = OutboxMail.ID(rawValue: try context.parameters.row("mail"))
            return try await answer(try await services.outbox.retry(id, context: write).result)
        }
        routes.post("\(Paths.mail)/:mail/cancel", for: .roles(.organizer)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            let id = OutboxMail.ID(rawValue: try context.parameters.row("mail"))
            return try await answer(try await services.outbox.cancel(id, context: write).result)
        }
        routes.get(Paths.mailBounces, for: .roles(.organizer)) { _, _, _ in
            let event = try await services.store.definition()
            let bounces = try await services.outbox.bounces()
            return try Response(json: ["items": bounces.map { MailBounceBody($0, event: event) }])
        }
        routes.post(Paths.mailBounces, for: .roles(.organizer)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            let body = try await request.body.collect(upTo: EventServices.bounceBytesMax)
            let event = try await services.store.definition()
            let bounce = try await services.takeBounce(Data(body.readableBytesView), context: write)
            return try Response(json: Bounced(bounce: bounce.map { MailBounceBody($0, event: event) }))
        }
        routes.post(Paths.mailPause, for: .roles(.organizer)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            let body = try await request.decode(as: Pause.self, context: context)
            return try Response(
                json: MailStandingBody(
                    try await services.outbox.pause(body.paused, context: write),
                    event: try await services.store.definition()))
        }
        routes.post(Paths.mailStops, for: .roles(.organizer)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            let body = try await request.decode(as: Stop.self, context: context)
            let person = try await services.ledger.registration(named: body.registration)
            try await services.outbox.stop(person.id, body.stopped, context: write)
            return try Response(json: Stopped(registration: person.id.rawValue, stopped: body.stopped))
        }
    }

    private struct Bounced: Encodable {
        /// Left out for a mail that is only late.
        let bounce: MailBounceBody?
    }

    private func addWriting(to routes: APIRouter) {
        routes.post(Paths.mailRuns, for: .roles(.organizer)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            let body = try await request.decode(as: MailOrderBody.self, context: context)
            let order = try await body.order(services)
            guard body.dryRun != true else {
                return try Response(json: MailRunBody(try await services.planMail(order)))
            }
            let run = try await services.sendMail(order, context: write).result
            return try Response(status: .created, json: MailRunBody(run))
        }
        routes.post(Paths.mailPreviews, for: .roles(.organizer)) { request, context, _ in
            let body = try await request.decode(as: Preview.self, context: context)
            let person = try await services.ledger.registration(named: body.registration)
            let preview = try await services.previewMail(MailOrder.Template(body.template), to: person.id)
            return try Response(json: MailPreviewBody(preview))
        }
        routes.get(Paths.announcements, for: .roles(.organizer)) { _, _, _ in
            try Response(json: ["items": try await services.outbox.announcements().map { AnnouncementBody($0) }])
        }
        routes.post(Paths.announcements, for: .roles(.organizer)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            let body = try await request.decode(as: AnnouncementBody.self, context: context)
            let done = try await services.announce(body.name, try body.announcementTexts(), context: write).result
            return try Response(status: .created, json: AnnouncementBody(done))
        }
    }

    private func answer(_ mail: OutboxMail) async throws -> Response {
        try Response(json: MailBody(mail, event: try await services.store.definition()))
    }

    private struct Pause: Decodable {
        let paused: Bool
    }

    private struct Stop: Decodable {
        let registration: String
        let stopped: Bool
    }

    private struct Stopped: Encodable {
        let registration: UInt32
        let stopped: Bool
    }

    private struct Preview: Decodable {
        let template: String
        let registration: String
    }
}

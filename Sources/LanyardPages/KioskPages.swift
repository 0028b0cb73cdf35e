import Badges
import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import NIOCore
import Printing
import RegistrationLedger
import Wording

/// /kiosk: somebody shows their ticket, sees their badge, and prints it, once. Everything else is the desk's.
///
/// What was shown travels from step to step in the form, never in an address.
struct KioskPages {
    private static let path = Paths.kioskPage
    private static let roles: Set<Device.Role> = [.kiosk]
    /// The queue that this kiosk prints on.
    private static let printerCookie = "kiosk_printer"
    private static let previewDotsPerInch = 144.0

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: Self.roles) { visit in try Self.page(visit) }
        pages.post(Self.path, for: Self.roles) { visit, form in
            guard !form["text"].isEmpty else { return try Self.page(visit) }
            return try await Self.answer(visit, form["text"])
        }
        pages.post("\(Self.path)/badge.png", for: Self.roles) { visit, form in
            let png = try await visit.services.kioskPreview(form["text"], dotsPerInch: Self.previewDotsPerInch)
            return Response(
                status: .ok, headers: [.contentType: "image/png", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: png)))
        }
        pages.post("\(Self.path)/print", for: Self.roles) { visit, form in
            let queue = Self.queue(visit)
            do {
                let print: KioskPrint = try await visit.services.kioskPrint(
                    form["text"], to: try queue.map { .queue($0, try PrintOptions()) } ?? .answer,
                    context: try visit.write(form))
                guard case .printed(let outcome) = print else { return try Self.page(visit, ["is_printed": true]) }
                if let failure = outcome.failure { throw failure }
                if let pdf = outcome.pdf { return Response(pdf: pdf, name: "badge") }
                return try Self.page(visit, ["is_printed": true])
            } catch let error as ServerError where error.code == .kioskRefused {
                return try await Self.answer(visit, form["text"])
            } catch is PrintingError {
                return try Self.refusal(visit, "trouble")
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                // Whatever it is: the desk can do it, and nobody is left standing there.
                return try Self.refusal(visit, "trouble")
            }
        }
        // Not linked from the page that visitors see.
        pages.get("\(Self.path)/setup", for: Self.roles) { visit in try await Self.setup(visit) }
        pages.post("\(Self.path)/setup", for: Self.roles) { visit, form in
            let queues = try await visit.services.printServer.queues()
            let name = form["printer"]
            guard name.isEmpty || queues.contains(where: { $0.name == name }) else {
                throw ServerError(.formUnreadable)
            }
            var response = visit.goes(to: Self.path)
            response.setCookie(visit.cookie(ofDesk: Self.printerCookie, name.utf8.hexadecimal, path: Self.path))
            return response
        }
    }

    private static func answer(_ visit: PageVisit, _ text: String) async throws -> Response {
        switch try await visit.services.kioskAnswer(to: text) {
        case .desk(let reason): return try refusal(visit, reason.rawValue)
        case .ready(let registration):
            let rule = visit.event.rule(of: registration.category)
            return try page(
                visit,
                [
                    "ready": [
                        "ticket": .text(text), "name": .text(registration.person.nameOnBadge),
                        "affiliation": .text(registration.person.affiliation),
                        "category": .text(rule.labels[visit.words.language]), "color": .text(rule.color.description),
                        "days": .text(
                            visit.event.days.filter { registration.days.contains($0.number) }
                                .map { visit.format.day($0.date) }.joined(separator: ", ")),
                        // A browser that prints itself gets the paper in a window of its own.
                        "opens": .flag(queue(visit) == nil),
                    ]
                ])
        }
    }

    private static func refusal(_ visit: PageVisit, _ reason: String) throws -> Response {
        try page(
            visit,
            [
                "refused": [
                    "sentence": .text(visit.words("kiosk_\(reason)")),
                    "advice": .text(visit.words("kiosk_\(reason)_advice")),
                ]
            ], status: .unprocessableContent)
    }

    private static func page(
        _ visit: PageVisit, _ state: [String: PageValue] = [:], status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let fields: [String: PageValue] = [
            "ready": false, "refused": false, "is_printed": false, "is_idle": .flag(state.isEmpty),
        ]
        return try visit.page(
            "kiosk", fields.merging(state) { $1 }, at: path, script: "kiosk", status: status,
            policy: PagePolicy(showsOwnPictures: true, runsWebAssembly: true, usesCamera: true))
    }

    private static func setup(_ visit: PageVisit) async throws -> Response {
        let queues = (try? await visit.services.printServer.queues()) ?? []
        let chosen = queue(visit)
        return try visit.page(
            "kiosk-setup",
            [
                "queues": .list(
                    queues.map { ["queue": .text($0.name), "is_chosen": .flag($0.name == chosen)] })
            ], at: "\(path)/setup")
    }

    private static func queue(_ visit: PageVisit) -> String? {
        guard let digits = visit.request.cookies[printerCookie]?.value, !digits.isEmpty, digits.count <= 510 else {
            return nil
        }
        return [UInt8](hexadecimal: digits).flatMap { String(validating: $0, as: UTF8.self) }
    }
}

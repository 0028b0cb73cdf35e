import Catalogues
import Conference
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP

/// /door: a phone or laptop scans badges. What it does is in `templates/static/door.js`; here is what it starts from.
struct DoorPages {
    /// Where the service worker comes from; it may rule the page, which lies above its folder.
    private static let worker = "\(Paths.doorPage)/worker.js"
    /// What the worker keeps, so that the page opens without the server.
    private static let parts =
        [
            "alone", "camera", "memory", "rules", "server", "signals", "sync", "vault", "verdict",
        ].map { "\(Paths.staticFiles)/door-\($0).js" }
        + [
            "camera-looks.js", "door.js", "server.js", "wedge.js", "door.css", "lanyard.css", "lanyard.svg", rules,
            decoder,
        ].map {
            "\(Paths.staticFiles)/\($0)"
        }
    private static let rules = "door.wasm"
    private static let decoder = "qr-decoder.wasm"

    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.doorPage, for: [.door, .desk]) { visit in try Self.page(visit) }
        pages.router.get(RouterPath(Self.worker)) { [site = pages.site] request, context in
            var response = try site.files.answer("door-worker.js", to: request)
            response.headers[HTTPField.Name("Service-Worker-Allowed")!] = context.base.address(Paths.doorPage)
            // A worker goes by the policy of its own file, not by the page's (CSP 3, section 4.4).
            response.headers[.contentSecurityPolicy] = "default-src 'none'; connect-src 'self'"
            return response
        }
    }

    private static func page(_ visit: PageVisit) throws -> Response {
        let device = try visit.device(of: [.door, .desk])
        let event = visit.event
        let gates = event.gates.filter { device.mayScan(at: $0.id) }
        let facts = Facts(
            language: visit.words.language.rawValue, timeZone: event.timeZone.identifier, currency: event.currency.code,
            gates: gates.map { Facts.Gate(id: $0.id.rawValue, name: $0.names[visit.words.language]) },
            dayLabels: event.days.map { visit.format.day($0.date) },
            categories: Dictionary(
                uniqueKeysWithValues: event.categories.map { rule in
                    // What most people are goes without saying.
                    (
                        rule.category.rawValue,
                        rule.category == event.usualCategory ? "" : rule.labels[visit.words.language]
                    )
                }),
            mayOverride: device.role != .door, rulesAddress: "\(Paths.staticFiles)/\(rules)",
            decoderAddress: "\(Paths.staticFiles)/\(decoder)", words: visit.words.texts(withPrefix: "door_"))
        var policy = PagePolicy(runsWebAssembly: true, usesCamera: true)
        policy.directives = ["worker-src 'self'"]
        return try visit.page(
            "door",
            [
                "facts": .text(String(decoding: try JSONText.encode(facts), as: UTF8.self)),
                "parts": .text(parts.joined(separator: " ")),
                "gates": .list(facts.gates.map { ["id": .text($0.id), "name": .text($0.name)] }),
                "may_override": .flag(facts.mayOverride),
            ],
            script: "door", policy: policy)
    }

    /// What the page's script starts from; no person is in it.
    private struct Facts: Encodable {
        let language: String
        let timeZone: String
        let currency: String
        let gates: [Gate]
        let dayLabels: [String]
        let categories: [String: String]
        let mayOverride: Bool
        let rulesAddress: String
        let decoderAddress: String
        let words: [String: String]

        struct Gate: Encodable {
            let id: String
            let name: String
        }
    }
}

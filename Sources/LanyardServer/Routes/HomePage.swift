import Conference
import EventStore
import Foundation
import Hummingbird

/// The first page: which event this server is for, and where its API is.
struct HomePage {
    let services: EventServices

    func addRoutes(to router: Router<DeviceRequestContext>) {
        router.get("/") { _, _ in
            let event = try await services.store.definition()
            return Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: Self.page(event))))
        }
    }

    private static func page(_ event: EventDefinition) -> String {
        let gates = event.gates.map { gate in
            "<tr><td>\(escaped(gate.name))</td><td>\(gate.days)</td><td>\(gate.opensAt)–\(gate.closesAt)</td></tr>"
        }
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>\(escaped(event.name)) – Lanyard</title>
            </head>
            <body>
            <main>
            <h1>\(escaped(event.name))</h1>
            <p>\(escaped(event.venue)), \(event.days.map(\.date.description).joined(separator: ", "))</p>
            <h2>Gates</h2>
            <table>
            <thead><tr><th scope="col">Gate</th><th scope="col">Days</th><th scope="col">Hours</th></tr></thead>
            <tbody>
            \(gates.joined(separator: "\n"))
            </tbody>
            </table>
            <p><a href="/v1/health">Health</a> · <a href="/v1/version">Version</a> ·
            <a href="/v1/openapi.yaml">The API described</a></p>
            </main>
            </body>
            </html>

            """
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}

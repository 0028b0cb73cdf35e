import Badges
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

/// What a kiosk may, and all that it may not.
struct KioskPageTests {
    private static func guest(_ server: Server) async throws -> (id: Registration.ID, ticket: String) {
        let services = server.services
        let person = try await services.ledger.register(.invented(), context: .desk()).result
        _ = try await services.ledger.pay(
            Payment(amount: nil, method: .card, note: ""), for: person.id, context: .desk())
        let ticket = try await services.badges.makeTickets(for: [person.id], context: .desk()).result[0].text
        return (person.id, ticket)
    }

    @Test func `a visitor shows the ticket, sees the badge and prints it, once`() async throws {
        try await Server.run { server in
            let (id, ticket) = try await Self.guest(server)
            let kiosk = try await Browser.enrolled(.kiosk, at: server)
            try await kiosk.get("/kiosk")
            #expect(kiosk.status == 200 && kiosk.text.contains("Hold the code of your ticket"))
            try await kiosk.post("/kiosk", ["text": ticket])
            #expect(kiosk.text.contains("Is this you?") && kiosk.hidden("text") == ticket)
            let (key, token) = (try #require(kiosk.hidden("key")), try #require(kiosk.hidden("token")))
            try await kiosk.post("/kiosk/badge.png", ["text": ticket])
            #expect(kiosk.headers[.contentType] == "image/png")
            try await kiosk.post("/kiosk/print", [("text", ticket), ("key", key), ("token", token)])
            #expect(kiosk.headers[.contentType] == "application/pdf")
            #expect(try await server.services.badges.all(of: id).map(\.copies).reduce(0, +) == 1)
            // A finger that pressed twice sees what the first press did.
            try await kiosk.post("/kiosk/print", [("text", ticket), ("key", key), ("token", token)])
            #expect(kiosk.status == 200 && kiosk.text.contains("Your badge is being printed."))
            try await kiosk.post("/kiosk/print", ["text": ticket])
            #expect(kiosk.status == 422 && kiosk.text.contains("Your badge is printed already"))
            try await kiosk.post("/kiosk/badge.png", ["text": ticket])
            #expect(kiosk.status == 409 && kiosk.headers[.contentType] != "image/png")
            #expect(try await server.services.badges.all(of: id).map(\.copies).reduce(0, +) == 1)
            // A copy of the ticket tells nothing of its owner.
            let name = try await server.services.ledger.registration(id).person.name
            try await kiosk.post("/kiosk", ["text": ticket])
            #expect(!kiosk.text.contains(name))
            kiosk.language = "fr"
            try await kiosk.post("/kiosk", ["text": "rien"])
            #expect(kiosk.text.contains("Ce n’est pas un billet de cet événement"))
        }
    }

    @Test func `it may open no other page, and send no other form`() async throws {
        try await Server.run { server in
            let (_, ticket) = try await Self.guest(server)
            let kiosk = try await Browser.enrolled(.kiosk, at: server)
            for page in [
                "/desk", "/desk/people/1", "/desk/people/1/badge.pdf", "/desk/people/1/badge.png", "/desk/walk-in",
                "/door", "/dashboard", "/dashboard/live", "/dashboard/drill", "/keysigning/desk", "/organizer",
                "/organizer/devices", "/organizer/gates", "/organizer/badges", "/organizer/imports",
                "/organizer/reports", "/organizer/barred", "/organizer/erasures", "/organizer/admission",
                "/organizer/event",
                "/organizer/statements",
            ] {
                try await kiosk.get(page)
                #expect(kiosk.status == 403, "\(page): \(kiosk.status)")
            }
            try await kiosk.get("/kiosk")
            for form in [
                "/desk/search", "/desk/alike", "/desk/walk-in/register", "/desk/people/1/print", "/desk/people/1/pay",
                "/desk/people/1/person", "/desk/people/1/hand-over", "/desk/people/1/scan/undo",
                "/desk/people/1/cancel", "/desk/people/1/transfer", "/desk/till/open", "/dashboard/settle",
                "/organizer/barred/add", "/organizer/erasures", "/organizer/imports", "/organizer/devices/invite",
                "/enroll/forget",
            ] {
                try await kiosk.post(form, ["name": "X", "text": ticket, "item": "*", "mode": "next", "reason": "x"])
                #expect(kiosk.status == 403, "\(form): \(kiosk.status)")
            }
        }
    }

    @Test func `nobody but a kiosk and an organizer is at the kiosk`() async throws {
        try await Server.run { server in
            for role in Device.Role.allCases {
                let browser = try await Browser.enrolled(role, at: server)
                try await browser.get("/kiosk")
                #expect(browser.status == ([.kiosk, .organizer].contains(role) ? 200 : 403), "\(role)")
            }
            let stranger = Browser(server)
            try await stranger.get("/kiosk")
            #expect(stranger.status != 200)
        }
    }

    @Test func `the interface gives a kiosk the same and no more`() async throws {
        try await Server.run { server in
            let (id, ticket) = try await Self.guest(server)
            let token = try await server.token(.kiosk)
            func ask() async throws -> [String: Any] {
                try await server.send(.post, "/v1/kiosk/tickets", token: token, json: ["text": ticket]).body
            }
            #expect(try await ask()["isReady"] as? Bool == true)
            let key: HTTPFields = [HTTPField.Name("Idempotency-Key")!: "one"]
            let printed = try await server.send(
                .post, "/v1/kiosk/badges", token: token, json: ["text": ticket], headers: key)
            #expect(printed.status == 200)
            // The same key is the same print: it is told, and not printed again.
            let again = try await server.send(
                .post, "/v1/kiosk/badges", token: token, json: ["text": ticket], headers: key)
            #expect(again.status == 202 && again.body["replayed"] as? Bool == true && again.body["issue"] as? Int == 1)
            let other = try await server.send(
                .post, "/v1/kiosk/badges", token: token, json: ["text": ticket],
                headers: [HTTPField.Name("Idempotency-Key")!: "two"])
            #expect(other.status == 409 && other.body["code"] as? String == "kiosk_refused")
            #expect(try await server.services.badges.all(of: id).map(\.copies).reduce(0, +) == 1)
            let refused = try await ask()
            #expect(refused["isReady"] as? Bool == false && refused["reason"] as? String == "printed")
            #expect(refused["badgeName"] == nil)
        }
    }
}

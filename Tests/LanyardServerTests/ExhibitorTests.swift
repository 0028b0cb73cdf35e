import Badges
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Booths of exhibitors: nothing is told of a visitor before they agree, and what they gave can be taken back.
struct ExhibitorTests {
    private static let exhibitors = """

        exhibitors:
          - { id: packet-bakery, name: Packet Bakery }
          - { id: example-networks, name: Example Networks, fields: "name, country" }

        """

    private struct Fair: Sendable {
        let server: Server
        let visitor: Registration.ID
        let badge: String
        /// Of a device at the booth of Packet Bakery, and at the other.
        let bakery: String
        let networks: String

        func device(_ exhibitor: String) async throws -> String {
            try await server.services.store.addDevice(
                name: exhibitor, role: .exhibitor, gates: [], exhibitor: Exhibitor.ID(rawValue: exhibitor),
                context: .desk()
            ).token.secret
        }

        func send(
            _ what: String, _ booth: String = "packet-bakery", token: String? = nil, text: String? = nil,
            fields: [String]? = nil
        ) async throws -> (status: Int, body: [String: Any]) {
            var json: [String: Any] = ["text": text ?? badge]
            if let fields { json["fields"] = fields }
            let answer = try await server.send(
                .post, "/v1/exhibitors/\(booth)/\(what)", token: token ?? bakery, json: json,
                headers: [HTTPField.Name("Idempotency-Key")!: UUID().uuidString])
            return (answer.status, answer.body)
        }

        func leads(_ booth: String = "packet-bakery", token: String? = nil) async throws -> [[String: Any]] {
            let answer = try await server.send(.get, "/v1/exhibitors/\(booth)/leads", token: token ?? bakery)
            return try #require(answer.body["items"] as? [[String: Any]])
        }
    }

    private static func withFair(_ body: @escaping @Sendable (Fair) async throws -> Void) async throws {
        let yaml = try Repository.netdev01() + MailPageTests.mail + exhibitors
        try await Server.run(yaml: yaml) { server in
            let visitor = try await server.services.ledger.register(.invented(1), context: .desk()).result.id
            let badge = try await server.services.badges.makeFirst(for: [visitor], context: .desk()).result[0].text
            let empty = Fair(server: server, visitor: visitor, badge: badge, bakery: "", networks: "")
            try await body(
                Fair(
                    server: server, visitor: visitor, badge: badge, bakery: try await empty.device("packet-bakery"),
                    networks: try await empty.device("example-networks")))
        }
    }

    @Test func `a booth sees nothing of a visitor until they agree, and then what they agreed to`() async throws {
        try await Self.withFair { fair in
            let read = try await fair.send("visits")
            #expect(read.status == 200 && read.body["isAgreed"] as? Bool == false)
            #expect(read.body["asks"] as? [String] == ["name", "affiliation", "email"])
            #expect(Set(read.body.keys) == ["isAgreed", "asks"])
            #expect(try await fair.leads().isEmpty)
            // What it may not ask for, nothing at all, and a word that is no field.
            for (fields, code) in [
                (["country"], "exhibitor_field_unasked"), ([], "exhibitor_fields_missing"), (["due"], "choice_unknown"),
            ] {
                let answer = try await fair.send("consents", fields: fields)
                #expect(answer.status == 400 && answer.body["code"] as? String == code, "\(answer)")
            }
            let agreed = try await fair.send("consents", fields: ["email", "name"])
            #expect(agreed.status == 201)
            let lead = try #require(agreed.body["lead"] as? [String: Any])
            #expect(lead["name"] as? String == "Björn Datagram 1" && lead["email"] as? String == "person1@example.org")
            #expect(lead["affiliation"] == nil && lead["agreedTo"] as? [String] == ["name", "email"])
            #expect(try await fair.send("visits").body["isAgreed"] as? Bool == true)
            let csv = try await fair.server.file(
                "/v1/exhibitors/packet-bakery/leads?format=csv", token: fair.bakery)
            let lines = String(decoding: csv.bytes, as: UTF8.self).split(separator: "\r\n")
            #expect(lines.first == "name,affiliation,email,agreed_to,agreed,visited")
            #expect(lines.last?.hasPrefix("Björn Datagram 1,,person1@example.org,name email,2015-02-14T") == true)
            // Less takes the place of more.
            _ = try await fair.send("consents", fields: ["affiliation"])
            #expect(try await fair.leads().map { Set($0.keys) } == [["affiliation", "agreedTo", "agreed", "visited"]])
            // Nobody else has it, and there is no other way to somebody's name.
            #expect(try await fair.leads("example-networks", token: fair.networks).isEmpty)
            let foreign = try await fair.send("visits", "example-networks")
            #expect(foreign.status == 404 && foreign.body["code"] as? String == "exhibitor_unknown")
            let code = try await fair.server.services.ledger.registration(fair.visitor).code.description
            let ticket = try await fair.server.services.badges.makeTickets(for: [fair.visitor], context: .desk())
                .result[0].text
            _ = try await fair.server.services.badges.makeNext(
                for: fair.visitor, reason: "lost", context: .desk())
            for text in [code, ticket, fair.badge, "", "LY:NOTHING"] {
                let answer = try await fair.send("visits", text: text)
                #expect(answer.status == 404 && answer.body["code"] as? String == "booth_badge_unknown", "\(text)")
            }
            let scan = try await fair.server.scan(["gate": "main", "nonce": "1", "code": code], token: fair.bakery)
            #expect(scan.status == 403)
        }
    }

    @Test func `what was given is taken back at the booth, by the organizer, by an erasure, and goes along in a merge`()
        async throws
    {
        try await Self.withFair { fair in
            let (services, ledger) = (fair.server.services, fair.server.services.ledger)
            let nothing = try await fair.send("withdrawals")
            #expect(nothing.status == 409 && nothing.body["code"] as? String == "exhibitor_nothing_agreed")
            _ = try await fair.send("consents", fields: ["name"])
            #expect(try await fair.send("withdrawals").body["isAgreed"] as? Bool == false)
            #expect(try await fair.leads().isEmpty)
            _ = try await fair.send("consents", fields: ["name"])
            _ = try await ledger.endConsent(
                of: fair.visitor, with: Exhibitor.ID(rawValue: "packet-bakery"), context: .desk())
            #expect(try await fair.leads().isEmpty)
            _ = try await fair.send("consents", fields: ["name", "email"])
            let history = try await ledger.story(of: fair.visitor).history
            #expect(history.filter { $0.kind == .exhibitorAgreed }.map(\.detail).last == "packet-bakery: name, email")
            #expect(history.filter { $0.kind == .exhibitorWithdrawn }.count == 2)
            let kept = try await ledger.register(.invented(2), context: .desk()).result
            _ = try await ledger.merge(fair.visitor, into: kept.id, context: .desk())
            #expect(try await fair.leads().map { $0["name"] as? String } == [kept.person.name])
            let record = try await services.record(of: kept.id)
            #expect(record.consents.map(\.exhibitor.rawValue) == ["packet-bakery"] && record.booths.count == 1)
            _ = try await ledger.erase(kept.id, context: .desk())
            #expect(try await fair.leads().isEmpty)
            let erased = try await services.record(of: kept.id)
            #expect(erased.booths.isEmpty && erased.consents.allSatisfy { $0.ended != nil })
            #expect(try await ledger.audit().findings.isEmpty)
            let booths = try await services.booths()
            #expect(booths.map(\.figures.visits) == [0, 0] && booths[0].devices.map(\.name) == ["packet-bakery"])
        }
    }

    @Test(arguments: ["en", "fr"])
    func `the booth's page asks, shows and takes back, and /my does the same`(language: String) async throws {
        try await Self.withFair { fair in
            let booth = Browser(fair.server)
            booth.language = language
            booth.keep("lanyard", fair.bakery)
            try await booth.get("/booth")
            try await booth.follow()
            #expect(booth.status == 200 && booth.text.contains("Packet Bakery") && !booth.page.contains("{{"))
            try await booth.post("/booth/packet-bakery", ["text": fair.badge])
            #expect(booth.hidden("text") == fair.badge)
            for secret in ["Datagram", "person1@", "Packet Bakery 1"] { #expect(!booth.page.contains(secret)) }
            #expect(!booth.page.contains(" checked"))
            // Nothing ticked: the question stays.
            try await booth.post("/booth/packet-bakery/agree", ["text": fair.badge])
            #expect(booth.status == 422 && booth.page.contains("name=\"field\""))
            try await booth.post("/booth/packet-bakery/agree", [("text", fair.badge), ("field", "name")])
            #expect(booth.page.contains("Björn Datagram 1") && !booth.page.contains("person1@"))
            try await booth.get("/booth/packet-bakery/leads.csv")
            #expect(booth.headers[.contentType]?.hasPrefix("text/csv") == true && booth.page.contains("Datagram"))
            try await booth.get("/booth/example-networks")
            #expect(booth.status == 404)
            try await booth.get("/desk")
            #expect(booth.status == 403)

            let home = Browser(fair.server)
            home.language = language
            try await home.get(try await RegisterPageTests.link(fair.server, fair.visitor))
            try await home.follow()
            #expect(home.page.contains("value=\"name\" checked") && home.text.contains("Example Networks"))
            try await home.post(
                "/my/exhibitor", [("exhibitor", "packet-bakery"), ("field", "email"), ("action", "agree")])
            #expect(home.status == 200 && !home.page.contains("{{"))
            #expect(try await fair.leads().map { $0["email"] as? String } == ["person1@example.org"])
            // Without a visit the other exhibitor gets nothing, whatever was agreed.
            try await home.post(
                "/my/exhibitor", [("exhibitor", "example-networks"), ("field", "name"), ("action", "agree")])
            #expect(try await fair.leads("example-networks", token: fair.networks).isEmpty)
            let read = try await fair.send("visits", "example-networks", token: fair.networks)
            #expect((read.body["lead"] as? [String: Any])?["name"] as? String == "Björn Datagram 1")
            try await home.post("/my/exhibitor", ["exhibitor": "packet-bakery", "action": "withdraw"])
            #expect(home.status == 200)
            #expect(try await fair.leads().isEmpty)
            try await booth.post("/booth/packet-bakery/withdraw", ["text": fair.badge])
            #expect(booth.status == 422)

            let office = try await Browser.enrolled(.organizer, at: fair.server)
            office.language = language
            try await office.get("/organizer/exhibitors")
            #expect(office.status == 200 && office.text.contains("Example Networks") && !office.page.contains("{{"))
            try await office.get("/organizer/devices")
            try await office.post(
                "/organizer/devices/invite",
                ["name": "Stand", "role": "exhibitor", "exhibitor": "packet-bakery", "server": "http://192.0.2.1:8015"])
            #expect(office.status == 200)
            try await office.post("/organizer/devices/invite", ["name": "Stand", "role": "exhibitor"])
            #expect(office.status == 422)
            try await office.get("/desk/people/\(fair.visitor)")
            #expect(office.text.contains("Example Networks"))
        }
    }

    @Test func `without exhibitors in the description there is no booth`() async throws {
        try await Server.run { server in
            let none = await #expect(throws: ConferenceError.self) {
                try await server.services.store.addDevice(
                    name: "Stand", role: .exhibitor, gates: [], exhibitor: Exhibitor.ID(rawValue: "packet-bakery"),
                    context: .desk())
            }
            #expect(none?.code == .exhibitorUnknown)
            let organizer = try await server.token(.organizer)
            let listed = try await server.send(.get, "/v1/exhibitors", token: organizer)
            #expect((listed.body["items"] as? [Any])?.isEmpty == true)
            let leads = try await server.send(.get, "/v1/exhibitors/packet-bakery/leads", token: organizer)
            #expect(leads.status == 404)
            // A device belongs to a booth by its role, and by nothing else.
            for (role, exhibitor) in [(Device.Role.exhibitor, nil), (.door, Exhibitor.ID(rawValue: "x"))] {
                let error = await #expect(throws: EventStoreError.self) {
                    try await server.services.store.invite(
                        name: "Stand", role: role, gates: [], exhibitor: exhibitor, context: .desk())
                }
                #expect(error?.code == .exhibitorRole)
            }
        }
    }
}

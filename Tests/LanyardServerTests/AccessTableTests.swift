import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Keysigning
import LanyardAPI
import LanyardHTTP
import LanyardTestSupport
import Logging
import NIOCore
import RegistrationLedger
import Testing
import Yams

/// Who may call which operation of the API: the routes, their description and the page must say the same, and the server
/// must do it.
struct AccessTableTests {
    @Test func `the description has the same operations, for the same callers`() async throws {
        let described = try Self.described()
        try await Server.run { server in
            let served = Self.served(server)
            let undescribed = served.keys.filter { described[$0] == nil }.sorted()
            #expect(undescribed.isEmpty, "schema/openapi.yaml lacks them: \(undescribed)")
            let unserved = described.keys.filter { served[$0] == nil }.sorted()
            #expect(unserved.isEmpty, "schema/openapi.yaml alone has them: \(unserved)")
            for (operation, rule) in served where described[operation] != nil {
                #expect(described[operation] == rule, "\(operation)")
            }
        }
    }

    @Test func `the description is of this version of the program`() throws {
        #expect(try Self.description()["info"]?["version"]?.string == LanyardVersion.current)
    }

    @Test func `the page has the table of operations and roles`() async throws {
        let page = try Repository.text("docs/api-access.md")
        try await Server.run { server in
            let table = Self.table(Self.served(server))
            #expect(page.hasSuffix(table), "scripts/update-api-access writes it from the description:\n\(table)")
        }
    }

    @Test func `an operation is refused, unread, exactly to those whom the table does not name`() async throws {
        try await Server.run { server in
            let person = try await server.services.ledger.register(.invented(1), context: .desk()).result
            let participant = try await server.services.keysigning.invite(registration: person.id, context: .desk())
                .secret
            var tokens: [Device.Role: String] = [:]
            for role in Device.Role.allCases { tokens[role] = try await server.token(role) }
            for operation in Self.operations(server) {
                let name = Self.name(operation)
                let anonymous = try await Self.call(operation, nil, at: server)
                switch operation.rule {
                case .anyone:
                    #expect(anonymous.status != 401 && anonymous.status != 403, "\(name)")
                case .participant:
                    #expect(anonymous.code == "participant_token_missing", "\(name)")
                    #expect(anonymous.status == 401, "\(name)")
                    let known = try await Self.call(operation, participant, at: server)
                    #expect(known.status != 401 && known.code != "role_not_allowed", "\(name) by a participant")
                case .devices(let roles):
                    #expect(anonymous.code == "token_missing", "\(name)")
                    #expect(anonymous.status == 401, "\(name)")
                    for (role, token) in tokens {
                        let answer = try await Self.call(operation, token, at: server)
                        if roles.contains(role) {
                            #expect(
                                answer.status != 401 && answer.code != "role_not_allowed", "\(name) by \(role)")
                        } else {
                            #expect(answer.status == 403, "\(name) by \(role)")
                            #expect(answer.code == "role_not_allowed", "\(name) by \(role)")
                        }
                    }
                }
            }
        }
    }

    @Test func `a participant is no device, and a device no participant`() async throws {
        try await Server.run { server in
            let person = try await server.services.ledger.register(.invented(1), context: .desk()).result
            let participant = try await server.services.keysigning.invite(registration: person.id, context: .desk())
                .secret
            let asDevice = try await server.send(.get, "/v1/devices/self", token: participant)
            #expect(asDevice.body["code"] as? String == "token_unknown")
            let asParticipant = try await server.send(
                .get, "/v1/keysigning/self", token: try await server.token(.organizer))
            #expect(asParticipant.body["code"] as? String == "participant_token_unknown")
        }
    }

    // MARK: - What the server does

    private static func operations(_ server: Server) -> [APIOperation] {
        let lockout = Lockout()
        return APIRoutes(
            services: server.services, devices: DeviceAuthentication(services: server.services, lockout: lockout),
            lockout: lockout, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).addRoutes(to: Router(context: DeviceRequestContext.self))
    }

    private static func served(_ server: Server) -> [String: AccessRule] {
        Dictionary(operations(server).map { (name($0), $0.rule) }, uniquingKeysWith: { first, _ in first })
    }

    /// Calls with a body larger than any that is taken as JSON, with nothing in the place of each parameter, and as a
    /// listener whose last event is none: whoever may call gets no further than that.
    private static func call(
        _ operation: APIOperation, _ token: String?, at server: Server
    ) async throws -> (status: Int, code: String?) {
        var headers: HTTPFields = [.contentType: "application/json", HTTPField.Name("Last-Event-ID")!: "nothing"]
        if let token { headers[.authorization] = "Bearer \(token)" }
        let path = operation.path.replacing(#/:\w+/#, with: "nothing")
        let body = operation.method == .get ? nil : ByteBuffer(repeating: UInt8(ascii: "x"), count: 70_000)
        return try await server.client.execute(
            uri: path, method: operation.method, headers: headers, body: body
        ) { response in
            let object = try? JSONSerialization.jsonObject(with: Data(response.body.readableBytesView))
            return (Int(response.status.code), (object as? [String: Any])?["code"] as? String)
        }
    }

    /// As `GET /v1/badges/{code}`.
    private static func name(_ operation: APIOperation) -> String {
        let path = operation.path.replacing(#/:(\w+)/#) { "{\($0.1)}" }
        return "\(operation.method.rawValue) \(path)"
    }

    // MARK: - What is written of it

    private static func description() throws -> Node {
        try #require(try Yams.compose(yaml: try Repository.text("schema/openapi.yaml")))
    }

    private static func described() throws -> [String: AccessRule] {
        var rules: [String: AccessRule] = [:]
        for (path, item) in try #require(try description()["paths"]?.mapping) {
            let prefix = item["servers"] == nil ? "/v1" : ""
            for (method, operation) in try #require(item.mapping) {
                guard let method = method.string, ["get", "post", "put", "patch", "delete"].contains(method) else {
                    continue
                }
                rules["\(method.uppercased()) \(prefix)\(path.string ?? "")"] = try rule(operation)
            }
        }
        return rules
    }

    /// What the security requirements of an operation say: one of them is enough (OpenAPI 3.1, section 4.8.30).
    private static func rule(_ operation: Node) throws -> AccessRule {
        let name = operation["operationId"]?.string ?? ""
        let requirements = try #require(operation["security"]?.array(), "\(name) does not say whom it is for")
        var roles: Set<Device.Role> = []
        for requirement in requirements {
            guard let scheme = requirement.mapping?.first else { return .anyone }
            if scheme.key.string == "participant" { return .participant }
            try #require(scheme.key.string == "device", "\(name)")
            let words = scheme.value.array().compactMap(\.string)
            if words.isEmpty { return .devices(Set(Device.Role.allCases)) }
            roles.insert(try Choice.read(try #require(words.first), as: Device.Role.self))
        }
        return requirements.isEmpty ? .anyone : .devices(roles)
    }

    private static func table(_ rules: [String: AccessRule]) -> String {
        let roles = Device.Role.allCases
        var lines = [
            "| operation | \(roles.map(\.rawValue).joined(separator: " | ")) | others |",
            "|---|\(String(repeating: ":-:|", count: roles.count))---|",
        ]
        let sorted = rules.sorted { first, second in
            let (one, other) = (first.key.split(separator: " "), second.key.split(separator: " "))
            return (one[1], one[0]) < (other[1], other[0])
        }
        for (operation, rule) in sorted {
            let marks: [String]
            let others: String
            switch rule {
            case .anyone: (marks, others) = (roles.map { _ in "✓" }, "everybody")
            case .participant: (marks, others) = (roles.map { _ in "" }, "the participant")
            case .devices(let allowed): (marks, others) = (roles.map { allowed.contains($0) ? "✓" : "" }, "")
            }
            lines.append("| `\(operation)` | \((marks + [others]).joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

import Badges
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LanyardServer
import LanyardTestSupport
import Logging
import NIOCore
import NIOFoundationEssentialsCompat
import Payments
import RegistrationLedger

/// The routes of a fresh Netdev 0.1, in memory, by a clock that stands on its first morning.
struct Server {
    let services: EventServices
    let client: any TestClientProtocol

    /// 14 February 2015, 09:30 in Ottawa: the main door is open.
    static let morning = Date(timeIntervalSince1970: 1_423_924_200)

    static func run(
        clock: EventClock = .fixed(at: morning), yaml: String? = nil, options: ServerOptions = ServerOptions(),
        wire: (any ProviderWire)? = nil,
        _ body: @escaping @Sendable (Server) async throws -> Void
    ) async throws {
        try await withNetdev01(yaml: yaml) { _, store in
            var services = EventServices(
                store: store, resources: ResourceFolder(Repository.root), clock: clock)
            services.providerWire = wire
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let application = Application(router: LanyardApplication.router(services, options: options, logger: logger))
            try await application.test(.router) { [services] client in
                try await body(Server(services: services, client: client))
            }
        }
    }

    /// A new device's token.
    func token(_ role: Device.Role, gates: Set<Gate.ID> = []) async throws -> String {
        try await services.store.addDevice(
            name: "Test", role: role, gates: gates, exhibitor: role == .exhibitor ? try await exhibitor() : nil,
            context: .desk()
        ).token.secret
    }

    /// An exhibitor of the event, which gets one where it has none.
    private func exhibitor() async throws -> Exhibitor.ID {
        if let known = try await services.store.definition().exhibitors.first { return known.id }
        let yaml = try await services.store.yaml() + "\nexhibitors:\n  - { id: booth, name: Booth }\n"
        _ = try await services.ledger.apply(yaml: yaml, context: .desk(), onlyShow: false)
        return Exhibitor.ID(rawValue: "booth")
    }

    /// Someone registered, paid up, with a badge; its credential's text.
    func badge(days: DaySet = .first(4)) async throws -> String {
        let registration = try await services.ledger.register(.invented(days: days), context: .desk()).result
        let due = try await services.ledger.story(of: registration.id).summary.due
        _ = try await services.ledger.pay(
            Payment(amount: due, method: .card, note: ""), for: registration.id, context: .desk())
        return try await services.badges.makeFirst(for: [registration.id], context: .desk()).result[0].text
    }

    /// Sends a request and reads the JSON of the answer.
    func send(
        _ method: HTTPRequest.Method, _ path: String, token: String? = nil, json: [String: Any]? = nil,
        headers: HTTPFields = [:]
    ) async throws -> (status: Int, body: [String: Any], headers: HTTPFields) {
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        let body = try json.map { ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: $0)) }
        return try await client.execute(uri: path, method: method, headers: headers, body: body) { response in
            let object = try? JSONSerialization.jsonObject(with: Data(response.body.readableBytesView))
            return (Int(response.status.code), object as? [String: Any] ?? [:], response.headers)
        }
    }

    /// Sends a body that is no JSON, under a key of its own, and reads the answer as text.
    func send(
        _ method: HTTPRequest.Method, _ path: String, token: String? = nil, text: String,
        type: String = "application/octet-stream"
    ) async throws -> (status: Int, text: String) {
        var headers: HTTPFields = [.contentType: type, HTTPField.Name("Idempotency-Key")!: UUID().uuidString]
        if let token { headers[.authorization] = "Bearer \(token)" }
        return try await client.execute(uri: path, method: method, headers: headers, body: ByteBuffer(string: text)) {
            (Int($0.status.code), String(buffer: $0.body))
        }
    }

    /// Gets a file as it is.
    func file(
        _ path: String, token: String?
    ) async throws -> (status: Int, bytes: Data, headers: HTTPFields) {
        let headers: HTTPFields = token.map { [.authorization: "Bearer \($0)"] } ?? [:]
        return try await client.execute(uri: path, method: .get, headers: headers, body: nil) {
            (Int($0.status.code), Data($0.body.readableBytesView), $0.headers)
        }
    }

    /// Sends a scan.
    func scan(_ fields: [String: Any], token: String) async throws -> (status: Int, body: [String: Any]) {
        let answer = try await send(.post, "/v1/scans", token: token, json: fields)
        return (answer.status, answer.body)
    }
}

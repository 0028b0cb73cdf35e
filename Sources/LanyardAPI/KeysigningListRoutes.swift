import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import Keysigning
import KeysigningPaper
import LanyardHTTP
import OpenPGP
import Representations

/// The life of the list and its forms, for devices of the roles keysigning and organizer.
struct KeysigningListRoutes {
    let services: EventServices

    func addRoutes(to group: RouterGroup<DeviceRequestContext>) {
        group.get(RouterPath(Paths.keysigningPhase)) { _, context in
            _ = try context.device(of: .keysigning)
            return try Response(json: try await services.phaseBody(try await services.keysigning.phase()))
        }
        group.post(RouterPath(Paths.keysigningPhase)) { request, context in
            let device = try context.device(of: .keysigning)
            let body = try await request.decode(as: Phase.self, context: context)
            let write = try write(device, request, context)
            let phase =
                switch body.phase {
                case .closed: try await services.keysigning.close(context: write).result
                case .opened:
                    try await services.keysigning.reopen(because: body.reason ?? "", context: write).result
                }
            return try Response(json: try await services.phaseBody(phase))
        }
        group.post("\(Paths.keysigningNumbers)/:number/presence") { request, context in
            let device = try context.device(of: .keysigning)
            let body = try await request.decode(as: Presence.self, context: context)
            let done = try await services.keysigning.note(
                absent: body.absent, number: try context.parameters.number("number"),
                context: try write(device, request, context))
            return try Response(json: PresenceBody(number: done.result, absent: body.absent))
        }
        group.get(RouterPath(Paths.keysigningLists)) { _, context in
            _ = try context.device(of: .keysigning)
            return try Response(json: ["items": try await services.listBodies()])
        }
        group.post(RouterPath(Paths.keysigningLists)) { request, context in
            let device = try context.device(of: .keysigning)
            let prefix = try request.uri.queryParameters["prefix"].map { try Self.number(String($0)) }
            let freezing = try await services.keysigning.freezing(
                prefixDigits: prefix ?? 0, context: try write(device, request, context)
            ).result
            let zone = try await services.store.definition().zone
            var body = try await services.listBody(of: freezing.list, in: zone)
            body.isNew = freezing.isNew
            return try Response(status: freezing.isNew ? .created : .ok, json: body)
        }
        group.get("\(Paths.keysigningLists)/:version/holders") { _, context in
            _ = try context.device(of: .keysigning)
            let holders = try await services.keysigning.holders(version: try context.parameters.number("version"))
            let zone = try await services.store.definition().zone
            return try Response(json: ["items": holders.map { KeysigningHolderBody($0, in: zone) }])
        }
        group.get("\(Paths.keysigningLists)/:version/:form") { request, context in
            _ = try context.device(of: .keysigning)
            let version = try context.parameters.number("version")
            let size = try request.choice("paper", PaperSize.self, default: .letter)
            if try context.parameters.require("form") == "slips" {
                let number = try request.uri.queryParameters["number"].map { try Self.number(String($0)) }
                return Response(
                    try await services.slips(version: version, numbers: number.map { [$0] }, on: size))
            }
            let form = try Choice.read(try context.parameters.require("form"), as: ListForm.self)
            return Response(try await services.list(version: version, as: form, for: .organizer, on: size))
        }
    }

    private func write(
        _ device: Device, _ request: Request, _ context: DeviceRequestContext
    ) throws -> WriteContext {
        try device.write(services.clock.now, key: try IdempotencyKey.of(request, or: nil), from: context)
    }

    static func number(_ text: String) throws -> Int {
        guard let number = Int(text), text.utf8.count <= 9 else {
            throw KeysigningError(.numberUnknown, ErrorDetail("number", String(text.prefix(20))))
        }
        return number
    }

    private struct Phase: Decodable {
        let phase: KeysigningPhase
        let reason: String?
    }

    private struct Presence: Decodable {
        let absent: Bool
    }

    private struct PresenceBody: Encodable {
        let number: Int
        let absent: Bool
    }
}

extension Request {
    /// The value that a query parameter names.
    ///
    /// - Throws: `choice_unknown`.
    func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Value.Type, default fallback: Value
    ) throws -> Value {
        guard let text = uri.queryParameters[Substring(name)] else { return fallback }
        return try Choice.read(String(text))
    }
}

extension Parameters {
    /// A parameter that is a number.
    func number(_ name: String) throws -> Int { try KeysigningListRoutes.number(try require(name)) }
}

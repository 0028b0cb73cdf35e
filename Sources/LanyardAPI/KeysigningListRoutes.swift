import Conference
import Crypto
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
            return try Response(json: ["phase": try await services.keysigning.phase()])
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
            return try Response(json: ["phase": phase])
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
            let list = try await services.keysigning.freeze(
                prefixDigits: prefix ?? 0, context: try write(device, request, context)
            ).result
            let zone = try await services.store.definition().zone
            return try Response(status: .created, json: try await services.listBody(of: list, in: zone))
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
            let form = try choice(try context.parameters.require("form"), ListForm.self)
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

/// The value that a text names.
///
/// - Throws: `choice_unknown`.
func choice<Choice: RawRepresentable<String> & CaseIterable>(_ text: String, _ type: Choice.Type) throws -> Choice {
    guard let choice = Choice(rawValue: text) else {
        throw ConferenceError(
            .choiceUnknown, ErrorDetail("value", String(text.prefix(40))),
            ErrorDetail("choices", Choice.allCases.map(\.rawValue).joined(separator: ", ")))
    }
    return choice
}

extension Request {
    /// The value that a query parameter names.
    ///
    /// - Throws: `choice_unknown`.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Choice.Type, default fallback: Choice
    ) throws -> Choice {
        guard let text = uri.queryParameters[Substring(name)] else { return fallback }
        return try LanyardAPI.choice(String(text), type)
    }
}

extension Parameters {
    /// A parameter that is a number.
    func number(_ name: String) throws -> Int { try KeysigningListRoutes.number(try require(name)) }
}

extension Response {
    /// A file, byte for byte, with its digest (RFC 9530).
    init(_ file: NamedFile, withDigest: Bool = true) {
        var headers: HTTPFields = [
            .contentType: file.type, .contentDisposition: "attachment; filename=\"\(file.name)\"",
            // Its bytes are what digests are of (RFC 9111 section 5.2.2.6).
            .cacheControl: "no-store, no-transform",
        ]
        if withDigest {
            let digest = Data(SHA256.hash(data: file.bytes)).base64EncodedString()
            headers[HTTPField.Name("Content-Digest")!] = "sha-256=:\(digest):"
        }
        self.init(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
}

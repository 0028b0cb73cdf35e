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

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.keysigningPhase, for: .roles(.keysigning)) { _, _, _ in
            return try Response(json: try await services.phaseBody(try await services.keysigning.phase()))
        }
        routes.post(Paths.keysigningPhase, for: .roles(.keysigning)) { request, context, device in
            let body = try await request.decode(as: Phase.self, context: context)
            let write = try device.write(request, context, services.clock)
            let phase =
                switch body.phase {
                case .closed: try await services.keysigning.close(context: write).result
                case .opened:
                    try await services.keysigning.reopen(because: body.reason ?? "", context: write).result
                }
            return try Response(json: try await services.phaseBody(phase))
        }
        routes.post("\(Paths.keysigningNumbers)/:number/presence", for: .roles(.keysigning)) {
            request, context, device in
            let body = try await request.decode(as: Presence.self, context: context)
            let done = try await services.keysigning.note(
                absent: body.absent, number: try context.parameters.number("number"),
                context: try device.write(request, context, services.clock))
            return try Response(json: PresenceBody(number: done.result, absent: body.absent))
        }
        routes.get(Paths.keysigningLists, for: .roles(.keysigning)) { _, _, _ in
            return try Response(json: ["items": try await services.listBodies()])
        }
        routes.post(Paths.keysigningLists, for: .roles(.keysigning)) { request, context, device in
            let prefix = try request.number("prefix")
            let freezing = try await services.keysigning.freezing(
                prefixDigits: prefix ?? 0, context: try device.write(request, context, services.clock)
            ).result
            let zone = try await services.store.definition().zone
            var body = try await services.listBody(of: freezing.list, in: zone)
            body.isNew = freezing.isNew
            return try Response(status: freezing.isNew ? .created : .ok, json: body)
        }
        routes.get("\(Paths.keysigningLists)/:version/holders", for: .roles(.keysigning)) { _, context, _ in
            let holders = try await services.keysigning.holders(version: try context.parameters.number("version"))
            let zone = try await services.store.definition().zone
            return try Response(json: ["items": holders.map { KeysigningHolderBody($0, in: zone) }])
        }
        routes.get("\(Paths.keysigningLists)/:version/:form", for: .roles(.keysigning)) { request, context, _ in
            let version = try context.parameters.number("version")
            let size = try request.choice("paper", PaperSize.self, default: .letter)
            if try context.parameters.require("form") == "slips" {
                let number = try request.number("number")
                return Response(
                    try await services.slips(
                        version: version, numbers: number.map { [$0] }, on: size, in: request.language))
            }
            let form = try Choice.read(try context.parameters.require("form"), as: ListForm.self)
            return Response(
                try await services.list(
                    version: version, as: form, for: .organizer, on: size, in: request.language))
        }
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

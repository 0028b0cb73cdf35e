import Conference
import EventDesk
import Hummingbird
import Keysigning
import LanyardHTTP
import Representations

/// What a participant checked of others' keys at the keysigning, noted with their own link.
extension ParticipantRoutes {
    func addTicks(to routes: APIRouter) {
        let ticks = "\(Paths.keysigningSelf)/ticks"
        routes.get(ticks, for: .participant) { _, _, owner in
            return try Response(json: KeysigningTicksBody(try await services.ticks(reader: owner.id)))
        }
        routes.post(ticks, for: .participant) { request, context, owner in
            let order = try await request.decode(as: KeysigningTickOrder.self, context: context)
            let ticks = try await services.tick(
                order, reader: owner.id, context: try write(owner, request, context))
            return try Response(json: KeysigningTicksBody(ticks))
        }
    }
}

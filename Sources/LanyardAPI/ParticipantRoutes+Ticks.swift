import Conference
import EventDesk
import Hummingbird
import Keysigning
import LanyardHTTP
import Representations

/// What a participant checked of others' keys at the keysigning, noted with their own link.
extension ParticipantRoutes {
    func addTicks(to group: RouterGroup<DeviceRequestContext>) {
        let ticks = "\(Paths.keysigningSelf)/ticks"
        group.get(RouterPath(ticks)) { request, context in
            let owner = try await participant(request, context)
            return try Response(json: try await services.ticks(reader: owner.id))
        }
        group.post(RouterPath(ticks)) { request, context in
            let owner = try await participant(request, context)
            let order = try await request.decode(as: KeysigningTickOrder.self, context: context)
            return try Response(
                json: try await services.tick(
                    order, reader: owner.id, context: try write(owner, request, context)))
        }
    }
}

import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import Representations

/// Drills and simulations.
struct RehearsalRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.post("\(Paths.gates)/:gate/drill", for: .roles(.organizer)) { _, context, _ in
            let gate = Gate.ID(rawValue: try context.parameters.require("gate"))
            let steps = try await services.drill(at: gate)
            return try Response(json: DrillBody(steps))
        }
        routes.post("\(Paths.gates)/:gate/simulations", for: .roles(.organizer)) { request, context, _ in
            let body = try await request.decode(as: NewSimulation.self, context: context)
            let seed = body.seed ?? 1
            // As every number of the interface, so that all programs hold it exactly.
            guard seed <= UInt64(Int64.max) else { throw ServerError(.bodyInvalid) }
            let simulation = try DoorSimulation(
                doors: body.doors ?? 4, people: body.people ?? 50, scans: body.scans ?? 500, seed: seed,
                gate: Gate.ID(rawValue: try context.parameters.require("gate")), within: .besideDoors)
            let report = try await services.simulate(simulation)
            return try Response(json: SimulationBody(report, seed: seed))
        }
    }

    private struct NewSimulation: Decodable {
        let doors: Int?
        let people: Int?
        let scans: Int?
        let seed: UInt64?
    }
}

import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import NIOCore
import RegistrationLedger
import Representations
import Wording

/// The event's description, for the organizer: read, changed as a whole, and a gate at a time.
struct DefinitionRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get(Paths.definition, for: .roles(.organizer)) { _, _, _ in
            let yaml = try await services.store.yaml()
            return Response(
                status: .ok, headers: [.contentType: "application/yaml; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: yaml)))
        }
        routes.post(Paths.definition, for: .roles(.organizer)) { request, context, device in
            let write = try device.write(request, context, services.clock)
            let onlyShow = try request.isYes("dryRun")
            let body = try await request.body.collect(upTo: EventFile.sizeLimit * 2)
            guard let yaml = String(validating: body.readableBytesView, as: UTF8.self) else {
                throw ServerError(.bodyInvalid)
            }
            return try await answer(request) {
                try await services.ledger.apply(yaml: yaml, context: write, onlyShow: onlyShow)
            }
        }
        // Nothing is written, so that no key is needed: the answer is a description that may be applied.
        routes.post(Paths.programmes, for: .roles(.organizer)) { request, _, _ in
            let query = request.uri.queryParameters
            let before = try query["before"].map { text in
                guard let minutes = Int(text) else {
                    throw ConferenceError(
                        .numberInvalid, ErrorDetail("value", String(text.prefix(80))), ErrorDetail("from", 0),
                        ErrorDetail("to", 240))
                }
                return minutes
            }
            let body = try await request.body.collect(upTo: EventServices.programmeMax)
            let programme = try await services.programme(
                Data(body.readableBytesView), minutesBefore: before ?? 15,
                rooms: query.getAll("room").map { String($0) })
            return try Response(json: ProgrammeBody(programme))
        }
        routes.post("\(Paths.gates)/:gate/edit", for: .roles(.organizer)) { request, context, device in
            let body = try await request.decode(as: GateEditBody.self, context: context)
            let gate = Gate.ID(rawValue: try context.parameters.require("gate"))
            let write = try device.write(request, context, services.clock)
            return try await answer(request) { try await services.editGate(gate, body.edit, context: write) }
        }
    }

    private func answer(
        _ request: Request, _ apply: () async throws -> [DefinitionChange]
    ) async throws -> Response {
        do {
            return try Response(json: ["changes": try await apply().map(DefinitionChangeBody.init)])
        } catch let error as EventFileProblems {
            throw ServerError(
                .definitionWrong,
                ErrorDetail("problems", error.sentences(in: request.language, to: RequestWords.audience(of: request))))
        }
    }
}

import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import Wording

/// The paper list that a door works from when nothing else works, and what was ticked on it.
struct PaperRoutes {
    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.get("\(Paths.gates)/:gate/\(Paths.paperList)", for: .roles(.desk)) { request, context, _ in
            let gate = try Self.gate(context)
            let pdf = try await services.paperList(
                of: gate, day: try Self.day(request.uri.queryParameters["day"].map(String.init)),
                in: request.language)
            return Response(
                status: .ok,
                headers: [.contentType: "application/pdf", .contentDisposition: "inline; filename=\"door-list.pdf\""],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: pdf)))
        }
        routes.post("\(Paths.gates)/:gate/\(Paths.paperEntries)", for: .roles(.desk)) { request, context, device in
            let body = try await request.decode(as: Entries.self, context: context)
            // A line that was typed in before is passed over, so that no key is needed.
            let write = WriteContext(
                author: try device.author(at: services.clock.now), origin: context.remoteAddress,
                time: services.clock.now, key: .unique())
            do {
                let report = try await services.enterPaper(
                    body.lines, at: try Self.gate(context), day: body.day, time: body.time, context: write)
                return try Response(json: ["recorded": report.recorded, "repeated": report.repeated])
            } catch let error as PaperProblems {
                throw ServerError(
                    .paperLinesWrong,
                    ErrorDetail(
                        "problems", error.sentences(in: request.language, to: RequestWords.audience(of: request))))
            }
        }
    }

    private struct Entries: Decodable {
        let lines: String
        let day: Int?
        let time: String?
    }

    private static func gate(_ context: DeviceRequestContext) throws -> Gate.ID {
        Gate.ID(rawValue: try context.parameters.require("gate"))
    }

    private static func day(_ text: String?) throws -> Int? {
        guard let text else { return nil }
        guard let day = Int(text) else {
            throw ConferenceError(.dayUnknown, ErrorDetail("value", String(text.prefix(40))))
        }
        return day
    }
}

import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations
import Wording

/// A list of people, for the organizer: shown, then registered.
struct ImportRoutes {
    /// The longest file, in bytes.
    private static let fileMax = 16 << 20

    let services: EventServices

    func addRoutes(to routes: APIRouter) {
        routes.post(Paths.imports, for: .roles(.organizer)) { request, context, device in
            let keepsGood = try request.choice("keepGood", Answer.self, default: .no) == .yes
            let onlyShow = try request.choice("dryRun", Answer.self, default: .no) == .yes
            let body = try await request.body.collect(upTo: Self.fileMax)
            do {
                // A row that was brought before is passed over, so that no key is needed.
                let report = try await services.ledger.importRegistrations(
                    csv: Data(body.readableBytesView), keepGood: keepsGood, onlyShow: onlyShow,
                    author: try device.author(at: services.clock.now), origin: context.remoteAddress,
                    time: services.clock.now)
                return try Response(json: ImportBody(report, isBooked: !onlyShow, in: request.language))
            } catch let error as ImportProblems {
                throw ServerError(
                    .importWrong,
                    ErrorDetail(
                        "problems", error.sentences(in: request.language, to: RequestWords.audience(of: request))))
            }
        }
    }

    private enum Answer: String, CaseIterable {
        case yes = "true"
        case no = "false"
    }
}

import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import Keysigning
import KeysigningPaper
import LanyardHTTP
import RegistrationLedger
import Representations

/// What a participant takes home with their own link: the frozen list in the forms that say nothing more, its keyring,
/// slips of their own keys, the list with their own ticks.
extension ParticipantRoutes {
    func addLists(to routes: APIRouter) {
        let lists = "\(Paths.keysigningSelf)/lists"
        routes.get(lists, for: .participant) { _, _, owner in
            return try Response(json: ["items": try await services.listBodies(of: owner.id)])
        }
        routes.get("\(lists)/:version/:form", for: .participant) { request, context, owner in
            let version = try context.parameters.number("version")
            let size = try request.choice("paper", PaperSize.self, default: .letter)
            let form = try Choice.read(try context.parameters.require("form"), as: TakenForm.self)
            // A program that names no language gets the one in which its owner reads.
            let language = request.headers[.acceptLanguage] == nil ? owner.language : request.language
            let (file, shows) = try await services.takeHome(
                version: version, as: form, by: owner.id, on: size, in: language)
            return Response(file, withDigest: shows)
        }
    }
}

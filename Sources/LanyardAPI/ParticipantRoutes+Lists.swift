import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import Keysigning
import KeysigningPaper
import LanyardHTTP
import RegistrationLedger
import Representations

/// What a participant takes home with their own link: the frozen list in the forms that say nothing more, its keyring,
/// slips of their own keys, the list with their own ticks.
extension ParticipantRoutes {
    private enum Form: String, CaseIterable {
        case text, pdf, pius, keyring, armored, slips, ticked

        /// Nil for those that are the participant's own.
        var list: ListForm? { ListForm(rawValue: rawValue) }
    }

    func addLists(to routes: APIRouter) {
        let lists = "\(Paths.keysigningSelf)/lists"
        routes.get(lists, for: .participant) { _, _, owner in
            return try Response(json: ["items": try await services.listBodies(of: owner.id)])
        }
        routes.get("\(lists)/:version/:form", for: .participant) { request, context, owner in
            let version = try context.parameters.number("version")
            let size = try request.choice("paper", PaperSize.self, default: .letter)
            let form = try Choice.read(try context.parameters.require("form"), as: Form.self)
            // The digest of a file is the SHA-256 that participants are to compute themselves.
            let shows = try await services.keysigning.showsDigests(at: services.clock.now)
            let file: NamedFile
            if let list = form.list {
                file = try await services.list(version: version, as: list, for: .participant, on: size)
            } else if form == .slips {
                file = try await slips(of: owner, version: version, on: size)
            } else {
                let text = try await services.keysigning.tickedList(version: version, reader: "#\(owner.id)")
                file = NamedFile(
                    name: "ksp-v\(version)-ticked.txt", type: "text/plain; charset=utf-8", bytes: Data(text))
            }
            try await services.keysigning.noteTaking(version: version, by: owner.id, at: services.clock.now)
            return Response(file, withDigest: shows)
        }
    }

    /// - Throws: `own_key_not_listed`, `list_unknown`.
    private func slips(of owner: Registration, version: Int, on size: PaperSize) async throws -> NamedFile {
        let numbers = try await services.keysigning.entries(version: version)
            .filter { $0.submission.registration == owner.id }.map(\.number)
        guard !numbers.isEmpty else {
            throw KeysigningError(.ownKeyNotListed, ErrorDetail("version", version))
        }
        return try await services.slips(version: version, numbers: numbers, on: size)
    }
}

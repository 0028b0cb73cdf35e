import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import Wording

/// /clerk: who is at a device that several people share, by their PIN.
struct ClerkPages {
    private static let roles: Set<Device.Role> = [.desk, .keysigning]

    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.clerkPage, for: Self.roles) { visit in
            try await Self.page(visit, back: Self.origin(of: visit), chosen: "")
        }
        pages.post(Paths.clerkPage, for: Self.roles) { visit, form in
            let back = try Self.back(form["back"], visit)
            do {
                _ = try await visit.services.store.enter(
                    form["name"], pin: form["pin"], at: try visit.device(of: Self.roles).id, time: visit.now)
                return visit.goes(to: back)
            } catch let error as EventStoreError where Words.status(of: error) < 500 {
                return try await Self.page(
                    visit, back: back, chosen: form["name"], notices: [DeskNotice(error, visit.words)])
            }
        }
        pages.post("\(Paths.clerkPage)/leave", for: Self.roles) { visit, form in
            try await visit.services.store.leave(try visit.device(of: Self.roles).id)
            return visit.goes(to: Paths.clerkPage)
        }
    }

    private static func page(
        _ visit: PageVisit, back: String, chosen: String, notices: [DeskNotice] = []
    ) async throws -> Response {
        let device = try visit.device(of: roles)
        let clerks = try await visit.services.store.clerks(of: device.id)
        return try visit.page(
            "clerk",
            [
                "back": .text(back), "chosen": .flag(clerks.contains { $0.name == chosen }),
                "clerks": .list(
                    clerks.map { ["name": .text($0.name), "is_chosen": .flag($0.name == chosen)] }),
                "notices": .list(notices.map(\.value)), "has_notices": .flag(!notices.isEmpty),
            ],
            at: Paths.clerkPage, script: "clerk", status: notices.isEmpty ? .ok : .unprocessableContent)
    }

    /// The page of ours from which somebody came, to which they go back.
    private static func origin(of visit: PageVisit) throws -> String {
        let from = visit.request.headers[.referer].flatMap { URLComponents(string: $0) }
        return try back(from.flatMap { visit.context.base.rest(of: $0.percentEncodedPath) } ?? "", visit)
    }

    /// A path of our own pages; else where the device begins its work.
    private static func back(_ path: String, _ visit: PageVisit) throws -> String {
        let isOurs = path.wholeMatch(of: #/(?:/[A-Za-z0-9._-]+)+/#) != nil && path.utf8.count <= 200
        guard isOurs, !path.hasPrefix(Paths.clerkPage) else {
            return EnrollPages.home(of: try visit.device(of: roles).role)
        }
        return path
    }
}

import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import Wording

/// /enroll: a browser becomes a device by the one-time code of an invitation.
///
/// A phone opens the link of a QR code, whose part behind `#` its browser sends to nobody; the page's script posts it
/// and takes it out of the address. A laptop types the code.
struct EnrollPages {
    func addRoutes(to pages: PageRouter) {
        pages.get(Paths.enrollPage, for: nil) { visit in try Self.page(visit) }
        pages.post(Paths.enrollPage, for: nil) { visit, form in
            do {
                let (device, token) = try await visit.services.store.enroll(secret: form["code"], time: visit.now)
                var response = visit.goes(to: Self.home(of: device.role))
                response.setCookie(PageSession.begin(token.secret, visit.context))
                return response
            } catch let error as EventStoreError {
                if error.code == .enrollmentUnknown {
                    try await visit.site.lockout.punish(visit.context.remoteAddress)
                }
                return try Self.page(visit, error: error)
            }
        }
        // The device stays; only this browser forgets it. Not at a kiosk, where visitors press what they see.
        pages.post("\(Paths.enrollPage)/forget", for: Set(Device.Role.allCases).subtracting([.kiosk])) { visit, _ in
            var response = visit.goes(to: Paths.enrollPage)
            response.setCookie(PageSession.end(visit.context))
            return response
        }
    }

    private static func page(_ visit: PageVisit, error: EventStoreError? = nil) throws -> Response {
        let words = error.map { visit.words.explanation(of: $0) }
        return try visit.page(
            "enroll",
            [
                "problem": PageValue(words.map { ["sentence": .text($0.sentence), "advice": .text($0.advice)] }),
                "revoked": .flag(visit.isRevoked),
            ],
            at: Paths.enrollPage, script: "enroll", status: error == nil ? .ok : .badRequest)
    }

    /// Where a device of a role begins its work.
    static func home(of role: Device.Role) -> String {
        switch role {
        case .door: Paths.doorPage
        case .desk: Paths.deskPage
        case .kiosk: Paths.kioskPage
        case .keysigning: Paths.keysigningDeskPage
        case .exhibitor: Paths.boothPage
        case .reports: Paths.dashboardPage
        case .organizer: Paths.startPage
        }
    }
}

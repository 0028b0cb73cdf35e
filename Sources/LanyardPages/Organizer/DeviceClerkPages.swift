import Catalogues
import Conference
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import Wording

/// On the page of a shared device: who types a PIN there. Setting it anew unlocks it.
struct DeviceClerkPages {
    func addRoutes(to pages: PageRouter) {
        let path = "\(Paths.devicesPage)/:device/\(Paths.clerks)"
        pages.organize(path, answeringWith: DevicePages.one) { visit, form in
            let isInvented = form["pin"].isEmpty
            let pin = try isInvented ? PIN.invented() : PIN(form["pin"])
            let clerk = try await visit.services.store.setPIN(
                pin, of: form["clerk"], at: try DevicePages.device(visit), context: try visit.write(form))
            return [
                DeskNotice(
                    visit.words("clerk_set", ["name": clerk.name]),
                    advice: visit.words(isInvented ? "clerk_set_invented" : "clerk_set_advice"),
                    figure: isInvented ? pin.digits : "")
            ]
        }
        pages.organize("\(path)/remove", answeringWith: DevicePages.one) { visit, form in
            try await visit.services.store.removePIN(
                of: form["clerk"], at: try DevicePages.device(visit), context: try visit.write(form))
            return [DeskNotice(visit.words("clerk_removed", ["name": form["clerk"]]))]
        }
    }

    /// Who has a PIN at a device; false for a device that nobody shares.
    static func value(of device: Device, _ visit: PageVisit) async throws -> PageValue {
        guard [.desk, .keysigning, .organizer].contains(device.role), !device.isRevoked else { return false }
        let clerks = try await visit.services.store.clerks(of: device.id)
        return [
            "has_rows": .flag(!clerks.isEmpty), "typed": "",
            "rows": .list(
                clerks.map { clerk in
                    [
                        "name": .text(clerk.name), "clerk": .number(clerk.id.rawValue),
                        "state": .text(
                            visit.words(
                                clerk.isLocked ? "clerk_locked" : clerk.isHere ? "clerk_is_here" : "clerk_is_away")),
                    ]
                }),
        ]
    }
}

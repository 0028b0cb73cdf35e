import Badges
import Catalogues
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import QRCode
import RegistrationLedger
import Wording

/// /organizer/devices: phones and laptops are invited by a code on the screen, renamed, and shut out.
struct DevicePages {
    private static let path = Paths.devicesPage

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in try await Self.page(visit, [], nil) }
        pages.post("\(Self.path)/invite", for: OrganizerPages.roles) { visit, form in
            do {
                let address = try Self.address(form, visit)
                let role = try Choice.read(form["role"], as: Device.Role.self)
                let booth = role == .exhibitor ? Exhibitor.ID(rawValue: form["exhibitor"]) : nil
                let invitation = try await visit.services.store.invite(
                    name: form["name"], role: role, gates: Set(form.all("gate").map { Gate.ID(rawValue: $0) }),
                    exhibitor: booth, context: try visit.write(form))
                return try await Self.page(visit, [], nil, invitation: Self.value(invitation, at: address, visit))
            } catch let error as any DescribedError where Words.status(of: error) < 500 {
                return try await Self.page(visit, [DeskNotice(error, visit.words)], form)
            }
        }
        pages.get("\(Self.path)/:device", for: OrganizerPages.roles) { visit in try await Self.one(visit, [], nil) }
        pages.organize("\(Self.path)/:device/rename", answeringWith: Self.one) { visit, form in
            try await visit.services.store.renameDevice(
                try Self.device(visit), to: form["name"], context: try visit.write(form))
            return [DeskNotice(visit.words("device_renamed"))]
        }
        pages.organize("\(Self.path)/:device/revoke", answeringWith: Self.one) { visit, form in
            try form.confirm()
            try await visit.services.store.revokeDevice(try Self.device(visit), context: try visit.write(form))
            return [DeskNotice(visit.words("device_revoked_done"), advice: visit.words("device_revoked_advice"))]
        }
        DeviceClerkPages().addRoutes(to: pages)
        pages.post("\(Self.path)/:device/traces", for: OrganizerPages.roles) { visit, form in
            try await Self.one(visit, [], form)
        }
        pages.organize("\(Self.path)/:device/take-back", answeringWith: Self.one) { visit, form in
            try form.confirm()
            let count = try await visit.services.checkIn.takeBack(
                from: try Self.device(visit), since: try visit.event.moment(atWallClock: form["since"]),
                because: form["reason"], context: try visit.write(form))
            return [DeskNotice(visit.words("device_taken_back", ["count": visit.format.number(count)]))]
        }
    }

    // MARK: - All devices

    private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice], _ form: PageForm?, invitation: PageValue = false
    ) async throws -> Response {
        let devices = try await visit.services.checkIn.deviceConditions()
        let chosen = form?["role"] ?? Device.Role.door.rawValue
        return try visit.organizerPage(
            "devices",
            [
                "invitation": invitation, "name": .text(form?["name"] ?? ""),
                "server": .text(form?["server"] ?? visit.origin),
                "is_local": .flag(isLocal(form?["server"] ?? visit.origin)),
                "roles": .list(
                    Device.Role.allCases.filter { $0 != .exhibitor || !visit.event.exhibitors.isEmpty }.map { role in
                        [
                            "role": .text(role.rawValue), "label": .text(visit.words("role_\(role.rawValue)")),
                            "hint": .text(visit.words("role_hint_\(role.rawValue)")),
                            "is_chosen": .flag(role.rawValue == chosen),
                        ]
                    }),
                "gates": .list(
                    visit.event.gates.map { gate in
                        [
                            "gate": .text(gate.id.rawValue), "name": .text(gate.names[visit.words.language]),
                            "is_chosen": .flag(form?.all("gate").contains(gate.id.rawValue) ?? false),
                        ]
                    }),
                "has_exhibitors": .flag(!visit.event.exhibitors.isEmpty),
                "exhibitors": .list(
                    visit.event.exhibitors.map { exhibitor in
                        [
                            "exhibitor": .text(exhibitor.id.rawValue), "name": .text(exhibitor.name),
                            "is_chosen": .flag(form?["exhibitor"] == exhibitor.id.rawValue),
                        ]
                    }),
                "devices": .list(devices.filter { !$0.device.isRevoked }.map { value($0, visit) }),
                "revoked": .list(devices.filter(\.device.isRevoked).map { value($0, visit) }),
                "has_revoked": .flag(devices.contains(where: \.device.isRevoked)),
            ],
            notices: notices, at: path)
    }

    private static func value(_ condition: DeviceCondition, _ visit: PageVisit) -> PageValue {
        let device = condition.device
        return [
            "path": .text("\(path)/\(device.id)"), "device": .number(device.id.rawValue), "name": .text(device.name),
            "role": .text(visit.words("role_\(device.role.rawValue)")),
            "gates": .text(
                device.gates.isEmpty
                    ? device.exhibitor.map { id in visit.event.exhibitors.first { $0.id == id }?.name ?? id.rawValue }
                        ?? ""
                    : visit.event.gates.filter { device.gates.contains($0.id) }
                        .map { $0.names[visit.words.language] }.joined(separator: ", ")),
            "seen": .text(condition.lastSeen.map { visit.format.moment($0) } ?? "–"),
            "queued": .text(condition.report?.queued.map { visit.format.number($0) } ?? "–"),
        ]
    }

    /// The code on the screen; it is shown this once.
    private static func value(_ invitation: Enrollment, at address: String, _ visit: PageVisit) throws -> PageValue {
        let (side, modules) = try picture(invitation.link(at: address))
        var scanner: PageValue = false
        if visit.event.scanners?.pretixscan != nil, [.door, .desk, .organizer].contains(invitation.role) {
            let other = try picture(try invitation.scannerCode(at: address))
            scanner = ["side": other.side, "modules": other.modules]
        }
        return [
            "name": .text(invitation.name), "role": .text(visit.words("role_\(invitation.role.rawValue)")),
            "code": .text(invitation.secret), "page": .text("\(address)\(Enrollment.page)"),
            "until": .text(visit.format.time(invitation.expires)),
            "side": side, "modules": modules, "scanner": scanner,
        ]
    }

    private static func picture(_ text: String) throws -> (side: PageValue, modules: PageValue) {
        let (matrix, edge) = (try QRMatrix(text), QRMatrix.quietZone)
        return (.number(matrix.side + 2 * edge), .text(matrix.outline(from: edge)))
    }

    /// The server's address as phones see it.
    ///
    /// - Throws: `server_address_invalid`.
    private static func address(_ form: PageForm, _ visit: PageVisit) throws -> String {
        let text = form["server"].isEmpty ? visit.origin : form["server"]
        guard text.utf8.count <= 200, let url = URL(string: text), ["http", "https"].contains(url.scheme),
            url.host?.isEmpty == false
        else { throw ServerError(.serverAddressInvalid) }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// Whether no other machine reaches it by that name.
    private static func isLocal(_ address: String) -> Bool {
        ["localhost", "127.0.0.1", "[::1]"].contains { address.contains("//\($0)") }
    }

    // MARK: - One device

    static func device(_ visit: PageVisit) throws -> Device.ID {
        guard let number = Int64(try visit.context.parameters.require("device")) else {
            throw ServerError(.routeUnknown)
        }
        return Device.ID(rawValue: number)
    }

    @Sendable static func one(
        _ visit: PageVisit, _ notices: [DeskNotice], _ form: PageForm?
    ) async throws -> Response {
        let id = try device(visit)
        let conditions = try await visit.services.checkIn.deviceConditions(
            after: Device.ID(rawValue: id.rawValue - 1), limit: 1)
        guard let condition = conditions.first, condition.device.id == id else {
            throw EventStoreError(.deviceUnknown, ErrorDetail("device", id))
        }
        let typed = form?["since"] ?? ""
        let since = typed.isEmpty ? visit.event.wallClock(at: visit.startOfToday) : typed
        var fields: [String: PageValue] = [
            "device": value(condition, visit), "is_revoked": .flag(condition.device.isRevoked),
            "new_name": .text(form.flatMap { $0.has("name") ? $0["name"] : nil } ?? condition.device.name),
            "since": .text(since), "reason": .text(form.map { $0["reason"] } ?? visit.words("device_take_back_reason")),
            "path": .text("\(path)/\(id)"), "is_own": .flag(visit.session?.device.id == id),
        ]
        fields["clerks"] = try await DeviceClerkPages.value(of: condition.device, visit)
        fields["traces"] = try await traces(of: id, since: since, visit)
        return try visit.organizerPage("device", fields, notices: notices, at: "\(path)/\(id)")
    }

    /// How many scans the page lists.
    private static let scansMax = 100

    private static func traces(of id: Device.ID, since: String, _ visit: PageVisit) async throws -> PageValue {
        guard let time = try? visit.event.moment(atWallClock: since) else { return false }
        let traces = try await visit.services.traces(of: id, since: time)
        func more(_ count: Int) -> PageValue {
            PageValue(count > 0 ? visit.words("device_more", ["count": visit.format.number(count)]) : nil)
        }
        func deed(_ deed: Deed) -> PageValue {
            [
                "time": .text(visit.format.moment(deed.event.time)), "name": .text(deed.registration.person.name),
                "path": .text(DeskPages.path(of: deed.registration.id)),
                "what": .text(deed.event.sentence(in: visit.words.language, of: visit.event)),
            ]
        }
        return [
            "count": .text(visit.words("device_scans", ["count": visit.format.number(traces.scanCount)])),
            "has_scans": .flag(traces.scanCount > 0),
            "scans": .list(
                traces.scans.prefix(scansMax).map { scan in
                    [
                        "time": .text(visit.format.moment(scan.time)),
                        "gate": .text(visit.gateName(scan.gate)), "name": .text(scan.person?.person.name ?? "–"),
                        "verdict": .text(visit.words("verdict_\(scan.verdict.code.word)")),
                    ]
                }),
            "deeds": .list(
                traces.badges.map { badge -> PageValue in
                    [
                        "time": .text(visit.format.moment(badge.time)), "name": .text("#\(badge.registration)"),
                        "path": .text(DeskPages.path(of: badge.registration)),
                        "what": .text(visit.words("device_badge", ["issue": String(badge.number)])),
                    ]
                } + (traces.payments.first + traces.edits.first).map(deed)),
            "more_scans": more(traces.scanCount - min(traces.scans.count, scansMax)),
            "more_deeds": more(traces.unlisted),
            "has_deeds": .flag(traces.badgeCount + traces.payments.count + traces.edits.count > 0),
        ]
    }
}

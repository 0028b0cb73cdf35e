import Conference
package import EventStore
import Hummingbird
import LanyardHTTP

/// Who may call a route of the API. It is declared beside the path, and it alone yields the caller that the handler gets.
struct Access<Caller: Sendable>: Sendable {
    let rule: AccessRule
    private let caller: @Sendable (Callers, Request, DeviceRequestContext) async throws -> Caller

    fileprivate init(
        _ rule: AccessRule, caller: @escaping @Sendable (Callers, Request, DeviceRequestContext) async throws -> Caller
    ) {
        self.rule = rule
        self.caller = caller
    }

    /// The caller, judged by the head of the request alone: its body is not read yet.
    ///
    /// - Throws: `token_missing`, `token_unknown`, `device_revoked`, `form_foreign`, `role_not_allowed`;
    ///   `participant_token_missing`, `participant_token_unknown`.
    func judge(_ callers: Callers, _ request: Request, _ context: DeviceRequestContext) async throws -> Caller {
        try await caller(callers, request, context)
    }
}

/// The same as data: the rows of docs/api-access.md.
package enum AccessRule: Sendable, Hashable {
    /// No secret is asked for.
    case anyone
    /// Whoever holds the link of a participant of the keysigning.
    case participant
    /// Devices of these roles; an organizer's is always among them.
    case devices(Set<Device.Role>)

    fileprivate static func devices(of roles: [Device.Role]) -> AccessRule {
        .devices(Set(roles).union([.organizer]))
    }
}

extension Access<Void> {
    /// Whoever asks. What the route itself wants to know of them, it looks for.
    static var anyone: Access<Void> { Access(.anyone) { _, _, _ in } }
}

extension Access<Registration> {
    /// A participant of the keysigning, by their own link.
    static var participant: Access<Registration> {
        Access(.participant) { callers, request, context in
            try await callers.participants.participant(request, context)
        }
    }
}

extension Access<Device> {
    /// Devices of these roles, and an organizer's.
    static func roles(_ roles: Device.Role...) -> Access<Device> { of(roles, check: .now) }

    /// Every device.
    static var everyDevice: Access<Device> { of(Device.Role.allCases, check: .now) }

    /// As `roles`, for a route whose own transaction looks at the device's row, as that of a scan does: a token that was
    /// good before is not looked up here.
    static func rolesLookedUpByTheWrite(_ roles: Device.Role...) -> Access<Device> {
        of(roles, check: .byTheWrite)
    }

    /// As `roles`, and such a device after it was revoked, too: it hands over what it still holds.
    static func rolesEvenRevoked(_ roles: Device.Role...) -> Access<Device> { of(roles, check: .evenRevoked) }

    private static func of(_ roles: [Device.Role], check: TokenCheck) -> Access<Device> {
        let rule = AccessRule.devices(of: roles)
        let allowed = Set(roles)
        return Access(rule) { callers, request, context in
            let device = try await callers.devices.device(request, context, check: check)
            try device.require(allowed)
            return device
        }
    }
}

/// What callers are known by.
struct Callers: Sendable {
    let devices: DeviceAuthentication
    let participants: ParticipantAuthentication
}

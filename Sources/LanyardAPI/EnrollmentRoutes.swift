import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP

/// How a device comes in: it sends the one-time secret of its link and gets its token.
struct EnrollmentRoutes {
    let services: EventServices
    let lockout: Lockout

    func addRoutes(to routes: APIRouter) {
        routes.post(Paths.enrollments, for: .anyone) { request, context, _ in
            let body = try await request.decode(as: Acceptance.self, context: context)
            do {
                let (device, token) = try await services.store.enroll(
                    secret: body.secret, time: services.clock.now)
                return try Response(
                    status: .created,
                    json: DeviceTokenBody(
                        device: device.id.rawValue, name: device.name, role: device.role.rawValue,
                        gates: device.gates.map(\.rawValue).sorted(), token: token.secret))
            } catch let error as EventStoreError where error.code == .enrollmentUnknown {
                try await lockout.punish(context.remoteAddress)
                throw error
            }
        }
    }

    private struct Acceptance: Decodable {
        let secret: String
    }
}

/// A device and its token, shown once.
private struct DeviceTokenBody: Encodable {
    let device: Int64
    let name: String
    let role: String
    let gates: [String]
    let token: String
}

import Conference
import Foundation
import GRDB

extension EventStore {
    /// Gives a device a new token; the one before is good for nothing from then on.
    ///
    /// - Returns: the token, which is shown only this once.
    /// - Throws: `device_unknown`, also for a device that was revoked.
    package func rollToken(of id: Device.ID) async throws -> DeviceToken {
        let token = DeviceToken()
        try await write { db in
            try db.execute(
                sql: "UPDATE device SET token_sha256 = ? WHERE id = ? AND revoked_ms IS NULL",
                arguments: [DeviceToken.digest(of: token.secret), id.rawValue])
            guard db.changesCount == 1 else { throw EventStoreError(.deviceUnknown, ErrorDetail("device", id)) }
        }
        return token
    }
}

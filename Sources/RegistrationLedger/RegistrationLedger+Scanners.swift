package import Conference
import EventStore
package import Foundation
package import GRDB

extension RegistrationLedger {
    /// When a registration was made; nil where there is none.
    package static func made(_ db: Database, _ id: Registration.ID) throws -> Date? {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT created_ms FROM registration WHERE id = ?"), arguments: [id]
        ).map { Date(milliseconds: $0) }
    }
}

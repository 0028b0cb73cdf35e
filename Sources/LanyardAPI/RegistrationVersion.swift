import Conference
import HTTPTypes
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Representations

/// Versions of registrations, as RFC 9110 has them: an edit names the one that it saw in `If-Match`.
extension Request {
    /// What `If-Match` names; nil where it is left out or accepts any version. A text that no server made
    /// matches no version.
    var seenVersion: Int64? {
        guard let text = headers[.ifMatch], text != "*" else { return nil }
        return Int64(text.filter { $0 != "\"" }) ?? 0
    }
}

extension Response {
    /// A registration with its version as the entity tag.
    init(
        registration standing: RegistrationStanding, status: HTTPResponse.Status = .ok, outdated: [String] = [],
        daysOver: DaySet = .none, cameIn: [PlaceEntryBody] = [], duplicates: [String] = []
    ) throws {
        try self.init(
            status: status,
            json: RegistrationBody(
                standing.summary, version: standing.version, outdated: outdated, daysOver: daysOver,
                cameIn: cameIn, duplicates: duplicates))
        headers[.eTag] = "\"\(standing.version)\""
    }
}

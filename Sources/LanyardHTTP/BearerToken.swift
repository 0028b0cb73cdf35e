import HTTPTypes
package import Hummingbird

extension Request {
    /// What `Authorization: Bearer …` carries (RFC 6750); nil for any other scheme. Schemes are read without regard to
    /// case (RFC 9110, section 11.1).
    package var bearerToken: String? {
        guard let header = headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return parts[1].trimmingPrefix { $0 == " " }.description
    }
}

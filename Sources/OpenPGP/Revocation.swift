package import Foundation

/// That a key was revoked: by whom, when and why. It was verified.
package struct Revocation: Sendable, Hashable {
    /// RFC 4880 section 5.2.3.23.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        /// None was given: the key may have been stolen.
        case none
        case superseded
        case compromised
        case retired
        case other

        init(octet: UInt8?) {
            self =
                switch octet {
                case nil, 0: .none
                case 1: .superseded
                case 2: .compromised
                case 3: .retired
                default: .other
                }
        }
    }

    /// The date that it carries.
    package let created: Date
    /// What it gives as its reason.
    package let reason: Reason
    /// Who revoked, if the key's owner had allowed another key to do so; nil for the owner.
    package let revoker: Fingerprint?

    init(_ content: SignaturePacket, by revoker: Fingerprint? = nil) {
        created = Date(timeIntervalSince1970: Double(content.created))
        reason = Reason(octet: content.revocationReason)
        self.revoker = revoker
    }
}

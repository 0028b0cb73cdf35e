package import Foundation
package import OpenPGP

/// What a list says of a certificate.
package struct ListedKey: Sendable, Hashable {
    /// A user id in force.
    package struct Name: Sendable, Hashable {
        /// As GnuPG prints it.
        package let text: String
        /// Nil where there is none.
        package let mailAddress: String?
        /// When its self-signature runs out; nil for never.
        package let expires: Date?

        /// The text with all that does not show, or that turns or covers other text, made visible.
        package var markedText: String { UserID(bytes: Array(text.utf8)).markedText }

        /// What the eye may miss in the text.
        package var oddities: [CertificateWarning.Code] { UserID(bytes: Array(text.utf8)).oddities }
    }

    package let fingerprint: Fingerprint
    /// As GnuPG prints it: `rsa4096`.
    package let algorithm: String
    /// The primary key's letters: `SC`.
    package let capabilities: String
    package let created: Date
    /// Nil for never.
    package let expires: Date?
    /// Neither revoked nor invalid, in GnuPG's order.
    package let names: [Name]

    package init(
        fingerprint: Fingerprint, algorithm: String, capabilities: String, created: Date, expires: Date?,
        names: [Name]
    ) {
        self.fingerprint = fingerprint
        self.algorithm = algorithm
        self.capabilities = capabilities
        self.created = created
        self.expires = expires
        self.names = names
    }

    /// What the certificate would be listed with.
    package init(_ certificate: Certificate) {
        self.init(
            fingerprint: certificate.fingerprint, algorithm: certificate.primaryKey.algorithm.name,
            capabilities: certificate.primaryKey.capabilities.letters, created: certificate.primaryKey.created,
            expires: certificate.primaryKey.expires,
            names: certificate.names.filter { !$0.isRevoked && !$0.isInvalid }.map {
                Name(text: $0.userID.text, mailAddress: $0.userID.mailAddress, expires: $0.expires)
            })
    }

    /// Whether the key, or every user id of it, has run out by that time: nothing of it could be signed.
    func hasExpired(at date: Date) -> Bool {
        expires.map { $0 <= date } ?? false || !names.isEmpty && names(at: date).isEmpty
    }

    /// The names in force at that time.
    package func names(at date: Date) -> [Name] {
        names.filter { $0.expires.map { $0 > date } ?? true }
    }
}

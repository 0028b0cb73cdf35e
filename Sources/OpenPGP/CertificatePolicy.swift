import Conference
package import Foundation

/// What a certificate has to be for the keysigning list (docs/keysigning-formats.md, "Which keys are taken"): a pure
/// function of the certificate, the event's wishes and a date.
package struct CertificatePolicy: Sendable, Hashable {
    /// When the signatures are due; a key that expires before is warned about.
    package var signaturesDue: Date?
    /// Whether user ids that rest on SHA-1 are refused instead of warned about.
    package var refusesSHA1 = false

    /// The policy of the event.
    package init(signaturesDue: Date? = nil, refusesSHA1: Bool = false) {
        self.signaturesDue = signaturesDue
        self.refusesSHA1 = refusesSHA1
    }

    /// Everything wrong with a certificate on a date, and everything that its owner should know.
    package struct Assessment: Sendable {
        /// Empty if the certificate is accepted; otherwise the gravest first.
        package let refusals: [OpenPGPError]
        /// In the order of the codes.
        package let warnings: [CertificateWarning]
    }

    /// Applies the policy.
    package func assess(_ certificate: Certificate, at date: Date) -> Assessment {
        var refusals: [OpenPGPError] = []
        var warnings: [CertificateWarning] = []
        judgeStanding(of: certificate, at: date, &refusals)
        judgeAlgorithm(of: certificate.primaryKey, &refusals, &warnings)
        judgeExpiry(of: certificate.primaryKey, at: date, &warnings)
        judgeUse(of: certificate, at: date, &warnings)
        judgeNames(of: certificate, at: date, &refusals, &warnings)
        for revoker in certificate.unverifiedRevokers {
            warnings.append(CertificateWarning(.revocationUnverified, ["revoker": revoker.digits]))
        }
        return Assessment(refusals: refusals, warnings: warnings)
    }

    // MARK: - The key

    private func judgeStanding(of certificate: Certificate, at date: Date, _ refusals: inout [OpenPGPError]) {
        let key = certificate.primaryKey
        if certificate.isRevoked || key.isRevoked {
            if let revoker = certificate.revocation?.revoker {
                refusals.append(OpenPGPError(.keyRevokedByRevoker, ["revoker": revoker.digits]))
            }
            refusals.append(OpenPGPError(.keyRevoked, Self.facts(certificate.revocation)))
        }
        // GnuPG calls a key from the future invalid too; the date is what helps its owner.
        if key.created > date {
            refusals.append(OpenPGPError(.createdInFuture, ["created": Self.day(key.created)]))
        } else if certificate.names.isEmpty {
            refusals.append(OpenPGPError(certificate.hadUnsignedUserIDs ? .noValidUserID : .noUserID))
        } else if certificate.isInvalid || key.isInvalid {
            refusals.append(OpenPGPError(.keyInvalid))
        } else if !key.capabilities.contains(.certify) {
            refusals.append(OpenPGPError(.cannotCertify))
        }
    }

    private static func facts(_ revocation: Revocation?) -> KeyValuePairs<String, String> {
        guard let revocation else { return [:] }
        return ["reason": revocation.reason.rawValue, "revoked": day(revocation.created)]
    }

    private func judgeAlgorithm(
        of key: Certificate.Key, _ refusals: inout [OpenPGPError], _ warnings: inout [CertificateWarning]
    ) {
        let name = key.algorithm.name
        switch key.algorithm {
        case .rsa(let bits), .dsa(let bits):
            if bits < 2_048 {
                refusals.append(OpenPGPError(.weakKey, ["algorithm": name]))
            } else if bits < 3_072 {
                warnings.append(CertificateWarning(.shortKey, ["algorithm": name]))
            } else if bits > 16_384 {
                refusals.append(OpenPGPError(.oversizedKey, ["algorithm": name]))
            } else if bits > 8_192 {
                warnings.append(CertificateWarning(.largeKey, ["algorithm": name]))
            }
        case .elliptic(let curve):
            if !key.algorithm.isVerifiable {
                refusals.append(OpenPGPError(.algorithmUnsupported, ["algorithm": name]))
            } else if curve == "secp256k1" || curve.hasPrefix("brainpool") {
                warnings.append(CertificateWarning(.uncommonCurve, ["algorithm": name]))
            }
        case .elgamal, .modern, .unknown:
            refusals.append(OpenPGPError(.algorithmUnsupported, ["algorithm": name]))
        }
    }

    private func judgeExpiry(of key: Certificate.Key, at date: Date, _ warnings: inout [CertificateWarning]) {
        guard let expires = key.expires else { return }
        if key.hasExpired(at: date) {
            warnings.append(CertificateWarning(.expired, ["expires": Self.day(expires)]))
        } else if let signaturesDue, expires < signaturesDue {
            warnings.append(CertificateWarning(.expiresSoon, ["expires": Self.day(expires)]))
        }
    }

    private func judgeUse(of certificate: Certificate, at date: Date, _ warnings: inout [CertificateWarning]) {
        // On an expired key the subkeys are expired as well; that warning says enough.
        guard !certificate.primaryKey.hasExpired(at: date) else { return }
        let usable = ([certificate.primaryKey] + certificate.subkeys).filter { $0.isUsable(at: date) }
        if !usable.contains(where: { $0.capabilities.contains(.encrypt) }) {
            let ends = certificate.subkeys.filter {
                $0.capabilities.contains(.encrypt) && !$0.isRevoked && !$0.isInvalid
            }
            .compactMap(\.expires)
            if let last = ends.max() {
                warnings.append(CertificateWarning(.encryptionSubkeyExpired, ["expires": Self.day(last)]))
            } else {
                warnings.append(CertificateWarning(.noEncryptionSubkey))
            }
        }
        if !usable.contains(where: { $0.capabilities.contains(.sign) }) {
            warnings.append(CertificateWarning(.noSigningKey))
        }
    }

    // MARK: - The names

    private func judgeNames(
        of certificate: Certificate, at date: Date, _ refusals: inout [OpenPGPError],
        _ warnings: inout [CertificateWarning]
    ) {
        let valid = certificate.validNames(at: date)
        guard !valid.isEmpty else {
            if refusals.isEmpty { refusals.append(OpenPGPError(.noValidUserID)) }
            return
        }
        if !valid.contains(where: { $0.userID.mailAddress != nil }) {
            refusals.append(OpenPGPError(.noMailUserID))
        }
        for name in valid {
            let userID = name.userID
            if name.hashAlgorithm == 2 {
                if refusesSHA1 {
                    refusals.append(OpenPGPError(.sha1Refused, ["user_id": userID.text]))
                } else {
                    warnings.append(CertificateWarning(.sha1SelfSignature, ["user_id": userID.text]))
                }
            }
            if userID.mailAddress == nil {
                warnings.append(CertificateWarning(.userIDWithoutMail, ["user_id": userID.text]))
            }
            for code in userID.oddities {
                warnings.append(CertificateWarning(code, ["user_id": userID.markedText]))
            }
        }
    }

    /// A date as GnuPG writes it: ISO 8601 in UTC.
    private static func day(_ date: Date) -> String {
        date.formatted(.iso8601.year().month().day())
    }
}

import Conference
import Crypto
import EventStore
import Foundation
import GRDB
import OpenPGP

/// What others certified on a key that comes back, verified before anything of it is kept.
extension KeysigningAftermath {
    /// Certifications of one maker on one user id that are kept of one submission: the newest that verify.
    private static let certificationsPerPlace = 16
    /// Certifications of one maker on one user id that are looked at. Their dates prove nothing until they are verified, so
    /// there is room for many forged ones beside the genuine one.
    private static let forgeriesPerPlace = 1_024

    /// A key of the list that stands.
    struct Listed: Sendable {
        let number: Int
        let owner: Registration.ID
        let fingerprint: Fingerprint
        let packets: [UInt8]
    }

    /// Every number whose key stands.
    @Sendable static func listed(_ db: Database) throws -> [Listed] {
        let query = "WHERE number.number IS NOT NULL AND withdrawal.submission IS NULL ORDER BY number.number"
        return try SubmissionRecord.fetch(db, query, []).compactMap { key in
            key.number.map {
                Listed(
                    number: $0, owner: key.registration, fingerprint: key.key.fingerprint, packets: key.packets)
            }
        }
    }

    /// A certification that its maker made.
    struct Found: Sendable {
        let target: Int
        let signer: Int
        let certification: ThirdPartyCertification
    }

    /// Adds what participants certified, the newest few of each maker and user id; says how many were passed over because
    /// they do not verify.
    static func verify(
        _ certifications: [ThirdPartyCertification], on target: Listed, listed: [Listed], into found: inout [Found]
    ) -> Int {
        // If two keys share an id of 16 digits, it identifies neither.
        var makers: [String: [Listed]] = [:]
        for key in listed {
            makers[key.fingerprint.digits, default: []].append(key)
            makers[String(key.fingerprint.digits.suffix(16)), default: []].append(key)
        }
        var places: [[UInt8]: (signer: Listed, all: [ThirdPartyCertification])] = [:]
        for certification in certifications {
            let signers = certification.issuers.flatMap { makers[$0] ?? [] }
            guard let signer = signers.first, signer.number != target.number,
                signers.allSatisfy({ $0.number == signer.number })
            else { continue }
            let place = [UInt8(signer.number >> 8), UInt8(signer.number & 0xFF)] + certification.userID
            places[place, default: (signer, [])].all.append(certification)
        }
        var (verified, unverified) = ([Found](), 0)
        for (signer, all) in places.values {
            var kept = 0
            for certification in all.sorted(by: { $0.created > $1.created }).prefix(forgeriesPerPlace)
            where kept < certificationsPerPlace {
                if let genuine = certification.verified(by: signer.packets, on: target.packets) {
                    verified.append(Found(target: target.number, signer: signer.number, certification: genuine))
                    kept += 1
                } else {
                    unverified += 1
                }
            }
        }
        found += verified.sorted { ($0.signer, $0.certification.created) < ($1.signer, $1.certification.created) }
        return unverified
    }

    static func insert(_ db: Database, _ found: Found, context: WriteContext) throws {
        let certification = found.certification
        let digest = SHA256.hash(
            data: Data("\(found.target):\(certification.userID.count):".utf8) + certification.userID
                + certification.packet)
        try db.execute(
            sql: """
                INSERT INTO keysigning_certification
                    (target, signer, user_id, packet, sha256, type, created_s, expires_s, author, origin, at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING
                """,
            arguments: [
                found.target, found.signer, Data(certification.userID), Data(certification.packet), Data(digest),
                Int(certification.type), Int64(certification.created.timeIntervalSince1970),
                certification.expires.map { Int64($0.timeIntervalSince1970) }, context.author, context.origin,
                context.time.milliseconds,
            ])
    }
}

import Conference
import EventStore
package import Foundation
import GRDB
package import OpenPGP

/// How far a key has come.
package struct KeysigningStanding: Sendable, Hashable {
    package enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// Handed in, nothing more.
        case submitted
        /// Somebody with the participant's link showed that they hold the key.
        case controlProved = "control_proved"
        /// Control is proved, and the owner confirmed the fingerprint in person.
        case greenDot = "green_dot"
    }

    /// That control of the key was proved.
    package struct Proof: Sendable, Hashable {
        package let method: KeysigningChallenge.Method
        /// The key or subkey that signed or decrypted.
        package let key: Fingerprint
        /// The state of the certificate that it was proved for, counted from 1.
        package let certificateVersion: Int
        package let author: String
        package let proved: Date
    }

    /// That the owner confirmed the fingerprint in person.
    package struct Confirmation: Sendable, Hashable {
        /// Who noted it, at which device or terminal.
        package let author: String
        package let origin: String
        package let confirmed: Date
    }

    /// The newest proof.
    package let proof: Proof?
    /// Nil also when it was taken back.
    package let confirmation: Confirmation?

    package var state: State {
        if proof == nil { return .submitted }
        return confirmation == nil ? .controlProved : .greenDot
    }

    package var hasGreenDot: Bool { state == .greenDot }

    /// Since when there is a green dot: the later of proof and confirmation; nil where there is none.
    package var greenSince: Date? {
        guard let proof, let confirmation else { return nil }
        return max(proof.proved, confirmation.confirmed)
    }
}

/// The tables of proofs and confirmations, read as values.
enum StandingRecord {
    /// Of every submission for which there is a proof or a confirmation, withdrawn ones too; or of one.
    static func all(
        _ db: Database, of submission: KeysigningSubmission.ID? = nil
    ) throws -> [KeysigningSubmission.ID: KeysigningStanding] {
        let chosen = submission.map { "= \($0.rawValue)" } ?? "IS NOT NULL"
        var proofs: [KeysigningSubmission.ID: KeysigningStanding.Proof] = [:]
        let stored = try StoredProof.fetchAll(
            db,
            sql: """
                SELECT proof.submission, proof.version, proof.key, proof.author, proof.at_ms, challenge.method
                FROM keysigning_proof AS proof JOIN keysigning_challenge AS challenge ON challenge.id = proof.challenge
                WHERE proof.submission \(chosen) ORDER BY proof.at_ms, proof.challenge
                """)
        for proof in stored {
            guard let method = KeysigningChallenge.Method(rawValue: proof.method) else { continue }
            proofs[proof.submission] = KeysigningStanding.Proof(
                method: method, key: try Fingerprint(proof.key), certificateVersion: proof.version,
                author: proof.author, proved: Date(milliseconds: proof.atMs))
        }
        var confirmations: [KeysigningSubmission.ID: KeysigningStanding.Confirmation] = [:]
        let dots = try StoredDot.fetchAll(
            db,
            sql: """
                SELECT submission, kind, author, origin, at_ms FROM keysigning_dot
                WHERE submission \(chosen) ORDER BY id
                """)
        for dot in dots {
            confirmations[dot.submission] =
                dot.kind == "granted"
                ? KeysigningStanding.Confirmation(
                    author: dot.author, origin: dot.origin, confirmed: Date(milliseconds: dot.atMs)) : nil
        }
        let submissions = Set(proofs.keys).union(confirmations.keys)
        return Dictionary(
            uniqueKeysWithValues: submissions.map {
                ($0, KeysigningStanding(proof: proofs[$0], confirmation: confirmations[$0]))
            })
    }

    /// A row of `keysigning_proof`, with the method of its challenge.
    private struct StoredProof: RowRecord {
        let submission: KeysigningSubmission.ID
        let version: Int
        let key: String
        let author: String
        let atMs: Int64
        let method: String
    }

    /// A row of `keysigning_dot`.
    private struct StoredDot: RowRecord {
        let submission: KeysigningSubmission.ID
        let kind: String
        let author: String
        let origin: String
        let atMs: Int64
    }

    /// Of one submission.
    static func one(_ db: Database, of submission: KeysigningSubmission.ID) throws -> KeysigningStanding {
        try all(db, of: submission)[submission] ?? KeysigningStanding(proof: nil, confirmation: nil)
    }
}

extension KeysigningDesk {
    /// How far the keys have come, withdrawn ones too; a submission that is not in it was handed in and no more.
    package func standings() async throws -> [KeysigningSubmission.ID: KeysigningStanding] {
        try await store.read { try StandingRecord.all($0) }
    }
}

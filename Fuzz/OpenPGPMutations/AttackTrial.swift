package import Conference
package import OpenPGP

/// One certificate under attack: what its owner handed in may not change, and the owner's next update has to get in, alone
/// and in the middle of what others made up.
package struct AttackTrial: Sendable {
    /// What became of one attack.
    package enum Outcome: Sendable, Hashable {
        /// Read, and nothing of it was taken.
        case withoutEffect
        case refused(OpenPGPError.Code)
        /// The text says what was broken.
        case broken(String)
    }

    package let history: CertificateHistory
    /// The certificate as it is stored.
    package let stored: [UInt8]
    private let updated: [UInt8]

    /// Takes in what the owner hands in, and the update once by itself.
    package init(using generator: inout SplitMix64) throws(OpenPGPError) {
        history = CertificateHistory(using: &generator)
        stored = try Self.read(history.stored).strippedBytes
        updated = try CertificateReader().merge(stored, try Self.read(history.update), from: .anyone).strippedBytes
        guard updated != stored, try CertificateReader().merge(stored, try Self.read(stored)).strippedBytes == stored
        else { throw OpenPGPError(.packetMalformed, ["offset": "0"]) }
    }

    /// Attacks once. In a quarter of the cases older copies of the certificate are not used: then it holds whoever sends.
    package func attack(using generator: inout SplitMix64) -> (submission: [UInt8], outcome: Outcome) {
        let replays = Int.random(in: 0..<4, using: &generator) > 0
        let attacker = CertificateAttacker(of: history, replays: replays, using: &generator)
        let submission = attacker.submission(using: &generator)
        var outcome = Outcome.withoutEffect
        do throws(OpenPGPError) {
            let read = try Self.read(submission, fingerprint: history.owner.fingerprint)
            for sender in replays ? [CertificateReader.Sender.anyone] : [.anyone, .owner] {
                let merged = try CertificateReader().merge(stored, read, from: sender).strippedBytes
                if merged != stored { outcome = .broken("changed what was stored, sent by \(sender)") }
            }
        } catch {
            outcome = .refused(error.code)
        }
        return (submission, outcome)
    }

    /// Attacks once with the owner's next update in the middle of it, which has to have the same effect as alone.
    package func flood(using generator: inout SplitMix64) -> (submission: [UInt8], outcome: Outcome) {
        let attacker = CertificateAttacker(of: history, replays: true, using: &generator)
        let submission = attacker.flooded(using: &generator)
        let outcome: Outcome
        do throws(OpenPGPError) {
            let read = try Self.read(submission, fingerprint: history.owner.fingerprint)
            let merged = try CertificateReader().merge(stored, read, from: .anyone).strippedBytes
            outcome = merged == updated ? .withoutEffect : .broken("changed the owner's update")
        } catch {
            outcome = .refused(error.code)
        }
        return (submission, outcome)
    }

    /// Takes a part of the owner's next update from somebody else, who sends it first, and then all of it: the order in
    /// which genuine news comes, and in how many parts, must not matter.
    package func ambush(using generator: inout SplitMix64) -> (submission: [UInt8], outcome: Outcome) {
        let part = history.partOfUpdate(using: &generator)
        let outcome: Outcome
        do throws(OpenPGPError) {
            let reader = CertificateReader()
            let ambushed = try reader.merge(stored, try Self.read(part), from: .anyone).strippedBytes
            let merged = try reader.merge(
                ambushed, try Self.read(history.update), from: .anyone, ownersWord: stored
            ).strippedBytes
            outcome = merged == updated ? .withoutEffect : .broken("came before the owner's update, and changed it")
        } catch {
            outcome = .refused(error.code)
        }
        return (part, outcome)
    }

    private static func read(
        _ bytes: [UInt8], fingerprint: [UInt8]? = nil
    ) throws(OpenPGPError) -> UnexaminedCertificate {
        var copy = bytes.map { $0 }
        let certificates = try CertificateReader().read(SubmittedBytes(wiping: &copy)).certificates
        let wanted = fingerprint.map { Fingerprint(bytes: $0) }
        return certificates.first { wanted == nil || $0.fingerprint == wanted } ?? certificates[0]
    }
}

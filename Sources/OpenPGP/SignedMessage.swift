import Conference
import Foundation

/// A signed text that somebody handed in, looked at but not verified: one clear-signed message, or one detached
/// signature, armoured.
package struct SignedMessage: Sendable, Hashable {
    /// The most bytes of it: a challenge has a few hundred, a signature at most a few thousand.
    package static let bytesMax = 16_384

    /// As it was handed in.
    let bytes: [UInt8]
    /// Whether it is a signature alone, without the text.
    package let isDetached: Bool

    /// Reads what was handed in.
    ///
    /// Throws `proof_too_large` (`limit`), `secret_key` and `foreign_secret_key` before anything is kept, `proof_several_messages`,
    /// `proof_not_clear_signed` for a message that `gpg --sign` made, and `proof_not_signed` for everything else.
    package init(_ submitted: borrowing SubmittedBytes) throws(OpenPGPError) {
        guard submitted.count <= Self.bytesMax else {
            throw OpenPGPError(.proofTooLarge, ["limit": "\(Self.bytesMax)"])
        }
        try submitted.withSpan { (text) throws(OpenPGPError) in try ForeignSecrets.refuse(in: text) }
        let (kinds, bytes) = submitted.withSpan { text in
            let kinds = Armor.kinds(in: text)
            // Only now is it known that nothing secret is in it.
            return (kinds, kinds.contains(.secretKey) ? [] : text.copy(0..<text.count))
        }
        switch kinds {
        case let kinds where kinds.contains(.secretKey): throw OpenPGPError(.secretKey)
        case [.signedMessage, .signature]: isDetached = false
        case [.signature]: isDetached = true
        case [.message]: throw OpenPGPError(.proofNotClearSigned)
        case let kinds where kinds.contains(.signedMessage): throw OpenPGPError(.proofSeveralMessages)
        default: throw OpenPGPError(.proofNotSigned)
        }
        self.bytes = bytes
    }

    /// The rest of the first line that begins with a word; nil if there is none. It is only a claim.
    package func claimedValue(of word: String) -> String? {
        let prefix = Array("\(word) ".utf8)
        let lines = bytes.split { $0 == 0x0A || $0 == 0x0D }
        guard let line = lines.first(where: { $0.starts(with: prefix) }) else { return nil }
        return String(decoding: line.dropFirst(prefix.count).prefix(200), as: UTF8.self)
            .trimmingCharacters(in: .whitespaces)
    }
}

import Conference
import Foundation
package import OpenPGP

/// Makes damaged submissions out of good ones, the same for the same seed, and feeds them to the readers.
///
/// The damage is of three kinds: to single bytes, to stretches, and to the structure (packets doubled, swapped, cut;
/// lengths changed), on binary keys and on every form of armour that the reader makes good.
package struct SubmissionMutator {
    private var generator: SplitMix64
    private let originals: [[UInt8]]

    /// - Parameter certificates: binary, stripped; at least one.
    package init(seed: UInt64, certificates: [[UInt8]], others: [[UInt8]] = []) {
        precondition(!certificates.isEmpty)
        generator = SplitMix64(seed: seed)
        originals = certificates + others + certificates.prefix(24).flatMap(Self.armoured)
    }

    /// The next damaged submission.
    package mutating func next() -> [UInt8] {
        var bytes = originals.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 1...4, using: &generator) { damage(&bytes) }
        return bytes
    }

    /// The forms in which keys come from mail and web pages.
    private static func armoured(_ certificate: [UInt8]) -> [[UInt8]] {
        let text = Keyring.armored([certificate])
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let body = lines.filter { !$0.hasPrefix("-") && !$0.hasPrefix("=") }
        return [
            text, text.replacing("\n", with: "\r\n"), lines.map { "> " + $0 }.joined(separator: "\n"),
            lines.map { "    " + $0 }.joined(separator: "\n"), lines.joined(separator: " "), body.joined(),
            text.replacing("-----", with: "–––––"), "Dear desk,\n\n" + text + "\n" + text + "\nYours",
            lines.filter { !$0.hasPrefix("=") }.joined(separator: "\n"),
        ].map { Array($0.utf8) } + [[0xFF, 0xFE] + text.utf8.flatMap { [$0, 0] }]
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let length = min(Int.random(in: 1...64, using: &generator), bytes.count - place)
        switch Int.random(in: 0..<11, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 2: bytes.removeSubrange(place..<place + length)
        case 3: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
        case 4: bytes.removeSubrange(place...)
        case 5: bytes.replaceSubrange(place..<place + length, with: repeatElement(0xFF, count: length))
        case 6:
            bytes.insert(contentsOf: (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }, at: place)
        case 7: bytes[min(place, 3)] = UInt8.random(in: 0...255, using: &generator)
        default: damagePackets(&bytes)
        }
    }

    /// Swaps, doubles or drops whole packets, or gives one another kind or length.
    private mutating func damagePackets(_ bytes: inout [UInt8]) {
        let packets = Self.packets(in: bytes)
        guard let one = packets.randomElement(using: &generator), let other = packets.randomElement(using: &generator)
        else { return }
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes.insert(contentsOf: bytes[one], at: other.lowerBound)
        case 1: bytes.removeSubrange(one)
        case 2: bytes[one.lowerBound] = 0xC0 | UInt8.random(in: 0..<64, using: &generator)
        case 3: bytes[one.lowerBound] = 0x80 | UInt8.random(in: 0..<64, using: &generator)
        default:
            let header = min(one.lowerBound + Int.random(in: 1...5, using: &generator), bytes.count - 1)
            bytes[header] = [0, 1, 127, 191, 192, 223, 224, 254, 255].randomElement(using: &generator) ?? 0
        }
    }

    /// Where the packets stand, as long as they have lengths of two octets in the old format or any in the new.
    private static func packets(in bytes: [UInt8]) -> [Range<Int>] {
        var packets: [Range<Int>] = []
        var start = 0
        while start + 6 < bytes.count, packets.count < 200 {
            let first = bytes[start]
            var end: Int
            switch (first & 0xC0, first & 3, bytes[start + 1]) {
            case (0x80, 0, let length): end = start + 2 + Int(length)
            case (0x80, 1, _): end = start + 3 + Int(bytes[start + 1]) << 8 + Int(bytes[start + 2])
            case (0xC0, _, let length) where length < 192: end = start + 2 + Int(length)
            case (0xC0, _, let length) where length < 224:
                end = start + 3 + (Int(length) - 192) << 8 + Int(bytes[start + 2]) + 192
            default: return packets
            }
            guard end <= bytes.count else { return packets }
            packets.append(start..<end)
            swap(&start, &end)
        }
        return packets
    }
}

/// What the readers made of one submission.
package enum ReadingOutcome: Sendable, Hashable {
    case read
    case refused(OpenPGPError.Code)
    /// What was read does not keep its promises: the text says which.
    case broken(String)

    /// Feeds one submission to the readers of keys, and to those of signed messages, returned keys and forms, and checks
    /// what comes out.
    package init(of bytes: [UInt8]) {
        var form = Data("keytext=".utf8) + bytes
        _ = SubmittedBytes(field: "keytext", ofForm: &form)
        if let message = try? SignedMessage(Self.submitted(bytes)) { _ = message.claimedValue(of: "nonce:") }
        _ = try? CertificationReader(limits: .submission).read(Self.submitted(bytes))
        do throws(OpenPGPError) {
            let reading = try CertificateReader().read(Self.submitted(bytes))
            self = reading.certificates.lazy.compactMap(Self.flaw).first.map { .broken($0) } ?? .read
        } catch {
            self = .refused(error.code)
        }
    }

    /// What is read stays within the limits, holds no control characters, and reads again as the same.
    private static func flaw(in certificate: UnexaminedCertificate) -> String? {
        guard certificate.strippedBytes.count <= SubmissionLimits.submission.strippedBytes else { return "too large" }
        guard let again = try? CertificateReader().read(submitted(certificate.strippedBytes)).certificates,
            again.map(\.strippedBytes) == [certificate.strippedBytes],
            again.map(\.fingerprint) == [certificate.fingerprint]
        else { return "reads differently the second time" }
        for name in certificate.userIDs
        where name.text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "a control character in a name"
        }
        return nil
    }

    private static func submitted(_ bytes: [UInt8]) -> SubmittedBytes {
        var copy = bytes.map { $0 }
        return SubmittedBytes(wiping: &copy)
    }
}

package import Conference
import Crypto
import EventStore
import Foundation
import OpenPGP
import RegistrationLedger

/// Which digits of the fingerprints are hidden on one reader's copy of a list.
///
/// The reader fills them in as the owners of the keys say them, which proves that the two have talked. They are derived
/// from a secret of the event, the reader, the version and the number, so that a copy can be printed again.
package struct FingerprintMask: Sendable {
    /// Digits hidden on each fingerprint unless another count is asked for.
    package static let defaultCount = 6
    /// How many may be hidden.
    package static let counts = 1...20

    private let key: SymmetricKey
    private let reader: Registration.ID
    private let version: Int
    private let count: Int

    /// - Throws: `mask_count_invalid`.
    init(secret: Data, reader: Registration.ID, version: Int, count: Int) throws {
        guard Self.counts.contains(count) else {
            throw KeysigningError(
                .maskCountInvalid, ErrorDetail("from", Self.counts.lowerBound),
                ErrorDetail("to", Self.counts.upperBound))
        }
        key = SymmetricKey(data: secret)
        self.reader = reader
        self.version = version
        self.count = count
    }

    /// The hidden places of a number's fingerprint, from 0, ascending.
    func places(of number: Int, digits: Int) -> [Int] {
        var free = Array(0..<digits)
        var chosen: [Int] = []
        var block = 0
        var stream: [UInt8] = []
        while chosen.count < min(count, digits) {
            if stream.isEmpty {
                let text = "lanyard-keysigning-mask-v1|\(reader.rawValue)|\(version)|\(number)|\(block)"
                stream = Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
                block += 1
            }
            let byte = Int(stream.removeFirst())
            // Skips the bytes that would make some places likelier.
            guard byte < 256 / free.count * free.count else { continue }
            chosen.append(free.remove(at: byte % free.count))
        }
        return chosen.sorted()
    }

    /// The fingerprint with a low line in each hidden place.
    func masked(_ fingerprint: Fingerprint, number: Int) -> String {
        var digits = Array(fingerprint.digits)
        for place in places(of: number, digits: digits.count) { digits[place] = "_" }
        return String(digits)
    }

    /// The hidden digits in their order.
    func answer(_ fingerprint: Fingerprint, number: Int) -> String {
        let digits = Array(fingerprint.digits)
        return String(places(of: number, digits: digits.count).map { digits[$0] })
    }
}

/// What a reader should have written down for one number.
package struct MaskAnswer: Sendable, Hashable, Encodable {
    package let number: Int
    /// In groups of four, a low line in each hidden place.
    package let masked: String
    /// The hidden digits in their order.
    package let hidden: String
}

extension KeysigningDesk {
    /// A frozen version as one reader gets it: the text with hidden digits in every fingerprint but their own.
    ///
    /// - Parameter note: says below the title whose copy it is.
    /// - Throws: `list_unknown`, `mask_count_invalid`, what `RegistrationLedger.registration` throws.
    package func maskedList(
        version: Int, reader: Registration.ID, count: Int = FingerprintMask.defaultCount,
        note: (Registration) -> String
    ) async throws -> [UInt8] {
        let list = try await list(version: version)
        let (reader, mask) = try await mask(version: version, reader: reader, count: count)
        let entries = try await entries(version: version)
        var copy = KeysigningList.ReaderCopy()
        copy.note = note(reader)
        for entry in entries where entry.submission.registration != reader.id {
            copy.fingerprints[entry.number] = Self.grouped(
                mask.masked(entry.submission.key.fingerprint, number: entry.number))
        }
        return Self.text(of: list, entries, copy: copy)
    }

    /// What the reader's copy should be filled in with, for the desk.
    ///
    /// - Throws: as `maskedList`.
    package func maskAnswers(
        version: Int, reader: Registration.ID, count: Int = FingerprintMask.defaultCount
    ) async throws -> [MaskAnswer] {
        let (reader, mask) = try await mask(version: version, reader: reader, count: count)
        return try await entries(version: version).filter { $0.submission.registration != reader.id }.map { entry in
            let fingerprint = entry.submission.key.fingerprint
            return MaskAnswer(
                number: entry.number, masked: Self.grouped(mask.masked(fingerprint, number: entry.number)),
                hidden: mask.answer(fingerprint, number: entry.number))
        }
    }

    /// Whether the reader filled in the right digits for a number; blanks and case do not matter.
    ///
    /// - Throws: `number_unknown`, and as `maskedList`.
    package func checkAnswer(
        version: Int, reader: Registration.ID, number: Int, digits: String, count: Int = FingerprintMask.defaultCount
    ) async throws -> Bool {
        let answers = try await maskAnswers(version: version, reader: reader, count: count)
        guard let answer = answers.first(where: { $0.number == number }) else {
            throw KeysigningError(.numberUnknown, ErrorDetail("number", number))
        }
        return digits.filter { !$0.isWhitespace }.uppercased() == answer.hidden
    }

    private func mask(
        version: Int, reader: Registration.ID, count: Int
    ) async throws -> (reader: Registration, mask: FingerprintMask) {
        let reader = try await store.read { try RegistrationLedger.registration($0, reader) }
        return (
            reader,
            try FingerprintMask(
                secret: try store.keys.secret(named: "keysigning-mask"), reader: reader.id, version: version,
                count: count)
        )
    }

    /// As the list writes fingerprints.
    private static func grouped(_ digits: String) -> String {
        let all = Array(digits)
        let groups = stride(from: 0, to: all.count, by: 4).map { String(all[$0..<min($0 + 4, all.count)]) }
        return groups[..<(groups.count / 2)].joined(separator: " ") + "  "
            + groups[(groups.count / 2)...].joined(separator: " ")
    }
}

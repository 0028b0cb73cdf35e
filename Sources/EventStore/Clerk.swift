package import Conference
import Crypto
import CryptoExtras
import Dispatch
package import Foundation

/// Somebody who uses a shared device, and says so by a PIN: what they do there is recorded under their name.
///
/// A PIN opens nothing by itself: it counts at one device alone, beside that device's token.
package struct Clerk: Sendable, Hashable, Identifiable {
    package typealias ID = Identifier<Clerk, Int64>

    /// How often a wrong PIN may be typed in a row; after that the organizer sets another.
    package static let triesMax = 5
    /// How long somebody counts as being at a device after they typed their PIN, in seconds: a long shift.
    package static let secondsMax = 12 * 3600.0

    package let id: ID
    package let device: Device.ID
    package let name: String
    /// Whether the PIN was wrong too often.
    package let isLocked: Bool
    /// Whether they are the one at the device.
    package let isHere: Bool

    /// Who is at a device, and since when.
    package struct Presence: Sendable, Hashable {
        package let id: ID
        package let name: String
        package let since: Date

        package init(id: ID, name: String, since: Date) {
            self.id = id
            self.name = name
            self.since = since
        }
    }
}

/// A PIN: four to eight digits that are not among the first that anybody would try.
package struct PIN: Sendable, CustomStringConvertible {
    package let digits: String
    package var description: String { "‹redacted›" }

    /// - Throws: `pin_invalid`, `pin_too_simple`.
    package init(_ text: String) throws(EventStoreError) {
        let digits = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (4...8).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw EventStoreError(.pinInvalid)
        }
        let steps = Set(zip(digits.utf8, digits.utf8.dropFirst()).map { Int($1) - Int($0) })
        guard steps != [0], steps != [1], steps != [-1] else { throw EventStoreError(.pinTooSimple) }
        self.digits = digits
    }

    /// Six digits that nobody chose.
    package static func invented() -> PIN {
        while true {
            let digits = (0..<6).map { _ in String(Int.random(in: 0...9)) }.joined()
            if let pin = try? PIN(digits) { return pin }
        }
    }
}

/// What the file keeps of a PIN: scrypt (RFC 7914), which takes 32 MiB and a tenth of a second for each guess.
struct StretchedPIN: Sendable {
    /// N = 2¹⁵, r = 8, p = 1.
    static let cost = 15
    /// One at a time, beside the threads that answer requests.
    private static let queue = DispatchQueue(label: "lanyard.pin")

    let salt: Data
    let cost: Int
    let bytes: Data

    /// - Parameter salt: 16 random bytes for a new PIN.
    static func stretch(_ digits: String, salt: Data, cost: Int = cost) async throws -> StretchedPIN {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        let key = try KDF.Scrypt.deriveKey(
                            from: Data(digits.utf8), salt: salt, outputByteCount: 32, rounds: 1 << cost, blockSize: 8,
                            parallelism: 1)
                        return StretchedPIN(salt: salt, cost: cost, bytes: key.withUnsafeBytes { Data($0) })
                    })
            }
        }
    }

    /// Compares digests, so that the time taken reveals nothing.
    func equals(_ other: Data) -> Bool { SHA256.hash(data: bytes) == SHA256.hash(data: other) }
}

import Crypto
import Foundation

/// The first digits of a list's SHA-256 within the list itself, as `gpgparticipants-prefill` writes them: whoever
/// computes the digest sees at a glance whether it is that of this list.
extension KeysigningList {
    /// The most digits that are looked for: sixteen times the work for each.
    package static let prefixDigitsMax = 4

    /// The list with as many digits as can be found, at most `digits` of them.
    ///
    /// There are 16ᵏ prefixes of k digits, and each one fits its own list with a chance of one in 16ᵏ. So about two lists
    /// in three have a prefix of that length, and few have none at all; those stay as they are.
    func prefilled(digits: Int) async -> KeysigningList {
        for count in (0...digits).reversed() where count > 0 {
            if let found = await prefilled(exactly: count) { return found }
        }
        return self
    }

    private func prefilled(exactly count: Int) async -> KeysigningList? {
        let parts = header.parts(filling: count)
        var before = SHA256()
        before.update(data: Data(parts.before.utf8))
        let after = Data(Self.text(heading: parts.after, entries: entries, date: date).utf8)
        for candidate in 0..<(1 << (4 * count)) {
            // It can take seconds: others get their turn, and a cancelled task ends.
            if candidate.isMultiple(of: 64) {
                await Task.yield()
                if Task.isCancelled { return nil }
            }
            let digits = Self.digits(candidate, count)
            var hash = before
            hash.update(data: Data(digits.utf8))
            hash.update(data: after)
            let digest = hash.finalize().prefix(2).reduce(0) { $0 << 8 | Int($1) }
            guard digest >> (16 - 4 * count) == candidate else { continue }
            return filled(with: digits)
        }
        return nil
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: count - digits.count) + digits
    }
}

import Foundation

/// A bank's number of a transfer as a spreadsheet may have saved it: without the zeros before it, in capitals, or as a power of ten
/// (`2.01502E+15` for `2015020300012345`).
struct SavedReference {
    /// In capitals, without the zeros before it.
    private let text: String
    /// The first digits, and how many there are in all, of a number that was saved as a power of ten.
    private let rounded: (digits: String, count: Int)?

    private init(_ text: String) {
        let upper = text.trimmingCharacters(in: .whitespaces).uppercased()
        if let match = upper.wholeMatch(of: #/(\d)(?:[.,](\d+))?E\+?(\d{1,2})/#), let power = Int(match.3) {
            rounded = (String(match.1) + String(match.2 ?? ""), power + 1)
        } else {
            rounded = nil
        }
        let bare = upper.drop { $0 == "0" }
        self.text = bare.isEmpty ? upper : String(bare)
    }

    /// Whether two different texts may be one number. Most are not, which is told without a copy of either.
    static func areOne(_ left: String, _ right: String) -> Bool {
        guard isChangeable(left) || isChangeable(right) else {
            return left.utf8.count == right.utf8.count
                && left.utf8.elementsEqual(right.utf8) { folded($0) == folded($1) }
        }
        let (one, other) = (SavedReference(left), SavedReference(right))
        return one.text == other.text || one.fits(other) || other.fits(one)
    }

    /// Whether a spreadsheet takes something off it, or did.
    private static func isChangeable(_ text: String) -> Bool {
        text.utf8.first == UInt8(ascii: "0") || text.utf8.contains(UInt8(ascii: "+"))
            || text.utf8.contains { folded($0) == UInt8(ascii: "E") }
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
    }

    /// Whether this is the other, rounded.
    private func fits(_ whole: SavedReference) -> Bool {
        guard let rounded, rounded.digits.utf8.count > 3, whole.text.utf8.count == rounded.count,
            whole.text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return false }
        // The last digit that was kept may have been rounded up.
        return whole.text.hasPrefix(rounded.digits.dropLast())
    }
}

import Conference
import Crypto
package import Foundation
import OpenPGP

/// The list of participants' keys as text, in the layout of `gpgparticipants`.
///
/// `gpgsigs`, `caff` and `gpgparticipants-prefill` read it unmodified (docs/keysigning-formats.md, "The list"). It is
/// UTF-8 with LF, and one list is one exact string of bytes: its SHA-256 is what the participants compare.
package struct KeysigningList: Sendable, Hashable {
    /// The most entries of a list: its readers want three digits.
    package static let entryLimit = 999

    /// Whether the list may still change.
    package enum Edition: Sendable, Hashable {
        /// To be looked at; its title says so.
        case draft
        /// A frozen version, from 1.
        case version(Int)
    }

    /// One key, numbered or not yet.
    package struct Entry: Sendable, Hashable {
        /// 1 … 999; never changes. Nil until a list is frozen with the key.
        package let number: Int?
        package let key: ListedKey
        /// The number of the same person's first key, if this is a further one.
        package let samePersonAs: Int?
        /// What stands below the user ids, a line each.
        package let notes: [String]

        /// An entry as it was frozen.
        package init(number: Int?, key: ListedKey, samePersonAs: Int?, notes: [String]) {
            self.number = number
            self.key = key
            self.samePersonAs = samePersonAs
            self.notes = notes
        }

        /// An entry with the notes that it gets.
        ///
        /// - Parameters:
        ///   - date: decides which user ids are in force.
        ///   - isProved: whether somebody with the owner's link showed that they hold the key.
        package init(number: Int?, key: ListedKey, at date: Date, samePersonAs: Int?, isProved: Bool = true) {
            let notes = KeyNote.all(of: key, at: date, samePersonAs: samePersonAs, isProved: isProved)
            self.init(number: number, key: key, samePersonAs: samePersonAs, notes: notes.map(\.text))
        }
    }

    let header: Header
    let entries: [Entry]
    /// Decides whether a key has expired and which user ids are in force.
    let date: Date
    /// What stands above the keys.
    let heading: String
    /// The whole file.
    package let text: String

    /// The file's bytes.
    package var bytes: [UInt8] { Array(text.utf8) }

    /// The SHA-256 of the bytes.
    package var sha256: [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// Writes the list in the order of the entries.
    ///
    /// - Parameter date: decides whether a key has expired and which user ids are in force.
    /// - Throws: `list_too_long` beyond 999 entries.
    package init(header: Header, entries: [Entry], date: Date) throws(KeysigningError) {
        guard entries.count <= Self.entryLimit,
            entries.allSatisfy({ $0.number.map { (1...Self.entryLimit).contains($0) } ?? false })
        else { throw KeysigningError(.listTooLong, ErrorDetail("limit", Self.entryLimit)) }
        self.init(header, entries, date: date)
    }

    private init(_ header: Header, _ entries: [Entry], date: Date) {
        self.header = header
        self.entries = entries
        self.date = date
        heading = header.text()
        text = Self.text(heading: heading, entries: entries, date: date)
    }

    /// The same list with first digits of its SHA-256 in its heading.
    func filled(with digits: String) -> KeysigningList {
        var header = header
        header.digits = digits
        return KeysigningList(header, entries, date: date)
    }

    /// A list under a heading that is there already, to derive it again; or one reader's copy of it.
    static func text(heading: String, entries: [Entry], date: Date, copy: ReaderCopy = ReaderCopy()) -> String {
        heading + entries.map { text(of: $0, date: date, copy: copy) }.joined()
    }

    /// What one reader's copy has in the places that are theirs.
    struct ReaderCopy: Sendable {
        /// Below the title: whose copy it is.
        var note: String?
        /// Fingerprints in groups by number, in place of the whole ones.
        var fingerprints: [Int: String] = [:]
        /// Numbers whose boxes are ticked.
        var ticks: [TickList.Kind: Set<Int>] = [:]
        /// Whether the box of the digest is ticked.
        var isChecked = false

        func box(_ kind: TickList.Kind, of number: Int?) -> String {
            number.map { ticks[kind]?.contains($0) ?? false } ?? false ? "x" : " "
        }
    }

    // MARK: - The layout of a key

    /// Byte for byte as `gpgparticipants -a SHA256` writes it.
    static func text(of entry: Entry, date: Date, copy: ReaderCopy = ReaderCopy()) -> String {
        "\n" + lines(of: entry, date: date, copy: copy).joined(separator: "\n") + "\n\n"
            + String(repeating: "_", count: 79) + "\n"
    }

    /// The lines of an entry without what parts it from the others.
    static func lines(of entry: Entry, date: Date, copy: ReaderCopy = ReaderCopy()) -> [String] {
        let key = entry.key
        let boxes = (copy.box(.fingerprint, of: entry.number), copy.box(.identity, of: entry.number))
        let fingerprint = entry.number.flatMap { copy.fingerprints[$0] } ?? key.fingerprint.grouped
        return [
            "\(entry.number.map(threeDigits) ?? "---")  [\(boxes.0)] Fingerprint OK        [\(boxes.1)] ID OK",
            "pub   \(key.algorithm) \(day(key.created)) [\(key.capabilities)]\(expiry(of: key, date: date))",
            "      " + fingerprint,
        ]
            // A user id is written as GnuPG prints it, or `gpgsigs` does not find it.
            + key.names(at: date).map { "uid" + String(repeating: " ", count: 22) + $0.text }
            // Lines that begin with this word mean nothing to any reader.
            + entry.notes.map { "note  " + $0 }
    }

    static func expiry(of key: ListedKey, date: Date) -> String {
        guard let expires = key.expires else { return "" }
        return " [\(expires <= date ? "expired" : "expires"): \(day(expires))]"
    }

    /// A number as the list writes it: `007`.
    package static func threeDigits(_ number: Int) -> String {
        String(repeating: "0", count: max(0, 3 - String(number).count)) + String(number)
    }

    /// GnuPG writes dates in UTC.
    static func day(_ date: Date) -> String {
        CivilDate(daysSince1970: Int((date.timeIntervalSince1970 / 86_400).rounded(.down))).description
    }
}

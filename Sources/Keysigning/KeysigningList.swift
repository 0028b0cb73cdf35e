package import Conference
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

    /// Whether the list may change yet.
    package enum Edition: Sendable, Hashable {
        /// For looking at; says so in its title.
        case draft
        /// A frozen version, from 1.
        case version(Int)
    }

    /// What stands above the keys.
    package struct Header: Sendable, Hashable {
        package let eventName: String
        package let organizer: String
        package let date: CivilDate
        package let time: TimeOfDay
        package let edition: Edition
        /// The name under which participants get the file.
        package let fileName: String
        /// Nil in the first version and in a draft.
        package let changes: Changes?

        package init(
            eventName: String, organizer: String, date: CivilDate, time: TimeOfDay, edition: Edition,
            fileName: String, changes: Changes? = nil
        ) {
            self.eventName = eventName
            self.organizer = organizer
            self.date = date
            self.time = time
            self.edition = edition
            self.fileName = fileName
            self.changes = changes
        }
    }

    /// What an erratum changes, by numbers.
    package struct Changes: Sendable, Hashable {
        /// The version before.
        package let since: Int
        package let added: [Int]
        /// Handed in again since.
        package let updated: [Int]
        /// Withdrawn or expired, or their owners did not come.
        package let removed: [Int]
    }

    /// One numbered key.
    package struct Entry: Sendable, Hashable {
        /// 1 … 999; never changes.
        package let number: Int
        package let key: ListedKey
        /// The number of the same person's first key, if this is a further one.
        package let samePersonAs: Int?

        package init(number: Int, key: ListedKey, samePersonAs: Int?) {
            self.number = number
            self.key = key
            self.samePersonAs = samePersonAs
        }
    }

    /// The whole file.
    package let text: String
    /// What stands above the keys.
    let heading: String

    /// The file's bytes.
    package var bytes: [UInt8] { Array(text.utf8) }

    /// The SHA-256 of the bytes.
    package var sha256: [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// Renders the list in the order of the entries.
    ///
    /// - Parameter date: decides whether a key has expired and which user ids are in force.
    /// - Throws: `list_too_long` beyond 999 entries.
    package init(header: Header, entries: [Entry], date: Date) throws(KeysigningError) {
        guard entries.count <= Self.entryLimit, entries.allSatisfy({ (1...Self.entryLimit).contains($0.number) }) else {
            throw KeysigningError(.listTooLong, ErrorDetail("limit", Self.entryLimit))
        }
        self.init(heading: Self.render(header), entries: entries, date: date)
    }

    /// A list under a heading that is there already, to derive it again.
    init(heading: String, entries: [Entry], date: Date) {
        self.heading = heading
        text = heading + entries.map { Self.render($0, date: date) }.joined()
    }

    /// The same keys under a heading in which the first occurrence of a text is another.
    func replacing(_ text: String, with other: String) -> KeysigningList {
        guard let place = heading.firstRange(of: text) else { return self }
        let body = self.text.dropFirst(heading.count)
        return KeysigningList(heading: heading.replacingCharacters(in: place, with: other), body: String(body))
    }

    private init(heading: String, body: String) {
        self.heading = heading
        text = heading + body
    }

    // MARK: - The layout

    /// Byte for byte as `gpgparticipants -a SHA256` writes it, the blank at the title's end too.
    private static func render(_ header: Header) -> String {
        let edition =
            switch header.edition {
            case .draft: "(draft: numbers may change)"
            case .version(let number): "(v \(number).0)"
            }
        let when = "\(longDate(header.date));  \(header.time)"
        let title = header.eventName.uppercased().map { "\($0) " }.joined()
        let blank = String(repeating: "____ ____   ", count: 3) + "____ ____"
        return """
            \(when)
            \(String(repeating: " ", count: max(0, 80 - header.organizer.count)))\(header.organizer)


            \(String(repeating: " ", count: max(0, (72 - title.count) / 2)))\(title)

                                 List of Participants  \(edition)

            \(header.changes.map(render) ?? "")
            Here's what you have to do with this file:

            (1) Print this UTF-8 encoded file to paper.

            (2) Compute this file's SHA256 checksum.

                  gpg --print-md SHA256 \(header.fileName)

            (3) Fill in the hash values on the printout.

            (4) Bring the printout, a pen, and proof of identity to the key signing party
                (and be on time!).


            SHA256 Checksum: \(blank)

                             \(blank)              [ ]



            """
    }

    /// Lines of at most 79 columns; none begins with a number and a box, which readers would take for an entry.
    private static func render(_ changes: Changes) -> String {
        let parts = [("added", changes.added), ("updated", changes.updated), ("removed", changes.removed)]
        let lines = parts.filter { !$0.1.isEmpty }.flatMap { word, numbers in
            stride(from: 0, to: numbers.count, by: 16).map { start in
                let row = numbers[start..<min(start + 16, numbers.count)].map(threeDigits).joined(separator: " ")
                return "  \(start == 0 ? word + ":" : "")".padding(toLength: 12, withPad: " ", startingAt: 0) + row
            }
        }
        return (["", "Changes since version \(changes.since):"] + (lines.isEmpty ? ["  none"] : lines) + ["", ""])
            .joined(separator: "\n")
    }

    private static func render(_ entry: Entry, date: Date) -> String {
        let key = entry.key
        var lines = [
            "", "\(threeDigits(entry.number))  [ ] Fingerprint OK        [ ] ID OK",
            "pub   \(key.algorithm) \(day(key.created)) [\(key.capabilities)]\(expiry(of: key, date: date))",
            "      " + key.fingerprint.grouped,
        ]
        // A user id is written as GnuPG prints it, or `gpgsigs` does not find it.
        lines += key.names(at: date).map { "uid" + String(repeating: " ", count: 22) + $0.text }
        // Lines that begin with this word mean nothing to any reader.
        if let first = entry.samePersonAs { lines.append("note  another key of \(threeDigits(first))") }
        lines += ["", String(repeating: "_", count: 79), ""]
        return lines.joined(separator: "\n")
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

    private static func longDate(_ date: CivilDate) -> String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        // 1970-01-01 was a Thursday.
        let weekday = days[((date.daysSince1970 + 3) % 7 + 7) % 7]
        return "\(weekday), \(months[date.month - 1]) \(date.day < 10 ? " " : "")\(date.day), \(date.year)"
    }
}

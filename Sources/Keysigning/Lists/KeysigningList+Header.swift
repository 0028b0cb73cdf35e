package import Conference
import Foundation

extension KeysigningList {
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
        /// First digits of the file's own SHA-256, upper case; empty where none are filled in.
        package var digits: String

        package init(
            eventName: String, organizer: String, date: CivilDate, time: TimeOfDay, edition: Edition,
            fileName: String, changes: Changes? = nil, digits: String = ""
        ) {
            self.eventName = eventName
            self.organizer = organizer
            self.date = date
            self.time = time
            self.edition = edition
            self.fileName = fileName
            self.changes = changes
            self.digits = digits
        }
    }

    /// What an erratum changes, by numbers.
    package struct Changes: Sendable, Hashable {
        package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
            case added
            /// Handed in again, or proved, since.
            case updated
            /// The owner did not come.
            case absent
            /// Taken back by the owner or the desk, or the owner left.
            case withdrawn
            /// Revoked by the owner: nobody should sign it.
            case revoked
            /// Ran out and was not extended.
            case expired
        }

        /// The version before.
        package let since: Int
        /// Ascending.
        package let numbers: [Kind: [Int]]

        package init(since: Int, numbers: [Kind: [Int]]) {
            self.since = since
            self.numbers = numbers.filter { !$0.value.isEmpty }
        }

        /// Lines of at most 79 columns; none begins with a number and a box, which readers would take for an entry.
        package var lines: [String] {
            let lines = Kind.allCases.flatMap { kind -> [String] in
                let all = numbers[kind] ?? []
                return stride(from: 0, to: all.count, by: 16).map { start in
                    let row = all[start..<min(start + 16, all.count)].map(KeysigningList.threeDigits).joined(
                        separator: " ")
                    let word = start == 0 ? "\(kind.rawValue):" : ""
                    return "  \(word)".padding(toLength: 13, withPad: " ", startingAt: 0) + row
                }
            }
            return ["Changes since version \(since):"] + (lines.isEmpty ? ["  none"] : lines)
        }
    }
}

extension KeysigningList.Header {
    /// The heading, byte for byte as `gpgparticipants -a SHA256` writes it, including the blank at the end of the title.
    func text(copy: KeysigningList.ReaderCopy = .init()) -> String {
        let parts = parts(copy: copy)
        return parts.before + digits + parts.after
    }

    /// What stands before the first digits of the SHA-256, and after so many of them.
    ///
    /// - Parameter count: how many digits are filled in; nil for those of this heading.
    func parts(
        filling count: Int? = nil, copy: KeysigningList.ReaderCopy = .init()
    ) -> (before: String, after: String) {
        let edition =
            switch edition {
            case .draft: "(draft: numbers may change)"
            case .version(let number): "(v \(number).0)"
            }
        let title = eventName.uppercased().map { "\($0) " }.joined()
        let note = copy.note.map { Self.centred($0, in: 79) + "\n" } ?? ""
        let changes = changes.map { "\n" + $0.lines.joined(separator: "\n") + "\n\n" } ?? ""
        let before = """
            \(Self.longDate(date));  \(time)
            \(String(repeating: " ", count: max(0, 80 - organizer.count)))\(organizer)


            \(Self.centred(title, in: 72))

                                 List of Participants  \(edition)
            \(note)
            \(changes)
            Here's what you have to do with this file:

            (1) Print this UTF-8 encoded file to paper.

            (2) Compute this file's SHA256 checksum.

                  gpg --print-md SHA256 \(fileName)

            (3) Fill in the hash values on the printout.

            (4) Bring the printout, a pen, and proof of identity to the key signing party
                (and be on time!).


            SHA256 Checksum:\u{20}
            """
        let blank = Self.blank
        let after = """
            \(blank.dropFirst(count ?? digits.count))

                             \(blank)              [\(copy.isChecked ? "x" : " ")]



            """
        return (before, after)
    }

    /// There are four blanks before the first gap: as many digits can be filled in at most.
    private static let blank = String(repeating: "____ ____   ", count: 3) + "____ ____"

    private static func centred(_ text: String, in width: Int) -> String {
        String(repeating: " ", count: max(0, (width - text.count) / 2)) + text
    }

    private static func longDate(_ date: CivilDate) -> String {
        let month = Language.english.monthNames[date.month - 1]
        return "\(Language.english.weekdayName(date)), \(month) \(date.day < 10 ? " " : "")\(date.day), \(date.year)"
    }
}

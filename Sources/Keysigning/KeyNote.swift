package import Foundation
package import OpenPGP

/// What stands below a key on the list, for those who sign it.
///
/// The text list says it in English, as all of its layout is (docs/keysigning-formats.md, "The list"); paper says it in the
/// language of its reader.
package enum KeyNote: Sendable, Hashable {
    /// A further key of the person whose first key has that number.
    case samePerson(Int)
    /// Nobody showed that they hold the key.
    case unproved
    /// A user id, counted from 1 among those of the list, does not read the way it looks.
    ///
    /// `shown` makes visible what does not show, or turns or covers other text; nil where it would say nothing more.
    case oddity(userID: Int, CertificateWarning.Code, shown: String?)
    /// What a list says that was frozen by another version of this program.
    case other(String)

    /// As the text list has it.
    package var text: String {
        switch self {
        case .samePerson(let number): "another key of \(KeysigningList.threeDigits(number))"
        case .unproved: "control of this key was not proved"
        case .oddity(let position, let code, let shown):
            "user id \(position) \(Self.reasons[code] ?? code.rawValue)" + (shown.map { ": \($0)" } ?? "")
        case .other(let text): text
        }
    }

    /// Other oddities show in what GnuPG prints.
    private static let reasons: [CertificateWarning.Code: String] = [
        .userIDInvisibleCharacters: "has characters that do not show or that turn text around",
        .userIDMixedScripts: "mixes letters of several scripts in one word",
        .userIDLookAlikes: "has letters that look like others",
        .userIDStackedMarks: "has marks stacked upon one another",
    ]

    /// What there is to say of a key at that time.
    ///
    /// A line never holds as many hexadecimal digits in a row as a fingerprint has, which programs would take for one.
    static func all(of key: ListedKey, at date: Date, samePersonAs first: Int?, isProved: Bool) -> [KeyNote] {
        var notes: [KeyNote] = []
        if let first { notes.append(.samePerson(first)) }
        if !isProved { notes.append(.unproved) }
        for (index, name) in key.names(at: date).enumerated() {
            let marked = name.markedText
            let isShown = marked != name.text && marked.firstMatch(of: #/[0-9A-Fa-f ]{32,}/#) == nil
            let codes = name.oddities.filter { reasons[$0] != nil }
            // The last of several says how the user id reads.
            for code in codes {
                notes.append(.oddity(userID: index + 1, code, shown: isShown && code == codes.last ? marked : nil))
            }
        }
        return notes
    }
}

extension ListedEntry {
    /// The notes of the entry, told apart by what they were made of.
    ///
    /// - Parameter date: when the version was frozen.
    package func keyNotes(at date: Date) -> [KeyNote] {
        let known = [false, true].flatMap {
            KeyNote.all(of: submission.key, at: date, samePersonAs: samePersonAs, isProved: $0)
        }
        return notes.map { text in known.first { $0.text == text } ?? .other(text) }
    }
}

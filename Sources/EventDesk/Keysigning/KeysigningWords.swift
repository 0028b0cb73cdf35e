import Catalogues
package import Conference
import Foundation
package import Keysigning
import OpenPGP

// What papers and letters of the keysigning say, in the language of their reader.

extension KeysigningList.Header {
    /// Date and time of the keysigning.
    func when(_ format: ReaderFormat) -> String {
        "\(format.language.fullDate(date)), \(format.time(minute: time.minutes))"
    }
}

extension KeyNote {
    func sentence(_ words: Catalogue) -> String {
        switch self {
        case .samePerson(let number):
            return words("ksp_note_same_person", ["number": KeysigningList.threeDigits(number)])
        case .unproved: return words("ksp_note_unproved")
        case .oddity(let position, let code, let shown):
            let note = words("ksp_note_\(code.rawValue)", ["position": "\(position)"])
            return shown.map { words("ksp_note_shown", ["note": note, "name": $0]) } ?? note
        case .other(let text): return text
        }
    }
}

extension KeysigningSubmission.Revoked {
    /// Who revoked a key.
    func sentence(_ words: Catalogue) -> String {
        if let revoker { return words("ksp_revoked_by", ["revoker": revoker.grouped]) }
        return words(isWholeKey ? "ksp_revoked_by_owner" : "ksp_revoked_names")
    }
}

extension KeysigningList.Changes {
    /// A line for each kind of change, but for those left out.
    func sentences(_ words: Catalogue, without left: Set<Kind> = []) -> [String] {
        Kind.allCases.filter { !left.contains($0) }.compactMap { kind in
            guard let numbers = numbers[kind] else { return nil }
            let list = numbers.map(KeysigningList.threeDigits).joined(separator: " ")
            return words("ksp_change_\(kind.rawValue)", ["numbers": list])
        }
    }
}

extension EventServices {
    /// What an erratum changes, a line each, with who revoked what; nothing for the first version.
    package func changes(of list: FrozenList, in language: Language) async throws -> [String] {
        guard let changes = list.header.changes else { return [] }
        let words = Catalogue.of(language)
        let title = words("ksp_changes_since", ["version": "\(changes.since)"])
        let revoked = Set(changes.numbers[.revoked] ?? [])
        let revocations = try await keysigning.revokedKeys().compactMap { key, _ -> String? in
            guard let number = key.number, revoked.contains(number), let revocation = key.revoked else { return nil }
            return words(
                "ksp_change_who",
                ["number": KeysigningList.threeDigits(number), "who": revocation.sentence(words)])
        }
        let lines = changes.sentences(words) + revocations
        return [title] + (lines.isEmpty ? [words("ksp_changes_none")] : lines)
    }
}

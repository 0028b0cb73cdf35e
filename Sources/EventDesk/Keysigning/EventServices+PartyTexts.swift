import Catalogues
package import Conference
import EventStore
package import Keysigning
import RegistrationLedger

// What the participants of a keysigning party read as text, each in their own language.

extension EventServices {
    /// A frozen version as one reader gets it, with hidden digits, and with a line that says whose copy it is.
    ///
    /// - Throws: as `KeysigningDesk.maskedList`.
    package func maskedCopy(
        version: Int, reader: Registration.ID, count: Int = FingerprintMask.defaultCount
    ) async throws -> [UInt8] {
        try await keysigning.maskedList(version: version, reader: reader, count: count) { reader in
            Catalogue.of(reader.language)("ksp_copy_note", ["code": reader.code.description])
        }
    }
}

extension RotationPlan {
    /// Everybody's page as text, one after the other; UTF-8, LF.
    package var text: String {
        zip(people, stops()).map { person, stops in
            let words = Catalogue.of(person.language)
            let rows = stops.map { Self.row($0, words) }
            return (["\(person.label)  \(person.name)", String(repeating: "=", count: 79)] + rows + ["", ""])
                .joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private static func row(_ stop: Stop, _ words: Catalogue) -> String {
        let begins = right(stop.round) + (stop.time.map { "  \($0)" } ?? "")
        guard let partner = stop.partner, let place = stop.place else { return "\(begins)  \(words("ksp_paper_rest"))" }
        return "\(begins)  \(words("ksp_paper_place")) \(right(place))  \(partner.label)  \(partner.name)"
    }

    /// A number at the right of a column of four.
    private static func right(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: " ", count: max(0, 4 - digits.count)) + digits
    }
}

import Catalogues
package import Conference
package import RegistrationLedger

extension AccountStatement.Line {
    /// What the line is, as one tells the person: `Payment, card`.
    package func sentence(in language: Language) -> String {
        Catalogue.of(language).booking(word, by: method?.rawValue)
    }
}

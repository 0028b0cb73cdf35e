import Catalogues
package import CheckIn
package import Conference

extension Withholding {
    /// Why the scan waits, in one sentence.
    package func sentence(in language: Language) -> String { Catalogue.of(language)("withheld_\(rawValue)") }
}

import Conference
import Foundation

extension CountryCode {
    /// Reads what other systems export: a code, or the English name of a country; nil for an empty text.
    ///
    /// - Throws: `country_unknown`.
    init?(imported text: String) throws {
        let code = text.utf8.count == 2 ? text : Self.codes[SearchText.fold(text)] ?? text
        try self.init(orNone: code)
    }

    /// The code of every country by its folded name, as the Unicode CLDR has it.
    private static let codes: [String: String] = {
        let english = Locale(identifier: "en")
        let named = assigned.sorted().map { code in
            (SearchText.fold(english.localizedString(forRegionCode: code) ?? code), code)
        }
        return Dictionary(named) { first, _ in first }
    }()
}

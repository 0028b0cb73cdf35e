/// Why something could not be set, drawn or written.
///
/// Codes: `color_malformed`, `font_configuration_unreadable`, `font_folder_missing`, `fonts_missing`, `svg_unreadable`,
/// `drawing_failed`, `output_failed`, `image_too_large`.
package struct TypesettingError: Error {
    /// A fact about the failure, for the words that people read.
    package struct Detail: Sendable, Hashable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Stable, snake_case.
    package let code: String
    /// In a fixed order.
    package let details: [Detail]
    /// What a library or the caller's writer said.
    package let underlying: (any Error)?

    init(_ code: String, _ details: Detail..., underlying: (any Error)? = nil) {
        self.code = code
        self.details = details
        self.underlying = underlying
    }
}

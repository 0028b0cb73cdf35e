/// Why a text could not become a QR code.
///
/// Codes: `qr_text_empty`, `qr_text_has_zero_byte`, `qr_text_too_long` (details `bytes`), `qr_out_of_memory`.
package struct QRCodeError: Error, Hashable {
    /// A fact about the failure, for the words that people read.
    package struct Detail: Sendable, Hashable {
        package let name: String
        package let value: String
    }

    /// Stable, snake_case.
    package let code: String
    /// In a fixed order.
    package let details: [Detail]

    init(code: String, details: [Detail] = []) {
        self.code = code
        self.details = details
    }
}

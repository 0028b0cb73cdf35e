package import Conference

/// Why a text could not become a QR code.
package typealias QRCodeError = CodedError<QRCodeErrorCode>

/// The codes of `QRCodeError`, stable across versions; docs/error-codes.md has the words of each.
package enum QRCodeErrorCode: String, ErrorCode {
    /// There is not enough memory for a QR code.
    case qrOutOfMemory = "qr_out_of_memory"
    /// A QR code needs a text.
    case qrTextEmpty = "qr_text_empty"
    /// The text of a QR code holds a zero byte.
    case qrTextHasZeroByte = "qr_text_has_zero_byte"
    /// The text is too long for a QR code.
    case qrTextTooLong = "qr_text_too_long"
}

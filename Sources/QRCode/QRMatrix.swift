internal import CQREncode
import Conference
internal import Foundation

/// The modules of a QR code (ISO/IEC 18004), without its quiet zone.
package struct QRMatrix: Sendable, Hashable {
    /// Light modules that must surround the code on every side (ISO/IEC 18004, 5.3.8).
    package static let quietZone = 4

    /// Modules along one side: 17 + 4 × version, so 21 to 177.
    package let side: Int

    /// One byte per module, row by row from the top left: 1 is dark, 0 is light.
    package let modules: [UInt8]

    /// Encodes a text at error correction level M in the smallest version that holds it.
    ///
    /// Digits and upper-case alphanumerics (`0–9 A–Z $ % * + - . / :` and space) are packed as such, which is what makes
    /// a credential of 120 characters fit version 5; anything else is stored as UTF-8 bytes. At most 2,331 bytes fit.
    ///
    /// Throws `qr_text_empty`, `qr_text_has_zero_byte`, `qr_text_too_long` or `qr_out_of_memory`.
    package init(_ text: String) throws(QRCodeError) {
        guard !text.isEmpty else { throw QRCodeError(.qrTextEmpty) }
        guard !text.utf8.contains(0) else { throw QRCodeError(.qrTextHasZeroByte) }

        // QRcode_encodeString8bit would never use the alphanumeric mode; the last argument keeps lower case apart.
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else {
            let reason = errno
            throw reason == ERANGE
                ? QRCodeError(
                    .qrTextTooLong, ErrorDetail("bytes", text.utf8.count))
                : QRCodeError(.qrOutOfMemory)
        }
        defer { QRcode_free(code) }

        let side = Int(code.pointee.width)
        // libqrencode keeps other information in the higher bits.
        modules = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 }
        self.side = side
    }

    /// The version of the symbol, 1 to 40.
    package var version: Int { (side - 17) / 4 }
}

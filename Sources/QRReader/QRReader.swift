internal import CZBar
import Conference
package import Foundation

/// Reads the QR code in a picture, for phones whose browser cannot.
///
/// It takes grey bytes, not a file format, so that no image decoder ever sees what a phone sends.
package enum QRReader {
    /// The longest side of a picture, in pixels.
    package static let sideMax = 1024

    /// The text of a QR code in a picture; nil if it shows none, or one that is not UTF-8.
    ///
    /// Blocks for a few milliseconds: call it where that does no harm.
    /// - Parameters:
    ///   - picture: `width` × `height` bytes, row by row from the top left; 0 is black, 255 white.
    ///   - width: in pixels, from 1 to `sideMax`, as `height`.
    /// - Throws: `picture_size_invalid` if the sides are out of range or do not fit the bytes.
    package static func text(in picture: Data, width: Int, height: Int) throws(QRReaderError) -> String? {
        guard (1...sideMax).contains(width), (1...sideMax).contains(height), picture.count == width * height else {
            throw QRReaderError(.pictureSizeInvalid, ErrorDetail("side_max", sideMax))
        }
        let scanner = zbar_image_scanner_create()
        defer { zbar_image_scanner_destroy(scanner) }
        zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0)
        zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1)
        let image = zbar_image_create()
        defer { zbar_image_destroy(image) }
        zbar_image_set_format(image, zbar_format_grey())
        zbar_image_set_size(image, UInt32(width), UInt32(height))
        return picture.withUnsafeBytes { bytes in
            zbar_image_set_data(image, bytes.baseAddress, UInt(bytes.count), nil)
            defer { zbar_image_set_data(image, nil, 0, nil) }
            guard zbar_scan_image(scanner, image) > 0, let symbol = zbar_image_first_symbol(image),
                let data = zbar_symbol_get_data(symbol)
            else { return nil }
            let length = Int(zbar_symbol_get_data_length(symbol))
            let text = UnsafeRawBufferPointer(start: data, count: length)
            return String(validating: text, as: UTF8.self)
        }
    }
}

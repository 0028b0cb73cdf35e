package import Conference

/// Why a picture could not be read.
package typealias QRReaderError = CodedError<QRReaderErrorCode>

/// The codes of `QRReaderError`, stable across versions; docs/error-codes.md has the words of each.
package enum QRReaderErrorCode: String, ErrorCode {
    /// The picture's sides do not fit its bytes, or one is over {side_max} pixels.
    case pictureSizeInvalid = "picture_size_invalid"
}

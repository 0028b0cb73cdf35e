internal import QRCode
internal import Typesetting

/// What can be worked out about one side of a badge without setting or drawing anything, so on any thread: its texts,
/// cleaned, and its QR codes, which take a third of a badge's time.
struct BadgePreparation: Sendable {
    enum Part: Sendable {
        /// A text to be set.
        case text(BadgeText)
        /// The modules of a QR code; nil if there is no text for one.
        case code(Result<BitMask, QRCodeError>?)
        /// A field that needs no preparation.
        case none

        init(_ field: BadgeField, of badge: BadgeContent) {
            self =
                switch field.value {
                case .text(let text): .text(BadgeText(text(badge)))
                case .days: .text(BadgeText(badge.daysText))
                case .code(let text): .code(Self.mask(text(badge)))
                case .schedule, .dot: .none
                }
        }

        private static func mask(_ text: String) -> Result<BitMask, QRCodeError>? {
            guard !text.isEmpty else { return nil }
            return Result { () throws(QRCodeError) in
                let matrix = try QRMatrix(text)
                return BitMask(width: matrix.side, height: matrix.side, pixels: matrix.modules)
            }
        }
    }

    /// One for each of the fields, in their order.
    let parts: [Part]

    init(_ badge: BadgeContent, fields: [BadgeField]) {
        parts = fields.map { Part($0, of: badge) }
    }
}

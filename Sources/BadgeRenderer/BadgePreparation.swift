import Conference
internal import QRCode
internal import Typesetting

/// What can be prepared for one side of a badge without drawing, and so on any thread: its texts, set, and its QR
/// codes, which take a third of a badge's time.
struct BadgePreparation: Sendable {
    enum Part: Sendable {
        case text(PreparedText)
        /// The modules of a QR code; nil if there is no text for one.
        case code(Result<BitMask, QRCodeError>?)
        /// A field that needs no preparation.
        case none

        init(_ placement: BadgeTemplate.Placement, of badge: BadgeContent, on shelf: TextShelf) {
            func set(_ text: String) -> Part {
                .text(PreparedText(text, placement, box: placement.size, language: badge.language, on: shelf))
            }
            self =
                switch placement.field.value {
                case .text(let text): set(text(badge))
                case .days where placement.style.shape == .chips: .none
                case .days: set(badge.daysText)
                case .code(let text): .code(Self.mask(text(badge)))
                case .prose, .schedule, .dot: .none
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

    let badge: BadgeContent
    /// One for each of the placements, in their order.
    let parts: [Part]

    init(_ badge: BadgeContent, _ placements: [BadgeTemplate.Placement], on shelf: TextShelf) {
        self.badge = badge
        parts = placements.map { Part($0, of: badge, on: shelf) }
    }
}

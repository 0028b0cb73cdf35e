package import Typesetting

/// How badges are laid out on paper.
package struct Sheet: Sendable, Hashable {
    /// A kind of label sheet, as its maker cuts it.
    package struct Preset: Sendable, Hashable {
        /// What commands and the API call it.
        package let id: String
        /// What the box says.
        package let title: String
        package let paper: Size
        package let label: Size
        package let columns: Int
        package let rows: Int
        /// The top left of the first label.
        package let origin: Point
        /// From one label's left (top) edge to the next one's.
        package let pitch: Size
        /// A roll that is cut after each badge: the paper is as long as the badge, whatever `paper` says.
        package let isEndless: Bool

        init(
            _ id: String, _ title: String, paper: Size, label: Size, columns: Int, rows: Int, origin: Point,
            pitch: Size,
            isEndless: Bool = false
        ) {
            self.id = id
            self.title = title
            self.paper = paper
            self.label = label
            self.columns = columns
            self.rows = rows
            self.origin = origin
            self.pitch = pitch
            self.isEndless = isEndless
        }
    }

    /// The order of badges, for boxes at the desk.
    package enum Order: String, Sendable, CaseIterable {
        /// By the name on the badge.
        case name
        /// By the last word of the name on the badge, then by the whole.
        case lastName = "last-name"
        /// By the affiliation, then by the name on the badge; those without one come last.
        case affiliation
        /// By the short code.
        case code
    }

    /// Which sides of a template that has a back are printed.
    package enum Sides: String, Sendable, CaseIterable {
        /// Only the fronts.
        case fronts
        /// Only the backs, for printers without a duplex unit: fronts first, then the same paper again.
        case backs
        /// Each page of fronts is followed by its page of backs, if the template has a back.
        case both
    }

    /// How the printer, or a hand, turns the paper for the back.
    package enum Flip: String, Sendable, CaseIterable {
        case longEdge = "long-edge"
        case shortEdge = "short-edge"
    }

    /// Nil for pages of the badge's own size.
    package var preset: Preset?
    /// The first label to print on, from 1, so that partly used sheets can be finished.
    package var firstLabel: Int
    /// Labels of the first sheet that are used or spoilt, from 1.
    package var skippedLabels: Set<Int>
    /// Marks around the badges that show where to cut; pages of the badge's own size grow by them.
    package var hasCropMarks: Bool
    package var sides: Sides
    package var flip: Flip
    /// Nil for the order in which the badges are given.
    package var order: Order?
    /// A label with the initial letter before each group of badges; needs an order.
    package var hasDividers: Bool

    package init(
        preset: Preset?, firstLabel: Int = 1, skippedLabels: Set<Int> = [], hasCropMarks: Bool = false,
        sides: Sides = .both, flip: Flip = .longEdge, order: Order? = nil, hasDividers: Bool = false
    ) {
        self.preset = preset
        self.firstLabel = firstLabel
        self.skippedLabels = skippedLabels
        self.hasCropMarks = hasCropMarks
        self.sides = sides
        self.flip = flip
        self.order = order
        self.hasDividers = hasDividers
    }

    /// One badge, one page.
    package static let single = Sheet(preset: nil)
    package static let letter6up = Sheet(preset: .letter6up)
}

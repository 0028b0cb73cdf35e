package import EventDesk

/// How the event stands, as JSON.
package struct FiguresBody: Encodable, Sendable {
    /// Those whose place stands, and those of them who owe nothing.
    package let registered: Int
    package let paid: Int
    /// Those who have a badge on paper.
    package let printed: Int
    /// Those who come today, and those of them who came; of the whole event outside its days.
    package let expected: Int
    package let arrived: Int
    package let openConflicts: Int

    package init(_ figures: EventFigures) {
        registered = figures.registered
        paid = figures.paid
        printed = figures.printed
        expected = figures.expected
        arrived = figures.arrived
        openConflicts = figures.openConflicts
    }
}

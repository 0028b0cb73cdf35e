import Catalogues
import CheckIn
import Conference
import Foundation

/// Arrivals per five minutes as bars, for a template that draws them as SVG; with the same numbers as a table.
struct ArrivalChart {
    /// How much of the past it shows, in slots: three hours.
    private static let slotCount = 36
    private static let barWidth = 18
    private static let height = 160

    private let slots: [(start: Date, people: Int)]
    private let visit: PageVisit

    /// The last three hours, to the end of the slot that is running.
    static func window(at now: Date) -> Range<Date> {
        let length = Double(ArrivalFigures.slotSeconds)
        let end = ((now.timeIntervalSince1970 / length).rounded(.down) + 1) * length
        return Date(timeIntervalSince1970: end - Double(slotCount) * length)..<Date(timeIntervalSince1970: end)
    }

    init(_ counts: [Date: Int], window: Range<Date>, visit: PageVisit) {
        self.visit = visit
        slots = (0..<Self.slotCount).map { index in
            let start = window.lowerBound.addingTimeInterval(Double(index * ArrivalFigures.slotSeconds))
            return (start, counts[start] ?? 0)
        }
    }

    var value: PageValue {
        let top = Self.roundedUp(slots.map(\.people).max() ?? 0)
        let total = slots.map(\.people).reduce(0, +)
        return [
            "summary": .text(visit.words("chart_summary", ["people": visit.format.number(total)])),
            "width": .number(Self.slotCount * Self.barWidth + 64), "height": .number(Self.height + 32),
            "bars": .list(
                slots.enumerated().map { index, slot in
                    let length = slot.people * Self.height / top
                    return [
                        "x": .number(40 + index * Self.barWidth + 2), "y": .number(8 + Self.height - length),
                        "width": .number(Self.barWidth - 4), "height": .number(length),
                        "label": "\(visit.format.time(slot.start)): \(String(slot.people))",
                    ]
                }),
            "lines": .list(
                [0, top / 2, top].map { level in
                    let y = 8 + Self.height - level * Self.height / top
                    return [
                        "y": .number(y), "text_y": .number(y + 4), "label": .number(level),
                        "end": .number(40 + Self.slotCount * Self.barWidth),
                    ]
                }),
            "times": .list(
                slots.enumerated().filter { Int($0.element.start.timeIntervalSince1970) % 1800 == 0 }.map {
                    ["x": .number(40 + $0.offset * Self.barWidth), "label": .text(visit.format.time($0.element.start))]
                }),
            "baseline": .number(8 + Self.height), "times_y": .number(Self.height + 26),
            "rows": .list(
                slots.filter { $0.people > 0 }.map {
                    ["time": .text(visit.format.time($0.start)), "people": .number($0.people)]
                }),
            "is_empty": .flag(total == 0),
        ]
    }

    /// The next even number of the form 1, 2, 4, 5, 6, 8 × 10ⁿ: a scale whose half is whole.
    private static func roundedUp(_ number: Int) -> Int {
        var power = 1
        while power * 10 < number { power *= 10 }
        return [2, 4, 6, 8, 10, 20].map { $0 * power }.first { $0 >= number } ?? number * 2
    }
}

internal import Conference
internal import Typesetting

@TypesettingActor
extension BadgeComposer {
    /// Heights in font sizes: a day's heading with its rule, a line, the room between two days.
    private enum Row {
        static let heading = 1.7
        static let entry = 1.35
        static let gap = 0.55
    }

    /// The days below each other, as large as all of them fit; anything that does not fit at the smaller size is
    /// reported.
    func scheduleElements(
        _ placement: BadgeTemplate.Placement, color: Color, badge: BadgeContent, log: inout PreflightLog
    ) -> [Composition.Element] {
        guard let style = placement.style.text, !badge.schedule.isEmpty else { return [] }
        let rows = badge.schedule.reduce(Row.gap * Double(badge.schedule.count - 1)) {
            $0 + Row.heading + Row.entry * Double($1.entries.count)
        }
        let fitting = (placement.size.height / rows * 8).rounded(.down) / 8
        let size = min(style.sizeMax, max(style.sizeMin, fitting))
        let width = placement.size.width
        let hoursWidth = size * 6.4
        let text = ScheduleText(placement: placement, badge: badge, size: size)

        var elements: [Composition.Element] = []
        var y = 0.0
        for day in badge.schedule {
            let lines: [(text: ScheduleText.Line, height: Double)] =
                [(.heading(day.title), Row.heading)] + day.entries.map { (.entry($0), Row.entry) }
            for (line, height) in lines {
                guard y + height * size <= placement.size.height + 0.5 else {
                    log.add(PreflightFinding(.textEllipsized, nil, placement.field, ErrorDetail("size", size)))
                    return elements
                }
                let box = Rect(x: 0, y: y, width: width, height: height * size)
                switch line {
                case .heading(let title):
                    let baseline = Rect(x: 0, y: y, width: width, height: size * 1.05)
                    elements += element(title, text, .bold, baseline, color, &log)
                    let rule = y + size * 1.4
                    elements.append(.rule(from: Point(x: 0, y: rule), to: Point(x: width, y: rule), color))
                case .entry(let entry):
                    let ink = Color(red: 0.1, green: 0.11, blue: 0.14)
                    let baseline = box.size.height - size * 0.25
                    elements += element(
                        entry.hours, text, .regular, Rect(x: 0, y: y, width: hoursWidth, height: baseline), ink, &log)
                    elements += element(
                        entry.title, text, .regular,
                        Rect(x: hoursWidth, y: y, width: width - hoursWidth, height: baseline), ink, &log)
                }
                y += height * size
            }
            y += Row.gap * size
        }
        return elements
    }

    private struct ScheduleText {
        enum Line {
            case heading(String)
            case entry(BadgeContent.ScheduleDay.Entry)
        }

        let placement: BadgeTemplate.Placement
        let badge: BadgeContent
        let size: Double
    }

    private func element(
        _ line: String, _ text: ScheduleText, _ weight: TextStyle.Weight, _ box: Rect, _ color: Color,
        _ log: inout PreflightLog
    ) -> [Composition.Element] {
        guard var style = text.placement.style.text else { return [] }
        style.weight = weight
        style.sizeMax = text.size
        style.sizeMin = min(style.sizeMin, text.size)
        style.linesMax = 1
        style.verticalAlignment = .baseline
        style.alignsInk = false
        let set = PreparedText(line, text.placement, style: style, box: box.size, language: nil, on: texts)
        return textElement(set, text.placement, at: box.origin, color: color, badge: text.badge, log: &log)
            .map { [$0] } ?? []
    }
}

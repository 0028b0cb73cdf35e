import Catalogues
import Conference
import Foundation
import Typesetting

/// The layout of the sheet at the end of a date: takings, drawers, card terminals, the safe, lines for two signatures.
@TypesettingActor
struct DayEndLayout {
    private let sheet: DayEndPaper
    private let words: Catalogue
    private let format: ReaderFormat
    private let typist: Typist

    /// A name, a second one, and four figures.
    private static let columns: [(x: Double, width: Double)] = [
        (0, 140), (150, 90), (250, 60), (315, 60), (380, 60), (445, 59),
    ]

    init(_ sheet: DayEndPaper, words: Catalogue, format: ReaderFormat, typist: Typist) {
        self.sheet = sheet
        self.words = words
        self.format = format
        self.typist = typist
    }

    func flow() -> PageFlow {
        let title = sheet.title(words, format)
        var flow = PageFlow(
            heading: typist.row([Self.full(title)], size: 9, color: Typist.faint, padding: 12),
            footer: { [typist, words, sheet] canvas, top, page, count in
                let number = words("document_page", ["page": "\(page)", "pages": "\(count)"])
                PageFlow.rule(canvas, top - 6, width: 0.5)
                typist.row(
                    [Self.full("\(sheet.event) · \(title) · \(number)")], size: 8, color: Typist.faint, padding: 0
                )
                .draw(canvas, top)
            })
        flow.add(typist.row([Self.full(title)], size: 20, weight: .semibold, padding: 4))
        flow.add(typist.row([Self.full(sheet.event)], size: 11, padding: 2))
        let printed = words("day_end_printed", ["time": format.fullMoment(sheet.time)])
        flow.add(typist.row([Self.full(printed)], size: 9.5, color: Typist.faint, padding: 2))
        flow.addSpace(16)
        addTakings(&flow)
        addDrawers(&flow)
        addTerminals(&flow)
        for (name, amount) in [("day_end_dropped", sheet.dropped), ("day_end_safe", sheet.safe)] {
            flow.add(row([words(name), "", "", "", "", format.decimal(amount)], bold: true))
            flow.add(rule(0.5, Typist.hairline))
        }
        flow.addSpace(44)
        flow.add(
            PageFlow.Block(height: 20) { [typist, words] canvas, top in
                for (x, name) in [(0.0, "shift_counted_by"), (270.0, "day_end_checked_by")] {
                    let left = PageFlow.margin + x
                    canvas.line(
                        from: Point(x: left, y: top), to: Point(x: left + 220, y: top), color: Typist.ink,
                        lineWidth: 0.6)
                    typist.row(
                        [.init(words(name), (x: x, width: 220))], size: 8.5, color: Typist.faint, padding: 0
                    )
                    .draw(canvas, top + 2)
                }
            })
        return flow
    }

    private func addTakings(_ flow: inout PageFlow) {
        addHeading(
            &flow, names: 2, "day_end_till", "shift_method", "shift_entries", "shift_received", "shift_returned",
            "day_end_net")
        for takings in sheet.takings {
            flow.add(
                row(
                    [
                        takings.till ?? words("day_end_no_till"), method(takings.method), String(takings.count),
                        format.decimal(takings.received), format.decimal(-takings.returned),
                        format.decimal(takings.received - takings.returned),
                    ], names: 2))
            flow.add(rule(0.5, Typist.hairline))
        }
        for name in methods {
            let own = sheet.takings.filter { $0.method == name }
            let (received, returned) = (own.map(\.received).total(), own.map(\.returned).total())
            flow.add(
                row(
                    [
                        words("shift_all"), method(name), String(own.reduce(0) { $0 + $1.count }),
                        format.decimal(received), format.decimal(-returned), format.decimal(received - returned),
                    ], names: 2, bold: true))
        }
        if methods.isEmpty { flow.add(row([words("day_end_nothing"), "", "", "", "", ""])) }
        flow.addSpace(18)
    }

    private func addDrawers(_ flow: inout PageFlow) {
        guard !sheet.drawers.isEmpty else { return }
        addHeading(
            &flow, "day_end_drawer", "shift_float", "shift_dropped", "day_end_expected", "shift_counted",
            "day_end_difference")
        for drawer in sheet.drawers {
            flow.add(
                row([
                    words("shift_title", ["number": String(drawer.number), "till": drawer.till]),
                    format.decimal(drawer.float), format.decimal(drawer.dropped), format.decimal(drawer.expected),
                    drawer.counted.map(format.decimal) ?? words("day_end_open"),
                    drawer.counted.map { format.decimal($0 - drawer.expected) } ?? "",
                ]))
            flow.add(rule(0.5, Typist.hairline))
        }
        flow.addSpace(18)
    }

    private func addTerminals(_ flow: inout PageFlow) {
        addHeading(&flow, "day_end_terminals", "", "", "", "", "day_end_amount")
        for terminal in sheet.terminals {
            let name = terminal.name + (terminal.reason.isEmpty ? "" : ": \(terminal.reason)")
            flow.add(wide(name, terminal.amount))
            flow.add(rule(0.5, Typist.hairline))
        }
        flow.add(wide(words("day_end_cards"), sheet.cards))
        flow.add(rule(0.5, Typist.hairline))
        if sheet.terminals.isEmpty {
            flow.add(row([words("day_end_not_noted"), "", "", "", "", ""]))
        } else {
            let difference = sheet.terminals.map(\.amount).total() - sheet.cards
            flow.add(wide(words("day_end_difference"), difference, bold: true))
            // Whoever signs the sheet writes by hand what nobody typed.
            if difference != .zero, sheet.terminals.allSatisfy(\.reason.isEmpty) {
                flow.add(row([words("day_end_why"), "", "", "", "", ""]))
                flow.addSpace(18)
                flow.add(rule(0.5, Typist.hairline))
            }
        }
        flow.addSpace(18)
    }

    /// The methods of the sheet, each once, in the order in which they first stand there.
    private var methods: [String] {
        sheet.takings.map(\.method).reduce(into: []) { found, name in
            if !found.contains(name) { found.append(name) }
        }
    }

    // MARK: - Rows

    private func method(_ name: String) -> String { words.text("document_method_\(name)") ?? name }

    private func addHeading(_ flow: inout PageFlow, names: Int = 1, _ headings: String...) {
        flow.add(row(headings.map { $0.isEmpty ? "" : words($0) }, names: names, faint: true))
        flow.add(rule(1, Typist.ink))
    }

    /// - Parameter names: how many of the columns hold words.
    private func row(
        _ texts: [String], names: Int = 1, bold: Bool = false, faint: Bool = false
    ) -> PageFlow.Block {
        typist.row(
            zip(texts, Self.columns).enumerated().map { index, cell in
                .init(cell.0, cell.1, index < names ? .left : .right)
            },
            size: faint ? 8.5 : 10, weight: bold ? .semibold : faint ? .medium : .regular,
            color: faint ? Typist.faint : Typist.ink, padding: 4)
    }

    private func wide(_ name: String, _ amount: Money, bold: Bool = false) -> PageFlow.Block {
        typist.row(
            [.init(name, (x: 0, width: 420)), .init(format.decimal(amount), Self.columns[5], .right)], size: 10,
            weight: bold ? .semibold : .regular, padding: 4)
    }

    private static func full(_ text: String) -> Typist.Cell { .init(text, (x: 0, width: PageFlow.width)) }

    private func rule(_ width: Double, _ color: Color) -> PageFlow.Block {
        PageFlow.Block(height: 4) { canvas, top in PageFlow.rule(canvas, top + 3, width: width, color: color) }
    }
}

extension DayEndPaper {
    func title(_ words: Catalogue, _ format: ReaderFormat) -> String {
        words("day_end_title", ["date": format.language.fullDate(date)])
    }
}

import Catalogues
import Conference
import Foundation
import Typesetting

/// The layout of a shift report: takings, then the count, then a line for a signature.
@TypesettingActor
struct ShiftLayout {
    private let shift: ShiftPaper
    private let words: Catalogue
    private let format: ReaderFormat
    private let typist: Typist

    /// Operator, method, payments, received, returned, net.
    private static let columns: [(x: Double, width: Double)] = [
        (0, 150), (160, 70), (240, 50), (300, 60), (370, 60), (440, 64),
    ]

    init(_ shift: ShiftPaper, words: Catalogue, format: ReaderFormat, typist: Typist) {
        self.shift = shift
        self.words = words
        self.format = format
        self.typist = typist
    }

    func flow() -> PageFlow {
        let title = shift.title(words)
        var flow = PageFlow(
            heading: typist.row([Self.full(title)], size: 9, color: Typist.faint, padding: 12),
            footer: { [typist, words, shift] canvas, top, page, count in
                let number = words("document_page", ["page": "\(page)", "pages": "\(count)"])
                PageFlow.rule(canvas, top - 6, width: 0.5)
                typist.row(
                    [Self.full("\(shift.event) · \(title) · \(number)")], size: 8, color: Typist.faint, padding: 0
                )
                .draw(canvas, top)
            })
        flow.add(typist.row([Self.full(title)], size: 20, weight: .semibold, padding: 4))
        flow.add(typist.row([Self.full(shift.event)], size: 11, padding: 2))
        flow.add(line("shift_opened", shift.opened, by: shift.openedBy))
        if let closed = shift.closed { flow.add(line("shift_closed", closed.time, by: closed.author)) }
        flow.addSpace(20)
        addTakings(&flow)
        addCash(&flow)
        flow.addSpace(48)
        flow.add(
            PageFlow.Block(height: 20) { [typist, words] canvas, top in
                canvas.line(
                    from: Point(x: PageFlow.margin, y: top), to: Point(x: PageFlow.margin + 220, y: top),
                    color: Typist.ink,
                    lineWidth: 0.6)
                typist.row([Self.full(words("shift_counted_by"))], size: 8.5, color: Typist.faint, padding: 0).draw(
                    canvas, top + 2)
            })
        return flow
    }

    private func addTakings(_ flow: inout PageFlow) {
        flow.add(
            row(
                [
                    words("shift_operator"), words("shift_method"), words("shift_entries"), words("shift_received"),
                    words("shift_returned"), words("shift_net", ["currency": shift.currency.code]),
                ], faint: true))
        flow.add(rule(1, Typist.ink))
        for takings in shift.takings {
            flow.add(
                row([
                    takings.author, words.text("document_method_\(takings.method)") ?? takings.method,
                    String(takings.count), format.decimal(takings.received),
                    format.decimal(-takings.returned), format.decimal(takings.received - takings.returned),
                ]))
            flow.add(rule(0.5, Typist.hairline))
        }
        let (received, returned) = (shift.takings.map(\.received).total(), shift.takings.map(\.returned).total())
        flow.add(
            row(
                [
                    words("shift_all"), "", String(shift.takings.reduce(0) { $0 + $1.count }), format.decimal(received),
                    format.decimal(-returned), format.decimal(received - returned),
                ], bold: true))
        flow.addSpace(24)
    }

    private func addCash(_ flow: inout PageFlow) {
        let cash = shift.expectedCash + shift.dropped - shift.float
        flow.add(
            row(
                [words("shift_cash"), "", "", "", "", words("shift_amount", ["currency": shift.currency.code])],
                faint: true))
        flow.add(rule(1, Typist.ink))
        var lines = [
            (words("shift_float"), shift.float), (words("shift_cash_taken"), cash),
        ]
        if shift.dropped != .zero { lines.append((words("shift_dropped"), -shift.dropped)) }
        lines.append((words("shift_expected"), shift.expectedCash))
        if let closed = shift.closed { lines.append((words("shift_counted"), closed.counted)) }
        for (name, amount) in lines {
            flow.add(wide(name, format.decimal(amount)))
            flow.add(rule(0.5, Typist.hairline))
        }
        if let closed = shift.closed {
            let word =
                closed.difference == .zero
                ? "shift_exact" : closed.difference < .zero ? "shift_missing" : "shift_over"
            flow.add(wide(words(word), format.decimal(closed.difference), bold: true))
        } else {
            flow.add(wide(words("shift_still_open"), "", bold: true))
        }
    }

    // MARK: - Rows

    private func row(_ texts: [String], bold: Bool = false, faint: Bool = false) -> PageFlow.Block {
        typist.row(
            zip(texts, Self.columns).enumerated().map { index, cell in
                .init(cell.0, cell.1, index < 2 ? .left : .right)
            },
            size: faint ? 8.5 : 10, weight: bold ? .semibold : faint ? .medium : .regular,
            color: faint ? Typist.faint : Typist.ink, padding: 4)
    }

    private func wide(_ name: String, _ amount: String, bold: Bool = false) -> PageFlow.Block {
        typist.row(
            [.init(name, (x: 0, width: 360)), .init(amount, Self.columns[5], .right)], size: 10,
            weight: bold ? .semibold : .regular, padding: 4)
    }

    private func line(_ name: String, _ time: Date, by author: String) -> PageFlow.Block {
        let text = words(name, ["time": format.fullMoment(time), "by": author])
        return typist.row([Self.full(text)], size: 9.5, color: Typist.faint, padding: 2)
    }

    private static func full(_ text: String) -> Typist.Cell { .init(text, (x: 0, width: PageFlow.width)) }

    private func rule(_ width: Double, _ color: Color) -> PageFlow.Block {
        PageFlow.Block(height: 4) { canvas, top in PageFlow.rule(canvas, top + 3, width: width, color: color) }
    }
}

extension ShiftPaper {
    func title(_ words: Catalogue) -> String {
        words("shift_title", ["number": String(number), "till": till])
    }
}

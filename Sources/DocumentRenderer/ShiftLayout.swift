import Conference
import Foundation
import Typesetting

/// The layout of a shift report: takings, then the count, then a line for a signature.
@TypesettingActor
struct ShiftLayout {
    private let shift: ShiftPaper
    private let numbers: DocumentNumbers
    private let typist: Typist

    /// Operator, method, payments, received, returned, net.
    private static let columns: [(x: Double, width: Double)] = [
        (0, 150), (160, 70), (240, 50), (300, 60), (370, 60), (440, 64),
    ]

    init(_ shift: ShiftPaper, numbers: DocumentNumbers, typist: Typist) {
        self.shift = shift
        self.numbers = numbers
        self.typist = typist
    }

    func sheet() -> Sheet {
        let title = "Shift \(shift.number), till \(shift.till)"
        var sheet = Sheet(
            heading: typist.row([full(title)], size: 9, color: Typist.faint, padding: 12),
            footer: { [typist, shift] canvas, top, page, count in
                Sheet.rule(canvas, top - 6, width: 0.5)
                typist.row(
                    [full("\(shift.event) · \(title) · Page \(page) of \(count)")], size: 8, color: Typist.faint,
                    padding: 0
                )
                .draw(canvas, top)
            })
        sheet.add(typist.row([full(title)], size: 20, weight: .semibold, padding: 4))
        sheet.add(typist.row([full(shift.event)], size: 11, padding: 2))
        sheet.add(line("Opened", moment(shift.opened), by: shift.openedBy))
        if let closed = shift.closed { sheet.add(line("Closed", moment(closed.time), by: closed.author)) }
        sheet.addSpace(20)
        addTakings(&sheet)
        addCash(&sheet)
        sheet.addSpace(48)
        sheet.add(
            Sheet.Block(height: 20) { [typist] canvas, top in
                canvas.line(
                    from: Point(x: Sheet.margin, y: top), to: Point(x: Sheet.margin + 220, y: top), color: Typist.ink,
                    lineWidth: 0.6)
                typist.row([full("Counted by")], size: 8.5, color: Typist.faint, padding: 0).draw(canvas, top + 2)
            })
        return sheet
    }

    private func addTakings(_ sheet: inout Sheet) {
        sheet.add(
            row(["Operator", "Method", "Entries", "Received", "Returned", "Net (\(shift.currency))"], faint: true))
        sheet.add(rule(1, Typist.ink))
        for takings in shift.takings {
            sheet.add(
                row([
                    takings.author, takings.method, String(takings.count), numbers.amount(takings.received),
                    numbers.amount(-takings.returned), numbers.amount(takings.received - takings.returned),
                ]))
            sheet.add(rule(0.5, Typist.hairline))
        }
        let (received, returned) = (shift.takings.map(\.received).total(), shift.takings.map(\.returned).total())
        sheet.add(
            row(
                [
                    "All", "", String(shift.takings.reduce(0) { $0 + $1.count }), numbers.amount(received),
                    numbers.amount(-returned), numbers.amount(received - returned),
                ], bold: true))
        sheet.addSpace(24)
    }

    private func addCash(_ sheet: inout Sheet) {
        let cash = shift.expectedCash - shift.float
        sheet.add(row(["Cash", "", "", "", "", "Amount (\(shift.currency))"], faint: true))
        sheet.add(rule(1, Typist.ink))
        var lines = [
            ("Float", shift.float), ("Cash taken, less cash returned", cash),
            ("Expected in the till", shift.expectedCash),
        ]
        if let closed = shift.closed { lines.append(("Counted", closed.counted)) }
        for (name, amount) in lines {
            sheet.add(wide(name, numbers.amount(amount)))
            sheet.add(rule(0.5, Typist.hairline))
        }
        if let closed = shift.closed {
            let word = closed.difference == .zero ? "No difference" : closed.difference < .zero ? "Missing" : "Over"
            sheet.add(wide(word, numbers.amount(closed.difference), bold: true))
        } else {
            sheet.add(wide("The till is still open.", "", bold: true))
        }
    }

    private func moment(_ time: Date) -> String { "\(numbers.date(time)), \(numbers.clock(time))" }

    // MARK: - Rows

    private func row(_ texts: [String], bold: Bool = false, faint: Bool = false) -> Sheet.Block {
        typist.row(
            zip(texts, Self.columns).enumerated().map { index, cell in
                .init(cell.0, cell.1, index < 2 ? .left : .right)
            },
            size: faint ? 8.5 : 10, weight: bold ? .semibold : faint ? .medium : .regular,
            color: faint ? Typist.faint : Typist.ink, padding: 4)
    }

    private func wide(_ name: String, _ amount: String, bold: Bool = false) -> Sheet.Block {
        typist.row(
            [.init(name, (x: 0, width: 360)), .init(amount, Self.columns[5], .right)], size: 10,
            weight: bold ? .semibold : .regular, padding: 4)
    }

    private func line(_ label: String, _ time: String, by author: String) -> Sheet.Block {
        typist.row([full("\(label) \(time) by \(author)")], size: 9.5, color: Typist.faint, padding: 2)
    }

    private func full(_ text: String) -> Typist.Cell { .init(text, (x: 0, width: Sheet.width)) }

    private func rule(_ width: Double, _ color: Color) -> Sheet.Block {
        Sheet.Block(height: 4) { canvas, top in Sheet.rule(canvas, top + 3, width: width, color: color) }
    }
}

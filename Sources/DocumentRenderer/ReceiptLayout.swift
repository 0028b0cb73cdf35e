import Catalogues
import Conference
import Foundation
import Typesetting

/// The layout of an invoice, a receipt or a credit note.
@TypesettingActor
struct ReceiptLayout {
    let document: LedgerDocument
    /// Whether the same was on paper before.
    private let isCopy: Bool
    let words: Catalogue
    let format: ReaderFormat
    let typist: Typist

    var figures: LedgerDocument.Figures { document.figures }

    /// Where the columns begin, from the left margin, and how wide they are.
    enum Column {
        static let gap = 10.0
        static let amount = (x: PageFlow.width - 92, width: 92.0)
        static let price = (x: amount.x - gap - 76, width: 76.0)
        static let quantity = (x: price.x - gap - 56, width: 56.0)
        static let item = (x: 0.0, width: quantity.x - gap)
    }

    init(_ document: LedgerDocument, isCopy: Bool, words: Catalogue, format: ReaderFormat, typist: Typist) {
        self.document = document
        self.isCopy = isCopy
        self.words = words
        self.format = format
        self.typist = typist
    }

    func flow() -> PageFlow {
        let label = "\(title) \(document.label)" + (isCopy ? " · \(words("document_copy"))" : "")
        let again = typist.set(label, size: 9, width: PageFlow.width)
        var flow = PageFlow(
            heading: PageFlow.Block(height: again.height + 18) { canvas, top in
                canvas.draw(again.text, at: Point(x: PageFlow.margin, y: top), color: Typist.faint)
            },
            footer: { [typist, words, document] canvas, top, page, count in
                let left = typist.set("\(document.event.issuer) · \(label)", size: 8, width: PageFlow.width * 0.75)
                let right = typist.set(
                    words("document_page", ["page": "\(page)", "pages": "\(count)"]), size: 8,
                    width: PageFlow.width * 0.2,
                    alignment: .right)
                PageFlow.rule(canvas, top - 6, width: 0.5)
                canvas.draw(left.text, at: Point(x: PageFlow.margin, y: top), color: Typist.faint)
                canvas.draw(
                    right.text, at: Point(x: PageFlow.margin + PageFlow.width * 0.8, y: top), color: Typist.faint)
            })
        addHead(&flow)
        addParties(&flow)
        addLines(figures.lines, &flow)
        if !figures.lines.isEmpty || figures.total != .zero { addTotals(&flow) }
        addInvoiced(&flow)
        addPayments(&flow)
        addBalance(&flow)
        addPaymentWay(&flow)
        if !figures.earlier.isEmpty {
            flow.addSpace(18)
            let text = words("document_earlier", ["documents": figures.earlier.joined(separator: ", ")])
            flow.add(block(typist.set(text, size: 8.5, width: PageFlow.width, linesMax: 3), color: Typist.faint))
        }
        return flow
    }

    // MARK: - From top to bottom

    /// The seller on the left, the kind of document on the right.
    private func addHead(_ flow: inout PageFlow) {
        let half = PageFlow.width / 2 - 10
        let title = typist.set(title, size: 24, weight: .semibold, width: half, alignment: .right)
        let label = typist.set(document.label, size: 11, weight: .medium, width: half, alignment: .right)
        let date = typist.set(
            words("document_issued", ["date": format.date(document.issued)]), size: 9.5, width: half, alignment: .right)
        let issuer = typist.set(document.event.issuer, size: 13, weight: .semibold, width: half, linesMax: 2)
        let address = document.event.issuerAddress.map { typist.set($0, size: 9.5, width: half) }

        let due = figures.dueDate.map { date in
            typist.set(
                words("document_due", ["date": format.fullDate(date)]), size: 9.5, width: half, alignment: .right)
        }
        let copy =
            isCopy
            ? typist.set(words("document_copy"), size: 11, weight: .semibold, width: half, alignment: .right) : nil
        let right =
            [(title, Typist.ink), (label, Typist.ink), (date, Typist.faint)]
            + [due, copy].compactMap { piece in piece.map { ($0, Typist.ink) } }
        let left = [(issuer, Typist.ink)] + address.map { ($0, Typist.faint) }
        let height = max(right.map(\.0.height).reduce(4, +), left.map(\.0.height).reduce(16, +))
        flow.add(
            PageFlow.Block(height: height + 22) { canvas, top in
                var y = top
                for (piece, color) in right {
                    canvas.draw(piece.text, at: Point(x: PageFlow.margin + half + 20, y: y), color: color)
                    y += piece.height + 2
                }
                // The first lines of both sides share a baseline.
                y = top + title.height - issuer.height
                for (piece, color) in left {
                    canvas.draw(piece.text, at: Point(x: PageFlow.margin, y: y), color: color)
                    y += piece.height
                }
            })
    }

    /// For whom, and for which event.
    private func addParties(_ flow: inout PageFlow) {
        let half = PageFlow.width / 2 - 10
        func column(_ label: String, _ name: String, _ lines: [String]) -> [(Typist.Piece, Color)] {
            [
                (typist.set(label, size: 8.5, weight: .medium, width: half), Typist.faint),
                (typist.set(name, size: 11, weight: .semibold, width: half, linesMax: 2), Typist.ink),
            ]
                + lines.filter { !$0.isEmpty }.map {
                    (typist.set($0, size: 9.5, width: half, linesMax: 2), Typist.ink)
                }
        }
        let columns = [
            column(
                words(document.kind == .invoice ? "document_bill_to" : "document_for"), recipientName, recipientLines),
            column("\u{A0}", document.event.name, [document.event.venue, document.event.dates]),
        ]
        let height = columns.map { $0.map(\.0.height).reduce(0, +) }.max() ?? 0
        flow.add(
            PageFlow.Block(height: height + 28) { canvas, top in
                PageFlow.rule(canvas, top, width: 0.5)
                for (index, column) in columns.enumerated() {
                    var y = top + 10
                    for (piece, color) in column {
                        let x = PageFlow.margin + Double(index) * (half + 20)
                        canvas.draw(piece.text, at: Point(x: x, y: y), color: color)
                        y += piece.height
                    }
                }
            })
    }

    /// Nothing if only money changed hands. The lines of each person of a party stand below their name.
    func addLines(_ lines: [LedgerDocument.Line], _ flow: inout PageFlow) {
        guard !lines.isEmpty else { return }
        let currency = document.event.currency.code
        flow.add(
            row(
                words("document_item"), words("document_quantity"), words("document_price", ["currency": currency]),
                words("document_amount", ["currency": currency]), size: 8.5, weight: .medium, color: Typist.faint))
        flow.add(
            PageFlow.Block(height: 4) { canvas, top in PageFlow.rule(canvas, top + 3, width: 1, color: Typist.ink) })
        var person: Int?
        for line in lines {
            if line.person != person, let heading = personHeading(line.person) { flow.add(heading) }
            person = line.person
            flow.add(
                row(
                    name(of: line), line.quantity == 0 ? "" : Self.number(line.quantity),
                    line.unitPrice.map(format.decimal) ?? "", format.decimal(line.amount), size: 10))
            flow.add(PageFlow.Block(height: 4) { canvas, top in PageFlow.rule(canvas, top + 3, width: 0.5) })
        }
        flow.addSpace(6)
    }

    private func addTotals(_ flow: inout PageFlow) {
        if figures.subtotal != figures.total { flow.add(sum(words("document_subtotal"), figures.subtotal)) }
        if !figures.pricesIncludeTaxes {
            for tax in figures.taxes { flow.add(sum(name(of: tax), tax.amount, detail: number(of: tax))) }
        }
        let currency = document.event.currency.code
        let total =
            switch document.kind {
            case .receipt, .invoice: words("document_total", ["currency": currency])
            case .creditNote: words("document_total_credited", ["currency": currency])
            }
        flow.add(PageFlow.Block(height: 5) { canvas, top in Self.sumRule(canvas, top + 3) })
        flow.add(sum(total, figures.total, size: 12, weight: .semibold))
        if figures.pricesIncludeTaxes {
            for tax in figures.taxes {
                flow.add(
                    sum(
                        words("document_tax_within", ["tax": name(of: tax)]), tax.amount, color: Typist.faint,
                        detail: number(of: tax)))
            }
        }
        flow.addSpace(16)
    }

    private func addPayments(_ flow: inout PageFlow) {
        guard !figures.payments.isEmpty else { return }
        flow.add(
            block(
                typist.set(words("document_payments"), size: 8.5, weight: .medium, width: PageFlow.width),
                color: Typist.faint))
        flow.add(PageFlow.Block(height: 4) { canvas, top in PageFlow.rule(canvas, top + 3, width: 0.5) })
        for payment in figures.payments {
            let method = words.text("document_method_\(payment.method)") ?? payment.method
            var text = payment.amount < .zero ? words("document_refund", ["method": method]) : method
            if let tendered = payment.tendered, let change = payment.change {
                text = words(
                    "document_tendered",
                    ["method": text, "tendered": format.decimal(tendered), "change": format.decimal(change)])
            }
            flow.add(paymentRow(format.date(payment.time), text, payment.amount))
            if payment.rounding != .zero { flow.add(paymentRow("", words("document_rounding"), payment.rounding)) }
        }
        flow.addSpace(12)
    }

    /// What remains, in a box: it is what people look for.
    private func addBalance(_ flow: inout PageFlow) {
        let balance = document.kind == .invoice ? figures.asked : figures.balance
        let label =
            switch balance {
            case _ where document.kind == .invoice: words("document_amount_due")
            case .zero: words(document.kind == .receipt ? "document_paid_in_full" : "document_settled")
            case _ where balance > .zero: words("document_balance_due")
            default: words("document_owed_to_you")
            }
        let width = PageFlow.width / 2
        let left = typist.set(label, size: 11, weight: .semibold, width: width - 130)
        let amount = format.moneyByCode(Money(cents: abs(balance.cents)))
        let right = typist.set(amount, size: 11, weight: .semibold, width: 110, alignment: .right)
        flow.add(
            PageFlow.Block(height: left.height + 18) { canvas, top in
                let x = PageFlow.margin + PageFlow.width - width
                canvas.stroke(
                    Rect(x: x, y: top, width: width, height: left.height + 14), cornerRadius: 4, color: Typist.ink,
                    lineWidth: 0.8)
                canvas.draw(left.text, at: Point(x: x + 10, y: top + 3.5), color: Typist.ink)
                canvas.draw(right.text, at: Point(x: x + width - 120, y: top + 3.5), color: Typist.ink)
            })
    }

    // MARK: - Rows

    func row(
        _ item: String, _ quantity: String, _ price: String, _ amount: String, size: Double,
        weight: TextStyle.Weight = .regular, color: Color = Typist.ink
    ) -> PageFlow.Block {
        typist.row(
            [
                .init(item, Column.item, linesMax: 3), .init(quantity, Column.quantity, .right),
                .init(price, Column.price, .right), .init(amount, Column.amount, .right),
            ],
            size: size, weight: weight, color: color, padding: 4)
    }

    /// A sum flush right, with a fainter line below it if there is more to say.
    func sum(
        _ label: String, _ amount: Money, size: Double = 10, weight: TextStyle.Weight = .regular,
        color: Color = Typist.ink, detail: String = ""
    ) -> PageFlow.Block {
        let labelWidth = 300.0
        let left = typist.set(label, size: size, weight: weight, width: labelWidth, alignment: .right)
        let right = typist.set(
            format.decimal(amount), size: size, weight: weight, width: Column.amount.width, alignment: .right)
        let below =
            detail.isEmpty ? nil : typist.set(detail, size: 8, width: labelWidth, alignment: .right)
        return PageFlow.Block(height: left.height + (below?.height ?? 0) + 2) { canvas, top in
            let x = PageFlow.margin + Column.amount.x - Column.gap - labelWidth
            canvas.draw(left.text, at: Point(x: x, y: top), color: color)
            canvas.draw(right.text, at: Point(x: PageFlow.margin + Column.amount.x, y: top), color: color)
            if let below { canvas.draw(below.text, at: Point(x: x, y: top + left.height), color: Typist.faint) }
        }
    }

    private func paymentRow(_ date: String, _ text: String, _ amount: Money) -> PageFlow.Block {
        let dateWidth = 110.0
        let textWidth = Column.amount.x - Column.gap - dateWidth - Column.gap
        return typist.row(
            [
                .init(date, (x: 0, width: dateWidth)), .init(text, (x: dateWidth + Column.gap, width: textWidth)),
                .init(format.decimal(amount), Column.amount, .right),
            ],
            size: 9.5, padding: 3)
    }

    func block(_ piece: Typist.Piece, color: Color) -> PageFlow.Block {
        PageFlow.Block(height: piece.height) { canvas, top in
            canvas.draw(piece.text, at: Point(x: PageFlow.margin, y: top), color: color)
        }
    }

    private static func sumRule(_ canvas: Canvas, _ y: Double) {
        canvas.line(
            from: Point(x: PageFlow.margin + PageFlow.width / 2, y: y),
            to: Point(x: PageFlow.margin + PageFlow.width, y: y),
            color: Typist.ink, lineWidth: 0.8)
    }

    // MARK: - Texts

    private var title: String {
        switch document.kind {
        case .receipt: words("document_receipt")
        case .creditNote: words("document_credit_note")
        case .invoice: words("document_invoice")
        }
    }

    private func name(of line: LedgerDocument.Line) -> String {
        switch line.kind {
        case .pass, .addOn: line.name
        case .voucher: words("document_voucher", ["voucher": line.name])
        case .waiver: words("document_waiver")
        case .cancellationFee: words("document_cancellation_fee")
        }
    }

    /// The taxes of Canada have names of their own in French.
    private func name(of tax: LedgerDocument.Tax) -> String {
        let name = words.text("document_tax_\(tax.name.lowercased())") ?? tax.name
        return "\(name) \(format.percent(tax.ratePercent))"
    }

    private func number(of tax: LedgerDocument.Tax) -> String {
        tax.registrationNumber.isEmpty ? "" : words("document_tax_number", ["number": tax.registrationNumber])
    }

    private static func number(_ quantity: Int) -> String {
        quantity < 0 ? "\u{2212}\(-quantity)" : String(quantity)
    }
}

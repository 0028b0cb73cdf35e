import Catalogues
import Conference
import QRCode
import Typesetting

/// What invoices need, and what answers to them: who pays, for whom, and how.
extension ReceiptLayout {
    /// Whose name stands at the top.
    var recipientName: String {
        if let payer = document.payer, !payer.name.isEmpty { return payer.name }
        return document.recipient.name.isEmpty ? words("document_name_removed") : document.recipient.name
    }

    /// What stands below that name.
    var recipientLines: [String] {
        let person = document.recipient
        let registration = words(
            "document_registration", ["code": person.code.description, "category": person.category])
        guard let payer = document.payer else {
            return document.isForParty ? [] : [person.affiliation, registration]
        }
        let numbers = [
            payer.taxNumber.isEmpty ? "" : words("document_payer_tax", ["number": payer.taxNumber]),
            payer.orderNumber.isEmpty ? "" : words("document_order", ["number": payer.orderNumber]),
        ]
        if document.isForParty { return payer.address + numbers }
        let name = person.name.isEmpty ? words("document_name_removed") : person.name
        let whom = payer.name.isEmpty ? [person.affiliation] : []
        return whom + payer.address + numbers
            + (payer.name.isEmpty ? [registration] : [words("document_for_person", ["name": name]), registration])
    }

    /// The name above the lines of a person of a party; nil for no person.
    func personHeading(_ place: Int?) -> PageFlow.Block? {
        guard let place, document.people.indices.contains(place - 1) else { return nil }
        let person = document.people[place - 1]
        let name = person.name.isEmpty ? words("document_name_removed") : person.name
        let text = [name, person.affiliation, person.code.description].filter { !$0.isEmpty }.joined(separator: " · ")
        return typist.row(
            [.init(text, (x: 0, width: PageFlow.width), linesMax: 2)], size: 9.5, weight: .semibold, padding: 4)
    }

    /// What was bought by the invoices that a receipt settles.
    func addInvoiced(_ flow: inout PageFlow) {
        for invoice in figures.invoiced {
            flow.add(
                block(
                    typist.set(
                        words("document_invoiced", ["invoice": invoice.label]), size: 11, weight: .semibold,
                        width: PageFlow.width), color: Typist.ink))
            flow.addSpace(6)
            addLines(invoice.lines, &flow)
            flow.add(
                sum(
                    words("document_invoiced_total", ["currency": document.event.currency.code]), invoice.total,
                    weight: .semibold))
            flow.addSpace(16)
        }
    }

    /// How an invoice is paid: where to, and what to write into the transfer.
    func addPaymentWay(_ flow: inout PageFlow) {
        guard document.kind == .invoice else { return }
        if figures.balance != figures.asked {
            flow.addSpace(6)
            let balance = words("document_balance_all", ["amount": format.moneyByCode(figures.balance)])
            flow.add(block(typist.set(balance, size: 9, width: PageFlow.width, linesMax: 2), color: Typist.faint))
        }
        flow.addSpace(18)
        PaymentWay(payTo: document.payTo, code: document.recipient.code, label: document.label).add(
            to: &flow, words: words, typist: typist)
        addTransferCode(&flow)
    }

    /// The transfer as a QR code, which apps of banks read; nothing for another currency than the euro and without an IBAN.
    private func addTransferCode(_ flow: inout PageFlow) {
        guard let account = BankAccount(in: document.payTo),
            let said = CreditTransferCode(
                to: account, figures.asked, in: document.event.currency,
                message: "\(document.recipient.code) \(document.label)"),
            let matrix = try? QRMatrix(said.text)
        else { return }
        flow.addSpace(8)
        // With its quiet zone; a module is half a millimetre and more.
        let side = 96.0
        let module = side / Double(matrix.side)
        flow.add(
            PageFlow.Block(height: side + 2 * module) { canvas, top in
                canvas.draw(
                    BitMask(width: matrix.side, height: matrix.side, pixels: matrix.modules),
                    in: Rect(x: PageFlow.margin, y: top + module, width: side, height: side), color: .black)
            })
    }
}

/// Where money is to be paid to, and what to write beside it.
@TypesettingActor
struct PaymentWay {
    let payTo: [String]
    let code: RegistrationCode
    /// The invoice's; nil where it is about an account.
    let label: String?

    func add(to flow: inout PageFlow, words: Catalogue, typist: Typist) {
        func add(_ text: String, size: Double = 10, weight: TextStyle.Weight = .regular, color: Color = Typist.ink) {
            let piece = typist.set(text, size: size, weight: weight, width: PageFlow.width, linesMax: 2)
            flow.add(
                PageFlow.Block(height: piece.height) { canvas, top in
                    canvas.draw(piece.text, at: Point(x: PageFlow.margin, y: top), color: color)
                })
        }
        add(words("document_pay_to"), size: 8.5, weight: .medium, color: Typist.faint)
        for line in payTo { add(line) }
        if payTo.isEmpty { add(words("document_pay_at_desk")) }
        let reference: KeyValuePairs = ["code": code.description, "invoice": label ?? ""]
        add(words(label == nil ? "document_pay_code" : "document_pay_codes", reference), weight: .semibold)
    }
}

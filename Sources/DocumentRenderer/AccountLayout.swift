import Catalogues
import Conference
import Typesetting

/// The layout of a statement of account: what was charged, paid and given back, with the balance after each.
@TypesettingActor
struct AccountLayout {
    private let account: AccountPaper
    private let words: Catalogue
    private let format: ReaderFormat
    private let typist: Typist

    private enum Column {
        static let date = (x: 0.0, width: 92.0)
        static let what = (x: 100.0, width: 160.0)
        static let document = (x: 266.0, width: 100.0)
        static let amount = (x: 370.0, width: 62.0)
        static let balance = (x: 440.0, width: 64.0)
    }

    init(_ account: AccountPaper, words: Catalogue, format: ReaderFormat, typist: Typist) {
        self.account = account
        self.words = words
        self.format = format
        self.typist = typist
    }

    func flow() -> PageFlow {
        let title = account.title(words)
        let name = account.name.isEmpty ? words("document_name_removed") : account.name
        var flow = PageFlow(
            heading: full("\(title) · \(name)", size: 9, color: Typist.faint, padding: 12),
            footer: { [typist, words, account] canvas, top, page, count in
                let number = words("document_page", ["page": "\(page)", "pages": "\(count)"])
                PageFlow.rule(canvas, top - 6, width: 0.5)
                typist.row(
                    [.init("\(account.event.issuer) · \(title) · \(number)", (x: 0, width: PageFlow.width))], size: 8,
                    color: Typist.faint, padding: 0
                )
                .draw(canvas, top)
            })
        flow.add(full(account.event.issuer, size: 11, weight: .semibold, padding: 0))
        for line in account.event.issuerAddress { flow.add(full(line, size: 9, color: Typist.faint, padding: 0)) }
        flow.addSpace(14)
        flow.add(full(title, size: 22, weight: .semibold, padding: 4))
        flow.add(
            full(
                words("account_of", ["event": account.event.name, "date": format.date(account.time)]), size: 9.5,
                color: Typist.faint, padding: 10))
        flow.add(full(name, size: 11, weight: .semibold, padding: 0))
        for line in account.details where !line.isEmpty { flow.add(full(line, size: 9.5, padding: 0)) }
        flow.add(full(words("account_code", ["code": account.code.description]), size: 9.5, padding: 0))
        flow.addSpace(18)
        addLines(&flow)
        addBalance(&flow)
        if account.balance > .zero {
            flow.addSpace(18)
            PaymentWay(payTo: account.payTo, code: account.code, label: nil).add(
                to: &flow, words: words, typist: typist)
        }
        return flow
    }

    private func addLines(_ flow: inout PageFlow) {
        let currency: KeyValuePairs = ["currency": account.event.currency.code]
        flow.add(
            row(
                [
                    words("account_date"), words("account_what"), words("account_document"),
                    words("document_amount", currency), words("account_balance"),
                ], size: 8.5, weight: .medium, color: Typist.faint))
        flow.add(rule(1, Typist.ink))
        for line in account.lines {
            let kind = words.booking(line.kind, by: line.method)
            let what = line.who.isEmpty ? kind : "\(kind) · \(line.who)"
            flow.add(
                row(
                    [
                        format.fullDate(line.date), what, line.document, format.decimal(line.amount),
                        format.decimal(line.balance),
                    ], size: 9.5))
            flow.add(rule(0.5, Typist.hairline))
        }
        if account.lines.isEmpty { flow.add(full(words("account_empty"), size: 9.5, padding: 6)) }
    }

    private func addBalance(_ flow: inout PageFlow) {
        let word =
            switch account.balance {
            case .zero: "document_settled"
            case _ where account.balance > .zero: "document_balance_due"
            default: "document_owed_to_you"
            }
        flow.addSpace(10)
        flow.add(
            typist.row(
                [
                    .init(words(word), (x: 200, width: 170), .right),
                    .init(
                        format.moneyByCode(Money(cents: abs(account.balance.cents))), (x: 376, width: 128), .right),
                ], size: 12, weight: .semibold, padding: 4))
    }

    private func row(
        _ texts: [String], size: Double, weight: TextStyle.Weight = .regular, color: Color = Typist.ink
    ) -> PageFlow.Block {
        typist.row(
            [
                .init(texts[0], Column.date), .init(texts[1], Column.what, linesMax: 2),
                .init(texts[2], Column.document), .init(texts[3], Column.amount, .right),
                .init(texts[4], Column.balance, .right),
            ], size: size, weight: weight, color: color, padding: 4)
    }

    private func full(
        _ text: String, size: Double, weight: TextStyle.Weight = .regular, color: Color = Typist.ink, padding: Double
    ) -> PageFlow.Block {
        typist.row(
            [.init(text, (x: 0, width: PageFlow.width), linesMax: 2)], size: size, weight: weight, color: color,
            padding: padding)
    }

    private func rule(_ width: Double, _ color: Color) -> PageFlow.Block {
        PageFlow.Block(height: 4) { canvas, top in PageFlow.rule(canvas, top + 3, width: width, color: color) }
    }
}

extension AccountPaper {
    func title(_ words: Catalogue) -> String { words("account_title") }
}

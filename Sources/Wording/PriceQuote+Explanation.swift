import Catalogues
package import Conference
package import RegistrationLedger

extension PriceQuote {
    /// One line of the calculation, in words, with its amount.
    package struct Explained: Sendable, Hashable, Encodable {
        package let text: String
        package let amount: Money
    }

    /// The calculation from the first pass to what is due, line by line.
    package func explanation(in language: Language, of event: EventDefinition) -> [Explained] {
        let words = Catalogue.of(language)
        let format = ReaderFormat(language, event)
        var explained: [Explained] = []
        func add(_ text: String, _ amount: Money) { explained.append(Explained(text: text, amount: amount)) }

        if comesFree { add(words("price_free", ["category": event.label(of: category, in: language)]), .zero) }
        if hasCategoryPrice {
            add(words("price_category", ["category": event.label(of: category, in: language)]), .zero)
        }
        for line in lines { add(text(of: line, words, format, event), line.amount) }
        if !taxes.isEmpty {
            add(words(pricesIncludeTaxes ? "price_sum_with_taxes" : "price_sum_before_taxes"), subtotal)
            for tax in taxes {
                let name = pricesIncludeTaxes ? "price_tax_within" : "price_tax"
                add(words(name, ["tax": tax.name, "percent": format.percent(tax.ratePercent)]), tax.amount)
            }
        }
        add(words("price_total"), total)
        if charged != .zero {
            add(words("price_charged"), -charged)
            add(words(difference < .zero ? "price_to_credit" : "price_to_charge"), difference)
        }
        if due != total { add(words("price_due"), due) }
        if dueInCash != due { add(words("price_due_in_cash"), dueInCash) }
        return explained
    }

    private func text(of line: Line, _ words: Catalogue, _ format: ReaderFormat, _ event: EventDefinition) -> String {
        switch line.kind {
        case .pass, .addOn:
            let names = event.prices.passes.map(\.names) + event.addOns.map(\.names)
            let item = names.first { $0.english == line.name }?[words.language] ?? line.name
            guard let price = line.unitPrice, line.quantity > 1 else { return item }
            return words(
                "price_several",
                ["quantity": String(line.quantity), "item": item, "amount": format.decimal(price)])
        case .voucher:
            switch voucher?.reduction {
            case .percent(let rate):
                return words("price_voucher_percent", ["voucher": line.name, "percent": format.percent("\(rate)")])
            case .amount(let amount):
                return words("price_voucher_amount", ["voucher": line.name, "amount": format.decimal(amount)])
            case .free, nil: return words("price_voucher_free", ["voucher": line.name])
            }
        case .waiver: return words("price_waived")
        case .cancellationFee: return words("price_cancellation_fee")
        }
    }
}

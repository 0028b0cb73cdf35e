package import Conference
package import RegistrationLedger

extension PriceQuote {
    /// One line of the calculation, in words, with its amount.
    package struct Explained: Sendable, Hashable, Encodable {
        package let text: String
        package let amount: Money
    }

    /// The calculation from the first pass to what is due, line by line.
    package func explanation(_ event: EventDefinition) -> [Explained] {
        var explained: [Explained] = []
        if comesFree {
            explained.append(.init(text: "Passes: free for the role \(event.rule(of: role).label)", amount: .zero))
        }
        explained += lines.map { line in .init(text: text(of: line), amount: line.amount) }
        if !taxes.isEmpty {
            explained.append(
                .init(text: pricesIncludeTaxes ? "Sum, taxes included" : "Sum before taxes", amount: subtotal))
            explained += taxes.map { tax in
                .init(
                    text: "\(pricesIncludeTaxes ? "of which " : "")\(tax.name) \(tax.ratePercent) %", amount: tax.amount
                )
            }
        }
        explained.append(.init(text: "Total", amount: total))
        if charged != .zero {
            explained.append(.init(text: "Charged so far", amount: -charged))
            explained.append(.init(text: difference < .zero ? "To be credited" : "To be charged", amount: difference))
        }
        if due != total { explained.append(.init(text: "Due then", amount: due)) }
        if dueInCash != due { explained.append(.init(text: "Due in cash, to the nearest coin", amount: dueInCash)) }
        return explained
    }

    private func text(of line: Line) -> String {
        switch line.kind {
        case .pass, .addOn:
            line.unitPrice.map { line.quantity > 1 ? "\(line.quantity) × \(line.name) at \($0)" : line.name }
                ?? line.name
        case .voucher:
            switch voucher?.reduction {
            case .percent(let rate): "Voucher \(line.name): \(rate) % off"
            case .amount(let amount): "Voucher \(line.name): \(amount) off"
            case .free, nil: "Voucher \(line.name): free"
            }
        case .waiver: "Waived"
        case .cancellationFee: "Kept at the cancelling"
        }
    }
}

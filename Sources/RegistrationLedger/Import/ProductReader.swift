import Conference

/// What was bought elsewhere, in the words of this event: days, a category, side events.
struct ProductReader {
    let event: EventDefinition
    let mapping: ImportMapping

    /// Understands a product with its variation: as the mapping says, as a pass or a side event of ours is called, or by the days
    /// that it names.
    ///
    /// - Throws: `product_unknown`, `days_unclear`, `goods_invalid`.
    func goods(_ product: String, _ variation: String) throws -> ImportMapping.Goods {
        if let mapped = try mapping.goods(product, variation, in: event) { return mapped }
        var goods = ImportMapping.Goods()
        if let addOn = addOn(product) ?? addOn("\(product) \(variation)") {
            goods.addOns = [addOn]
            return goods
        }
        goods.category = ImportWords.category(product, in: event) ?? ImportWords.category(variation, in: event)
        let whole = event.prices.passes.first {
            $0.days >= event.days.count && isName($0.names, $0.id.rawValue, product)
        }
        let named = try DayWords.days(in: "\(product); \(variation)", of: event)
        if whole != nil, named == nil || named == event.allDays {
            goods.days = event.allDays
        } else if let named {
            goods.days = named
        } else {
            let text = variation.isEmpty ? product : "\(product) – \(variation)"
            throw LedgerError(.productUnknown, ErrorDetail("value", String(text.prefix(80))))
        }
        return goods
    }

    /// The side event that a product is; nil for any other.
    func addOn(_ product: String) -> AddOn.ID? {
        event.addOns.first { isName($0.names, $0.id.rawValue, product) }?.id
    }

    private func isName(_ names: LocalizedName, _ id: String, _ text: String) -> Bool {
        let folded = SearchText.fold(text)
        return Language.allCases.contains { SearchText.fold(names[$0]) == folded } || SearchText.fold(id) == folded
    }
}

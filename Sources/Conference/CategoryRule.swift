/// How an event treats a category: its label and colour on badges, and what passes cost it.
package struct CategoryRule: Sendable, Hashable {
    /// What a pass costs a category.
    package enum Price: Sendable, Hashable {
        case free
        case amount(Money)
        /// A part of the listed price, rounded half away from zero.
        case part(TaxRate)

        /// What a pass of that listed price costs.
        package func applied(to listed: Money) -> Money {
            switch self {
            case .free: .zero
            case .amount(let amount): amount
            case .part(let rate): listed.times(rate.millionths, over: TaxRate.whole)
            }
        }
    }

    package let category: Category
    package let labels: LocalizedName
    package var label: String { labels.english }
    package let color: HexColor
    /// What every pass costs that `prices` does not name; nil for its listed price.
    package let price: Price?
    package let prices: [Pass.ID: Price]

    /// Whether no pass costs this category anything: then it needs none to be on sale.
    package var comesFree: Bool { price == .free && prices.isEmpty }

    package init(
        category: Category, label: String, french: String? = nil, color: HexColor, price: Price? = nil,
        prices: [Pass.ID: Price] = [:]
    ) {
        self.category = category
        labels = LocalizedName(label, french: french)
        self.color = color
        self.price = price
        self.prices = prices
    }

    /// A category of which the description says nothing: its own word as its label, a grey colour, and it pays.
    package init(unnamed category: Category) {
        self.init(category: category, label: category.capitalized, color: .grey)
    }

    /// The pass at the price of this category.
    package func priced(_ pass: Pass) -> Pass {
        guard let price = prices[pass.id] ?? price else { return pass }
        return Pass(
            id: pass.id, name: pass.names.english, french: pass.names.french, days: pass.days,
            price: price.applied(to: pass.price), onSale: pass.onSale)
    }
}

extension EventDefinition {
    /// What somebody is of whom nothing else is said: the first category of the description.
    package var usualCategory: Category { categories[0].category }

    /// The category that a text means: its word in either case, or its label in any language.
    ///
    /// - Throws: `choice_unknown`, with the words of all.
    package func category(named text: String) throws(ConferenceError) -> Category {
        let wanted = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
        if let rule = categories.first(where: { $0.category.rawValue == wanted }) { return rule.category }
        let labelled = categories.filter { rule in
            Language.allCases.contains { rule.labels[$0].lowercased() == wanted }
        }
        guard labelled.count == 1 else {
            throw Choice.unknown(text, choices: categories.map(\.category.rawValue))
        }
        return labelled[0].category
    }

    /// The rule of a category; one that the description does not name, as an earlier one did, has its word as its label.
    package func rule(of category: Category) -> CategoryRule {
        knownRule(of: category) ?? CategoryRule(unnamed: category)
    }

    /// The rule of a category; nil where the description does not name it.
    package func knownRule(of category: Category) -> CategoryRule? { categories.first { $0.category == category } }
}

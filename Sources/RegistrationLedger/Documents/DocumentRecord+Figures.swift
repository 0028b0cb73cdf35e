import Conference
import EventStore
import GRDB

// MARK: - Figures

extension DocumentRecord {
    /// What a document about these entries shows, those of each person apart.
    static func figures(
        _ db: Database, _ definition: EventDefinition, _ parts: [[JournalEntry]], language: Language, balance: Money,
        earlier: [String]
    ) throws -> LedgerDocument.Figures {
        let definitions = try Charges.Definitions(db, current: definition)
        let particulars = try parts.map { try $0.map { try Particulars(db, entry: $0.number) } }
        let all = particulars.flatMap { $0 }
        let plans = try Set(all.flatMap(\.lines).map(\.version)).sorted().map { try definitions($0).taxes }
        let isIncluded = Charged.pricesInclude(plans.isEmpty ? [definition.taxes] : plans)
        let lines = zip(parts, particulars).enumerated().flatMap { index, part in
            Self.lines(
                part.1.flatMap(\.lines), definition, language,
                untaxed: isIncluded == nil ? part.0.flatMap(\.postings) : nil,
                person: parts.count > 1 ? index + 1 : nil)
        }
        var taxes: [Charged.Component: Money] = [:]
        for tax in all.flatMap(\.taxes) {
            let component = Charged.Component(
                id: TaxPlan.Component.ID(rawValue: tax.component), version: tax.version)
            taxes[component, default: .zero] += tax.amount
        }
        let payments = try parts.map { try Self.payments(db, $0) }
        let shares = zip(parts, payments).map { entries, payments in
            let total = total(entries.flatMap(\.postings))
            return LedgerDocument.Share(
                total: total, asked: total - payments.map { $0.amount + $0.rounding }.total())
        }
        return LedgerDocument.Figures(
            language: language, lines: lines, pricesIncludeTaxes: isIncluded ?? false,
            subtotal: lines.map(\.amount).total(),
            taxes: try LedgerDocument.Tax.shown(taxes, definition.taxes, definitions.callAsFunction),
            total: shares.map(\.total).total(), payments: payments.flatMap { $0 }, balance: balance, earlier: earlier,
            shares: shares)
    }

    /// What was charged by postings, or credited.
    static func total(_ postings: [Posting]) -> Money {
        -postings.filter(\.account.isPriced).map(\.amount).total()
    }

    /// - Parameter untaxed: the postings, whose amounts are shown where some prices include taxes and others do not.
    private static func lines(
        _ charged: [ChargeLine], _ definition: EventDefinition, _ language: Language, untaxed: [Posting]?, person: Int?
    ) -> [LedgerDocument.Line] {
        var sums: [Charged.Item: (quantity: Int, amount: Money)] = [:]
        var order: [Charged.Item] = []
        for line in charged {
            guard let kind = LedgerDocument.Line.Kind(rawValue: line.kind) else { continue }
            let item = Charged.Item(kind: kind, id: line.item)
            if sums[item] == nil { order.append(item) }
            let before = sums[item] ?? (0, .zero)
            sums[item] = (before.quantity + line.quantity, before.amount + line.amount)
        }
        let kinds: [LedgerDocument.Line.Kind] = [.pass, .addOn, .voucher, .waiver, .cancellationFee]
        return kinds.flatMap { kind in order.filter { $0.kind == kind } }.compactMap { item in
            guard let sum = sums[item] else { return nil }
            let amount =
                untaxed.map { -$0.filter { $0.account == item.account }.map(\.amount).total() } ?? sum.amount
            guard sum.quantity != 0 || amount != .zero else { return nil }
            let isWhole = sum.quantity != 0 && amount.cents % Int64(sum.quantity) == 0
            return LedgerDocument.Line(
                kind: item.kind, name: name(item.kind, item.id, definition, language), quantity: sum.quantity,
                unitPrice: isWhole ? Money(cents: amount.cents / Int64(sum.quantity)) : nil, amount: amount,
                person: person)
        }
    }

    /// What the organizer calls something now; its identifier when it is not on sale any more.
    private static func name(
        _ kind: LedgerDocument.Line.Kind, _ item: String, _ definition: EventDefinition, _ language: Language
    ) -> String {
        switch kind {
        case .pass: definition.prices.passes.first { $0.id.rawValue == item }?.names[language] ?? item
        case .addOn: definition.addOns.first { $0.id.rawValue == item }?.names[language] ?? item
        case .voucher: item.uppercased()
        case .waiver, .cancellationFee: ""
        }
    }

    private static func payments(_ db: Database, _ entries: [JournalEntry]) throws -> [LedgerDocument.Payment] {
        try entries.compactMap { entry in
            if let paid = try PaymentParticulars.fetch(db, entry: entry.number) {
                return LedgerDocument.Payment(
                    time: entry.time, method: paid.method, amount: Money(cents: paid.cents),
                    tendered: paid.tendered.map { Money(cents: $0) }, rounding: Money(cents: paid.rounding))
            }
            // Money that came from another registration of the event, or went to one.
            let moved = entry.postings.filter { $0.account == .transfer }.map(\.amount).total()
            guard moved != .zero else { return nil }
            return LedgerDocument.Payment(
                time: entry.time, method: Account.transfer.description, amount: moved, tendered: nil, rounding: .zero)
        }
    }
}

extension LedgerDocument.Figures {
    /// The same as an invoice, which says until when it is to be paid.
    func asInvoice(due: CivilDate) -> LedgerDocument.Figures { with(dueDate: due, invoiced: invoiced) }

    /// The same as a receipt, which names the invoices that were open.
    func settling(_ invoices: [LedgerDocument.Invoiced]) -> LedgerDocument.Figures {
        with(dueDate: dueDate, invoiced: invoices)
    }

    private func with(dueDate: CivilDate?, invoiced: [LedgerDocument.Invoiced]) -> LedgerDocument.Figures {
        LedgerDocument.Figures(
            language: language, lines: lines, pricesIncludeTaxes: pricesIncludeTaxes, subtotal: subtotal, taxes: taxes,
            total: total, payments: payments, balance: balance, earlier: earlier, dueDate: dueDate, shares: shares,
            invoiced: invoiced)
    }
}

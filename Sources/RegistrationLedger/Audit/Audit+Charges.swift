import Conference
import EventStore
import GRDB

/// What the audit compares with what was charged: the price of what is held.
extension RegistrationLedger {
    /// What was charged must be the price of what is held, under the definitions that were in force when it was taken.
    static func auditCharges(
        _ db: Database, _ registrations: [Registration], _ journal: JournalWalk,
        _ findings: inout [AuditReport.Finding]
    ) throws {
        let holdings = try HeldByAll(db)
        let definitions = try EventStore.definitions(db)
        let categories = Set(definitions.values.flatMap { $0.categories.map(\.category) })
        var prices = PriceMemory(definitions)
        for registration in registrations {
            if !categories.contains(registration.category) {
                findings.append(.init(.rowImpossible, "category of registration \(registration.id)"))
            }
            let id = Int64(registration.id.rawValue)
            let booked = journal.booked[id] ?? JournalWalk.Booked()
            guard let holding = holdings.holding(id) else {
                throw LedgerError(.registrationUnreadable, ErrorDetail("number", registration.id))
            }
            var charged: [Account: Money] = [:]
            for (name, cents) in booked.balances where cents != 0 {
                let account = Account(stored: name)
                if account.isPriced { charged[account] = Money(cents: -cents) }
            }
            let before = Charged(booked.lines, retained: holdings.retained[id] ?? [:])
            let price = try prices.price(of: holding, charged: before)
            if charged != price.credits {
                findings.append(
                    .init(
                        .chargeDiffers, registration.code, ErrorDetail("charged", charged.values.total()),
                        ErrorDetail("price", price.total)))
            }
            if DaySet(unchecked: holding.days.map(\.number)) != registration.days {
                findings.append(.init(.daysDiffer, registration.code))
            }
            let isListed = booked.lines.filter { $0.value != ChargeLine.Sum(quantity: 0, amount: .zero) } == price.lines
            if !isListed || booked.taxes.filter({ $0.value != .zero }) != price.taxes {
                findings.append(.init(.linesDiffer, registration.code))
            }
            let owes = booked.balances[Account.receivable.description] ?? 0
            let owed = booked.balances[Account.refundsDue.description] ?? 0
            if owes < 0 || owed > 0 || owes != 0 && owed != 0 { findings.append(.init(.dueInBoth, registration.code)) }
        }
    }
}

/// What holdings cost, each kind of them computed once: most people of an event hold what many others hold.
private struct PriceMemory {
    struct Price {
        let credits: [Account: Money]
        let total: Money
        let lines: [ChargeLine.Key: ChargeLine.Sum]
        let taxes: [Charged.Component: Money]
    }

    /// All that a price depends on.
    private struct Key: Hashable {
        let holding: PricedHolding
        let charged: Charged
    }

    private let definitions: [Int: EventDefinition]
    private var known: [Key: Price] = [:]

    init(_ definitions: [Int: EventDefinition]) { self.definitions = definitions }

    mutating func price(of holding: Holding, charged before: Charged) throws -> Price {
        let key = Key(holding: try PricedHolding(holding, definition), charged: before)
        if let price = known[key] { return price }
        let version = before.versions.last ?? holding.priced.version
        let after = before.moved(to: try Assessment(holding, definition: definition).lines, under: version)
        let price = Price(
            credits: try after.credits(definition), total: try after.total(definition),
            lines: try after.lines(definition), taxes: try after.taxes(definition))
        known[key] = price
        return price
    }

    private func definition(_ version: Int) throws -> EventDefinition {
        guard let definition = definitions[version] else {
            throw EventStoreError(.definitionMissing, ErrorDetail("version", version))
        }
        return definition
    }
}

/// What of a holding its price depends on: of moments, the date.
private struct PricedHolding: Hashable {
    private struct Moment: Hashable {
        let date: CivilDate
        let version: Int

        init(_ moment: Holding.Moment, _ definition: (Int) throws -> EventDefinition) throws {
            date = try definition(moment.version).date(at: moment.time)
            version = moment.version
        }
    }

    private let category: Category
    private let isActive: Bool
    private let priced: Moment
    private let days: [Int]
    private let since: [Moment]
    private let addOns: [AddOn.ID: Int]
    private let voucher: Voucher.ID?
    private let voucherVersion: Int
    private let waived: Money

    init(_ holding: Holding, _ definition: (Int) throws -> EventDefinition) throws {
        category = holding.category
        isActive = holding.isActive
        priced = try Moment(holding.priced, definition)
        days = holding.days.map(\.number)
        since = try holding.days.map { try Moment($0.since, definition) }
        addOns = holding.addOns
        voucher = holding.voucher?.id
        voucherVersion = holding.voucher?.version ?? 0
        waived = holding.waived
    }
}

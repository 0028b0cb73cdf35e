import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger

/// Something that a desk, a bank or an organizer does: what the model makes of it, and what the ledger is asked for.
struct ModelAct {
    let name: String
    /// Takes the number of the entry that the ledger made, where that matters.
    let model: (inout ModelBooks, _ entry: Int64) throws -> Void
    let ledger: (RegistrationLedger, WriteContext) async throws -> Int64?

    /// The taxes among which the event's file changes in the middle of the sale.
    static let plans: [ModelTaxes] = [
        ModelTaxes(), ModelTaxes(parts: [.init(account: "hst", millionths: 130_000)]),
        ModelTaxes(parts: [.init(account: "hst", millionths: 150_000)]),
        ModelTaxes(parts: [.init(account: "gst", millionths: 50_000), .init(account: "qst", millionths: 99_750)]),
        ModelTaxes(
            isIncluded: true,
            parts: [.init(account: "gst", millionths: 50_000), .init(account: "qst", millionths: 99_750)]),
    ]

    static func yaml(_ taxes: ModelTaxes) throws -> String {
        try Books.yaml(taxes.yaml, Books.vouchers, Books.refunds, fiveCents: true, seats: 12)
            .replacing("capacity: 300", with: "capacity: 5000")
            .replacing("date: 2015-02-15\n    capacity: 5000", with: "date: 2015-02-15\n    capacity: 45")
    }

    /// Draws the next act.
    static func draw(_ books: ModelBooks, _ time: Date, using generator: inout SeededGenerator) throws -> ModelAct {
        let kind = books.people.count < 3 ? 0 : Int.random(in: 0...33, using: &generator)
        let number = books.people.keys.sorted().randomElement(using: &generator) ?? 1
        switch kind {
        case 0...5, 33: return try registering(books, time, &generator)
        case 6...14: return try changing(kind, number, books, time, &generator)
        case 15...20: return try reducing(kind, number, books, time, &generator)
        case 21...30: return try paying(kind, number, books, time, &generator)
        default: return try tilling(kind, books, &generator)
        }
    }

    private static func id(_ number: Int) -> Registration.ID { Registration.ID(rawValue: UInt32(number)) }

    private static func place(_ place: ModelBooks.Place) -> Place {
        place == .dinner ? .addOn(.dinner) : .day(2)
    }

    // MARK: - People and places

    private static func registering(
        _ books: ModelBooks, _ time: Date, _ generator: inout SeededGenerator
    ) throws -> ModelAct {
        let number = books.people.count + 1
        let category = Category.standard.randomElement(using: &generator) ?? .attendee
        let days = DaySet(bits: .random(in: 1...15, using: &generator))
        let (dinner, waits) = (Bool.random(using: &generator), Bool.random(using: &generator))
        let new = try NewRegistration(
            person: .invented(number), category: category, days: days, addOns: dinner ? [.dinner] : [],
            reference: nil, whenFull: waits ? .wait : .refuse)
        return ModelAct(name: "register \(category.rawValue) \(days) \(dinner) \(waits)") { books, _ in
            try books.register(category, Set(days.numbers), dinner: dinner, waits: waits, at: time)
        } ledger: { ledger, context in
            _ = try await ledger.register(new, context: context)
            return nil
        }
    }

    private static func changing(
        _ kind: Int, _ number: Int, _ books: ModelBooks, _ time: Date, _ generator: inout SeededGenerator
    ) throws -> ModelAct {
        let other = books.people.keys.sorted().randomElement(using: &generator) ?? 1
        let days = DaySet(bits: .random(in: 1...15, using: &generator))
        let category = Category.standard.randomElement(using: &generator) ?? .attendee
        switch kind {
        case 6, 7:
            return ModelAct(name: "days \(days) of \(number)") { books, _ in
                try books.changeDays(number, to: Set(days.numbers), at: time)
            } ledger: { ledger, context in
                _ = try await ledger.changeDays(of: id(number), to: days, context: context)
                return nil
            }
        case 8:
            return ModelAct(name: "dinner for \(number)") { books, _ in
                try books.addDinner(number, at: time)
            } ledger: { ledger, context in
                _ = try await ledger.addAddOn(.dinner, to: id(number), context: context)
                return nil
            }
        case 9:
            return ModelAct(name: "no dinner for \(number)") { books, _ in
                try books.removeDinner(number, at: time)
            } ledger: { ledger, context in
                _ = try await ledger.removeAddOn(.dinner, from: id(number), context: context)
                return nil
            }
        case 10:
            return ModelAct(name: "\(category.rawValue) \(number)") { books, _ in
                try books.changeCategory(number, to: category, at: time)
            } ledger: { ledger, context in
                _ = try await ledger.changeCategory(of: id(number), to: category, context: context)
                return nil
            }
        case 11:
            return ModelAct(name: "cancel \(number)") { books, _ in
                books.cancel(number, at: time)
            } ledger: { ledger, context in
                _ = try await ledger.cancel(id(number), context: context)
                return nil
            }
        case 12:
            return ModelAct(name: "reinstate \(number)") { books, _ in
                try books.reinstate(number, at: time)
            } ledger: { ledger, context in
                _ = try await ledger.reinstate(id(number), context: context)
                return nil
            }
        case 13:
            let person = try Person.invented(books.people.count + 1)
            return ModelAct(name: "transfer \(number)") { books, entry in
                try books.transfer(number, at: time, waivedBy: entry)
            } ledger: { ledger, context in
                let new = try await ledger.transfer(id(number), to: person, language: .french, context: context).result
                return try await Books.waivers(ledger, of: new.id).first?.entry.number
            }
        default:
            return ModelAct(name: "merge \(number) into \(other)") { books, entry in
                try books.merge(number, into: other, at: time, waivedBy: entry)
            } ledger: { ledger, context in
                let before = try await Books.waivers(ledger, of: id(other)).map(\.entry.number)
                _ = try await ledger.merge(id(number), into: id(other), context: context)
                return try await Books.waivers(ledger, of: id(other)).map(\.entry.number).first { !before.contains($0) }
            }
        }
    }

    private static func reducing(
        _ kind: Int, _ number: Int, _ books: ModelBooks, _ time: Date, _ generator: inout SeededGenerator
    ) throws -> ModelAct {
        let voucher = ["half", "ten-off", "guest"].randomElement(using: &generator) ?? "half"
        let amount = Int.random(in: 1...20_000, using: &generator)
        let waited = Bool.random(using: &generator) ? ModelBooks.Place.dinner : .secondDay
        let head = books.waiting.first { $0.place == waited && $0.until != nil }?.person
        let sitting = Bool.random(using: &generator) ? head ?? number : number
        switch kind {
        case 15:
            return ModelAct(name: "voucher \(voucher) for \(number)") { books, _ in
                try books.redeem(voucher, for: number)
            } ledger: { ledger, context in
                _ = try await ledger.redeem(Voucher.ID(rawValue: voucher), for: id(number), context: context)
                return nil
            }
        case 16:
            return ModelAct(name: "hand back \(voucher) of \(number)") { books, _ in
                try books.handBack(voucher, of: number)
            } ledger: { ledger, context in
                _ = try await ledger.handBack(Voucher.ID(rawValue: voucher), of: id(number), context: context)
                return nil
            }
        case 17:
            let leniency = try Leniency(because: "as the committee decided", isOrganizers: true)
            return ModelAct(name: "waive \(amount) for \(number)") { books, entry in
                try books.waive(amount, for: number, entry: entry)
            } ledger: { ledger, context in
                try await ledger.waive(
                    Money(cents: Int64(amount)), for: id(number), because: "why not", leniency: leniency,
                    context: context
                ).result
            }
        case 18:
            return ModelAct(name: "\(number) waits for \(waited)") { books, _ in
                try books.wait(number, for: waited, at: time)
            } ledger: { ledger, context in
                _ = try await ledger.wait(id(number), for: place(waited), context: context)
                return nil
            }
        case 19:
            return ModelAct(name: "\(sitting) leaves the list for \(waited)") { books, _ in
                try books.leaveList(sitting, for: waited, at: time)
            } ledger: { ledger, context in
                _ = try await ledger.stopWaiting(id(sitting), for: place(waited), context: context)
                return nil
            }
        default:
            return ModelAct(name: "seat \(sitting) at \(waited)") { books, _ in
                try books.seat(sitting, at: waited, time)
            } ledger: { ledger, context in
                _ = try await ledger.seat(id(sitting), at: place(waited), context: context)
                return nil
            }
        }
    }

    // MARK: - Money

    private static func paying(
        _ kind: Int, _ number: Int, _ books: ModelBooks, _ time: Date, _ generator: inout SeededGenerator
    ) throws -> ModelAct {
        // Small coins, a usual sum, far too much, or all of it.
        let some: [Int?] = [nil, nil, 5 * Int.random(in: 1...8_000, using: &generator), 10_000]
        let amount = some.randomElement(using: &generator) ?? nil
        let money = amount.map { Money(cents: Int64($0)) }
        let method = PaymentMethod.byHand.randomElement(using: &generator) ?? .cash
        let till = Bool.random(using: &generator)
        switch kind {
        case 21...25:
            let payment = try Payment(amount: money, method: method, till: till ? "north" : nil, note: "", isSure: true)
            return ModelAct(name: "pay \(amount ?? 0) \(method) \(till) for \(number)") { books, entry in
                try books.pay(number, amount, method, till: till, entry: entry)
            } ledger: { ledger, context in
                try await ledger.pay(payment, for: id(number), context: context).result.entry
            }
        case 26, 27:
            return ModelAct(name: "refund \(amount ?? 0) \(method) \(till) to \(number)") { books, entry in
                try books.refund(number, amount, method, till: till, entry: entry)
            } ledger: { ledger, context in
                try await ledger.refund(
                    money, by: method, till: till ? "north" : nil, note: "", for: id(number), context: context
                ).result.entry
            }
        case 28:
            return ModelAct(name: "donate \(amount ?? 0) of \(number)") { books, _ in
                try books.donate(number, amount)
            } ledger: { ledger, context in
                try await ledger.donate(money, of: id(number), context: context).result
            }
        case 29:
            let leniency = try Leniency(because: "as the committee decided", isOrganizers: true)
            return ModelAct(name: "give back \(amount ?? 0) of what was kept to \(number)") { books, _ in
                try books.giveBackKept(number, amount)
            } ledger: { ledger, context in
                _ = try await ledger.giveBackKept(money, to: id(number), leniency: leniency, context: context)
                return nil
            }
        default:
            guard let index = books.bookings.indices.randomElement(using: &generator) else {
                return try registering(books, time, &generator)
            }
            let entry = books.bookings[index].entry
            return ModelAct(name: "correct entry \(entry)") { books, _ in
                try books.correct(index)
            } ledger: { ledger, context in
                try await ledger.correct(entry: entry, because: "a slip", context: context).result
            }
        }
    }

    private static func tilling(
        _ kind: Int, _ books: ModelBooks, _ generator: inout SeededGenerator
    ) throws -> ModelAct {
        let coins = 5 * Int.random(in: 0...4_000, using: &generator)
        let isPlanned = Int.random(in: 0...4, using: &generator) == 0
        if isPlanned {
            let plan = plans.filter { $0 != books.plans[books.version] }.randomElement(using: &generator) ?? plans[0]
            let yaml = try yaml(plan)
            return ModelAct(name: "taxes: \(plan.parts)") { books, _ in
                books.put(plan)
            } ledger: { ledger, context in
                _ = try await ledger.apply(yaml: yaml, context: context, onlyShow: false)
                return nil
            }
        }
        guard books.shift != nil, kind == 31 else {
            return ModelAct(name: "open the till with \(coins)") { books, _ in
                try books.openTill(float: coins)
            } ledger: { ledger, context in
                _ = try await ledger.openTill(named: "north", float: Money(cents: Int64(coins)), context: context)
                return nil
            }
        }
        if coins.isMultiple(of: 2), coins > 0 {
            return ModelAct(name: "drop \(coins)") { books, _ in
                try books.drop(coins)
            } ledger: { ledger, context in
                _ = try await ledger.dropCash(Money(cents: Int64(coins)), fromTill: "north", context: context)
                return nil
            }
        }
        return ModelAct(name: "close the till with \(coins)") { books, _ in
            try books.closeTill(counted: coins)
        } ledger: { ledger, context in
            _ = try await ledger.closeTill(named: "north", counted: Money(cents: Int64(coins)), context: context)
            return nil
        }
    }
}

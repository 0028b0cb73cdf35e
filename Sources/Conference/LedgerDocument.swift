package import Foundation

/// An invoice, a receipt or a credit note, with everything that it shows.
///
/// All of it was fixed when it was issued. Of somebody who was erased the recipient stays as long as the law wants it to.
package struct LedgerDocument: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// For what was paid.
        case receipt
        /// For what was credited.
        case creditNote = "credit_note"
        /// For what was charged and is still to be paid.
        case invoice
    }

    package let kind: Kind
    /// 1, 2, 3 … without gaps among the event's documents of this kind.
    package let number: Int64
    /// As people quote it: `NETDEV01-R-0001`, `NETDEV01-C-0001`, `NETDEV01-I-0001`.
    package let label: String
    package let event: Event
    package let issued: Date
    /// Whom it is about; of a party nothing but the code that goes into the transfer.
    package let recipient: Recipient
    /// The people of a party, in the order of the document; empty for one person.
    package let people: [Recipient]
    /// Who pays; nil for the person.
    package let payer: DocumentPayer?
    /// Where to pay it to, line by line; empty on what is no invoice.
    package let payTo: [String]
    package let figures: Figures

    /// Whether it is about several people.
    package var isForParty: Bool { !people.isEmpty }

    /// The event and who sells for it.
    package struct Event: Sendable, Hashable {
        package let name: String
        package let venue: String
        /// As people read them in the language of the document: `14–17 February 2015`.
        package let dates: String
        /// Every time of the document is on this clock.
        package let timeZone: EventTimeZone
        package let currency: Currency
        /// The seller: the organizer's name, or the event's if there is none.
        package let issuer: String
        /// The lines of the issuer's address, at most six; empty where none is given.
        package let issuerAddress: [String]

        package init(
            name: String, venue: String, dates: String, timeZone: EventTimeZone, currency: Currency, issuer: String,
            issuerAddress: [String]
        ) {
            self.name = name
            self.venue = venue
            self.dates = dates
            self.timeZone = timeZone
            self.currency = currency
            self.issuer = issuer
            self.issuerAddress = issuerAddress
        }
    }

    /// The recipient; the texts are empty if the person was erased.
    package struct Recipient: Sendable, Hashable {
        package let name: String
        package let affiliation: String
        package let code: RegistrationCode
        /// What the organizer calls their category, in the language of the document.
        package let category: String

        package init(name: String, affiliation: String, code: RegistrationCode, category: String) {
            self.name = name
            self.affiliation = affiliation
            self.code = code
            self.category = category
        }
    }

    /// What was fixed when the document was issued. On a credit note the amounts of lines, taxes and total are negative.
    package struct Figures: Sendable, Hashable, Codable {
        package let language: Language
        package let lines: [Line]
        /// Whether the amounts of the lines include the taxes; then the taxes are shown as part of the total.
        package let pricesIncludeTaxes: Bool
        /// The sum of the lines.
        package let subtotal: Money
        package let taxes: [Tax]
        /// What is to be paid or was credited: the subtotal, and the taxes where prices do not include them.
        package let total: Money
        /// Money that came in or, negative, went out since the document before, in the order of its booking.
        package let payments: [Payment]
        /// What is due after all of that; negative when money is owed to the person.
        package let balance: Money
        /// The labels of earlier documents of the same registration, which this one adds to.
        package let earlier: [String]
        /// Until when an invoice is to be paid; nil on what is none.
        package let dueDate: CivilDate?
        /// What each person of the document has to do with it, in their order: one for one person.
        package let shares: [Share]
        /// The invoices that were open when it was issued, with what stands on them for these people.
        package let invoiced: [Invoiced]

        package init(
            language: Language, lines: [Line], pricesIncludeTaxes: Bool, subtotal: Money, taxes: [Tax], total: Money,
            payments: [Payment], balance: Money, earlier: [String], dueDate: CivilDate? = nil, shares: [Share] = [],
            invoiced: [Invoiced] = []
        ) {
            self.language = language
            self.lines = lines
            self.pricesIncludeTaxes = pricesIncludeTaxes
            self.subtotal = subtotal
            self.taxes = taxes
            self.total = total
            self.payments = payments
            self.balance = balance
            self.earlier = earlier
            self.dueDate = dueDate
            self.shares = shares
            self.invoiced = invoiced
        }

        /// What the document itself asks for: what was charged on it without what was paid on it.
        package var asked: Money { total - payments.map { $0.amount + $0.rounding }.total() }
    }

    /// A person's part of a document.
    package struct Share: Sendable, Hashable, Codable {
        /// What was charged or credited, taxes included.
        package let total: Money
        /// The same without what was paid on the document.
        package let asked: Money

        package init(total: Money, asked: Money) {
            self.total = total
            self.asked = asked
        }
    }

    /// An invoice as a receipt names it, so that the receipt says what was bought.
    package struct Invoiced: Sendable, Hashable, Codable {
        package let label: String
        package let lines: [Line]
        /// What these people had to pay by it, taxes included.
        package let total: Money

        package init(label: String, lines: [Line], total: Money) {
            self.label = label
            self.lines = lines
            self.total = total
        }
    }

    /// One thing that was sold, taken back, or reduced.
    package struct Line: Sendable, Hashable, Codable {
        package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
            case pass
            case addOn = "add_on"
            /// A reduction by a voucher; its amount is negative.
            case voucher
            /// What the organizer waives; its amount is negative.
            case waiver
            /// What is kept when a registration is cancelled.
            case cancellationFee = "cancellation_fee"
        }

        package let kind: Kind
        /// What the organizer calls it: `One day`; the voucher's code; empty for a waiver and a cancellation fee, which
        /// the language words.
        package let name: String
        /// How many; negative for what was taken back, zero if only the price changed.
        package let quantity: Int
        /// Nil if the amount is not a multiple of one price.
        package let unitPrice: Money?
        package let amount: Money
        /// Whose it is, counted from 1 among the people of a party; nil on a document about one person.
        package let person: Int?

        package init(
            kind: Kind, name: String, quantity: Int, unitPrice: Money?, amount: Money, person: Int? = nil
        ) {
            self.kind = kind
            self.name = name
            self.quantity = quantity
            self.unitPrice = unitPrice
            self.amount = amount
            self.person = person
        }
    }

    /// One component of the tax.
    package struct Tax: Sendable, Hashable, Codable {
        package let name: String
        /// In percent, without trailing zeros: `13`, `9.975`.
        package let ratePercent: String
        /// The seller's registration number; empty if there is none.
        package let registrationNumber: String
        package let amount: Money

        package init(name: String, ratePercent: String, registrationNumber: String, amount: Money) {
            self.name = name
            self.ratePercent = ratePercent
            self.registrationNumber = registrationNumber
            self.amount = amount
        }
    }

    /// Money that was paid or, negative, refunded.
    package struct Payment: Sendable, Hashable, Codable {
        package let time: Date
        /// `cash`, `card`, `bank`, `cheque`; `transfer` for money that came from another registration of the event.
        package let method: String
        package let amount: Money
        /// The cash that was handed over, if it was more than the amount; nil if nobody noted it.
        package let tendered: Money?
        /// How much the cash total was rounded: positive if less was paid than was due.
        package let rounding: Money
        /// The change that was given.
        package var change: Money? { tendered.map { $0 - amount } }

        package init(time: Date, method: String, amount: Money, tendered: Money?, rounding: Money) {
            self.time = time
            self.method = method
            self.amount = amount
            self.tendered = tendered
            self.rounding = rounding
        }
    }

    package init(
        kind: Kind, number: Int64, label: String, event: Event, issued: Date, recipient: Recipient,
        people: [Recipient] = [], payer: DocumentPayer? = nil, payTo: [String] = [], figures: Figures
    ) {
        self.kind = kind
        self.number = number
        self.label = label
        self.event = event
        self.issued = issued
        self.recipient = recipient
        self.people = people
        self.payer = payer
        self.payTo = payTo
        self.figures = figures
    }
}

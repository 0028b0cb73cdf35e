package import struct Foundation.Date

/// Everything that an organizer decides about an event: what `event.yaml` says.
package struct EventDefinition: Sendable, Hashable {
    /// A short name for files, accounts and challenges: lower-case Latin letters, digits and hyphens.
    package let slug: String
    package let name: String
    package let venue: String
    package let timeZone: EventTimeZone
    /// When one day of the event ends and the next begins, on the wall clock.
    package let dayStartsAt: TimeOfDay
    /// In order; day n is at index n−1. Between 1 and 16.
    package let days: [Day]
    package let currency: Currency
    /// What cash totals are rounded to.
    package let cashStep: CashStep
    /// Who sells; nil for the event itself.
    package let issuer: Issuer?
    package let prices: PriceList
    package let taxes: TaxPlan
    package let vouchers: [Voucher]
    package let refunds: RefundRule
    /// How long a freed seat is held for somebody to whom it was offered, in hours.
    package let offerHours: Int
    /// Until when the law wants documents kept, of people who were erased as well; nil for not at all.
    package let documentsKeptUntil: CivilDate?
    package let invoices: InvoicePlan
    /// How much a desk may give back beyond that rule at a time; an organizer may give more.
    package let deskLeniency: Money
    /// How much a desk may waive at a time; an organizer may waive more. Nil for as much as is owed.
    package let deskWaiver: Money?
    /// At least one, at most `Category.countMax`, in the order of the description; the first is what most people are.
    package let categories: [CategoryRule]
    package let addOns: [AddOn]
    package let gates: [Gate]
    /// The badge template, by the file's name without its ending.
    package let badgeTemplate: String
    /// Paper that the organizer describes, beside what is known by its maker's name.
    package let sheets: [LabelSheet]
    package let printers: [PrinterAdjustment]
    package let keysigning: KeysigningPlan?
    /// What people are asked, in the order of the description.
    package let questions: [Question]
    /// The kinds of letters that people may have.
    package let letters: [LetterPlan]
    package let retention: RetentionPlan
    /// Nil for an event that sends no mail.
    package let mail: MailPlan?
    /// Nil for an event at which nobody registers by themselves.
    package let register: RegisterPlan?
    /// Nil for an event that says nothing of paying before one comes.
    package let payments: PaymentPlan?
    /// Nil for an event that knows no scanners but its own.
    package let scanners: ScannerPlan?
    /// Who may ask visitors for their contact, in the order of the description; nobody where it is empty.
    package let exhibitors: [Exhibitor]

    /// One of the event's dates.
    package struct Day: Sendable, Hashable {
        package let number: Int
        package let date: CivilDate
        /// How many people the day has room for; nil for no limit.
        package let capacity: Int?
        /// As badges show it: `Sat 14`.
        package var label: String { Language.english.dayLabel(date) }

        package init(number: Int, date: CivilDate, capacity: Int?) {
            self.number = number
            self.date = date
            self.capacity = capacity
        }
    }

    /// What the header of a keysigning list says.
    package struct KeysigningPlan: Sendable, Hashable {
        /// Name and address of the organizer: `Ann Example <ann@example.org>`.
        package let organizer: String
        /// The date of the keysigning.
        package let date: CivilDate
        package let time: TimeOfDay
        /// The address of the server, which challenges name: `https://netdev01.example.org`; nil where it has none.
        package let origin: String?
        /// When participants may see the digests of the list; nil for at once.
        package let digestsFrom: Date?
        /// Whether keys whose own signatures rest on SHA-1 are refused; otherwise their owners are warned.
        package let refusesSHA1: Bool

        package init(
            organizer: String, date: CivilDate, time: TimeOfDay, origin: String? = nil, digestsFrom: Date? = nil,
            refusesSHA1: Bool = false
        ) {
            self.organizer = organizer
            self.date = date
            self.time = time
            self.origin = origin
            self.digestsFrom = digestsFrom
            self.refusesSHA1 = refusesSHA1
        }
    }

    package init(
        slug: String, name: String, venue: String, timeZone: EventTimeZone, dayStartsAt: TimeOfDay, days: [Day],
        currency: Currency, cashStep: CashStep = .oneCent, issuer: Issuer? = nil, prices: PriceList,
        taxes: TaxPlan = .none, vouchers: [Voucher] = [], refunds: RefundRule = .everything,
        deskLeniency: Money = .zero, deskWaiver: Money? = nil,
        documentsKeptUntil: CivilDate? = nil, offerHours: Int = 24, invoices: InvoicePlan = InvoicePlan(),
        categories: [CategoryRule],
        addOns: [AddOn], gates: [Gate], badgeTemplate: String, sheets: [LabelSheet] = [],
        printers: [PrinterAdjustment] = [], keysigning: KeysigningPlan?, mail: MailPlan? = nil,
        register: RegisterPlan? = nil, payments: PaymentPlan? = nil, scanners: ScannerPlan? = nil,
        exhibitors: [Exhibitor] = [], questions: [Question] = [], letters: [LetterPlan] = [],
        retention: RetentionPlan = RetentionPlan()
    ) {
        self.slug = slug
        self.name = name
        self.venue = venue
        self.timeZone = timeZone
        self.dayStartsAt = dayStartsAt
        self.days = days
        self.currency = currency
        self.cashStep = cashStep
        self.issuer = issuer
        self.prices = prices
        self.taxes = taxes
        self.vouchers = vouchers
        self.refunds = refunds
        self.deskLeniency = deskLeniency
        self.deskWaiver = deskWaiver
        self.documentsKeptUntil = documentsKeptUntil
        self.offerHours = offerHours
        self.invoices = invoices
        self.categories = categories
        self.addOns = addOns
        self.gates = gates
        self.badgeTemplate = badgeTemplate
        self.sheets = sheets
        self.printers = printers
        self.keysigning = keysigning
        self.mail = mail
        self.register = register
        self.questions = questions
        self.letters = letters
        self.retention = retention
        self.payments = payments
        self.scanners = scanners
        self.exhibitors = exhibitors
    }

    /// All days of the event.
    package var allDays: DaySet { .first(days.count) }
}

package import Conference

/// What an invoice is asked for: whom it is about, who pays, and until when.
package struct InvoiceOrder: Sendable, Hashable {
    /// How many people one invoice may be about.
    package static let peopleMax = 100

    /// In the order of the document.
    package let people: [Registration.ID]
    /// Nil for the person, who pays for themselves.
    package let payer: DocumentPayer?
    /// Nil for what the event's file says.
    package let dueDate: CivilDate?
    /// Nil for the language of the first person.
    package let language: Language?

    /// - Throws: `invoice_people_missing`, `invoice_too_many_people`, `invoice_payer_missing` where several people have no payer.
    package init(
        people: [Registration.ID], payer: DocumentPayer? = nil, dueDate: CivilDate? = nil, language: Language? = nil
    ) throws {
        var seen: Set<Registration.ID> = []
        let people = people.filter { seen.insert($0).inserted }
        guard !people.isEmpty else { throw LedgerError(.invoicePeopleMissing) }
        guard people.count <= Self.peopleMax else {
            throw LedgerError(.invoiceTooManyPeople, ErrorDetail("limit", Self.peopleMax))
        }
        guard people.count == 1 || payer?.name.isEmpty == false else { throw LedgerError(.invoicePayerMissing) }
        self.people = people
        self.payer = payer?.isEmpty == true ? nil : payer
        self.dueDate = dueDate
        self.language = language
    }

    var content: [String] {
        people.map(\.description) + ["payer", payer?.name ?? ""] + (payer?.address ?? [])
            + [
                "numbers", payer?.taxNumber ?? "", payer?.orderNumber ?? "", dueDate?.description ?? "",
                language?.rawValue ?? "",
            ]
    }
}

/// What a document is asked for.
struct DocumentOrder {
    enum Wish {
        /// Whatever is new: a receipt for what was paid, a credit note for what was credited.
        case whatIsNew
        case invoice(due: CivilDate)
    }

    let people: [Registration.ID]
    let wish: Wish
    var payer: DocumentPayer?
    /// The code of the party, where the document answers an invoice that has one.
    var code: RegistrationCode?
    var language: Language?
    /// Whether an organizer confirmed that it is dated before the last one of its kind.
    var predates = false
}

/// Who pays what a document asks for, as they want to be named on it.
package struct DocumentPayer: Sendable, Hashable, Codable {
    /// Empty for the person whom the document is about.
    package let name: String
    /// At most six lines.
    package let address: [String]
    /// What the payer's own books want to see: a VAT or GST number; empty for none.
    package let taxNumber: String
    /// The payer's purchase order or the like; empty for none.
    package let orderNumber: String

    /// Cleans and checks the texts.
    ///
    /// - Parameter address: its lines, with line breaks between them.
    /// - Throws: `text_too_long` (name and lines of the address 100 characters, numbers 60), `text_has_controls`,
    ///   `address_too_long`.
    package init(
        name: String, address: String, taxNumber: String, orderNumber: String
    ) throws(ConferenceError) {
        self.name = try Person.line(name, field: "payer", limit: 100)
        self.address = try Self.lines(address)
        self.taxNumber = try Person.line(taxNumber, field: "tax_number", limit: 60)
        self.orderNumber = try Person.line(orderNumber, field: "order_number", limit: 60)
    }

    /// The lines of an address that are not empty, cleaned.
    ///
    /// - Throws: `text_too_long`, `text_has_controls`, `address_too_long`.
    package static func lines(_ text: String) throws(ConferenceError) -> [String] {
        var lines: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let line = try Person.line(String(line), field: "address", limit: 100)
            if !line.isEmpty { lines.append(line) }
        }
        guard lines.count <= 6 else { throw ConferenceError(.addressTooLong, ErrorDetail("limit", 6)) }
        return lines
    }

    /// Whether it says nothing.
    package var isEmpty: Bool { name.isEmpty && address.isEmpty && taxNumber.isEmpty && orderNumber.isEmpty }
}

/// How an event asks for money by invoice.
package struct InvoicePlan: Sendable, Hashable {
    /// After how many days an invoice is due, unless it says otherwise.
    package let dueDays: Int
    /// Where to pay it to, line by line: the bank, the account. At most six lines.
    package let payTo: [String]

    package init(dueDays: Int = 30, payTo: [String] = []) {
        self.dueDays = dueDays
        self.payTo = payTo
    }
}

extension CivilDate: Codable {
    package init(from decoder: any Decoder) throws {
        try self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// The date that lies that many days later.
    package func adding(days: Int) -> CivilDate { CivilDate(daysSince1970: daysSince1970 + days) }
}

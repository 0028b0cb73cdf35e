import Conference
import EventStore
import GRDB

/// Finds the codes of an event's registrations and the labels and codes of its invoices in what payers and banks write.
struct CodeFinder {
    /// Codes packed to five bits a symbol, with whom each stands for by now.
    private let registrations: [UInt64: Registration.ID]

    /// Codes of invoices of parties.
    private let invoices: [UInt64: DocumentID]
    /// Whom each invoice is about that is about one person.
    private let invoiced: [Int64: Registration.ID]
    /// How many invoices there are.
    private let invoiceCount: Int64
    /// What the label of an invoice begins with, as `NETDEV01I`.
    private let label: [UInt8]

    /// A code of a registration that was transferred or merged stands for the one that it went to.
    init(_ db: Database, _ definition: EventDefinition) throws {
        var codes: [(UInt64, Registration.ID)] = []
        var successors: [Registration.ID: Registration.ID] = [:]
        let rows = try Coded.fetchCursor(db, sql: "SELECT id, code, successor FROM registration")
        while let row = try rows.next() {
            codes.append((Self.packed(row.code), row.id))
            successors[row.id] = row.successor
        }
        func heir(_ id: Registration.ID) -> Registration.ID {
            var id = id
            while let next = successors[id] { id = next }
            return id
        }
        registrations = Dictionary(codes.map { ($0, heir($1)) }, uniquingKeysWith: { first, _ in first })
        var (parties, single, count): ([UInt64: DocumentID], [Int64: Registration.ID], Int64) = ([:], [:], 0)
        let issued = try Invoiced.fetchCursor(
            db, sql: "SELECT number, registration, code FROM document WHERE kind = 'invoice'")
        while let row = try issued.next() {
            count += 1
            if let code = row.code { parties[Self.packed(code)] = DocumentID(kind: .invoice, number: row.number) }
            if let id = row.registration { single[row.number] = heir(id) }
        }
        (invoices, invoiced, invoiceCount) = (parties, single, count)
        label = definition.slug.utf8.filter(Self.isAlphanumeric).map(Self.folded) + [UInt8(ascii: "I")]
    }

    private static func packed(_ code: String) -> UInt64 {
        code.utf8.reduce(UInt64(0)) { $0 << 5 | UInt64(values[Int($1)]) }
    }

    private struct Invoiced: RowRecord {
        let number: Int64
        let registration: Registration.ID?
        let code: String?
    }

    private struct Coded: FetchableRecord {
        let id: Registration.ID
        let code: String
        let successor: Registration.ID?

        init(row: Row) throws {
            id = try row.decode(forColumn: "id")
            code = try row.decode(forColumn: "code")
            successor = try row.decode(forColumn: "successor")
        }
    }

    struct Found {
        /// Codes that stand apart from other letters.
        var clear: Set<Registration.ID> = []
        /// Codes within longer runs of letters and digits, as when a bank drops the blanks or breaks a line.
        var hidden: Set<Registration.ID> = []
        /// Invoices of parties whose code or label stands apart from other letters.
        var invoices: Set<DocumentID> = []
        /// Those whose code stands within longer runs.
        var hiddenInvoices: Set<DocumentID> = []
    }

    func find(in text: String) -> Found {
        var found = Found()
        let symbols = text.unicodeScalars.map { scalar -> UInt8 in
            switch scalar.value {
            case 0x2010...0x2015: UInt8(ascii: "-")
            case 0..<0x80: UInt8(scalar.value)
            default: UInt8(ascii: " ")
            }
        }
        for start in symbols.indices where start == 0 || !Self.isAlphanumeric(symbols[start - 1]) {
            if let code = Self.code(symbols, at: start) {
                if let id = registrations[code] { found.clear.insert(id) }
                if let invoice = invoices[code] { found.invoices.insert(invoice) }
            }
            if let number = invoiceNumber(symbols, at: start) {
                if let id = invoiced[number] {
                    found.clear.insert(id)
                } else {
                    found.invoices.insert(DocumentID(kind: .invoice, number: number))
                }
            }
        }
        var (window, length) = (UInt64(0), 0)
        for symbol in symbols where Self.isAlphanumeric(symbol) {
            let value = Self.values[Int(symbol)]
            guard value < 32 else {
                (window, length) = (0, 0)
                continue
            }
            window = (window << 5 | UInt64(value)) & (1 << 35 - 1)
            length += 1
            guard length >= 7 else { continue }
            if let id = registrations[window], !found.clear.contains(id) { found.hidden.insert(id) }
            if let invoice = invoices[window], !found.invoices.contains(invoice) {
                found.hiddenInvoices.insert(invoice)
            }
        }
        return found
    }

    /// The number of the invoice whose label begins there, with hyphens or blanks in it or none: `NETDEV01-I-0012`.
    private func invoiceNumber(_ symbols: [UInt8], at start: Int) -> Int64? {
        guard invoiceCount > 0 else { return nil }
        var position = start
        for symbol in label {
            while position > start, position < symbols.count, !Self.isAlphanumeric(symbols[position]) { position += 1 }
            guard position < symbols.count, Self.folded(symbols[position]) == symbol else { return nil }
            position += 1
        }
        while position < symbols.count, !Self.isAlphanumeric(symbols[position]) { position += 1 }
        var (number, digits) = (Int64(0), 0)
        while position < symbols.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(symbols[position]), digits < 12
        {
            number = number * 10 + Int64(symbols[position] - UInt8(ascii: "0"))
            position += 1
            digits += 1
        }
        guard digits >= 4, position == symbols.count || !Self.isAlphanumeric(symbols[position]),
            (1...invoiceCount).contains(number)
        else { return nil }
        return number
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
    }

    /// The code that begins there, with a hyphen or a blank in it or none, and ends with it.
    private static func code(_ symbols: [UInt8], at start: Int) -> UInt64? {
        var (packed, count, position) = (UInt64(0), 0, start)
        while count < 7, position < symbols.count {
            let symbol = symbols[position]
            position += 1
            if count == 3, symbol == UInt8(ascii: "-") || symbol == UInt8(ascii: " ") { continue }
            let value = values[Int(symbol)]
            guard value < 32 else { return nil }
            packed = packed << 5 | UInt64(value)
            count += 1
        }
        guard count == 7, position == symbols.count || !isAlphanumeric(symbols[position]) else { return nil }
        return packed
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    /// What each byte is worth in a code; 255 for none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for byte in UInt8(0)..<128 {
            if let value = Base32.value(of: Character(Unicode.Scalar(byte))) { values[Int(byte)] = UInt8(value) }
        }
        return values
    }()
}

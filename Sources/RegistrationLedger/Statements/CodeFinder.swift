import Conference
import EventStore
import GRDB

/// Finds the codes of an event's registrations in what payers and banks write.
struct CodeFinder {
    /// Codes packed to five bits a symbol, with whom each stands for by now.
    private let registrations: [UInt64: Registration.ID]

    /// A code of a registration that was transferred or merged stands for the one that it went to.
    init(_ db: Database) throws {
        var codes: [(UInt64, Registration.ID)] = []
        var successors: [Registration.ID: Registration.ID] = [:]
        let rows = try Coded.fetchCursor(db, sql: "SELECT id, code, successor FROM registration")
        while let row = try rows.next() {
            let id = row.id
            let packed = row.code.utf8.reduce(UInt64(0)) { $0 << 5 | UInt64(Self.values[Int($1)]) }
            codes.append((packed, id))
            successors[id] = row.successor
        }
        registrations = Dictionary(
            codes.map { code, id in
                var id = id
                while let next = successors[id] { id = next }
                return (code, id)
            }, uniquingKeysWith: { first, _ in first })
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
            if let id = code(symbols, at: start) { found.clear.insert(id) }
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
            if length >= 7, let id = registrations[window], !found.clear.contains(id) { found.hidden.insert(id) }
        }
        return found
    }

    /// The registration whose code begins there, with a hyphen or a blank in it or none, and ends with it.
    private func code(_ symbols: [UInt8], at start: Int) -> Registration.ID? {
        var (packed, count, position) = (UInt64(0), 0, start)
        while count < 7, position < symbols.count {
            let symbol = symbols[position]
            position += 1
            if count == 3, symbol == UInt8(ascii: "-") || symbol == UInt8(ascii: " ") { continue }
            let value = Self.values[Int(symbol)]
            guard value < 32 else { return nil }
            packed = packed << 5 | UInt64(value)
            count += 1
        }
        guard count == 7, position == symbols.count || !Self.isAlphanumeric(symbols[position]) else { return nil }
        return registrations[packed]
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    /// What each byte is worth in a code; 255 for none. O is taken for 0, and I and L for 1.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, symbol) in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8.enumerated() {
            values[Int(symbol)] = UInt8(value)
            if symbol >= UInt8(ascii: "A") { values[Int(symbol) + 32] = UInt8(value) }
        }
        for symbol in "Oo".utf8 { values[Int(symbol)] = 0 }
        for symbol in "IiLl".utf8 { values[Int(symbol)] = 1 }
        return values
    }()
}

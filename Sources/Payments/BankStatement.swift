package import Conference
package import Foundation

/// A bank's statement, read: what moved, what could not be read, and how it was understood.
package struct BankStatement: Sendable, Hashable {
    /// The largest file, in bytes.
    package static let sizeMax = 16 << 20
    /// The most movements of one file.
    package static let linesMax = 50_000
    /// The longest text of one movement that is kept, in characters.
    package static let textMax = 500

    package let form: StatementForm
    package let lines: [StatementLine]
    /// Movements that are not clear enough to be used, with the reason.
    package let unread: [Unread]
    package let notes: [Note]

    /// A movement that cannot be used, and why.
    package struct Unread: Sendable, Hashable {
        /// Line of the file, from 1.
        package let line: Int
        package let code: AnyErrorCode
        package let details: [ErrorDetail]

        init(line: Int, _ error: any DescribedError) {
            self.line = line
            code = AnyErrorCode(error.code)
            details = error.details
        }
    }

    /// How a file was understood, or what in it does not fit.
    package enum Note: Sendable, Hashable {
        case encoding(TextEncoding)
        /// What each column was taken for, in order.
        case columns([StatementColumn])
        case decimalSign(DecimalSign)
        /// Dates whose order the file did not settle were read in this one.
        case dates(DateOrder)
        /// The balance behind this line of the file is not the one before it plus the amount.
        case balanceDiffers(line: Int)
    }

    /// Reads a file in any of the forms, which is known by its content.
    ///
    /// - Throws: `PaymentsError`: `statement_form_unknown`, `statement_too_large`, `statement_too_long`, `statement_empty`,
    ///   `statement_broken`, `statement_columns_unknown`, `statement_xml_unsafe`.
    package init(_ data: Data, _ options: StatementOptions) throws(PaymentsError) {
        guard data.count <= Self.sizeMax else {
            throw PaymentsError(.statementTooLarge, ErrorDetail("limit", Self.sizeMax))
        }
        let statement =
            switch try Self.form(of: data) {
            case .csv: try TableStatement(data, options).statement()
            case .online: throw PaymentsError(.statementFormUnknown)
            case .camt: try CAMTStatement(data, options).statement()
            case .mt940: try MT940Statement(data, options).statement()
            case .ofx: try OFXStatement(data, options).statement()
            }
        guard !statement.lines.isEmpty || !statement.unread.isEmpty else { throw PaymentsError(.statementEmpty) }
        self = statement
    }

    /// - Throws: `statement_too_long`.
    init(
        _ form: StatementForm, lines: [StatementLine], unread: [Unread], notes: [Note]
    ) throws(PaymentsError) {
        guard lines.count + unread.count <= Self.linesMax else {
            throw PaymentsError(.statementTooLong, ErrorDetail("limit", Self.linesMax))
        }
        self.form = form
        // By the bank's own number a movement is one, even where two exports were joined to one file.
        var (once, twice) = ([StatementLine](), unread)
        var first: [[String]: Int] = [:]
        for line in lines.map(Self.bounded) {
            let said = [
                line.bankReference, line.dated.description, line.amount.description, line.counterparty, line.text,
                line.status.rawValue,
            ]
            if !line.bankReference.isEmpty, line.amount > .zero,
                let earlier = first.updateValue(line.line, forKey: said)
            {
                twice.append(
                    Unread(line: line.line, PaymentsError(.statementLineTwice, ErrorDetail("line", earlier))))
            } else {
                once.append(line)
            }
        }
        self.lines = once
        self.unread = twice.sorted { $0.line < $1.line }
        self.notes = notes
    }

    private static func bounded(_ line: StatementLine) -> StatementLine {
        var bounded = line
        bounded.text = cleaned(line.text)
        bounded.counterparty = cleaned(line.counterparty)
        bounded.bankReference = String(line.bankReference.prefix(100))
        return bounded
    }

    /// One blank for each run of blanks and controls, and not too long.
    static func cleaned(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) || text.utf8.count > textMax else { return text }
        let scalars = text.unicodeScalars.prefix(textMax).map { $0.properties.generalCategory == .control ? " " : $0 }
        return String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: " ")
    }

    /// - Throws: `statement_form_unknown` for what is no text.
    private static func form(of data: Data) throws(PaymentsError) -> StatementForm {
        let head = Array(data.prefix(4_096))
        let foreign: [[UInt8]] = [
            Array("%PDF".utf8), [0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0], [0x1F, 0x8B],
        ]
        guard !foreign.contains(where: { head.starts(with: $0) }) else { throw PaymentsError(.statementFormUnknown) }
        let text = String(decoding: TextEncoding.decode(head).bytes, as: UTF8.self)
        let trimmed = text.drop { $0.isWhitespace }
        let upper = trimmed.uppercased()
        if upper.hasPrefix("OFXHEADER") || upper.contains("<OFX>") || upper.contains("<?OFX") { return .ofx }
        if trimmed.hasPrefix("<") {
            guard
                text.contains("BkToCstmr") || text.contains("<!DOCTYPE") || text.contains("<!ENTITY")
                    || text.contains("iso:20022")
            else { throw PaymentsError(.statementFormUnknown) }
            return .camt
        }
        if trimmed.hasPrefix("{1:") || trimmed.hasPrefix(":20:") || trimmed.hasPrefix(":25:")
            || text.contains("\n:61:") || text.contains("\n:60F:")
        {
            return .mt940
        }
        guard !text.unicodeScalars.contains("\u{0}") else { throw PaymentsError(.statementFormUnknown) }
        return .csv
    }
}

/// What somebody says about a file that does not say it itself.
package struct StatementOptions: Sendable, Hashable {
    /// What each column is, from the first; nil to recognise them.
    package var columns: [StatementColumn]?
    package var decimalSign: DecimalSign?
    package var dates: DateOrder?
    /// The event's currency, by whose country dates are read that nothing else settles.
    package let currency: Currency
    /// The day on which the file is read, after which nothing in it was booked; nil where that is not known.
    package let today: CivilDate?

    package init(
        currency: Currency, columns: [StatementColumn]? = nil, decimalSign: DecimalSign? = nil,
        dates: DateOrder? = nil, today: CivilDate? = nil
    ) {
        self.today = today
        self.currency = currency
        self.columns = columns
        self.decimalSign = decimalSign
        self.dates = dates
    }

    /// Reads `date,text,debit,credit,balance`.
    ///
    /// - Throws: `choice_unknown`.
    package static func columns(_ text: String) throws(ConferenceError) -> [StatementColumn] {
        var columns: [StatementColumn] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            columns.append(try Choice.read(word.filter { $0 != " " }.lowercased(), as: StatementColumn.self))
        }
        return columns
    }
}

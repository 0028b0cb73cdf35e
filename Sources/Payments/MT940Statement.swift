import Conference
import Foundation

/// SWIFT's customer statement message (MT940), and the report of the day (MT942) whose lines are the same.
///
/// `:61:` is a movement: value date, booking date, mark, amount, kind, references; the `:86:` behind it says more.
struct MT940Statement {
    private let fields: [Field]
    private let options: StatementOptions

    private struct Field {
        let tag: String
        let line: Int
        var lines: [String]
    }

    init(_ data: Data, _ options: StatementOptions) throws(PaymentsError) {
        self.options = options
        let text = String(decoding: TextEncoding.decode(Array(data)).bytes, as: UTF8.self)
        var fields: [Field] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            // A message may be wrapped in blocks: `{4:` before it, `-}` behind it.
            let bare = line.replacing(#/^\{1:.*\{4:/#, with: "")
            if let match = bare.prefixMatch(of: #/:(\d{2}[A-Z]?):/#) {
                fields.append(
                    Field(tag: String(match.1), line: index + 1, lines: [String(bare[match.range.upperBound...])]))
            } else if !fields.isEmpty, !bare.isEmpty, !bare.hasPrefix("-") || bare.count > 2 {
                fields[fields.count - 1].lines.append(String(bare))
            }
        }
        self.fields = fields
    }

    /// - Throws: `statement_too_long`.
    func statement() throws(PaymentsError) -> BankStatement {
        var currency: String?
        var (lines, unread) = ([StatementLine](), [BankStatement.Unread]())
        var notes: [BankStatement.Note] = []
        var (balance, isBalanced) = (Money?.none, true)
        for (index, field) in fields.enumerated() {
            switch field.tag {
            case "60F", "60M":
                currency = Self.currency(field)
                balance = Self.balance(field)
            case "34F": currency = String((field.lines.first ?? "").prefix(3))
            case "62F", "62M":
                if let opening = balance, let closing = Self.balance(field), isBalanced, opening != closing {
                    notes.append(.balanceDiffers(line: field.line))
                }
            case "61":
                let more = fields.indices.contains(index + 1) && fields[index + 1].tag == "86" ? fields[index + 1] : nil
                do {
                    let line = try movement(field, more, currency)
                    balance = balance.map { $0 + (line.status == .posted ? line.amount : .zero) }
                    lines.append(line)
                } catch let error as any DescribedError {
                    isBalanced = false
                    unread.append(.init(line: field.line, error))
                } catch {
                    isBalanced = false
                    unread.append(.init(line: field.line, Self.broken(field)))
                }
            default: continue
            }
        }
        return try BankStatement(.mt940, lines: lines.filter { $0.amount != .zero }, unread: unread, notes: notes)
    }

    /// - Throws: `statement_broken`, `amount_invalid`.
    private func movement(_ field: Field, _ more: Field?, _ currency: String?) throws -> StatementLine {
        let first = field.lines[0]
        guard
            let match = first.prefixMatch(
                of: #/(\d{2})(\d{2})(\d{2})(\d{4})?(RC|RD|EC|ED|C|D)([A-Z])?([\d,.]+)[NFS][A-Z0-9]{3}/#),
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3),
            let valued = CivilDate(year: 2_000 + year, month: month, day: day)
        else { throw Self.broken(field) }
        let size = try WrittenAmount(String(match.7)).money(.comma)
        let mark = match.5
        // A reversed credit goes out, a reversed debit comes in.
        let isIncoming = ["C", "RD", "EC"].contains(mark)
        let dated = match.4.flatMap { Self.booked($0, valued) } ?? valued
        var line = StatementLine(line: field.line, dated: dated, amount: isIncoming ? size : -size)
        line.currency = currency
        line.status = mark.hasPrefix("E") ? .pending : .posted
        let references = first[match.range.upperBound...]
        if let slashes = references.range(of: "//") {
            let own = references[slashes.upperBound...].trimmingCharacters(in: .whitespaces)
            line.bankReference = own == "NONREF" ? "" : own
        }
        let reference = String(references.prefix(upTo: references.range(of: "//")?.lowerBound ?? references.endIndex))
        let (name, text) = Self.information(more)
        line.counterparty = name
        let parts = [reference == "NONREF" ? "" : reference] + field.lines.dropFirst() + [text]
        line.text = parts.filter { !$0.isEmpty }.joined(separator: " ")
        line.isReturn = mark.hasPrefix("R") || ReturnWords.areIn(text)
        return line
    }

    /// The booking date has no year: it lies near the value date.
    private static func booked(_ text: Substring, _ valued: CivilDate) -> CivilDate? {
        guard let number = Int(text) else { return nil }
        return (-1...1).compactMap { CivilDate(year: valued.year + $0, month: number / 100, day: number % 100) }
            .min { abs($0.daysSince1970 - valued.daysSince1970) < abs($1.daysSince1970 - valued.daysSince1970) }
    }

    /// Whom and what for: as numbered parts (`?20`… text, `?32` name) or as words between slashes (`/NAME/`, `/REMI/`).
    private static func information(_ field: Field?) -> (name: String, text: String) {
        guard let field else { return ("", "") }
        let joined = field.lines.joined()
        if joined.contains("?2") {
            let parts = joined.split(separator: "?").dropFirst().map { ($0.prefix(2), String($0.dropFirst(2))) }
            let name = parts.filter { $0.0 == "32" || $0.0 == "33" }.map(\.1).joined()
            let text = parts.filter { $0.0.hasPrefix("2") || $0.0.hasPrefix("6") || $0.0 == "00" }
                .map { part in part.1.trimmingCharacters(in: .whitespaces) }
            return (name, text.joined(separator: " "))
        }
        let spaced = field.lines.joined(separator: " ")
        let name = spaced.firstMatch(of: #/\/NAME\/([^\/]*)/#).map { String($0.1) } ?? ""
        return (name.trimmingCharacters(in: .whitespaces), spaced)
    }

    /// `C150131CAD1000,00`
    private static func currency(_ field: Field) -> String? {
        (field.lines.first ?? "").prefixMatch(of: #/[CD]\d{6}([A-Z]{3})/#).map { String($0.1) }
    }

    private static func balance(_ field: Field) -> Money? {
        guard let match = (field.lines.first ?? "").prefixMatch(of: #/([CD])\d{6}[A-Z]{3}([\d,.]+)/#),
            let size = try? WrittenAmount(String(match.2)).money(.comma)
        else { return nil }
        return match.1 == "C" ? size : -size
    }

    private static func broken(_ field: Field) -> PaymentsError {
        PaymentsError(.statementBroken, ErrorDetail("line", field.line))
    }
}

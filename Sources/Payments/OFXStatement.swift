import Conference
import Foundation

/// A statement of Open Financial Exchange: version 1, which is SGML whose values have no end tag, and version 2, which is XML.
///
/// Only what stands within `STMTTRN` is looked at (OFX 2.2, section 11.4.4), tag by tag, so that neither form needs a parser that
/// would expand anything.
struct OFXStatement {
    private let text: String
    private let options: StatementOptions

    private struct Record {
        let line: Int
        let currency: String?
        let isPending: Bool
        var values: [String: String] = [:]

        var kind: String { values["TRNTYPE"]?.uppercased() ?? "" }
    }

    /// - Throws: `statement_xml_unsafe`.
    init(_ data: Data, _ options: StatementOptions) throws(PaymentsError) {
        text = String(decoding: TextEncoding.decode(Array(data)).bytes, as: UTF8.self)
        self.options = options
        let head = text.prefix(2_000).uppercased()
        guard !head.contains("<!DOCTYPE"), !head.contains("<!ENTITY") else {
            throw PaymentsError(.statementXMLUnsafe, ErrorDetail("line", 1))
        }
    }

    /// - Throws: `statement_broken`, `statement_too_long`.
    func statement() throws(PaymentsError) -> BankStatement {
        let records = try self.records()
        let sign =
            options.decimalSign
            ?? DecimalSign.settled(by: records.compactMap { $0.values["TRNAMT"] }.compactMap { try? WrittenAmount($0) })
        // A bank that writes one debit without its minus may leave it out elsewhere.
        let omitsMinus = records.contains { record in
            Self.outgoing.contains(record.kind) && record.values["TRNAMT"].map(Self.isUnsigned) ?? false
        }
        var (lines, unread) = ([StatementLine](), [BankStatement.Unread]())
        for record in records {
            do {
                lines.append(try line(record, sign, omitsMinus: omitsMinus))
            } catch let error as any DescribedError {
                unread.append(.init(line: record.line, error))
            } catch {
                unread.append(
                    .init(line: record.line, PaymentsError(.statementBroken, ErrorDetail("line", record.line))))
            }
        }
        return try BankStatement(
            .ofx, lines: lines.filter { $0.amount != .zero }, unread: unread,
            notes: sign.map { [.decimalSign($0)] } ?? [])
    }

    private static func isUnsigned(_ amount: String) -> Bool {
        guard let written = try? WrittenAmount(amount) else { return false }
        return !written.isNegative && amount.contains { ("1"..."9").contains($0) }
    }

    private func line(_ record: Record, _ sign: DecimalSign?, omitsMinus: Bool) throws -> StatementLine {
        let values = record.values
        let amount = try WrittenAmount(values["TRNAMT"] ?? "").money(sign)
        // The sign decides (OFX 2.2, 11.4.4.1); a bank that writes a debit without one leaves open what it meant.
        let isClear = omitsMinus ? Self.incoming.contains(record.kind) : !Self.outgoing.contains(record.kind)
        guard amount <= .zero || isClear else {
            throw PaymentsError(.statementDirectionUnclear)
        }
        guard let posted = values["DTPOSTED"] ?? values["DTTRAN"] ?? values["DTUSER"] else {
            throw PaymentsError(.statementDateMissing)
        }
        // YYYYMMDD, then perhaps a time and a zone.
        let dated = try WrittenDate(String(posted.prefix(8)))
        guard let date = dated.date(.dayFirst) else {
            throw ConferenceError(.dateInvalid, ErrorDetail("value", String(posted.prefix(40))))
        }
        var line = StatementLine(line: record.line, dated: date, amount: amount)
        line.currency = values["CURSYM"] ?? record.currency
        line.status = record.isPending ? .pending : .posted
        line.bankReference = values["FITID"] ?? ""
        line.counterparty = values["NAME"] ?? ""
        line.text = [values["NAME"], values["MEMO"]].compactMap(\.self).joined(separator: " ")
        line.isReturn = values["CORRECTACTION"] != nil || ReturnWords.areIn(line.text)
        return line
    }

    /// Kinds of movements that only come in.
    private static let incoming: Set<String> = ["CREDIT", "DEP", "DIRECTDEP", "INT", "DIV"]

    /// Kinds of movements that only go out.
    private static let outgoing: Set<String> = ["DEBIT", "DIRECTDEBIT", "FEE", "SRVCHG", "CHECK"]

    /// - Throws: `statement_broken` for a movement that never ends.
    private func records() throws(PaymentsError) -> [Record] {
        var records: [Record] = []
        var open: Record?
        // In `ORIGCURRENCY` stands what the amount was before it was converted (OFX 2.2, 5.2).
        var isOriginal = false
        var currency: String?
        var line = 1
        var rest = Substring(text)
        while let start = rest.utf8.firstIndex(of: UInt8(ascii: "<")) {
            line += rest.utf8[..<start].count { $0 == UInt8(ascii: "\n") }
            guard let end = rest.utf8[start...].firstIndex(of: UInt8(ascii: ">")) else {
                throw PaymentsError(.statementBroken, ErrorDetail("line", line))
            }
            let tag = rest[rest.utf8.index(after: start)..<end].uppercased()
            let valueStart = rest.utf8.index(after: end)
            let valueEnd = rest.utf8[valueStart...].firstIndex { $0 == UInt8(ascii: "<") } ?? rest.endIndex
            let raw = rest[valueStart..<valueEnd]
            switch tag {
            case "STMTTRN", "STMTTRNP":
                if let unfinished = open { records.append(unfinished) }
                open = Record(line: line, currency: currency, isPending: tag == "STMTTRNP")
            case "/STMTTRN", "/STMTTRNP", "/BANKTRANLIST", "/BANKTRANLISTP":
                if let finished = open { records.append(finished) }
                open = nil
            case "CURDEF" where open == nil: currency = Self.value(raw)
            case "ORIGCURRENCY", "/ORIGCURRENCY": isOriginal = tag == "ORIGCURRENCY"
            case "CURSYM" where isOriginal: break
            default:
                let value = tag.hasPrefix("/") ? "" : Self.value(raw)
                // The first one counts: a payee's own address has a NAME as well.
                if !value.isEmpty, open?.values[tag] == nil { open?.values[tag] = value }
            }
            rest = rest[valueStart...]
        }
        if open != nil { throw PaymentsError(.statementBroken, ErrorDetail("line", line)) }
        return records
    }

    /// A value up to the end of its line, its entities put in.
    private static func value(_ raw: Substring) -> String {
        var value = ""
        var rest = raw.drop { $0.isWhitespace }
        rest = rest.prefix { !$0.isNewline }
        while let start = rest.firstIndex(of: "&") {
            value += rest[..<start]
            let name = rest[rest.index(after: start)...].prefix(10).prefix { $0 != ";" }
            if name.endIndex < rest.endIndex, rest[name.endIndex] == ";",
                let scalar = PlainEntities.scalar(String(name))
            {
                value.unicodeScalars.append(scalar)
                rest = rest[rest.index(after: name.endIndex)...]
            } else {
                value.append("&")
                rest = rest[rest.index(after: start)...]
            }
        }
        return (value + rest).trimmingCharacters(in: .whitespaces)
    }
}

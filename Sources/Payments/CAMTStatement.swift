import Conference
import Foundation

/// A bank-to-customer message of ISO 20022: statement (camt.053), report of the day (camt.052) or notice (camt.054).
///
/// "Message Definition Report, Bank-to-Customer Cash Management": an entry (`Ntry`) has an amount, a direction, a state and dates;
/// the transactions in it (`TxDtls`) say who and what for. An entry of several transactions that each have an amount is as many
/// movements.
struct CAMTStatement {
    private let root: PlainXMLElement
    private let options: StatementOptions

    /// - Throws: `statement_broken`, `statement_xml_unsafe`, `statement_form_unknown`.
    init(_ data: Data, _ options: StatementOptions) throws(PaymentsError) {
        do throws(PlainXML.Flaw) {
            root = try PlainXML.root(of: data)
        } catch {
            switch error {
            case .broken(let line): throw PaymentsError(.statementBroken, ErrorDetail("line", line))
            case .unsafe(let line): throw PaymentsError(.statementXMLUnsafe, ErrorDetail("line", line))
            }
        }
        self.options = options
    }

    /// - Throws: `statement_form_unknown`, `statement_too_long`.
    func statement() throws(PaymentsError) -> BankStatement {
        let accounts = root.children.flatMap { message in
            message.all("Stmt") + message.all("Rpt") + message.all("Ntfctn")
        }
        guard !accounts.isEmpty else { throw PaymentsError(.statementFormUnknown) }
        var (lines, unread) = ([StatementLine](), [BankStatement.Unread]())
        for account in accounts {
            for entry in account.all("Ntry") {
                do {
                    // An amount without a currency is in the account's.
                    lines += try movements(entry).map { line in
                        var line = line
                        if line.currency == nil { line.currency = account.first("Acct", "Ccy")?.text }
                        return line
                    }
                } catch let error as any DescribedError {
                    unread.append(.init(line: entry.line, error))
                } catch {
                    unread.append(
                        .init(line: entry.line, PaymentsError(.statementBroken, ErrorDetail("line", entry.line))))
                }
            }
        }
        return try BankStatement(.camt, lines: lines, unread: unread, notes: [])
    }

    private func movements(_ entry: PlainXMLElement) throws -> [StatementLine] {
        let details = entry.all("NtryDtls").flatMap { $0.all("TxDtls") }
        let whole = try movement(entry, entry, nil)
        guard details.count > 1 else { return [try movement(entry, details.first ?? entry, whole)] }
        let parts = details.compactMap { detail in
            try? movement(entry, detail, nil, amount: detail.first("Amt") ?? detail.first("AmtDtls", "TxAmt", "Amt"))
        }
        // Amounts before charges or in another currency may not add up; then the entry stands for all of them.
        if parts.count == details.count, parts.map(\.amount).total() == whole.amount {
            return parts.enumerated().map { index, part in
                var part = part
                if part.bankReference == whole.bankReference, !part.bankReference.isEmpty {
                    part.bankReference += "/\(index + 1)"
                }
                return part
            }
        }
        var together = whole
        together.text = details.map(Self.text).joined(separator: " ")
        return [together]
    }

    /// One movement, of an entry or of a transaction in it.
    ///
    /// - Parameters:
    ///   - whole: the entry's, whose amount a lone transaction has.
    ///   - amount: the element of the transaction's own amount.
    private func movement(
        _ entry: PlainXMLElement, _ detail: PlainXMLElement, _ whole: StatementLine?, amount: PlainXMLElement? = nil
    ) throws -> StatementLine {
        guard let element = amount ?? entry.first("Amt") else {
            throw ConferenceError(.amountInvalid, ErrorDetail("value", ""))
        }
        // Decimals of XML Schema: the sign is a point, and there are no groups.
        let text = element.text.trimmingCharacters(in: .whitespacesAndNewlines)
        let size = try WrittenAmount(text).money(.point)
        let direction = amount == nil ? entry.text("CdtDbtInd") : detail.text("CdtDbtInd")
        let said = direction.isEmpty ? entry.text("CdtDbtInd") : direction
        guard said == "CRDT" || said == "DBIT", size >= .zero else {
            throw PaymentsError(.statementDirectionUnclear)
        }
        let dated = try date(entry)
        var line = StatementLine(line: entry.line, dated: dated, amount: said == "CRDT" ? size : -size)
        line.currency = element.attributes["Ccy"]
        line.status = try status(entry)
        let own = detail.text("Refs", "AcctSvcrRef")
        line.bankReference = own.isEmpty ? entry.text("AcctSvcrRef") : own
        let isIncoming = said == "CRDT"
        line.counterparty = Self.party(detail, isIncoming ? "Dbtr" : "Cdtr")
        let more = detail.text("AddtlTxInf")
        line.text = [Self.text(detail), more, entry.text("AddtlNtryInf")].filter { !$0.isEmpty }.joined(separator: " ")
        line.isReturn =
            ["true", "1"].contains(entry.text("RvslInd")) || detail.first("RtrInf") != nil
            || ReturnWords.areIn(line.text)
        if let whole, line.text.isEmpty { line.text = whole.text }
        return line
    }

    private func date(_ entry: PlainXMLElement) throws -> CivilDate {
        for name in ["BookgDt", "ValDt"] {
            guard let element = entry.first(name) else { continue }
            let text = element.text("Dt").isEmpty ? element.text("DtTm") : element.text("Dt")
            if !text.isEmpty { return try CivilDate(String(text.prefix(10))) }
        }
        throw PaymentsError(.statementDateMissing)
    }

    /// The code stands in `Sts` itself or, in later versions, in `Sts/Cd` or, by a bank's own words, `Sts/Prtry`; a notice has
    /// none.
    private func status(_ entry: PlainXMLElement) throws -> StatementLine.Status {
        let own = entry.text("Sts", "Cd").isEmpty ? entry.text("Sts", "Prtry") : entry.text("Sts", "Cd")
        let code = own.isEmpty ? entry.text("Sts") : own
        switch code {
        case "BOOK", "": return .posted
        // What is only told, or expected, has not moved.
        case "PDNG", "INFO", "FUTR": return .pending
        default: throw PaymentsError(.statementStatusUnknown, ErrorDetail("value", String(code.prefix(40))))
        }
    }

    private static func party(_ detail: PlainXMLElement, _ role: String) -> String {
        let name = detail.text("RltdPties", role, "Nm")
        return name.isEmpty ? detail.text("RltdPties", role, "Pty", "Nm") : name
    }

    /// What the payer wrote, in free words or as a reference.
    private static func text(_ detail: PlainXMLElement) -> String {
        let remittance = detail.first("RmtInf")
        let free = remittance?.all("Ustrd").map(\.text) ?? []
        let structured = (remittance?.all("Strd") ?? []).flatMap { strd in
            [strd.text("CdtrRefInf", "Ref")] + strd.all("AddtlRmtInf").map(\.text)
        }
        let endToEnd = detail.text("Refs", "EndToEndId")
        return (free + structured + [endToEnd == "NOTPROVIDED" ? "" : endToEnd])
            .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
            .joined(separator: " ")
    }
}

import Conference
import DocumentRenderer
import RegistrationLedger

extension AccountPaper {
    /// A statement of account on its paper.
    init(_ account: AccountStatement, _ event: EventDefinition) {
        let person = account.people.first?.person
        let payer = account.invoice?.payer
        let isForParty = account.invoice?.isForParty ?? false
        let names = Dictionary(account.people.map { ($0.id, $0.person.name) }) { first, _ in first }
        self.init(
            event: LedgerDocument.Event(
                name: event.name, venue: event.venue, dates: event.dates(in: account.language),
                timeZone: event.timeZone, currency: event.currency, issuer: event.issuer?.name ?? event.name,
                issuerAddress: event.issuer?.address ?? []),
            time: account.time, name: payer.flatMap { $0.name.isEmpty ? nil : $0.name } ?? person?.name ?? "",
            details: (payer?.address ?? []) + (isForParty ? [] : [person?.affiliation ?? ""]),
            lines: account.lines.map { line in
                Line(
                    date: line.date, kind: line.word, method: line.method?.rawValue,
                    who: isForParty ? names[line.registration] ?? "" : "", document: line.document ?? "",
                    amount: line.amount, balance: line.balance)
            }, balance: account.balance, payTo: event.payTo, code: account.code)
    }
}

import Conference
import EventStore
import Foundation

/// A book of GnuCash: its XML file, version 2, uncompressed, as GnuCash 2.0 and later open it (gnucash.org, "GnuCash XML
/// format"; libgnucash/doc/xml/gnucash-v2.rnc).
struct GnuCashJournal: JournalWriter {
    private let event: EventDefinition
    /// Every account by its path; those above it among them.
    private var accounts: [String: PlainTextAccount.Kind] = [:]
    private var transactions = ""
    private var count = 0

    private static let spaces = [
        "gnc", "act", "book", "cd", "cmdty", "split", "trn", "ts",
    ].map { "xmlns:\($0)=\"http://www.gnucash.org/XML/\($0)\"" }.joined(separator: " ")
    private static let root = "Root Account"

    init(event: EventDefinition) { self.event = event }

    mutating func append(_ entry: ExportedEntry) {
        count += 1
        var splits = ""
        for (line, posting) in entry.postings.enumerated() {
            let account = PlainTextAccount(posting.account)
            let path = account.beancount
            var above: [String] = []
            for part in path.split(separator: ":") {
                above.append(String(part))
                accounts[above.joined(separator: ":")] = account.kind
            }
            let amount = "\(posting.amount.cents)/100"
            splits += """
                <trn:split><split:id type="guid">\(guid("split", "\(entry.number)", "\(line)"))</split:id>\
                <split:reconciled-state>n</split:reconciled-state><split:value>\(amount)</split:value>\
                <split:quantity>\(amount)</split:quantity>\
                <split:account type="guid">\(guid("account", path))</split:account></trn:split>

                """
        }
        // What the bank moved stands on the bank's date. GnuCash keeps a date as 10:59 in UTC, which is that date everywhere.
        let date = entry.valued.isEmpty ? entry.date : entry.valued
        transactions += """
            <gnc:transaction version="2.0.0"><trn:id type="guid">\(guid("entry", "\(entry.number)"))</trn:id>\
            <trn:currency>\(commodity)</trn:currency><trn:num>\(entry.number)</trn:num>\
            <trn:date-posted><ts:date>\(date) 10:59:00 +0000</ts:date></trn:date-posted>\
            <trn:date-entered><ts:date>\(entry.date) 10:59:00 +0000</ts:date></trn:date-entered>\
            <trn:description>\(PlainXML.escaped(entry.summary))</trn:description><trn:splits>
            \(splits)</trn:splits></gnc:transaction>

            """
    }

    consuming func finish() -> String {
        let paths = accounts.keys.sorted()
        var text = """
            <?xml version="1.0" encoding="utf-8" ?>
            <gnc-v2 \(Self.spaces)>
            <gnc:count-data cd:type="book">1</gnc:count-data>
            <gnc:book version="2.0.0">
            <book:id type="guid">\(guid("book"))</book:id>
            <gnc:count-data cd:type="commodity">1</gnc:count-data>
            <gnc:count-data cd:type="account">\(paths.count + 1)</gnc:count-data>
            <gnc:count-data cd:type="transaction">\(count)</gnc:count-data>
            <gnc:commodity version="2.0.0">\(commodity)</gnc:commodity>
            <gnc:account version="2.0.0"><act:name>\(Self.root)</act:name>\
            <act:id type="guid">\(guid("account", Self.root))</act:id><act:type>ROOT</act:type></gnc:account>

            """
        for path in paths {
            let parts = path.split(separator: ":")
            let above = parts.count == 1 ? Self.root : parts.dropLast().joined(separator: ":")
            let type = accounts[path].map(Self.type) ?? "ASSET"
            text += """
                <gnc:account version="2.0.0"><act:name>\(PlainXML.escaped(String(parts[parts.count - 1])))</act:name>\
                <act:id type="guid">\(guid("account", path))</act:id><act:type>\(type)</act:type>\
                <act:commodity>\(commodity)</act:commodity><act:commodity-scu>100</act:commodity-scu>\
                <act:parent type="guid">\(guid("account", above))</act:parent></gnc:account>

                """
        }
        return text + transactions + "</gnc:book>\n</gnc-v2>\n"
    }

    private var commodity: String {
        "<cmdty:space>CURRENCY</cmdty:space><cmdty:id>\(event.currency)</cmdty:id>"
    }

    private static func type(_ kind: PlainTextAccount.Kind) -> String {
        switch kind {
        case .asset: "ASSET"
        case .liability: "LIABILITY"
        case .equity: "EQUITY"
        case .revenue: "INCOME"
        case .expense: "EXPENSE"
        }
    }

    /// The same book has the same identifiers, so that two exports can be compared.
    private func guid(_ parts: String...) -> String {
        EventStore.digest(of: [event.slug] + parts).prefix(16).hexadecimal
    }
}

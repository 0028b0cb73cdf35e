import Foundation

/// What a column of a statement holds.
package enum StatementColumn: String, Sendable, Hashable, CaseIterable {
    case date
    case valueDate = "value-date"
    case text
    /// Whom the money came from or went to.
    case name
    /// What came in or, negative, went out; or either, where another column says the direction.
    case amount
    /// What went out.
    case debit
    /// What came in.
    case credit
    case balance
    case currency
    case status
    case direction
    /// The bank's own number of the movement.
    case reference
    case ignored = "-"
}

/// The headers that banks give their columns, in English and French, and a few in German.
enum StatementHeader {
    struct Column: Hashable {
        var role: StatementColumn
        /// An ISO 4217 code, where the header says it: `CAD$`.
        var currency: String?
    }

    /// What a header names; nil for one that is not known.
    static func column(_ header: String) -> Column? {
        let folded = fold(header)
        if ["+/-", "-/+", "±"].contains(header.filter { $0 != " " }) { return Column(role: .direction) }
        if let role = roles[folded] { return Column(role: role) }
        // `CAD$`, `Amount (CAD)`, `Montant en EUR`.
        var words = folded.split(separator: " ").map(String.init)
        if words.count > 1, words[words.count - 2] == "en" || words[words.count - 2] == "in" {
            words.remove(at: words.count - 2)
        }
        if words.count > 1, let code = spelled[words[words.count - 1]] { words[words.count - 1] = code }
        // `CAD Amount`
        if words.count > 1, currencies.contains(words[0].uppercased()) { words.append(words.removeFirst()) }
        guard let last = words.popLast(), last.count == 3, currencies.contains(last.uppercased()) else { return nil }
        let role = words.isEmpty ? StatementColumn.amount : roles[words.joined(separator: " ")]
        return role.map { Column(role: $0, currency: last.uppercased()) }
    }

    /// Whether a header is a French word that English does not have.
    static func isFrench(_ header: String) -> Bool { french.contains(fold(header)) }

    /// Whether a header means in and out alone; a `type` may say much else.
    static func namesDirection(_ header: String) -> Bool {
        ["+/-", "-/+", "±"].contains(header.filter { $0 != " " }) || directions.contains(fold(header))
    }

    private static let directions: Set<String> = [
        "direction", "debit credit", "credit debit", "dr cr", "cr dr", "d c", "c d", "soll haben",
        "credit debit indicator", "sens", "sign", "signe", "vorzeichen", "af bij", "bij af",
    ]

    /// Lower case without diacritics, one blank for whatever is neither a letter nor a digit.
    static func fold(_ text: String) -> String {
        let scalars = text.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars.filter {
            $0.properties.generalCategory != .nonspacingMark
        }
        return String(
            String.UnicodeScalarView(
                scalars.map { $0.properties.isAlphabetic || $0.properties.numericType != nil ? $0 : " " })
        ).split(separator: " ").joined(separator: " ")
    }

    /// The currency that stands in a header of which nothing else is known.
    static func currency(in header: String) -> String? {
        fold(header).split(separator: " ").map { $0.uppercased() }.first { currencies.contains($0) }
    }

    /// Whether a text is the code of a currency.
    static func isCurrency(_ text: String) -> Bool { currencies.contains(text) || others.contains(text) }

    /// Codes that are words as well: they count in a column of nothing but codes, not in a header.
    private static let others: Set<String> = [
        "AED", "ARS", "BGN", "CLP", "COP", "EGP", "IDR", "ILS", "ISK", "JPY", "KES", "KRW", "MAD", "MYR", "NGN", "PEN",
        "PHP", "PKR", "RUB", "SAR", "THB", "TRY", "UAH", "VND",
    ]

    /// Currencies whose name stands beside the column's.
    private static let spelled = ["euro": "eur", "euros": "eur"]

    private static let currencies: Set<String> = [
        "CAD", "USD", "EUR", "GBP", "CHF", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "HKD", "SGD",
        "MXN", "BRL", "INR", "ZAR", "CNY", "TWD",
    ]

    private static let roles = names.reduce(into: [String: StatementColumn]()) { roles, entry in
        for name in entry.value { roles[name] = entry.key }
    }

    private static let names: [StatementColumn: [String]] = [
        .date: [
            "date", "transaction date", "booking date", "posted date", "posting date", "post date", "date posted",
            "book date", "entry date", "completed date", "date completed", "date completed utc", "trans date",
            "entered date", "processed date", "date processed", "operation date", "date of transaction",
            "date of posting", "date ecriture", "date de l ecriture", "date de passation", "date d execution",
            "date comptable", "date de comptabilisation", "date d operation", "date operation",
            "date de l operation", "date de transaction", "date de la transaction", "date transaction",
            "date d inscription", "buchungstag", "buchungsdatum", "datum", "fecha",
            "dato",
        ],
        .valueDate: [
            "value date", "effective date", "started date", "interest date", "settlement date", "date valeur",
            "date de valeur",
            "valuta",
            "valutadatum", "wertstellung",
        ],
        .text: [
            "description", "description 1", "description 2", "sub description", "details", "transaction details",
            "transaction description", "narrative", "memo", "text", "particulars", "message", "payment details",
            "remittance information", "reference", "payment reference", "note", "notes", "additional info",
            "original description", "full description", "description 3", "description of transaction",
            "transaction narrative", "free text", "comment", "comments", "commentaire", "libelle simplifie",
            "libelle complet", "nature de l operation", "details de l operation", "description de l operation",
            "libelle", "libelle operation", "libelle de l operation", "detail", "communication", "motif", "objet",
            "intitule", "renseignements", "informations complementaires", "verwendungszweck", "buchungstext",
        ],
        .name: [
            "name", "payee", "payer", "payer name", "payee name", "counterparty", "counterparty name",
            "name of counterparty", "from",
            "from name", "sender", "beneficiary", "contrepartie", "nom", "nom de la contrepartie", "emetteur",
            "donneur d ordre", "tiers", "beguenstigter zahlungspflichtiger", "auftraggeber zahlungsempfanger",
            "auftraggeber empfanger", "beneficiaire", "auftraggeber", "empfanger", "zahlungspflichtiger",
        ],
        .amount: [
            "amount", "transaction amount", "value", "sum", "gross", "brut", "montant", "montant de l operation",
            "montant de la transaction", "somme", "betrag", "umsatz", "bedrag", "importe",
            "importo", "belopp", "belop",
        ],
        .debit: [
            "debit", "debits", "debit amount", "withdrawal", "withdrawals", "withdrawal amount", "money out",
            "paid out", "out", "funds out", "cheques and debits", "outflow", "amount out", "amount debited", "payments",
            "decaissement", "decaissements", "depense", "depenses", "montant debite", "retrait", "retraits",
            "montant debit", "debit montant",
            "sortie", "sorties", "soll", "ausgang",
        ],
        .credit: [
            "credit", "credits", "credit amount", "deposit", "deposits", "deposit amount", "money in", "paid in",
            "in", "funds in", "deposits and credits", "inflow", "amount in", "amount credited", "receipts", "lodgement",
            "lodgements", "versement", "versements", "encaissement", "encaissements", "recette", "recettes",
            "montant credite", "depot", "depots", "montant credit", "credit montant", "entree",
            "entrees", "haben", "eingang",
        ],
        .balance: [
            "balance", "running balance", "account balance", "closing balance", "balance after", "solde",
            "solde courant", "solde apres operation", "saldo", "kontostand",
        ],
        .currency: ["currency", "currency code", "ccy", "devise", "monnaie", "code devise", "wahrung", "waehrung"],
        .status: ["status", "state", "transaction status", "statut", "etat", "etat de la transaction"],
        .direction: [
            "type", "transaction type", "type of transaction", "direction", "debit credit", "credit debit", "dr cr",
            "cr dr", "d c", "c d", "soll haben", "credit debit indicator", "sens", "type d operation",
            "type de transaction", "sign", "signe", "vorzeichen", "af bij", "bij af",
        ],
        .reference: [
            "id", "transaction id", "bank reference", "transaction reference", "transaction number", "unique id",
            "fitid", "confirmation number", "trace number", "numero de transaction", "no de transaction",
            "reference bancaire", "reference de la transaction", "identifiant", "transferwise id",
            "bank transaction id",
        ],
        .ignored: [
            "account", "account type", "account number", "account name", "card number", "cheque number",
            "check number", "iban", "bic", "branch", "sort code", "filter", "category", "numero de compte", "compte",
            "first bank card", "net", "total fees", "time", "time zone", "timezone", "type de compte",
            "numero de cheque", "no de cheque", "categorie", "succursale", "exchange rate", "fee",
            "fees", "frais",
        ],
    ]

    private static let french: Set<String> = [
        "date comptable", "date de comptabilisation", "date d operation", "date operation", "date de l operation",
        "date de transaction", "date de la transaction", "date d inscription", "date valeur", "date de valeur",
        "libelle", "libelle operation", "montant", "retrait", "retraits", "depot", "depots", "solde", "devise",
        "statut", "etat", "sortie", "sorties", "entree", "entrees", "montant debit", "montant credit", "nom",
        "contrepartie", "renseignements", "libelle de l operation", "montant de l operation",
        "libelle simplifie", "libelle complet", "decaissement", "decaissements", "depense", "depenses", "versement",
        "versements", "encaissement", "encaissements", "recette", "recettes", "date d execution",
    ]
}

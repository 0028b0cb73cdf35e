/// An account as the tools of plain-text accounting name it: a kind that they know, and a path below it.
struct PlainTextAccount: Hashable {
    /// What tells a balance sheet from an income statement.
    enum Kind: CaseIterable {
        case asset, liability, equity, revenue, expense

        /// As beancount insists on ("Beancount Language Syntax", Accounts).
        var beancountRoot: String {
            switch self {
            case .asset: "Assets"
            case .liability: "Liabilities"
            case .equity: "Equity"
            case .revenue: "Income"
            case .expense: "Expenses"
            }
        }

        /// As hledger's manual has it ("Account types").
        var hledgerRoot: String {
            switch self {
            case .asset: "assets"
            case .liability: "liabilities"
            case .equity: "equity"
            case .revenue: "revenues"
            case .expense: "expenses"
            }
        }

        /// The value of hledger's `type:` tag (manual, "Account types").
        var hledgerType: String {
            switch self {
            case .asset: "A"
            case .liability: "L"
            case .equity: "E"
            case .revenue: "R"
            case .expense: "X"
            }
        }
    }

    let kind: Kind
    private let path: [String]

    /// Two accounts of the journal never become one here: of their names only what the tools forbid is written
    /// differently.
    init(_ account: Account) {
        let parts = account.description.split(separator: ":", omittingEmptySubsequences: false).map(Self.component)
        switch parts[0] {
        case "revenue": (kind, path) = (.revenue, Array(parts.dropFirst()))
        case "receivable", "cash", "card", "bank", "cheque", "online", "transfer": (kind, path) = (.asset, parts)
        case "tax", "refunds-due": (kind, path) = (.liability, parts)
        // What makes the revenue less or more.
        case "discount", "waiver", "donation": (kind, path) = (.revenue, parts)
        // What a treasurer names by hand.
        case "asset": (kind, path) = (.asset, parts)
        case "liability": (kind, path) = (.liability, parts)
        case "income": (kind, path) = (.revenue, parts)
        case "opening": (kind, path) = (.equity, parts)
        // Differences that somebody has to bear: roundings, a till that does not add up.
        default: (kind, path) = (.expense, parts)
        }
    }

    /// `Assets:Cash:Desk-1`.
    var beancount: String {
        ([kind.beancountRoot] + path.map { $0.prefix(1).uppercased() + $0.dropFirst() }).joined(separator: ":")
    }

    /// `assets:cash:desk-1`.
    var hledger: String { ([kind.hledgerRoot] + path).joined(separator: ":") }

    /// Lower-case ASCII letters, digits and hyphens are what both tools take anywhere; a hyphen not at the beginning.
    private static func component(_ text: Substring) -> String {
        var component = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": component.unicodeScalars.append(scalar)
            case "-" where !component.isEmpty: component.unicodeScalars.append(scalar)
            default: component += "u\(String(scalar.value, radix: 16))-"
            }
        }
        return component.isEmpty ? "u" : component
    }
}

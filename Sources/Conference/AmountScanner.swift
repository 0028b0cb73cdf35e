/// Takes a written amount apart: its digits and separators, and what stands before and behind them.
struct AmountScanner {
    static let arabicDecimal: Character = "٫"
    /// The longest text that is looked at, in Unicode scalars.
    private static let lengthMax = 60

    enum Symbol: Equatable {
        /// 0 … 9.
        case digit(UInt8)
        /// `.`, `,`, `٫`, `٬`, or one blank or apostrophe for all of their kind.
        case separator(Character)
    }

    struct Parts {
        var body: [Symbol] = []
        var isNegative = false
        /// What CR or DR says; nil where neither stands there.
        var isCredit: Bool?
        var currencies: Set<String>?
        /// Written with a dash or nothing behind the decimal sign: `350.-`, `350,--`.
        var hasNoCents = false
    }

    private let scalars: [Unicode.Scalar]
    private var signs = 0

    init(_ text: String) {
        // Marks of writing direction stand in amounts of Arabic and Hebrew, and say nothing.
        scalars = Array(
            text.unicodeScalars.lazy.filter { !Self.isMark($0) }.prefix(Self.lengthMax + 1))
    }

    /// - Returns: nil for what is no amount.
    mutating func parts() -> Parts? {
        guard scalars.count <= Self.lengthMax, var first = scalars.firstIndex(where: { Self.digit($0) != nil }),
            let last = scalars.lastIndex(where: { Self.digit($0) != nil })
        else { return nil }
        // `.50` begins with its sign; in `Rs.50` the point belongs to the currency.
        if first > 0, case .separator(let sign)? = Self.symbol(scalars[first - 1]), ".,٫".contains(sign),
            first == 1 || !scalars[first - 2].properties.isAlphabetic
        {
            first -= 1
        }
        var parts = Parts()
        var zero: UInt32?
        for scalar in scalars[first...last] {
            guard let symbol = Self.symbol(scalar) else { return nil }
            if case .digit(let digit) = symbol {
                // Digits of two scripts in one amount are a trick or an accident.
                guard zero ?? (scalar.value - UInt32(digit)) == scalar.value - UInt32(digit) else { return nil }
                zero = scalar.value - UInt32(digit)
            }
            parts.body.append(symbol)
        }
        var tail = Array(scalars[(last + 1)...])
        if let sign = tail.first, case .separator(let separator)? = Self.symbol(sign), ".,".contains(separator) {
            let dashes = tail.dropFirst().prefix { Self.isDash($0) }.count
            tail.removeFirst(1 + dashes)
            parts.hasNoCents = true
        }
        let opened = read(Array(scalars[..<first]), into: &parts)
        let closed = read(tail, into: &parts)
        guard let opened, let closed, opened == .open && closed == .closed || opened == .plain && closed == .plain
        else { return nil }
        let isBracketed = opened == .open
        guard signs <= 1, !(isBracketed && signs > 0) else { return nil }
        if isBracketed { parts.isNegative = true }
        if let isCredit = parts.isCredit {
            // A minus and CR contradict one another.
            guard !(isCredit && parts.isNegative) else { return nil }
            if !isCredit { parts.isNegative = true }
        }
        return parts
    }

    private enum Bracket { case plain, open, closed }

    /// Reads what stands on one side of the digits: signs, brackets, a currency, a direction. Nil for anything else.
    private mutating func read(_ side: [Unicode.Scalar], into parts: inout Parts) -> Bracket? {
        var bracket = Bracket.plain
        var position = 0
        while position < side.count {
            let scalar = side[position]
            if Self.isBlank(scalar) {
                position += 1
            } else if Self.isDash(scalar) || "+＋﹢".unicodeScalars.contains(scalar) {
                signs += 1
                if Self.isDash(scalar) { parts.isNegative = true }
                position += 1
            } else if "(（".unicodeScalars.contains(scalar) || ")）".unicodeScalars.contains(scalar) {
                guard bracket == .plain else { return nil }
                bracket = "(（".unicodeScalars.contains(scalar) ? .open : .closed
                position += 1
            } else {
                let word = side[position...].prefix {
                    !Self.isBlank($0) && !Self.isDash($0) && !"+＋﹢()（）".unicodeScalars.contains($0)
                }
                guard read(word: String(String.UnicodeScalarView(word)), into: &parts) else { return nil }
                position += word.count
            }
        }
        return bracket
    }

    private mutating func read(word: String, into parts: inout Parts) -> Bool {
        let upper = word.uppercased()
        let bare = upper.hasSuffix(".") ? String(upper.dropLast()) : upper
        if let isCredit = Self.directions[bare] {
            guard parts.isCredit == nil else { return false }
            parts.isCredit = isCredit
            return true
        }
        var named: Set<String>?
        if let known = CurrencyMark.codes[bare] {
            named = known
        } else {
            let code = bare.filter { $0 != "$" }
            guard bare.count - code.count <= 1, code.utf8.count == 3,
                code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
            else { return false }
            named = [code]
        }
        // `$350.00 CAD` names one currency twice; `$350.00 EUR` names two.
        let both = (parts.currencies ?? named ?? []).intersection(named ?? [])
        guard !both.isEmpty else { return false }
        parts.currencies = both
        return true
    }

    /// What bank statements mark a direction with, in English, French and German: whether it is a credit.
    private static let directions: [String: Bool] = [
        "CR": true, "CT": true, "C": true, "H": true, "DR": false, "DB": false, "DT": false, "D": false, "S": false,
        "CREDIT": true, "CRÉDIT": true, "HABEN": true, "DEBIT": false, "DÉBIT": false, "SOLL": false,
    ]

    private static func symbol(_ scalar: Unicode.Scalar) -> Symbol? {
        if let digit = digit(scalar) { return .digit(digit) }
        switch scalar {
        case ".", "．", "·": return .separator(".")
        case ",", "，", "،", "﹐": return .separator(",")
        case "٫": return .separator(arabicDecimal)
        case "٬": return .separator("٬")
        case "'", "’", "‘", "ʼ", "′", "´", "`", "＇": return .separator("'")
        default: return isBlank(scalar) ? .separator(" ") : nil
        }
    }

    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        if scalar.isASCII {
            return (0x30...0x39).contains(scalar.value) ? UInt8(scalar.value - 0x30) : nil
        }
        guard scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue
        else { return nil }
        return UInt8(value)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || !scalar.isASCII && scalar.properties.generalCategory == .spaceSeparator
    }

    private static func isDash(_ scalar: Unicode.Scalar) -> Bool { "-−–—‐‑‒﹣－".unicodeScalars.contains(scalar) }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0x200B, 0x2060: true
        default: false
        }
    }
}

/// What people write for a currency, and the ISO 4217 codes that it may mean.
enum CurrencyMark {
    private static let dollars: Set<String> = [
        "CAD", "USD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "COP", "BBD", "BSD", "BMD", "BZD", "FJD",
        "GYD", "JMD", "KYD", "LRD", "NAD", "SBD", "SRD", "TTD", "XCD", "BND", "DOP", "UYU", "BRL",
    ]

    /// By the mark in upper case, without a final point.
    static let codes: [String: Set<String>] = [
        "$": dollars, "DOLLAR": dollars, "DOLLARS": dollars,
        "CA$": ["CAD"], "C$": ["CAD"], "$CA": ["CAD"], "$C": ["CAD"], "CDN$": ["CAD"], "$CDN": ["CAD"],
        "US$": ["USD"], "$US": ["USD"], "U$S": ["USD"], "A$": ["AUD"], "AU$": ["AUD"], "NZ$": ["NZD"],
        "HK$": ["HKD"], "S$": ["SGD"], "R$": ["BRL"], "MX$": ["MXN"], "NT$": ["TWD"],
        "€": ["EUR"], "EURO": ["EUR"], "EUROS": ["EUR"], "£": ["GBP", "EGP", "GIP", "FKP", "SHP", "LBP", "SYP"],
        "¥": ["JPY", "CNY"], "￥": ["JPY", "CNY"], "₹": ["INR"], "RS": ["INR", "PKR", "LKR", "NPR", "MUR"],
        "KR": ["SEK", "NOK", "DKK"], "ZŁ": ["PLN"], "KČ": ["CZK"], "FR": ["CHF"], "SFR": ["CHF"], "R": ["ZAR"],
        "₽": ["RUB"], "₺": ["TRY"], "₪": ["ILS"], "₩": ["KRW"], "₴": ["UAH"], "LEI": ["RON"], "FT": ["HUF"],
        "₦": ["NGN"], "₫": ["VND"], "₱": ["PHP"], "฿": ["THB"],
    ]
}

import Conference
import Foundation

/// Amounts, rates and dates as a language writes them in Canada.
///
/// Foundation's formatters would not do: their texts change with the version of its locale data, and a document always
/// has the same bytes.
struct DocumentNumbers: Sendable {
    private let language: Language
    private let zone: TimeZone

    init(_ language: Language, timeZone: EventTimeZone) {
        self.language = language
        zone = timeZone.zone
    }

    /// `1,234.50`, `1 234,50` with a no-break space; below zero with a minus sign, not a hyphen.
    func amount(_ money: Money) -> String {
        let digits = Array(String(money.cents.magnitude / 100))
        let separator = language == .english ? "," : "\u{A0}"
        var whole = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { whole += separator }
            whole.append(digit)
        }
        let hundredths = money.cents.magnitude % 100
        let fraction = (hundredths < 10 ? "0" : "") + String(hundredths)
        return (money < .zero ? "\u{2212}" : "") + whole + (language == .english ? "." : ",") + fraction
    }

    /// `CAD 1,234.50`, `1 234,50 CAD`.
    func amount(_ money: Money, in currency: Currency) -> String {
        language == .english ? "\(currency) \(amount(money))" : "\(amount(money))\u{A0}\(currency)"
    }

    /// `9.975%`, `9,975 %`.
    func percent(_ rate: String) -> String {
        language == .english ? rate + "%" : rate.replacing(".", with: ",") + "\u{A0}%"
    }

    /// `February 10, 2015`, `10 février 2015`: the date on the clocks of the event.
    func date(_ time: Date) -> String {
        let date = CivilDate(daysSince1970: local(time).day)
        switch language {
        case .english: return "\(language.monthNames[date.month - 1]) \(date.day), \(date.year)"
        case .french:
            return "\(date.day == 1 ? "1er" : String(date.day)) \(language.monthNames[date.month - 1]) \(date.year)"
        }
    }

    /// `09:30`.
    func clock(_ time: Date) -> String {
        let minutes = local(time).second / 60
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// Days since 1970 and seconds since midnight on the clocks of the event.
    private func local(_ time: Date) -> (day: Int, second: Int) {
        let seconds = Int(time.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: time)
        let day = Int((Double(seconds) / 86_400).rounded(.down))
        return (day, seconds - day * 86_400)
    }
}

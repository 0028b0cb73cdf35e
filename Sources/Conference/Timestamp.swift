package import Foundation

/// Times as interfaces write them (RFC 3339): `2015-02-14T09:30:00-05:00`.
package struct Timestamp: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// A time as the clocks of a zone show it, to the second.
    package init(_ date: Date, in zone: TimeZone) {
        let offset = zone.secondsFromGMT(for: date)
        // The first and the last second of the years that are written, for what lies beyond.
        let seconds = min(max(date.timeIntervalSince1970.rounded(.down), -62_135_596_800), 253_402_300_799)
        let local = Int(seconds) + offset
        let day = Int((Double(local) / 86_400).rounded(.down))
        let second = local - day * 86_400
        let sign = offset < 0 ? "-" : "+"
        let clock = "\(Self.two(second / 3600)):\(Self.two(second / 60 % 60)):\(Self.two(second % 60))"
        let zoneText = "\(sign)\(Self.two(abs(offset) / 3600)):\(Self.two(abs(offset) / 60 % 60))"
        description = "\(CivilDate(daysSince1970: day))T\(clock)\(zoneText)"
    }

    /// Reads a time with its offset; fractions of a second are kept.
    ///
    /// - Throws: `timestamp_invalid` for another form, or one without an offset.
    package static func date(_ text: String) throws(ConferenceError) -> Date {
        let invalid = ConferenceError(.timestampInvalid, ErrorDetail("value", String(text.prefix(60))))
        guard
            let match = text.wholeMatch(
                of: #/(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}):(\d{2})(\.\d{1,9})?(?:[Zz]|([+-])(\d{2}):(\d{2}))/#),
            let day = try? CivilDate(String(match.1)), let minute = try? TimeOfDay(String(match.2)),
            let second = Int(match.3), second <= 60, minute.minutes < 1_440
        else { throw invalid }
        var offset = 0
        if let sign = match.5, let hours = match.6.flatMap({ Int($0) }), let minutes = match.7.flatMap({ Int($0) }) {
            guard hours <= 23, minutes <= 59 else { throw invalid }
            offset = (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
        }
        let whole = day.daysSince1970 * 86_400 + minute.minutes * 60 + second - offset
        return Date(timeIntervalSince1970: Double(whole) + (match.4.flatMap { Double("0" + $0) } ?? 0))
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

import Foundation

/// How something repeats by days or weeks (RFC 5545, section 3.3.10): `FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=MO,WE`.
struct CalendarRule {
    /// No programme is longer, in days.
    private static let daysMax = 400
    /// 1 January 1970 was a Thursday.
    private static let weekdays = ["TH", "FR", "SA", "SU", "MO", "TU", "WE"]

    private let isWeekly: Bool
    private let interval: Int
    private let count: Int
    private let until: Date
    /// Nil for the day on which it begins, or every one.
    private let days: Set<Int>?

    /// Nil for what repeats in another way.
    ///
    /// - Parameter time: reads the time until which it repeats.
    init?(_ text: String, time: (String) throws -> Date?) throws {
        var parts: [String: String] = [:]
        for part in text.uppercased().split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            parts[String(pair[0])] = String(pair[1])
        }
        let known: Set = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"]
        guard let frequency = parts["FREQ"], ["DAILY", "WEEKLY"].contains(frequency), known.isSuperset(of: parts.keys)
        else { return nil }
        isWeekly = frequency == "WEEKLY"
        guard let interval = Int(parts["INTERVAL"] ?? "1"), (1...Self.daysMax).contains(interval),
            let count = Int(parts["COUNT"] ?? "\(Self.daysMax)"), count >= 1
        else { return nil }
        (self.interval, self.count) = (interval, count)
        if let last = parts["UNTIL"] {
            // A date means its whole day.
            guard let until = try time(last.contains("T") ? last : last + "T235959") else { return nil }
            self.until = until
        } else {
            until = .distantFuture
        }
        if let named = parts["BYDAY"] {
            let found = named.split(separator: ",").map { Self.weekdays.firstIndex(of: String($0)) }
            guard found.allSatisfy({ $0 != nil }) else { return nil }
            days = Set(found.compactMap(\.self))
        } else {
            days = nil
        }
    }

    /// The times, at the same hour by the clocks of a zone.
    func times(from first: Date, onClocksOf zone: TimeZone) -> [Date] {
        let wall = first.addingTimeInterval(Double(zone.secondsFromGMT(for: first)))
        let start = Int((wall.timeIntervalSince1970 / 86_400).rounded(.down))
        // Weeks begin on Mondays.
        func week(_ day: Int) -> Int { (day + 3) / 7 }
        func weekday(_ day: Int) -> Int { ((day % 7) + 7) % 7 }
        var found: [Date] = []
        for day in start..<start + Self.daysMax where found.count < count {
            let passed = isWeekly ? week(day) - week(start) : day - start
            let wanted = days ?? (isWeekly ? [weekday(start)] : nil)
            guard passed % interval == 0, wanted?.contains(weekday(day)) ?? true else { continue }
            let time = wall.addingTimeInterval(Double(day - start) * 86_400).read(onClocksOf: zone)
            if time > until { break }
            found.append(time)
        }
        return found
    }
}

import Conference
import Foundation
import Synchronization

/// How far changes had come at moments at which lists were made, so that a scanner that names such a moment gets what changed
/// since.
///
/// It is kept in memory alone: after a start every scanner fetches everything once.
final class ScannerMarks: Sendable {
    /// How many moments are remembered: with a list a second, an hour.
    private static let countMax = 3_600

    private struct State {
        var marks: [(second: Int64, mark: Int64)] = []
        /// Whether doors got names when they were made.
        var areNamed = false
    }

    private let state = Mutex(State())

    /// - Parameters:
    ///   - mark: how far changes had come, looked up not later than `time`.
    ///   - areNamed: whether doors get names now; where that changed, all fetch everything again.
    func note(_ mark: Int64, at time: Date, areNamed: Bool) {
        let second = Int64(time.timeIntervalSince1970.rounded(.down))
        state.withLock { state in
            if state.areNamed != areNamed { state = State(areNamed: areNamed) }
            guard second > state.marks.last?.second ?? .min else { return }
            state.marks.append((second, mark))
            if state.marks.count > Self.countMax { state.marks.removeFirst(state.marks.count - Self.countMax) }
        }
    }

    /// How far changes had come at a moment, or a little before it; nil where that is not known.
    ///
    /// - Parameter areNamed: whether doors get names now; nil where that does not matter.
    func mark(at time: Date, areNamed: Bool? = nil) -> Int64? {
        let second = Int64(time.timeIntervalSince1970.rounded(.down))
        return state.withLock { state in
            if let areNamed, areNamed != state.areNamed { return nil }
            return state.marks.last { $0.second <= second }?.mark
        }
    }
}

/// Dates of HTTP (RFC 9110, section 5.6.7): `Sat, 14 Feb 2015 14:30:00 GMT`.
enum HTTPDate {
    static func text(_ time: Date) -> String {
        let iso = Array(ScannerJSON.time(time))
        let date = CivilDate(daysSince1970: Int((time.timeIntervalSince1970 / 86_400).rounded(.down)))
        let month = Language.english.monthLabels[date.month - 1]
        return "\(Language.english.weekdayLabel(date)), \(String(iso[8...9])) \(month) \(String(iso[0...3])) "
            + "\(String(iso[11...18])) GMT"
    }

    /// Nil for another form.
    static func date(_ text: String) -> Date? {
        guard
            let match = text.wholeMatch(of: #/[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT/#),
            let month = Language.english.monthLabels.firstIndex(of: String(match.2))
        else { return nil }
        let number = month + 1
        return try? Timestamp.date("\(match.3)-\(number < 10 ? "0" : "")\(number)-\(match.1)T\(match.4)Z")
    }
}

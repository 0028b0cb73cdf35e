import Conference
import Foundation

/// Calendars as programs read them (RFC 5545): the days that somebody comes, and what is open when.
enum CalendarFile {
    private static let columns = 75

    private static let head = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lanyard//\(LanyardVersion.current)//EN", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]

    /// All-day entries in the event's own dates.
    ///
    /// - Parameter time: when it was made.
    static func text(of registration: Registration, _ event: EventDefinition, at time: Date) -> String {
        var lines = head
        for day in event.days where registration.days.contains(day.number) {
            lines += [
                "BEGIN:VEVENT",
                // The same day of the same person replaces what was imported before.
                "UID:\(event.slug)-\(registration.id)-\(day.number)@lanyard.invalid",
                "DTSTAMP:\(time.formatted(stamp))", "DTSTART;VALUE=DATE:\(basic(day.date))",
                "DTEND;VALUE=DATE:\(basic(CivilDate(daysSince1970: day.date.daysSince1970 + 1)))",
                "SUMMARY:\(escaped(event.name))", "LOCATION:\(escaped(event.venue))", "TRANSP:OPAQUE", "END:VEVENT",
            ]
        }
        return whole(lines)
    }

    /// An entry for each time at which one of these gates is open; of a side event's gate it says whom it is for.
    ///
    /// - Parameters:
    ///   - audience: what an entry says of whom a gate lets in; empty for nothing.
    ///   - time: when it was made.
    static func text(
        of gates: [Gate], _ event: EventDefinition, in language: Language, audience: (Gate) -> String, at time: Date
    ) -> String {
        var lines = head + ["X-WR-CALNAME:\(escaped(event.name))"]
        for gate in gates {
            for day in event.days where gate.days.contains(day.number) {
                for (index, window) in event.windows(of: gate, on: day).enumerated() {
                    let words = audience(gate)
                    lines += [
                        "BEGIN:VEVENT",
                        // The same hours of the same gate replace what was imported before.
                        "UID:\(event.slug)-gate-\(gate.id)-\(day.number)-\(index + 1)@lanyard.invalid",
                        "DTSTAMP:\(time.formatted(stamp))", "DTSTART:\(window.opens.formatted(stamp))",
                        "DTEND:\(window.closes.formatted(stamp))", "SUMMARY:\(escaped(gate.names[language]))",
                        "LOCATION:\(escaped(event.venue))",
                    ]
                    if !words.isEmpty { lines.append("DESCRIPTION:\(escaped(words))") }
                    lines += ["TRANSP:TRANSPARENT", "END:VEVENT"]
                }
            }
        }
        return whole(lines)
    }

    private static func whole(_ lines: [String]) -> String {
        (lines + ["END:VCALENDAR"]).map { folded($0) + "\r\n" }.joined()
    }

    private static func basic(_ date: CivilDate) -> String { date.description.replacing("-", with: "") }

    /// A text value (section 3.3.11).
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,")
            .replacing("\n", with: "\\n")
    }

    /// Lines of at most 75 bytes, none of which splits a character (section 3.1).
    private static func folded(_ line: String) -> String {
        var (done, current, used) = ("", "", 0)
        for character in line.unicodeScalars {
            let size = String(character).utf8.count
            if used + size > columns {
                done += current + "\r\n "
                (current, used) = ("", 1)
            }
            current.unicodeScalars.append(character)
            used += size
        }
        return done + current
    }

    private static let stamp = Date.VerbatimFormatStyle(
        format: """
            \(year: .defaultDigits)\(month: .twoDigits)\(day: .twoDigits)T\
            \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased))\(minute: .twoDigits)\(second: .twoDigits)Z
            """, locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
}

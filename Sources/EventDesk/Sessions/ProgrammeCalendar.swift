import Conference
import Foundation

/// The sessions of an iCalendar file (RFC 5545), each as it stands last: without what was cancelled, moved or sent twice.
///
/// What repeats by days or weeks is a session each time; what repeats otherwise is taken once.
struct ProgrammeCalendar {
    private let zone: TimeZone
    private let limit: Int
    private var zones: [String: CalendarZone] = [:]
    private var entries: [Entry] = []

    private struct Entry {
        var session: ProgrammeSession
        let uid: String
        let sequence: Int
        /// Which time of something that repeats it stands for.
        let instead: Date?
        let isCancelled: Bool
        let rule: CalendarRule?
        let exceptions: [Date]
        let zone: TimeZone
    }

    /// - Parameters:
    ///   - zone: the event's, for times that name none.
    ///   - limit: how many sessions there may be.
    /// - Throws: `schedule_unreadable` beyond the limit, `time_zone_unknown` where a session's time is by clocks of which nobody
    ///   can say how they go.
    init(_ text: String, zone: TimeZone, limit: Int) throws {
        (self.zone, self.limit) = (zone, limit)
        let components = CalendarComponent.all(in: text)
        for component in components where component.name == "VTIMEZONE" {
            guard let name = component.first("TZID")?.value else { continue }
            zones[name] = CalendarZone(component)
        }
        let events = components.filter { $0.name == "VEVENT" }
        guard events.count <= limit else { throw ServerError(.scheduleUnreadable) }
        entries = try events.compactMap(entry)
    }

    /// One more than there may be, where there are more.
    func sessions() -> [ProgrammeSession] {
        var found: [ProgrammeSession] = []
        for entry in standing() where !entry.isCancelled {
            let others = entries.filter { !entry.uid.isEmpty && $0.uid == entry.uid && $0.instead != nil }
            let dropped = Set(entry.exceptions + (entry.instead == nil ? others.compactMap(\.instead) : []))
            let times = entry.rule?.times(from: entry.session.begins, onClocksOf: entry.zone) ?? [entry.session.begins]
            found += times.filter { !dropped.contains($0) }.map(entry.session.moved)
            if found.count > limit { break }
        }
        return found
    }

    /// Of what was sent in several versions the last; of what was sent twice one.
    private func standing() -> [Entry] {
        var kept: [Entry] = []
        for entry in entries {
            let before = kept.firstIndex { other in
                !entry.uid.isEmpty && other.uid == entry.uid && other.instead == entry.instead
                    && (other.sequence != entry.sequence || other.session == entry.session)
            }
            guard let before else {
                kept.append(entry)
                continue
            }
            if entry.sequence >= kept[before].sequence { kept[before] = entry }
        }
        return kept
    }

    private func entry(_ component: CalendarComponent) throws -> Entry? {
        guard let start = component.first("DTSTART"), let begins = try time(start),
            let title = component.first("SUMMARY")?.text, !title.allSatisfy(\.isWhitespace)
        else { return nil }
        var ends = try component.first("DTEND").flatMap(time)
        if ends == nil { ends = component.first("DURATION")?.seconds.map { begins.addingTimeInterval($0) } }
        guard let ends, ends > begins else { return nil }
        let session = ProgrammeSession(
            title: title, room: component.first("LOCATION")?.text ?? "", begins: begins, ends: ends)
        return Entry(
            session: session, uid: component.first("UID")?.value ?? "",
            sequence: component.first("SEQUENCE").flatMap { Int($0.value) } ?? 0,
            instead: try component.first("RECURRENCE-ID").flatMap(time),
            isCancelled: component.first("STATUS")?.value.uppercased() == "CANCELLED",
            rule: try component.first("RRULE").flatMap { field in
                try CalendarRule(field.value) { try time(CalendarField(parameters: start.parameters, value: $0)) }
            },
            exceptions: try component.all("EXDATE").flatMap { field in
                try field.value.split(separator: ",").compactMap {
                    try time(CalendarField(parameters: field.parameters, value: String($0)))
                }
            },
            zone: try zone(of: start, at: begins))
    }

    /// `20150214T093000`, with a Z, by a time zone that the file or the IANA database knows, or by the event's clocks; nil for a
    /// date without a time.
    private func time(_ field: CalendarField) throws -> Date? {
        guard let match = field.value.wholeMatch(of: #/(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(Z?)/#) else {
            return nil
        }
        let wall = "\(match.1)-\(match.2)-\(match.3)T\(match.4):\(match.5):\(match.6)Z"
        guard let guess = try? Timestamp.date(wall) else { return nil }
        return match.7.isEmpty ? guess.read(onClocksOf: try zone(of: field, at: guess)) : guess
    }

    private func zone(of field: CalendarField, at time: Date) throws -> TimeZone {
        guard let name = field.parameters["TZID"], !field.value.hasSuffix("Z") else { return zone }
        // Some programs put a path before the name: `/example.org/2015/America/Toronto`.
        let parts = name.split(separator: "/")
        for count in [parts.count, 3, 2] where count <= parts.count {
            if let known = try? EventTimeZone(parts.suffix(count).joined(separator: "/")) { return known.zone }
        }
        guard let found = zones[name]?.zone(at: time, near: zone) else {
            throw ConferenceError(.timeZoneUnknown, ErrorDetail("value", String(name.prefix(80))))
        }
        return found
    }
}

extension ProgrammeSession {
    /// The same at another time.
    fileprivate func moved(to time: Date) -> ProgrammeSession {
        ProgrammeSession(
            title: title, room: room, begins: time, ends: time.addingTimeInterval(ends.timeIntervalSince(begins)))
    }
}

/// Clocks that a file describes itself (`VTIMEZONE`).
private struct CalendarZone {
    /// A name of the IANA database that it has beside its own.
    private let known: TimeZone?
    /// How far its clocks are from UTC, in the course of a year, in seconds.
    private let offsets: Set<Int>

    init(_ component: CalendarComponent) {
        known = component.first("X-LIC-LOCATION").flatMap { try? EventTimeZone($0.value).zone }
        offsets = Set(component.all("TZOFFSETTO").compactMap { Self.seconds($0.value) })
    }

    /// Clocks that show the same all year go as they say; others are the event's if those have the same two times in that year.
    /// Nil for any others.
    func zone(at time: Date, near other: TimeZone) -> TimeZone? {
        if let known { return known }
        if offsets.count == 1, let only = offsets.first { return TimeZone(secondsFromGMT: only) }
        let year = (0..<12).map { other.secondsFromGMT(for: time.addingTimeInterval(Double($0) * 30 * 86_400)) }
        return offsets == Set(year) ? other : nil
    }

    /// `-0500`, `+053000`.
    private static func seconds(_ text: String) -> Int? {
        guard let match = text.wholeMatch(of: #/([+-])(\d{2})(\d{2})(\d{2})?/#),
            let hours = Int(match.2), let minutes = Int(match.3), hours < 24, minutes < 60
        else { return nil }
        let seconds = hours * 3_600 + minutes * 60 + (match.4.flatMap { Int($0) } ?? 0)
        return match.1 == "-" ? -seconds : seconds
    }
}

extension Date {
    /// The moment at which the clocks of a zone show what this one is in UTC.
    func read(onClocksOf zone: TimeZone) -> Date {
        let guess = addingTimeInterval(-Double(zone.secondsFromGMT(for: self)))
        return addingTimeInterval(-Double(zone.secondsFromGMT(for: guess)))
    }
}

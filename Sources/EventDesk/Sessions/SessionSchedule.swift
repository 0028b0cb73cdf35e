import Conference
package import Foundation

/// A talk, a workshop or a meeting of the programme: what becomes a gate of its own.
package struct ProgrammeSession: Sendable, Hashable {
    package let title: String
    /// Empty where the programme names none.
    package let room: String
    package let begins: Date
    package let ends: Date

    package init(title: String, room: String, begins: Date, ends: Date) {
        self.title = title
        self.room = room
        self.begins = begins
        self.ends = ends
    }
}

/// A programme as other programs write it: an iCalendar file (RFC 5545), or the schedule that pretalx exports as JSON.
package enum SessionSchedule {
    /// How many sessions one file may have.
    package static let countMax = 1_000

    /// The sessions of a file, by their time, then their room. What has no time is left out: it is no session.
    ///
    /// - Parameter zone: of times that name none.
    /// - Throws: `schedule_unreadable` for a file that is neither, and for one with more than `countMax` sessions.
    package static func read(_ bytes: Data, zone: TimeZone) throws -> [ProgrammeSession] {
        let text = String(decoding: bytes, as: UTF8.self)
        let unread = ServerError(.scheduleUnreadable)
        let sessions: [ProgrammeSession]
        if text.contains("BEGIN:VCALENDAR") {
            sessions = calendar(text, zone: zone)
        } else if let schedule = try? JSONDecoder().decode(PretalxExport.self, from: bytes) {
            sessions = try schedule.sessions()
        } else {
            throw unread
        }
        guard !sessions.isEmpty, sessions.count <= countMax else { throw unread }
        return sessions.sorted { ($0.begins, $0.room, $0.title) < ($1.begins, $1.room, $1.title) }
    }

    // MARK: - iCalendar

    private static func calendar(_ text: String, zone: TimeZone) -> [ProgrammeSession] {
        var sessions: [ProgrammeSession] = []
        var fields: [String: (parameters: String, value: String)]?
        for line in unfolded(text) {
            switch line {
            case "BEGIN:VEVENT": fields = [:]
            case "END:VEVENT":
                if let found = fields.flatMap({ session($0, zone: zone) }) { sessions.append(found) }
                fields = nil
            default:
                guard let colon = line.firstIndex(of: ":") else { continue }
                let head = line[..<colon].split(separator: ";", maxSplits: 1)
                guard let name = head.first else { continue }
                fields?[name.uppercased()] = (
                    head.count > 1 ? String(head[1]) : "", String(line[line.index(after: colon)...])
                )
            }
        }
        return sessions
    }

    /// Lines whose continuations (a line that begins with a blank) are joined (RFC 5545, section 3.1).
    private static func unfolded(_ text: String) -> [String] {
        var lines: [String] = []
        for line in text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline) {
            if let first = line.first, first == " " || first == "\t", !lines.isEmpty {
                lines[lines.count - 1] += line.dropFirst()
            } else {
                lines.append(String(line))
            }
        }
        return lines
    }

    private static func session(
        _ fields: [String: (parameters: String, value: String)], zone: TimeZone
    ) -> ProgrammeSession? {
        guard let start = fields["DTSTART"], let begins = time(start, zone: zone), let title = fields["SUMMARY"]?.value
        else { return nil }
        var ends = fields["DTEND"].flatMap { time($0, zone: zone) }
        if ends == nil, let length = fields["DURATION"].flatMap({ seconds($0.value) }) {
            ends = begins.addingTimeInterval(length)
        }
        guard let ends, ends > begins else { return nil }
        return ProgrammeSession(
            title: plain(title), room: plain(fields["LOCATION"]?.value ?? ""), begins: begins, ends: ends)
    }

    /// `20150214T093000`, with a Z, a time zone of the IANA database, or by the event's clocks.
    private static func time(_ field: (parameters: String, value: String), zone: TimeZone) -> Date? {
        guard let match = field.value.wholeMatch(of: #/(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(Z?)/#) else {
            return nil
        }
        let wall = "\(match.1)-\(match.2)-\(match.3)T\(match.4):\(match.5):\(match.6)Z"
        guard let guess = try? Timestamp.date(wall) else { return nil }
        if !match.7.isEmpty { return guess }
        let named = field.parameters.split(separator: ";").first { $0.uppercased().hasPrefix("TZID=") }
            .flatMap { try? EventTimeZone(String($0.dropFirst(5)).filter { $0 != "\"" }) }
        return guess.read(onClocksOf: named?.zone ?? zone)
    }

    /// `PT1H30M`.
    private static func seconds(_ text: String) -> Double? {
        guard let match = text.wholeMatch(of: #/P(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?)?/#)
        else { return nil }
        func number(_ part: Substring?) -> Double { part.flatMap { Double($0) } ?? 0 }
        return number(match.1) * 86_400 + number(match.2) * 3_600 + number(match.3) * 60 + number(match.4)
    }

    /// A text without its escapes (RFC 5545, section 3.3.11).
    private static func plain(_ text: String) -> String {
        text.replacing(#/\\([nN,;\\])/#) { match in match.1.lowercased() == "n" ? " " : String(match.1) }
    }
}

extension Date {
    /// The moment at which the clocks of a zone show what this one is in UTC.
    fileprivate func read(onClocksOf zone: TimeZone) -> Date {
        let guess = addingTimeInterval(-Double(zone.secondsFromGMT(for: self)))
        return addingTimeInterval(-Double(zone.secondsFromGMT(for: guess)))
    }
}

/// The parts of pretalx's export that say when what is where.
private struct PretalxExport: Decodable {
    let schedule: Schedule

    struct Schedule: Decodable { let conference: Conference }
    struct Conference: Decodable { let days: [Day] }
    struct Day: Decodable { let rooms: [String: [Talk]] }
    struct Talk: Decodable {
        let title: String
        let date: String
        /// Hours and minutes.
        let duration: String
    }

    func sessions() throws -> [ProgrammeSession] {
        try schedule.conference.days.flatMap(\.rooms).flatMap { room, talks in
            try talks.compactMap { talk in
                let begins = try Timestamp.date(talk.date)
                let parts = talk.duration.split(separator: ":").compactMap { Double($0) }
                guard parts.count == 2 else { return nil }
                let length = parts[0] * 3_600 + parts[1] * 60
                guard length > 0 else { return nil }
                return ProgrammeSession(
                    title: talk.title, room: room, begins: begins, ends: begins.addingTimeInterval(length))
            }
        }
    }
}

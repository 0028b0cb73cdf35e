import Conference
package import Foundation

/// A talk, a workshop or a meeting of the programme: what becomes a gate of its own.
package struct ProgrammeSession: Sendable, Hashable {
    package let title: String
    /// Empty where the programme names none.
    package let room: String
    package let begins: Date
    package let ends: Date
    /// How many people its room holds; nil where the programme does not say.
    package let places: Int?

    package init(title: String, room: String, begins: Date, ends: Date, places: Int? = nil) {
        self.title = title
        self.room = room
        self.begins = begins
        self.ends = ends
        self.places = places
    }
}

/// A programme as other programs write it: an iCalendar file (RFC 5545), or the schedule that pretalx exports as JSON.
package enum SessionSchedule {
    /// How many sessions one file may have.
    package static let countMax = 1_000

    /// The sessions of a file, by their time, then their room. What has no time is left out: it is no session.
    ///
    /// - Parameter zone: of times that name none.
    /// - Throws: `schedule_unreadable` for a file that is neither, and for one with more than `countMax` sessions;
    ///   `time_zone_unknown`.
    package static func read(_ bytes: Data, zone: TimeZone) throws -> [ProgrammeSession] {
        let unfolded = CalendarComponent.unfolded(Array(bytes))
        let text = String(decoding: TextEncoding.decode(unfolded).bytes, as: UTF8.self)
        let unread = ServerError(.scheduleUnreadable)
        let sessions: [ProgrammeSession]
        if text.contains("BEGIN:VCALENDAR") {
            sessions = try ProgrammeCalendar(text, zone: zone, limit: countMax).sessions()
        } else if let schedule = try? JSONDecoder().decode(PretalxExport.self, from: Data(text.utf8)) {
            sessions = schedule.sessions(zone: zone)
        } else {
            throw unread
        }
        guard !sessions.isEmpty, sessions.count <= countMax else { throw unread }
        return sessions.sorted { ($0.begins, $0.room, $0.title) < ($1.begins, $1.room, $1.title) }
    }
}

/// The parts of pretalx's export that say when what is where. Talks that say too little are left out, as others are read.
private struct PretalxExport: Decodable {
    let schedule: Schedule

    struct Schedule: Decodable { let conference: Conference }
    struct Conference: Decodable {
        let rooms: [Room]?
        let days: [Day]
    }
    struct Room: Decodable {
        let name: String
        let capacity: Int?
    }
    struct Day: Decodable {
        let date: String?
        let rooms: [String: [Talk]]
    }
    struct Talk: Decodable {
        let title: Title?
        /// A time with its offset; older exports have `start` alone, by the clocks of the event.
        let date: String?
        let start: String?
        /// Hours and minutes, and days before them where it is long.
        let duration: String?
    }

    /// A text, or one in each of several languages.
    struct Title: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self.text = text
            } else {
                let texts = try container.decode([String: String].self)
                text = texts["en"] ?? texts.min { $0.key < $1.key }?.value ?? ""
            }
        }
    }

    func sessions(zone: TimeZone) -> [ProgrammeSession] {
        let places = Dictionary((schedule.conference.rooms ?? []).map { ($0.name, $0.capacity) }) { first, _ in first }
        return schedule.conference.days.flatMap { day in
            day.rooms.flatMap { room, talks in
                talks.compactMap { talk in
                    guard let title = talk.title?.text, !title.allSatisfy(\.isWhitespace),
                        let begins = Self.time(talk, on: day, zone: zone),
                        let length = talk.duration.flatMap(Self.seconds)
                    else { return nil }
                    let place = places[room]?.flatMap { (1...1_000_000).contains($0) ? $0 : nil }
                    return ProgrammeSession(
                        title: title, room: room, begins: begins, ends: begins.addingTimeInterval(length),
                        places: place)
                }
            }
        }
    }

    private static func time(_ talk: Talk, on day: Day, zone: TimeZone) -> Date? {
        if let time = talk.date.flatMap({ try? Timestamp.date($0) }) { return time }
        guard let date = day.date, let start = talk.start else { return nil }
        return (try? Timestamp.date("\(date)T\(start):00Z"))?.read(onClocksOf: zone)
    }

    private static func seconds(_ text: String) -> Double? {
        guard let match = text.wholeMatch(of: #/(?:(\d{1,2}):)?(\d{1,2}):(\d{2})/#) else { return nil }
        func number(_ part: Substring?) -> Double { part.flatMap { Double($0) } ?? 0 }
        let length = number(match.1) * 86_400 + number(match.2) * 3_600 + number(match.3) * 60
        return length > 0 ? length : nil
    }
}

import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import Testing

/// Sessions of a programme as gates.
struct SessionTests {
    private static let calendar = """
        BEGIN:VCALENDAR\r
        BEGIN:VEVENT\r
        UID:1\r
        SUMMARY:A talk about\\, among others\\,\r
          queues\r
        LOCATION:Room 1\r
        DTSTART;TZID=America/Toronto:20150214T100000\r
        DTEND:20150214T154500Z\r
        END:VEVENT\r
        BEGIN:VEVENT\r
        SUMMARY:Übung "A"\r
        DTSTART:20150215T090000\r
        DURATION:PT1H30M\r
        END:VEVENT\r
        BEGIN:VEVENT\r
        SUMMARY:Next year\r
        DTSTART:20160215T090000\r
        DURATION:PT1H\r
        END:VEVENT\r
        END:VCALENDAR\r
        """

    @Test func `each session of a calendar becomes a gate that the description takes`() throws {
        let yaml = try Repository.netdev01()
        let event = try EventFile.read(yaml)
        let sessions = try SessionSchedule.read(Data(Self.calendar.utf8), zone: event.zone)
        #expect(sessions.map(\.title) == ["A talk about, among others, queues", "Übung \"A\"", "Next year"])
        let made = SessionGates(sessions, of: event, minutesBefore: 15, capacities: ["Room 1": 80])
        #expect(made.gates == ["a-talk-about-among-others-queues", "ubung-a"])
        #expect(made.leftOut == ["Next year"])
        let more = yaml.replacing("\ngates:\n", with: "\ngates:\n" + made.yaml)
        let gates = try EventFile.read(more).gates
        let talk = try #require(gates.first)
        #expect(talk.name == "A talk about, among others, queues")
        #expect((talk.days, talk.opensAt.description, talk.closesAt.description) == (DaySet([1]), "09:45", "10:45"))
        #expect(talk.capacity == 80 && talk.frequency == .once)
        #expect(gates[1].name == "Übung \"A\"" && gates[1].capacity == nil)
        #expect((gates[1].days, gates[1].opensAt.description) == (DaySet([2]), "08:45"))
    }

    @Test(arguments: [0, 2, 4])
    func `the description gets the gates of a programme, however far in its own stand`(depth: Int) async throws {
        let yaml = try Repository.netdev01()
        let block = try #require(yaml.firstMatch(of: #/(?ms)^gates:\n(.*?)^\n/#))
        let moved = block.output.1.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.isEmpty ? "" : String(repeating: " ", count: depth) + line.dropFirst(2)
        }.joined(separator: "\n")
        try await withNetdev01(yaml: yaml.replacing(block.output.1, with: moved)) { _, store in
            let services = EventServices(
                store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: .deskOpens))
            let programme = try await services.programme(
                Data(Self.calendar.utf8), minutesBefore: 15, rooms: ["Room 1 = 80"])
            let event = try EventFile.read(programme.description)
            let before = try EventFile.read(yaml).gates.count
            #expect(event.gates.first?.capacity == 80 && event.gates.count == 2 + before)
            #expect(programme.made.leftOut == ["Next year"])
            #expect(try await store.yaml() == programme.base)
            let wrong: [(Int, [String])] = [(241, []), (15, ["Room 1"]), (15, ["Room 1=0"])]
            for (minutes, rooms) in wrong {
                let error = await #expect(throws: ConferenceError.self) {
                    _ = try await services.programme(
                        Data(Self.calendar.utf8), minutesBefore: minutes, rooms: rooms)
                }
                #expect(error?.code == .numberInvalid)
            }
        }
    }

    private static let hour = "DTSTART:20150214T150000Z|DTEND:20150214T160000Z"

    /// A calendar of sessions, whose lines are parted by `|`.
    private static func file(_ entries: String..., before: String = "") -> Data {
        let events = entries.map { "BEGIN:VEVENT|\($0)|END:VEVENT|" }.joined()
        return Data("BEGIN:VCALENDAR|\(before)\(events)END:VCALENDAR|".replacing("|", with: "\r\n").utf8)
    }

    /// The sessions of a calendar in Toronto: title, day and hour in UTC.
    private static func read(_ calendar: Data) throws -> [String] {
        let sessions = try SessionSchedule.read(calendar, zone: EventTimeZone("America/Toronto").zone)
        return sessions.map { "\($0.title) \(Timestamp($0.begins, in: .gmt).description.dropFirst(8).prefix(8))" }
    }

    private static let versions: [(Data, [String])] = [
        (file("UID:a|SUMMARY:A|\(hour)|STATUS:CANCELLED", "SUMMARY:B|\(hour)"), ["B 14T15:00"]),
        (file("UID:a|SUMMARY:A|\(hour)", "UID:a|SUMMARY:A|\(hour)"), ["A 14T15:00"]),
        (file("UID:a|SEQUENCE:1|SUMMARY:C|\(hour)", "UID:a|SUMMARY:A|\(hour)"), ["C 14T15:00"]),
        // Programs that give everything the same id mean several sessions all the same.
        (file("UID:a|SUMMARY:A|\(hour)", "UID:a|SUMMARY:B|\(hour)"), ["A 14T15:00", "B 14T15:00"]),
        (file("SUMMARY:A|\(hour)|BEGIN:VALARM|SUMMARY:Alarm|DURATION:PT5M|END:VALARM"), ["A 14T15:00"]),
        (
            file(
                "UID:a|SUMMARY:A|\(hour)|RRULE:FREQ=DAILY;COUNT=4|EXDATE:20150215T150000Z",
                "UID:a|SUMMARY:C|RECURRENCE-ID:20150216T150000Z|DTSTART:20150216T180000Z|DURATION:PT1H",
                "UID:a|SUMMARY:D|RECURRENCE-ID:20150217T150000Z|\(hour)|STATUS:CANCELLED"),
            ["A 14T15:00", "C 16T18:00"]
        ),
        (
            file("SUMMARY:A|\(hour)|RRULE:FREQ=WEEKLY;BYDAY=SA,MO;UNTIL=20150217"),
            ["A 14T15:00", "A 16T15:00"]
        ),
        (file("SUMMARY:A|\(hour)|RRULE:FREQ=SECONDLY"), ["A 14T15:00"]),
        (
            file("SUMMARY;ALTREP=\"http://example.org:1/;\":A|DTSTART;X=\"a:b\":20150214T150000Z|DURATION:PT1H"),
            ["A 14T15:00"]
        ),
    ]

    @Test(arguments: versions)
    func `of a calendar's sessions those are read that stand last, each time that they are held`(
        calendar: Data, wanted: [String]
    ) throws {
        #expect(try Self.read(calendar) == wanted)
    }

    @Test func `times are by the clocks that a calendar names, or it is refused`() throws {
        func zone(_ name: String, _ offsets: String...) -> String {
            let halves = offsets.map { "BEGIN:STANDARD|TZOFFSETTO:\($0)|END:STANDARD|" }.joined()
            return "BEGIN:VTIMEZONE|TZID:\(name)|\(halves)END:VTIMEZONE|"
        }
        func read(_ name: String, _ zone: String = "") throws -> [String] {
            let talk = "SUMMARY:A|DTSTART;TZID=\(name):20150214T100000|DURATION:PT1H"
            return try Self.read(Self.file(talk, before: zone))
        }
        #expect(try read("\"America/Toronto\"") == ["A 14T15:00"])
        #expect(try read("/example.org/2015/America/Vancouver") == ["A 14T18:00"])
        #expect(try read("Here", zone("Here", "-0300")) == ["A 14T13:00"])
        #expect(try read("Eastern", zone("Eastern", "-0500", "-0400")) == ["A 14T15:00"])
        for described in ["", zone("Pacific", "-0800", "-0700"), zone("Pacific", "nothing")] {
            let error = #expect(throws: ConferenceError.self) { try read("Pacific", described) }
            #expect(error?.code == .timeZoneUnknown)
        }
    }

    @Test func `a programme is read in the bytes that programs write`() throws {
        let calendar = Self.file("SUMMARY:Für alle|\(Self.hour)")
        let text = String(decoding: calendar, as: UTF8.self)
        var folded = calendar
        let umlaut = try #require(folded.firstIndex(of: 0xC3))
        folded.insert(contentsOf: Array("\r\n ".utf8), at: umlaut + 1)
        let latin = Data(text.unicodeScalars.map { UInt8($0.value) })
        for bytes in [calendar, folded, latin, try #require(text.data(using: .utf16))] {
            #expect(try Self.read(bytes) == ["Für alle 14T15:00"])
        }
    }

    @Test func `the schedule that pretalx exports is read as well, and nothing else`() throws {
        let event = try EventFile.read(try Repository.netdev01())
        let json = """
            {"schedule": {"version": "1", "conference": {"title": "Netdev", "days": [{"index": 1, "rooms": {"Room 2": [
            {"id": 1, "title": "Offloads", "date": "2015-02-14T11:00:00-05:00", "start": "11:00", "duration": "00:45"},
            {"id": 2, "title": "Offloads", "date": "2015-02-14T14:00:00-05:00", "start": "14:00", "duration": "00:45"}]}}]}}}
            """
        let sessions = try SessionSchedule.read(Data(json.utf8), zone: event.zone)
        let made = SessionGates(sessions, of: event, minutesBefore: 0, capacities: [:])
        #expect(made.gates == ["offloads", "offloads-2"])
        // Rooms that say how many they hold; a talk without a time, a break without a title, an older export, one over days.
        let odd = """
            {"schedule": {"conference": {"rooms": [{"name": "Room 2", "capacity": 80}, {"name": "Hall", "capacity": null}],
            "days": [{"date": "2015-02-14", "rooms": {"Room 2": [
            {"title": {"de": "Pakete", "en": "Packets"}, "date": "2015-02-14T11:00:00-05:00", "duration": "00:45"},
            {"title": "Later", "date": null, "duration": "00:45"}, {"title": null, "duration": "00:15"}],
            "Hall": [{"title": "Older", "start": "14:00", "duration": "1:00:30"}]}}]}}}
            """
        let found = try SessionSchedule.read(Data(odd.utf8), zone: event.zone)
        #expect(found.map(\.title) == ["Packets", "Older"])
        #expect(found.map(\.places) == [80, nil] && found[1].ends.timeIntervalSince(found[1].begins) == 88_200)
        let held = SessionGates(found, of: event, minutesBefore: 0, capacities: [:])
        #expect(held.yaml.contains("capacity: 80") && held.leftOut == ["Older"])
        for wrong in ["", "{}", "BEGIN:VCALENDAR\nEND:VCALENDAR"] {
            #expect(throws: ServerError.self) { try SessionSchedule.read(Data(wrong.utf8), zone: event.zone) }
        }
    }
}

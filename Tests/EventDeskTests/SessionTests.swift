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
        for wrong in ["", "{}", "BEGIN:VCALENDAR\nEND:VCALENDAR"] {
            #expect(throws: ServerError.self) { try SessionSchedule.read(Data(wrong.utf8), zone: event.zone) }
        }
    }
}

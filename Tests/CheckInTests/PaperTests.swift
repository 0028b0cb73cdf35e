import Conference
import DoorRules
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

@testable import Badges
@testable import CheckIn

/// A door that went by paper.
@Suite struct PaperTests {
    private static func enter(
        _ door: Door, _ lines: String, at gate: String = "main", day: Int? = 1, time: Date = Door.at(day: 1, 20)
    ) async throws -> PaperReport {
        try await door.service.enter(
            PaperLine.read(lines, time: nil), at: Gate.ID(rawValue: gate), day: day, context: Door.context(time))
    }

    /// The lines and codes of what is wrong.
    private static func problems(_ body: () async throws -> PaperReport) async throws -> [String] {
        do {
            _ = try await body()
            return []
        } catch let error as PaperProblems {
            return error.problems.map { "\($0.line) \($0.code)" }
        }
    }

    @Test func `the list has whom the gate lets in on the day, and marks who goes to the desk`() async throws {
        let door = try await Door()
        let early = try await door.badged("Zoë Invented")
        _ = try await door.register("Émile Invented", days: [2])
        let owing = try await door.register("eva Invented", paid: false)
        let held = try await door.register("Đorđe Invented")
        _ = try await door.ledger.block(held.id, because: "Ask for Kit", context: Door.context())
        let gone = try await door.register("Gone Invented")
        _ = try await door.ledger.cancel(gone.id, context: Door.context())
        _ = try await door.scan(early)
        let main = Gate.ID(rawValue: "main")
        let list = try await door.service.doorList(at: main, day: 1, time: Door.at(day: 1, 13))
        #expect(list.entries.map(\.name) == ["Đorđe Invented", "eva Invented", "Zoë Invented"])
        #expect(list.entries.map(\.obstacle) == [.blocked, .unpaid, nil])
        #expect(list.entries.map(\.due.cents) == [0, try await door.due(owing.id).cents, 0])
        #expect(list.entries.map(\.admitted) == [nil, nil, Door.noon])
        let sunday = try await door.service.doorList(at: main, day: 2, time: Door.at(day: 1, 13))
        #expect(sunday.entries.map(\.name) == ["Đorđe Invented", "Émile Invented", "eva Invented", "Zoë Invented"])
        #expect(sunday.entries.allSatisfy { $0.admitted == nil })
        #expect(try await door.service.doorList(at: main, day: nil, time: Door.at(day: 2, 13)).day == 2)
        #expect(try await door.service.doorList(at: main, day: nil, time: Door.at(day: 9, 13)).day == 1)
    }

    @Test func `each gate lists its own people`() async throws {
        let door = try await Door()
        _ = try await door.register("Ada Invented", addOns: [AddOn.ID(rawValue: "dinner")], paid: false)
        _ = try await door.register("Kit Invented", category: .organizer)
        _ = try await door.register("Bo Invented")
        func names(_ gate: String) async throws -> [String] {
            try await door.service.doorList(at: Gate.ID(rawValue: gate), day: 1, time: Door.noon).entries.map { entry in
                entry.name.prefix { $0 != " " } + (entry.obstacle == nil ? "" : "!")
            }
        }
        #expect(try await names("main") == ["Ada!", "Bo", "Kit"])
        #expect(try await names("dinner") == ["Ada"])
        #expect(try await names("staff") == ["Kit"])
        #expect(
            try await errorCode {
                _ = try await door.service.doorList(at: Gate.ID(rawValue: "party"), day: 2, time: Door.noon)
            } == "day_not_of_gate")
        try await door.service.close(Gate.ID(rawValue: "party"), because: "Rain", context: Door.context())
        #expect(
            try await errorCode {
                _ = try await door.service.doorList(at: Gate.ID(rawValue: "party"), day: 1, time: Door.noon)
            } == "gate_closed_for_ever")
    }

    @Test func `what was ticked counts as if a door that was alone had scanned it`() async throws {
        let door = try await Door()
        let (ada, kit) = (try await door.badged("Ada Invented"), try await door.badged("Kit Invented"))
        let (first, second) = (try await door.code(ada), try await door.code(kit))
        let text = "# door list, page 1\r\n\(first) 09:12\r\n\r\n\(second.lowercased()), 10:30 # walked in\r\n"
        #expect(try await Self.enter(door, text) == .of(recorded: 2, repeated: 0))
        #expect(try await door.admitted("main") == 2)
        guard case .alreadyAdmitted(let entry) = try await door.scan(ada) else {
            Issue.record("not refused")
            return
        }
        #expect(entry?.time == Door.at(day: 1, 9, 12))
        #expect(entry?.deviceName == CheckInService.paperDevice)
        let before = try await dump(door.store)
        #expect(try await Self.enter(door, text) == .of(recorded: 0, repeated: 2))
        #expect(try await dump(door.store) == before)
        #expect(try await Self.enter(door, "\(second) 10:30\n\(second) 10:30") == .of(recorded: 0, repeated: 2))
    }

    @Test func `a tick beside a scan is a conflict, and the earlier one counts`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        #expect(try await door.scan(badge) == .admitted(.entry))
        _ = try await Self.enter(door, "\(try await door.code(badge)) 09:00")
        let conflict = try #require(try await door.service.conflicts(limit: 10).first)
        #expect(conflict.scan.time == Door.noon)
        #expect(conflict.earlier?.time == Door.at(day: 1, 9))
        #expect(try await door.admitted("main") == 1)
    }

    @Test func `somebody ticked who owed money is in, and listed at the desk`() async throws {
        let door = try await Door()
        let person = try await door.register(paid: false)
        _ = try await Self.enter(door, "\(person.code) 09:00")
        #expect(try await door.admitted("main") == 1)
        #expect(try await door.service.conflicts(limit: 10).map(\.objection) == [.unpaid])
    }

    @Test func `people go out on paper too, and hours past midnight belong to the day before`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let code = try await door.code(badge)
        _ = try await Self.enter(
            door, "\(code) 23:00\n\(code) 23:50 out\n\(code) 01:10", at: "lounge", time: Door.at(day: 1, 26))
        let lounge = try await door.service.status(of: Gate.ID(rawValue: "lounge"), at: Door.at(day: 1, 25, 30))
        #expect(lounge.admitted == 2)
        #expect(lounge.inside == 1)
    }

    @Test func `a list with one bad line changes nothing, and every bad line is named`() async throws {
        let door = try await Door()
        let code = try await door.code(door.badged())
        let before = try await dump(door.store)
        let stranger = "000-0000"
        #expect(
            try await Self.problems {
                try await Self.enter(door, "\(code) 09:00\n\(stranger) 09:01\n\(code) 21:00", time: Door.at(day: 1, 20))
            } == ["2 registration_unknown", "3 time_ahead"])
        #expect(
            try await Self.problems {
                try await Self.enter(door, "\(code) 09:00\nK7X-42M 09:01\n\(code)\n\(code) 9:00\n\(code) 25:00 out")
            } == ["2 code_invalid", "3 time_invalid", "4 time_invalid", "5 time_invalid"])
        #expect(try await Self.problems { try await Self.enter(door, "# nobody\n\n") } == ["1 paper_empty"])
        let long = String(repeating: "\(code) 09:00\n", count: PaperLine.countMax + 1)
        #expect(try await Self.problems { try await Self.enter(door, long) } == ["5001 paper_too_long"])
        #expect(
            try await errorCode { _ = try await Self.enter(door, "\(code) 09:00", at: "party", day: 2) }
                == "day_not_of_gate")
        #expect(try await dump(door.store) == before)
    }

    @Test func `a time for the whole list applies to lines without one`() throws {
        let lines = try PaperLine.read("PMY 6THE\nPMY-6THE 10:00 out", time: TimeOfDay("09:30"))
        #expect(lines.map(\.time.description) == ["09:30", "10:00"])
        #expect(lines.map(\.isExit) == [false, true])
        #expect(Set(lines.map(\.code.description)) == ["PMY-6THE"])
    }
}

extension PaperReport {
    fileprivate static func of(recorded: Int, repeated: Int) -> PaperReport {
        var report = PaperReport()
        (report.recorded, report.repeated) = (recorded, repeated)
        return report
    }
}

extension Door {
    /// The short code on a badge.
    func code(_ badge: BadgeIssue) async throws -> String {
        try await store.read { db in
            try String.fetchOne(
                db, sql: "SELECT code FROM registration WHERE id = ?",
                arguments: [Int64(badge.registration.rawValue)]) ?? ""
        }
    }
}

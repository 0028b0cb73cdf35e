import Badges
import CheckIn
import Conference
import DoorRules
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

/// A closed gate is opened again, and what the doors tell of people.
struct ReopeningTests {
    private static let main = Gate.ID(rawValue: "main")

    @Test func `a gate that was closed is opened again, and both stay on the record`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let before = try await door.service.mark(at: Door.noon)
        #expect(
            try await errorCode {
                try await door.service.reopen(Self.main, because: "No", context: Door.context())
            } == "gate_not_closed")
        try await door.service.close(Self.main, because: "Flooded", context: Door.context())
        let closed = try await door.service.mark(at: Door.noon)
        #expect(try await door.scan(badge) == .gateClosed(.forEver))
        let opening = Door.context()
        for _ in 1...2 { try await door.service.reopen(Self.main, because: "Dry again", context: opening) }
        #expect(try await door.scan(badge) == .admitted(.entry))
        #expect(try await door.service.status(of: Self.main, at: Door.noon).closing == nil)
        // Doors that wait for news hear of both.
        let after = try await door.service.mark(at: Door.noon)
        #expect(Set([before, closed, after]).count == 3)
        let kept = try await dump(door.store).filter { $0.hasPrefix("gate_opening ") }
        #expect(kept.count == 1 && kept[0].contains("Flooded") && kept[0].contains("Dry again"))
        try await door.service.close(Self.main, because: "Again", context: Door.context())
        #expect(try await door.service.status(of: Self.main, at: Door.noon).closing?.reason == "Again")
    }

    @Test(arguments: [
        "UPDATE gate SET closed_ms = NULL, closed_by = NULL, closed_because = NULL",
        "UPDATE gate SET closed_because = 'x' WHERE closed_ms IS NOT NULL", "DELETE FROM gate_opening",
        "UPDATE gate_opening SET reason = 'x'",
    ])
    func `nobody opens a gate unseen`(sql: String) async throws {
        let door = try await Door()
        try await door.service.close(Self.main, because: "One", context: Door.context(Door.at(day: 1, 9)))
        try await door.service.reopen(Self.main, because: "x", context: Door.context(Door.at(day: 1, 10)))
        try await door.service.close(Self.main, because: "Two", context: Door.context(Door.at(day: 1, 11)))
        await #expect(throws: (any Error).self) { try await door.store.write { try $0.execute(sql: sql) } }
    }

    @Test func `the reports tell who is inside, every scan and why people were turned away`() async throws {
        let door = try await Door()
        let (ada, eve) = (try await door.badged("Ada Invented"), try await door.badged("Eve Invented", paid: false))
        #expect(try await door.scan(ada, at: "lounge", time: Door.at(day: 1, 9)) == .admitted(.entry))
        #expect(try await door.scan(ada, time: Door.at(day: 1, 10)) == .admitted(.entry))
        #expect(try await door.scan(ada, time: Door.at(day: 1, 11)).code == .alreadyAdmitted)
        #expect(try await door.scan(eve, time: Door.at(day: 1, 11)).code == .unpaid)
        let now = Door.at(day: 1, 12)
        func rows(_ report: DoorReport, _ period: ReportPeriod = .whole) async throws -> [[ReportTable.Cell]] {
            try await door.service.table(of: report, in: period, at: now).rows
        }
        #expect(try await rows(.inside).map { $0[0] } == [.text("main"), .text("lounge")])
        #expect(try await door.scan(ada, at: "lounge", .exit, time: Door.at(day: 1, 11)).code == .admitted)
        #expect(try await rows(.inside).map { $0[4] } == [.text("Ada Invented")])
        #expect(try await rows(.scans).count == 5)
        #expect(try await rows(.refusals).map { $0[1] } == [.text("already_admitted"), .text("unpaid")])
        let sunday = try CivilDate("2015-02-15")
        #expect(try await rows(.scans, ReportPeriod(from: sunday, until: nil)).isEmpty)
        #expect(try await rows(.scans, ReportPeriod(from: nil, until: CivilDate("2015-02-14"))).count == 5)
        // What was taken back is told, and counts for nothing.
        let scan = try await door.store.read { try CheckInService.scans($0, of: ada.registration) }
            .first { $0.verdict.code == .alreadyAdmitted }
        _ = try await door.service.undo(
            try #require(scan).scan, because: "Read twice", by: nil, context: Door.context())
        #expect(try await rows(.refusals).count == 1)
        #expect(try await rows(.scans).contains { $0.last == .text("Read twice") })
    }
}

import Badges
import CheckIn
import Conference
import DoorRules
import EventStore
import Foundation
import RegistrationLedger
import Testing

struct AttendanceTests {
    /// `1 over Ada Invented`, for every row.
    private static func noShows(_ door: Door, at time: Date) async throws -> [String] {
        let table = try await door.ledger.table(of: .noShows, at: time, admissions: { try Attendance.days($0) })
        return table.rows.map { row in
            let texts = row.map { cell in
                switch cell {
                case .text(let text): text
                case .number(let number): String(number)
                case .amount(let amount): amount.description
                case .empty: ""
                }
            }
            return "\(texts[0]) \(texts[2]) \(texts[5]) \(texts[8])"
        }
    }

    private static func gates(_ door: Door, _ badge: BadgeIssue) async throws -> [Gate.ID] {
        try await door.store.read { try Attendance.gates($0, of: badge.registration) }
    }

    @Test func `whoever has a day and was not let in on it is a no-show, from the start of the day`() async throws {
        let door = try await Door()
        let ada = try await door.badged("Ada Invented", days: [1, 2])
        _ = try await door.badged("Bo Invented", days: [2], paid: false)
        _ = try await door.badged("Cy Invented", days: [1])
        let gone = try await door.badged("Dee Invented", days: [1])
        _ = try await door.ledger.cancel(gone.registration, context: Door.context())
        _ = try await door.scan(ada, time: Door.at(day: 1, 9))

        #expect(try await Self.noShows(door, at: Door.at(day: 1, 3)) == [])
        #expect(try await Self.noShows(door, at: Door.at(day: 1, 4)) == ["1 under way Cy Invented 0.00"])
        #expect(try await Self.noShows(door, at: Door.at(day: 1, 27)) == ["1 under way Cy Invented 0.00"])
        let second = ["1 over Cy Invented 0.00", "2 under way Ada Invented 0.00", "2 under way Bo Invented 100.00"]
        #expect(try await Self.noShows(door, at: Door.at(day: 2, 5)) == second)
        #expect(
            try await Self.noShows(door, at: Door.at(day: 3, 12))
                == second.map {
                    $0.replacing("under way", with: "over")
                })
    }

    @Test func `neither a refusal nor an undone entry is a visit`() async throws {
        let door = try await Door()
        let ada = try await door.badged("Ada Invented", days: [1], paid: false)
        #expect(try await door.scan(ada) != .admitted(.entry))
        #expect(try await Self.noShows(door, at: Door.noon).count == 1)
        let bo = try await door.badged("Bo Invented", days: [1])
        let entry = try await door.service.scan(door.request(.credential(bo.text)))
        #expect(try await Self.noShows(door, at: Door.noon).count == 1)
        #expect(try await Self.gates(door, bo) == [entry.gate])
        #expect(try await Self.gates(door, ada).isEmpty)
        _ = try await door.service.undo(entry.scan, because: "Wrong person", by: nil, context: Door.context())
        #expect(try await Self.gates(door, bo).isEmpty)
        #expect(try await Self.noShows(door, at: Door.noon).count == 2)
    }
}

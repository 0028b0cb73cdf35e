import Conference
import EventStore
import Foundation
import LanyardTestSupport
import Testing

@testable import CheckIn

@Suite struct DrillTests {
    @Test(arguments: ["main", "party", "staff", "lounge"])
    func `a drill touches every path and leaves no trace`(gate: String) async throws {
        let door = try await Door()
        _ = try await door.badged("Ada Invented", category: .organizer)
        let before = try await dump(door.store)
        try await withScratchFolder { folder in
            let copy = try await door.store.copy(to: folder.file("drill.lanyard"))
            let steps = try await DoorDrill(on: copy).run(at: Gate.ID(rawValue: gate))
            #expect(steps.count == 17)
            for step in steps { #expect(step.isRight, "\(gate): \(step)") }
            try copy.close()
        }
        #expect(try await dump(door.store) == before)
    }

    @Test func `a drill needs a badge that the gate lets in`() async throws {
        let door = try await Door()
        _ = try await door.badged(paid: false)
        try await withScratchFolder { folder in
            let copy = try await door.store.copy(to: folder.file("drill.lanyard"))
            #expect(
                try await errorCode {
                    _ = try await DoorDrill(on: copy).run(at: Gate.ID(rawValue: "main"))
                } == "badge_missing")
            try copy.close()
        }
    }
}

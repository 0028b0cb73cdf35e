import Conference
import EventStore
import Foundation
import LanyardTestSupport
import Testing

/// A gate's values are changed in the text that the organizer wrote, and nothing else of it.
struct GateEditTests {
    private static let block = """
        gates:
          # The door to the street.
          - id: main
            name: Main door   # as on the plan
            opens: "07:30"    # the porter comes at seven
            closes: '20:00'
            capacity: 300
          - id: side
            name: Side door
        """
    private static let flow = "gates: [ { id: main, name: Main door, opens: \"07:30\" }, { id: side, name: Side } ]"

    private static func edit(_ change: (inout GateEdit) -> Void) -> GateEdit {
        var edit = GateEdit()
        change(&edit)
        return edit
    }

    private func edited(_ yaml: String, _ edit: GateEdit, _ gate: String = "main") throws -> String {
        try EventFile.editing(yaml, Gate.ID(rawValue: gate), edit)
    }

    @Test func `a value stands where the other stood, and comments stay`() throws {
        let edit = Self.edit {
            $0.opens = "08:00"
            $0.closes = "22:00"
            $0.name = "Door \"A\""
        }
        let expected = Self.block.replacing("\"07:30\"", with: "\"08:00\"").replacing("'20:00'", with: "\"22:00\"")
            .replacing("Main door ", with: "\"Door \\\"A\\\"\" ")
        #expect(try edited(Self.block, edit) == expected)
    }

    @Test func `what is new stands below the gate's name, what is gone leaves no line`() throws {
        let added = Self.edit { $0.capacity = "40" }
        #expect(
            try edited(Self.block, added, "side")
                == Self.block.replacing("- id: side\n", with: "- id: side\n    capacity: 40\n"))
        let gone = Self.edit { $0.capacity = "" }
        #expect(try edited(Self.block, gone) == Self.block.replacing("    capacity: 300\n", with: ""))
    }

    @Test func `a gate on one line is edited too`() throws {
        let edit = Self.edit {
            $0.opens = "08:00"
            $0.capacity = "40"
            $0.admitsUnpaid = true
        }
        #expect(
            try edited(Self.flow, edit)
                == "gates: [ { id: main, unpaid: \"admit\", capacity: 40, name: Main door, opens: \"08:00\" }, "
                + "{ id: side, name: Side } ]")
        let gone = Self.edit { $0.opens = "" }
        #expect(
            try edited(Self.flow, gone)
                == "gates: [ { id: main, name: Main door }, { id: side, name: Side } ]")
    }

    @Test func `lines that end with CR LF keep doing so`() throws {
        let windows = Self.block.replacing("\n", with: "\r\n")
        let edit = Self.edit {
            $0.opens = "08:00"
            $0.days = "1-2"
        }
        let done = try edited(windows, edit)
        #expect(done == done.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n"))
        #expect(done.contains("    days: \"1-2\"\r\n") && done.contains("\"08:00\"    # the porter"))
    }

    @Test(arguments: [
        ("gates:\n  - id: main\n    name: >\n      Main\n      door\n", "definition_not_editable"),
        ("gates:\n  - id: other\n    name: Other\n", "gate_unknown"), ("gates: none", "gate_unknown"),
        ("", "gate_unknown"), ("{", "gate_unknown"),
    ])
    func `what is laid out otherwise is left alone`(yaml: String, code: String) async throws {
        let refused = try await errorCode { _ = try edited(yaml, Self.edit { $0.name = "Hall" }) }
        #expect(refused == code)
    }

    @Test func `the demo's gates are edited, and the file is read as it should be`() throws {
        let yaml = try Repository.text("templates/events/netdev01.yaml")
        for gate in try EventFile.read(yaml).gates {
            let edit = Self.edit {
                $0.opens = "09:15"
                $0.closes = "21:45"
                $0.days = "2"
                $0.capacity = "77"
                $0.admitsUnpaid = !gate.admitsUnpaid
            }
            let new = try EventFile.read(EventFile.editing(yaml, gate.id, edit))
            let changed = try #require(new.gates.first { $0.id == gate.id })
            #expect(changed.opensAt.description == "09:15" && changed.closesAt.description == "21:45")
            #expect(changed.days == DaySet([2]) && changed.capacity == 77)
            #expect(changed.admitsUnpaid != gate.admitsUnpaid && changed.names == gate.names)
            #expect(try new.gates.filter { $0.id != gate.id } == EventFile.read(yaml).gates.filter { $0.id != gate.id })
        }
    }
}

package import Conference
package import EventStore
import RegistrationLedger

extension EventServices {
    /// Changes a gate in the event's description: its name, days, hours, limit, and whether who owes may pass.
    ///
    /// Everything else of the description stays as it was written, comments too, and so does a value that is the same.
    /// - Throws: `EventFileProblems` for values that are wrong; `gate_unknown`, `definition_not_editable`,
    ///   `definition_changed` when somebody else changed the description at the same moment.
    package func editGate(
        _ id: Gate.ID, _ edit: GateEdit, context: WriteContext
    ) async throws -> [DefinitionChange] {
        let before = try await store.yaml()
        let event = try EventFile.read(before)
        guard let gate = event.gates.first(where: { $0.id == id }) else {
            throw EventStoreError(.gateUnknown, ErrorDetail("gate", id))
        }
        let after = try EventFile.editing(before, id, edit.without(gate, dayCount: event.days.count))
        return try await ledger.apply(yaml: after, editing: before, context: context, onlyShow: false)
    }
}

extension GateEdit {
    /// The same without what is so already.
    fileprivate func without(_ gate: Gate, dayCount: Int) -> GateEdit {
        var edit = self
        if name == gate.name { edit.name = nil }
        if let days, (try? DaySet(days, dayCount: dayCount)) == gate.days { edit.days = nil }
        if opens == gate.opensAt.description { edit.opens = nil }
        if closes == gate.closesAt.description { edit.closes = nil }
        // 0 is no limit, whichever front it comes from.
        if edit.capacity == "0" { edit.capacity = "" }
        if edit.capacity == gate.capacity.map(String.init) ?? "" { edit.capacity = nil }
        if admitsUnpaid == gate.admitsUnpaid { edit.admitsUnpaid = nil }
        return edit
    }
}

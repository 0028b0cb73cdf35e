package import Conference
package import EventStore
import RegistrationLedger

extension EventServices {
    /// Changes a gate in the event's description: its name, days, hours, limit, and whether who owes may pass.
    ///
    /// Everything else of the description stays as it was written, comments too.
    /// - Throws: `EventFileProblems` for values that are wrong; `gate_unknown`, `definition_not_editable`,
    ///   `definition_changed` when somebody else changed the description at the same moment.
    package func editGate(
        _ gate: Gate.ID, _ edit: GateEdit, context: WriteContext
    ) async throws -> [DefinitionChange] {
        let before = try await store.yaml()
        let after = try EventFile.editing(before, gate, edit)
        return try await ledger.apply(yaml: after, editing: before, context: context, onlyShow: false)
    }
}

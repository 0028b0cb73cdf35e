package import Conference
import EventStore
import Foundation

/// Whether the server of an event can do its work, as far as that can be told in passing. `EventDoctor` looks at more.
package enum Readiness {
    /// - Returns: what does not keep it from working, but somebody should know.
    /// - Throws: what does: `event_file_gone`, `event_file_replaced`, `event_file_truncated`, `event_file_damaged`,
    ///   `keys_missing`, `keys_open`, `disk_full`, `disk_low`, `resource_missing`, `event_taken_over`.
    package static func check(_ services: EventServices) async throws -> [any DescribedError] {
        let store = services.store
        if try await store.writeBar() != .onlyRead { try store.checkThatItIsInPlace() }
        if let damage = store.warnings.first(where: { $0.code == .eventFileDamaged }) { throw damage }
        if let lack = DiskSpace.lack(for: store.url) { throw lack }
        if let lack = services.resources.lacks.first { throw lack }
        _ = try await store.definition()
        var warnings: [any DescribedError] = store.warnings
        if let bar = try await store.writeBar() {
            warnings.append(bar.error(store.url))
        } else if let successor = try await store.successor() {
            throw EventStoreError(.eventTakenOver, ErrorDetail("incarnation", successor.number))
        } else {
            try await store.checkThatItWrites()
        }
        guard let lack = services.resources.doorModuleLack else { return warnings }
        return warnings + [lack]
    }
}

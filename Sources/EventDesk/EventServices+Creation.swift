package import Conference
package import EventStore
package import Foundation

extension EventServices {
    /// Makes a new event's file from an earlier one's description, badge templates and fonts: no people, money, devices or keys.
    ///
    /// - Parameters:
    ///   - slug: nil for the new file's name.
    ///   - name: nil for the earlier event's.
    ///   - begins: the date of the first day, with which all dates move; nil for the earlier event's dates.
    /// - Throws: `description_layout`, what `EventStore.open` throws for the earlier file, and what `EventStore.create` throws.
    package static func create(
        at url: URL, like earlier: URL, slug: String?, name: String?, begins: CivilDate?, author: String, time: Date
    ) async throws -> EventStore {
        let old = try await EventStore.open(at: earlier, for: .reading)
        let yaml = try EventFile.renewing(
            try await old.yaml(), slug: slug ?? url.deletingPathExtension().lastPathComponent, name: name,
            begins: begins)
        try old.close()
        let store = try await EventStore.create(at: url, yaml: yaml, author: author, time: time)
        let files = FileManager.default
        for ending in ["templates", "fonts"] {
            let (old, new) = (beside(earlier, ending), beside(url, ending))
            if files.fileExists(atPath: old.path), !files.fileExists(atPath: new.path) {
                try files.copyItem(at: old, to: new)
            }
        }
        return store
    }

    private static func beside(_ event: URL, _ ending: String) -> URL {
        event.deletingPathExtension().appendingPathExtension(ending)
    }
}

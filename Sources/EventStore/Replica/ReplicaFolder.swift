import Conference
package import Foundation

/// Where one life of an event's file is copied to while it is in use: a copy of the file, and the log that continues it.
///
/// `FOLDER/NAME-incarnation-2/state.json` names the generation that counts, `g1`; in it are `base`, `log`, and beside it the
/// event's keys. Each incarnation has a folder of its own: what a dead machine still writes spoils nothing of the living one.
package struct ReplicaFolder: Sendable {
    /// What is said of the copy, again and again.
    package struct State: Codable, Sendable, Hashable {
        /// The event's tag, in hexadecimal digits.
        package let event: String
        package let incarnation: Int
        package var generation: Int
        /// When the machine that is followed was last known to live, by its own clock: milliseconds since 1970.
        package var beat: Int64
        /// When something was last copied, by the same clock.
        package var copied: Int64
        /// How many bytes lie in the log.
        package var logBytes: Int
    }

    package let url: URL

    package init(_ url: URL) { self.url = url }

    /// The folder of one life of an event.
    package static func of(_ name: String, incarnation: Int, in folder: URL) -> ReplicaFolder {
        ReplicaFolder(folder.appendingPathComponent("\(name)-incarnation-\(incarnation)", isDirectory: true))
    }

    /// The lives of an event, by its file's name, that a folder holds, the latest first.
    package static func all(of name: String, in folder: URL) -> [ReplicaFolder] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.compactMap { found -> (Int, ReplicaFolder)? in
            guard let match = found.wholeMatch(of: #/(.+)-incarnation-([0-9]{1,3})/#), let number = Int(match.2),
                match.1 == name
            else { return nil }
            return (number, ReplicaFolder(folder.appendingPathComponent(found, isDirectory: true)))
        }.sorted { $0.0 > $1.0 }.map(\.1)
    }

    var stateFile: URL { url.appendingPathComponent("state.json") }
    var keys: URL { url.appendingPathComponent("keys", isDirectory: true) }
    func generation(_ number: Int) -> URL { url.appendingPathComponent("g\(number)", isDirectory: true) }

    /// Where it is noted that another machine goes on.
    private var takenOverMark: URL { url.appendingPathComponent("taken-over") }

    /// The incarnation that another machine began from this copy; nil if none did.
    package var successor: Int? {
        (try? String(contentsOf: takenOverMark, encoding: .utf8)).flatMap {
            Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    /// Notes that another machine goes on; the one that is followed sees it and stops.
    package func markTakenOver(by incarnation: Int) throws {
        try Data("\(incarnation)\n".utf8).write(to: takenOverMark)
    }

    /// - Throws: `replica_unreadable`.
    package func state() throws(EventStoreError) -> State {
        guard let data = try? Data(contentsOf: stateFile), let state = try? JSONDecoder().decode(State.self, from: data)
        else { throw EventStoreError(.replicaUnreadable, ErrorDetail("folder", url.path)) }
        return state
    }

    /// Writes it whole or not at all.
    func write(_ state: State) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try OutputFile.write(try encoder.encode(state), to: stateFile, mode: 0o600, isSynced: false)
    }

    /// Makes the folder, for its owner alone.
    func make() throws {
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    static func rename(_ from: URL, to: URL) throws {
        guard Foundation.rename(from.path, to.path) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
    }

    /// Copies the folder of an event's keys, so that whoever takes over has them.
    func copyKeys(from folder: URL) throws { try Self.copy(folder, to: keys) }

    /// Copies an event's keys to a folder, for its owner alone.
    package static func copyKeys(of event: URL, to folder: URL) throws {
        try copy(try EventKeys(beside: event).folder, to: folder)
    }

    private static func copy(_ folder: URL, to keys: URL) throws {
        let manager = FileManager.default
        try manager.createDirectory(at: keys, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for name in try manager.contentsOfDirectory(atPath: folder.path) {
            // Locks, and what is being written.
            guard !name.hasSuffix(".lock"), !name.hasPrefix(".") else { continue }
            let data = try Data(contentsOf: folder.appendingPathComponent(name))
            let place = keys.appendingPathComponent(name)
            guard (try? Data(contentsOf: place)) != data else { continue }
            try OutputFile.write(data, to: place, mode: 0o600)
        }
    }

    /// Puts the copy in the place of an event's file, with its keys, as it was at the last transaction that arrived whole.
    ///
    /// - Throws: `event_exists`, `replica_unreadable`.
    package func unfold(to target: URL) throws {
        let state = try state()
        let place = generation(state.generation)
        let manager = FileManager.default
        let targetKeys = try EventKeys(beside: target).folder
        for path in [target.path, target.path + "-wal", targetKeys.path] where manager.fileExists(atPath: path) {
            throw EventStoreError(.eventExists, ErrorDetail("file", path))
        }
        do {
            try manager.copyItem(at: place.appendingPathComponent("base"), to: target)
            try manager.copyItem(
                at: place.appendingPathComponent("log"), to: URL(fileURLWithPath: target.path + "-wal"))
            try manager.copyItem(at: keys, to: targetKeys)
            let modes = EventModes(of: target)
            for url in [target, URL(fileURLWithPath: target.path + "-wal"), targetKeys] { try modes.close(url) }
        } catch {
            EventStore.removeDatabase(at: target)
            try? manager.removeItem(at: targetKeys)
            throw EventStoreError(.replicaUnreadable, ErrorDetail("folder", url.path), underlying: error)
        }
    }
}

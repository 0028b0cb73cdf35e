import Conference
import EventStore
import Foundation
import LanyardTestSupport
import Testing

/// A folder of mode 2770 is one in which a group operates: all that is made there is for the group as well.
struct EventModesTests {
    private static func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber).intValue
    }

    private static func chmod(_ path: String, _ mode: mode_t) { #expect(Foundation.chmod(path, mode) == 0) }

    @Test(arguments: [(0o2770, 0o660, 0o2770), (0o770, 0o600, 0o700), (0o2750, 0o600, 0o700)])
    func `an event is for the group where its folder says so`(place: Int, file: Int, keys: Int) async throws {
        let folder = try ScratchFolder()
        let home = folder.file("events")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: false)
        Self.chmod(home.path, mode_t(place))
        let event = home.appendingPathComponent("netdev01.lanyard")
        let store = try await EventStore.create(
            at: event, yaml: Repository.netdev01(), author: "cli:test", time: .deskOpens)
        try store.keys.setPassword("secret", named: "mail")
        _ = try store.keys.secret(named: "door-names")
        #expect(try Self.mode(event.path) == file)
        // SQLite gives the log the mode of the file.
        #expect(try Self.mode(event.path + "-wal") == file && Self.mode(event.path + "-shm") == file)
        #expect(try Self.mode(store.keys.folder.path) & 0o7777 == keys)
        for name in try FileManager.default.contentsOfDirectory(atPath: store.keys.folder.path) {
            #expect(try Self.mode(store.keys.folder.appendingPathComponent(name).path) == file, "\(name)")
        }
        try store.close()
        #expect(await EventFileCondition.judge(event).warnings.isEmpty)

        // Never for everybody, and for a group nowhere else.
        let key = store.keys.folder.appendingPathComponent("credential-1.key").path
        let group = store.keys.modes.isShared
        Self.chmod(key, 0o640)
        #expect(await EventFileCondition.judge(event).warnings.map(\.code) == (group ? [] : [.keyFileOpen]))
        Self.chmod(key, 0o604)
        #expect(await EventFileCondition.judge(event).warnings.map(\.code) == [.keyFileOpen])
        Self.chmod(store.keys.folder.path, 0o2771)
        #expect(await EventFileCondition.judge(event).damages.map(\.code) == [.keysOpen])
    }
}

import EventStore
import Synchronization

/// The events that this process opened, to be closed before it ends: only then no log is left beside the file.
enum OpenEvents {
    private static let stores = Mutex<[EventStore]>([])

    static func add(_ store: EventStore) { stores.withLock { $0.append(store) } }

    /// What cannot be closed is whole all the same: the log is played back when the file is opened again.
    static func closeAll() {
        for store in stores.withLock({ stores in
            defer { stores = [] }; return stores
        }) { try? store.close() }
    }
}

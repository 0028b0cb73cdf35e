import EventStore
import Synchronization

/// The events that this process opened, to be closed before it ends, so that no log is left beside the file.
enum OpenEvents {
    private static let stores = Mutex<[EventStore]>([])

    static func add(_ store: EventStore) { stores.withLock { $0.append(store) } }

    /// A file that cannot be closed is intact all the same: the log is replayed when it is opened again.
    static func closeAll() {
        for store in stores.withLock({ stores in
            defer { stores = [] }; return stores
        }) { try? store.close() }
    }
}

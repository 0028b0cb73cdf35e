import EventStore
import Synchronization

/// The events that this process opened, to be closed before it ends, so that no log is left beside the file.
enum OpenEvents {
    private static let stores = Mutex<[EventStore]>([])
    private static let writes = Atomic(false)

    /// - Parameter access: what it was opened for.
    static func add(_ store: EventStore, for access: EventStore.Access) {
        if access != .reading { writes.store(true, ordering: .relaxed) }
        stores.withLock { $0.append(store) }
    }

    /// Whether any of them was opened to be changed.
    static var wereWritten: Bool { writes.load(ordering: .relaxed) }

    /// A file that cannot be closed is intact all the same: the log is replayed when it is opened again.
    static func closeAll() {
        for store in stores.withLock({ stores in
            defer { stores = [] }; return stores
        }) { try? store.close() }
    }
}

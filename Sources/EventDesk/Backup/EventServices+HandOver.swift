package import Conference
package import EventStore
package import Foundation

/// How an event is handed over to another machine.
package struct HandOverOrder: Sendable {
    /// Where the copy for the other machine goes; the folder is there already.
    package let folder: URL
    package let place: HandingOver.Place
    /// Nil for a copy that is not encrypted.
    package let cipher: BackupCipher?
    /// How long what was begun may take to end.
    package let patience: Duration
    /// Whether the copy is made once more, of an event that was handed over already.
    package let again: Bool

    package init(
        to folder: URL, for place: HandingOver.Place, cipher: BackupCipher? = nil, patience: Duration = .seconds(30),
        again: Bool = false
    ) {
        self.folder = folder
        self.place = place
        self.cipher = cipher
        self.patience = patience
        self.again = again
    }
}

/// Where an event's file is, as this machine knows.
package struct Whereabouts: Sendable {
    /// The life of the file here.
    package let incarnation: Incarnation
    /// Why nothing is written here; nil where everything is.
    package var bar: WriteBar?
    /// Messages of a payment provider that wait until the file is back.
    package let waiting: Int
    /// All lives of the file, in order.
    package let lives: [Incarnation]
}

extension EventServices {
    /// How often it is looked whether what was begun has ended.
    private static let handOverPause = Duration.milliseconds(20)

    /// Hands the event over: what was begun here ends, nothing is written here any more, and a copy with all of it and the keys
    /// lies in the folder, for `EventTaking` on the other machine.
    ///
    /// The event is shown here as before. If the copy cannot be made, nothing is written here either; it is made `again`, or the
    /// hand-over called off.
    /// - Throws: `event_folder_missing`, `tombstones_unreadable`; `hand_over_done` for an event that was handed over, unless
    ///   `again`; `hand_over_taken` where the folder knows who took it; `hand_over_busy` if what was begun does not end in time:
    ///   then all goes on here; what `backup` throws.
    package func handOverEvent(_ order: HandOverOrder, context: () -> WriteContext) async throws -> Backup {
        var isFolder = ObjCBool(false)
        guard FileManager.default.fileExists(atPath: order.folder.path, isDirectory: &isFolder), isFolder.boolValue
        else { throw EventStoreError(.eventFolderMissing, ErrorDetail("folder", order.folder.path)) }
        let incarnation = try await store.read { try EventStore.incarnation($0).number }
        try checkThatNobodyTook(incarnation, in: order.folder)
        switch try await store.read(EventStore.handingOver) {
        case .some(let handing) where handing.step == .closed:
            guard order.again else {
                throw ServerError(.handOverDone, ErrorDetail("where", handing.place.rawValue))
            }
        default:
            try await note(.closing, order.place, context())
            try await waitForTheEnd(of: order, context: context)
            try await note(.closed, order.place, context())
        }
        return try await backup(BackupOrder(folder: order.folder, cipher: order.cipher))
    }

    /// Goes on here with an event that was handed over, because nobody took it. What was copied for the other machine is of no
    /// use from then on: it is refused when it comes back.
    ///
    /// The event's file is open `for: .succession`.
    /// - Parameter folder: where the copy lies, if it is known: nobody takes it from there afterwards.
    /// - Returns: the incarnation that goes on.
    /// - Throws: `hand_over_missing` where nothing was handed over, `hand_over_taken`, `tombstones_unreadable`,
    ///   `backup_not_written`.
    package func callHandOverOff(copyIn folder: URL?, context: () -> WriteContext) async throws -> Int {
        let incarnation = try await store.read { try EventStore.incarnation($0).number }
        guard let handing = try await store.read(EventStore.handingOver), handing.step != .opened else {
            throw ServerError(.handOverMissing)
        }
        guard handing.step == .closed else {
            // No copy was made yet.
            try await note(.opened, handing.place, context())
            return incarnation
        }
        if let folder { try checkThatNobodyTook(incarnation, in: folder) }
        let begun = try await begin(.calledOff, atLeast: incarnation + 1, context: context())
        if let folder { try await Tombstones.of(store, at: clock.now).write(in: folder) }
        return begun
    }

    /// Where the event's file is.
    package func whereabouts() async throws -> Whereabouts {
        let lives = try await store.read(EventStore.incarnations)
        return Whereabouts(
            incarnation: try await store.read(EventStore.incarnation), bar: try await store.writeBar(),
            waiting: QueuedMessages(beside: store.url).count, lives: lives)
    }

    private func note(_ step: HandingOver.Step, _ place: HandingOver.Place, _ context: WriteContext) async throws {
        try await store.note(step, to: place, context: context)
    }

    /// - Throws: `hand_over_busy`; then the event is open again.
    private func waitForTheEnd(of order: HandOverOrder, context: () -> WriteContext) async throws {
        let end = ContinuousClock.now + order.patience
        while store.isAtWork {
            guard ContinuousClock.now < end else {
                try await note(.opened, order.place, context())
                throw ServerError(.handOverBusy, ErrorDetail("seconds", Int(order.patience / .seconds(1))))
            }
            do {
                try await Task.sleep(for: Self.handOverPause)
            } catch {
                try await note(.opened, order.place, context())
                throw error
            }
        }
    }

    /// - Throws: `hand_over_taken`, `tombstones_unreadable`.
    private func checkThatNobodyTook(_ incarnation: Int, in folder: URL) throws {
        let known = try Tombstones.read(in: folder, event: Data(store.tag).hexadecimal)
        guard let later = known?.incarnation, later > incarnation else { return }
        throw ServerError(.handOverTaken, ErrorDetail("incarnation", later))
    }
}

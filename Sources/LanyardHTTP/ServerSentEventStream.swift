import Conference
import EventDesk
package import EventStore
import HTTPTypes
package import Hummingbird
import NIOCore
import ServiceLifecycle
import Synchronization

/// One kind of server-sent events (HTML, section 9.2), and everyone who listens to it.
///
/// Listeners look into the event's file again and again, so that they also hear what other processes did, and a slow
/// one misses nothing. A listener hears nothing more once its device is revoked, and all streams end with the server.
package struct ServerSentEventStream: Sendable {
    /// How many may listen at a time.
    private static let listenersMax = 64
    /// How many of them may be of one device: a browser with a few windows. For each further one its oldest goes, which is
    /// most likely that of a page that was left.
    private static let listenersPerDeviceMax = 8
    /// After this long without an event a comment is sent, which reveals a listener that has left.
    private static let silenceMax = Duration.seconds(2)
    /// How soon a listener that had to go may come back: two that are really open would send each other away for ever.
    private static let returnAfter = Duration.seconds(60)

    /// How long to wait between two looks.
    let pause: Duration
    private let seats = Seats()

    package init(pause: Duration) { self.pause = pause }

    /// Answers with a stream for a device.
    ///
    /// - Parameters:
    ///   - start: what the listener has already heard.
    ///   - look: the events after that; it also moves the start past them.
    /// - Throws: `too_many_readers`.
    package func response<Position: Sendable>(
        to device: Device, of store: EventStore, after start: Position,
        look: @escaping @Sendable (inout Position) async throws -> [ServerSentEvent]
    ) throws -> Response {
        // The body owns the seat, which becomes free when the body ends, or is dropped as for HEAD.
        let seat = try seats.take(for: device.id)
        return Response(
            // The last one tells nginx to pass events on as they come.
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no"],
            body: ResponseBody { [pause] writer in
                try await Self.tell(
                    device.id, on: seat, of: store, after: start, every: pause, look: look, to: &writer)
                try await writer.finish(nil)
            })
    }

    @concurrent
    private static func tell<Position>(
        _ device: Device.ID, on seat: Seat, of store: EventStore, after start: Position, every pause: Duration,
        look: @Sendable (inout Position) async throws -> [ServerSentEvent], to writer: inout any ResponseBodyWriter
    ) async throws {
        var position = start
        // Says at once that the stream is open.
        try await writer.write(ByteBuffer(string: ": listening\n\n"))
        var silence = Duration.zero
        while !Task.isShuttingDownGracefully {
            if seat.isGivenAway {
                try await writer.write(ByteBuffer(string: "retry: \(Int(returnAfter / .milliseconds(1)))\n\n"))
                return
            }
            let events = try await look(&position)
            if !events.isEmpty || silence >= silenceMax {
                if try await store.isRevoked(device) { return }
                var text = ByteBuffer()
                for event in events { event.write(to: &text) }
                if events.isEmpty { text.writeString(": still here\n\n") }
                try await writer.write(text)
                silence = .zero
            }
            silence += pause
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
            } catch is CancellationError {
                return
            }
        }
    }

    /// Who listens, the longest first.
    private final class Seats: Sendable {
        private let taken = Mutex<[(device: Device.ID, seat: ObjectIdentifier, isGivenAway: SeatMark)]>([])

        /// - Throws: `too_many_readers` if all seats are other devices'.
        func take(for device: Device.ID) throws -> Seat {
            try taken.withLock { taken in
                let own = taken.filter { $0.device == device }
                if own.count >= listenersPerDeviceMax || taken.count >= listenersMax {
                    guard let oldest = own.first else { throw ServerError(.tooManyReaders) }
                    oldest.isGivenAway.set()
                    taken.removeAll { $0.seat == oldest.seat }
                }
                let seat = Seat(in: self)
                taken.append((device, ObjectIdentifier(seat), seat.mark))
                return seat
            }
        }

        /// A seat that was given away is not there any more, and frees none.
        fileprivate func leave(_ seat: ObjectIdentifier) { taken.withLock { $0.removeAll { $0.seat == seat } } }
    }

    /// Whether a seat went to somebody else.
    private final class SeatMark: Sendable {
        private let value = Atomic(false)

        var isSet: Bool { value.load(ordering: .relaxed) }
        func set() { value.store(true, ordering: .relaxed) }
    }

    /// One listener's place. Only one that was taken is ever made, so that none is given back by whoever was refused.
    private final class Seat: Sendable {
        fileprivate let mark = SeatMark()
        private let seats: Seats

        var isGivenAway: Bool { mark.isSet }

        init(in seats: Seats) { self.seats = seats }

        deinit { seats.leave(ObjectIdentifier(self)) }
    }
}

/// Something that happened, as JSON for a script of a page or another program.
package struct ServerSentEvent: Sendable {
    let name: String
    /// Where a listener that was away continues (`Last-Event-ID`); nil if it cannot.
    let id: Int64?
    private let data: [UInt8]

    package init(_ name: String, id: Int64? = nil, _ content: some Encodable) throws {
        self.name = name
        self.id = id
        data = Array(try JSONText.encode(content))
    }

    /// JSON on one line, so that one field of data holds it.
    fileprivate func write(to text: inout ByteBuffer) {
        if let id { text.writeString("id: \(id)\n") }
        text.writeString("event: \(name)\ndata: ")
        text.writeBytes(data)
        text.writeString("\n\n")
    }
}

extension Request {
    /// The last event that a listener heard before it was away; nil for one that is new.
    ///
    /// - Throws: `cursor_invalid`.
    package func lastEvent() throws -> Int64? {
        guard let text = headers[.lastEventID] else { return nil }
        guard let number = Int64(text), number >= 0 else { throw ServerError(.cursorInvalid) }
        return number
    }
}

extension HTTPField.Name {
    fileprivate static let lastEventID = HTTPField.Name("Last-Event-ID")!
    fileprivate static let accelBuffering = HTTPField.Name("X-Accel-Buffering")!
}

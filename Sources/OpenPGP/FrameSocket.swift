import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// Whole messages over a stream socket: four octets of length, big-endian, then so many bytes.
struct FrameSocket: Sendable, Hashable {
    /// The most bytes of a message: a certificate and a signed message in base64 stay far below.
    static let frameBytesMax = 1 << 20

    let descriptor: Int32

    /// Sends one message; false if the other end is gone.
    func send(_ message: [UInt8]) -> Bool {
        precondition(message.count <= Self.frameBytesMax)
        let length = (0..<4).reversed().map { UInt8(truncatingIfNeeded: message.count >> ($0 * 8)) }
        let frame = length + message
        var sent = 0
        while sent < frame.count {
            let count = frame.withUnsafeBytes { bytes in
                bytes.baseAddress.map {
                    Glibc.send(descriptor, $0 + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
                } ?? -1
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// The next message; nil if the other end is gone, is not speaking frames, or the deadline has passed.
    func receive(until deadline: ContinuousClock.Instant?) -> [UInt8]? {
        guard let header = receive(count: 4, until: deadline) else { return nil }
        let length = header.reduce(0) { $0 << 8 | Int($1) }
        guard length <= Self.frameBytesMax else { return nil }
        return receive(count: length, until: deadline)
    }

    private func receive(count: Int, until deadline: ContinuousClock.Instant?) -> [UInt8]? {
        var message = [UInt8](repeating: 0, count: count)
        var received = 0
        while received < count {
            guard waits(until: deadline) else { return nil }
            let more = message.withUnsafeMutableBytes { bytes in
                bytes.baseAddress.map { recv(descriptor, $0 + received, count - received, 0) } ?? -1
            }
            if more < 0, errno == EINTR { continue }
            guard more > 0 else { return nil }
            received += more
        }
        return message
    }

    /// Whether something can be read before the deadline.
    func waits(until deadline: ContinuousClock.Instant?) -> Bool {
        guard let deadline else { return true }
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return false }
            let (seconds, attoseconds) = left.components
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let result = poll(&entry, 1, Int32(min(seconds * 1_000 + attoseconds / 1_000_000_000_000_000 + 1, 60_000)))
            if result > 0 { return true }
            if result < 0, errno != EINTR { return false }
        }
    }
}

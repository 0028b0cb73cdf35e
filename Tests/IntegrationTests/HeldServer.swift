import Foundation
import Glibc
import LanyardTestSupport

/// A running `lanyard serve` with options of its own, begun by a shell that may set limits first. It ends with the test.
final class HeldServer {
    let port: UInt16
    let scheme: String
    private let process: Process
    private let log: URL

    struct NotListening: Error { let said: String }

    var processIdentifier: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    /// What it said so far.
    var said: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// - Parameter limits: what the shell does first: `ulimit -n 64`.
    init(_ venue: Venue, _ arguments: [String] = [], limits: String = "true", clock: Bool = true) async throws {
        let program = try Program.process("lanyard", [], environment: [:])
        guard let path = program.executableURL?.path else { throw Program.Missing(name: "lanyard") }
        let options = clock ? ["--clock", "2015-02-14T09:30:00-05:00"] : []
        process = try Program.process(
            "bash",
            ["-c", "\(limits) && exec \"$0\" \"$@\"", path, "serve", "--port", "0"] + options + arguments,
            environment: ["LANYARD_EVENT": venue.event])
        log = venue.folder.file("serve-\(UUID().uuidString).log")
        try Data().write(to: log)
        process.standardError = try FileHandle(forWritingTo: log)
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var found: (scheme: String, port: UInt16)?
        for _ in 0..<1_200 where found == nil {
            let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            if let match = text.firstMatch(of: #/(https?)://[0-9.]+:([0-9]+)/#) {
                found = (String(match.1), UInt16(match.2) ?? 0)
            } else {
                guard process.isRunning else { break }
                try await Task.sleep(for: .milliseconds(25))
            }
        }
        guard let found else {
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            throw NotListening(said: (try? String(contentsOf: log, encoding: .utf8)) ?? "")
        }
        (scheme, port) = found
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    var door: Door { Door(address: "\(scheme)://127.0.0.1:\(port)") }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits until it ended; nil if it does not within 30 seconds.
    func end() async throws -> Int32? {
        for _ in 0..<600 {
            guard process.isRunning else { return process.terminationStatus }
            try await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }
}

/// Bytes to and from a server, as they are.
final class RawConnection {
    private let descriptor: Int32

    struct NotConnected: Error { let code: Int32 }

    init(_ port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            let error = errno
            close(descriptor)
            throw NotConnected(code: error)
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close(descriptor) }

    /// Takes little of what comes into the system's own memory.
    func narrow() {
        var size: Int32 = 4_096
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }

    /// - Returns: whether the connection still took it.
    @discardableResult
    func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// What came so far, and whether the other end has closed.
    func receive() -> (text: String, isClosed: Bool) {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 {
                text += String(decoding: buffer[..<count], as: UTF8.self)
            } else {
                return (text, count == 0 || (errno != EAGAIN && errno != EINTR))
            }
        }
    }

    /// Waits for an answer whose head contains a text; what came, and whether it came within 30 seconds.
    func answer(_ wanted: String = "\r\n\r\n") async throws -> String {
        var text = ""
        for _ in 0..<600 {
            let (more, isClosed) = receive()
            text += more
            if text.contains(wanted) || isClosed { return text }
            try await Task.sleep(for: .milliseconds(50))
        }
        return text
    }

    /// Whether the other end closes within 30 seconds.
    func isClosed() async throws -> Bool {
        for _ in 0..<600 {
            if receive().isClosed { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    /// Whether the other end cuts the connection off within 30 seconds; nothing that came is taken.
    func isCutOff() async throws -> Bool {
        for _ in 0..<600 {
            var state = pollfd(fd: descriptor, events: 0, revents: 0)
            if poll(&state, 1, 0) > 0, Int32(state.revents) & (POLLERR | POLLHUP) != 0 { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }
}

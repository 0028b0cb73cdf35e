import Foundation
import LanyardTestSupport

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What a run of a program left behind.
struct Outcome {
    let status: Int32
    let output: String
    let errors: String
}

/// Runs a program to its end; `lanyard` is the one that was built with these tests.
@discardableResult
func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) async throws -> Outcome {
    let process = try Program.process(program, arguments, environment: environment)
    return try await Task(executorPreference: WaitingThreads.shared) {
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Both at once: a full pipe would stop the program.
        async let text = output.fileHandleForReading.readDataToEndOfFile()
        async let talk = errors.fileHandleForReading.readDataToEndOfFile()
        let outcome = await (text, talk)
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: outcome.0, as: UTF8.self),
            errors: String(decoding: outcome.1, as: UTF8.self))
    }.value
}

enum Program {
    struct Missing: Error { let name: String }

    /// The program beside the test bundle, or on the path.
    static func process(_ name: String, _ arguments: [String], environment: [String: String]) throws -> Process {
        let process = Process()
        if name == "lanyard" {
            let folder = Bundle.main.executableURL?.deletingLastPathComponent()
            guard let program = folder?.appendingPathComponent("lanyard"),
                FileManager.default.isExecutableFile(atPath: program.path)
            else { throw Missing(name: name) }
            process.executableURL = program
            process.arguments = arguments
        } else {
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [name] + arguments
        }
        process.environment = ProcessInfo.processInfo.environment
            .merging(["LANYARD_RESOURCES": Repository.root.path, "LC_ALL": "C.UTF-8"]) { $1 }
            .merging(environment) { $1 }
        return process
    }
}

/// The demo's event in a scratch folder, used through the real program.
struct Venue {
    let folder: ScratchFolder
    var event: String { folder.file("netdev01.lanyard").path }

    init() throws { folder = try ScratchFolder() }

    @discardableResult
    func lanyard(_ arguments: String...) async throws -> Outcome {
        try await run("lanyard", arguments, environment: ["LANYARD_EVENT": event])
    }

    /// The answer of a command with `--json`.
    func json<Value: Decodable>(_ type: Value.Type, _ arguments: String...) async throws -> Value {
        try await json(type, arguments)
    }

    func json<Value: Decodable>(_ type: Value.Type, _ arguments: [String]) async throws -> Value {
        let outcome = try await run("lanyard", arguments + ["--json"], environment: ["LANYARD_EVENT": event])
        guard outcome.status == 0 else { throw Failed(errors: outcome.errors) }
        return try JSONDecoder().decode(type, from: Data(outcome.output.utf8))
    }

    struct Failed: Error { let errors: String }

    /// Puts a copy of the demo's event there, with its people and payments: the same event, tag and keys for every test.
    func open() async throws {
        let demo = try await Self.demo.value
        let files = FileManager.default
        let keys = folder.file("netdev01.keys")
        try files.createDirectory(at: keys, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let all = demo.keys.map { (keys.appendingPathComponent($0.key).path, $0.value) } + [(event, demo.event)]
        for (path, content) in all {
            guard files.createFile(atPath: path, contents: content, attributes: [.posixPermissions: 0o600]) else {
                throw Failed(errors: path)
            }
        }
    }

    /// Made once, by three runs of the program.
    private static let demo = Task<(event: Data, keys: [String: Data]), any Error> {
        let venue = try Venue()
        let root = Repository.root.path
        for arguments in [
            ["event", "create", venue.event, "--from", "\(root)/templates/events/netdev01.yaml"],
            ["registration", "import", "\(root)/templates/demo/registrations.csv"],
            ["ledger", "pay", "--from", "\(root)/templates/demo/payments.csv"],
        ] {
            let outcome = try await run("lanyard", arguments, environment: ["LANYARD_EVENT": venue.event])
            guard outcome.status == 0 else { throw Failed(errors: outcome.errors) }
        }
        let keys = venue.folder.file("netdev01.keys")
        return (
            event: try Data(contentsOf: URL(filePath: venue.event)),
            keys: try Dictionary(
                uniqueKeysWithValues: FileManager.default.contentsOfDirectory(atPath: keys.path).map { name in
                    (name, try Data(contentsOf: keys.appendingPathComponent(name)))
                })
        )
    }
}

/// A running `lanyard serve`, by a clock that begins on the first morning of Netdev 0.1. It ends with the test at the
/// latest, even if that fails before it stops the server.
final class LiveServer {
    /// How to speak to it.
    let door: Door
    private let process: Process

    var processIdentifier: Int32 { process.processIdentifier }

    struct NotListening: Error { let said: String }

    /// - Parameters:
    ///   - clock: where its clock begins; if nil, the machine's clock.
    ///   - printServer: what `CUPS_SERVER` says; if nil, the machine's own.
    convenience init(
        _ venue: Venue, clock: String? = "2015-02-14T09:30:00-05:00", printServer: String? = nil
    ) async throws {
        var environment = ["LANYARD_EVENT": venue.event]
        environment["CUPS_SERVER"] = printServer
        try await self.init(clock.map { ["--clock", $0] } ?? [], environment: environment)
    }

    /// - Parameter arguments: of `serve`, beside the port.
    init(_ arguments: [String], environment: [String: String] = [:]) async throws {
        process = try Program.process("lanyard", ["serve", "--port", "0"] + arguments, environment: environment)
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // The first line names the address.
        let text = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
        guard let match = text.firstMatch(of: #/http://[0-9.]+:[0-9]+/#) else {
            process.terminate()
            throw NotListening(said: text)
        }
        door = Door(address: String(match.0))
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Ends it with a signal, waits, and says how it ended.
    func stop(_ signal: Int32 = SIGTERM) -> Int32 {
        if process.isRunning { kill(process.processIdentifier, signal) }
        process.waitUntilExit()
        return process.terminationStatus
    }
}

/// Speaks to a server as a device at the main door does.
struct Door: Sendable {
    let address: String
    private let session: URLSession

    init(address: String) {
        self.address = address
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = 256
        configuration.timeoutIntervalForRequest = 60
        session = URLSession(configuration: configuration)
    }

    /// Sends a write under a key and returns the body of the answer.
    func post(_ path: String, _ fields: [String: Any], key: String, token: String) async throws -> Data {
        guard let url = URL(string: address + path) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        request.setValue(key, forHTTPHeaderField: "Idempotency-Key")
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try JSONSerialization.data(withJSONObject: fields)
        return try await session.data(for: request).0
    }

    /// Sends bytes as they are, a write under a key of its own.
    func send(_ method: String, _ path: String, _ body: Data, token: String) async throws -> (status: Int, body: Data) {
        guard let url = URL(string: address + path) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        if method == "POST" {
            request.setValue(UUID().uuidString, forHTTPHeaderField: "Idempotency-Key")
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = body
        }
        let (data, response) = try await session.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, data)
    }

    /// The body of what lies at a path.
    func get(_ path: String, token: String) async throws -> Data {
        guard let url = URL(string: address + path) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        return try await session.data(for: request).0
    }

    struct ScanAnswer: Decodable, Sendable {
        struct Entry: Decodable, Sendable {
            let scan: Int
            let deviceName: String
        }
        let scan: Int
        let verdict: String
        let replayed: Bool
        let firstAdmission: Entry?
    }

    func scan(_ text: String, nonce: String, token: String) async throws -> ScanAnswer {
        guard let url = URL(string: address + "/v1/scans") else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        request.httpBody = try JSONSerialization.data(withJSONObject: ["gate": "main", "nonce": nonce, "text": text])
        let (data, _) = try await session.data(for: request)
        return try JSONDecoder().decode(ScanAnswer.self, from: data)
    }
}

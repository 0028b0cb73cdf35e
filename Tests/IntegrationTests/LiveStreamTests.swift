import Foundation
import LanyardTestSupport
import Testing

/// Server-sent events of the real server, heard by curl.
@Suite(.waitsForPrograms)
struct LiveStreamTests {
    private struct Badge: Decodable { let credential: String }
    private struct Device: Decodable {
        let id: Int
        let token: String
    }
    private struct Scan: Decodable {
        let verdict: String
        let gate: String
    }
    private struct Counts: Decodable {
        struct Gate: Decodable {
            let id: String
            let admitted: Int
        }
        let gates: [Gate]
        func admitted(_ gate: String) -> Int? { gates.first { $0.id == gate }?.admitted }
    }
    private struct Change: Decodable {
        let registration: Int
        let change: Int
    }

    private struct Job: Decodable {
        let state: String
        let badges: Int
    }
    private struct Page: Decodable { let html: String }

    /// The demo's event with a badge, a device at the door and one that reports.
    private struct Morning {
        let venue: Venue
        let credential: String
        let door: Device
        let reports: Device

        init() async throws {
            venue = try Venue()
            try await venue.open()
            try await venue.lanyard("badge", "issue", "ND-0001")
            credential = try await venue.json(Badge.self, "badge", "show", "ND-0001").credential
            door = try await venue.json(Device.self, "device", "add", "North door", "--role", "door")
            reports = try await venue.json(Device.self, "device", "add", "Office", "--role", "reports")
        }
    }

    @Test func `a scan is told with the counts at once, and to whoever was away as well; the server ends the streams`()
        async throws
    {
        let morning = try await Morning()
        let server = try await LiveServer(morning.venue)
        let listener = try Listener(server, "/v1/live", token: morning.reports.token)
        let before = try await listener.events { $0.count >= 1 }
        #expect(try before.first?.read(Counts.self).admitted("main") == 0)

        let answer = try await server.door.scan(morning.credential, nonce: "one", token: morning.door.token)
        let told = try await listener.events { $0.count >= 3 }
        #expect(told.map(\.name) == ["counts", "scan", "counts"])
        #expect(told[1].id == String(answer.scan))
        #expect(try told[1].read(Scan.self).verdict == "admitted")
        #expect(try told[1].read(Scan.self).gate == "main")
        #expect(try told[2].read(Counts.self).admitted("main") == 1)
        #expect(!listener.heard.contains("Placeholder"), "a name")

        let late = try Listener(
            server, "/v1/live", token: morning.reports.token, headers: ["Last-Event-ID: \(answer.scan - 1)"])
        #expect(try await late.events { $0.count >= 2 }.map(\.name) == ["scan", "counts"])
        #expect(server.stop(SIGTERM) == 0)
        // Complete answers: curl reports one that breaks off.
        #expect(await listener.end() == 0)
        #expect(await late.end() == 0)
    }

    @Test func `the dashboard's numbers come by themselves`() async throws {
        let morning = try await Morning()
        let server = try await LiveServer(morning.venue)
        let listener = try Listener(
            server, "/dashboard/live", token: nil, headers: ["Cookie: lanyard=\(morning.reports.token)"])
        let first = try #require(try await listener.events { $0.count >= 1 }.first)
        _ = try await server.door.scan(morning.credential, nonce: "one", token: morning.door.token)
        let last = try #require(try await listener.events { $0.count >= 2 }.last)
        #expect(first.name == "page" && last.name == "page")
        #expect(try first.read(Page.self).html != last.read(Page.self).html)
        #expect(server.stop(SIGTERM) == 0)
        #expect(await listener.end() == 0)
    }

    @Test func `a job's states are told to its end`() async throws {
        let shop = try await PrintShop()
        let morning = try await Morning()
        let desk = try await morning.venue.json(Device.self, "device", "add", "Desk", "--role", "desk")
        let server = try await LiveServer(morning.venue, printServer: shop.address)
        let listener = try Listener(server, "/v1/print-jobs/live", token: desk.token)
        try await listener.hears(": listening")
        _ = try await server.door.post(
            "/v1/print-jobs", ["registrations": ["ND-0001", "ND-0002"], "queue": "badges"], key: "run",
            token: desk.token)
        let events = try await listener.events { events in
            try events.last.map { try $0.read(Job.self).state == "done" } ?? false
        }
        let jobs = try events.map { try $0.read(Job.self) }
        #expect(jobs.first?.state == "waiting")
        #expect(Set(jobs.map(\.state)).isSubset(of: ["waiting", "queued", "printing", "done"]))
        #expect(jobs.allSatisfy { $0.badges == 2 })
        #expect(events.allSatisfy { $0.name == "print-job" })
        // The desk's stream also tells of whom something changed, from what a page shows, without saying what.
        let open = try Listener(server, "/v1/print-jobs/live?changes_after=0", token: desk.token)
        let change = try #require(try await open.events { $0.contains { $0.name == "registration" } }.first)
        #expect(try change.read(Change.self).registration > 0 && change.id == nil)
        #expect(!open.heard.contains("Placeholder"), "a name")
        let ids = events.compactMap { $0.id.flatMap { Int($0) } }
        #expect(ids.count == events.count && ids == ids.sorted())
        #expect(try shop.printed().count == 1)
        #expect(server.stop(SIGTERM) == 0)
        #expect(await listener.end() == 0)
        #expect(await open.end() == 0)
    }

    @Test func `a device that was revoked hears nothing more`() async throws {
        let morning = try await Morning()
        let server = try await LiveServer(morning.venue)
        let listener = try Listener(server, "/v1/live", token: morning.reports.token)
        _ = try await listener.events { $0.count >= 1 }
        try await morning.venue.lanyard("device", "revoke", String(morning.reports.id))
        _ = try await server.door.scan(morning.credential, nonce: "one", token: morning.door.token)
        #expect(await listener.end() == 0)
        #expect(listener.events.map(\.name) == ["counts"])
        #expect(server.stop() == 0)
    }

    @Test func `64 may listen; the places of those who left, or who asked for the head alone, are free again`()
        async throws
    {
        let morning = try await Morning()
        let server = try await LiveServer(morning.venue)
        func status(_ path: String, _ options: String..., token: String) async throws -> [String] {
            try await run(
                "curl",
                ["-s", "-o", "/dev/null", "-w", "%{http_code}\n", "-H", "Authorization: Bearer \(token)"]
                    + options + [server.door.address + path]
            ).output.split(separator: "\n").map(String.init)
        }
        #expect(
            try await status("/v1/live?n=[1-70]", "--head", token: morning.reports.token)
                == Array(repeating: "200", count: 70))

        var tokens = [morning.reports.token]
        for number in 2...8 {
            tokens.append(
                try await morning.venue.json(Device.self, "device", "add", "Office \(number)", "--role", "reports")
                    .token)
        }
        let crowds = try tokens.map { token in
            try Listener(
                server, "/v1/live?n=[1-8]", token: token,
                options: ["--parallel", "--parallel-immediate", "--parallel-max", "8"])
        }
        for crowd in crowds { _ = try await crowd.events { $0.count >= 8 } }
        // Whoever is refused gives no place back.
        for _ in 1...5 { #expect(try await status("/v1/live", token: morning.door.token) == ["503"]) }

        for crowd in crowds { crowd.leave() }
        // The next event reveals that they are gone.
        _ = try await server.door.scan(morning.credential, nonce: "one", token: morning.door.token)
        var next = try Listener(server, "/v1/live", token: morning.reports.token)
        while try await next.answer().contains("too_many_readers") {
            try await Task.sleep(for: .milliseconds(50))
            next = try Listener(server, "/v1/live", token: morning.reports.token)
        }
        #expect(try await next.answer().contains(": listening"))
        #expect(server.stop() == 0)
    }
}

/// Listens to a stream until it ends.
private final class Listener {
    struct Event {
        let name: String
        let id: String?
        let data: String

        func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try JSONDecoder().decode(type, from: Data(data.utf8))
        }
    }

    struct NeverHeard: Error { let heard: String }

    private let process: Process
    private let scratch: ScratchFolder

    init(
        _ server: LiveServer, _ path: String, token: String?, headers: [String] = [], options: [String] = []
    ) throws {
        scratch = try ScratchFolder()
        let file = scratch.file("heard")
        try Data().write(to: file)
        let all = (token.map { ["Authorization: Bearer \($0)"] } ?? []) + headers
        process = try Program.process(
            "curl", ["-sN"] + options + all.flatMap { ["-H", $0] } + [server.door.address + path], environment: [:])
        process.standardOutput = try FileHandle(forWritingTo: file)
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    deinit { leave() }

    func leave() { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Everything that came so far.
    var heard: String { (try? String(contentsOf: scratch.file("heard"), encoding: .utf8)) ?? "" }

    /// The complete events in it.
    var events: [Event] {
        heard.components(separatedBy: "\n\n").dropLast().compactMap { block in
            var fields: [String: String] = [:]
            for line in block.split(separator: "\n") {
                guard let colon = line.firstRange(of: ": ") else { continue }
                fields[String(line[..<colon.lowerBound])] = String(line[colon.upperBound...])
            }
            guard let name = fields["event"], let data = fields["data"] else { return nil }
            return Event(name: name, id: fields["id"], data: data)
        }
    }

    /// The events, once they are as wanted.
    func events(_ isEnough: ([Event]) throws -> Bool) async throws -> [Event] {
        try await wait { try isEnough(events) }
        return events
    }

    func hears(_ text: String) async throws { try await wait { heard.contains(text) } }

    /// How the answer begins.
    func answer() async throws -> String {
        try await wait { !heard.isEmpty }
        return heard
    }

    /// Waits for the end of the stream and says what curl thought of it.
    func end() async -> Int32 {
        try? await wait { !process.isRunning }
        leave()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func wait(_ isThere: () throws -> Bool) async throws {
        for _ in 0..<1200 {
            if try isThere() { return }
            try await Task.sleep(for: .milliseconds(25))
        }
        throw NeverHeard(heard: heard)
    }
}

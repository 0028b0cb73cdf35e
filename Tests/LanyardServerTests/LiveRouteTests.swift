import CheckIn
import Conference
import DoorRules
import EventStore
import Foundation
import LanyardServer
import LanyardTestSupport
import Logging
import RegistrationLedger
import Testing

/// The live events, over a socket: they do not end by themselves.
struct LiveRouteTests {
    @Test func `whoever watches hears every verdict and the counts, from where they were, and no name`() async throws {
        try await withNetdev01 { ledger, store in
            let services = EventServices(
                store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: Server.morning))
            let (ports, port) = AsyncStream<Int>.makeStream()
            let running = Task {
                try await LanyardApplication.run(
                    services, at: ListeningAddress(host: "127.0.0.1", port: 0), tls: nil,
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                ) { port.yield($0) }
            }
            let device = try await store.addDevice(name: "Door", role: .door, gates: [], context: .desk())
            let person = try await ledger.register(.invented(1), context: .desk()).result
            for number in 1...3 {
                _ = try await services.door.scan(
                    ScanRequest(
                        device: device.device.id, nonce: try IdempotencyKey("n\(number)"),
                        gate: Gate.ID(rawValue: "main"), direction: .entry, subject: .registration(person.id),
                        time: Server.morning, deviceTime: nil))
            }
            var iterator = ports.makeAsyncIterator()
            let number = try #require(await iterator.next())
            let text = try await Self.curl(
                [
                    "-sN", "--max-time", "240", "-H", "Authorization: Bearer \(device.token.secret)", "-H",
                    "Last-Event-ID: 1", "http://127.0.0.1:\(number)/v1/live",
                ], untilBlocks: 4)
            let events = text.components(separatedBy: "\n\n")
            try #require(events.count >= 4)
            #expect(events[0].hasPrefix("event: counts\n"))
            #expect(events[1].hasPrefix("id: 2\nevent: scan\n"))
            #expect(events[2].hasPrefix("id: 3\nevent: scan\n"))
            #expect(events[2].contains("\"verdict\":\"unpaid\""))
            #expect(events[3].contains("\"refused\":3"))
            #expect(!text.contains(person.person.name))
            running.cancel()
            _ = await running.result
        }
    }

    /// What curl prints until so many events are there; the stream has no end of its own.
    private static func curl(_ arguments: [String], untilBlocks count: Int) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["curl"] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = await Task.detached {
            var data = Data()
            while String(decoding: data, as: UTF8.self).components(separatedBy: "\n\n").count <= count {
                let more = output.fileHandleForReading.availableData
                if more.isEmpty { break }
                data += more
            }
            return String(decoding: data, as: UTF8.self)
        }.value
        process.terminate()
        process.waitUntilExit()
        return text
    }
}

import CheckIn
import Conference
import EventStore
import Foundation
import LanyardServer
import LanyardTestSupport
import Logging
import Printing
import RegistrationLedger
import Testing

/// The print queue as it changes, over a socket, followed by the server itself.
struct PrintJobLiveTests {
    @Test func `whoever watches hears how a job stands until it is done, and no name`() async throws {
        let shop = try await PrintShop()
        try await withNetdev01 { ledger, store in
            let services = EventServices(
                store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: Server.morning),
                printServer: PrintServer(shop.address))
            let (ports, port) = AsyncStream<Int>.makeStream()
            let running = Task {
                try await LanyardApplication.run(
                    services, at: ListeningAddress(host: "127.0.0.1", port: 0), tls: nil,
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                ) { port.yield($0) }
            }
            let device = try await store.addDevice(name: "Desk", role: .desk, gates: [], context: .desk())
            let person = try await ledger.register(.invented(1), context: .desk()).result
            var iterator = ports.makeAsyncIterator()
            let number = try #require(await iterator.next())
            let outcome = try await services.print(
                BadgeOrder(BadgeSelection()), to: .queue("badges", PrintOptions()), context: .desk())
            #expect(outcome.failure == nil)
            var last = 0
            // Nobody asks for the job: the server follows it by itself.
            var text = ""
            for _ in 0..<60 where !text.contains("\"state\":\"done\"") {
                let more = try await LiveRouteTests.curl(
                    [
                        "-sN", "--max-time", "60", "-H", "Authorization: Bearer \(device.token.secret)", "-H",
                        "Last-Event-ID: \(last)", "http://127.0.0.1:\(number)/v1/print-jobs/live",
                    ], untilBlocks: 2)
                text += more
                for match in more.matches(of: #/id: (\d+)/#) { last = Int(match.1) ?? last }
            }
            #expect(text.hasPrefix(": listening\n\nid: 1\nevent: print-job\ndata: {"))
            #expect(text.contains("\"state\":\"waiting\""))
            #expect(text.contains("\"state\":\"done\""))
            #expect(!text.contains(person.person.name))
            running.cancel()
            _ = await running.result
        }
        withExtendedLifetime(shop) {}
    }
}

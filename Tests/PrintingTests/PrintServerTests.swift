import Conference
import Foundation
import LanyardTestSupport
import Printing
import Testing

/// Against a print server that the test starts.
struct PrintServerTests {
    private static let document = Data("%PDF-1.4\n% nothing on it\n".utf8)

    @Test func `queues are listed with their state`() async throws {
        let shop = try await PrintShop(queues: ["north", "south"])
        let server = PrintServer(shop.address)
        try await shop.administer("lpadmin", ["-d", "south"])
        try await shop.administer("lpadmin", ["-p", "north", "-D", "Badge printer", "-L", "North desk"])
        try await shop.administer("cupsdisable", ["north"])
        let queues = try await server.queues()
        #expect(queues.map(\.name) == ["north", "south"])
        #expect(queues.map(\.state) == [.stopped, .idle])
        #expect(queues[0].reasons == ["paused"])
        #expect(queues.map(\.isDefault) == [false, true])
        #expect(queues[0].about == "Badge printer, North desk")
        withExtendedLifetime(shop) {}
    }

    @Test func `a server without queues has none`() async throws {
        let shop = try await PrintShop(queues: [])
        #expect(try await PrintServer(shop.address).queues().isEmpty)
        withExtendedLifetime(shop) {}
    }

    @Test func `a document comes out as it went in, with its options`() async throws {
        let shop = try await PrintShop()
        let server = PrintServer(shop.address)
        let options = try PrintOptions(media: "na_letter_8.5x11in", copies: 2, sides: .long)
        let sent = try await server.print(Self.document, title: "Badges", as: "ann", on: "badges", options)
        let ended = try await server.wait(for: sent.number, on: "badges") { $0.state == .completed }
        #expect(ended.number == sent.number)
        let printed = try #require(try shop.printed().first)
        #expect(try Data(contentsOf: printed.file) == Self.document)
        #expect(printed.options.contains("media=na_letter_8.5x11in"))
        #expect(printed.options.contains("sides=two-sided-long-edge"))
        #expect(printed.options.hasPrefix("2 "))
    }

    @Test func `what keeps a document waiting is told, and it can be taken back`() async throws {
        let shop = try await PrintShop()
        let server = PrintServer(shop.address)
        try shop.paper(false)
        let sent = try await server.print(Self.document, title: "Badges", as: "ann", on: "badges", PrintOptions())
        let waiting = try await server.wait(for: sent.number, on: "badges") {
            $0.reasons.contains("media-empty-error")
        }
        #expect(waiting.state == .processing)
        try await server.cancel(sent.number, as: "ann", on: "badges")
        _ = try await server.wait(for: sent.number, on: "badges") { $0.state == .canceled }
        #expect(try shop.printed().isEmpty)
        await #expect(throws: PrintingError.self) { try await server.cancel(sent.number, as: "ann", on: "badges") }
    }

    @Test(arguments: ["papyrus", "a b", "../admin", ""])
    func `an unknown queue is refused by its name`(name: String) async throws {
        let shop = try await PrintShop()
        let error = await #expect(throws: PrintingError.self) {
            try await PrintServer(shop.address).print(Self.document, title: "", as: "ann", on: name, PrintOptions())
        }
        #expect(error?.code.rawValue == "queue_unknown")
    }

    @Test func `a queue that takes nothing says so`() async throws {
        let shop = try await PrintShop()
        try await shop.administer("cupsreject", ["badges"])
        let error = await #expect(throws: PrintingError.self) {
            try await PrintServer(shop.address).print(Self.document, title: "", as: "ann", on: "badges", PrintOptions())
        }
        #expect(error?.code.rawValue == "queue_not_accepting")
    }

    @Test func `a missing server is told from one that refuses`() async throws {
        let folder = try ScratchFolder()
        let error = await #expect(throws: PrintingError.self) {
            try await PrintServer(folder.file("sock").path).queues()
        }
        #expect(error?.code.rawValue == "print_server_unreachable")
    }

    @Test(arguments: [
        (0, "copies_out_of_range", String?.none), (101, "copies_out_of_range", nil), (1, "media_malformed", "A 4"),
        (1, "media_malformed", ""),
    ])
    func `options out of their range are refused`(copies: Int, code: String, media: String?) throws {
        let error = #expect(throws: PrintingError.self) { try PrintOptions(media: media, copies: copies) }
        #expect(error?.code.rawValue == code)
    }
}

extension PrintServer {
    /// The state of a document once it is as wanted.
    fileprivate func wait(
        for number: Int, on queue: String, until isThere: (QueuedDocument) -> Bool
    ) async throws -> QueuedDocument {
        for _ in 0..<600 {
            let state = try state(of: number, on: queue)
            if isThere(state) { return state }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NeverHappened(last: try state(of: number, on: queue))
    }

    fileprivate struct NeverHappened: Error { let last: QueuedDocument }
}

import BadgeRenderer
import Conference
import Foundation
import QRCode
import Synchronization
import Testing

@Suite struct `Output files` {
    @Test func `the file holds what memory would`() async throws {
        let scratch = try ScratchFolder()
        let file = scratch.url.appendingPathComponent("badges.pdf")
        try Data("old".utf8).write(to: file)
        let badges = try (0..<20).map { try badge($0) }
        let job = try makeJob(netdevTemplate())
        let renderer = makeRenderer()
        let report = try await renderer.render(badges, job, to: file)
        #expect(report.pageCount == 20)
        #expect(try await Data(contentsOf: file) == renderer.render(badges, job).pdf)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["badges.pdf"])
    }

    @Test func `progress counts every badge`() async throws {
        let badges = try (0..<7).map { try badge($0) }
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
        _ = try await makeRenderer().render(badges, makeJob(netdevTemplate(), sheet: .letter6up)) {
            continuation.yield($0)
        }
        continuation.finish()
        var counts: [Int] = []
        for await count in stream { counts.append(count) }
        #expect(counts == Array(1...7))
    }

    @Test func `a badge is made when its page is near, not before the first is drawn`() async throws {
        let source = try Counted(badges: (0..<100).map { try badge($0) })
        let renderer = BadgeRenderer(
            fontConfiguration: repository.appendingPathComponent("fonts/fonts.conf"), processors: 1)
        let farthest = Mutex(0)
        _ = try await renderer.render(source, makeJob(netdevTemplate())) { done in
            farthest.withLock { $0 = max($0, source.made.value - done) }
        }
        #expect(source.made.value == 100)
        #expect(farthest.withLock { $0 } < 40)
    }

    @Test func `a run that is cancelled leaves nothing, and what was there stays`() async throws {
        let scratch = try ScratchFolder()
        let file = scratch.url.appendingPathComponent("badges.pdf")
        try Data("old".utf8).write(to: file)
        let badges = try (0..<500).map { try badge($0) }
        let job = try makeJob(netdevTemplate())
        let task = Task {
            try await makeRenderer().render(badges, job, to: file) { count in
                if count == 100 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["badges.pdf"])
        #expect(try Data(contentsOf: file) == Data("old".utf8))
    }

    @Test func `a missing folder is an error with the file's name`() async throws {
        let file = URL(fileURLWithPath: "/nonexistent/badges.pdf")
        let error = await #expect(throws: BadgeRendererError.self) {
            try await makeRenderer().render([badge()], makeJob(netdevTemplate()), to: file)
        }
        #expect(error?.code.rawValue == "output_not_written")
        #expect(error?.details["file"] == file.path)
    }

    @Test func `sheets refuse what does not fit`() async throws {
        let large = try BadgeTemplate(
            Data(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="5in" height="3in" viewBox="0 0 5 3">
                <rect id="qr" width="3" height="3"/></svg>
                """.utf8), name: "large.svg")
        let error = await #expect(throws: BadgeRendererError.self) {
            try await makeRenderer().render([badge()], makeJob(large, sheet: .letter6up))
        }
        #expect(error?.code.rawValue == "template_larger_than_label")
        #expect(error?.details["sheet"] == "letter-6up")

        for label in [0, 7] {
            var sheet = Sheet.letter6up
            sheet.firstLabel = label
            let error = await #expect(throws: BadgeRendererError.self) {
                try await makeRenderer().render([badge()], makeJob(netdevTemplate(), sheet: sheet))
            }
            #expect(error?.code.rawValue == "first_label_out_of_range")
        }
    }

    @Test func `a run without badges is refused`() async throws {
        let error = await #expect(throws: BadgeRendererError.self) {
            try await makeRenderer().render([], makeJob(netdevTemplate()))
        }
        #expect(error?.code.rawValue == "batch_empty")
    }

    @Test func `a credential too long for any QR code is refused`() async throws {
        let error = await #expect(throws: QRCodeError.self) {
            try await makeRenderer().render(
                [badge(credential: String(repeating: "x", count: 5000))], makeJob(netdevTemplate()))
        }
        #expect(error?.code.rawValue == "qr_text_too_long")
    }
}

/// Badges that are counted as they are made.
private struct Counted: BadgeSource {
    final class Count: Sendable {
        private let number = Mutex(0)

        var value: Int { number.withLock { $0 } }

        func reach(_ value: Int) { number.withLock { $0 = max($0, value) } }
    }

    let badges: [BadgeContent]
    let made = Count()

    var count: Int { badges.count }

    subscript(index: Int) -> BadgeContent {
        made.reach(index + 1)
        return badges[index]
    }
}

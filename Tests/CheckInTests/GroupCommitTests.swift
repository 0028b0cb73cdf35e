import Conference
import DoorRules
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import Testing

@testable import Badges
@testable import CheckIn

/// Scans that share a transaction.
@Suite struct GroupCommitTests {
    @Test func `scans that come while one is written share the next transaction`() async throws {
        let door = try await Door()
        var badges: [BadgeIssue] = []
        for number in 1...40 { badges.append(try await door.badged("Invented \(number)")) }
        let requests = try badges.map { try door.request(.credential($0.text)) }
        let writer = door.service.writer
        // Somebody else writes until all but the first scan wait behind it.
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let isHeld = DispatchSemaphore(value: 0)
        let holder = Task { [store = door.store] in
            try await store.write { _ in
                opener.yield()
                isHeld.wait()
            }
        }
        for await _ in gate { break }
        async let outcomes = withThrowingTaskGroup(of: ScanOutcome.self) { group in
            for request in requests { group.addTask { try await door.service.scan(request) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        while await writer.waitingCount < requests.count - 1 { await Task.yield() }
        isHeld.signal()
        try await holder.value
        #expect(try await outcomes.allSatisfy { $0.verdict == .admitted(.entry) })
        #expect(await door.service.writing == figures(scans: 40, transactions: 2))
    }

    @Test func `a scan that fails harms none that shares its transaction, and leaves nothing`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let good = try (1...10).map { try door.request(.credential(badge.text), nonce: "good-\($0)") }
        let bad = try (1...10).map { try door.request(.credential(badge.text), at: "nowhere", nonce: "bad-\($0)") }
        let verdicts = await withTaskGroup(of: String.self) { group in
            for request in zip(good, bad).flatMap({ [$0, $1] }) {
                group.addTask {
                    do {
                        return try await door.service.scan(request).verdict.code.word
                    } catch {
                        return (error as? any DescribedError)?.code.rawValue ?? "\(error)"
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(verdicts == ["admitted": 1, "already_admitted": 9, "gate_unknown": 10])
        let scans = try await door.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM scan") }
        #expect(scans == 10)
    }

    @Test func `a job that writes and then fails is taken back alone`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let request = try door.request(.credential(badge.text), nonce: "n")
        let error = await #expect(throws: CheckInError.self) {
            try await door.service.writer.write { transaction in
                _ = try transaction.answer(request)
                throw CheckInError(.scanUnknown)
            }
        }
        #expect(error?.code.rawValue == "scan_unknown")
        #expect(try await door.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM scan") } == 0)
        // The gate's row went with it, and is made again.
        #expect(try await door.service.scan(request).verdict == .admitted(.entry))
    }

    @Test func `what was answered is read back the same`() async throws {
        let door = try await Door()
        let badge = try await door.badged("Ada Invented", category: .speaker)
        _ = try await door.service.note("Give a T-shirt", about: badge.registration, at: nil, context: Door.context())
        for (number, direction) in [Direction.entry, .entry, .exit].enumerated() {
            let request = try door.request(.credential(badge.text), direction, nonce: "n\(number)")
            let first = try await door.service.scan(request)
            let stored = try await door.service.outcome(of: first.scan)
            #expect(first == stored)
        }
    }

    @Test func `a caller that gives up does not take the others' scans with it`() async throws {
        let door = try await Door()
        let badge = try await door.badged()
        let request = try door.request(.credential(badge.text), nonce: "n")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await door.service.scan(request)
        }
        #expect(try await task.value.verdict == .admitted(.entry))
    }

    private func figures(scans: Int, transactions: Int) -> ScanWriter.Figures {
        var figures = ScanWriter.Figures()
        figures.scans = scans
        figures.transactions = transactions
        return figures
    }
}

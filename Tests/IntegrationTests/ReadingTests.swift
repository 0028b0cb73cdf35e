import Foundation
import LanyardTestSupport
import Testing

/// A look at an event leaves its file alone.
@Suite(.waitsForPrograms)
struct ReadingTests {
    private struct Snapshot: Equatable {
        let bytes: Data
        let changed: Date?
        let neighbours: [String]

        init(_ venue: Venue) throws {
            let url = URL(fileURLWithPath: venue.event)
            bytes = try Data(contentsOf: url)
            changed = try FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate] as? Date
            neighbours = try FileManager.default.contentsOfDirectory(atPath: venue.folder.url.path).sorted()
        }
    }

    @Test func `commands that only read change neither the file nor its time, and leave nothing beside it`()
        async throws
    {
        let venue = try Venue()
        try await venue.open()
        let before = try Snapshot(venue)
        #expect(before.neighbours == ["netdev01.keys", "netdev01.lanyard"])
        for command in [
            ["event", "show"], ["event", "upgrade"], ["registration", "list"], ["registration", "show", "#1"],
            ["registration", "file", "#1"],
            ["registration", "history", "#1"], ["registration", "find", "a"], ["registration", "waiting"],
            ["ledger", "balance"], ["ledger", "export", "--as", "hledger"], ["ledger", "documents", "#1"],
            ["ledger", "bank-lines"],
            ["ledger", "bank-import", Repository.root.appendingPathComponent("templates/demo/payments.csv").path],
            [
                "ledger", "bank-import",
                Repository.root.appendingPathComponent("Tests/PaymentsTests/Statements/rbc-en.csv").path,
            ],
            ["till", "list"], ["badge", "show", "#1"], ["badge", "template", "list"], ["gate", "list"],
            ["gate", "conflicts"], ["gate", "drill", "main"], ["device", "list"], ["report", "registrations-by-day"],
            ["keysigning", "list"], ["audit"],
        ] {
            let outcome = try await run("lanyard", command, environment: ["LANYARD_EVENT": venue.event])
            // Some find nothing to show, which is an answer too; none may try to write.
            #expect([0, 1, 2].contains(outcome.status), "\(command): \(outcome.errors)")
            #expect(!outcome.errors.contains("opened for reading"), "\(command)")
            #expect(try Snapshot(venue) == before, "\(command)")
        }
    }
}

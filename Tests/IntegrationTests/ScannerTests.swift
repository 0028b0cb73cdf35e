import Foundation
import LanyardTestSupport
import Testing

/// A scanner of another maker at a real server.
@Suite(.waitsForPrograms)
struct ScannerTests {
    private struct Told: Decodable {
        let people: Int
        let lists: [String]
        let second: String
        let foreign: String
        let picked: String?
        let admitted: Int
        let alone: [Bool]
        let left: Int
        let uploaded: Int
        let times: [String]
        let revoked: String
        let scans: Int
        let nonces: Int
        let withheld: Int
        let audit: Int
        let oracle: Oracle

        /// What was asked of pretix and of this server, and where they differ without a reason, or no more.
        struct Oracle: Decodable {
            let asked: Int
            let unnamed: [String]
            let settled: [String]
        }
    }

    @Test func `a scanner of another maker syncs, scans, goes on alone while the server is dead, and sends all once`()
        async throws
    {
        let program = try #require(try Program.process("lanyard", [], environment: [:]).executableURL)
        let path = Repository.root.appendingPathComponent("Tests/Scanner/rehearse").path
        let outcome = try await run("python3", [path], environment: ["LANYARD": program.path])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        let told = try JSONDecoder().decode(Told.self, from: Data(outcome.output.utf8))
        #expect(told.people == 300)
        #expect(told.lists == ["Main door"])
        #expect(told.second == "already_redeemed")
        #expect(told.foreign == "invalid")
        #expect(told.picked == "already_redeemed")
        #expect(told.admitted == 1)
        #expect(told.alone == [true, true, true, true, false])
        #expect(told.left == 0)
        #expect(told.uploaded == 4)
        #expect(told.times == ["2015-02-14T14:31:00Z"])
        #expect(told.revoked == "Device access has been revoked.")
        #expect(told.scans == told.nonces)
        #expect(told.withheld == 0)
        #expect(told.audit == 0)
        #expect(told.oracle.asked > 75)
        #expect(told.oracle.unnamed == [])
        #expect(told.oracle.settled == [])
    }
}

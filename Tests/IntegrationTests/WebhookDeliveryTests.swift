import Foundation
import LanyardTestSupport
import Testing

/// Webhooks over https, to a receiver that checks signatures, fails, is slow and sends elsewhere.
@Suite(.waitsForPrograms)
struct WebhookDeliveryTests {
    private struct Told: Decodable {
        let arrived: Bool
        let slowMeanwhile: Int
        let inOrder: Bool
        let names: Bool
        let again: Bool
        let refused: String
        let redirect: String
        let foreign: String
        let tested: Bool
        let afterKill: Int
        let replayed: Bool
        let ids: Bool
        let wrongSignatures: Int
    }

    @Test func `programs are told everything in order, each for itself, signed, and under the same id when told again`()
        async throws
    {
        let program = try #require(try Program.process("lanyard", [], environment: [:]).executableURL)
        let path = Repository.root.appendingPathComponent("Tests/Webhooks/rehearse").path
        let outcome = try await run("python3", [path], environment: ["LANYARD": program.path])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let told = try decoder.decode(Told.self, from: Data(outcome.output.utf8))
        #expect(told.arrived)
        #expect(told.slowMeanwhile < 5)
        #expect(told.inOrder)
        #expect(!told.names)
        #expect(told.again)
        #expect(told.refused == "address_private")
        #expect(told.redirect == "307")
        #expect(told.foreign == "401")
        #expect(told.tested)
        #expect(told.afterKill == 0)
        #expect(told.replayed)
        #expect(told.ids)
        #expect(told.wrongSignatures == 0)
    }
}

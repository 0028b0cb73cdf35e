import Foundation
import LanyardTestSupport
import OpenPGP
import Testing

extension BrowserTests {
    @Test func `a keysigning is run by its own device, from the first link to a revocation`() async throws {
        let (venue, server) = try await Self.open()
        // The server's clock is in 2015.
        let keys = try ["Ada Placeholder <ada@example.org>", "Desmond Datagram <desmond@example.net>"].map {
            try InventedKey($0, made: "20150101T000000")
        }
        let people = zip(keys, ["ND-0001", "ND-0002"]).map { key, reference -> [String: any Sendable] in
            ["home": key.home.path, "fingerprint": key.fingerprint.digits, "registration": reference]
        }
        let code = try await Self.invite("Keys", venue, role: "keysigning")
        _ = try await Self.browse("keysigning-desk", server, ["codes": [code], "people": people])
        #expect(try await venue.lanyard("audit").status == 0)
        #expect(server.stop() == 0)
        withExtendedLifetime(keys) {}
    }
}

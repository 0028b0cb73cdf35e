import Foundation
import LanyardTestSupport
import Testing

/// What strangers send to the running server by the key server's way, which has no login: each attack changed a list once.
struct KeyAttackTests {
    /// A: forged self-signatures with later dates; H: an older certification and a forged newer one around a revocation;
    /// J: forged revocations in front of the genuine one.
    @Test(.timeLimit(.minutes(10)), arguments: ["A", "H", "J"])
    func `what a stranger sends changes not one byte, and the owner's word still gets in`(name: String) async throws {
        func file(_ ending: String) -> String {
            Repository.root.appending(path: "Tests/OpenPGPTests/Fixtures/attacks/\(name)-\(ending).asc").path
        }
        let venue = try Venue()
        try await venue.open()
        let added = try await venue.lanyard("keysigning", "add", file("victim"), "--registration", "ND-0001")
        #expect(added.status == 0, "\(added.errors)")
        func state() async throws -> [String] {
            [
                try await venue.lanyard("keysigning", "list").output,
                try await venue.lanyard("keysigning", "keyring", "--armor").output,
            ]
        }
        let before = try await state()
        #expect(before[0].contains("001  [ ] Fingerprint OK"))
        let server = try await LiveServer(venue, clock: nil)
        let curl = try ScratchGnuPG()
        func send(_ ending: String) throws -> String {
            try curl.run(
                "curl", "--silent", "--data-urlencode", "keytext@\(file(ending))", "\(server.door.address)/pks/add")
        }
        let answer = try send("attack")
        #expect(answer.hasPrefix("Received."), "\(answer)")
        #expect(try await state() == before)
        // Again, and what the owner sends is neither refused nor out of place.
        _ = try send("attack")
        #expect(try send("victim") == answer)
        #expect(try await state() == before)
        if name == "J" {
            #expect(try send("owner-revoked") == answer)
            #expect(try await !venue.lanyard("keysigning", "list").output.contains("001  [ ] Fingerprint OK"))
        }
        #expect(server.stop() == 0)
    }
}

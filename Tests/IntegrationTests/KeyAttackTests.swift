import Conference
import Foundation
import LanyardTestSupport
import OpenPGPMutations
import Testing

/// What strangers send to the running server by the key server's way, which has no login: each attack changed a list once.
@Suite(.waitsForPrograms)
struct KeyAttackTests {
    /// A: forged self-signatures with later dates; H: an older certification and a forged newer one around a revocation;
    /// J: forged revocations in front of the genuine one.
    @Test(.timeLimit(.minutes(40)), arguments: ["A", "H", "J"])
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

/// What somebody without the private key can make up, by the hundred, sent to the running server.
@Suite(.waitsForPrograms)
struct MadeUpAttackTests {
    private static let owners = 5
    private static let attacksPerOwner = 40

    /// As gpg does it: a form, each byte as a percent sign and two digits.
    private static func send(_ bytes: [UInt8], _ door: Door) async throws -> Int {
        let digits = bytes.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return try await door.send("POST", "/pks/add", Data("keytext=\(digits)".utf8), token: "").status
    }

    /// Forged bindings, revocations and direct-key signatures with any date, older copies, hundreds of unsigned user ids,
    /// 60 KB of junk and more (Fuzz/README.md), each mixture sent as `gpg --send-keys` sends a key.
    @Test(.timeLimit(.minutes(40)), arguments: [14, 2_015])
    func `of two hundred attacks none changes a list, and each owner's update gets in`(seed: UInt64) async throws {
        let venue = try Venue()
        try await venue.open()
        var generator = SplitMix64(seed: seed)
        var trials: [AttackTrial] = []
        func state() async throws -> [String] {
            [
                try await venue.lanyard("keysigning", "list").output,
                try await venue.lanyard("keysigning", "show", "--json").output,
                try await venue.lanyard("keysigning", "keyring", "--armor").output,
            ]
        }
        var before = try await state()
        while trials.count < Self.owners {
            let trial = try AttackTrial(using: &generator)
            let file = venue.folder.file("owner.gpg")
            try Data(trial.history.stored).write(to: file)
            // Some lives end with no name in force, or with a key that is over: those are refused, or on no list.
            _ = try await venue.lanyard(
                "keysigning", "add", file.path, "--registration", "ND-000\(trials.count + 1)")
            let now = try await state()
            if now.last != before.last { trials.append(trial) }
            before = now
        }
        let server = try await LiveServer(venue, clock: nil)
        let door = server.door
        for trial in trials {
            let attacks = (0..<Self.attacksPerOwner).map { _ in trial.attack(using: &generator).submission }
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for attack in attacks { group.addTask { try await Self.send(attack, door) } }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            // Refused is only what is wrong with the bytes themselves, whoever's key it is.
            #expect(statuses.isSubset(of: [200, 413, 422]), "\(statuses)")
        }
        #expect(try await state() == before)
        for trial in trials {
            let standing = try await state()
            #expect(try await Self.send(trial.history.update, door) == 200)
            #expect(try await state() != standing, "an update did not get in")
        }
        #expect(server.stop() == 0)
    }
}

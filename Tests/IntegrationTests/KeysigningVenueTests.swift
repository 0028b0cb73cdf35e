import Conference
import Foundation
import LanyardTestSupport
import OpenPGP
import OpenPGPMutations
import Testing

/// A hundred people behind one address, and strangers who ask whether they take part, against the running server.
@Suite(.waitsForPrograms)
struct KeysigningVenueTests {
    private struct Link: Decodable {
        let registration: Int
        let token: String
    }

    private struct Guest: Sendable {
        let secret: String
        let fingerprint: Fingerprint
        let certificate: [UInt8]
        let address: String

        var body: Data { Data(certificate) }
        /// As gpg sends it: a form, each byte as a percent sign and two digits.
        var form: Data {
            Data(("keytext=" + certificate.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()).utf8)
        }
    }

    private static func guests(_ count: Int, at venue: Venue) async throws -> [Guest] {
        let links = try await venue.json([Link].self, "keysigning", "invite", "--all")
        var generator = SplitMix64(seed: 100)
        return try #require(links.count >= count ? links : nil).prefix(count).map { link in
            let owner = KeyOwner(created: 1_700_000_000, using: &generator)
            let address = "guest\(link.registration)@example.org"
            return Guest(
                secret: link.token, fingerprint: Fingerprint(bytes: owner.fingerprint),
                certificate: owner.certificate("Guest \(link.registration) Invented <\(address)>"), address: address)
        }
    }

    /// Does something for everybody at once, and returns what the server answered, by how often.
    private static func all(
        _ guests: [Guest], _ body: @escaping @Sendable (Guest) async throws -> Int
    ) async throws -> [Int: Int] {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for guest in guests { group.addTask { try await body(guest) } }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }

    @Test(.timeLimit(.minutes(40)))
    func `a hundred people behind one address hand in, mistype and announce, and nobody is refused`() async throws {
        let venue = try Venue()
        try await venue.open()
        let guests = try await Self.guests(100, at: venue)
        let server = try await LiveServer(venue, clock: nil)
        let door = server.door
        let own = "/v1/keysigning/self"
        // Some mistype their links: that costs them time, and the others nothing.
        let mistyped = try await Self.all(Array(guests.prefix(8))) { guest in
            try await door.send("GET", own, Data(), token: String(guest.secret.dropLast()) + "?").status
        }
        #expect(mistyped == [401: 8])
        let slips = try await Self.all(guests) { guest in
            let digits = guest.fingerprint.digits
            let wrong = digits.dropLast() + (digits.hasSuffix("0") ? "1" : "0")
            return try await door.send("POST", "\(own)/keys?fingerprint=\(wrong)", guest.body, token: guest.secret)
                .status
        }
        #expect(slips == [422: 100], "\(slips)")
        let taken = try await Self.all(guests) { guest in
            let digits = guest.fingerprint.digits
            return try await door.send("POST", "\(own)/keys?fingerprint=\(digits)", guest.body, token: guest.secret)
                .status
        }
        #expect(taken == [201: 100], "\(taken)")
        let asked = try await Self.all(guests) { guest in
            let path = "\(own)/keys/\(guest.fingerprint.digits)/challenge"
            return try await door.send("POST", path, Data("{}".utf8), token: guest.secret).status
        }
        #expect(asked == [201: 100], "\(asked)")
        // gpg sends the same key again, as people do who are not sure.
        for _ in 1...3 {
            let sent = try await Self.all(guests) { guest in
                try await door.send("POST", "/pks/add", guest.form, token: "").status
            }
            #expect(sent == [200: 100], "\(sent)")
        }
        #expect(server.stop() == 0)
        #expect(try await venue.json([Shown].self, "keysigning", "show").count == 100)
    }

    private struct Shown: Decodable { let fingerprint: String }

    @Test(.timeLimit(.minutes(40)))
    func `before a list is frozen look-ups tell strangers nothing, and afterwards what is on it alone`() async throws {
        let venue = try Venue()
        try await venue.open()
        let guests = try await Self.guests(6, at: venue)
        let server = try await LiveServer(venue, clock: nil)
        let door = server.door
        func handIn(_ guests: [Guest]) async throws {
            for guest in guests {
                let path = "/v1/keysigning/self/keys"
                #expect(try await door.send("POST", path, guest.body, token: guest.secret).status == 201)
            }
        }
        /// Every way to ask for a key: whole and short, of its owner's address too.
        func searches(_ guest: Guest) -> [String] {
            let digits = guest.fingerprint.digits
            return ["0x\(digits)", "0x\(digits.suffix(16))", "0x\(digits.suffix(8))", guest.address].flatMap { search in
                ["get", "index", "vindex"].map { "/pks/lookup?op=\($0)&options=mr&search=\(search)" }
            }
        }
        func answers(_ guest: Guest, as secret: String = "") async throws -> [String] {
            try await searches(guest).asyncMap { path in
                let answer = try await door.send("GET", path, Data(), token: secret)
                return "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))"
            }
        }
        let (listed, late, nobody) = (Array(guests[..<3]), guests[3], guests[5])
        try await handIn(listed)
        let unknown = try await answers(nobody)
        #expect(unknown.allSatisfy { !$0.hasPrefix("200") })
        for guest in listed { #expect(try await answers(guest) == unknown) }
        // Whoever takes part finds them, by whole and long digits and by the address.
        let found = try await answers(listed[0], as: guests[4].secret)
        #expect(found.count { $0.hasPrefix("200") } == 9, "\(found)")
        // What is sent tells nothing either, whoever's key it is.
        let announced = try await door.send(
            "POST", "/v1/keysigning/self/announcements",
            Data("{\"fingerprint\": \"\(late.fingerprint)\"}".utf8), token: late.secret)
        #expect(announced.status == 201)
        let receptions = try await [listed[0], late, nobody].asyncMap { guest in
            let answer = try await door.send("POST", "/pks/add", guest.form, token: "")
            return "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))"
        }
        #expect(Set(receptions).count == 1, "\(receptions)")
        #expect(try await answers(late) == unknown)

        let withdrawn = listed[2]
        let path = "/v1/keysigning/self/keys/\(withdrawn.fingerprint.digits)/withdraw"
        #expect(try await door.send("POST", path, Data("{}".utf8), token: withdrawn.secret).status == 200)
        #expect(try await venue.lanyard("keysigning", "freeze").status == 0)
        for guest in [listed[0], listed[1], late] {
            let answers = try await answers(guest)
            #expect(answers.count { $0.hasPrefix("200") } == 6, "\(answers)")
        }
        // Neither who left before nor who comes later is told.
        try await handIn([guests[4]])
        for guest in [withdrawn, guests[4]] { #expect(try await answers(guest) == unknown) }
        #expect(server.stop() == 0)
    }
}

import Crypto
import Foundation
import LanyardTestSupport
import Testing

/// A keysigning of forty, from the links to the matrix: the running server, and on the other side the programs that people
/// use, unmodified.
@Suite(.waitsForPrograms)
struct PartyOfFortyTests {
    private static let people = 40

    private struct Participant {
        /// As the registration names them.
        let code: String
        let secret: String
        let fingerprint: String
    }

    private struct Device: Decodable { let token: String }

    @Test(.timeLimit(.minutes(40)))
    func `forty people hand in, prove, confirm, sign with caff, pius and gpg, and bring back`() async throws {
        let venue = try Venue()
        try await venue.open()
        let desk = try await venue.json(Device.self, "device", "add", "Keysigning desk", "--role", "keysigning").token
        let server = try await LiveServer(venue, clock: nil)
        let party = Hall(door: server.door, desk: desk, gpg: try ScratchGnuPG())
        let fingerprints = try Self.makeKeys(party.gpg)
        #expect(Set(fingerprints).count == Self.people)
        var everybody: [Participant] = []
        for (number, fingerprint) in fingerprints.enumerated() {
            let code = "ND-00\(number < 9 ? "0" : "")\(number + 1)"
            let link = try await party.write("invitations", ["registration": code], token: desk)
            everybody.append(
                Participant(code: code, secret: try #require(link["token"] as? String), fingerprint: fingerprint))
        }
        try await handIn(everybody, party)
        for participant in everybody { try await prove(participant, party) }
        let phase = try await party.write("phase", ["phase": "closed"], token: desk)
        #expect(phase["phase"] as? String == "closed")
        _ = try await party.write("lists", [:], token: desk)

        let list = try await party.get("self/lists/1/text", token: everybody[0].secret)
        for participant in everybody.dropFirst() {
            #expect(try await party.get("self/lists/1/text", token: participant.secret) == list)
        }
        let text = String(decoding: list, as: UTF8.self)
        #expect(text.components(separatedBy: "Fingerprint OK        [ ] ID OK").count == Self.people + 1)
        #expect(!text.contains("not proved"))
        try party.gpg.write(try await party.get("self/lists/1/keyring", token: everybody[0].secret), to: "ring.gpg")
        try party.gpg.write(try await party.get("self/lists/1/armored", token: everybody[0].secret), to: "ring.asc")
        // Signatures count that were made after the freezing, in seconds.
        try await Task.sleep(for: .seconds(1))
        try await signWithCaff(everybody, party)
        try signWithPius(everybody, party)
        try signInTurn(everybody, party)
        try annotated(text, list, everybody[0], party)
        try await bringBack(everybody, party)
        #expect(server.stop() == 0)
    }

    // MARK: - Before

    /// One call of gpg makes all of them.
    private static func makeKeys(_ gpg: ScratchGnuPG) throws -> [String] {
        let wishes = (1...people).map { number in
            """
            %no-protection
            Key-Type: eddsa
            Key-Curve: ed25519
            Key-Usage: sign,cert
            Subkey-Type: ecdh
            Subkey-Curve: cv25519
            Subkey-Usage: encrypt
            Name-Real: Person \(number) Invented
            Name-Email: person\(number)@example.org
            Expire-Date: 0
            %commit

            """
        }
        try gpg.write(wishes.joined().utf8, to: "wishes")
        try gpg.run("gpg", "--batch", "--quiet", "--gen-key", "wishes")
        let lines = try gpg.run("gpg", "--batch", "--with-colons", "--list-keys").split(separator: "\n")
        return zip(lines, lines.dropFirst()).filter { $0.0.hasPrefix("pub:") }
            .compactMap { $0.1.split(separator: ":").last.map(String.init) }
    }

    /// The first five announce their keys and let gpg send them; the others hand theirs in by their links.
    private func handIn(_ everybody: [Participant], _ party: Hall) async throws {
        for participant in everybody.prefix(5) {
            _ = try await party.write(
                "self/announcements", ["fingerprint": participant.fingerprint], token: participant.secret)
        }
        let keyServer = party.door.address.replacing("http://", with: "hkp://")
        try party.gpg.run(
            ["gpg", "--batch", "--keyserver", keyServer, "--send-keys"] + everybody.prefix(5).map(\.fingerprint))
        for participant in everybody.dropFirst(5) {
            let key = try party.export(participant.fingerprint)
            let receipt = try await party.send(
                "POST", "self/keys?fingerprint=\(participant.fingerprint)", key, token: participant.secret)
            #expect(receipt.status == 201, "\(String(decoding: receipt.body, as: UTF8.self))")
        }
    }

    /// Every fourth reads a code, the others sign; then the desk confirms what a QR code says.
    private func prove(_ participant: Participant, _ party: Hall) async throws {
        let own = "self/keys/\(participant.fingerprint)"
        let readsCode = participant.code.hasSuffix("4") || participant.code.hasSuffix("8")
        let challenge = try await party.write(
            "\(own)/challenge", ["method": readsCode ? "code" : "signature"], token: participant.secret)
        let text = try #require(challenge["text"] as? String, "\(challenge)")
        try party.gpg.write(text.utf8, to: "challenge.txt")
        let answer: (status: Int, body: Data)
        if readsCode {
            let clear = try party.gpg.run("gpg", "--batch", "--quiet", "--decrypt", "challenge.txt")
            let code = try #require(clear.firstMatch(of: #/code: (\S+)/#)).output.1
            answer = try await party.send("POST", "\(own)/proof?code=\(code)", Data(), token: participant.secret)
        } else {
            try party.gpg.run(
                "gpg", "--batch", "--yes", "--quiet", "--local-user", participant.fingerprint, "--clearsign",
                "challenge.txt")
            let signed = try Data(contentsOf: party.gpg.home.appending(path: "challenge.txt.asc"))
            answer = try await party.send("POST", "\(own)/proof", signed, token: participant.secret)
        }
        #expect(answer.status == 201, "\(String(decoding: answer.body, as: UTF8.self))")
        let confirmed = try await party.write(
            "confirmations",
            ["registration": participant.code, "fingerprint": "OPENPGP4FPR:\(participant.fingerprint)"],
            token: party.desk)
        #expect(confirmed["state"] as? String == "green_dot", "\(confirmed)")
    }

    // MARK: - Afterwards

    /// The first ticks everybody on the page, and gives the ticked list to caff.
    private func signWithCaff(_ everybody: [Participant], _ party: Hall) async throws {
        let own = everybody[0]
        for participant in everybody.dropFirst() {
            _ = try await party.write(
                "self/ticks", ["subject": "OPENPGP4FPR:\(participant.fingerprint)"], token: own.secret)
        }
        _ = try await party.write("self/ticks", ["checksumOf": 1], token: own.secret)
        try party.gpg.write(try await party.get("self/lists/1/ticked", token: own.secret), to: "ticked.txt")
        let settings = """
            $CONFIG{'owner'} = 'Person 1 Invented';
            $CONFIG{'email'} = 'person1@example.org';
            $CONFIG{'keyid'} = [ qw{\(own.fingerprint.suffix(16))} ];
            $CONFIG{'gpg-sign-args'} = 'save';

            """
        try party.gpg.write(settings.utf8, to: ".caffrc")
        // caff and the gpg below it ask at a terminal, and throw away what was typed before they ask: so it is typed on and on.
        let talk = try party.gpg.run(
            "sh", "-c",
            """
            (while sleep 0.05; do echo y; done) \
            | script -qec 'caff --mail no -R --key-file ring.asc < ticked.txt' /dev/null
            """)
        #expect(talk.contains("Found SHA256 checksum (marked as verified, assumed good)"))
        #expect(talk.components(separatedBy: "Adding fingerprint ").count == Self.people, "\(talk.suffix(2_000))")
        try party.gpg.run("sh", "-c", "gpg --batch --quiet --import .caff/keys/*/*.asc")
        let signers = try party.gpg.run("gpg", "--batch", "--with-colons", "--list-sigs").split(separator: "\n")
            .filter { $0.hasPrefix("sig:") }.map { $0.split(separator: ":", omittingEmptySubsequences: false)[4] }
        // All others, and the own name and subkey.
        #expect(signers.count { $0 == own.fingerprint.suffix(16) } == Self.people - 1 + 2, "\(talk)")
    }

    private func signWithPius(_ everybody: [Participant], _ party: Hall) throws {
        let talk = try party.gpg.run(
            "script", "-qec",
            """
            mkdir out; (echo; yes 3) 2>/dev/null | pius -b /usr/bin/gpg -A -r ring.gpg -s \(everybody[1].fingerprint) \
            -o out -t \(party.gpg.home.path)/pius
            """, "/dev/null")
        #expect(talk.components(separatedBy: "): signed").count == Self.people, "\(talk.suffix(2_000))")
        try party.gpg.run("sh", "-c", "gpg --batch --quiet --import out/*.asc")
    }

    /// Everybody else signs the three that stand next to them.
    private func signInTurn(_ everybody: [Participant], _ party: Hall) throws {
        for (place, signer) in everybody.enumerated().dropFirst(2) {
            for step in 1...3 {
                try party.gpg.run(
                    "gpg", "--batch", "--yes", "--quiet", "--no-auto-check-trustdb", "--local-user",
                    signer.fingerprint, "--quick-sign-key", everybody[(place + step) % Self.people].fingerprint)
            }
        }
    }

    /// gpgsigs finds every user id, marks what the first signed, and fills in the checksum of the list.
    private func annotated(_ text: String, _ list: Data, _ own: Participant, _ party: Hall) throws {
        try party.gpg.write(list, to: "list.txt")
        try party.gpg.run("gpgsigs", String(own.fingerprint.suffix(16)), "list.txt", "annotated.txt")
        let lines = try String(contentsOf: party.gpg.home.appending(path: "annotated.txt"), encoding: .utf8)
            .components(separatedBy: "\n")
        #expect(lines.count { $0.hasPrefix("(S) Person ") } == Self.people - 1)
        let filled = lines.drop { !$0.hasPrefix("SHA256 Checksum:") }.prefix(3).joined()
            .replacing("SHA256 Checksum:", with: "").filter(\.isHexDigit)
        let digest = SHA256.hash(data: list).map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
        #expect(filled == digest.joined())
    }

    /// Everybody brings back the own key; the server has GnuPG check by itself what came.
    private func bringBack(_ everybody: [Participant], _ party: Hall) async throws {
        for participant in everybody {
            let returned = try await party.send(
                "POST", "self/returns", try party.export(participant.fingerprint), token: participant.secret)
            #expect(returned.status == 200, "\(String(decoding: returned.body, as: UTF8.self))")
        }
        // caff and pius: all others; the rest: three each.
        let expected = 2 * (Self.people - 1) + 3 * (Self.people - 2)
        var matrix: [String: Any] = [:]
        for _ in 0..<240 {
            let body = try await party.get("matrix", token: party.desk)
            matrix = try #require(try JSONSerialization.jsonObject(with: body) as? [String: Any])
            if matrix["unchecked"] as? Int == 0 { break }
            try await Task.sleep(for: .milliseconds(250))
        }
        let signatures = try #require(matrix["signatures"] as? [[String: Any]])
        #expect(signatures.count == expected)
        #expect(signatures.filter { $0["signer"] as? Int == 2 }.allSatisfy { $0["level"] as? Int == 3 })
        #expect(matrix["strongSetBefore"] as? Int == 0 && matrix["strongSetAfter"] as? Int == Self.people)
    }
}

/// The place of a keysigning: the server's address, the desk's device, and a GnuPG with everybody's keys.
private struct Hall {
    let door: Door
    let desk: String
    let gpg: ScratchGnuPG

    func export(_ fingerprint: String) throws -> Data {
        try gpg.run("gpg", "--batch", "--yes", "--output", "export.gpg", "--export", fingerprint)
        return try Data(contentsOf: gpg.home.appending(path: "export.gpg"))
    }

    func send(_ method: String, _ path: String, _ body: Data, token: String) async throws -> (status: Int, body: Data) {
        try await door.send(method, "/v1/keysigning/\(path)", body, token: token)
    }

    /// A write, and what it answered.
    func write(_ path: String, _ fields: [String: Any], token: String) async throws -> [String: Any] {
        let answer = try await send("POST", path, try JSONSerialization.data(withJSONObject: fields), token: token)
        let text = String(decoding: answer.body, as: UTF8.self)
        #expect((200..<300).contains(answer.status), "\(path): \(text)")
        return try JSONSerialization.jsonObject(with: answer.body) as? [String: Any] ?? [:]
    }

    func get(_ path: String, token: String) async throws -> Data {
        let answer = try await send("GET", path, Data(), token: token)
        #expect(answer.status == 200, "\(path): \(String(decoding: answer.body.prefix(500), as: UTF8.self))")
        return answer.body
    }
}

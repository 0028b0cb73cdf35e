import Conference
import Crypto
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Keysigning
import LanyardTestSupport
import OpenPGP
import RegistrationLedger
import Testing

/// The list, the party and what comes after over HTTP: what organizers do, what participants take home.
@Suite(.waitsForPrograms)
struct KeysigningListRouteTests {
    private static let lists = "/v1/keysigning/lists"
    private static let own = "/v1/keysigning/self/lists"
    private static let contentDigest = HTTPField.Name("Content-Digest")!

    /// A participant with a key of their own.
    private struct Participant {
        let id: Registration.ID
        let code: String
        /// Of their own link.
        let token: String
        let key: InventedKey
    }

    /// People of whom each handed in a key.
    private static func invite(_ server: Server, people: Int) async throws -> [Participant] {
        var participants: [Participant] = []
        for number in 1...people {
            let person = try await server.services.ledger.register(.invented(number), context: .desk()).result
            let token = try await server.services.keysigning.invite(registration: person.id, context: .desk())
            let key = try InventedKey("Person \(number) Invented <person\(number)@example.org>")
            _ = try await server.services.keysigning.add(
                key.exported(), typedFingerprint: nil, registration: person.id, context: .desk(at: Date()))
            participants.append(
                Participant(id: person.id, code: person.code.description, token: token.secret, key: key))
        }
        return participants
    }

    private static func post(
        _ server: Server, _ path: String, _ json: [String: Any] = [:], token: String
    ) async throws -> (status: Int, body: [String: Any]) {
        let headers: HTTPFields = [
            HTTPField.Name("Idempotency-Key")!: UUID().uuidString, .contentType: "application/json",
        ]
        let answer = try await server.send(.post, "/v1/keysigning/\(path)", token: token, json: json, headers: headers)
        return (answer.status, answer.body)
    }

    private static func digest(_ bytes: Data) -> String {
        "sha-256=:\(Data(SHA256.hash(data: bytes)).base64EncodedString()):"
    }

    private static func withholding(until time: String) throws -> String {
        try Repository.netdev01().replacing("  time: \"12:30\"", with: "  time: \"12:30\"\n  digestsFrom: \(time)")
    }

    // MARK: - Participants

    @Test func `a participant takes the list, the keyring and their slips home, and no digest before its time`()
        async throws
    {
        try await Server.run(clock: .system, yaml: Self.withholding(until: "2099-01-01T12:00:00-05:00")) { server in
            let people = try await Self.invite(server, people: 2)
            let guest = try await server.services.ledger.register(.invented(9), context: .desk()).result.id
            let without = try await server.services.keysigning.invite(registration: guest, context: .desk()).secret
            let ada = people[0]
            let none = try await server.send(.get, Self.own, token: ada.token)
            #expect(none.status == 200 && (none.body["items"] as? [Any])?.isEmpty == true)
            #expect(try await server.file("\(Self.own)/1/text", token: ada.token).status == 404)
            let frozen = try await server.services.keysigning.freeze(context: .desk(at: Date())).result

            let versions = try await server.send(.get, Self.own, token: ada.token)
            let version = try #require((versions.body["items"] as? [[String: Any]])?.first)
            #expect(version["version"] as? Int == 1 && version["keys"] as? Int == 2)
            #expect(version["ownNumbers"] as? [Int] == [1])
            #expect(version["sha256"] == nil && version["sha512"] == nil)

            let text = try await server.file("\(Self.own)/1/text", token: ada.token)
            #expect(text.bytes == Data(frozen.text))
            #expect(text.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(text.headers[.contentDisposition] == "attachment; filename=\"ksp-netdev01-v1.txt\"")
            let keyring = try await server.file("\(Self.own)/1/keyring", token: ada.token)
            #expect(keyring.bytes == Data(frozen.keyring))
            let armored = try await server.file("\(Self.own)/1/armored", token: ada.token)
            #expect(armored.bytes.starts(with: Data("-----BEGIN PGP PUBLIC KEY BLOCK-----\n".utf8)))
            let pdf = try await server.file("\(Self.own)/1/pdf?paper=a4", token: ada.token)
            #expect(pdf.bytes.starts(with: Data("%PDF-".utf8)))
            let slips = try await server.file("\(Self.own)/1/slips", token: ada.token)
            #expect(slips.bytes.starts(with: Data("%PDF-".utf8)))
            let hex = frozen.sha256.hexadecimal
            for file in [text, keyring, armored, pdf, slips] {
                #expect(file.status == 200 && file.headers[Self.contentDigest] == nil)
                #expect(!"\(file.headers)".contains(hex) && !"\(file.headers)".contains(Self.digest(text.bytes)))
            }

            let nothing = try await server.send(.get, "\(Self.own)/1/slips", token: without)
            #expect(nothing.status == 404 && nothing.body["code"] as? String == "own_key_not_listed")
            for form in ["csv", "json", "bundle", "x"] {
                let refused = try await server.send(.get, "\(Self.own)/1/\(form)", token: ada.token)
                #expect(refused.status == 400 && refused.body["code"] as? String == "choice_unknown", "\(form)")
            }
            #expect(try await server.file("\(Self.own)/1/text", token: nil).status == 401)
            #expect(try await server.file("\(Self.lists)/1/text", token: ada.token).status == 401)
            #expect(try await server.file("\(Self.own)/9/text", token: ada.token).status == 404)
            let desk = try await server.token(.keysigning)
            let seen = try await server.send(.get, Self.lists, token: desk)
            #expect((seen.body["items"] as? [[String: Any]])?.first?["sha256"] as? String == hex)
        }
    }

    @Test func `after its time the digest is shown, and comes with each file`() async throws {
        try await Server.run(clock: .system, yaml: Self.withholding(until: "2015-02-16T12:30:00-05:00")) { server in
            let ada = try await Self.invite(server, people: 1)[0]
            let frozen = try await server.services.keysigning.freeze(context: .desk(at: Date())).result
            let versions = try await server.send(.get, Self.own, token: ada.token)
            let shown = (versions.body["items"] as? [[String: Any]])?.first?["sha256"] as? String
            #expect(shown == ListDigests(of: frozen.text).sha256)
            for form in ["text", "pdf", "pius", "keyring", "ticked"] {
                let file = try await server.file("\(Self.own)/1/\(form)", token: ada.token)
                #expect(file.headers[Self.contentDigest] == Self.digest(file.bytes), "\(form)")
            }
        }
    }

    @Test func `a closed list takes no key, by whatever way it comes`() async throws {
        try await Server.run(clock: .system) { server in
            let ada = try await Self.invite(server, people: 1)[0]
            let desk = try await server.token(.keysigning)
            let closed = try await Self.post(server, "phase", ["phase": "closed"], token: desk)
            #expect(closed.status == 200 && closed.body["phase"] as? String == "closed")
            let again = try await Self.post(server, "phase", ["phase": "closed"], token: desk)
            #expect(again.status == 409 && again.body["code"] as? String == "keysigning_closed")

            // Keys count time in seconds: a subkey of the same one could be what its owner left out.
            try await Task.sleep(for: .seconds(1.1))
            try ada.key.addSubkey("cv25519", "encr")
            let armored = try ada.key.gpg("--armor", "--export", ada.key.fingerprint.digits)
            let form =
                "keytext=" + (armored.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
            func send() async throws -> (status: Int, text: String) {
                try await server.send(.post, "/pks/add", text: form, type: "application/x-www-form-urlencoded")
            }
            let sent = try await send()
            #expect(sent.status == 403 && sent.text.contains("closed"), "\(sent)")
            let handedIn = try await server.send(.post, "/v1/keysigning/self/keys", token: ada.token, text: armored)
            #expect(handedIn.status == 409 && handedIn.text.contains("keysigning_closed"))
            #expect(try await server.services.keysigning.submissions()[0].certificateVersion == 1)

            let silent = try await Self.post(server, "phase", ["phase": "opened"], token: desk)
            #expect(silent.status == 400 && silent.body["code"] as? String == "reason_missing")
            let opened = try await Self.post(
                server, "phase", ["phase": "opened", "reason": "came late"], token: desk)
            #expect(opened.body["phase"] as? String == "opened")
            let taken = try await send()
            #expect(taken.status == 200)
            #expect(try await server.services.keysigning.submissions()[0].certificateVersion == 2)
            #expect(
                try await server.send(.get, "/v1/keysigning/phase", token: desk).body["phase"] as? String == "opened")
        }
    }

    // MARK: - Organizers

    @Test func `a version is frozen, an erratum says who did not come, and each form says how it was proved`()
        async throws
    {
        try await Server.run(clock: .system) { server in
            let people = try await Self.invite(server, people: 3)
            let desk = try await server.token(.keysigning)
            let ada = people[0].key.fingerprint
            let challenge = try await server.services.keysigning.challenge(
                .signature, fingerprint: ada.digits, registration: people[0].id, context: .desk(at: Date())
            ).result
            _ = try await server.services.keysigning.prove(
                signed: .copying(try people[0].key.signed(challenge.text)), fingerprint: ada.digits,
                registration: people[0].id, context: .desk(at: Date()))
            _ = try await server.services.keysigning.grantDot(
                confirmed: people[1].key.fingerprint.digits, registration: people[1].id,
                context: .desk(at: Date()))

            let first = try await Self.post(server, "lists", token: desk)
            #expect(first.status == 201 && first.body["version"] as? Int == 1 && first.body["keys"] as? Int == 3)
            let absent = try await Self.post(server, "numbers/2/presence", ["absent": true], token: desk)
            #expect(absent.status == 200 && absent.body["absent"] as? Bool == true)
            let unknown = try await Self.post(server, "numbers/77/presence", ["absent": true], token: desk)
            #expect(unknown.status == 404 && unknown.body["code"] as? String == "number_unknown")
            let second = try await Self.post(server, "lists", token: desk)
            #expect(second.body["keys"] as? Int == 2 && second.body["isNew"] as? Bool == true)
            #expect((second.body["changes"] as? [String: [Int]])?["absent"] == [2])
            let third = try await Self.post(server, "lists", token: desk)
            #expect(third.status == 200 && third.body["version"] as? Int == 2 && third.body["isNew"] as? Bool == false)
            let holders = try await server.send(.get, "\(Self.lists)/1/holders", token: desk)
            #expect((holders.body["items"] as? [[String: Any]])?.count == 3)
            let letters = try await server.file("/v1/keysigning/letters/erratum", token: desk)
            #expect(String(decoding: letters.bytes, as: UTF8.self).contains("Owner did not come: 002"))
            let text = try await server.file("\(Self.lists)/2/text", token: desk)
            let erratum = String(decoding: text.bytes, as: UTF8.self)
            #expect(erratum.contains("Changes since version 1:\n  absent:    002\n"))
            #expect(text.headers[Self.contentDigest] == Self.digest(text.bytes))
            #expect(text.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(text.headers[.cacheControl] == "no-store, no-transform")

            let csv = String(
                decoding: try await server.file("\(Self.lists)/1/csv", token: desk).bytes, as: UTF8.self
            ).components(separatedBy: "\r\n")
            #expect(csv[1].contains(",yes,signature,") && csv[1].hasSuffix("Z,,"))
            // Confirmed in person, but not proved: no dot.
            #expect(csv[2].hasSuffix(",yes,,,,"))
            let json = try await server.send(.get, "\(Self.lists)/1/json", token: desk)
            let keys = try #require(json.body["keys"] as? [[String: Any]])
            #expect(keys.map { $0["proof"] as? String } == ["signature", nil, nil])
            let starts = ["pdf": "%PDF-", "slips": "%PDF-", "bundle": "ksp-netdev01-v1/", "armored": "-----BEGIN PGP"]
            for (form, start) in starts {
                let file = try await server.file("\(Self.lists)/1/\(form)", token: desk)
                #expect(file.status == 200 && file.bytes.starts(with: Data(start.utf8)), "\(form)")
            }
        }
    }

    @Test func `a reader's copy has its answers, the rotation its rounds, and the ticks their boxes`() async throws {
        try await Server.run(clock: .system) { server in
            let people = try await Self.invite(server, people: 3)
            let desk = try await server.token(.keysigning)
            _ = try await server.services.keysigning.freeze(context: .desk(at: Date()))
            let reader = people[0].code

            let copy = try await server.file("\(Self.lists)/1/copies/\(reader)", token: desk)
            let text = String(decoding: copy.bytes, as: UTF8.self)
            #expect(text.contains(people[0].key.fingerprint.grouped))
            #expect(!text.contains(people[1].key.fingerprint.grouped))
            let answers = try await server.send(.get, "\(Self.lists)/1/copies/\(reader)/answers", token: desk)
            let answer = try #require((answers.body["items"] as? [[String: Any]])?.first)
            let hidden = try #require(answer["hidden"] as? String)
            let masked = try #require(answer["masked"] as? String)
            #expect(answer["number"] as? Int == 2 && text.contains(masked))
            for (digits, isRight) in [(hidden.lowercased(), true), (String(hidden.dropLast()), false)] {
                let checked = try await Self.post(
                    server, "lists/1/copies/\(reader)/answers", ["number": 2, "digits": digits], token: desk)
                #expect(checked.body["right"] as? Bool == isRight)
            }

            let rotation = try await server.file(
                "\(Self.lists)/1/rotation/everybody?begins=12:30&minutes=5&format=text", token: desk)
            #expect(String(decoding: rotation.bytes, as: UTF8.self).contains("12:35"))
            let sheets = try await server.file("\(Self.lists)/1/rotation/lines", token: desk)
            #expect(sheets.bytes.starts(with: Data("%PDF-".utf8)))
            let long = try await server.send(.get, "\(Self.lists)/1/rotation/lines?minutes=99", token: desk)
            #expect(long.status == 400 && long.body["code"] as? String == "rotation_minutes_invalid")

            let scan = "OPENPGP4FPR:\(people[2].key.fingerprint)"
            _ = try await Self.post(server, "ticks/\(reader)", ["subject": scan], token: desk)
            _ = try await Self.post(
                server, "ticks/\(reader)", ["subject": "2", "kinds": ["identity"]], token: desk)
            let ticks = try await Self.post(server, "ticks/\(reader)", ["checksumOf": 1], token: desk)
            #expect(ticks.body["fingerprint"] as? [Int] == [3] && ticks.body["identity"] as? [Int] == [2, 3])
            let own = try await Self.post(server, "ticks/\(reader)", ["subject": "1"], token: desk)
            #expect(own.status == 409 && own.body["code"] as? String == "tick_own_key")
            let ticked = try await server.file("\(Self.lists)/1/ticked/\(reader)", token: desk)
            let boxes = String(decoding: ticked.bytes, as: UTF8.self)
            #expect(boxes.contains("002  [ ] Fingerprint OK        [x] ID OK\n"))
            #expect(boxes.contains("003  [x] Fingerprint OK        [x] ID OK\n"))
            // The reader finds them behind their own link too.
            let taken = try await server.file("\(Self.own)/1/ticked", token: people[0].token)
            #expect(taken.bytes == ticked.bytes)
        }
    }

    @Test func `what came back is checked and stands in the matrix`() async throws {
        try await Server.run(clock: .system) { server in
            let people = try await Self.invite(server, people: 2)
            let desk = try await server.token(.organizer)
            _ = try await server.services.keysigning.freeze(context: .desk(at: Date(timeIntervalSinceNow: -60)))
            let (ada, eve) = (people[0].key, people[1].key)
            let signed = try ada.certify(eve)
            let merged = try await server.send(.post, "/v1/keysigning/returns", token: desk, text: signed)
            #expect(merged.status == 200, "\(merged)")
            let returns = try JSONDecoder().decode([String: Int].self, from: Data(merged.text.utf8))
            #expect(returns["added"] == 1 && returns["keys"] == 1 && returns["strangers"] == 0)

            let idle = try await server.send(.get, "/v1/keysigning/verification", token: desk)
            #expect(idle.body["state"] as? String == "idle")
            let before = try await server.send(.get, "/v1/keysigning/matrix", token: desk)
            #expect(before.body["unchecked"] as? Int == 1 && (before.body["signatures"] as? [Any])?.isEmpty == true)
            let asked = try await Self.post(server, "verification", token: desk)
            #expect(asked.status == 202 && asked.body["state"] as? String == "running")
            _ = try await server.services.aftermath.verify(context: .desk(at: Date())) { _, _ in }

            let matrix = try await server.send(.get, "/v1/keysigning/matrix", token: desk)
            let cell = try #require((matrix.body["signatures"] as? [[String: Any]])?.first)
            #expect(cell["signer"] as? Int == 1 && cell["target"] as? Int == 2)
            let people2 = try #require(matrix.body["people"] as? [[String: Any]])
            #expect(people2[1]["owes"] as? [Int] == [1] && people2[0]["owed"] as? [Int] == [2])
            let png = try await server.file("/v1/keysigning/matrix?format=png", token: desk)
            #expect(png.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            let dot = try await server.file("/v1/keysigning/matrix?format=dot", token: desk)
            #expect(String(decoding: dot.bytes, as: UTF8.self).contains("->"))
            let keyring = try await server.file("/v1/keysigning/signed-keyring", token: desk)
            let frozen = try await server.services.keysigning.list(version: 1)
            #expect(keyring.bytes.count > frozen.keyring.count)
        }
    }

    @Test func `a participant ticks what they checked, and has the ticked list`() async throws {
        try await Server.run(clock: .system) { server in
            let people = try await Self.invite(server, people: 3)
            let (ada, eve) = (people[0], people[1])
            func post(_ path: String, _ body: [String: Any]) async throws -> (status: Int, body: [String: Any]) {
                try await Self.post(server, "self/\(path)", body, token: ada.token)
            }
            _ = try await server.services.keysigning.freeze(context: .desk(at: Date(timeIntervalSinceNow: -60)))

            let scan = try await post("ticks", ["subject": "OPENPGP4FPR:\(eve.key.fingerprint)"])
            #expect(scan.status == 200 && scan.body["fingerprint"] as? [Int] == [2], "\(scan)")
            let own = try await post("ticks", ["subject": "1"])
            #expect(own.status == 409 && own.body["code"] as? String == "tick_own_key")
            let digest = try await post("ticks", ["checksumOf": 1])
            #expect(digest.body["checksumOf"] as? [Int] == [1])
            let nothing = try await post("ticks", [:])
            #expect(nothing.status == 400 && nothing.body["code"] as? String == "body_invalid")
            let seen = try await server.send(.get, "/v1/keysigning/self/ticks", token: ada.token)
            let names = (seen.body["keys"] as? [[String: Any]])?.compactMap { $0["userID"] as? String }
            #expect(names == ["Person 2 Invented <person2@example.org>"] && seen.body["identity"] as? [Int] == [2])
            let ticked = String(
                decoding: try await server.file("\(Self.own)/1/ticked", token: ada.token).bytes, as: UTF8.self)
            #expect(ticked.contains("002  [x] Fingerprint OK        [x] ID OK\n"))
            #expect(ticked.contains("003  [ ] Fingerprint OK        [ ] ID OK\n"))

            for path in ["ticks", "account", "signed-keyring"] {
                #expect(try await server.send(.get, "/v1/keysigning/self/\(path)").status == 401, "\(path)")
            }
        }
    }

    @Test func `a participant brings back the own key, and sees who has still to sign whom`() async throws {
        try await Server.run(clock: .system) { server in
            let people = try await Self.invite(server, people: 2)
            let guest = try await server.services.ledger.register(.invented(9), context: .desk()).result.id
            let without = try await server.services.keysigning.invite(registration: guest, context: .desk()).secret
            let (own, account) = ("/v1/keysigning/self/returns", "/v1/keysigning/self/account")
            let early = try await server.send(.get, account, token: people[0].token)
            #expect(early.status == 404)
            _ = try await server.services.keysigning.freeze(context: .desk(at: Date(timeIntervalSinceNow: -60)))
            let (ada, eve) = (people[0].key, people[1].key)
            let signed = try ada.certify(eve)

            let foreign = try await server.send(.post, own, token: people[0].token, text: signed)
            #expect(foreign.status == 200 && foreign.text.contains("\"added\":0"), "\(foreign)")
            let merged = try await server.send(.post, own, token: people[1].token, text: signed)
            #expect(merged.status == 200 && merged.text.contains("\"added\":1"), "\(merged)")
            for (token, status) in [(without, 404), ("keysigning_x", 401)] {
                #expect(try await server.send(.post, own, token: token, text: signed).status == status)
                #expect(try await server.send(.get, account, token: token).status == status)
            }
            // It was asked for by itself; in memory nobody runs it.
            #expect(server.services.verification.state == .running(done: 0, total: 0))
            let before = try await server.send(.get, account, token: people[1].token)
            #expect(before.body["unchecked"] as? Int == 1 && before.body["received"] as? Int == 0)
            _ = try await server.services.aftermath.verify(context: .desk(at: Date())) { _, _ in }
            let after = try await server.send(.get, account, token: people[1].token)
            #expect(after.body["unchecked"] as? Int == 0 && after.body["received"] as? Int == 1)
            #expect((after.body["owed"] as? [Any])?.isEmpty == true)
            let owes = try #require(after.body["owes"] as? [[String: Any]])
            #expect(owes.map { $0["number"] as? Int } == [1])
            #expect((owes[0]["userID"] as? String)?.hasPrefix("Person 1 Invented") == true)
            let keyring = try await server.file("/v1/keysigning/self/signed-keyring", token: people[0].token)
            #expect(keyring.bytes.count > (try await server.services.keysigning.list(version: 1).keyring.count))
            // A secret key that comes back by mistake is refused like any other.
            let secret = try ada.gpg("--armor", "--export-secret-keys", ada.fingerprint.digits)
            let leaked = try await server.send(.post, own, token: people[0].token, text: secret)
            #expect(leaked.status == 422 && leaked.text.contains("secret_key"))
        }
    }

    @Test func `a door's device sees and does nothing of it`() async throws {
        try await Server.run { server in
            let door = try await server.token(.door)
            let gets = [
                "phase", "lists", "lists/1/text", "lists/1/copies/A", "lists/1/copies/A/answers", "lists/1/ticked/A",
                "lists/1/rotation/lines", "ticks/A", "verification", "matrix", "signed-keyring", "letters/state",
            ]
            for path in gets {
                #expect(try await server.file("/v1/keysigning/\(path)", token: door).status == 403, "\(path)")
            }
            let posts = [
                "phase", "lists", "numbers/1/presence", "lists/1/copies/A/answers", "ticks/A", "returns",
                "verification",
            ]
            for path in posts {
                #expect(try await Self.post(server, path, token: door).status == 403, "\(path)")
            }
        }
    }
}

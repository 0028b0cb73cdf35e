import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Keysigning
import LanyardTestSupport
import OpenPGP
import RegistrationLedger
import Testing

/// The keysigning over HTTP: what a participant's own link may do, the desk's part, and the key server's way.
@Suite(.waitsForPrograms)
struct KeysigningRouteTests {
    private static let clock = EventClock.system
    private static let base = "/v1/keysigning/self"

    private static func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// Someone registered, with their own link's secret.
    private static func invite(_ server: Server, _ number: Int = 1) async throws -> (code: String, token: String) {
        let registration = try await server.services.ledger.register(.invented(number), context: .desk()).result
        let code = registration.code.description
        let link = try await server.services.keysigning.invite(registration: registration.id, context: .desk())
        return (code, link.secret)
    }

    private static func post(
        _ server: Server, _ path: String, _ json: [String: Any] = [:], token: String, key: String = UUID().uuidString
    ) async throws -> (status: Int, body: [String: Any]) {
        let headers: HTTPFields = [HTTPField.Name("Idempotency-Key")!: key, .contentType: "application/json"]
        let answer = try await server.send(.post, path, token: token, json: json, headers: headers)
        return (answer.status, answer.body)
    }

    @Test func `a participant hands in a key, proves control, and the desk's confirmation makes the dot`() async throws
    {
        let key = try InventedKey("Björn Datagram <bjorn@example.org>")
        let armored = try key.gpg("--armor", "--export", key.fingerprint.digits)
        try await Server.run(clock: Self.clock) { server in
            let (code, token) = try await Self.invite(server)
            let path = "\(Self.base)/keys?fingerprint=\(key.fingerprint.digits)"
            let added = try await server.send(.post, path, token: token, text: armored)
            #expect(added.status == 201)
            let receipt = try Self.json(added.text)
            #expect(receipt["change"] as? String == "added")
            let shown = try #require(receipt["key"] as? [String: Any])
            #expect(shown["state"] as? String == "submitted")
            #expect((shown["groups"] as? [String])?.joined() == key.fingerprint.digits)
            #expect((shown["preview"] as? String)?.hasPrefix("---  [ ] Fingerprint OK        [ ] ID OK\n") == true)

            let own = "\(Self.base)/keys/\(key.fingerprint)"
            let challenge = try await Self.post(server, "\(own)/challenge", ["method": "signature"], token: token)
            #expect(challenge.status == 201)
            let text = try #require(challenge.body["text"] as? String)
            let proof = try await server.send(.post, "\(own)/proof", token: token, text: try key.signed(text))
            #expect(proof.status == 201)
            #expect(try Self.json(proof.text)["state"] as? String == "control_proved")

            let desk = try await server.token(.keysigning)
            let found = try await server.send(
                .get, "/v1/keysigning/keys/OPENPGP4FPR:\(key.fingerprint)", token: desk)
            #expect(found.status == 200 && found.body["nameIsOnKey"] as? Bool == true)
            let confirmed = try await Self.post(
                server, "/v1/keysigning/confirmations", ["registration": code, "fingerprint": key.fingerprint.grouped],
                token: desk)
            #expect(confirmed.status == 201)
            #expect(
                confirmed.body["state"] as? String == "green_dot" && confirmed.body["changesBadge"] as? Bool == true)
            let list = try await server.send(.get, "/v1/keysigning/keys", token: desk)
            let items = try #require(list.body["items"] as? [[String: Any]])
            #expect((items.first?["confirmation"] as? [String: Any])?["author"] as? String == "device:1")
            let ended = try await Self.post(
                server, "/v1/keysigning/confirmations/end",
                ["fingerprint": key.fingerprint.digits, "reason": "wrong person"], token: desk)
            #expect(ended.body["state"] as? String == "control_proved" && ended.body["changesBadge"] as? Bool == true)

            let gone = try await Self.post(server, "\(own)/withdraw", token: token)
            #expect(gone.status == 200 && (gone.body["keys"] as? [Any])?.isEmpty == true)
        }
    }

    @Test func `a code proves control as well`() async throws {
        let key = try InventedKey()
        try key.addSubkey("cv25519", "encr")
        let armored = try key.gpg("--armor", "--export", key.fingerprint.digits)
        try await Server.run(clock: Self.clock) { server in
            let (_, token) = try await Self.invite(server)
            #expect(try await server.send(.post, "\(Self.base)/keys", token: token, text: armored).status == 201)
            let own = "\(Self.base)/keys/\(key.fingerprint)"
            let message = try await Self.post(server, "\(own)/challenge", ["method": "code"], token: token)
            let clear = try key.decrypted(try #require(message.body["text"] as? String))
            let code = try #require(clear.firstMatch(of: #/code: (\S+)/#)?.output.1)
            let wrong = try await server.send(.post, "\(own)/proof?code=AAAA", token: token, text: "")
            #expect(wrong.status == 422 && wrong.text.contains("code_wrong"))
            let right = try await server.send(.post, "\(own)/proof?code=\(code)", token: token, text: "")
            #expect(right.status == 201)
        }
    }

    @Test func `a link acts only for its own registration`() async throws {
        let key = try InventedKey()
        let armored = try key.gpg("--armor", "--export", key.fingerprint.digits)
        try await Server.run(clock: Self.clock) { server in
            let (code, ada) = try await Self.invite(server, 1)
            let (_, mallory) = try await Self.invite(server, 2)
            #expect(try await server.send(.post, "\(Self.base)/keys", token: ada, text: armored).status == 201)
            let again = try await server.send(.post, "\(Self.base)/keys", token: mallory, text: armored)
            #expect(again.status == 409 && again.text.contains("key_of_another_registration"))
            let own = "\(Self.base)/keys/\(key.fingerprint)"
            for step in ["withdraw", "challenge"] {
                let answer = try await Self.post(server, "\(own)/\(step)", token: mallory)
                #expect(answer.status == 404 && answer.body["code"] as? String == "submission_unknown")
            }
            // No device's token is a participant's, nor the other way round.
            let desk = try await server.token(.keysigning)
            let asDevice = try await server.send(.get, Self.base, token: desk)
            #expect(asDevice.status == 401 && asDevice.body["code"] as? String == "participant_token_unknown")
            #expect(try await server.send(.get, Self.base).body["code"] as? String == "participant_token_missing")
            #expect(try await server.send(.get, "/v1/keysigning/keys", token: ada).status == 401)
            #expect(
                try await server.send(.get, "/v1/keysigning/keys", token: try await server.token(.door)).status == 403)

            // A new link takes the place of the old one; a revoked one is worthless.
            let next = try await Self.post(
                server, "/v1/keysigning/invitations", ["registration": code], token: desk)
            #expect(next.status == 201)
            #expect(try await server.send(.get, Self.base, token: ada).status == 401)
            let fresh = try #require(next.body["token"] as? String)
            #expect(next.body["path"] as? String == "/keysigning#\(fresh)")
            #expect(try await server.send(.get, Self.base, token: fresh).status == 200)
            let id = try await server.services.ledger.registration(named: code).id
            try await server.services.keysigning.revokeInvitation(registration: id, context: .desk())
            #expect(try await server.send(.get, Self.base, token: fresh).status == 401)
        }
    }

    @Test func `the file holds no secret of a link`() async throws {
        try await withNetdev01 { ledger, store in
            let id = try await ledger.register(.invented(), context: .desk()).result.id
            let desk = KeysigningDesk(store: store, inspector: CertificateInspector())
            let token = try await desk.invite(registration: id, context: .desk())
            let everything = try await dump(store).joined()
            #expect(!everything.contains(token.secret.suffix(20)))
            #expect("\(token)" == "‹redacted›")
        }
    }

    @Test func `sending a key without a login reveals nothing about who takes part`() async throws {
        let key = try InventedKey()
        let form = try Self.form(key.gpg("--armor", "--export", key.fingerprint.digits))
        let secret = try Self.form(key.gpg("--armor", "--export-secret-keys", key.fingerprint.digits))
        try await Server.run(clock: Self.clock) { server in
            let keysigning = server.services.keysigning
            func send(_ form: String) async throws -> (status: Int, text: String) {
                try await server.send(.post, "/pks/add", text: form, type: "application/x-www-form-urlencoded")
            }
            let (_, ada) = try await Self.invite(server, 1)
            let (_, eve) = try await Self.invite(server, 2)
            let early = try await send(form)
            #expect(early.status == 200)
            #expect(try await keysigning.submissions().isEmpty)
            // What is said of the bytes alone is said to everybody.
            #expect(try await send("options=x&keytext=hello").status == 422)
            #expect(try await send("nothing=here").status == 400)
            let leaked = try await send(secret)
            #expect(leaked.status == 422 && leaked.text.contains("SECRET"))

            let announced = try await Self.post(
                server, "\(Self.base)/announcements", ["fingerprint": key.fingerprint.grouped], token: ada)
            #expect(announced.status == 201)
            let taken = try await send(form)
            #expect(taken == early)
            #expect(try await keysigning.submissions().count == 1)
            #expect(try await send(form) == early)
            let late = try await Self.post(
                server, "\(Self.base)/announcements", ["fingerprint": key.fingerprint.digits], token: eve)
            #expect(late.body["code"] as? String == "key_of_another_registration")

            // Announced by two people it is nobody's, and that is not told either.
            let other = try InventedKey("Eve Invented <eve@example.org>")
            for token in [ada, eve] {
                _ = try await Self.post(
                    server, "\(Self.base)/announcements", ["fingerprint": other.fingerprint.digits], token: token)
            }
            #expect(try await send(Self.form(other.gpg("--armor", "--export", other.fingerprint.digits))) == early)
            #expect(try await keysigning.submissions().count == 1)

            // Closed, the answer is another, the same for all; a revocation gets through.
            _ = try await keysigning.close(context: .desk(at: Date()))
            let closed = try await send(form)
            #expect(closed.status == 403)
            try key.revoke()
            #expect(try await send(Self.form(key.gpg("--armor", "--export", key.fingerprint.digits))) == closed)
            #expect(try await keysigning.submissions().isEmpty)
        }
    }

    @Test func `strangers find what is on a frozen list, participants every current key`() async throws {
        let key = try InventedKey("Ada “Percent %” Invented: <ada@example.org>")
        let armored = try key.gpg("--armor", "--export", key.fingerprint.digits)
        try await Server.run(clock: Self.clock) { server in
            let (_, token) = try await Self.invite(server)
            #expect(try await server.send(.post, "\(Self.base)/keys", token: token, text: armored).status == 201)
            func get(_ query: String, token: String? = nil) async throws -> (status: Int, text: String) {
                let answer = try await server.send(.get, "/pks/lookup?\(query)", token: token, text: "")
                return (answer.status, answer.text)
            }
            let search = "op=get&options=mr&search=0x\(key.fingerprint)"
            let nobody = try await get("op=get&search=0x\(String(repeating: "A", count: 40))")
            #expect(try await get(search) == nobody && nobody.status == 404)
            // A participant's link finds it, by its address too.
            let found = try await get(search, token: token)
            #expect(found.status == 200 && found.text.hasPrefix("-----BEGIN PGP PUBLIC KEY BLOCK-----\n"))
            #expect(try await get("op=get&search=Ada@example.org", token: token) == found)
            #expect(try await get(search, token: "keysigning_wrong") == nobody)

            _ = try await server.services.keysigning.freeze(context: .desk(at: Date()))
            #expect(try await get(search) == found)
            let byID = try await get("op=get&search=0x\(key.fingerprint.digits.suffix(16).lowercased())")
            #expect(byID == found)
            let index = try await get("op=index&options=mr&search=0x\(key.fingerprint)")
            #expect(index.text.hasPrefix("info:1:1\npub:\(key.fingerprint):22::"))
            #expect(index.text.contains("uid:Ada %E2%80%9CPercent %25%E2%80%9D Invented%3A <ada@example.org>:"))
            for search in ["ada@example.org", "Ada", "0x\(key.fingerprint.digits.suffix(8))", "", "%00"] {
                #expect(try await get("op=index&search=\(search)").status == 400)
            }
            #expect(try await get("op=stats").status == 400)

            // Who leaves is found no more; a key that was revoked is, with its revocation.
            try key.revoke()
            let revoked = try key.gpg("--armor", "--export", key.fingerprint.digits)
            let receipt = try await server.send(.post, "\(Self.base)/keys", token: token, text: revoked)
            #expect(receipt.status == 201 && receipt.text.contains("\"change\":\"revoked\""))
            let served = try await get("op=index&search=0x\(key.fingerprint)")
            #expect(served.text.components(separatedBy: "\n")[1].hasSuffix(":r"))
        }
    }

    @Test func `a link reaches so many examinations, and a venue behind one address far more keys`() async throws {
        try await Server.run(clock: Self.clock) { server in
            let (_, token) = try await Self.invite(server)
            var statuses: [Int] = []
            for _ in 1...41 {
                statuses.append(try await server.send(.post, "\(Self.base)/keys", token: token, text: "no key").status)
            }
            #expect(statuses.prefix(40).allSatisfy { $0 == 422 } && statuses.last == 429, "\(statuses)")
            // A link is one person's; an address is a venue's, and what costs nothing is never refused.
            for _ in 1...700 {
                let answer = try await server.send(
                    .post, "/pks/add", text: "keytext=hello", type: "application/x-www-form-urlencoded")
                #expect(answer.status == 422)
            }
        }
    }

    private static func form(_ armored: String) throws -> String {
        "keytext=" + (armored.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
    }
}

import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Keysigning
import LanyardTestSupport
import OpenPGP
import Outbox
import RegistrationLedger
import Testing

/// The page of who runs the keysigning, without its scripts.
@Suite(.waitsForPrograms)
struct KeysigningDeskPageTests {
    private static let path = "/keysigning/desk"

    /// Two registered people with a key each.
    private struct Guest {
        let code: String
        let key: InventedKey
        let armored: String

        init(_ number: Int, at server: Server) async throws {
            code = try await server.services.ledger.register(.invented(number), context: .desk()).result.code
                .description
            key = try InventedKey("Person \(number) Invented <person\(number)@example.org>")
            armored = try key.gpg("--armor", "--export", key.fingerprint.digits)
        }
    }

    @Test func `links and letters go by mail from the page, once each, where the event sends mail`() async throws {
        try await Server.run(clock: .system, yaml: try Repository.netdev01() + MailPageTests.mail) { server in
            let (ada, eve) = (try await Guest(1, at: server), try await Guest(2, at: server))
            let desk = try await Browser.enrolled(.keysigning, at: server)
            func sent(_ occasion: MailOccasion) async throws -> Int {
                try await server.services.outbox.list(limit: 100).count { $0.occasion == occasion }
            }
            let path = "\(Self.path)/mail"
            try await desk.get(Self.path)
            try await desk.post(path, ["kind": "keysigning_invitation", "registration": ada.code, "action": "show"])
            #expect(desk.status == 200)
            #expect(try await sent(.keysigningInvitation) == 0, "a look sends nothing")
            try await desk.post(path, ["kind": "keysigning_invitation", "registration": ada.code, "action": "send"])
            #expect(try await sent(.keysigningInvitation) == 1)
            try await desk.post(path, ["kind": "keysigning_invitation", "registration": ada.code, "action": "send"])
            #expect(desk.status == 422, "nobody gets the same twice")
            try await desk.post(path, ["kind": "keysigning_invitation", "action": "send"])
            #expect(try await sent(.keysigningInvitation) == 2, "everybody else: \(eve.code)")
            try await desk.post("\(Self.path)/key", ["registration": ada.code, "public_key": ada.armored])
            try await desk.post(path, ["kind": "keysigning_state", "action": "send"])
            #expect(desk.status == 200)
            #expect(try await sent(.keysigningState) == 1, "only whoever has a key is told of it")
            try await desk.post(path, ["kind": "confirmation", "action": "send"])
            #expect(desk.status >= 400, "the desk of a keysigning sends nothing else")
        }
        try await Server.run { server in
            let desk = try await Browser.enrolled(.keysigning, at: server)
            try await desk.get(Self.path)
            #expect(!desk.page.contains("/keysigning/desk/mail"))
        }
    }

    @Test(arguments: [Device.Role.keysigning, .organizer])
    func `a keysigning is run from the page alone`(role: Device.Role) async throws {
        try await Server.run(clock: .system) { server in
            let (ada, eve) = (try await Guest(1, at: server), try await Guest(2, at: server))
            let desk = try await Browser.enrolled(role, at: server)
            try await desk.get(Self.path)
            #expect(desk.status == 200)
            try await desk.post("\(Self.path)/invite", ["registration": ada.code])
            #expect(desk.page.contains("/keysigning#keysigning_"))
            try await desk.post("\(Self.path)/invite-all")
            #expect(desk.headers[.contentType]?.hasPrefix("text/csv") == true)
            #expect(desk.page.components(separatedBy: "#keysigning_").count == 2)

            // Several keys in one paste are listed; a slip in the fingerprint is shown digit by digit.
            try await desk.post(
                "\(Self.path)/key", ["registration": ada.code, "public_key": ada.armored + eve.armored])
            #expect(desk.status == 422)
            for guest in [ada, eve] { #expect(desk.page.contains(guest.key.fingerprint.grouped)) }
            let digits = ada.key.fingerprint.digits
            let wrong = digits.dropLast() + (digits.hasSuffix("0") ? "1" : "0")
            try await desk.post(
                "\(Self.path)/key", ["registration": ada.code, "public_key": ada.armored, "fingerprint": String(wrong)])
            #expect(desk.status == 422 && desk.page.contains("<mark>"))
            #expect(try await server.services.keysigning.submissions().isEmpty)
            for guest in [ada, eve] {
                try await desk.post(
                    "\(Self.path)/key",
                    [
                        "registration": guest.code, "public_key": ada.armored + eve.armored,
                        "fingerprint": guest.key.fingerprint.digits,
                    ])
                #expect(desk.status == 200 && desk.text.contains("The key was handed in."), "\(desk.text)")
            }
            try await desk.post(
                "\(Self.path)/confirm", ["registration": ada.code, "fingerprint": String(wrong)])
            #expect(desk.status == 422 && desk.page.contains("<mark>"))
            try await desk.post("\(Self.path)/confirm", ["registration": ada.code, "fingerprint": digits])
            #expect(desk.status == 200 && desk.text.contains("Confirmed at the desk"))

            try await desk.post("\(Self.path)/phase", ["phase": "closed"])
            #expect(desk.status == 200)
            for said in ["Version 1 is frozen.", "Nothing has changed since version 1"] {
                try await desk.post("\(Self.path)/freeze", ["prefix": "0"])
                #expect(desk.text.contains(said), "\(desk.text)")
            }
            for form in ["text", "pdf", "slips", "keyring", "bundle"] {
                try await desk.get("\(Self.path)/lists/1/\(form)")
                #expect(desk.status == 200, "\(form)")
            }

            for form in ["pdf", "accounts"] {
                try await desk.get("\(Self.path)/matrix/\(form)")
                #expect(desk.status == 200, "\(form)")
            }
            try await desk.get(Self.path)
            try await desk.post(
                "\(Self.path)/withdraw", ["fingerprint": digits, "reason": "another's slip", "only_dot": "1"])
            #expect(desk.status == 422 && desk.text.contains("Confirmed at the desk"))
            try await desk.post(
                "\(Self.path)/withdraw",
                ["fingerprint": digits, "reason": "another's slip", "only_dot": "1", "sure": "1"])
            #expect(desk.text.contains("The confirmation is taken back."), "\(desk.text)")
            #expect(!desk.text.contains("Confirmed at the desk"))
            #expect(try await server.services.keysigning.submissions().count { $0.withdrawn == nil } == 2)

            // Closed or not, a revocation gets through.
            let file = ada.key.home.appending(path: "openpgp-revocs.d/\(digits).rev")
            let revocation = try String(contentsOf: file, encoding: .utf8)
            try await desk.get(Self.path)
            try await desk.post("\(Self.path)/key", ["registration": ada.code, "public_key": revocation])
            #expect(desk.status == 422 && desk.text.contains("GnuPG put a colon before this revocation"))
            try await desk.post(
                "\(Self.path)/key",
                ["registration": ada.code, "public_key": revocation.replacing(":-----BEGIN", with: "-----BEGIN")])
            #expect(desk.status == 200 && desk.text.contains("This key is revoked"), "\(desk.text)")
            // Who holds the list can be written to at once.
            #expect(desk.text.contains("are on a frozen version and have been revoked"), "\(desk.text)")
            // By the name that the list has of it, though nothing of it is in force any more.
            #expect(
                desk.page.contains("<bdi class=\"fenced\">Person 1 Invented &lt;person1@example.org&gt;</bdi> · <span"))
            try await desk.get("\(Self.path)/letters/erratum")
            #expect(desk.status == 200 && desk.page.contains("revoked by its owner"), "\(desk.page)")
            try await desk.get(Self.path)
            try await desk.post("\(Self.path)/freeze", ["prefix": "0"])
            #expect(
                desk.text.contains("Version 2 is frozen.") && desk.text.contains("Revoked, do not sign: 001"),
                "\(desk.text)")
            try await desk.get("\(Self.path)/letters/erratum")
            #expect(desk.status == 200 && desk.page.contains(ada.key.fingerprint.grouped), "\(desk.page)")
        }
    }

    @Test(arguments: [Device.Role.desk, .door, .reports])
    func `nobody else opens it`(role: Device.Role) async throws {
        try await Server.run { server in
            let other = try await Browser.enrolled(role, at: server)
            try await other.get(Self.path)
            #expect(other.status != 200 || !other.text.contains("Freeze the next version"))
            try await other.post("\(Self.path)/phase", ["phase": "closed"])
            #expect(try await server.services.keysigning.phase() == .opened)
        }
    }
}

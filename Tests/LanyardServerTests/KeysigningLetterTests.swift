import Conference
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import MailFormat
import OpenPGP
import OpenPGPMutations
import RegistrationLedger
import Testing

@testable import EventDesk
@testable import Keysigning

@Suite(.waitsForPrograms)
struct KeysigningLetterTests {
    private struct Read: Decodable {
        let to: [String]
        let sender: String
        let subject: String
        let date: String
        let body: String
    }

    /// The letters as Python's own reader of mail sees them.
    private func read(_ mbox: Data) throws -> [Read] {
        let folder = try ScratchFolder()
        try mbox.write(to: folder.file("letters.mbox"))
        let script = """
            import email.header, email.utils, json, mailbox, sys
            def words(text): return str(email.header.make_header(email.header.decode_header(text)))
            print(json.dumps([{
                'to': [words(part) for part in email.utils.parseaddr(m['to'].replace('\\n', ''))],
                'sender': m['from'], 'subject': words(m['subject']),
                'date': email.utils.parsedate_to_datetime(m['date']).isoformat(),
                'body': m.get_payload(decode=True).decode('utf-8'),
            } for m in mailbox.mbox(sys.argv[1])]))
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, folder.file("letters.mbox").path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode([Read].self, from: output)
    }

    @Test func `a mail program reads every letter as it was written`() throws {
        let date = Date(timeIntervalSince1970: 1_424_000_000)
        let long = "花子 見本 with a name that is far longer than one encoded word of a header can be, 見本 見本"
        let messages = [
            MailMessage(
                from: try Mailbox("Kit Invented <kit@example.org>"),
                to: try Mailbox(name: long, address: "hanako@example.org"),
                subject: "Déjà vu", text: "From here\n>From there\nuid Đặng\n", date: date),
            MailMessage(
                from: try Mailbox("Kit Invented <kit@example.org>"),
                to: try Mailbox(name: "Ada \"Quoted\", Jr.", address: "ada@example.org"), subject: "plain",
                text: "no end of line", date: date),
        ]
        let letters = try read(MailMessage.mbox(messages))
        #expect(letters.map(\.to) == [[long, "hanako@example.org"], ["Ada \"Quoted\", Jr.", "ada@example.org"]])
        #expect(letters.map(\.subject) == ["Déjà vu", "plain"])
        #expect(letters.allSatisfy { $0.date == "2015-02-15T11:33:20+00:00" })
        #expect(letters.allSatisfy { $0.sender == "Kit Invented <kit@example.org>" })
        // Quoted-printable leaves nothing for mbox to mark, but what was marked already.
        #expect(letters[0].body.replacing(">>", with: ">") == "From here\n>From there\nuid Đặng\n")
        #expect(letters[1].body.trimmingCharacters(in: .newlines) == "no end of line")
    }

    @Test func `everybody is told what is missing, and reminded of whom they owe`() async throws {
        try await Server.run(clock: .system) { server in
            let keysigning = server.services.keysigning
            let desk = try await server.token(.keysigning)
            var keys: [InventedKey] = []
            for number in 1...3 {
                let id = try await server.services.ledger.register(.invented(number), context: .desk()).result.id
                let key = try InventedKey("Person \(number) Invented <person\(number)@example.org>")
                keys.append(key)
                _ = try await keysigning.add(
                    key.exported(), typedFingerprint: nil, registration: id, context: .desk(at: Date()))
            }
            let challenge = try await keysigning.challenge(
                .signature, fingerprint: keys[0].fingerprint.digits, registration: .init(rawValue: 1),
                context: .desk(at: Date())
            ).result
            _ = try await keysigning.prove(
                signed: .copying(try keys[0].signed(challenge.text)), fingerprint: keys[0].fingerprint.digits,
                registration: .init(rawValue: 1), context: .desk(at: Date()))
            _ = try await keysigning.grantDot(
                confirmed: keys[0].fingerprint.digits, registration: .init(rawValue: 1), context: .desk(at: Date()))
            let early = try await server.send(.get, "/v1/keysigning/letters/reminder", token: desk)
            #expect(early.status == 404 && early.body["code"] as? String == "list_unknown")
            _ = try await keysigning.freeze(context: .desk(at: Date()))

            let states = try read(try await server.file("/v1/keysigning/letters/state", token: desk).bytes)
            #expect(states.map { $0.to[1] } == (1...3).map { "person\($0)@example.org" })
            for (number, letter) in states.enumerated() {
                #expect(letter.body.contains(keys[number].fingerprint.grouped))
                #expect(letter.body.contains("00\(number + 1)  [ ] Fingerprint OK"))
                #expect(letter.body.contains("All is done") == (number == 0))
                #expect(letter.body.contains("Nobody has proved control") == (number != 0))
            }
            _ = try await keysigning.tick(
                .number(2), as: [.fingerprint, .identity], reader: .init(rawValue: 1), context: .desk(at: Date()))
            _ = try await keysigning.note(absent: true, number: 3, context: .desk(at: Date()))
            let reminders = try read(try await server.file("/v1/keysigning/letters/reminder", token: desk).bytes)
            // People who did not come owe nobody.
            #expect(reminders.map { $0.to[1] } == ["person1@example.org", "person2@example.org"])
            #expect(reminders[0].body.contains(keys[1].fingerprint.grouped))
            #expect(!reminders[0].body.contains(keys[2].fingerprint.grouped))
            #expect(reminders[0].body.contains("by May 19, 2015"))
            let unknown = try await server.send(.get, "/v1/keysigning/letters/love", token: desk)
            #expect(unknown.status == 400 && unknown.body["code"] as? String == "choice_unknown")
        }
    }

    /// Takes in a key of an invented owner, or a revocation.
    private static func add(_ bytes: [UInt8], _ id: Registration.ID, _ server: Server) async throws {
        var copy = bytes
        _ = try await server.services.keysigning.add(
            SubmittedBytes(wiping: &copy), typedFingerprint: nil, registration: id, context: .desk(at: Date()))
    }

    @Test func `holders of a list are told at once who revoked a key of it, each in their own language`() async throws {
        try await Server.run(clock: .system) { server in
            let keysigning = server.services.keysigning
            let desk = try await server.token(.keysigning)
            var generator = SplitMix64(seed: 28)
            let owners = (0..<3).map { _ in KeyOwner(created: 1_700_000_000, using: &generator) }
            var ids: [Registration.ID] = []
            for (number, language) in [(1, Language.french), (2, .english), (3, .english)] {
                let new = try NewRegistration(
                    person: .invented(number), category: .attendee, days: DaySet([1]), addOns: [], reference: nil,
                    language: language)
                ids.append(try await server.services.ledger.register(new, context: .desk()).result.id)
            }
            let first = owners[0].certificate("Ada Invented <ada@example.org>", revocableBy: owners[1])
            try await Self.add(first, ids[0], server)
            try await Self.add(owners[1].certificate("Rev Oker <revoker@example.org>"), ids[1], server)
            try await Self.add(owners[2].certificate("Eve Invented <eve@example.org>"), ids[2], server)
            func letters() async throws -> [Read] {
                try read(try await server.file("/v1/keysigning/letters/erratum", token: desk).bytes)
            }
            _ = try await keysigning.freeze(context: .desk(at: Date()))
            let nothing = try await server.send(.get, "/v1/keysigning/letters/erratum", token: desk)
            #expect(nothing.status == 409 && nothing.body["code"] as? String == "erratum_empty")

            try await Self.add(owners[1].revocation(of: owners[0], at: 1_700_000_100), ids[0], server)
            let revoked = Fingerprint(bytes: owners[0].fingerprint)
            let revoker = Fingerprint(bytes: owners[1].fingerprint)
            let early = try await letters()
            #expect(early.map { $0.to[1] } == (1...3).map { "person\($0)@example.org" })
            #expect(early[0].subject.contains("révoquées") && early[1].subject.contains("revoked"))
            for letter in early { #expect(letter.body.contains("001  \(revoked.grouped)\n     Ada Invented")) }
            #expect(early[0].body.contains("révoquée par \(revoker.grouped), à qui son propriétaire l’avait permis"))
            #expect(early[0].body.hasPrefix("Bonjour Björn Datagram 1,\n\nVous avez"), "\(early[0].body)")
            #expect(early[1].body.contains("revoked by \(revoker.grouped), which its owner allowed to"))
            let versions = try await server.send(.get, "/v1/keysigning/lists", token: desk)
            let told = ((versions.body["items"] as? [[String: Any]])?.first?["revoked"] as? [[String: Any]])?.first
            #expect(told?["number"] as? Int == 1 && told?["revoker"] as? String == revoker.digits)

            // A version from which they are gone is named; nothing else is announced.
            _ = try await keysigning.freeze(context: .desk(at: Date()))
            let second = try await letters()
            #expect(second[1].body.contains("There is a version 2 by now, without these keys.\n"))
            #expect(second.allSatisfy { !$0.body.contains(":\n\nNo number") && !$0.body.contains(" :\n\nAucun") })

            // Who has left is written to no more, and the organizer is told who that is.
            _ = try await server.services.ledger.cancel(ids[2], context: .desk())
            _ = try await keysigning.freeze(context: .desk(at: Date()))
            let late = try await letters()
            #expect(late.map { $0.to[1] } == ["person1@example.org", "person2@example.org"])
            #expect(late[0].body.contains("  * Retirées, ou propriétaire parti : 003\n"), "\(late[0].body)")
            #expect(late[1].body.contains("  * Withdrawn, or owner has left: 003\n"), "\(late[1].body)")
            #expect(late.allSatisfy { $0.body.contains("001  \(revoked.grouped)") })
            #expect(try await server.services.letters(.erratum).left == [ids[2]])

            // Further versions take nothing from what the first one's holders are told.
            try await Self.add(
                KeyOwner(created: 1_700_000_000, using: &generator).certificate("New Invented <new@example.org>"),
                ids[1], server)
            _ = try await keysigning.freeze(context: .desk(at: Date()))
            for letter in try await letters() {
                #expect(letter.body.contains("001  \(revoked.grouped)") && letter.body.contains("004"))
            }
        }
    }
}

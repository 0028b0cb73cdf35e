import Conference
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import OpenPGP
import RegistrationLedger
import Testing

@testable import EventDesk
@testable import Keysigning

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
                sender: "Kit Invented <kit@example.org>", recipientName: long, recipientAddress: "hanako@example.org",
                subject: "Déjà vu", body: "From here\n>From there\nuid Đặng\n", date: date),
            MailMessage(
                sender: "Kit Invented <kit@example.org>", recipientName: "Ada \"Quoted\", Jr.",
                recipientAddress: "ada@example.org", subject: "plain", body: "no end of line", date: date),
        ]
        let letters = try read(MailMessage.mbox(messages))
        #expect(letters.map(\.to) == [[long, "hanako@example.org"], ["Ada \"Quoted\", Jr.", "ada@example.org"]])
        #expect(letters.map(\.subject) == ["Déjà vu", "plain"])
        #expect(letters.allSatisfy { $0.date == "2015-02-15T11:33:20+00:00" })
        #expect(letters.allSatisfy { $0.sender == "Kit Invented <kit@example.org>" })
        // The reader leaves the quoting of mbox in.
        #expect(letters[0].body == ">From here\n>>From there\nuid Đặng\n")
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
            #expect(reminders[0].body.contains("by 2015-05-19"))
            let unknown = try await server.send(.get, "/v1/keysigning/letters/love", token: desk)
            #expect(unknown.status == 400 && unknown.body["code"] as? String == "choice_unknown")
        }
    }
}

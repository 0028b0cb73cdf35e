import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import MailFormat
import Outbox
import RegistrationLedger
import Testing

/// Letters and certificates: who may have one, what it says, and that what was issued stays.
struct LetterTests {
    private static let visa = LetterPlan.ID(rawValue: "visa")
    private static let attendance = LetterPlan.ID(rawValue: "attendance")
    /// 14 February 2015, 09:30 in Ottawa: the main door is open.
    private static let morning = Date(timeIntervalSince1970: 1_423_924_200)

    private static let letters = """

        questions:
          - id: passport
            label: Number of your passport
            fr: Numéro de votre passeport
            erased: 2015-03-01
        letters:
          - id: visa
            name: Letter of invitation
            fr: Lettre d’invitation
            for: paid
            own: true
            shows: passport
            signed_by: Ada Example, chair
          - id: attendance
            name: Certificate of attendance
            for: admitted
            template: certificate
        """

    /// The event with a talk on the first morning as a session, at another time.
    private static func yaml() throws -> String {
        let gate = """
            gates:
              - id: talk
                name: "Opening: packets & people"
                days: "1"
                opens: "09:00"
                closes: "10:00"
                frequency: once

            """
        return try Repository.netdev01().replacing("\ngates:\n", with: "\n\(gate)")
            + OnlineVenue.yaml.replacing(
                "payments:\n  provider: stripe\n", with: "") + letters
    }

    private static func run(at time: Date = morning, _ body: (EventServices) async throws -> Void) async throws {
        try await withNetdev01(yaml: yaml()) { _, store in
            try await body(
                EventServices(store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: time)))
        }
    }

    private static func later(_ desk: EventServices, _ seconds: Double) -> EventServices {
        EventServices(
            store: desk.store, resources: desk.resources, clock: .fixed(at: morning.addingTimeInterval(seconds)))
    }

    private static func register(
        _ desk: EventServices, _ number: Int = 1, language: Language = .english, passport: String = "",
        isPaid: Bool = true
    ) async throws -> Registration {
        let person = try await desk.ledger.register(
            try NewRegistration(
                person: .invented(number), category: .attendee, days: DaySet([1, 2]), addOns: [.dinner], reference: nil,
                language: language,
                answers: passport.isEmpty ? [:] : [Question.ID(rawValue: "passport"): passport]),
            context: .desk(at: morning)
        ).result
        if isPaid {
            _ = try await desk.ledger.pay(
                Payment(amount: nil, method: .card, note: ""), for: person.id, context: .desk(at: morning))
        }
        return person
    }

    private static func admit(_ desk: EventServices, _ person: Registration, at gates: [String]) async throws {
        let door = try await desk.store.addDevice(
            name: "North", role: .door, gates: [], context: .desk(at: morning.addingTimeInterval(-3600))
        ).device
        for gate in gates {
            let outcome = try await desk.checkIn.scan(
                ScanRequest(
                    device: door.id, nonce: try IdempotencyKey(UUID().uuidString), gate: Gate.ID(rawValue: gate),
                    direction: .entry, subject: .registration(person.id), time: morning, deviceTime: nil))
            #expect(outcome.verdict == .admitted(.entry), "\(gate)")
        }
    }

    private static func text(_ pdf: Data) throws -> String {
        let folder = try ScratchFolder()
        let file = folder.file("letter.pdf")
        try pdf.write(to: file)
        return try Tool.run("pdftotext", "-layout", file.path, "-")
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test func `a letter of invitation is for who paid and answered, and a second print is the same paper`()
        async throws
    {
        try await Self.run { desk in
            let owing = try await Self.register(desk, passport: "X1", isPaid: false)
            let silent = try await Self.register(desk, 2)
            let ada = try await Self.register(desk, 3, language: .french, passport: "P<4711")
            func refusal(_ id: Registration.ID) async throws -> String? {
                try await errorCode { _ = try await desk.issueLetter(Self.visa, to: id, context: .desk()) }
            }
            #expect(try await refusal(owing.id) == "letter_unpaid")
            #expect(try await refusal(silent.id) == "letter_answer_missing")
            let (letter, isNew) = try await desk.issueLetter(Self.visa, to: ada.id, context: .desk(at: Self.morning))
            #expect(isNew && letter.label == "NETDEV01-VISA-0001")
            let pdf = try await desk.letterFile(letter).bytes
            let text = try Self.text(pdf)
            for part in [
                "Lettre d’invitation", ada.person.name, "P<4711", "NETDEV01-VISA-0001", "14 février 2015",
                "Ada Example, chair", "samedi 14 février, dimanche 15 février",
            ] { #expect(text.contains(part), "\(part) in \(text)") }
            // A name that is corrected and a drawing that is edited change no paper.
            _ = try await desk.correct(
                ada.id, PersonCorrection(name: "Ada Corrected"), context: .desk(at: Self.morning))
            let later = Self.later(desk, 86_400)
            let (same, again) = try await later.issueLetter(Self.visa, to: ada.id, context: .desk())
            #expect(!again && same == letter)
            #expect(try await later.letterFile(same).bytes == pdf)
            // A new one has the next number, and the first stays.
            let (renewed, isRenewed) = try await later.issueLetter(
                Self.visa, to: ada.id, isRenewed: true, context: .desk())
            #expect(isRenewed && renewed.label == "NETDEV01-VISA-0002")
            #expect(try Self.text(try await later.letterFile(renewed).bytes).contains("Ada Corrected"))
            #expect(try await desk.letterFile(try await desk.ledger.letter(letter.id)).bytes == pdf)
            // The other language is another letter, and each is had again.
            let (english, isOther) = try await later.issueLetter(
                Self.visa, to: ada.id, in: .english, context: .desk())
            #expect(isOther && english.label == "NETDEV01-VISA-0003" && english.paper?.title == "Letter of invitation")
            #expect(try await later.issueLetter(Self.visa, to: ada.id, context: .desk()).letter == renewed)
            #expect(try await desk.ledger.audit().findings == [])
        }
    }

    @Test func `a certificate is for those who were let in, with their days and sessions`() async throws {
        try await Self.run { desk in
            let ada = try await Self.register(desk, 1)
            let bo = try await Self.register(desk, 2)
            try await Self.admit(desk, ada, at: ["main", "talk"])
            let refused = try await errorCode {
                _ = try await desk.printLetters(Self.attendance, to: .people([bo.id]), context: .desk())
            }
            #expect(refused == "letter_not_admitted")
            let run = try await desk.printLetters(Self.attendance, to: .group(.all), context: .desk())
            #expect(run.letters.map(\.registration) == [ada.id] && run.newCount == 1)
            #expect(run.leftOut == ["letter_not_admitted": [bo.id]])
            let text = try Self.text(try await desk.pdf(of: run.letters))
            for part in [
                "Certificate of attendance", ada.person.name, "Days attended: Saturday 14 February.",
                "Sessions attended: Opening: packets & people.",
            ] { #expect(text.contains(part), "\(part) in \(text)") }
            #expect(!text.contains("Main door"))
            #expect(
                try await desk.printLetters(Self.attendance, to: .group(.admitted), context: .desk()).newCount == 0)
            let unknown = try await errorCode {
                _ = try await desk.printLetters(.init(rawValue: "poem"), to: .group(.all), context: .desk())
            }
            #expect(unknown == "letter_kind_unknown")
        }
    }

    @Test func `what a letter says goes with the answer that it shows, and with the person; the numbers stay`()
        async throws
    {
        try await Self.run { desk in
            let ada = try await Self.register(desk, 1, passport: "SECRET-1")
            let bo = try await Self.register(desk, 2, passport: "SECRET-2")
            try await Self.admit(desk, bo, at: ["main"])
            let first = try await desk.issueLetter(Self.visa, to: ada.id, context: .desk(at: Self.morning)).letter
            let certificate = try await desk.issueLetter(
                Self.attendance, to: bo.id, context: .desk(at: Self.morning)
            ).letter
            // The record of a person has it, with what it says.
            #expect(try await desk.record(of: ada.id).letters == [first])
            let after = Self.later(desk, 30 * 86_400)
            let purge = WriteContext.desk(at: Self.morning.addingTimeInterval(30 * 86_400))
            _ = try await after.purge(context: purge)
            #expect(try await desk.ledger.letter(first.id).paper == nil)
            #expect(try await desk.ledger.letter(certificate.id).paper != nil)
            #expect(
                try await errorCode { _ = try await desk.letterFile(try await desk.ledger.letter(first.id)) }
                    == "letter_erased")
            _ = try await desk.erase(bo.id, context: .desk(at: Self.morning))
            #expect(try await desk.ledger.letter(certificate.id).paper == nil)
            #expect(try await !dump(desk.store).contains { $0.contains("SECRET") })
            #expect(try await desk.ledger.audit().findings == [])
        }
    }

    @Test(arguments: [
        ("DELETE FROM letter WHERE number = 1", "document_missing visa 1"),
        ("DELETE FROM letter WHERE number = 2", "document_missing visa 2"),
        ("UPDATE letter SET paper = replace(paper, 'Ada', 'Eve') WHERE number = 1", "document_differs visa 1"),
        ("UPDATE letter SET at_ms = at_ms + 1 WHERE number = 1", "document_differs visa 1"),
        ("UPDATE letter SET paper = NULL, salt = NULL WHERE number = 1", "words_missing visa 1"),
        ("UPDATE letter_template SET svg = zeroblob(9)", "document_differs visa 1"),
    ])
    func `the audit names a letter that somebody touched`(sql: String, finding: String) async throws {
        try await Self.run { desk in
            for number in [8, 16] {
                let person = try await Self.register(desk, number, passport: "X")
                _ = try await desk.issueLetter(Self.visa, to: person.id, context: .desk(at: Self.morning))
            }
            #expect(try await desk.ledger.audit().findings == [])
            try await desk.store.writeWithoutTransaction { db in
                try db.execute(
                    sql: """
                        PRAGMA foreign_keys = OFF;
                        DROP TRIGGER letter_is_kept; DROP TRIGGER letter_is_fixed; DROP TRIGGER letter_template_is_fixed;
                        """)
                try db.execute(sql: sql)
            }
            #expect(try await desk.ledger.audit().findings.map { "\($0.code) \($0.subject)" }.contains(finding))
        }
    }

    @Test func `letters go by mail once, and one that shows answers only as a link`() async throws {
        try await Self.run { desk in
            let ada = try await Self.register(desk, 1, passport: "P-4711")
            try await Self.admit(desk, ada, at: ["main"])
            for expected in [1, 0] {
                let sent = try await desk.sendLetters(Self.attendance, to: .group(.admitted), context: .desk())
                #expect(sent.mails == expected && sent.run.letters.count == 1)
            }
            #expect(try await desk.sendLetters(Self.visa, to: .people([ada.id]), context: .desk()).mails == 1)
            let ready = try await desk.dueMail(limit: 10).ready.filter { $0.mail.occasion == .letter }
            let certificate = try #require(ready.first { $0.mail.about.contains("ATTENDANCE") }).message
            #expect(certificate.attachments.map(\.name) == ["NETDEV01-ATTENDANCE-0001.pdf"])
            let visa = try #require(ready.first { $0.mail.about.contains("VISA") }).message
            #expect(visa.attachments.isEmpty && visa.text.contains("/my/open/"))
            #expect(!String(decoding: visa.bytes, as: UTF8.self).contains("4711"))
            // By the link its owner fetches it, and nobody else's.
            let token = try #require(visa.text.firstMatch(of: #/\/my\/open\/([A-Za-z0-9_-]{27})/#)).1
            let own = try await desk.ownLetter(String(token), Self.visa, context: .desk())
            #expect(own.name == "NETDEV01-VISA-0001.pdf")
            let foreign = try await errorCode {
                _ = try await desk.ownLetter(String(token), Self.attendance, context: .desk())
            }
            #expect(foreign == "letter_not_own")
            let bo = try await Self.register(desk, 2, passport: "Q")
            let others = try await desk.issueLetter(Self.visa, to: bo.id, context: .desk(at: Self.morning)).letter
            let stolen = try await errorCode { _ = try await desk.ownIssuedLetter(String(token), others.id) }
            #expect(stolen == "letter_unknown")
        }
    }

    @Test func `invoices of many are one file: new ones, copies of open ones, and nobody who owes nothing`()
        async throws
    {
        try await Self.run { desk in
            let ada = try await Self.register(desk, 1, isPaid: false)
            let bo = try await Self.register(desk, 2, isPaid: false)
            _ = try await Self.register(desk, 3)
            let order = try InvoiceOrder(people: [ada.id])
            _ = try await desk.ledger.issueInvoice(order, context: .desk(at: Self.morning))
            let run = try await desk.printInvoices(to: .group(.unpaid), context: .desk(at: Self.morning))
            #expect(run.invoices.map(\.isCopy) == [true, false])
            #expect(run.invoices.map(\.document.recipient.code) == [ada.code, bo.code])
            let text = try Self.text(try await desk.pdf(of: run))
            #expect(text.contains("NETDEV01-I-0001") && text.contains("NETDEV01-I-0002"))
        }
    }
}

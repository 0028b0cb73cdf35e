import Badges
import Conference
import DoorRules
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

@testable import EventDesk

/// The e-ticket, as a file and as what the desk and the kiosk read.
struct TicketTests {
    private static func run(_ body: (EventServices, ScratchFolder) async throws -> Void) async throws {
        try await withScratchFolder { folder in
            try await withNetdev01 { _, store in
                try await body(
                    EventServices(
                        store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: .deskOpens)), folder
                )
            }
        }
    }

    /// What zbar reads on the first page of a PDF, drawn at so many dots per inch.
    private static func read(_ pdf: Data, _ folder: ScratchFolder, dotsPerInch: Int) throws -> String {
        let file = folder.file("ticket.pdf")
        try pdf.write(to: file)
        let picture = folder.file("ticket").path
        _ = try Tool.run("pdftoppm", "-r", "\(dotsPerInch)", "-gray", "-png", "-singlefile", file.path, picture)
        return try Tool.run("zbarimg", "--nodbus", "-q", "--raw", "\(picture).png")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test(arguments: [TicketForm.letter, .a4])
    func `the code on a ticket is issue 0, which desk and kiosk take`(form: TicketForm) async throws {
        try await Self.run { services, folder in
            let id = try await services.ledger.register(
                try .invented(7, days: DaySet([1, 3]), addOns: [.dinner]), context: .desk()
            ).result.id
            let ticket = try await services.ticket(of: id, as: form, context: .desk())
            #expect(ticket.type == "application/pdf")
            let text = try Self.read(ticket.bytes, folder, dotsPerInch: 100)
            let holder = try await services.badges.holder(of: text)
            #expect(holder.registration == id)
            #expect(holder.number == .ticket)
            // It stays the same, and is no badge.
            let again = try await services.ticket(of: id, as: form, context: .desk())
            #expect(again.bytes == ticket.bytes)
            #expect(try await services.badges.latest(of: [id]).isEmpty)
            guard case .desk(.owes) = try await services.kioskAnswer(to: text) else {
                Issue.record("somebody who owes got a badge")
                return
            }
            let due = try await services.ledger.standing(of: id).summary.due
            _ = try await services.ledger.pay(.of(due.cents), for: id, context: .desk())
            guard case .ready(let person) = try await services.kioskAnswer(to: text) else {
                Issue.record("the kiosk does not take the ticket")
                return
            }
            #expect(person.id == id)
            let size = try Tool.run("pdfinfo", folder.file("ticket.pdf").path)
            #expect(size.contains(form == .letter ? "612 x 792" : "595.276 x 841.89"))
        }
    }

    @Test(arguments: [0.2, 0.35, 0.6])
    func `a ticket on a screen that is not bright is read`(brightness: Double) async throws {
        try await Self.run { services, folder in
            let id = try await services.ledger.register(.invented(3), context: .desk()).result.id
            let ticket = try await services.ticket(of: id, as: .a4, context: .desk())
            try ticket.bytes.write(to: folder.file("ticket.pdf"))
            let picture = folder.file("ticket").path
            _ = try Tool.run(
                "pdftoppm", "-r", "110", "-gray", "-singlefile", folder.file("ticket.pdf").path, picture)
            // White is as bright as the screen is, black is not quite black, and the camera adds noise.
            var image = try Data(contentsOf: URL(fileURLWithPath: "\(picture).pgm"))
            let head = try #require(image.range(of: Data("\n255\n".utf8))).upperBound
            var generator = SeededGenerator(seed: 7)
            for index in head..<image.count {
                let noise = Double.random(in: -5...5, using: &generator)
                image[index] = UInt8(min(255, max(0, 12 + Double(image[index]) * brightness + noise)))
            }
            let dim = folder.file("dim.pgm").path
            try image.write(to: URL(fileURLWithPath: dim))
            let text = try Tool.run("zbarimg", "--nodbus", "-q", "--raw", dim)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(try await services.badges.holder(of: text).registration == id)
        }
    }

    @Test func `a ticket of somebody who left is refused`() async throws {
        try await Self.run { services, _ in
            let id = try await services.ledger.register(.invented(1), context: .desk()).result.id
            _ = try await services.ledger.cancel(id, context: .desk())
            await #expect(throws: LedgerError.self) {
                try await services.ticket(of: id, as: .letter, context: .desk())
            }
        }
    }

    @Test func `a calendar gets each day that is come to, and nothing else`() async throws {
        try await Self.run { services, _ in
            let id = try await services.ledger.register(
                try .invented(1, days: DaySet([1, 4])), context: .desk()
            ).result.id
            let file = try await services.ticket(of: id, as: .calendar, context: .desk())
            let text = String(decoding: file.bytes, as: UTF8.self)
            let lines = text.components(separatedBy: "\r\n")
            #expect(lines.first == "BEGIN:VCALENDAR")
            #expect(lines.suffix(2) == ["END:VCALENDAR", ""])
            #expect(lines.allSatisfy { $0.utf8.count <= 75 })
            #expect(
                lines.filter { $0.hasPrefix("DTSTART") } == [
                    "DTSTART;VALUE=DATE:20150214", "DTSTART;VALUE=DATE:20150217",
                ])
            #expect(lines.contains("DTEND;VALUE=DATE:20150218"))
            #expect(lines.contains("LOCATION:Ottawa\\, Canada"))
            #expect(Set(lines.filter { $0.hasPrefix("UID") }).count == 2)
        }
    }

    @Test func `a wallet pass holds the ticket, and its signature verifies`() async throws {
        try await Self.run { services, folder in
            let id = try await services.ledger.register(
                try .invented(7, days: DaySet([1, 3])), context: .desk()
            ).result.id
            await #expect(throws: ServerError.self) {
                try await services.ticket(of: id, as: .wallet, context: .desk())
            }
            let keys = services.store.keys.folder
            let (key, certificate) = (folder.file("key.pem"), folder.file("certificate.pem"))
            _ = try Tool.run(
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                "/UID=pass.org.example.netdev01/CN=Pass/OU=TEAM123456", "-keyout", key.path, "-out", certificate.path)
            var pem = try Data(contentsOf: certificate)
            pem.append(try Data(contentsOf: key))
            let file = keys.appendingPathComponent("wallet.pem")
            #expect(
                FileManager.default.createFile(
                    atPath: file.path, contents: pem, attributes: [.posixPermissions: 0o600]))
            let pass = try await services.ticket(of: id, as: .wallet, context: .desk())
            #expect(pass.type == "application/vnd.apple.pkpass")
            try pass.bytes.write(to: folder.file("ticket.pkpass"))
            // An independent reader: Python's zipfile checks every sum, and the manifest is compared with the files.
            let script = """
                import hashlib, json, sys, zipfile
                archive = zipfile.ZipFile(sys.argv[1])
                assert archive.testzip() is None
                archive.extractall(sys.argv[2])
                manifest = json.loads(archive.read('manifest.json'))
                names = set(archive.namelist()) - {'manifest.json', 'signature'}
                assert names == set(manifest), names
                assert all(hashlib.sha1(archive.read(n)).hexdigest() == manifest[n] for n in names)
                description = json.loads(archive.read('pass.json'))
                print(description['passTypeIdentifier'], description['teamIdentifier'],
                      description['barcodes'][0]['message'] + '.', sep='\\n')
                """
            let read = try Tool.run(
                "python3", "-c", script, folder.file("ticket.pkpass").path, folder.file("pass").path
            ).split(separator: "\n").map(String.init)
            #expect(read.prefix(2) == ["pass.org.example.netdev01", "TEAM123456"])
            #expect(try await services.badges.holder(of: String(read[2].dropLast())).registration == id)
            _ = try Tool.run(
                "openssl", "smime", "-verify", "-inform", "DER", "-in", folder.file("pass/signature").path, "-content",
                folder.file("pass/manifest.json").path, "-CAfile", certificate.path, "-purpose", "any", "-out",
                folder.file("verified").path)
        }
    }
}

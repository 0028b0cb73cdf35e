import Foundation
import LanyardTestSupport
import Testing

extension BrowserTests {
    private struct OpenInvoice: Decodable {
        struct Document: Decodable { let label: String }
        struct Person: Decodable { let name: String }
        let document: Document
        let people: [Person]
    }

    @Test func `of two clerks at one person the second sees what the first changed, and saves both`() async throws {
        let (venue, server) = try await Self.open()
        var people: [Int] = []
        for reference in ["ND-0002", "ND-0003", "ND-0004"] {
            people.append(try await Self.number(of: reference, venue))
        }
        let codes = try await [Self.invite("Desk 1", venue), Self.invite("Desk 2", venue)]
        _ = try await Self.browse("desk-two", server, ["codes": codes, "people": people])
        #expect(try await venue.lanyard("audit").status == 0)
        #expect(server.stop() == 0)
    }

    @Test func `five people get one invoice for their payer with half of the keys`() async throws {
        let (venue, server) = try await Self.open()
        let code = try await Self.invite("Desk 1", venue)
        let figures = try await Self.browse("desk-group", server, ["codes": [code]])
        print("keys for a group: \(figures)")
        let invoices = try await venue.json([OpenInvoice].self, "ledger", "invoices")
        #expect(invoices.map(\.people.count) == [5])
        #expect(server.stop() == 0)
    }

    @Test func `people at a shared desk say by a PIN who they are, and history says who did it`() async throws {
        let (venue, server) = try await Self.open()
        let codes = try await [
            "office": Self.invite("Office", venue, role: "organizer"), "desk": Self.invite("Desk 1", venue),
        ]
        let person = try await Self.number(of: "ND-0002", venue)
        _ = try await Self.browse("desk-shared", server, ["codes": codes, "person": person])
        let history = try await venue.lanyard("registration", "history", "ND-0002").output
        #expect(history.contains("Kit Example") && history.contains("Bo Invented"), "\(history)")
        #expect(try await venue.lanyard("device", "pins", "2").output.contains("Bo Invented"))
        #expect(server.stop() == 0)
    }

    @Test(
        // Where Debian's sources cannot be reached there is no decoder, and a kiosk sends its pictures to nobody.
        .enabled(if: FileManager.default.fileExists(atPath: BrowserTests.decoder)))
    func `a kiosk reads what is held before its camera`() async throws {
        let (venue, server) = try await Self.open()
        let code = try await Self.invite("Kiosk", venue, role: "kiosk")
        let (paper, video) = (venue.folder.file("badge.pdf").path, venue.folder.file("badge.mjpeg").path)
        try await venue.lanyard("badge", "print", "ND-0001", "--out", paper)
        let maker = Repository.root.appendingPathComponent("Tests/Browser/badge-video.py").path
        // Debian's, which has Debian's Pillow.
        let made = try await run("/usr/bin/python3", [maker, paper, video])
        #expect(made.status == 0, "\(made.errors)")
        _ = try await Self.browse("kiosk-camera", server, ["codes": [code], "video": video])
        #expect(server.stop() == 0)
    }

    private static let decoder = Repository.root.appendingPathComponent("templates/static/built/qr-decoder.wasm").path

    @Test func `every page is readable by everybody, in either language, in the dark and on a narrow window`()
        async throws
    {
        let (venue, server) = try await Self.open()
        try await venue.lanyard("till", "open", "north", "--float", "200")
        try await venue.lanyard(
            "ledger", "invoice", "ND-0035", "--payer", "Ministry of Examples", "--out",
            venue.folder.file("invoice.pdf").path)
        let label = try #require(try await venue.json([OpenInvoice].self, "ledger", "invoices").first).document.label
        let exhibitors = "\nexhibitors:\n  - { id: packet-bakery, name: Packet Bakery }\n"
        let description = venue.folder.file("event.yaml")
        try Data((try Repository.netdev01() + exhibitors).utf8).write(to: description)
        try await venue.lanyard("event", "apply", description.path)
        try await venue.lanyard("badge", "issue", "ND-0002")
        let codes = try await [
            "office": Self.invite("Office", venue, role: "organizer"),
            "booth": Self.invite("Booth", venue, role: "exhibitor", "--exhibitor", "packet-bakery"),
            "kiosk": Self.invite("Kiosk", venue, role: "kiosk"),
            "door": Self.invite("North door", venue, role: "door"), "shared": Self.invite("Desk 1", venue),
        ]
        let figures = try await Self.browse(
            "pages", server,
            [
                "codes": codes, "person": "/desk/people/\(try await Self.number(of: "ND-0035", venue))",
                "invoice": "/desk/invoices/\(label)", "device": "/organizer/devices/1",
                "badge": try await venue.json(Badge.self, "badge", "show", "ND-0002").credential,
                "visitor": "Desmond Datagram",
            ])
        print("bytes of every page: \(figures)")
        #expect(server.stop() == 0)
    }
}

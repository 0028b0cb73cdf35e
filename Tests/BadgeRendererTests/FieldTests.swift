import BadgeRenderer
import Conference
import Foundation
import Testing

@Suite struct Fields {
    @Test(arguments: [
        ([1, 2, 3, 4], "Sat 14 – Tue 17"), ([1], "Sat 14"), ([1, 2], "Sat 14 – Sun 15"), ([1, 3], "Sat 14, Mon 16"),
        ([1, 3, 4], "Sat 14, Mon 16 – Tue 17"),
    ])
    func `days read as runs`(days: [Int], text: String) async throws {
        #expect(try await printed("days", badge(days: DaySet(days))) == text)
    }

    @Test func `keys are shown the way GnuPG shows them`() async throws {
        let four = BadgeContent.Keysigning(number: 7, fingerprint: "0123456789abcdef0123456789abcdef01234567")
        #expect(try await printed("keysigning-number", badge(keysigning: four)) == "007")
        #expect(try await printed("key-id", badge(keysigning: four)) == "89ABCDEF01234567")
        #expect(
            try await printed("fingerprint", badge(keysigning: four))
                == "0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567")
        let six = BadgeContent.Keysigning(
            number: 1234, fingerprint: "FEDCBA9876543210" + String(repeating: "0", count: 48))
        #expect(try await printed("key-id", badge(keysigning: six)) == "FEDCBA9876543210")
        #expect(try await printed("keysigning-number", badge(keysigning: six)) == "1234")
    }

    @Test func `the fingerprint's QR code is what key tools read`() async throws {
        let key = BadgeContent.Keysigning(number: 7, fingerprint: "0123456789abcdef0123456789abcdef01234567")
        let template = try makeTemplate(#"<rect id="fingerprint-qr" x="40" y="2" width="68" height="68"/>"#)
        let png = try await makeRenderer().preview(badge(keysigning: key), template: template, dotsPerInch: 200)
        let scratch = try ScratchFolder()
        #expect(
            try run(codeReader + [scratch.file("qr.png", png)])
                == "OPENPGP4FPR:0123456789ABCDEF0123456789ABCDEF01234567\n")
    }

    @Test(arguments: BadgeField.all.filter { !$0.id.rawValue.hasSuffix("qr") && $0.id.rawValue != "green-dot" })
    func `every text comes from its own place`(field: BadgeField) async throws {
        let key = BadgeContent.Keysigning(number: 7, fingerprint: String(repeating: "A0", count: 20))
        let content = BadgeContent(
            event: .init(name: "E-name", venue: "E-venue", dates: "E-dates", dayLabels: ["Day1"]),
            registration: code(5),
            issue: 3, name: "B-name", fullName: "F-name", affiliation: "B-affiliation",
            category: try rule(label: "B-category"), days: .first(1), addOns: ["Dinner", "Tour"],
            schedule: [.init(title: "S-day", entries: [.init(hours: "S-hours", title: "S-door")])],
            credential: credential(1),
            hasGreenDot: false, keysigning: key
        ).saying(
            BadgeContent.Letter(
                title: "L-title", label: "L-label", date: "L-date", paragraphs: ["L-one", "L-two"], issuer: "L-issuer",
                issuerAddress: ["L-street", "L-town"], signatory: "L-chair"))
        let expected = [
            "name": "B-name", "full-name": "F-name", "given-name": "B-name", "family-name": "",
            "affiliation": "B-affiliation", "category": "B-category",
            "days": "Day1",
            "add-ons": "Dinner, Tour", "schedule": "S-day S-hours S-door", "code": code(5).description, "issue": "3",
            "keysigning-number": "007",
            "fingerprint": Array(repeating: "A0A0", count: 10).joined(separator: " "), "key-id": "A0A0A0A0A0A0A0A0",
            "event-name": "E-name", "event-venue": "E-venue", "event-dates": "E-dates",
            "letter-title": "L-title", "letter-number": "L-label", "letter-date": "L-date",
            "letter-text": "L-one L-two",
            "letter-signatory": "L-chair", "issuer": "L-issuer", "issuer-address": "L-street L-town",
        ]
        #expect(try await printed(field.id.rawValue, content) == expected[field.id.rawValue])
        #expect(!field.label.isEmpty && !field.sample.isEmpty)
    }

    /// What a template with this field alone prints, as one line.
    private func printed(_ field: String, _ badge: BadgeContent) async throws -> String {
        let template = try makeTemplate(
            #"<rect id="\#(field)" x="2" y="2" width="140" height="68" data-size-max="8" data-size-min="4"/>"#)
        let pdf = try await makeRenderer().render([badge], makeJob(template)).pdf
        let scratch = try ScratchFolder()
        let text = try run("pdftotext", "-layout", scratch.file("field.pdf", pdf), "-")
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

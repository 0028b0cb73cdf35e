import BadgeRenderer
import Conference
import Foundation
import Testing

@Suite struct Preflight {
    private func findings(_ badges: [BadgeContent], _ template: BadgeTemplate? = nil) async throws -> [PreflightFinding]
    {
        let template = try template ?? netdevTemplate()
        let renderer = makeRenderer()
        let findings = try await renderer.preflight(badges, template: template)
        // Drawing finds the same.
        #expect(try await renderer.render(badges, makeJob(template)).report.findings == findings)
        return findings
    }

    @Test func `names of the whole world have all their glyphs`() async throws {
        let badges = try namesOfTheWorld.enumerated().map { try badge($0.offset, name: $0.element.name) }
        let findings = try await findings(badges)
        for finding in findings {
            let index = badges.firstIndex { $0.registration == finding.registration }
            Issue.record("\(finding.code) \(finding.details) \(index.map { namesOfTheWorld[$0] } as Any)")
        }
    }

    @Test func `a character that no font has is a problem`() async throws {
        let found = try await findings([badge(4, name: "Zo\u{10FFFD}ë", affiliation: "\u{10FFFC}\u{10FFFD}")])
        #expect(found.map(\.code) == [.glyphMissing, .glyphMissing])
        #expect(found.map(\.field.rawValue) == ["name", "affiliation"])
        #expect(found.map(\.registration) == [code(4), code(4)])
        #expect(found[0].details["characters"] == "U+10FFFD")
        #expect(found[1].details["characters"] == "U+10FFFC U+10FFFD")
        #expect(found[0].severity == .problem)
    }

    @Test func `a text that does not fit is a problem and names its size`() async throws {
        let long = String(repeating: "Institute of Very Long Names ", count: 12)
        let found = try await findings([badge(affiliation: long)])
        #expect(found.map(\.code) == [.textEllipsized])
        #expect(found.first?.field.rawValue == "affiliation")
        #expect(found.first?.details["size"] == "8.0")
    }

    @Test func `a broken word is a notice`() async throws {
        let found = try await findings([badge(name: String(repeating: "Donaudampf", count: 6))])
        #expect(found.map(\.code) == [.wordBroken])
        #expect(found.first?.severity == .notice)
    }

    @Test func `a stack of marks higher than its box is a problem`() async throws {
        let stack = "a" + String(repeating: "\u{0301}\u{0323}", count: 40)
        #expect(try await findings([badge(name: stack)]).map(\.code) == [.textTooHigh])
    }

    @Test func `controls and direction overrides are taken out and reported`() async throws {
        let found = try await findings([badge(name: "Zoë\u{7}\u{202E} Beispiel\u{0}")])
        #expect(found.map(\.code) == [.charactersRemoved])
        #expect(found.first?.details["characters"] == "U+0007 U+202E U+0000")
    }

    @Test func `spaces and joiners are not reported`() async throws {
        let found = try await findings([badge(1, name: " Zoë \t\n Beispiel "), badge(2, name: "نمونه\u{200C}ای")])
        #expect(found.isEmpty)
    }

    @Test func `a second person of the same name is a notice`() async throws {
        let badges = try [
            badge(1, name: "Zoë Beispiel"), badge(2, name: "ZOE\u{308} BEISPIEL"), badge(1, name: "Zoë Beispiel"),
            badge(3, name: "Zoe Beispiel"),
        ]
        let found = try await findings(badges)
        #expect(found.map(\.code) == [.nameDuplicate])
        #expect(found.first?.registration == code(2))
        #expect(found.first?.details["registration"] == code(1).description)
    }

    @Test func `a badge without name or credential is a problem`() async throws {
        let found = try await findings([badge(name: " \u{202E}", credential: "")])
        #expect(found.map(\.code) == [.badgeNameMissing, .credentialMissing, .charactersRemoved])
    }

    @Test func `a QR code too small for printers is a problem, said once`() async throws {
        // 45 modules with the quiet zone: 0.33 mm each takes 42.1 pt.
        let small = try makeTemplate(#"<rect id="qr" x="0" y="0" width="42" height="60"/>"#)
        let found = try await findings([badge(1), badge(2), badge(3)], small)
        #expect(found.map(\.code) == [.codeTooSmall])
        #expect(found.first?.registration == nil)
        #expect(found.first?.details["module_mm_min"] == "0.33")
        let large = try makeTemplate(#"<rect id="qr" x="0" y="0" width="42.2" height="60"/>"#)
        #expect(try await findings([badge(1)], large).isEmpty)
    }

    @Test func `what concerns a category is said once`() async throws {
        let category = try rule(label: String(repeating: "Assistant to the ", count: 9))
        let found = try await findings([
            badge(1, name: "A", category: category), badge(2, name: "B", category: category),
        ])
        #expect(found.map(\.code) == [.textEllipsized])
        #expect(found.first?.registration == nil)
    }

    @Test func `problems come first`() async throws {
        let badges = try [
            badge(1), badge(2), badge(3, name: "\u{10FFFD}"),
        ]
        #expect(try await findings(badges).map(\.code) == [.glyphMissing, .nameDuplicate])
    }
}

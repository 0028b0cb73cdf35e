import BadgeRenderer
import Conference
import Foundation
import Testing

let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

let netdev = BadgeContent.Event(
    name: "Netdev 0.1", venue: "Ottawa, Canada", dates: "14–17 February 2015",
    dayLabels: ["Sat 14", "Sun 15", "Mon 16", "Tue 17"])

func makeRenderer() -> BadgeRenderer {
    BadgeRenderer(fontConfiguration: repository.appendingPathComponent("fonts/fonts.conf"))
}

func netdevTemplate() throws -> BadgeTemplate {
    try BadgeTemplate(contentsOf: repository.appendingPathComponent("templates/badges/netdev01.svg"))
}

/// A template of 144 × 72 pt, drawn in points, with this inside.
func makeTemplate(_ body: String, name: String = "test.svg") throws -> BadgeTemplate {
    try BadgeTemplate(Data(svg(body).utf8), name: name)
}

func svg(_ body: String) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="2in" height="1in" \
    viewBox="0 0 144 72">
    \(body)
    </svg>
    """
}

func makeJob(
    _ template: BadgeTemplate, sheet: Sheet = .single, created: Date = Date(timeIntervalSince1970: 1_423_900_800)
) -> BadgeRenderer.Job {
    BadgeRenderer.Job(template: template, sheet: sheet, title: "Netdev 0.1 badges", created: created)
}

/// The n-th of any number of registration codes.
func code(_ number: Int) -> RegistrationCode {
    var generator = SplitMix64(seed: UInt64(number))
    return RegistrationCode.random(using: &generator)
}

/// A text with the length and alphabet of a credential, a different one for each number.
func credential(_ number: Int) -> String {
    let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    var generator = SplitMix64(seed: UInt64(number) &+ 1_000_000)
    // No blank at the end, so that the decoder's output can be split into lines as it is.
    return "LY:" + String((0..<116).map { _ in alphabet[Int.random(in: 0..<45, using: &generator)] }) + "0"
}

func rule(_ category: Category = .attendee, label: String = "Attendee", color: String = "#1f4e79") throws
    -> CategoryRule
{
    CategoryRule(category: category, label: label, color: try HexColor(color))
}

func badge(
    _ number: Int = 1, name: String = "Zoë Beispiel", affiliation: String = "Example Networks",
    category: CategoryRule? = nil,
    days: DaySet = .first(4), credential text: String? = nil, dot: Bool = false,
    keysigning: BadgeContent.Keysigning? = nil, addOns: [String] = [], language: String? = nil
) throws -> BadgeContent {
    BadgeContent(
        event: netdev, registration: code(number), issue: 1, name: name, fullName: name, affiliation: affiliation,
        category: try category ?? rule(), days: days, addOns: addOns, credential: text ?? credential(number),
        hasGreenDot: dot,
        keysigning: keysigning, language: language)
}

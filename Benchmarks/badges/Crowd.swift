import BadgeRenderer
import Conference
import Foundation

/// Invented people, the same in every run, with names as a large conference has them: mostly Latin, some of every script.
enum Crowd {
    private static let latinGiven = [
        "Zoë", "Noah", "Łucja", "Jürgen", "Aroha", "Björn", "Chloé", "Ngọc", "Ewa", "İpek", "Maria", "Ada", "Kaʻiulani",
        "Þóra", "Əli", "Jean-Baptiste", "Olivia", "Tomás", "Siobhán", "Ama",
    ]
    private static let syllables = [
        "ba", "ko", "mi", "lan", "der", "son", "ski", "ric", "to", "ve", "ham", "ley", "nor", "qui", "sa", "tho", "win",
        "ya", "zel", "gar", "fen", "dro", "mül", "šek",
    ]
    private static let otherGiven: [[String]] = [
        ["太郎", "花子", "小明", "美玲", "建國"], ["Глеб", "Анна", "Зоя", "Їжак"], ["민준", "서연", "예시"],
        ["محمد", "ليلى", "نور"], ["प्रिया", "अर्जुन"], ["Φωτεινή", "Νίκος"], ["สมชาย", "มาลี"], ["נועה", "דוד"],
    ]
    private static let otherFamily: [[String]] = [
        ["山田", "佐藤", "王", "李", "範例"], ["Примеров", "Образцова", "Прикладенко"], ["김", "이", "박"],
        ["المثالي", "النموذجي"], ["उदाहरण", "नमूना"], ["Παραδειγματόπουλος", "Δείγμα"], ["ตัวอย่าง", "สมมุติ"],
        ["לדוגמה", "משל"],
    ]
    private static let places = [
        "Packet Bakery", "Example Networks", "Université d’Essai", "Institute of Loopback", "例示大学",
    ]
    /// Label and colour, as in Netdev's event; the table of Benchmarks/baseline/badges.c has them in the same order.
    static let categories: [(Category, String, String)] = [
        (.attendee, "Attendee", "#1f4e79"), (.organizer, "Organizing committee", "#d4a017"),
        (.volunteer, "Volunteer", "#c62828"), (.speaker, "Speaker", "#2e7d32"),
    ]

    private static let event = BadgeContent.Event(
        name: "Netdev 0.1", venue: "Ottawa, Canada", dates: "14–17 February 2015",
        dayLabels: ["Sat 14", "Sun 15", "Mon 16", "Tue 17"])

    private static func name(_ generator: inout SplitMix64) -> String {
        guard Int.random(in: 0..<100, using: &generator) >= 80 else {
            let family = (0..<Int.random(in: 2...4, using: &generator))
                .map { _ in syllables.randomElement(using: &generator) ?? "" }.joined().capitalized
            return (latinGiven.randomElement(using: &generator) ?? "") + " " + family
        }
        let script = Int.random(in: 0..<otherGiven.count, using: &generator)
        let given = otherGiven[script].randomElement(using: &generator) ?? ""
        return given + " " + (otherFamily[script].randomElement(using: &generator) ?? "")
    }

    static func people(_ count: Int) throws -> [BadgeContent] {
        var generator = SplitMix64(seed: 2015)
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./:")
        let rules = try categories.map { category, label, color in
            CategoryRule(category: category, label: label, color: try HexColor(color))
        }
        return (0..<count).map { number in
            let name = name(&generator)
            let category = number.isMultiple(of: 10) ? number / 10 % rules.count : 0
            let place = places.randomElement(using: &generator) ?? ""
            let bits = UInt16(number.isMultiple(of: 4) ? Int.random(in: 1...14, using: &generator) : 15)
            return BadgeContent(
                event: event, registration: .random(using: &generator), issue: 1, name: name, fullName: name,
                affiliation: "\(place) \(number % 97)", category: rules[category], days: DaySet(bits: bits),
                credential: "LY:" + String((0..<117).map { _ in alphabet.randomElement(using: &generator) ?? "0" }),
                hasGreenDot: number.isMultiple(of: 5))
        }
    }

    /// What the C program reads: fields between tabs.
    static func row(_ badge: BadgeContent) -> String {
        let category = categories.firstIndex { $0.0 == badge.category.category } ?? 0
        return [
            String(category), String(badge.days.bits), badge.hasGreenDot ? "1" : "0", badge.registration.description,
            badge.credential, badge.name, badge.affiliation,
        ].joined(separator: "\t")
    }
}

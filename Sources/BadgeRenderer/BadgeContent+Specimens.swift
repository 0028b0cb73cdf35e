package import Conference

extension BadgeContent {
    /// Invented people who test a template: short and long names, every common script, every category, with and without
    /// a green dot, a key, an affiliation.
    ///
    /// `schedule` says what a badge of a category, days and add-ons shows as its days.
    package static func specimens(
        event: Event, categories: [CategoryRule], addOns: [String],
        schedule: (CategoryRule, DaySet) -> [ScheduleDay]
    ) -> [BadgeContent] {
        let all = DaySet.first(event.dayLabels.count)
        return people.enumerated().map { index, person in
            let rule = categories[index % categories.count]
            let days = index % 4 == 3 ? DaySet([1]) : index % 4 == 2 ? DaySet([1, min(3, event.dayLabels.count)]) : all
            var generator = SpecimenDigits(generator: SplitMix64(seed: UInt64(index)))
            return BadgeContent(
                event: event, registration: .random(using: &generator.generator), issue: 1, name: person.name,
                fullName: person.name, affiliation: person.affiliation, category: rule, days: days,
                addOns: index.isMultiple(of: 2) ? addOns : [], schedule: schedule(rule, days),
                credential: generator.credential(), hasGreenDot: index % 3 != 2,
                keysigning: index % 3 == 2
                    ? nil : Keysigning(number: index + 1, fingerprint: generator.fingerprint()))
        }
    }

    /// The first specimen in each category: names that every template must fit.
    package static func ordinarySpecimens(
        event: Event, categories: [CategoryRule], addOns: [String], schedule: (CategoryRule, DaySet) -> [ScheduleDay]
    ) -> [BadgeContent] {
        categories.compactMap {
            specimens(event: event, categories: [$0], addOns: addOns, schedule: schedule).first
        }
    }

    private static let people: [(name: String, affiliation: String)] = [
        ("Zoë Beispiel", "Example Networks"),
        ("Jo Li", "Loopback Labs"),
        ("Maximiliane Freifrau von Musterhausen-Probestein", "Institut für angewandte Paketvermittlung"),
        ("Łucja Brzęczyszczykiewicz", ""),
        ("Nguyễn Thị Ví Dụ", "Đại học Ví Dụ"),
        ("Αλέξανδρος Παραδειγματόπουλος", "Εταιρεία Παραδειγμάτων"),
        ("Александра Примерова", "Примерные сети"),
        ("محمد المثالي", "شبكات المثال"),
        ("ישראל לדוגמה", "רשתות לדוגמה"),
        ("प्रिया उदाहरण", "उदाहरण नेटवर्क"),
        ("山田 太郎", "例示ネットワーク"),
        ("김예시", "예시 네트워크"),
        ("王小明", "示例网络"),
        ("สมชาย ตัวอย่างวงศ์", "เครือข่ายตัวอย่าง"),
        ("எடுத்துக்காட்டு", "எடுத்துக்காட்டு வலையமைப்பு"),
        ("ምሳሌ ታደሰ", "Example University"),
        ("Անի Օրինակյան", "Օրինակ ցանցեր"),
        ("ნინო მაგალითაძე", "მაგალითი"),
        ("ဥပမာ မောင်", "Packet Bakery"),
        ("ឧទាហរណ៍ សុខ", "Packet Bakery"),
        ("Wolfeschlegelsteinhausenbergerdorff", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"),
        ("Anna-Lena Katharina Theresa Sophie Placeholder-Multicast", "Center for the Study of Very Long Affiliations"),
        ("X", "Y"),
        ("ߡߊ߬ߡߊ߬ߘߎ߫", "Checksum & Sons"),
    ]
}

/// Digits that look random but are always the same.
private struct SpecimenDigits {
    var generator: SplitMix64

    /// A text of a credential's length and alphabet (RFC 9285), which opens no door.
    mutating func credential() -> String {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
        return "LY:" + String((0..<116).map { _ in alphabet[Int(generator.next() % 45)] }) + "0"
    }

    mutating func fingerprint() -> String {
        String((0..<40).map { _ in Array("0123456789ABCDEF")[Int(generator.next() % 16)] })
    }
}

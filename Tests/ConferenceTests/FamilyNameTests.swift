import Conference
import Testing

struct FamilyNameTests {
    @Test(arguments: [
        ("Ada Placeholder", "Placeholder"), ("Smith, John", "Smith"), ("John Smith, Jr.", "Smith"),
        ("John Smith Jr.", "Smith"),
        ("Smith, Jr., John", "Smith"), ("Jan van der Berg", "van der Berg"), ("van der Berg, Jan", "van der Berg"),
        ("Ludwig von Invented", "von Invented"), ("Ursula K. Le Placeholder", "Le Placeholder"),
        ("Maria de la Cruz", "de la Cruz"),
        ("José Ortega y Gasset", "Ortega y Gasset"), ("Henry Invented III", "Invented"),
        ("Ann Example, PhD", "Example"),
        ("Cher", "Cher"), ("山田 太郎", "山田"), ("김 철수", "김"), ("Malcolm X", "X"), ("van Invented", "van Invented"),
        ("Al Fio", "Fio"), ("", ""),
        ("Ann Example, PhD, PEng", "Example"), ("Bo V", "V"),
    ])
    func `people are looked for under their family name`(name: String, family: String) {
        #expect(FamilyName.of(name) == family)
    }

    @Test func `both ways of writing a name are sorted alike, and a sort name goes first`() {
        let (one, other) = (FamilyName.key(name: "Jan van der Berg"), FamilyName.key(name: "van der Berg, Jan"))
        #expect(one == other)
        #expect(FamilyName.key(name: "Jan van der Berg", sortName: "Berg, Jan van der").family == "Berg")
        #expect(FamilyName.key(name: "Taro Yamada", sortName: "Yamada").given == "Taro Yamada")
    }
}

import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Categories in the organizer's own words, with prices of their own.
struct CategoryPriceTests {
    /// Netdev 0.1 with a list of categories in place of the seven words.
    static func yaml(adding more: String = "") throws -> String {
        let yaml = try Repository.netdev01()
        let start = try #require(yaml.range(of: "categories:\n")).lowerBound
        let end = try #require(yaml.range(of: "add_ons:\n")).lowerBound
        let categories = """
            categories:
              - { id: regular, label: Regular, fr: Ordinaire, color: "#1f4e79" }
              - { id: student, label: Student, fr: Étudiant, prices: { day: 40.00, four-days: 50% } }
              - { id: member, label: Society member, price: 75% }
              - { id: trainer, label: Trainer, prices: { four-days: free } }
              - { id: organizer, label: Organizing committee, price: free }
              - { id: volunteer, label: Volunteer, free: true }
              - { id: youth, label: Youth, free: true }
            \(more)
            """
        return yaml.replacingCharacters(in: start..<end, with: categories + "\n")
    }

    private static func imported(_ csv: String, by ledger: RegistrationLedger) async throws -> ImportReport {
        try await ledger.importRegistrations(
            csv: Data(csv.utf8), keepGood: false, author: "cli:test", origin: "", time: .deskOpens)
    }

    private static func category(_ word: String) throws -> Category { try #require(Category(rawValue: word)) }

    @Test(
        arguments: [
            ("regular", [10_000, 20_000, 30_000, 35_000]), ("student", [4_000, 8_000, 12_000, 16_000]),
            ("member", [7_500, 15_000, 22_500, 26_250]), ("trainer", [0, 0, 0, 0]), ("organizer", [0, 0, 0, 0]),
        ] as [(String, [Int64])])
    func `each category pays its own price for each number of days`(word: String, cents: [Int64]) async throws {
        try await withNetdev01(yaml: try Self.yaml()) { ledger, _ in
            let category = try Self.category(word)
            for (index, price) in cents.enumerated() {
                let person = try await ledger.register(
                    .invented(index + 1, days: .first(index + 1), category: category, addOns: [.dinner]),
                    context: .desk()
                ).result
                // Side events cost everybody the same.
                #expect(try await Books.due(ledger, person.id) == price + 6_000)
            }
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `another category costs the difference, and the quote says why`() async throws {
        try await withNetdev01(yaml: try Self.yaml()) { ledger, _ in
            let student = try Self.category("student")
            let ada = try await ledger.register(
                .invented(days: .first(2), category: try Self.category("regular")), context: .desk()
            ).result
            let quote = try await ledger.quote(
                QuoteRequest(registration: ada.id, category: student, days: nil, addOns: nil, voucher: nil),
                time: .deskOpens)
            #expect(quote.hasCategoryPrice && quote.difference.cents == -12_000)
            _ = try await ledger.changeCategory(of: ada.id, to: student, context: .desk())
            #expect(try await Books.due(ledger, ada.id) == 8_000)
            _ = try await ledger.changeDays(of: ada.id, to: .first(4), context: .desk())
            #expect(try await Books.due(ledger, ada.id) == 16_000)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `what was booked keeps its price when the description changes`() async throws {
        try await withNetdev01(yaml: try Self.yaml()) { ledger, _ in
            let student = try Self.category("student")
            let ada = try await ledger.register(.invented(days: .first(2), category: student), context: .desk()).result
            let dearer = try Self.yaml().replacing("day: 40.00", with: "day: 60.00")
            _ = try await ledger.apply(yaml: dearer, context: .desk(), onlyShow: false)
            #expect(try await Books.due(ledger, ada.id) == 8_000)
            _ = try await ledger.changeDays(of: ada.id, to: .first(3), context: .desk())
            #expect(try await Books.due(ledger, ada.id) == 14_000)
            let eve = try await ledger.register(.invented(2, days: .first(2), category: student), context: .desk())
            #expect(try await Books.due(ledger, eve.result.id) == 12_000)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `nobody is in a category that the description does not have, and none in use is left out`() async throws
    {
        try await withNetdev01(yaml: try Self.yaml(adding: "  - { id: corporate, label: Corporate }")) { ledger, _ in
            let press = try await errorCode {
                _ = try await ledger.register(.invented(category: .press), context: .desk())
            }
            #expect(press == "category_unknown")
            let ada = try await ledger.register(
                .invented(category: try Self.category("corporate")), context: .desk()
            ).result
            let moved = try await errorCode {
                _ = try await ledger.changeCategory(of: ada.id, to: .speaker, context: .desk())
            }
            #expect(moved == "category_unknown")
            let without = try Self.yaml()
            let refused = try await errorCode {
                _ = try await ledger.apply(yaml: without, context: .desk(), onlyShow: true)
            }
            #expect(refused == "category_in_use")
            _ = try await ledger.changeCategory(of: ada.id, to: try Self.category("regular"), context: .desk())
            _ = try await ledger.apply(yaml: without, context: .desk(), onlyShow: false)
        }
    }

    @Test func `a file names a category by its word or its label, in any language`() async throws {
        try await withNetdev01(yaml: try Self.yaml()) { ledger, store in
            let rows = """
                name,category
                Ada Invented,student
                Bea Invented,STUDENT
                Cleo Invented,étudiant
                Dan Invented,society  member
                Eve Invented,

                """
            let report = try await Self.imported(rows, by: ledger)
            #expect(report.added == 5)
            let words = try await store.read { db in
                try (1...5).map {
                    try RegistrationLedger.registration(db, .init(rawValue: $0)).category.rawValue
                }
            }
            #expect(words == ["student", "student", "student", "member", "regular"])
            let table = try await ledger.table(
                of: .registrationsByCategory, in: .whole, at: .deskOpens, admissions: { _ in [] })
            #expect(table.rows.count == 3)
            let error = await #expect(throws: ImportProblems.self) {
                _ = try await Self.imported("name,category\nFay Invented,speaker\n", by: ledger)
            }
            #expect(error?.problems.first?.code.rawValue == "choice_unknown")
        }
    }
}

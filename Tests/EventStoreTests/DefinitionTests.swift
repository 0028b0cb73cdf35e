import Conference
import EventStore
import Foundation
import LanyardTestSupport
import Testing

struct DefinitionTests {
    private static func apply(
        _ yaml: String, to store: EventStore, onlyShow: Bool = false
    ) async throws -> [String] {
        try await store.apply(yaml: yaml, author: "cli:test", time: .deskOpens, onlyShow: onlyShow) { _, _, _ in }
            .map { "\($0.path): \($0.before ?? "–") → \($0.after ?? "–")" }
    }

    @Test func `the file that was applied comes back as it was written`() async throws {
        try await withNetdev01 { _, store in
            let first = try Repository.netdev01()
            #expect(try await store.yaml() == first)
            let second = first.replacing("Ottawa, Canada", with: "Ottawa, Ontario") + "# a remark\n"
            _ = try await Self.apply(second, to: store)
            #expect(try await store.yaml() == second)
            #expect(try await store.definition() == EventFile.read(second))
            #expect(
                try await store.read { db in try EventStore.definitions(db).mapValues(\.venue) } == [
                    1: "Ottawa, Canada", 2: "Ottawa, Ontario",
                ])
        }
    }

    @Test func `applying says what changes, and nothing else`() async throws {
        try await withNetdev01 { _, store in
            let yaml = try Repository.netdev01()
                .replacing("price: 350.00", with: "price: 360.00")
                .replacing("    seats: 25\n", with: "")
                .replacing("gates:\n", with: "gates:\n  - { id: side, name: Side door }\n")
            let expected = [
                "passes[four-days].price: 350.00 → 360.00", "add_ons[dinner].seats: 25 → –",
                "gates[side].id: – → side", "gates[side].name: – → Side door",
            ]
            #expect(try await Self.apply(yaml, to: store, onlyShow: true) == expected)
            #expect(try await store.yaml() == Repository.netdev01())
            #expect(try await Self.apply(yaml, to: store) == expected)
            #expect(try await Self.apply(yaml, to: store) == [])
        }
    }

    @Test func `applying the same file again stores no version`() async throws {
        try await withNetdev01 { _, store in
            let before = try await dump(store)
            #expect(try await Self.apply(Repository.netdev01(), to: store) == [])
            #expect(try await dump(store) == before)
        }
    }

    @Test(arguments: [("slug: netdev01", "slug: netdev02"), ("currency: CAD", "currency: USD")])
    func `what files and amounts carry cannot change`(from: String, to: String) async throws {
        try await withNetdev01 { _, store in
            let yaml = try Repository.netdev01().replacing(from, with: to)
            #expect(try await errorCode { _ = try await Self.apply(yaml, to: store) } == "definition_fixed")
        }
    }

    @Test func `a definition that the check refuses leaves everything as it was`() async throws {
        try await withNetdev01 { _, store in
            let before = try await dump(store)
            let yaml = try Repository.netdev01().replacing("seats: 25", with: "seats: 24")
            let code = try await errorCode {
                _ = try await store.apply(yaml: yaml, author: "a", time: .deskOpens, onlyShow: false) { _, old, new in
                    #expect(old.addOns[0].seats == 25 && new.addOns[0].seats == 24)
                    throw ConferenceError(.dayUnknown)
                }
            }
            #expect(code == "day_unknown")
            #expect(try await dump(store) == before)
        }
    }
}

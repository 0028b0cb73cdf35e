import Conference
import EventStore
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

struct RegistrationTests {
    @Test func `a registration comes back as it was made`() async throws {
        try await withNetdev01 { ledger, _ in
            let new = try NewRegistration(
                person: Person(
                    name: "山田 太郎", badgeName: "Taro", affiliation: "Packet Bakery", email: "taro@example.org"),
                category: .speaker, days: DaySet([2, 4]), addOns: [.dinner], reference: " ND-17 ")
            let made = try await ledger.register(new, context: .desk()).result
            #expect(made.id.rawValue == 1 && made.person == new.person && made.category == .speaker)
            #expect(made.days == new.days && made.addOns == [.dinner] && made.reference == "ND-17")
            #expect(made.status == .active && made.blockedBecause == nil)
            for name in [made.code.description, made.code.symbols.lowercased(), "ND-17", " ND-17 ", "#1"] {
                #expect(try await ledger.registration(named: name) == made)
            }
        }
    }

    @Test(arguments: [("ND-18", "registration_unknown"), ("#2", "registration_unknown"), ("#", "registration_unknown")])
    func `nobody is found under another name`(name: String, code: String) async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await ledger.register(.invented(reference: "ND-17"), context: .desk())
            #expect(try await errorCode { _ = try await ledger.registration(named: name) } == code)
        }
    }

    @Test func `a mistyped code is told from an unknown one`() async throws {
        try await withNetdev01 { ledger, _ in
            let code = try await ledger.register(.invented(), context: .desk()).result.code
            let last: Character = code.symbols.last == "0" ? "1" : "0"
            let mistyped = String(code.symbols.dropLast()) + String(last)
            #expect(try await errorCode { _ = try await ledger.registration(named: mistyped) } == "code_mistyped")
            let other = code.symbols == "0000000" ? "0000011" : "0000000"
            #expect(try await errorCode { _ = try await ledger.registration(named: other) } == "registration_unknown")
        }
    }

    @Test func `a reference may look like a code`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(reference: "0000000"), context: .desk()).result
            #expect(try await ledger.registration(named: "0000000").id == ada.id)
        }
    }

    @Test func `a reference belongs to one registration`() async throws {
        try await withNetdev01 { ledger, store in
            _ = try await ledger.register(.invented(1, reference: "ND-1"), context: .desk())
            let before = try await dump(store)
            let code = try await errorCode {
                _ = try await ledger.register(.invented(2, reference: "ND-1"), context: .desk())
            }
            #expect(code == "reference_taken")
            #expect(try await dump(store) == before)
        }
    }

    @Test func `replaying any write changes nothing`() async throws {
        try await withNetdev01 { ledger, store in
            let contexts = (0..<6).map { _ in WriteContext.desk() }
            let new = try NewRegistration.invented(days: DaySet([1]), reference: "ND-1")
            let ada = try await ledger.register(new, context: contexts[0]).result
            let writes: [@Sendable () async throws -> Bool] = [
                { try await ledger.register(new, context: contexts[0]).replayed },
                { try await ledger.changeDays(of: ada.id, to: .first(4), context: contexts[1]).replayed },
                { try await ledger.addAddOn(.dinner, to: ada.id, context: contexts[2]).replayed },
                { try await ledger.pay(.of(100), for: ada.id, context: contexts[3]).replayed },
                { try await ledger.block(ada.id, because: "ask Ada", context: contexts[4]).replayed },
                { try await ledger.cancel(ada.id, context: contexts[5]).replayed },
            ]
            for write in writes.dropFirst() { #expect(try await write() == false) }
            let before = try await dump(store)
            for write in writes.shuffled() { #expect(try await write() == true) }
            #expect(try await dump(store) == before)
        }
    }

    @Test func `the same key with other content is a conflict`() async throws {
        try await withNetdev01 { ledger, store in
            let context = WriteContext.desk()
            let ada = try await ledger.register(.invented(1), context: context).result
            let before = try await dump(store)
            for write in [
                { _ = try await ledger.register(.invented(2), context: context) },
                { _ = try await ledger.register(.invented(1, days: .first(2)), context: context) },
                { _ = try await ledger.pay(.of(100), for: ada.id, context: context) },
            ] {
                let code = try await errorCode(write)
                #expect(code == "idempotency_conflict")
            }
            #expect(try await dump(store) == before)
        }
    }

    @Test func `thirty who want 25 seats at once get exactly 25`() async throws {
        try await withNetdev01 { ledger, _ in
            var people: [Registration.ID] = []
            for number in 1...30 {
                people.append(try await ledger.register(.invented(number), context: .desk()).result.id)
            }
            let codes = try await withThrowingTaskGroup(of: String?.self) { group in
                for id in people {
                    group.addTask {
                        try await errorCode { _ = try await ledger.addAddOn(.dinner, to: id, context: .desk()) }
                    }
                }
                return try await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(codes.count { $0 == nil } == 25)
            #expect(codes.count { $0 == "add_on_full" } == 5)
            let held = try await ledger.list(limit: 100).count { $0.registration.addOns == [.dinner] }
            #expect(held == 25)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a full day is refused to newcomers and to those who change`() async throws {
        let yaml = try Repository.netdev01()
            .replacing("date: 2015-02-15\n    capacity: 300", with: "date: 2015-02-15\n    capacity: 2")
        try await withNetdev01(yaml: yaml) { ledger, store in
            let first = try await ledger.register(.invented(1, days: DaySet([2])), context: .desk()).result
            _ = try await ledger.register(.invented(2, days: DaySet([1, 2])), context: .desk())
            let third = try await ledger.register(.invented(3, days: DaySet([1])), context: .desk()).result
            let before = try await dump(store)
            for write in [
                { _ = try await ledger.register(.invented(4, days: .first(4)), context: .desk()) },
                { _ = try await ledger.changeDays(of: third.id, to: DaySet([1, 2]), context: .desk()) },
            ] {
                let code = try await errorCode(write)
                #expect(code == "day_full")
            }
            #expect(try await dump(store) == before)
            // Who has the day already may take others with it.
            _ = try await ledger.changeDays(of: first.id, to: DaySet([2, 3]), context: .desk())
            _ = try await ledger.cancel(first.id, context: .desk())
            _ = try await ledger.changeDays(of: third.id, to: DaySet([1, 2]), context: .desk())
        }
    }

    @Test func `what the event does not have is refused`() async throws {
        try await withNetdev01 { ledger, store in
            let before = try await dump(store)
            let tour = AddOn.ID(rawValue: "tour")
            for (new, expected) in [
                (try NewRegistration.invented(days: DaySet([5])), "day_unknown"),
                (try NewRegistration.invented(days: .none), "days_missing"),
                (try NewRegistration.invented(addOns: [tour]), "add_on_unknown"),
            ] {
                let code = try await errorCode { _ = try await ledger.register(new, context: .desk()) }
                #expect(code == expected)
            }
            #expect(try await dump(store) == before)
        }
    }

    @Test func `a block has a reason and can be lifted`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            let code = try await errorCode { _ = try await ledger.block(ada.id, because: "  ", context: .desk()) }
            #expect(code == "reason_missing")
            #expect(
                try await ledger.block(ada.id, because: "ask  Ada", context: .desk()).result.blockedBecause == "ask Ada"
            )
            #expect(try await ledger.block(ada.id, because: nil, context: .desk()).result.blockedBecause == nil)
            #expect(try await ledger.story(of: ada.id).history.map(\.kind) == [.registered, .blocked, .unblocked])
        }
    }

    @Test func `history holds no personal data`() async throws {
        try await withNetdev01 { ledger, store in
            let ada = try await ledger.register(.invented(1, reference: "ND-1"), context: .desk()).result
            _ = try await ledger.block(ada.id, because: "owes an apology", context: .desk())
            _ = try await ledger.pay(.of(5), for: ada.id, context: .desk())
            let rows = try await dump(store).filter { !$0.hasPrefix("registration ") && !$0.hasPrefix("event") }
            for text in ["Datagram", "Packet Bakery", "example.org", "apology"] {
                #expect(!rows.contains { $0.contains(text) })
            }
        }
    }

    @Test func `the list goes on where it stopped`() async throws {
        try await withNetdev01 { ledger, _ in
            for number in 1...5 { _ = try await ledger.register(.invented(number), context: .desk()) }
            let first = try await ledger.list(limit: 3).map(\.registration.id)
            let second = try await ledger.list(after: first.last, limit: 3).map(\.registration.id)
            #expect((first + second).map(\.rawValue) == [1, 2, 3, 4, 5])
        }
    }
}

struct ApplyTests {
    @Test(arguments: [
        ("  - date: 2015-02-14\n    capacity: 300\n", "", "days_in_use"),
        ("2015-02-17", "2015-02-18", "days_in_use"),
        (
            "id: dinner\n    name: Conference dinner\n    price: 60.00",
            "id: supper\n    name: Supper\n    price: 60.00",
            "add_on_in_use"
        ),
    ])
    func `what registrations rest on cannot be taken away`(from: String, to: String, expected: String) async throws {
        let yaml = try Repository.netdev01().replacing(from, with: to, maxReplacements: 1)
            .replacing("days: 1-2", with: "days: \"1\"").replacing("days: \"3\"", with: "days: \"1\"")
            .replacing("admits: add-on dinner", with: "admits: any pass")
        #expect(try yaml != Repository.netdev01())
        try await withNetdev01 { ledger, store in
            #expect(
                try await errorCode { _ = try await ledger.apply(yaml: yaml, context: .desk(), onlyShow: true) } == nil)
            _ = try await ledger.register(.invented(addOns: [.dinner]), context: .desk())
            let before = try await dump(store)
            let code = try await errorCode { _ = try await ledger.apply(yaml: yaml, context: .desk(), onlyShow: false) }
            #expect(code == expected)
            #expect(try await dump(store) == before)
        }
    }

    @Test func `a day may be added at the end and a gate may go`() async throws {
        let yaml = try Repository.netdev01()
            .replacing("passes:\n", with: "  - date: 2015-02-18\npasses:\n")
            .replacing("  - id: reception\n    name: Opening reception\n", with: "  - id: party\n    name: Party\n")
        try await withNetdev01 { ledger, store in
            let ada = try await ledger.register(.invented(days: .first(4)), context: .desk()).result
            _ = try await ledger.apply(yaml: yaml, context: .desk(), onlyShow: false)
            #expect(try await store.definition().days.count == 5)
            _ = try await ledger.changeDays(of: ada.id, to: .first(5), context: .desk())
            #expect(try await ledger.story(of: ada.id).summary.due.cents == 45_000)
        }
    }
}

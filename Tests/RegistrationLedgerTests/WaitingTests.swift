import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

struct WaitingTests {
    private static let dinner = Place.addOn(.dinner)

    @Test func `500 who race for 25 seats get 25`() async throws {
        try await withNetdev01(yaml: Repository.netdev01().replacing("capacity: 300", with: "capacity: 600")) {
            ledger, _ in
            let codes = try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 1...500 {
                    group.addTask {
                        try await errorCode {
                            _ = try await ledger.register(.invented(number, addOns: [.dinner]), context: .desk())
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.count { $0 == nil } == 25)
            #expect(codes.count { $0 == "add_on_full" } == 475)
            #expect(try await ledger.list(limit: 1_000).count == 25)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a seat that is freed goes to the head of the list, who is charged for it`() async throws {
        try await withNetdev01(yaml: Books.yaml(seats: 1)) { ledger, _ in
            let people = try await (1...4).asyncMap {
                try await ledger.register(.invented($0), context: .desk()).result.id
            }
            _ = try await ledger.addAddOn(.dinner, to: people[0], context: .desk())
            for id in people[1...] { _ = try await ledger.wait(id, for: Self.dinner, context: .desk()) }
            #expect(try await ledger.waitingList().map(\.registration) == Array(people[1...]))
            #expect(try await ledger.waitingList().map(\.position) == [1, 2, 3])
            _ = try await ledger.stopWaiting(people[1], for: Self.dinner, context: .desk())
            _ = try await ledger.removeAddOn(.dinner, from: people[0], context: .desk())
            #expect(try await Books.due(ledger, people[0]) == 10_000)
            #expect(try await Books.due(ledger, people[1]) == 10_000)
            #expect(try await Books.due(ledger, people[2]) == 16_000)
            _ = try await ledger.cancel(people[2], context: .desk())
            #expect(try await Books.due(ledger, people[3]) == 16_000)
            #expect(try await ledger.story(of: people[3]).history.map(\.kind) == [.registered, .waits, .promoted])
            #expect(try await ledger.waitingList() == [])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a newcomer may wait for full days and gets the rest`() async throws {
        let yaml = try Repository.netdev01().replacing(
            "2015-02-14\n    capacity: 300", with: "2015-02-14\n    capacity: 1")
        try await withNetdev01(yaml: yaml) { ledger, _ in
            let ada = try await ledger.register(.invented(1), context: .desk()).result
            let new = { (number: Int, days: [Int], whenFull: NewRegistration.WhenFull) in
                try NewRegistration(
                    person: .invented(number), category: .attendee, days: DaySet(days), addOns: [], reference: nil,
                    whenFull: whenFull)
            }
            let refused = try await errorCode {
                _ = try await ledger.register(try new(2, [1, 2], .refuse), context: .desk())
            }
            #expect(refused == "day_full")
            let bob = try await ledger.register(try new(2, [1, 2], .wait), context: .desk()).result
            #expect(bob.days == DaySet([2]))
            let eve = try await ledger.register(try new(3, [1], .wait), context: .desk()).result
            #expect(eve.days.isEmpty && eve.status == .active)
            #expect(try await Books.due(ledger, eve.id) == 0)
            _ = try await ledger.changeDays(of: ada.id, to: DaySet([3]), context: .desk())
            #expect(try await ledger.registration(named: bob.code.description).days == .first(2))
            _ = try await ledger.cancel(bob.id, context: .desk())
            #expect(try await ledger.registration(named: eve.code.description).days == .first(1))
            #expect(try await Books.due(ledger, eve.id) == 10_000)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `seats that the organizer adds go to those who wait`() async throws {
        try await withNetdev01(yaml: Books.yaml(seats: 1)) { ledger, _ in
            let people = try await (1...4).asyncMap {
                try await ledger.register(.invented($0), context: .desk()).result.id
            }
            _ = try await ledger.addAddOn(.dinner, to: people[0], context: .desk())
            for id in people[1...] { _ = try await ledger.wait(id, for: Self.dinner, context: .desk()) }
            _ = try await ledger.apply(yaml: Books.yaml(seats: 3), context: .desk(), onlyShow: false)
            #expect(try await ledger.waitingList().map(\.registration) == [people[3]])
            #expect(
                try await errorCode {
                    _ = try await ledger.apply(yaml: Books.yaml(seats: 2), context: .desk(), onlyShow: false)
                }
                    == "seats_in_use")
            do {
                _ = try await ledger.apply(yaml: Books.yaml(seats: 2), context: .desk(), onlyShow: true)
            } catch let error as LedgerError {
                let told = error.details.map { "\($0.name) \($0.value)" }
                #expect(told == ["place add-on:dinner", "seats 2", "taken 3"])
            }
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(arguments: 1...3) func `the list goes on where it stopped, whoever left meanwhile`(limit: Int) async throws {
        let yaml = try Books.yaml(seats: 1).replacing("capacity: 300", with: "capacity: 5")
        try await withNetdev01(yaml: yaml) { ledger, _ in
            let people = try await (1...6).asyncMap {
                let new = try NewRegistration(
                    person: .invented($0), category: .attendee, days: .first(1), addOns: [.dinner], reference: nil,
                    whenFull: .wait)
                return try await ledger.register(new, context: .desk()).result.id
            }
            let all = try await ledger.waitingList()
            #expect(all.map { "\($0.place) \($0.position)" } == (1...5).map { "add-on:dinner \($0)" } + ["day:1 1"])
            var pages: [Waiting] = []
            while true {
                let page = try await ledger.waitingList(after: pages.last?.id, limit: limit)
                if page.isEmpty { break }
                pages += page
            }
            #expect(pages == all)
            _ = try await ledger.stopWaiting(people[2], for: Self.dinner, context: .desk())
            let rest = try await ledger.waitingList(after: all[1].id, limit: 10)
            #expect(rest.map(\.registration) == all[2...].map(\.registration))
            #expect(rest.map(\.position) == [2, 3, 4, 1])
        }
    }

    @Test func `nobody waits for what is free, held, or waited for already`() async throws {
        try await withNetdev01(yaml: Books.yaml(seats: 1)) { ledger, _ in
            let people = try await (1...2).asyncMap {
                try await ledger.register(.invented($0), context: .desk()).result.id
            }
            let wait = { (id: Registration.ID, place: Place) in
                try await errorCode { _ = try await ledger.wait(id, for: place, context: .desk()) }
            }
            #expect(try await wait(people[0], Self.dinner) == "place_free")
            _ = try await ledger.addAddOn(.dinner, to: people[0], context: .desk())
            #expect(try await wait(people[0], Self.dinner) == "place_held")
            #expect(try await wait(people[1], Self.dinner) == nil)
            #expect(try await wait(people[1], Self.dinner) == "waits_already")
            #expect(try await wait(people[1], .day(9)) == "day_unknown")
            let stop = try await errorCode {
                _ = try await ledger.stopWaiting(people[0], for: Self.dinner, context: .desk())
            }
            #expect(stop == "waits_not")
        }
    }
}

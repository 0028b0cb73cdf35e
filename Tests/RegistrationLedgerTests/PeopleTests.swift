import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

struct PeopleTests {
    @Test func `what is corrected changes, and the history says so without saying what`() async throws {
        try await withNetdev01 { ledger, store in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            let correction = PersonCorrection(
                name: "Adah Placeholder", email: "adah@example.org", country: "ca", language: .french)
            let after = try await ledger.correct(ada.id, correction, context: .desk()).result
            #expect(after.person.name == "Adah Placeholder" && after.person.affiliation == ada.person.affiliation)
            #expect(after.language == .french && after.person.country?.description == "CA")
            #expect(try await ledger.find("adah", limit: 2).map(\.registration.id) == [ada.id])
            let history = try await ledger.story(of: ada.id).history
            #expect(
                history.map(\.kind) == [.registered, .nameCorrected, .emailChanged, .countryChanged, .languageChanged])
            let cleared = try await ledger.correct(ada.id, PersonCorrection(country: ""), context: .desk()).result
            #expect(cleared.person.country == nil && cleared.person.name == "Adah Placeholder")
            let told = try await dump(store).filter { $0.hasPrefix("registration_history") }
            #expect(!told.joined().contains("Adah"))
        }
    }

    @Test func `a correction says something, and something right`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            let correct = { (correction: PersonCorrection) in
                try await errorCode { _ = try await ledger.correct(ada.id, correction, context: .desk()) }
            }
            #expect(try await correct(PersonCorrection()) == "correction_missing")
            #expect(try await correct(PersonCorrection(email: "nobody")) == "email_invalid")
            #expect(try await correct(PersonCorrection(name: " ")) == "name_missing")
            #expect(try await correct(PersonCorrection(country: "XX")) == "country_unknown")
        }
    }

    @Test func `nothing of an erased person is left in any table, and the money stays`() async throws {
        try await withNetdev01 { ledger, store in
            let person = try Person(
                name: "Zzyzx Quuxbert", badgeName: "Quuxie", affiliation: "Quuxworks", email: "quux@example.org",
                country: CountryCode("AQ"))
            let new = try NewRegistration(
                person: person, category: .attendee, days: .first(4), addOns: [], reference: "QUUX-REF")
            let ada = try await ledger.register(new, context: .desk()).result
            _ = try await ledger.pay(.of(35_000), for: ada.id, context: .desk())
            _ = try await ledger.issueDocument(for: ada.id, context: .desk())
            _ = try await ledger.block(ada.id, because: "Quuxbert owes a beer", context: .desk())
            let balances = try await Books.balances(ledger)
            let erased = try await ledger.erase(ada.id, context: .desk()).result
            #expect(erased.person.isErased && erased.reference == nil && erased.status == .active)
            let left = try await dump(store).filter { $0.lowercased().contains("quux") }
            #expect(left == [])
            let isAntarctic = try await store.read { db in
                try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM registration WHERE country <> '')")
            }
            #expect(isAntarctic == false)
            #expect(try await ledger.find("quuxbert", limit: 5).isEmpty)
            #expect(try await Books.balances(ledger) == balances)
            #expect(try await ledger.documents(of: ada.id).first?.recipient.name == "")
            #expect(
                try await errorCode {
                    _ = try await ledger.correct(ada.id, PersonCorrection(name: "Q"), context: .desk())
                }
                    == "registration_erased")
            #expect(try await ledger.audit().findings == [])
        }
    }
}

struct SuccessionTests {
    @Test func `a place goes to another person with its price and its money`() async throws {
        try await withNetdev01(yaml: Books.earlyBird() + Books.hst + Books.vouchers) { ledger, _ in
            let ada = try await ledger.register(
                .invented(days: .first(2), addOns: [.dinner]), context: .desk(at: .january)
            ).result
            _ = try await ledger.redeem(.half, for: ada.id, context: .desk(at: .january))
            _ = try await ledger.waive(Money(cents: 1_000), for: ada.id, because: "late", context: .desk(at: .january))
            _ = try await ledger.pay(.of(5_000, .card), for: ada.id, context: .desk(at: .january))
            let due = try await Books.due(ledger, ada.id)
            let before = try await Books.balances(ledger)
            let bob = try await ledger.transfer(ada.id, to: .invented(2), language: .french, context: .desk()).result
            #expect(bob.id != ada.id && bob.code != ada.code && bob.language == .french)
            #expect(bob.days == ada.days && bob.addOns == ada.addOns)
            #expect(try await Books.due(ledger, bob.id) == due)
            #expect(try await Books.due(ledger, ada.id) == 0)
            #expect(try await Books.balances(ledger) == before)
            let old = try await ledger.registration(named: ada.code.description)
            #expect(old.status == .transferred && old.successor == bob.id)
            #expect(try await ledger.story(of: ada.id).history.last?.detail == bob.code.description)
            let told = try await ledger.story(of: bob.id).history
            #expect(told.contains { $0.kind == .tookOver && $0.detail == ada.code.description })
            #expect(told.last?.kind == .waived && told.last?.detail == "10.00", "a waiver never travels unseen")
            for change in [
                { _ = try await ledger.pay(.of(100), for: ada.id, context: .desk()) },
                { _ = try await ledger.changeDays(of: ada.id, to: .first(1), context: .desk()) },
                { _ = try await ledger.transfer(ada.id, to: .invented(3), language: .english, context: .desk()) },
            ] {
                #expect(try await errorCode { try await change() } == "registration_moved")
            }
            let waiver = try #require(try await Books.waivers(ledger, of: bob.id).first)
            #expect(waiver.cameAlong && waiver.amount == Money(cents: 1_000))
            _ = try await ledger.correct(entry: waiver.entry.number, because: "not agreed", context: .desk())
            #expect(try await Books.due(ledger, bob.id) == due + 1_130)
            #expect(try await Books.waivers(ledger, of: bob.id) == [])
            #expect(try await ledger.story(of: bob.id).history.last?.kind == .waiverWithdrawn)
            _ = try await ledger.changeDays(of: bob.id, to: DaySet([1]), context: .desk())
            #expect(try await ledger.audit().findings == [])
        }
    }

    /// The dinner was all that cost something: no money moves with the place.
    @Test func `a waiver goes over even where no money does, and does not grow`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(
                .invented(days: .first(2), category: .volunteer, addOns: [.dinner]), context: .desk()
            ).result
            _ = try await ledger.waive(nil, for: ada.id, because: "guest of the committee", context: .desk())
            _ = try await ledger.removeAddOn(.dinner, from: ada.id, context: .desk())
            let entries = try await ledger.story(of: ada.id).entries.count
            let bob = try await ledger.transfer(ada.id, to: .invented(2), language: .english, context: .desk()).result
            let eve = try await ledger.transfer(bob.id, to: .invented(3), language: .english, context: .desk()).result
            #expect(try await ledger.story(of: ada.id).entries.count == entries)
            _ = try await ledger.addAddOn(.dinner, to: eve.id, context: .desk())
            _ = try await ledger.changeCategory(of: eve.id, to: .attendee, context: .desk())
            #expect(try await Books.due(ledger, eve.id) == 20_000)
            let waiver = try #require(try await Books.waivers(ledger, of: eve.id).first)
            _ = try await ledger.correct(entry: waiver.entry.number, because: "not agreed", context: .desk())
            #expect(try await Books.due(ledger, eve.id) == 26_000)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `a full day stays full through a transfer`() async throws {
        try await withNetdev01(yaml: Books.yaml(seats: 1)) { ledger, _ in
            let ada = try await ledger.register(.invented(addOns: [.dinner]), context: .desk()).result
            let eve = try await ledger.register(.invented(2), context: .desk()).result
            _ = try await ledger.wait(eve.id, for: .addOn(.dinner), context: .desk())
            let bob = try await ledger.transfer(ada.id, to: .invented(3), language: .english, context: .desk()).result
            #expect(bob.addOns == [.dinner])
            #expect(try await ledger.waitingList().map(\.registration) == [eve.id])
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test(arguments: [true, false], [true, false])
    func `two records of a person become one that owes what the whole costs`(paid: Bool, cancelled: Bool) async throws {
        try await withNetdev01 { ledger, _ in
            let first = try await ledger.register(.invented(1, days: DaySet([1, 2])), context: .desk()).result
            let second = try await ledger.register(
                .invented(2, days: DaySet([2, 3]), addOns: [.dinner], reference: "R-2"), context: .desk()
            ).result
            if paid { _ = try await ledger.pay(.of(26_000, .card), for: second.id, context: .desk()) }
            if cancelled { _ = try await ledger.cancel(second.id, context: .desk()) }
            let kept = try await ledger.merge(second.id, into: first.id, context: .desk()).result
            #expect(kept.days == (cancelled ? DaySet([1, 2]) : .first(3)))
            #expect(kept.addOns == (cancelled ? [] : [.dinner]))
            #expect(kept.reference == "R-2")
            #expect(try await Books.due(ledger, first.id) == (cancelled ? 20_000 : 36_000) - (paid ? 26_000 : 0))
            #expect(try await Books.due(ledger, second.id) == 0)
            #expect(try await ledger.registration(named: second.code.description).status == .merged)
            #expect(
                try await errorCode { _ = try await ledger.merge(second.id, into: first.id, context: .desk()) }
                    == "registration_moved")
            #expect(try await ledger.audit().findings == [])
        }
    }

    /// Cancelled by mistake in February, half was kept; then the same person registered anew.
    @Test func `what was kept of a record comes along in a merge and is given back there`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.hst, Books.refunds)) { ledger, store in
            let february = { WriteContext.desk(at: Date.january.addingTimeInterval(15 * 86_400)) }
            let old = try await ledger.register(.invented(1, days: .first(4)), context: .desk(at: .january)).result
            _ = try await ledger.pay(.of(39_550, .bank), for: old.id, context: .desk(at: .january))
            _ = try await ledger.cancel(old.id, context: february())
            #expect(try await Books.due(ledger, old.id) == -19_775)
            let new = try await ledger.register(.invented(1, days: .first(2)), context: february()).result
            let before = try await Books.balances(ledger)
            _ = try await ledger.merge(old.id, into: new.id, context: february())
            #expect(try await Books.due(ledger, new.id) == 22_600 - 19_775)
            #expect(try await Books.due(ledger, old.id) == 0)
            let taxes = { (balances: [String: Int64]) in [balances["tax:hst"], balances["revenue:cancellation"]] }
            #expect(try await taxes(Books.balances(ledger)) == taxes(before), "what was kept stays kept, with its tax")
            let desk = try Leniency(because: "they were ill", isOrganizers: true)
            _ = try await ledger.giveBackKept(nil, to: new.id, leniency: desk, context: february())
            #expect(try await Books.due(ledger, new.id) == 22_600 - 39_550)
            #expect(try await Books.balances(ledger)["revenue:cancellation"] ?? 0 == 0)
            #expect(
                try await ledger.refundsDue().map { "\($0.registration.id) \($0.method?.rawValue ?? "–") \($0.amount)" }
                    == ["\(new.id) bank 169.50"], "it goes back by the way that it came on the other record")
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `seats and the uses of vouchers are counted once after a merge`() async throws {
        try await withNetdev01(yaml: Books.yaml(Books.vouchers, seats: 2)) { ledger, store in
            let people = try await [1, 2].asyncMap {
                try await ledger.register(.invented($0, days: .first(2), addOns: [.dinner]), context: .desk()).result
            }
            for person in people { _ = try await ledger.redeem(.half, for: person.id, context: .desk()) }
            func used() async throws -> Int? {
                try await store.read { db in
                    try Int.fetchOne(
                        db,
                        sql: "SELECT count(*) FROM voucher_use WHERE voucher = 'half' AND released_ms IS NULL")
                }
            }
            let next = try await ledger.register(.invented(3, days: .first(1)), context: .desk()).result
            _ = try await ledger.wait(next.id, for: .addOn(.dinner), context: .desk())
            #expect(try await used() == 2)
            let kept = try await ledger.merge(people[1].id, into: people[0].id, context: .desk()).result
            #expect(kept.addOns == [.dinner])
            #expect(try await used() == 1, "one person, one use")
            #expect(try await Books.due(ledger, kept.id) == 10_000 + 6_000)
            let offered = try await ledger.waitingList()
            #expect(offered.map(\.registration) == [next.id] && offered[0].offeredUntil != nil, "the seat is free")
            _ = try await ledger.cancel(kept.id, context: .desk())
            #expect(try await used() == 0)
            #expect(try await ledger.audit().findings == [])
        }
    }

    @Test func `nobody is merged with themselves`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            #expect(
                try await errorCode { _ = try await ledger.merge(ada.id, into: ada.id, context: .desk()) }
                    == "merge_with_itself")
        }
    }
}

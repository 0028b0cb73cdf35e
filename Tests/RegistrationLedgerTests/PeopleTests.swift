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
            #expect(try await ledger.story(of: bob.id).history.last?.detail == ada.code.description)
            for change in [
                { _ = try await ledger.pay(.of(100), for: ada.id, context: .desk()) },
                { _ = try await ledger.changeDays(of: ada.id, to: .first(1), context: .desk()) },
                { _ = try await ledger.transfer(ada.id, to: .invented(3), language: .english, context: .desk()) },
            ] {
                #expect(try await errorCode { try await change() } == "registration_moved")
            }
            _ = try await ledger.changeDays(of: bob.id, to: DaySet([1]), context: .desk())
            #expect(try await ledger.audit().findings == [])
        }
    }

    /// Only the dinner cost something: no money moves with the place.
    @Test func `a waiver of everything goes over even where no money does`() async throws {
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
            #expect(try await Books.due(ledger, eve.id) == 0)
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

    @Test func `nobody is merged with themselves`() async throws {
        try await withNetdev01 { ledger, _ in
            let ada = try await ledger.register(.invented(), context: .desk()).result
            #expect(
                try await errorCode { _ = try await ledger.merge(ada.id, into: ada.id, context: .desk()) }
                    == "merge_with_itself")
        }
    }
}

import Conference
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// A list that comes again, changed.
struct ImportComparisonTests {
    private static func bring(
        _ csv: String, into ledger: RegistrationLedger, _ change: (inout ImportOrder) throws -> Void = { _ in }
    ) async throws -> ImportReport {
        var order = ImportOrder()
        try change(&order)
        return try await ledger.importPeople(
            Data(csv.utf8), order: order, author: "cli:test", origin: "", time: .deskOpens)
    }

    private static func told(_ report: ImportReport) -> [String] {
        report.differences.flatMap { difference in
            difference.changes.map {
                "\(difference.line) \($0.field.rawValue): \($0.from) → \($0.to) \($0.state.rawValue)"
            }
        }
    }

    private static let weekOne = """
        reference,name,affiliation,email,days,status
        UP-1,Ann Update,Old Co,ann@example.org,1,confirmed
        UP-2,Ben Cancels,Old Co,ben@example.org,all,confirmed
        UP-3,Cal Daychange,Old Co,cal@example.org,1,confirmed

        """
    private static let weekTwo = """
        reference,name,affiliation,email,days,status
        UP-1,Ann Update,New Co,ann@example.org,1,confirmed
        UP-2,Ben Cancels,Old Co,ben@example.org,all,cancelled
        UP-3,Cal Daychange,Old Co,cal@example.org,all,confirmed
        UP-4,Dee New,Old Co,dee@example.org,all,confirmed

        """

    @Test func `what differs is told, and taken over when that is said`() async throws {
        try await withNetdev01 { ledger, store in
            _ = try await Self.bring(Self.weekOne, into: ledger)
            let before = try await dump(store)
            let shown = try await Self.bring(Self.weekTwo, into: ledger) { ($0.onlyShow, $0.updates) = (true, true) }
            #expect(shown.added == 1 && shown.updated == 3)
            #expect(try await dump(store) == before)
            let told = try await Self.bring(Self.weekTwo, into: ledger)
            #expect(
                Self.told(told) == [
                    "2 affiliation: Old Co → New Co differs", "3 status: confirmed → cancelled differs",
                    "4 days: 1 → 1,2,3,4 differs",
                ])
            #expect(told.added == 1 && told.known == 3 && told.open == 3 && told.updated == 0)
            #expect(try await ledger.registration(named: "UP-2").status == .active)
            let taken = try await Self.bring(Self.weekTwo, into: ledger) { $0.updates = true }
            #expect(taken.updated == 3 && taken.open == 0 && taken.added == 0)
            #expect(try await ledger.registration(named: "UP-1").person.affiliation == "New Co")
            #expect(try await ledger.registration(named: "UP-2").status == .cancelled)
            let cal = try await ledger.registration(named: "UP-3")
            #expect(cal.days == .first(4))
            #expect(try await Books.due(ledger, cal.id) == 35_000)
            let back = try await Self.bring(Self.weekOne, into: ledger) { $0.updates = true }
            #expect(back.updated == 3)
            #expect(try await ledger.registration(named: "UP-2").status == .active)
            #expect(try await ledger.audit().findings == [])
            #expect(try await Self.bring(Self.weekOne, into: ledger).differences.isEmpty)
        }
    }

    @Test func `what the desk corrected stays, and what both changed is a conflict`() async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await Self.bring(Self.weekOne, into: ledger)
            let ann = try await ledger.registration(named: "UP-1")
            _ = try await ledger.correct(
                ann.id, PersonCorrection(name: "Anne Update", affiliation: "Desk Co"), context: .desk())
            let same = try await Self.bring(Self.weekOne, into: ledger) { $0.updates = true }
            #expect(
                Self.told(same) == [
                    "2 name: Anne Update → Ann Update kept-here",
                    "2 affiliation: Desk Co → Old Co kept-here",
                ])
            #expect(same.updated == 0 && same.open == 0)
            let changed = try await Self.bring(Self.weekTwo, into: ledger) { $0.updates = true }
            #expect(Self.told(changed).contains("2 affiliation: Desk Co → New Co conflict"))
            #expect(try await ledger.registration(ann.id).person.affiliation == "Desk Co")
            let again = try await Self.bring(Self.weekTwo, into: ledger)
            #expect(Self.told(again).contains("2 affiliation: Desk Co → New Co conflict"))
            _ = try await Self.bring(Self.weekTwo, into: ledger) { ($0.updates, $0.takesTheirs) = (true, true) }
            let taken = try await ledger.registration(ann.id).person
            #expect(taken.affiliation == "New Co" && taken.name == "Anne Update")
        }
    }

    @Test func `only what is ticked is taken over`() async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await Self.bring(Self.weekOne, into: ledger)
            let cal = try await ledger.registration(named: "UP-3")
            let report = try await Self.bring(Self.weekTwo, into: ledger) { order in
                order.updates = true
                order.ticked = [ImportOrder.tick(cal.code, .days)]
            }
            #expect(report.updated == 1 && report.open == 2)
            #expect(try await ledger.registration(named: "UP-2").status == .active)
        }
    }

    @Test func `who is missing is told, and cancelled only by their number`() async throws {
        let shorter = Self.weekOne.split(separator: "\n").dropLast().joined(separator: "\n") + "\n"
        try await withNetdev01 { ledger, store in
            _ = try await Self.bring(Self.weekOne, into: ledger)
            let told = try await Self.bring(shorter, into: ledger) { $0.updates = true }
            #expect(told.missing.map(\.reference) == ["UP-3"] && told.cancelled == 0)
            let before = try await dump(store)
            let error = await #expect(throws: LedgerError.self) {
                try await Self.bring(shorter, into: ledger) { $0.cancelMissing = 2 }
            }
            #expect(error?.code == .cancelCountDiffers)
            #expect(try await dump(store) == before)
            #expect(try await Self.bring(shorter, into: ledger) { $0.cancelMissing = 1 }.cancelled == 1)
            #expect(try await ledger.registration(named: "UP-3").status == .cancelled)
            let other = try await Self.bring("name\nEve Other\n", into: ledger) { $0.list = "speakers" }
            #expect(other.missing.isEmpty)
        }
    }

    @Test func `somebody without a reference is known by name and address, not doubled`() async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await Self.bring("name,affiliation,email\nAda Typo,Paket Bakery,ada@example.org\n", into: ledger)
            let changed = "name,affiliation,email\nAda Typo,Packet Bakery,ada@example.org\n"
            let told = try await Self.bring(changed, into: ledger)
            #expect(told.added == 0 && Self.told(told) == ["2 affiliation: Paket Bakery → Packet Bakery differs"])
            #expect(try await Self.bring(changed, into: ledger) { $0.updates = true }.updated == 1)
            #expect(try await ledger.list(limit: 9).map(\.registration.person.affiliation) == ["Packet Bakery"])
        }
    }

    @Test func `a row that may be of somebody who is here is asked about`() async throws {
        try await withNetdev01 { ledger, _ in
            _ = try await Self.bring("name,email\nAda Typo,ada@example.org\n", into: ledger)
            let renamed = "name,email\nAda Tipo,ada@example.org\n"
            let asked = try await Self.bring(renamed, into: ledger) { $0.updates = true }
            #expect(asked.added == 0 && asked.questions.map(\.line) == [2] && asked.missing.isEmpty)
            let code = try #require(asked.questions.first?.candidates.first)
            let same = try await Self.bring(renamed, into: ledger) { order in
                order.updates = true
                order.answers = [2: .same(code)]
            }
            #expect(same.updated == 1 && same.questions.isEmpty)
            #expect(try await ledger.list(limit: 9).map(\.registration.person.name) == ["Ada Tipo"])
            let other = try await Self.bring("name,email\nAda Typo,ada@example.org\n", into: ledger) {
                $0.answers = [2: .new]
            }
            #expect(other.added == 1)
        }
    }

    @Test func `somebody who registered at the desk is asked about, not doubled`() async throws {
        try await withNetdev01 { ledger, _ in
            let person = try Person(name: "Walk In", badgeName: "", affiliation: "", email: "walk@example.org")
            _ = try await ledger.register(
                NewRegistration(person: person, category: .attendee, days: .first(4), addOns: [], reference: nil),
                context: .desk())
            let asked = try await Self.bring("reference,name,email\nX-1,Walk In,walk@example.org\n", into: ledger)
            #expect(asked.added == 0 && asked.questions.count == 1)
        }
    }

    @Test func `somebody who was erased does not come back with a later list`() async throws {
        try await withNetdev01 { ledger, store in
            _ = try await Self.bring(Self.weekOne, into: ledger)
            let ann = try await ledger.registration(named: "UP-1")
            _ = try await ledger.erase(ann.id, context: .desk())
            let report = try await Self.bring(Self.weekTwo, into: ledger) { $0.updates = true }
            #expect(report.notes.map { "\($0.line) \($0.code)" } == ["2 registration_erased"])
            #expect(try await ledger.registration(ann.id).person.isErased)
            let said = try await dump(store).joined()
            #expect(!said.contains("Ann Update"))
        }
    }

    @Test func `a payment that the list hears of later is booked once`() async throws {
        func list(_ paid: String) -> String { "reference,name,price,paid\nP-1,Ada Invented,300.00,\(paid)\n" }
        try await withNetdev01 { ledger, _ in
            _ = try await Self.bring(list("no"), into: ledger)
            let ada = try await ledger.registration(named: "P-1")
            #expect(try await Books.due(ledger, ada.id) == 30_000)
            #expect(try await Self.bring(list("yes"), into: ledger) { $0.updates = true }.updated == 1)
            #expect(try await Books.due(ledger, ada.id) == 0)
            #expect(try await Self.bring(list("yes"), into: ledger) { $0.updates = true }.updated == 0)
            #expect(try await Self.bring(list("no"), into: ledger) { $0.updates = true }.updated == 0)
        }
    }

    @Test func `what the desk booked beside the list's price is still owed when the list says that it is paid`()
        async throws
    {
        func list(_ paid: String) -> String { "reference,name,days,price,paid\nP-1,Ada Invented,1,90.00,\(paid)\n" }
        try await withNetdev01 { ledger, _ in
            _ = try await Self.bring(list("no"), into: ledger)
            let ada = try await ledger.registration(named: "P-1")
            _ = try await ledger.addAddOn(.dinner, to: ada.id, context: .desk())
            #expect(try await Self.bring(list("yes"), into: ledger) { $0.updates = true }.updated == 1)
            #expect(try await Books.due(ledger, ada.id) == 6_000)
        }
    }

    @Test func `another price is told, and what was paid for it elsewhere is booked`() async throws {
        func list(_ days: String, _ price: String) -> String {
            "reference,name,days,price,paid\nP-1,Ada Invented,\(days),\(price),yes\nP-2,Bo Invented,all,\(price),yes\n"
        }
        try await withNetdev01 { ledger, store in
            _ = try await Self.bring(list("1", "100.00"), into: ledger)
            let more = try await Self.bring(list("all", "350.00"), into: ledger)
            #expect(
                Self.told(more) == [
                    "2 price: 100.00 → 350.00 differs", "2 days: 1 → 1,2,3,4 differs",
                    "3 price: 100.00 → 350.00 differs",
                ])
            let updated = try await Self.bring(list("all", "350.00"), into: ledger) { $0.updates = true }
            let (ada, bo) = (
                try await ledger.registration(named: "P-1").id, try await ledger.registration(named: "P-2").id
            )
            #expect(updated.updated == 2)
            #expect(try await Books.due(ledger, ada) == 0)
            // Waived to 100.00 at first: a waiver does not shrink, and the list is told so.
            #expect(updated.notes.map(\.code.rawValue) == ["price_differs"])
            #expect(try await Self.bring(list("all", "350.00"), into: ledger).differences.isEmpty)
            let less = try await Self.bring(list("all", "80.00"), into: ledger) { $0.updates = true }
            #expect(less.updated == 2)
            #expect(try await Books.due(ledger, ada) == -27_000)
            #expect(try await Books.due(ledger, bo) == -2_000)
            #expect(try await ledger.audit().findings.isEmpty)
        }
    }

    @Test func `a change that cannot be made is told, and nothing else of the list is stored`() async throws {
        let yaml = try Repository.netdev01().replacing("seats: 25", with: "seats: 1")
        try await withNetdev01(yaml: yaml) { ledger, store in
            _ = try await Self.bring("reference,name,add_ons\nA,Ada,dinner\nB,Bob,\n", into: ledger)
            let before = try await dump(store)
            let wanted = "reference,name,add_ons\nA,Ada Invented,dinner\nB,Bob,dinner\n"
            let error = await #expect(throws: ImportProblems.self) {
                try await Self.bring(wanted, into: ledger) { $0.updates = true }
            }
            #expect(error?.problems.map { "\($0.line) \($0.code)" } == ["3 add_on_full"])
            #expect(try await dump(store) == before)
            let kept = try await Self.bring(wanted, into: ledger) { ($0.updates, $0.keepsGood) = (true, true) }
            #expect(kept.updated == 1 && kept.open == 1 && kept.problems.count == 1)
        }
    }
}

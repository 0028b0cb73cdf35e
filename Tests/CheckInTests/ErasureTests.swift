import Badges
import CheckIn
import Conference
import DoorRules
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import RegistrationLedger
import Testing

/// Who leaves no trace, and who may come in although money is due.
struct ErasureTests {
    /// Whatever people wrote about somebody: at the desk, at the doors, on badges, in the books.
    @Test func `no word about an erased person is left in any table, and the audit stays clean`() async throws {
        let door = try await Door(yaml: Door.yaml + "\ndocuments_kept_until: 2015-12-31\n")
        let desk = try await door.store.addDevice(
            name: "Desk", role: .desk, gates: [], context: Door.context(Door.dayBefore)
        ).device
        let ada = try await door.register("Zzyzx Quuxbert", paid: false)
        let twin = try await door.register("Zzyzx Quuxbert", paid: false)
        let first = try await door.badges.makeFirst(for: [ada.id], context: Door.context()).result[0]
        let refused = try await door.service.scan(door.request(.credential(first.text)))
        let letIn = try await door.service.override(
            OverrideRequest(
                device: desk.id, nonce: IdempotencyKey("n-1"), refused: refused.scan, reason: "Quuxbert is known",
                time: Door.noon))
        _ = try await door.service.undo(letIn.scan, because: "it was not Quuxbert", by: nil, context: Door.context())
        _ = try await door.service.note("tell Quuxbert about tea", about: ada.id, at: nil, context: Door.context())
        _ = try await door.print(first, reason: "Quuxbert asked")
        _ = try await door.badges.makeNext(for: ada.id, reason: "Quuxbert lost it", context: Door.context())
        _ = try await door.badges.revoke(latestOf: ada.id, reason: "Quuxbert again", context: Door.context())
        _ = try await door.ledger.waive(
            Money(cents: 1_000), for: ada.id, because: "Quuxbert helps", context: Door.context())
        let cheque = try Payment(amount: Money(cents: 5_000), method: .cheque, note: "cheque of Quuxbert")
        let paid = try await door.ledger.pay(cheque, for: ada.id, context: Door.context()).result
        _ = try await door.ledger.correct(entry: paid.entry, because: "Quuxbert's bounced", context: Door.context())
        let order = try InvoiceOrder(
            people: [ada.id],
            payer: DocumentPayer(name: "Quux senior", address: "1 Quux Street", taxNumber: "", orderNumber: ""))
        _ = try await door.ledger.issueInvoice(order, context: Door.context())
        _ = try await door.ledger.letIn([ada.id], because: "Quux pays", isOrganizers: true, context: Door.context())
        _ = try await door.ledger.block(ada.id, because: "Quuxbert again", context: Door.context())
        _ = try await door.ledger.merge(twin.id, into: ada.id, context: Door.context())
        let balances = try await door.ledger.trialBalance().map { "\($0.account) \($0.balance)" }

        _ = try await door.ledger.erase(ada.id, context: Door.context())
        func left() async throws -> [String] {
            try await dump(door.store).filter { $0.lowercased().contains("quux") }
        }
        #expect(try await left().map { $0.prefix(9) } == ["document "], "the law wants the invoice kept")
        #expect(try await door.ledger.audit().findings == [])
        #expect(
            try await errorCode { _ = try await door.ledger.forgetDocuments(context: Door.context()) }
                == "documents_kept")
        let later = Door.context(Door.noon.addingTimeInterval(400 * 86_400))
        #expect(try await door.ledger.forgetDocuments(context: later).result == 1)
        #expect(try await left() == [])
        let salts = try await dump(door.store).filter { $0.hasPrefix("document ") && !$0.contains("salt:NULL") }
        #expect(salts == [], "what the digests stand for cannot be guessed")
        #expect(try await door.ledger.trialBalance().map { "\($0.account) \($0.balance)" } == balances)
        #expect(try await door.ledger.audit().findings == [])
    }

    @Test func `a memo that was changed instead of taken away is found`() async throws {
        let door = try await Door()
        let ada = try await door.register()
        try await door.store.writeWithoutTransaction { db in
            try db.execute(sql: "DROP TRIGGER journal_entry_is_fixed; UPDATE journal_entry SET memo = 'other'")
        }
        #expect(try await door.ledger.audit().findings.allSatisfy { $0.code == .hashWrong })
        #expect(try await door.ledger.audit().findings.isEmpty == false && ada.id.rawValue == 1)
    }

    @Test func `who may come in owes nothing at the door, online and alone, until it ends`() async throws {
        let door = try await Door()
        let badge = try await door.badged(paid: false)
        #expect(try await door.scan(badge) == .unpaid(due: Money(cents: 20_000)))
        func due() async throws -> Int64? {
            try await door.service.snapshot(for: door.device, after: nil).people.first?.facts.due
        }
        #expect(try await due() == 20_000)
        _ = try await door.ledger.letIn(
            [badge.registration], because: "invoice to the ministry", isOrganizers: true, context: Door.context())
        #expect(try await due() == 0)
        let outcome = try await door.service.scan(door.request(.credential(badge.text)))
        #expect(outcome.verdict == .admitted(.entry))
        #expect(outcome.person?.letInBecause == "invoice to the ministry")
        #expect(try await door.due(badge.registration).cents == 20_000)
        _ = try await door.ledger.letIn(
            [badge.registration], because: nil, isOrganizers: true, context: Door.context())
        #expect(try await door.scan(badge, time: Door.at(day: 2, 9)) == .unpaid(due: Money(cents: 20_000)))
    }
}

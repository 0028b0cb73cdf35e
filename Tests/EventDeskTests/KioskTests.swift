import Badges
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

/// A kiosk prints a first badge, and sends everybody else to the desk.
struct KioskTests {
    private static func withDesk(_ body: (EventServices) async throws -> Void) async throws {
        try await withNetdev01 { _, store in
            try await body(
                EventServices(store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: .deskOpens)))
        }
    }

    /// Somebody who paid, with their ticket.
    private static func guest(_ desk: EventServices, _ number: Int = 1) async throws -> (Registration, String) {
        let person = try await desk.ledger.register(.invented(number), context: .desk()).result
        _ = try await desk.ledger.pay(
            Payment(amount: nil, method: .card, note: ""), for: person.id, context: .desk())
        let ticket = try await desk.badges.makeTickets(for: [person.id], context: .desk()).result[0].text
        return (person, ticket)
    }

    private static func reason(_ desk: EventServices, _ text: String) async throws -> KioskReason? {
        if case .desk(let reason) = try await desk.kioskAnswer(to: text) { reason } else { nil }
    }

    @Test func `a ticket gets its first badge once, by its code as well, whatever is shown again`() async throws {
        try await Self.withDesk { desk in
            let (person, ticket) = try await Self.guest(desk)
            for text in [ticket, ticket.lowercased() + "\r\n", person.code.description, "#\(person.code)"] {
                #expect(try await Self.reason(desk, text) == nil, "\(text)")
            }
            #expect(try await !desk.kioskPreview(ticket, dotsPerInch: 72).isEmpty)
            guard case .printed(let outcome) = try await desk.kioskPrint(ticket, to: .answer, context: .desk()) else {
                Issue.record("the first badge was not printed")
                return
            }
            #expect(outcome.pdf?.starts(with: Data("%PDF".utf8)) == true && outcome.badgeCount == 1)
            let badge = try await desk.badges.all(of: person.id).last?.text ?? ""
            for text in [ticket, badge, person.code.description] {
                #expect(try await Self.reason(desk, text) == .printed)
                let code = try await errorCode {
                    _ = try await desk.kioskPrint(text, to: .answer, context: .desk())
                }
                #expect(code == "kiosk_refused")
            }
            #expect(try await desk.badges.all(of: person.id).filter { $0.copies > 0 }.map(\.copies) == [1])
        }
    }

    @Test func `a scanner for another keyboard is told from a ticket of somebody else's event`() async throws {
        try await Self.withDesk { desk in
            let (_, ticket) = try await Self.guest(desk)
            #expect(try await Self.reason(desk, "ly:" + ticket.dropFirst(3)) == .keyboard)
            #expect(try await Self.reason(desk, "https://example.org/menu") == .unknown)
        }
    }

    @Test func `two kiosks that are shown one ticket print one badge`() async throws {
        try await Self.withDesk { desk in
            let (person, ticket) = try await Self.guest(desk)
            let printed = await withTaskGroup(of: Bool.self) { group in
                for _ in 1...4 {
                    group.addTask {
                        (try? await desk.kioskPrint(ticket, to: .answer, context: .desk())) != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(printed == 1)
            #expect(try await desk.badges.all(of: person.id).map(\.copies).reduce(0, +) == 1)
        }
    }

    @Test func `who owes, is blocked or gone is sent to the desk, and nothing is told of anybody`() async throws {
        try await Self.withDesk { desk in
            let (blocked, first) = try await Self.guest(desk, 1)
            _ = try await desk.ledger.block(blocked.id, because: "see Kit", context: .desk())
            #expect(try await Self.reason(desk, first) == .blocked)
            let (gone, second) = try await Self.guest(desk, 2)
            _ = try await desk.ledger.cancel(gone.id, context: .desk())
            #expect(try await Self.reason(desk, second) == .gone)
            let owing = try await desk.ledger.register(.invented(3), context: .desk()).result
            #expect(try await Self.reason(desk, owing.code.description) == .owes)
            for text in [
                "", " ", "LY:ABC", "Ada", owing.person.name, owing.person.email, String(repeating: "x", count: 9_000),
            ] {
                #expect(try await Self.reason(desk, text) == .unknown, "\(text.prefix(20))")
            }
        }
    }
}

import Conference
import EventDesk
import EventStore
import LanyardTestSupport
import RegistrationLedger
import Testing

/// What a desk does with places and records, without its scripts: transfer, merge, erase, category, voucher, waiting
/// list.
struct DeskPlacePageTests {
    @Test func `a place is transferred, and what cannot be undone asks first`() async throws {
        try await Server.run { server in
            _ = try await server.services.ledger.register(.invented(), context: .desk())
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/1")
            for verb in ["transfer", "cancel"] {
                try await desk.post("/desk/people/1/\(verb)", ["name": "Bea Instead"])
                #expect(desk.status == 422 && desk.text.contains("was not ticked"), "\(verb)")
            }
            try await desk.post("/desk/people/1/transfer", ["name": " ", "sure": "1"])
            #expect(desk.status == 422 && desk.text.contains("name"))
            try await desk.post(
                "/desk/people/1/transfer", ["name": "Bea Instead", "email": "bea@example.org", "sure": "1"])
            #expect(desk.page.contains("data-here=\"/desk/people/2\"") && desk.text.contains("Bea Instead"))
            #expect(desk.text.contains("$100.00 to pay"))
            let people = try await server.services.ledger.list(limit: 9).map(\.registration)
            #expect(people.map(\.status) == [.transferred, .active] && people[0].successor == people[1].id)
            try await desk.get("/desk/people/1")
            #expect(desk.page.contains("href=\"/desk/people/2\"") && !desk.page.contains("/transfer\""))
        }
    }

    @Test func `a second record is shown before it is merged`() async throws {
        try await Server.run { server in
            for number in [1, 2] {
                _ = try await server.services.ledger.register(
                    .invented(number, days: DaySet([number])), context: .desk())
            }
            let people = try await server.services.ledger.list(limit: 9).map(\.registration)
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/1")
            for second in ["nobody", people[0].code.description] {
                try await desk.post("/desk/people/1/merge", ["second": second])
                #expect(desk.status >= 400 || desk.page.contains("role=\"alert\""), "\(second)")
            }
            try await desk.post("/desk/people/1/merge", ["second": people[1].code.description])
            #expect(desk.text.contains("Is this the same person?") && desk.text.contains(people[1].person.name))
            #expect(try await server.services.ledger.list(limit: 9).map(\.registration) == people)
            try await desk.post("/desk/people/1/merge", ["second": "#2", "sure": "1"])
            #expect(desk.text.contains("Merged with number 2"))
            let merged = try await server.services.ledger.list(limit: 9).map(\.registration)
            #expect(merged.map(\.status) == [.active, .merged] && merged[0].days == DaySet([1, 2]))
        }
    }

    @Test func `only the organizer erases personal data`() async throws {
        try await Server.run { server in
            _ = try await server.services.ledger.register(.invented(3), context: .desk())
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/1")
            #expect(desk.text.contains("use an organizer’s device") && !desk.page.contains("/erase\""))
            try await desk.post("/desk/people/1/erase", ["sure": "1"])
            #expect(desk.status == 403)
            let organizer = try await Browser.enrolled(.organizer, at: server)
            try await organizer.get("/desk/people/1")
            try await organizer.post("/desk/people/1/erase")
            #expect(organizer.status == 422)
            try await organizer.post("/desk/people/1/erase", ["sure": "1"])
            #expect(organizer.text.contains("Erased") && !organizer.text.contains("Loopback"))
            #expect(try await server.services.ledger.list(limit: 1)[0].registration.person.isErased)
        }
    }

    @Test func `category and voucher change the price, and are quoted first`() async throws {
        let yaml = try Repository.netdev01() + "\nvouchers:\n  - { id: half, percent: \"50\" }\n"
        try await Server.run(yaml: yaml) { server in
            _ = try await server.services.ledger.register(.invented(), context: .desk())
            let desk = try await Browser.enrolled(.desk, at: server)
            try await desk.get("/desk/people/1")
            try await desk.post("/desk/people/1/quote", ["voucher": "HALF"])
            #expect(desk.text.contains("$50.00 less to pay"))
            try await desk.get("/desk/people/1")
            try await desk.post("/desk/people/1/voucher", ["voucher": "nothing"])
            #expect(desk.status == 422)
            try await desk.post("/desk/people/1/voucher", ["voucher": "Half"])
            #expect(desk.text.contains("redeemed") && desk.text.contains("$50.00 to pay"))
            #expect(desk.page.contains("/voucher/hand-back") && !desk.page.contains("id=\"voucher\""))
            try await desk.post("/desk/people/1/voucher/hand-back", ["voucher": "half"])
            #expect(desk.text.contains("$100.00 to pay"))
            try await desk.post("/desk/people/1/quote", ["category": "volunteer"])
            #expect(desk.text.contains("Passes cost nothing in this category"))
            try await desk.get("/desk/people/1")
            try await desk.post("/desk/people/1/category", ["category": "volunteer"])
            #expect(desk.text.contains("Nothing is due"))
            #expect(try await server.services.ledger.list(limit: 1)[0].registration.category == .volunteer)
            try await desk.post("/desk/people/1/category", ["category": "emperor"])
            #expect(desk.status == 400 || desk.status == 422)
        }
    }

    @Test func `who waits is seen in order, and a freed seat is offered to them`() async throws {
        let yaml = try Repository.netdev01().replacing(#/seats: \d+/#, with: "seats: 1")
        try await Server.run(yaml: yaml) { server in
            for number in 1...3 {
                _ = try await server.services.ledger.register(
                    .invented(number, addOns: number == 1 ? [.dinner] : []), context: .desk())
            }
            let desk = try await Browser.enrolled(.desk, at: server)
            for number in 2...3 {
                try await desk.get("/desk/people/\(number)")
                #expect(desk.text.contains("Conference dinner: full"))
                try await desk.post("/desk/people/\(number)/wait", ["place": "add-on:dinner"])
                #expect(desk.text.contains("place \(number - 1)"))
            }
            try await desk.get("/desk")
            #expect(desk.page.contains("waiting-title") && desk.page.contains("href=\"/desk/people/3\""))
            try await desk.get("/desk/people/3")
            try await desk.post("/desk/people/3/wait/seat", ["place": "add-on:dinner"])
            #expect(desk.status == 422 || desk.page.contains("role=\"alert\""), "it is not their turn")
            try await desk.get("/desk/people/1")
            try await desk.post("/desk/people/1/add-on", ["add_on": "-dinner"])
            try await desk.get("/desk/people/2")
            #expect(desk.text.contains("offered until"), "nobody is charged unasked")
            try await desk.post("/desk/people/2/wait/seat", ["place": "add-on:dinner"])
            let held = try await server.services.ledger.list(limit: 9).map(\.registration.addOns)
            #expect(held == [[], [.dinner], []])
            try await desk.get("/desk/people/3")
            #expect(desk.text.contains("place 1"))
            try await desk.post("/desk/people/3/wait/end", ["place": "add-on:dinner"])
            #expect(desk.text.contains("Off the waiting list"))
            #expect(try await server.services.ledger.waitingList().isEmpty)
        }
    }
}

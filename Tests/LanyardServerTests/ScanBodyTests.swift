import Badges
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Representations
import Testing

struct ScanBodyTests {
    /// Everybody at every gate, in and out, admitted anyway and taken back, with names that need care.
    @Test func `an answer written by hand is the one that Foundation writes`() async throws {
        let yaml = try Repository.netdev01().replacing("name: Main door", with: "name: Main door\n    capacity: 1")
        try await Server.run(yaml: yaml) { server in
            let services = server.services
            let event = try await services.store.definition()
            let odd = try await services.ledger.register(
                NewRegistration(
                    person: Person(
                        name: #"Zoë "x" \ </script> 花子 👩‍💻"#, badgeName: "", affiliation: "a/b",
                        email: ""), category: .organizer, days: .first(2), addOns: [], reference: nil), context: .desk()
            ).result
            let badge = try await services.badges.makeFirst(for: [odd.id], context: .desk()).result[0]
            _ = try await services.checkIn.note(#"Say "hello" \o/"#, about: odd.id, at: nil, context: .desk())
            let texts = try await DoorPageTests.people(server) + [badge.text]
            let desk = try await services.store.addDevice(
                name: #"North "door""#, role: .desk, gates: [], context: .desk()
            ).device
            var number = 0
            var codes: Set<Verdict.Code> = []
            func compare(_ outcome: ScanOutcome) throws {
                for isSimulated in [false, true] {
                    let body = ScanBody(outcome, event: event, in: .english, isSimulated: isSimulated)
                    let expected = String(decoding: try JSONText.encode(body), as: UTF8.self)
                    #expect(String(decoding: body.json, as: UTF8.self) == expected)
                }
                codes.insert(outcome.verdict.code)
            }
            for text in texts {
                for (gate, direction) in [
                    ("main", Direction.entry), ("main", .entry), ("tutorials", .entry), ("tutorials", .exit),
                    ("dinner", .entry), ("staff", .entry),
                ] {
                    number += 1
                    let outcome = try await services.checkIn.scan(
                        ScanRequest(
                            device: desk.id, nonce: try IdempotencyKey("n\(number)"), gate: Gate.ID(rawValue: gate),
                            direction: direction, subject: .credential(text), time: Server.morning, deviceTime: nil))
                    try compare(outcome)
                    guard number % 3 == 0, outcome.person != nil, outcome.verdict.code != .admitted else { continue }
                    let forced = try await services.checkIn.override(
                        OverrideRequest(
                            device: desk.id, nonce: try IdempotencyKey("o\(number)"), refused: outcome.scan,
                            reason: #"Said "yes""#, time: Server.morning))
                    try compare(forced)
                    try compare(
                        await services.checkIn.undo(forced.scan, because: "Back", by: nil, context: .desk()).result)
                }
            }
            #expect(codes == Set(Verdict.Code.allCases))
        }
    }
}

import Conference
import EventStore
import Foundation
import LanyardTestSupport
import OpenPGP
import Testing

@testable import Keysigning

@Suite(.waitsForPrograms)
struct TickListTests {
    @Test func `caff reads what was ticked by number, person and code`() async throws {
        try await PartyDesk.run(people: 6) { party in
            let desk = party.desk
            let list = try await desk.freeze(context: PartyDesk.context).result
            let reader = party.ids[0]
            func tick(_ subject: TickSubject, _ kinds: Set<TickList.Kind>, isSet: Bool = true) async throws {
                _ = try await desk.tick(subject, as: kinds, isSet: isSet, reader: reader, context: PartyDesk.context)
            }
            let both = Set(TickList.Kind.allCases)
            let people = try await desk.submissions()
            try await tick(.number(2), both)
            try await tick(.person(people[2].registration), both)
            try await tick(.key(try Fingerprint("OPENPGP4FPR:\(party.fingerprints[3])")), both)
            try await tick(.number(5), [.fingerprint])
            try await tick(.number(6), both)
            try await tick(.number(6), [.identity], isSet: false)
            _ = try await desk.tickChecksum(version: 1, reader: reader, context: PartyDesk.context)
            let ticks = try await desk.ticks(reader: reader)
            #expect(ticks.complete == [2, 3, 4])
            #expect(ticks.ticks[.fingerprint] == [2, 3, 4, 5, 6])
            // Somebody else's list has nothing of it.
            let other = try await desk.tickedList(version: 1, reader: party.ids[1])
            #expect(other == list.text)

            let ticked = try await desk.tickedList(version: 1, reader: reader)
            let text = String(decoding: ticked, as: UTF8.self)
            #expect(text.contains("005  [x] Fingerprint OK        [ ] ID OK"))
            #expect(text.replacing("[x]", with: "[ ]") == String(decoding: list.text, as: UTF8.self))
            let gpg = try ScratchGnuPG()
            let own = try gpg.makeKey("Kit Invented <kit@example.org>")
            let settings = """
                $CONFIG{'owner'} = 'Kit Invented';
                $CONFIG{'email'} = 'kit@example.org';
                $CONFIG{'keyid'} = [ qw{\(own.suffix(16))} ];

                """
            try gpg.write(settings.utf8, to: ".caffrc")
            try gpg.write(list.keyring, to: "keyring.gpg")
            try gpg.write(ticked, to: "ticked.txt")
            let talk = try gpg.run(
                "script", "-qec", "caff --no-sign --mail no -R --key-file keyring.gpg < ticked.txt", "/dev/null")
            #expect(talk.contains("Found SHA256 checksum (marked as verified, assumed good)"), "\(talk)")
            let taken = talk.components(separatedBy: "Adding fingerprint ").dropFirst().map { String($0.prefix(40)) }
            #expect(taken == Array(party.fingerprints[1...3]))
        }
    }

    @Test func `nobody ticks their own key or one that is not there`() async throws {
        try await PartyDesk.run(people: 2) { party in
            _ = try await party.desk.freeze(context: PartyDesk.context)
            let before = try await dump(party.store)
            for (subject, expected) in [(TickSubject.number(1), "tick_own_key"), (.number(77), "number_unknown")] {
                let code = try await errorCode {
                    _ = try await party.desk.tick(
                        subject, as: [.identity], reader: party.ids[0], context: PartyDesk.context)
                }
                #expect(code == expected)
            }
            let version = try await errorCode {
                _ = try await party.desk.tickChecksum(version: 9, reader: party.ids[0], context: PartyDesk.context)
            }
            #expect(version == "list_unknown")
            #expect(try await dump(party.store) == before)
        }
    }
}

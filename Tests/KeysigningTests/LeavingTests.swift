import Conference
import EventStore
import Foundation
import GRDB
import LanyardTestSupport
import OpenPGP
import RegistrationLedger
import Testing

@testable import Keysigning

/// People who leave, leave completely: dot, entry in future versions, link and the key server's answer.
@Suite(.waitsForPrograms)
struct LeavingTests {
    /// How somebody leaves.
    enum Way: String, CaseIterable {
        case cancelled, transferred, erased
    }

    private static func leave(_ way: Way, _ id: Registration.ID, _ ledger: RegistrationLedger) async throws {
        switch way {
        case .cancelled: _ = try await ledger.cancel(id, context: PartyDesk.context)
        case .transferred:
            let heir = try Person(name: "Eve Invented", badgeName: "", affiliation: "", email: "eve@example.org")
            _ = try await ledger.transfer(id, to: heir, language: .english, context: PartyDesk.context)
        case .erased: _ = try await ledger.erase(id, context: PartyDesk.context)
        }
    }

    @Test(arguments: Way.allCases) func `whoever leaves is gone from everything to come`(way: Way) async throws {
        try await PartyDesk.run(people: 3) { party in
            let (desk, ledger) = (party.desk, RegistrationLedger(store: party.store))
            let owner = try await ledger.registration(party.ids[1])
            _ = try await desk.grantDot(
                confirmed: party.fingerprints[1], registration: party.ids[1], context: PartyDesk.context)
            let link = try await desk.invite(registration: party.ids[1], context: PartyDesk.context).secret
            let first = try await desk.freeze(context: PartyDesk.context).result
            #expect(try await desk.lookUp(party.fingerprints[1]).count == 1)

            try await Self.leave(way, owner.id, ledger)
            #expect(try await desk.marks()[owner.id] == nil)
            #expect(try await desk.lookUp(party.fingerprints[1]).isEmpty)
            #expect(try await desk.lookUp(party.fingerprints[1], as: .participant).isEmpty)
            #expect(try await desk.participant(secret: link) == nil)
            #expect(try await !desk.entries(at: Date()).contains { $0.owner.id == owner.id })
            let second = try await desk.freeze(context: PartyDesk.context).result
            #expect(second.header.changes?.numbers == [.withdrawn: [2]])
            #expect(try await desk.list(version: 1) == first)
        }
    }

    @Test func `nobody confirms a person who was cancelled`() async throws {
        try await PartyDesk.run(people: 1) { party in
            let ledger = RegistrationLedger(store: party.store)
            _ = try await ledger.cancel(
                try await ledger.registration(party.ids[0]).id, context: PartyDesk.context)
            let code = try await errorCode {
                _ = try await party.desk.grantDot(
                    confirmed: party.fingerprints[0], registration: party.ids[0], context: PartyDesk.context)
            }
            #expect(code == "registration_cancelled")
        }
    }

    @Test func `a merged record takes key, number, dot, link and ticks along`() async throws {
        try await PartyDesk.run(people: 3) { party in
            let (desk, ledger) = (party.desk, RegistrationLedger(store: party.store))
            let kept = try await ledger.register(.invented(9), context: .desk()).result
            let dropped = try await ledger.registration(party.ids[1])
            _ = try await desk.grantDot(
                confirmed: party.fingerprints[1], registration: party.ids[1], context: PartyDesk.context)
            let link = try await desk.invite(registration: party.ids[1], context: PartyDesk.context).secret
            let first = try await desk.freeze(context: PartyDesk.context).result
            _ = try await desk.tick(
                .number(3), as: [.fingerprint, .identity], reader: party.ids[1], context: PartyDesk.context)
            _ = try await ledger.merge(dropped.id, into: kept.id, context: PartyDesk.context)

            let own = try await desk.submissions(of: kept.id)
            #expect(own.map(\.number) == [2] && own[0].withdrawn == nil)
            #expect(try await desk.standings()[own[0].id]?.confirmation != nil)
            #expect(try await desk.participant(secret: link)?.id == kept.id)
            #expect(try await desk.ticks(reader: kept.id).complete == [3])
            // Nothing changed for those who hold the list.
            let again = try await desk.freezing(context: PartyDesk.context).result
            #expect(!again.isNew && again.list == first)
        }
    }

    @Test func `a revocation is told apart, served, and passed on to who holds the list`() async throws {
        try await PartyDesk.run(people: 4) { party in
            let desk = party.desk
            _ = try await desk.freeze(context: PartyDesk.context)
            let reader = try await desk.entries(version: 1)[3].submission.registration
            try await desk.noteTaking(version: 1, by: reader, at: Date())
            _ = try await desk.note(absent: true, number: 1, context: PartyDesk.context)
            _ = try await desk.withdraw(
                try Fingerprint(party.fingerprints[1]), reason: "lost", context: PartyDesk.context)
            _ = try await desk.close(context: PartyDesk.context)
            try party.gpg.run(
                "sh", "-c",
                "sed 's/^:---/---/' openpgp-revocs.d/\(party.fingerprints[2]).rev | gpg --batch --quiet --import")

            // A stranger brings it while the list is closed: it gets through all the same.
            let sent = try await desk.receive(
                SubmittedBytes(copying: try party.export(2)), context: PartyDesk.context)
            guard case .taken(let receipt) = sent else {
                Issue.record("\(sent)")
                return
            }
            #expect(receipt.change == .revoked)
            let again = try await desk.receive(
                SubmittedBytes(copying: try party.export(2)), context: PartyDesk.context)
            #expect(again == .known)

            let second = try await desk.freeze(context: PartyDesk.context).result
            #expect(
                second.header.changes?.numbers == [.absent: [1], .withdrawn: [2], .revoked: [3]])
            let served = try #require(try await desk.lookUp(party.fingerprints[2]).first)
            #expect(served.revoked != nil)
            let read = try CertificateReader().readOne(SubmittedBytes(copying: served.packets)).certificate
            #expect(try await inspector.examine(read).isRevoked)
            let holders = try await desk.holders(version: 1)
            #expect(holders.map(\.numbers) == [[1], [2], [3], [4]])
            #expect(holders.map { $0.taken != nil } == [false, false, false, true])
        }
    }

    @Test func `an erratum takes the last keys off, and every form of it can be had`() async throws {
        try await PartyDesk.run(people: 2) { party in
            let (desk, ledger) = (party.desk, RegistrationLedger(store: party.store))
            _ = try await desk.freeze(context: PartyDesk.context)
            _ = try await ledger.cancel(party.ids[0], context: PartyDesk.context)
            let revocation = try String(
                contentsOf: party.gpg.home.appending(path: "openpgp-revocs.d/\(party.fingerprints[1]).rev"),
                encoding: .utf8)
            _ = try await desk.receive(
                .copying(revocation.replacing(":-----BEGIN", with: "-----BEGIN")), context: PartyDesk.context)
            let second = try await desk.freezing(context: PartyDesk.context).result
            #expect(second.isNew && second.list.header.changes?.numbers == [.withdrawn: [1], .revoked: [2]])
            #expect(!String(decoding: second.list.text, as: UTF8.self).contains("Fingerprint OK"))
            #expect(try await !desk.freezing(context: PartyDesk.context).result.isNew)
            #expect(try await desk.entries(version: 2).isEmpty)
            #expect(try await desk.news(of: 1).changes?.numbers[.revoked] == [2])
            #expect(try await desk.holders(version: 2).isEmpty)
            let matrix = try await KeysigningAftermath(store: party.store).matrix(at: Date())
            #expect(matrix.keys.isEmpty && matrix.csv.hasPrefix("number,user id"))
            let bundle = try await desk.bundle(version: 2)
            let file = party.gpg.home.appending(path: bundle.name)
            try bundle.bytes.write(to: file)
            let verified = try await ListBundle.verify(file, inspector: inspector) { _, _ in }
            #expect(verified.version == 2 && verified.keys == 0)
            // Another key begins a version again, under a number that nobody had.
            try await party.handIn(0, by: party.ids[1])
            #expect(try await desk.freeze(context: PartyDesk.context).result.header.changes?.numbers == [.added: [3]])
        }
    }

    @Test func `a freezing without a change makes no version`() async throws {
        try await PartyDesk.run(people: 2) { party in
            let first = try await party.desk.freezing(context: PartyDesk.context).result
            let second = try await party.desk.freezing(context: PartyDesk.context).result
            #expect(first.isNew && !second.isNew && first.list == second.list)
            #expect(try await party.desk.latestVersion() == 1)
            let filled = try await party.desk.freezing(prefixDigits: 2, context: PartyDesk.context).result
            #expect(!filled.isNew)
        }
    }

    @Test func `a copy without ticks is the frozen list byte for byte`() async throws {
        try await PartyDesk.run(people: 3) { party in
            let list = try await party.desk.freeze(prefixDigits: 1, context: PartyDesk.context).result
            #expect(try await party.desk.tickedList(version: 1, reader: party.ids[0]) == list.text)
            #expect(String(decoding: list.text, as: UTF8.self).contains("note  control of this key was not proved"))
        }
    }
}

import Conference
import EventStore
import Foundation
import LanyardTestSupport
import OpenPGP
import RegistrationLedger
import Testing

@testable import Keysigning

@Suite(.waitsForPrograms)
struct AftermathTests {
    private func merge(_ person: Int, _ party: PartyDesk) async throws -> KeysigningAftermath.Merge {
        try await KeysigningAftermath(store: party.store).merge(
            SubmittedBytes(copying: try party.export(person)), context: PartyDesk.context
        ).result
    }

    private func matrix(_ party: PartyDesk, at date: Date = Date().addingTimeInterval(5)) async throws -> SigningMatrix
    {
        _ = try await KeysigningAftermath(store: party.store).verify(context: PartyDesk.context) { _, _ in }
        return try await KeysigningAftermath(store: party.store).matrix(at: date)
    }

    @Test func `what participants signed is kept, checked and counted, and nothing else`() async throws {
        try await PartyDesk.run(people: 4) { party in
            // One knew another before; a stranger signs too.
            try party.sign(3, 0)
            try await Task.sleep(for: .seconds(2))
            _ = try await party.desk.freeze(context: PartyDesk.context)
            let stranger = try party.gpg.makeKey("Nobody Invented <nobody@example.org>")
            try await Task.sleep(for: .seconds(1))
            try party.sign(0, 1, level: 2)
            try party.sign(1, 0, level: 3)
            try party.sign(2, 0)
            try party.sign(0, 2, local: true)
            try party.gpg.run(
                "gpg", "--batch", "--yes", "--quiet", "--local-user", stranger, "--quick-sign-key",
                party.fingerprints[0])
            let first = try await merge(0, party)
            #expect(first == .init(keys: 1, strangers: 0, added: 3, known: 0))
            let again = try await merge(0, party)
            #expect(again == .init(keys: 1, strangers: 0, added: 0, known: 3))
            _ = try await merge(1, party)
            _ = try await merge(2, party)
            try party.gpg.run("gpg", "--batch", "--yes", "--output", "export.gpg", "--export", stranger)
            let foreign = try await KeysigningAftermath(store: party.store).merge(
                SubmittedBytes(copying: Array(try Data(contentsOf: party.gpg.home.appending(path: "export.gpg")))),
                context: PartyDesk.context)
            #expect(foreign.result == .init(keys: 0, strangers: 1, added: 0, known: 0))

            let unchecked = try await KeysigningAftermath(store: party.store).matrix(at: Date())
            #expect(unchecked.cells.isEmpty && unchecked.unchecked == 4)
            let matrix = try await matrix(party)
            #expect(matrix.unchecked == 0)
            #expect(
                matrix.cells == [
                    .init(signer: 1, target: 2): .init(userIDs: 1, level: 2),
                    .init(signer: 2, target: 1): .init(userIDs: 1, level: 3),
                    .init(signer: 3, target: 1): .init(userIDs: 1, level: 0),
                ])
            #expect(matrix.before.signed == [4: [1]])
            #expect(matrix.after.signed == [4: [1], 1: [2], 2: [1], 3: [1]])
            #expect(matrix.before.strongSet.isEmpty)
            #expect(matrix.after.strongSet == [1, 2])
            #expect(matrix.accounts.map(\.owes) == [[3, 4], [3, 4], [2, 4], [2, 3]])
            #expect(matrix.accounts.map(\.owed) == [[], [3, 4], [1, 2, 4], [1, 2, 3]])
            #expect(matrix.accounts.map(\.received) == [3, 1, 0, 0])

            let csv = matrix.csv.components(separatedBy: "\r\n")
            #expect(csv[0] == "number,user id,001,002,003,004")
            #expect(csv[1].hasSuffix(",\u{2013},1c,,"))
            let svg = try graphviz(matrix.dot, party)
            #expect(svg.contains("<svg") && svg.contains("001"), "\(svg.prefix(400))")
            // The keyring with the signatures is what GnuPG itself finds good.
            let keyring = try await KeysigningAftermath(store: party.store).signedKeyring()
            #expect(try Self.goodSignatures(in: keyring) == 4 + 4)
        }
    }

    /// How many signatures of a keyring GnuPG finds good, those of the keys on themselves among them.
    private static func goodSignatures(in keyring: [UInt8]) throws -> Int {
        let gpg = try ScratchGnuPG()
        try gpg.write(keyring, to: "signed.gpg")
        try gpg.run("gpg", "--batch", "--quiet", "--import", "signed.gpg")
        let listing = try gpg.run("gpg", "--batch", "--with-colons", "--check-sigs")
        return listing.components(separatedBy: "\nsig:!:").count - 1
    }

    private func graphviz(_ dot: String, _ party: PartyDesk) throws -> String {
        try party.gpg.write(dot.utf8, to: "graph.dot")
        return try party.gpg.run("dot", "-Tsvg", "graph.dot")
    }

    @Test func `a participant brings back what stands on their own key, and nothing on another's`() async throws {
        try await PartyDesk.run(people: 3) { party in
            _ = try await party.desk.freeze(context: PartyDesk.context)
            try await Task.sleep(for: .seconds(1))
            try party.sign(1, 0)
            try party.sign(0, 1)
            let owner = try #require(try await party.desk.submissions().first).registration
            let aftermath = KeysigningAftermath(store: party.store)
            for (person, expected) in [
                (0, KeysigningAftermath.Merge(keys: 1, strangers: 0, added: 1, known: 0)),
                (1, .init(keys: 0, strangers: 1, added: 0, known: 0)),
            ] {
                let merged = try await aftermath.merge(
                    SubmittedBytes(copying: try party.export(person)), of: owner, context: PartyDesk.context)
                #expect(merged.result == expected)
            }
            #expect(try await matrix(party).cells.keys.map(\.signer) == [2])
            let guest = try await RegistrationLedger(store: party.store).register(
                .invented(9), context: PartyDesk.context
            ).result.id
            let code = try await errorCode {
                _ = try await aftermath.merge(
                    SubmittedBytes(copying: try party.export(0)), of: guest, context: PartyDesk.context)
            }
            #expect(code == "own_key_not_listed")
        }
    }

    @Test func `a forged signature is dropped when it comes, and does not count`() async throws {
        try await PartyDesk.run(people: 2) { party in
            _ = try await party.desk.freeze(context: PartyDesk.context)
            try await Task.sleep(for: .seconds(1))
            try party.sign(0, 1)
            var bytes = try party.export(1)
            // The last byte of the last packet is part of the signature's number.
            bytes[bytes.count - 1] ^= 1
            let merged = try await KeysigningAftermath(store: party.store).merge(
                SubmittedBytes(copying: bytes), context: PartyDesk.context)
            #expect(merged.result == .init(keys: 1, strangers: 0, added: 0, known: 0, unverified: 1))
            let forged = try await matrix(party)
            #expect(forged.unchecked == 0)
            #expect(forged.cells.isEmpty && forged.after.edgeCount == 0)
            // The true one still counts when it comes.
            _ = try await merge(1, party)
            let good = try await matrix(party)
            #expect(good.cells.count == 1)
        }
    }

    @Test func `a signature that was taken back or ran out does not count`() async throws {
        try await PartyDesk.run(people: 3) { party in
            _ = try await party.desk.freeze(context: PartyDesk.context)
            try await Task.sleep(for: .seconds(1))
            try party.gpg.run(
                "gpg", "--batch", "--yes", "--quiet", "--default-cert-expire", "1d", "--local-user",
                party.fingerprints[2], "--quick-sign-key", party.fingerprints[0])
            try party.sign(1, 0)
            _ = try await merge(0, party)
            #expect(try await matrix(party).cells.count == 2)
            let later = try await matrix(party, at: Date().addingTimeInterval(2 * 86_400))
            #expect(later.cells.keys.map(\.signer) == [2])
            try await Task.sleep(for: .seconds(1))
            try party.gpg.run(
                "gpg", "--batch", "--yes", "--quiet", "--local-user", party.fingerprints[1], "--quick-revoke-sig",
                party.fingerprints[0], party.fingerprints[1])
            _ = try await merge(0, party)
            #expect(try await matrix(party).cells.keys.map(\.signer) == [3])
        }
    }

    @Test func `people owe what they ticked, and those who did not come owe nothing`() async throws {
        try await PartyDesk.run(people: 3) { party in
            _ = try await party.desk.freeze(context: PartyDesk.context)
            _ = try await party.desk.tick(
                .number(2), as: Set(TickList.Kind.allCases), reader: party.ids[0], context: PartyDesk.context)
            _ = try await party.desk.tick(
                .number(3), as: [.fingerprint], reader: party.ids[0], context: PartyDesk.context)
            _ = try await party.desk.note(absent: true, number: 3, context: PartyDesk.context)
            let accounts = try await KeysigningAftermath(store: party.store).matrix(at: Date()).accounts
            #expect(accounts.map(\.owes) == [[2], [1], []])
            #expect(accounts.map(\.owed) == [[2], [1], []])
        }
    }

    /// A key that was withdrawn and handed in again has a new number; its signatures are about the key.
    @Test func `the matrix follows the errata`() async throws {
        try await PartyDesk.run(people: 4) { party in
            let desk = party.desk
            _ = try await desk.freeze(context: PartyDesk.context)
            try await Task.sleep(for: .seconds(1))
            for (signer, target) in [(0, 1), (0, 2), (2, 0), (3, 0), (3, 2)] { try party.sign(signer, target) }
            for person in 0..<3 { _ = try await merge(person, party) }
            #expect(try await matrix(party).cells.count == 5)
            for number in [2, 3] {
                _ = try await desk.tick(
                    .number(number), as: Set(TickList.Kind.allCases), reader: party.ids[0],
                    context: PartyDesk.context)
            }

            // Until the next version a key that was withdrawn is still on the list, but nobody has to sign it.
            _ = try await desk.withdraw(
                try Fingerprint(party.fingerprints[2]), reason: "by mistake", context: PartyDesk.context)
            let withdrawn = try await matrix(party)
            #expect(withdrawn.keys.map(\.number) == [1, 2, 3, 4])
            #expect(withdrawn.accounts.map(\.owes) == [[], [1, 4], [], [2]])
            // What comes back now is kept, and waits for nothing.
            try party.sign(3, 1)
            _ = try await merge(1, party)

            // Version 2: number 2 did not come, number 3 is number 5.
            _ = try await desk.note(absent: true, number: 2, context: PartyDesk.context)
            try await party.handIn(2)
            _ = try await desk.freeze(context: PartyDesk.context)
            let second = try await matrix(party)
            #expect(second.keys.map(\.number) == [1, 4, 5])
            #expect(
                Set(second.cells.keys) == [
                    .init(signer: 1, target: 5), .init(signer: 5, target: 1), .init(signer: 4, target: 1),
                    .init(signer: 4, target: 5),
                ])
            #expect(second.after.signed == [1: [5], 5: [1], 4: [1, 5]])
            #expect(second.accounts.map(\.numbers) == [[1], [4], [5]])
            #expect(second.accounts.map(\.signed) == [1, 2, 1])
            #expect(second.accounts.map(\.owes) == [[], [], [4]])
            #expect(second.accounts.map(\.owed) == [[], [5], []])
            #expect(second.unchecked == 0)

            // Version 3: who came after all is there with all that was checked.
            _ = try await desk.note(absent: false, number: 2, context: PartyDesk.context)
            _ = try await desk.freeze(context: PartyDesk.context)
            let third = try await matrix(party)
            #expect(third.keys.map(\.number) == [1, 2, 4, 5])
            #expect(third.cells.count == 6)
            #expect(third.cells[.init(signer: 4, target: 2)] != nil)

            let keyring = try await KeysigningAftermath(store: party.store).signedKeyring()
            #expect(try Self.goodSignatures(in: keyring) == 4 + 6)
        }
    }

    @Test func `the signed keyring has each key's newest state, and no withdrawn key`() async throws {
        try await PartyDesk.run(people: 3) { party in
            _ = try await party.desk.freeze(context: PartyDesk.context)
            try await Task.sleep(for: .seconds(1))
            try party.gpg.run(
                "gpg", "--batch", "--quiet", "--passphrase", "", "--quick-add-uid", party.fingerprints[1],
                "Second Name <second@example.org>")
            try await party.handIn(1)
            try party.sign(0, 1)
            _ = try await merge(1, party)
            _ = try await party.desk.withdraw(
                try Fingerprint(party.fingerprints[2]), reason: "lost", context: PartyDesk.context)
            let matrix = try await matrix(party)
            #expect(matrix.cells == [.init(signer: 1, target: 2): .init(userIDs: 2, level: 0)])
            let keyring = try await KeysigningAftermath(store: party.store).signedKeyring()
            let other = try ScratchGnuPG()
            try other.write(keyring, to: "signed.gpg")
            let shown = try other.run(
                "gpg", "--batch", "--with-colons", "--with-sig-list", "--show-keys", "signed.gpg")
            #expect(shown.components(separatedBy: "\npub:").count - 1 == 2 && shown.contains("Second Name"), "\(shown)")
            #expect(shown.components(separatedBy: ":\(party.fingerprints[0].suffix(16)):").count - 1 == 4, "\(shown)")
        }
    }

    @Test func `a secret key that comes back is refused whole`() async throws {
        try await PartyDesk.run(people: 1) { party in
            _ = try await party.desk.freeze(context: PartyDesk.context)
            try party.gpg.run(
                "gpg", "--batch", "--yes", "--pinentry-mode", "loopback", "--passphrase", "", "--output", "secret.gpg",
                "--export-secret-keys", party.fingerprints[0])
            let secret = Array(try Data(contentsOf: party.gpg.home.appending(path: "secret.gpg")))
            let before = try await dump(party.store)
            let code = try await errorCode {
                _ = try await KeysigningAftermath(store: party.store).merge(
                    SubmittedBytes(copying: secret), context: PartyDesk.context)
            }
            #expect(code == "secret_key")
            #expect(try await dump(party.store) == before)
        }
    }

    @Test func `checking leaves nothing behind, and counts on`() async throws {
        try await PartyDesk.run(people: 3) { party in
            _ = try await party.desk.freeze(context: PartyDesk.context)
            try party.sign(0, 1)
            try party.sign(0, 2)
            _ = try await merge(1, party)
            _ = try await merge(2, party)
            let folder = try ScratchFolder()
            var settings = CertificationChecker.Settings()
            settings.temporaryFolder = folder.url.path
            try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
            let steps = Steps()
            let checked = try await KeysigningAftermath(
                store: party.store, checker: CertificationChecker(settings: settings)
            ).verify(context: PartyDesk.context) { done, total in steps.add(done, total) }
            #expect(checked == 2)
            #expect(steps.all == [[0, 2], [2, 2]])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
            // GnuPG that cannot run is an error, and nothing is taken for checked.
            try party.sign(1, 2)
            _ = try await merge(2, party)
            settings.gnupgPath = "/nonexistent/gpg"
            let code = try await errorCode {
                _ = try await KeysigningAftermath(
                    store: party.store, checker: CertificationChecker(settings: settings)
                ).verify(context: PartyDesk.context) { _, _ in }
            }
            #expect(code == "gnupg_unavailable")
            #expect(try await KeysigningAftermath(store: party.store).matrix(at: Date()).unchecked == 1)
        }
    }

    /// What a progress was told.
    // Unchecked because of `all`: only one task writes it, and it is read after that task has ended.
    private final class Steps: @unchecked Sendable {
        private(set) var all: [[Int]] = []
        func add(_ done: Int, _ total: Int) { all.append([done, total]) }
    }
}

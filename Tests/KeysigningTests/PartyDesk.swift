import Conference
import EventStore
import Foundation
import LanyardTestSupport
import OpenPGP
import RegistrationLedger

@testable import Keysigning

/// A desk with invented people who have their own keys, with secret halves in a scratch GnuPG.
struct PartyDesk {
    let desk: KeysigningDesk
    let store: EventStore
    let gpg: ScratchGnuPG
    /// One a person.
    let ids: [Registration.ID]
    /// One a person, in the same order.
    let fingerprints: [String]

    /// Runs the body with `people` invented people, each with one Ed25519 key handed in.
    ///
    /// - Parameter yaml: another event file; the one of the repository where nil.
    static func run(people: Int, yaml: String? = nil, _ body: (PartyDesk) async throws -> Void) async throws {
        let gpg = try ScratchGnuPG()
        try await withNetdev01(yaml: yaml) { ledger, store in
            let desk = KeysigningDesk(store: store, inspector: inspector)
            var (ids, fingerprints): ([Registration.ID], [String]) = ([], [])
            for number in 1...people {
                let person = try await ledger.register(.invented(number), context: .desk()).result
                ids.append(person.id)
                let fingerprint = try gpg.makeKey("Person \(number) Invented <person\(number)@example.org>")
                fingerprints.append(fingerprint)
            }
            let party = PartyDesk(desk: desk, store: store, gpg: gpg, ids: ids, fingerprints: fingerprints)
            for person in 0..<people { try await party.handIn(person) }
            try await body(party)
        }
    }

    /// Now: keys of the scratch GnuPG are made by the machine's clock.
    static var context: WriteContext { .desk(at: Date()) }

    func export(_ person: Int) throws -> [UInt8] {
        try gpg.run("gpg", "--batch", "--yes", "--output", "export.gpg", "--export", fingerprints[person])
        return Array(try Data(contentsOf: gpg.home.appending(path: "export.gpg")))
    }

    /// - Parameter registration: who hands it in; its owner where nil.
    func handIn(_ person: Int, by registration: Registration.ID? = nil) async throws {
        _ = try await desk.add(
            SubmittedBytes(copying: try export(person)), typedFingerprint: nil,
            registration: registration ?? ids[person], context: Self.context)
    }

    /// Takes a user id back, for good.
    func revokeUserID(_ person: Int, _ name: String) throws {
        try gpg.run("gpg", "--batch", "--yes", "--quiet", "--quick-revoke-uid", fingerprints[person], name)
    }

    /// One person signs the key of another, at a level.
    func sign(_ signer: Int, _ target: Int, level: Int = 0, local: Bool = false) throws {
        try gpg.run(
            "gpg", "--batch", "--yes", "--quiet", "--default-cert-level", String(level), "--local-user",
            fingerprints[signer], local ? "--quick-lsign-key" : "--quick-sign-key", fingerprints[target])
    }
}

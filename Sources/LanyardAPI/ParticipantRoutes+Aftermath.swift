import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import Keysigning
import LanyardHTTP
import OpenPGP
import Representations

/// What comes after a keysigning, for a participant with their own link: hand in the own key with what others signed on it,
/// and see who has still to sign whom.
extension ParticipantRoutes {
    func addAftermath(to group: RouterGroup<DeviceRequestContext>) {
        group.post("\(Paths.keysigningSelf)/returns") { request, context in
            let owner = try await participant(request, context)
            try await turnstile.pass("\(owner.id)")
            let write = try write(owner, request, context)
            var text = try await Self.collect(request, upTo: KeysigningPartyRoutes.returnSizeMax)
            let merged = try await services.bringBack(
                SubmittedBytes(wiping: &text), limits: .submission, of: owner.id, context: write)
            services.verification.ask(write)
            return try Response(json: merged.result)
        }
        group.get("\(Paths.keysigningSelf)/account") { request, context in
            let owner = try await participant(request, context)
            let matrix = try await services.aftermath.matrix(at: services.clock.now)
            guard let account = matrix.accounts.first(where: { $0.registration == owner.id }) else {
                let version = try await services.frozenVersion(nil)
                throw KeysigningError(.ownKeyNotListed, ErrorDetail("version", version))
            }
            return try Response(json: AccountBody(account, matrix))
        }
        group.get("\(Paths.keysigningSelf)/signed-keyring") { request, context in
            _ = try await participant(request, context)
            let keyring = try await services.aftermath.signedKeyring()
            return Response(NamedFile(name: "ksp-signed.gpg", type: "application/pgp-keys", bytes: Data(keyring)))
        }
    }

    /// How a participant stands with the others. The list that everybody has says no less about them.
    private struct AccountBody: Encodable {
        let numbers: [Int]
        /// Others' keys that the participant signed, and others' keys that signed one of the participant's.
        let signed: Int
        let received: Int
        let owes: [ListedKeyBody]
        let owed: [ListedKeyBody]
        /// Signatures of all participants that wait for GnuPG.
        let unchecked: Int

        init(_ account: SigningMatrix.Account, _ matrix: SigningMatrix) {
            let labels = Dictionary(matrix.keys.map { ($0.number, $0.label) }, uniquingKeysWith: { first, _ in first })
            func keys(_ numbers: [Int]) -> [ListedKeyBody] {
                numbers.map { ListedKeyBody(number: $0, userID: labels[$0] ?? "") }
            }
            numbers = account.numbers
            signed = account.signed
            received = account.received
            owes = keys(account.owes)
            owed = keys(account.owed)
            unchecked = matrix.unchecked
        }
    }
}

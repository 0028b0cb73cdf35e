import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import Keysigning
import LanyardHTTP
import OpenPGP
import Representations

/// What comes after a keysigning, for a participant with their own link: hand in one's key with what others signed on it,
/// and see who has still to sign whom.
extension ParticipantRoutes {
    func addAftermath(to routes: APIRouter) {
        routes.post("\(Paths.keysigningSelf)/returns", for: .participant) { request, context, owner in
            try admit(owner)
            let write = try write(owner, request, context)
            var text = try await Self.collect(request, upTo: KeysigningPartyRoutes.returnSizeMax)
            let merged = try await services.bringBack(
                SubmittedBytes(wiping: &text), limits: .submission, of: owner.id, context: write)
            services.verification.ask(write)
            return try Response(json: merged.result)
        }
        routes.get("\(Paths.keysigningSelf)/account", for: .participant) { _, _, owner in
            let (account, matrix) = try await services.signingAccount(of: owner.id)
            return try Response(json: AccountBody(account, matrix))
        }
        routes.get("\(Paths.keysigningSelf)/signed-keyring", for: .participant) { _, _, _ in
            let keyring = try await services.aftermath.signedKeyring()
            return Response(NamedFile(name: "ksp-signed.gpg", type: "application/pgp-keys", bytes: Data(keyring)))
        }
    }

    /// How a participant stands with the others. The list, which everybody has, says as much about them.
    private struct AccountBody: Encodable {
        let numbers: [Int]
        /// Keys of others that the participant signed, and keys of others that signed one of the participant's.
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

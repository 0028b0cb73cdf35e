import Conference
import EventStore
import Foundation
import Hummingbird
import Keysigning
import OpenPGP
import RegistrationLedger

/// What a participant does at the keysigning and after it with their own link: ticks, and the keys that came back.
extension ParticipantRoutes {
    func addParty(to group: RouterGroup<DeviceRequestContext>) {
        let ticks = "\(Paths.keysigningSelf)/ticks"
        group.get(RouterPath(ticks)) { request, context in
            let owner = try await participant(request, context)
            return try Response(json: KeysigningTicksBody(try await services.keysigning.ticks(reader: owner.name)))
        }
        group.post(RouterPath(ticks)) { request, context in
            let owner = try await participant(request, context)
            let order = try await request.decode(as: KeysigningTickOrder.self, context: context)
            return try Response(
                json: try await services.tick(
                    order, reader: owner.name, context: try write(owner, request, context)))
        }
        group.post("\(Paths.keysigningSelf)/returns") { request, context in
            let owner = try await participant(request, context)
            let write = try write(owner, request, context)
            var bytes = try await Self.collect(request, upTo: SubmissionLimits.submission.submissionBytes)
            let merged = try await services.aftermath.merge(
                SubmittedBytes(wiping: &bytes), limits: .submission, context: write)
            return try Response(json: merged.result)
        }
        group.get("\(Paths.keysigningSelf)/account") { request, context in
            let owner = try await participant(request, context)
            let matrix = try await services.aftermath.matrix(at: services.clock.now)
            return try Response(json: AccountBody(matrix, of: owner))
        }
        group.get("\(Paths.keysigningSelf)/signed-keyring") { request, context in
            _ = try await participant(request, context)
            let keyring = try await services.aftermath.signedKeyring()
            return Response(NamedFile(name: "ksp-signed.gpg", type: "application/pgp-keys", bytes: Data(keyring)))
        }
    }

    /// What one participant has still to sign, and to get.
    private struct AccountBody: Encodable {
        struct Key: Encodable {
            let number: Int
            let fingerprint: String
            let userID: String
        }

        let numbers: [Int]
        let signed: Int
        let received: Int
        let owes: [Key]
        let owed: [Key]
        /// Certifications that wait for GnuPG, of everybody.
        let unchecked: Int

        /// - Throws: `own_key_not_listed`.
        init(_ matrix: SigningMatrix, of owner: Registration) throws {
            guard let account = matrix.accounts.first(where: { $0.registration == owner.id }) else {
                throw KeysigningError("own_key_not_listed")
            }
            func keys(_ numbers: [Int]) -> [Key] {
                matrix.keys.filter { numbers.contains($0.number) }.map {
                    Key(number: $0.number, fingerprint: $0.fingerprint, userID: $0.label)
                }
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

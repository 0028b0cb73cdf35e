import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import Keysigning
import LanyardHTTP
import NIOCore
import OpenPGP
import RegistrationLedger
import Representations
import Wording

/// What a participant of the keysigning does with their own link: everything about their own keys, nothing else.
struct ParticipantRoutes {
    let services: EventServices
    /// Each key that is handed in or brought back costs an examination; nobody has so many.
    private let turnstile = Turnstile(limit: 40, per: .seconds(600))

    init(services: EventServices) {
        self.services = services
    }

    /// Counts an examination for somebody.
    ///
    /// - Throws: `too_many_keys_sent`.
    func admit(_ owner: Registration) throws {
        guard turnstile.pass("\(owner.id)") else { throw ServerError(.tooManyKeysSent) }
    }

    func addRoutes(to routes: APIRouter) {
        addLists(to: routes)
        addTicks(to: routes)
        addAftermath(to: routes)
        let keys = "\(Paths.keysigningSelf)/keys"
        routes.get(Paths.keysigningSelf, for: .participant) { _, _, owner in
            return try Response(json: try await body(of: owner))
        }
        routes.post(keys, for: .participant) { request, context, owner in
            try admit(owner)
            let write = try write(owner, request, context)
            var text = try await Self.collect(request, upTo: SubmissionLimits.submission.submissionBytes)
            let receipt = try await services.keysigning.add(
                SubmittedBytes(wiping: &text),
                typedFingerprint: request.uri.queryParameters["fingerprint"].map(String.init),
                registration: owner.id, context: write
            ).result
            let key = try await body(of: receipt.submission, owner)
            return try Response(
                status: .created,
                json: ReceiptBody(receipt, key, answering: request))
        }
        routes.post("\(keys)/:fingerprint/withdraw", for: .participant) { request, context, owner in
            _ = try await services.keysigning.withdraw(
                try context.parameters.require("fingerprint"), of: owner.id, because: "by its owner",
                context: try write(owner, request, context))
            return try Response(json: try await body(of: owner))
        }
        routes.post("\(keys)/:fingerprint/challenge", for: .participant) { request, context, owner in
            let wanted = try await request.decode(as: NewChallenge.self, context: context)
            let method = try Choice.read(wanted.method ?? "signature", as: KeysigningChallenge.Method.self)
            let challenge = try await services.keysigning.challenge(
                method, fingerprint: try context.parameters.require("fingerprint"), registration: owner.id,
                context: try write(owner, request, context)
            ).result
            return try Response(status: .created, json: ChallengeBody(challenge))
        }
        routes.post("\(keys)/:fingerprint/proof", for: .participant) { request, context, owner in
            let fingerprint = try context.parameters.require("fingerprint")
            let write = try write(owner, request, context)
            if let code = request.uri.queryParameters["code"] {
                let done = try await services.keysigning.prove(
                    code: String(code), fingerprint: fingerprint, registration: owner.id, context: write)
                return try Response(status: .created, json: DotChangeBody(done.result))
            }
            var text = try await Self.collect(request, upTo: SignedMessage.bytesMax)
            let done = try await services.keysigning.prove(
                signed: SubmittedBytes(wiping: &text), fingerprint: fingerprint, registration: owner.id,
                context: write)
            return try Response(status: .created, json: DotChangeBody(done.result))
        }
        routes.post("\(Paths.keysigningSelf)/announcements", for: .participant) { request, context, owner in
            let body = try await request.decode(as: Announcement.self, context: context)
            let fingerprint = try await services.keysigning.announce(
                body.fingerprint, registration: owner.id, context: try write(owner, request, context)
            ).result
            return try Response(status: .created, json: ["fingerprint": fingerprint.digits])
        }
    }

    // MARK: - What is theirs

    func write(
        _ owner: Registration, _ request: Request, _ context: DeviceRequestContext
    ) throws -> WriteContext {
        let author = "participant:\(owner.id)"
        return WriteContext(
            author: author, origin: context.remoteAddress, time: services.clock.now,
            key: try IdempotencyKey(parts: author, IdempotencyKey.of(request, or: nil).description))
    }

    /// The body, whose own memory is overwritten where nobody else holds it: it may turn out to be a secret key.
    static func collect(_ request: Request, upTo limit: Int) async throws -> Data {
        var buffer = try await request.body.collect(upTo: limit)
        let data = Data(buffer.readableBytesView)
        buffer.setRepeatingByte(0, count: buffer.readableBytes, at: buffer.readerIndex)
        return data
    }

    // MARK: - Answers

    private func bodies(of owner: Registration) async throws -> [KeysigningKeyBody] {
        let event = try await services.store.definition()
        return try await services.keysigning.entries(of: owner.id, at: services.clock.now)
            .map { KeysigningKeyBody($0, event: event, isForOwner: true) }
    }

    private func body(of owner: Registration) async throws -> ParticipantBody {
        ParticipantBody(
            owner, try await bodies(of: owner), try await services.keysigning.progress(of: owner.id),
            try await services.keysigning.phase())
    }

    private func body(of submission: KeysigningSubmission, _ owner: Registration) async throws -> KeysigningKeyBody? {
        try await bodies(of: owner).first { $0.fingerprint == submission.key.fingerprint.digits }
    }

    private struct NewChallenge: Decodable {
        /// `signature`, which is meant where it is left out, or `code`.
        let method: String?
    }

    private struct Announcement: Decodable {
        let fingerprint: String
    }

    private struct ParticipantBody: Encodable {
        struct Step: Encodable {
            /// `hand_in`, `prove`, `confirm`, `take_home` or `bring_back`.
            let step: String
            let done: Bool
        }

        let name: String
        let keys: [KeysigningKeyBody]
        /// The way through the keysigning, in its order.
        let steps: [Step]
        /// The first step that is not done; left out when nothing is left.
        let next: String?
        /// `opened` or `closed`: whether keys are taken in.
        let phase: String

        init(
            _ owner: Registration, _ keys: [KeysigningKeyBody], _ progress: KeysigningProgress, _ phase: KeysigningPhase
        ) {
            name = owner.person.name
            self.keys = keys
            steps = KeysigningProgress.Step.allCases.map { Step(step: $0.rawValue, done: progress.done.contains($0)) }
            next = progress.next?.rawValue
            self.phase = phase.rawValue
        }
    }

    private struct ReceiptBody: Encodable {
        struct Warning: Encodable {
            let code: String
            let title: String
        }

        /// `added`, `updated`, `unchanged` or `revoked`.
        let change: String
        /// Who revoked it, where its owner had allowed another key to.
        let revoker: String?
        let key: KeysigningKeyBody?
        let warnings: [Warning]

        init(_ receipt: KeysigningDesk.Receipt, _ key: KeysigningKeyBody?, answering request: Request) {
            change = receipt.change.rawValue
            revoker = receipt.revoker?.digits
            self.key = key
            warnings = receipt.warnings.map { warning in
                let details = warning.details.map { ErrorDetail($0.name, $0.value) }
                return Warning(
                    code: warning.code.rawValue,
                    title: Words(code: AnyErrorCode(warning.code), details: details, answering: request).sentence)
            }
        }
    }

    private struct ChallengeBody: Encodable {
        let fingerprint: String
        let method: String
        /// The text to be signed, byte for byte; or the message to be decrypted.
        let text: String
        let command: String
        let expires: String

        init(_ challenge: KeysigningChallenge) {
            fingerprint = challenge.fingerprint.digits
            method = challenge.method.rawValue
            text = challenge.text
            command =
                challenge.method == .signature
                ? "gpg --local-user \(challenge.fingerprint) --clearsign challenge.txt" : "gpg --decrypt code.asc"
            expires = challenge.expires.formatted(.iso8601)
        }
    }
}

import Catalogues
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import Keysigning
import LanyardHTTP
import Logging
import NIOCore
import OpenPGP
import Wording

/// The key server's way in and out, for `gpg --keyserver hkp://HOST:PORT --send-keys` and `--recv-keys`.
///
/// Answers are text for people, as key servers give them.
struct KeyServerRoutes {
    /// The longest body of a key that is sent: the largest submission, each byte written as three.
    private static let bodySizeMax = 3 * SubmissionLimits.submission.submissionBytes
    /// Every key takes as long to be received: longer than GnuPG looks at one. Else a stopwatch would tell whether a key is
    /// known here.
    private static let receptionTime = Duration.milliseconds(100)

    let services: EventServices
    let participants: ParticipantAuthentication
    let logger: Logger
    /// What is read in that time is cheap, and does not count: nobody can use up with junk what others behind the same
    /// address need.
    private static let cheapTime = Duration.milliseconds(50)
    /// Counts examinations by GnuPG, and what took long to read: enough for a venue whose hundred people share one address.
    private let turnstile = Turnstile(limit: 600, per: .seconds(600))

    init(services: EventServices, participants: ParticipantAuthentication, logger: Logger) {
        self.services = services
        self.participants = participants
        self.logger = logger
    }

    func addRoutes(to routes: APIRouter) {
        routes.post(Paths.keyServerAdd, for: .anyone) { request, context, _ in
            await answering(request) { try await add(request, context) }
        }
        routes.get(Paths.keyServerLookup, for: .anyone) { request, _, _ in
            await answering(request) { try await lookUp(request) }
        }
    }

    /// Answers alike whoever's key it is, so that nobody learns who takes part: what was refused, its owner sees on their
    /// own page.
    private func add(_ request: Request, _ context: DeviceRequestContext) async throws -> Response {
        guard turnstile.look(context.remoteAddress) else { throw ServerError(.tooManyKeysSent) }
        var buffer = try await request.body.collect(upTo: Self.bodySizeMax)
        var form = Data(buffer.readableBytesView)
        buffer.setRepeatingByte(0, count: buffer.readableBytes, at: buffer.readerIndex)
        guard let submitted = SubmittedBytes(field: "keytext", ofForm: &form) else { throw ServerError(.bodyInvalid) }
        let begun = ContinuousClock.now
        let reception: Result<KeysigningDesk.Reception, any Error>
        do {
            reception = .success(
                try await services.keysigning.receive(
                    submitted,
                    context: WriteContext(
                        author: "key server", origin: context.remoteAddress, time: services.clock.now,
                        key: .unique())))
        } catch {
            reception = .failure(error)
        }
        let wasExamined = (try? reception.get())?.wasExamined ?? false
        if wasExamined || ContinuousClock.now - begun > Self.cheapTime { turnstile.count(context.remoteAddress) }
        _ = try reception.get()
        try await Task.sleep(until: begun + Self.receptionTime, clock: .continuous)
        let words = Catalogue.of(request.language)
        guard try await services.keysigning.phase() == .opened else {
            return Self.text(.forbidden, words("key_server_closed") + "\n")
        }
        return Self.text(.ok, words("key_server_received") + "\n")
    }

    /// Strangers find what is on a frozen list; whoever sends a participant's secret finds every key that stands.
    private func lookUp(_ request: Request) async throws -> Response {
        let query = request.uri.queryParameters
        let operation = query["op"].map(String.init) ?? ""
        guard ["get", "index", "vindex"].contains(operation), let search = query["search"] else {
            throw ServerError(.bodyInvalid)
        }
        let asker: KeysigningDesk.Asker = try await participants.isParticipant(request) ? .participant : .stranger
        let found = try await services.keysigning.lookUp(String(search), as: asker)
        guard !found.isEmpty else { throw ServerError(.keyNotFound) }
        guard operation == "get" else {
            return Self.text(.ok, KeyServerIndex.text(of: found))
        }
        return Self.text(.ok, Keyring.armored(found.map(\.packets)), type: "application/pgp-keys")
    }

    /// Errors are words for people, in plain text.
    private func answering(_ request: Request, _ body: () async throws -> Response) async -> Response {
        do {
            return try await body()
        } catch let error as any HTTPResponseError {
            return Self.text(error.status, Catalogue.of(request.language)("key_server_refused") + "\n")
        } catch {
            let words = Words(for: error, answering: request)
            logger.note(error, words)
            return Self.text(HTTPResponse.Status(code: words.status), "\(words.sentence) \(words.advice)\n")
        }
    }

    private static func text(
        _ status: HTTPResponse.Status, _ text: String, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

/// The machine-readable index of a key server (draft-shaw-openpgp-hkp-00, section 5.2).
enum KeyServerIndex {
    static func text(of found: [KeysigningSubmission]) -> String {
        var lines = ["info:1:\(found.count)"]
        for submission in found {
            let key = submission.key
            let (number, bits) = algorithm(key.algorithm)
            let expires = key.expires.map { "\(Int($0.timeIntervalSince1970))" } ?? ""
            let created = Int(key.created.timeIntervalSince1970)
            lines.append(
                "pub:\(key.fingerprint):\(number):\(bits):\(created):\(expires):\(submission.revoked == nil ? "" : "r")"
            )
            lines += key.names.map { "uid:\(escaped($0.text)):\(created)::" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The algorithm's number (RFC 4880 section 9.1, RFC 6637) and, where it has one, its size.
    private static func algorithm(_ name: String) -> (number: Int, bits: String) {
        let bits = name.filter(\.isNumber)
        if name.hasPrefix("rsa") { return (1, bits) }
        if name.hasPrefix("dsa") { return (17, bits) }
        return (name == "ed25519" ? 22 : 19, "")
    }

    /// Everything but letters, digits and a few marks as `%` and two digits.
    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(
            withAllowedCharacters: .alphanumerics.intersection(.init(charactersIn: "\0"..."~"))
                .union(.init(charactersIn: " @.-_<>()"))) ?? ""
    }
}

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

    let services: EventServices
    let logger: Logger
    private let turnstile = Turnstile()

    init(services: EventServices, logger: Logger) {
        self.services = services
        self.logger = logger
    }

    func addRoutes(to router: Router<DeviceRequestContext>) {
        router.post(RouterPath(Paths.keyServerAdd)) { request, context in
            await answering { try await add(request, context) }
        }
        router.get(RouterPath(Paths.keyServerLookup)) { request, _ in
            await answering { try await lookUp(request) }
        }
    }

    private func add(_ request: Request, _ context: DeviceRequestContext) async throws -> Response {
        try await turnstile.pass(context.remoteAddress)
        var buffer = try await request.body.collect(upTo: Self.bodySizeMax)
        var form = Data(buffer.readableBytesView)
        buffer.setRepeatingByte(0, count: buffer.readableBytes, at: buffer.readerIndex)
        guard let submitted = SubmittedBytes(field: "keytext", ofForm: &form) else { throw ServerError("body_invalid") }
        var generator = SystemRandomNumberGenerator()
        let receipt = try await services.keysigning.receive(
            submitted,
            context: WriteContext(
                author: "key server", origin: context.remoteAddress, time: services.clock.now,
                key: .unique(using: &generator))
        ).result
        return Self.text(.ok, "\(receipt.change.rawValue) \(receipt.submission.key.fingerprint)\n")
    }

    private func lookUp(_ request: Request) async throws -> Response {
        let query = request.uri.queryParameters
        let operation = query["op"].map(String.init) ?? ""
        guard ["get", "index", "vindex"].contains(operation), let search = query["search"] else {
            throw ServerError("body_invalid")
        }
        let found = try await services.keysigning.lookUp(String(search))
        guard !found.isEmpty else { throw ServerError("key_not_found") }
        guard operation == "get" else {
            return Self.text(.ok, KeyServerIndex.text(of: found))
        }
        return Self.text(.ok, Keyring.armored(found.map(\.packets)), type: "application/pgp-keys")
    }

    /// Errors are words for people, in plain text.
    private func answering(_ body: () async throws -> Response) async -> Response {
        do {
            return try await body()
        } catch let error as any HTTPResponseError {
            return Self.text(error.status, "The request cannot be taken.\n")
        } catch {
            let words = Words(for: error)
            logger.note(error, words)
            // A list that is closed is, in the words of HTTP, forbidden.
            let status = words.code == "keysigning_closed" ? 403 : words.status
            return Self.text(HTTPResponse.Status(code: status), "\(words.sentence) \(words.advice)\n")
        }
    }

    private static func text(
        _ status: HTTPResponse.Status, _ text: String, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

/// Lets only so many keys in from one address, and only so many in all.
private actor Turnstile {
    private static let windowSeconds = 600
    private static let perAddress = 30
    private static let perWindow = 600

    private var start = ContinuousClock.now
    private var counts: [String: Int] = [:]
    private var total = 0

    /// - Throws: `too_many_keys_sent`.
    func pass(_ address: String) throws {
        let now = ContinuousClock.now
        if now - start > .seconds(Self.windowSeconds) { (start, counts, total) = (now, [:], 0) }
        guard counts[address, default: 0] < Self.perAddress, total < Self.perWindow else {
            throw ServerError("too_many_keys_sent")
        }
        counts[address, default: 0] += 1
        total += 1
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
            lines.append("pub:\(key.fingerprint):\(number):\(bits):\(created):\(expires):")
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

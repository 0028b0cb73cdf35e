import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP
import Wording

/// An answer that refuses, in the shape of pretix's protocol.
struct ScannerRefusal: Error {
    let status: HTTPResponse.Status
    let body: ScannerJSON
    /// What an address takes, where it was asked in another way.
    private var allowed: String?

    init(_ status: HTTPResponse.Status, _ body: ScannerJSON) {
        self.status = status
        self.body = body
    }

    /// There is no such thing here.
    static var notFound: ScannerRefusal { ScannerRefusal(.notFound, ["detail": "Not found."]) }

    /// A list has no such page.
    static var noPage: ScannerRefusal { ScannerRefusal(.notFound, ["detail": "Invalid page."]) }

    /// A field of the request is wrong.
    static func field(_ name: String, _ error: any Error, answering request: Request) -> ScannerRefusal {
        let words = Words(for: error, answering: request).sentence
        return ScannerRefusal(.badRequest, .object([ScannerJSON.Field(name: name, value: [.text(words)])]))
    }

    /// Something is wrong with the request as a whole.
    static func whole(_ error: any Error, answering request: Request) -> ScannerRefusal {
        ScannerRefusal(.badRequest, [.text(Words(for: error, answering: request).sentence)])
    }

    /// Fields are missing that the request must have.
    static func missing(_ names: [String], answering request: Request) -> ScannerRefusal {
        let words = Words(for: EventStoreError(.keyMissing), answering: request).sentence
        return ScannerRefusal(
            .badRequest, .object(names.map { ScannerJSON.Field(name: $0, value: [.text(words)]) }))
    }

    /// The refusal for whatever went wrong, in the words of this program.
    init(_ error: any Error, answering request: Request) {
        if let refusal = error as? ScannerRefusal {
            self = refusal
            return
        }
        if (error as? any HTTPResponseError)?.status == .notFound {
            self = .notFound
            return
        }
        if let error = error as? EventStoreError, error.code == .deviceRevoked || error.code == .deviceUnknown {
            // Apps compare this text: it has them forget what they hold.
            self.init(.unauthorized, ["detail": "Device access has been revoked."])
            return
        }
        let words = Words(for: Self.described(error), answering: request)
        self.init(HTTPResponse.Status(code: words.status), ["detail": .text(words.sentence)])
        if words.status == 405 {
            allowed = (error as? any DescribedError)?.details.first { $0.name == "methods" }?.value
        }
    }

    /// What the framework itself refuses gets our own codes.
    private static func described(_ error: any Error) -> any Error {
        if error is DecodingError { return ServerError(.bodyInvalid) }
        return switch (error as? any HTTPResponseError)?.status.code {
        case 413: ServerError(.bodyTooLarge)
        case .some(400..<500): ServerError(.bodyInvalid)
        default: error
        }
    }

    var response: Response {
        Response(status: status, scanner: body, headers: allowed.map { [.allow: $0] } ?? [:])
    }
}

extension Response {
    /// An answer of pretix's protocol.
    init(status: HTTPResponse.Status = .ok, scanner body: ScannerJSON, headers: HTTPFields = [:]) {
        var all = headers
        all[.contentType] = "application/json"
        if status == .unauthorized { all[.wwwAuthenticate] = "Device" }
        self.init(status: status, headers: all, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.bytes)))
    }
}

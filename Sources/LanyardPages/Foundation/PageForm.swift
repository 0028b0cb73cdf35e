package import Conference
import EventDesk
import Foundation
import HTTPTypes
import Hummingbird
import LanyardHTTP

/// What a form sent (`application/x-www-form-urlencoded`, URL Standard section 5), or one with a file (`multipart/form-data`).
package struct PageForm: Sendable {
    /// More fields than any of our forms has.
    private static let fieldsMax = 400

    private let values: [String: [String]]
    private var files: [String: Data] = [:]

    /// - Throws: `form_unreadable` for bytes that are no UTF-8, and for too many fields.
    package init(_ body: String) throws {
        let pairs = body.split(separator: "&")
        guard pairs.count <= Self.fieldsMax else { throw ServerError(.formUnreadable) }
        var values: [String: [String]] = [:]
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[try Self.decoded(parts[0]), default: []].append(try parts.count == 2 ? Self.decoded(parts[1]) : "")
        }
        self.values = values
    }

    /// - Parameter bodyMax: the longest body, in bytes; nil for what all forms may send.
    /// - Throws: `form_unreadable`; an answer 413 for a body over the limit.
    static func read(
        _ request: Request, _ context: DeviceRequestContext, bodyMax: Int? = nil
    ) async throws -> PageForm {
        let body = try await request.body.collect(upTo: bodyMax ?? context.maxUploadSize)
        if let boundary = request.headers[.contentType].flatMap(MultipartBody.boundary) {
            return PageForm(try MultipartBody(Data(body.readableBytesView), boundary: boundary))
        }
        guard let text = String(validating: body.readableBytesView, as: UTF8.self) else {
            throw ServerError(.formUnreadable)
        }
        return try PageForm(text)
    }

    private init(_ body: MultipartBody) {
        values = body.values
        files = body.files
    }

    /// The content of a file that was chosen; nil where none was.
    func file(_ name: String) -> Data? { files[name] }

    private static func decoded(_ text: Substring) throws -> String {
        guard let decoded = text.replacing("+", with: " ").removingPercentEncoding else {
            throw ServerError(.formUnreadable)
        }
        return decoded
    }

    /// The value of a field without blanks around it; empty where there is none.
    package subscript(_ name: String) -> String {
        (values[name]?.first ?? "").trimmingCharacters(in: .whitespaces)
    }

    /// The value exactly as it was sent.
    package func exactly(_ name: String) -> String { values[name]?.first ?? "" }

    /// All values of a field that may be ticked more than once.
    package func all(_ name: String) -> [String] { values[name] ?? [] }

    /// The fields whose names begin so, without that: one of several people of one form.
    func part(_ prefix: String) -> PageForm {
        PageForm(
            values: Dictionary(
                uniqueKeysWithValues: values.compactMap { name, values in
                    name.hasPrefix(prefix) ? (String(name.dropFirst(prefix.count)), values) : nil
                }))
    }

    private init(values: [String: [String]]) { self.values = values }

    package func has(_ name: String) -> Bool { values[name] != nil }

    /// The row that a field names by its number.
    ///
    /// - Throws: `form_unreadable`.
    func id<Subject>(_ name: String) throws -> Identifier<Subject, Int64> { .init(rawValue: try number(name)) }

    /// The person whom a field names by their number.
    ///
    /// - Throws: `form_unreadable`.
    func registration(_ name: String) throws -> Registration.ID {
        guard let number = UInt32(self[name]) else { throw ServerError(.formUnreadable) }
        return Registration.ID(rawValue: number)
    }

    /// - Throws: `form_unreadable`.
    func number(_ name: String) throws -> Int64 {
        guard let number = Int64(self[name]) else { throw ServerError(.formUnreadable) }
        return number
    }

    /// Asks that the box of what cannot be undone is ticked.
    ///
    /// - Throws: `confirmation_missing`.
    func confirm() throws {
        guard has("sure") else { throw ServerError(.confirmationMissing) }
    }

    /// The key of the write that the form asks for; each form is rendered with one of its own.
    ///
    /// - Parameter part: which of several writes that one form asks for.
    /// - Throws: `nonce_missing`, `idempotency_key_invalid`.
    package func key(_ part: String = "") throws -> IdempotencyKey {
        guard !self["key"].isEmpty else { throw ServerError(.nonceMissing) }
        return try IdempotencyKey(part.isEmpty ? self["key"] : "\(self["key"]):\(part)")
    }
}

import Crypto
package import Foundation

/// Texts on their way into a digest, each after its length, so that no two different lists give the same bytes.
///
/// The audit comes here for every row of every chain: the bytes are kept from one row to the next.
package struct DigestInput: Sendable {
    private var bytes: [UInt8] = []

    package init() {}

    package mutating func append(_ text: String) {
        append(count: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    /// A number as text; `text` beside nil is empty.
    package mutating func append(_ number: Int64?) {
        append(number.map { String($0) } ?? "")
    }

    /// Bytes as Base64; nil is the empty text.
    package mutating func append(base64 data: Data?) {
        append(data?.base64EncodedString() ?? "")
    }

    /// The digest of what was taken so far; what comes next begins anew.
    package mutating func finish() -> Data {
        defer { bytes.removeAll(keepingCapacity: true) }
        return Data(SHA256.hash(data: bytes))
    }

    /// The digits of a length, and a colon.
    private mutating func append(count: Int) {
        appendDigits(count)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func appendDigits(_ number: Int) {
        if number >= 10 { appendDigits(number / 10) }
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}

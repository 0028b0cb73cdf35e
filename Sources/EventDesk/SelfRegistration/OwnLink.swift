import Conference
import Crypto
import EventStore
import Foundation
import RegistrationLedger

/// The link by which somebody comes back to their own registration: its number, and a code that only this event can make.
///
/// Nothing of it is stored, so that it can be written into every mail; it ends with the registration.
struct OwnLink: Sendable, CustomStringConvertible {
    private static let codeLength = 16

    /// What stands in the address: 27 characters.
    let token: String

    var description: String { "‹redacted›" }

    init(_ registration: Registration, secret: Data) {
        let number = Self.bytes(of: registration.id)
        token = (number + Self.code(registration, secret)).base64URL
    }

    /// The registration that a token names, if it is genuine.
    ///
    /// - Parameter find: the registration of a number.
    static func registration(
        _ token: String, secret: Data, find: (Registration.ID) async throws -> Registration?
    ) async throws -> Registration? {
        guard token.utf8.count == 27, let bytes = decoded(token), bytes.count == 4 + codeLength else { return nil }
        let number = bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard let found = try await find(Registration.ID(rawValue: number)) else { return nil }
        // Of the same length: every byte is compared, whatever the others say.
        let difference = zip(bytes.dropFirst(4), code(found, secret)).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        return difference == 0 ? found : nil
    }

    private static func code(_ registration: Registration, _ secret: Data) -> Data {
        let text = Data("own-link:\(registration.id):\(registration.code.symbols)".utf8)
        return Data(HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: secret)).prefix(codeLength))
    }

    /// What `base64URL` made: 27 characters for 20 bytes.
    private static func decoded(_ token: String) -> Data? {
        Data(base64Encoded: token.replacing("-", with: "+").replacing("_", with: "/") + "=")
    }

    private static func bytes(of id: Registration.ID) -> Data {
        withUnsafeBytes(of: id.rawValue.bigEndian) { Data($0) }
    }
}

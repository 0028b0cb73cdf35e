import Conference
import Crypto
import EventStore
import Foundation

/// What a device sends for somebody whom it picked from a list, instead of a scanned code: good for that device alone, so that
/// nobody can print one.
struct ScannerHandles: Sendable {
    private static let prefix = "picked:"
    private static let purpose = Data("lanyard-picked-v1".utf8)

    private let key: SymmetricKey
    private let device: Device.ID

    /// - Parameter secret: the event's, of which no device knows anything.
    init(secret: Data, device: Device.ID) {
        key = SymmetricKey(data: secret)
        self.device = device
    }

    func handle(_ registration: Registration.ID) -> String {
        "\(Self.prefix)\(registration):\(mark(registration))"
    }

    /// Who was picked; nil for a text that is no handle of this device's.
    func registration(_ text: String) -> Registration.ID? {
        guard text.hasPrefix(Self.prefix), text.utf8.count <= 64 else { return nil }
        let parts = text.dropFirst(Self.prefix.count).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = UInt32(parts[0]) else { return nil }
        let id = Registration.ID(rawValue: number)
        guard handle(id) == text else { return nil }
        return id
    }

    /// The first 80 bits of an HMAC, in hexadecimal.
    private func mark(_ registration: Registration.ID) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Self.purpose + Data("\0\(device)\0\(registration)".utf8), using: key)
        return Data(code.prefix(10)).hexadecimal
    }
}

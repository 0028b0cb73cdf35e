import EventStore
import Foundation

/// A text that may have to go while what vouches for it stays: its digest with a random salt, which goes with it.
struct SaltedText {
    let text: String
    let salt: Data
    let digest: Data

    init(_ text: String) {
        var generator = SystemRandomNumberGenerator()
        // Each word is a call of the system: an import makes many of these.
        var salt = Data(capacity: 32)
        for _ in 0..<4 { withUnsafeBytes(of: generator.next()) { salt.append(contentsOf: $0) } }
        (self.text, self.salt, digest) = (text, salt, Self.digest(text, salt: salt))
    }

    static func digest(_ text: String, salt: Data) -> Data {
        EventStore.digest(of: [salt.base64EncodedString(), text])
    }
}

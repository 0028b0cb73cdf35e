import EventStore
import Foundation

/// A text that may have to go while what vouches for it stays: its digest with a random salt, which goes with it.
struct SaltedText {
    let text: String
    let salt: Data
    let digest: Data

    init(_ text: String) {
        var generator = SystemRandomNumberGenerator()
        let salt = Data((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        (self.text, self.salt, digest) = (text, salt, Self.digest(text, salt: salt))
    }

    static func digest(_ text: String, salt: Data) -> Data {
        EventStore.digest(of: [salt.base64EncodedString(), text])
    }
}

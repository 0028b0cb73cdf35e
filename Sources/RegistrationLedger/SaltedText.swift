import Conference
import EventStore
import Foundation

/// A text that may have to go while what vouches for it stays: its digest with a random salt, which goes with it.
struct SaltedText {
    let text: String
    let salt: Data
    let digest: Data

    init(_ text: String) {
        self.text = text
        salt = .random(32)
        digest = Self.digest(text, salt: salt)
    }

    static func digest(_ text: String, salt: Data) -> Data {
        EventStore.digest(of: [salt.base64EncodedString(), text])
    }
}

package import Foundation

extension Data {
    /// Random bytes for secrets, salts and names that nobody guesses, from the system.
    ///
    /// Each call of the system gives eight of them: an import salts many texts.
    package static func random(_ count: Int) -> Data {
        var generator = SystemRandomNumberGenerator()
        var bytes = Data(capacity: count)
        while bytes.count < count {
            Swift.withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0.prefix(count - bytes.count)) }
        }
        return bytes
    }
}

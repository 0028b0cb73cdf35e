/// Whether somebody sends, or takes, bytes fast enough: on average so many a second, and for a while fewer.
///
/// A second that passes costs a second of patience; bytes earn it back, as long as they would have taken at the least
/// speed. So a phone in a bad corner may pause, and nobody can go on for ever with a byte now and then.
struct Pace {
    private let patience: Double
    private let bytesPerSecond: Double
    private var left: Double

    init(_ limits: ServerLimits) {
        patience = limits.patience.seconds
        bytesPerSecond = Double(limits.bytesPerSecond)
        left = patience
    }

    /// A time went by in which so many bytes came.
    ///
    /// - Returns: whether there is patience left.
    mutating func pass(_ seconds: Double, bytes: Int) -> Bool {
        left = min(patience, left - seconds + Double(bytes) / bytesPerSecond)
        return left > 0
    }
}

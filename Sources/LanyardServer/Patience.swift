import ServiceLifecycle

/// How long something in the background waits before it tries again: twice as long each time, up to a limit.
struct Patience {
    private let first: Double
    private let last: Double
    private var next: Double

    /// - Parameters: in seconds.
    init(first: Double, last: Double) {
        self.first = first
        self.last = last
        next = first
    }

    /// It worked: the next pause is the first again.
    mutating func restore() { next = first }

    /// Something failed: waits, unless the server is ending.
    mutating func rest() async {
        let pause = next
        next = min(2 * next, last)
        await Self.rest(pause)
    }

    /// Waits for so many seconds, unless the server is ending.
    static func rest(_ seconds: Double) async {
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(seconds)) }
    }
}

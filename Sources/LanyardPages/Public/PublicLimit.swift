import Conference
import EventDesk
import Foundation
import Synchronization

/// How often the same address may register or ask for a link. An office behind one address is many people, so it has room;
/// an e-mail address is one.
final class PublicLimit: Sendable {
    private static let seconds = 3_600.0
    private static let perOriginMax = 300
    private static let perEmailMax = 10
    /// Addresses that are remembered; beyond them the oldest hour is forgotten.
    private static let rememberedMax = 50_000

    private struct State {
        var begun = Date.distantPast
        var counts: [String: Int] = [:]
    }

    private let state = Mutex(State())

    /// - Throws: `register_too_often`.
    func count(origin: String, email: String, at now: Date) throws {
        try state.withLock { state in
            if abs(now.timeIntervalSince(state.begun)) > Self.seconds || state.counts.count > Self.rememberedMax {
                state = State(begun: now)
            }
            for (key, max) in [("o:\(origin)", Self.perOriginMax), ("e:\(email.lowercased())", Self.perEmailMax)] {
                let count = state.counts[key, default: 0] + 1
                state.counts[key] = count
                guard count <= max else { throw ServerError(.registerTooOften) }
            }
        }
    }
}

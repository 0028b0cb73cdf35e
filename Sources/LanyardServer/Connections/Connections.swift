import LanyardHTTP
import NIOCore
import Synchronization

/// All connections of the server: how many there may be, and who goes when there are too many.
final class Connections: Sendable {
    /// What part of a limit is sent away at once, so that a flood of connections costs little.
    private static let share = 64

    let limits: ServerLimits
    private let state = Mutex(State())

    fileprivate struct State {
        var open: [ObjectIdentifier: Connection] = [:]
        var countByAddress: [String: Int] = [:]
    }

    init(_ limits: ServerLimits) { self.limits = limits }

    var count: Int { state.withLock { $0.open.count } }

    /// Takes a new connection in; where there are too many, in all or from its address, others go for it.
    ///
    /// The oldest go that are idle and never carried a good token; then those of strangers that send; then other strangers;
    /// then those that are idle. Nil if everybody is known and busy.
    func admit(_ channel: any Channel) -> Connection? {
        let connection = Connection(channel, from: channel.remoteAddress?.ipAddress ?? "", limits: limits)
        let address = connection.address
        let isCounted = !address.isEmpty && !limits.proxies.contains(address)
        var leaving: [Connection] = []
        let isAdmitted = state.withLock { state in
            if isCounted, state.countByAddress[address, default: 0] >= limits.connectionsPerAddress {
                let others = state.open.values.filter { $0.address == address }
                leaving += Self.first(limits.connectionsPerAddress, to: others)
                guard !leaving.isEmpty else { return false }
            }
            if state.open.count - leaving.count >= limits.connections {
                let more = Self.first(limits.connections, to: Array(state.open.values))
                guard !more.isEmpty else { return false }
                leaving += more
            }
            for one in leaving { state.remove(one) }
            state.open[ObjectIdentifier(connection)] = connection
            state.countByAddress[address, default: 0] += 1
            return true
        }
        for one in leaving { one.cutOff() }
        return isAdmitted ? connection : nil
    }

    /// The ones that go first: all of one rank, the oldest of them.
    private static func first(_ limit: Int, to connections: [Connection]) -> [Connection] {
        let ranked = connections.compactMap { one in one.rank.map { (one, $0.rank.rawValue, $0.since) } }
        guard let rank = ranked.map(\.1).min() else { return [] }
        return ranked.filter { $0.1 == rank }.sorted { $0.2 < $1.2 }.prefix(max(1, limit / share)).map(\.0)
    }

    func leave(_ connection: Connection) { state.withLock { $0.remove(connection) } }

    /// Closes what is too slow or idle for too long.
    func sweep() {
        for connection in state.withLock({ Array($0.open.values) }) {
            switch connection.judge() {
            case .fine: break
            case .idle: connection.close()
            case .tooSlow: connection.cutOff()
            }
        }
    }

    func closeAll() { for connection in state.withLock({ Array($0.open.values) }) { connection.cutOff() } }
}

extension Connections.State {
    fileprivate mutating func remove(_ connection: Connection) {
        guard open.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        let others = countByAddress[connection.address, default: 1] - 1
        countByAddress[connection.address] = others > 0 ? others : nil
    }
}

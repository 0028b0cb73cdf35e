/// How much of the server one sender may take up, so that nobody takes it from the others.
package struct ServerLimits: Sendable, Hashable {
    /// Connections in all; fewer where the system lets this process have fewer descriptors.
    package var connections = 1_000
    /// Connections that wait to be taken in; where there are more, a newcomer tries again after a second ("listen(2)").
    package var waiting = 4_096
    /// Connections from one address that is no trusted proxy's.
    package var connectionsPerAddress = 500
    /// The addresses of trusted proxies: one speaks for many people, and says for whom.
    package var proxies: Set<String> = []
    /// How long a connection may carry no request.
    package var idle = Duration.seconds(60)
    /// How long the head of a request may take, from its first byte.
    package var head = Duration.seconds(10)
    /// How long the body of a request may take.
    package var body = Duration.seconds(60)
    /// How long an answer may wait to be taken; a stream that is heard does not wait.
    package var answer = Duration.seconds(600)
    /// The least speed of bodies and answers, in bytes a second.
    package var bytesPerSecond = 1_024
    /// How long a sender may fall short of it.
    package var patience = Duration.seconds(10)
    /// How much of an answer the system keeps for a connection, by itself up to four megabytes ("tcp(7)", `tcp_wmem`).
    package var bytesUnderWay = 131_072
    /// How long the system keeps it for somebody who does not answer.
    package var silence = Duration.seconds(30)
    /// How long requests in flight have once the process is asked to stop.
    package var farewell = Duration.seconds(5)
    /// When it stops, whatever is in flight.
    package var end = Duration.seconds(9)

    package init() {}
}

extension Duration {
    var seconds: Double { self / .seconds(1) }
}

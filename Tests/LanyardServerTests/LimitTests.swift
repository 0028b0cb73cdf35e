import Foundation
import LanyardHTTP
import Testing

@testable import LanyardServer

/// The rules by which the server holds out, without sockets.
struct LimitTests {
    @Test func `a turnstile counts each subject for itself, until the while is over`() {
        let turnstile = Turnstile(limit: 2, per: .seconds(60))
        #expect((0..<3).map { _ in turnstile.pass("a") } == [true, true, false])
        // What only looks is not counted.
        #expect((0..<3).map { _ in turnstile.look("b") } == [true, true, true])
        turnstile.count("b")
        #expect(turnstile.pass("b") && !turnstile.look("b"))
        let brief = Turnstile(limit: 1, per: .nanoseconds(-1))
        #expect((0..<3).map { _ in brief.pass("a") } == [true, true, true])
    }

    @Test func `whoever is slow uses patience up, and earns it back by speed`() {
        var limits = ServerLimits()
        limits.patience = .seconds(10)
        limits.bytesPerSecond = 1_000
        var slow = Pace(limits)
        var seconds = 0
        while slow.pass(1, bytes: 100) { seconds += 1 }
        #expect(seconds == 11)

        func left(_ seconds: [(Double, Int)]) -> [Bool] {
            var pace = Pace(limits)
            return seconds.map { pace.pass($0, bytes: $1) }
        }
        #expect(left(Array(repeating: (1, 1_000), count: 1_000)).allSatisfy { $0 })
        // A pause is earned back by what comes after it.
        let pause = Array(repeating: (1.0, 0), count: 9)
        #expect(left(pause + [(1, 9_000)] + pause.dropLast()).allSatisfy { $0 })
        // Nobody saves up for more than one.
        #expect(left([(1, 1_000_000), (10, 0)]) == [true, false])
    }

    @Test func `connections leave descriptors enough for everything else`() {
        #expect(Descriptors.connections(wanted: 1_000, of: 65_536) == 1_000)
        #expect(Descriptors.connections(wanted: 1_000, of: 1_024) == 896)
        #expect(Descriptors.connections(wanted: 1_000, of: 200) == 72)
        #expect(Descriptors.connections(wanted: 1_000, of: 64) == 16)
    }

    @Test func `a clock that is set forwards or back by over a minute has jumped`() {
        let (wall, steady) = (Date(timeIntervalSince1970: 1_423_924_200), ContinuousClock.now)
        var watch = ClockJump(wall: wall, steady: steady)
        let looks: [(wall: Double, steady: Int, jump: Int?)] = [
            (5, 5, nil), (70, 10, nil), (175, 15, 100), (180, 20, nil), (-3_415, 25, -3_600),
            // A laptop that slept: both clocks went on.
            (3_585, 7_025, nil),
        ]
        for look in looks {
            let jump = watch.look(wall: wall.addingTimeInterval(look.wall), steady: steady + .seconds(look.steady))
            #expect(jump == look.jump, "\(look)")
        }
    }

    @Test func `each wrong token of an address is answered later than the one before, up to four seconds`() {
        let delays = (0...40).map { Lockout.delay(after: $0) }
        #expect(delays[0] == .milliseconds(250))
        #expect(zip(delays, delays.dropFirst()).allSatisfy { $0 < $1 || $1 == .seconds(4) })
        #expect(delays.last == .seconds(4))
    }

    @Test func `whoever comes by plain HTTP is sent to the same address over TLS`() {
        func first(_ head: String) -> [String] {
            PlainHTTPRedirect.answer(to: head).components(separatedBy: "\r\n").prefix(2).map { $0 }
        }
        #expect(
            first("GET /door?x=1 HTTP/1.1\r\nHost: venue.example.org:8443\r\n\r\n")
                == ["HTTP/1.1 308 Permanent Redirect", "Location: https://venue.example.org:8443/door?x=1"])
        for head in [
            "POST /v1/scans HTTP/1.1\r\nHost: venue.example.org\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", "nonsense\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\tb<script>\r\n\r\n", "GET http://elsewhere/ HTTP/1.1\r\nHost: a\r\n\r\n", "",
        ] {
            #expect(first(head)[0] == "HTTP/1.1 400 Bad Request", "\(head)")
        }
    }
}

import Foundation
import LanyardTestSupport
import Testing

/// The real server under what anybody may send it: too many connections, slow ones, half ones, and a signal meanwhile.
@Suite(.waitsForPrograms)
struct HoldTests {
    private struct Badge: Decodable { let credential: String }
    private struct Device: Decodable { let token: String }

    /// The demo's event with a badge and a device at the door.
    private struct Morning {
        let venue: Venue
        let credential: String
        let token: String

        init() async throws {
            venue = try Venue()
            try await venue.open()
            try await venue.lanyard("badge", "issue", "ND-0001")
            credential = try await venue.json(Badge.self, "badge", "show", "ND-0001").credential
            token = try await venue.json(Device.self, "device", "add", "North door", "--role", "door").token
        }

        func scans(_ door: Door, _ nonce: String) async throws -> String {
            try await door.scan(credential, nonce: nonce, token: token).verdict
        }
    }

    @Test func `idle connections never shut a door out, and the oldest of strangers go first`() async throws {
        let morning = try await Morning()
        let server = try await HeldServer(
            morning.venue, ["--connections", "40", "--connections-per-address", "40"])
        let known = try RawConnection(server.port)
        known.send("GET /v1/gates HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(morning.token)\r\n\r\n")
        #expect(try await known.answer().hasPrefix("HTTP/1.1 200"))

        let first = try RawConnection(server.port)
        var crowd: [RawConnection] = []
        for _ in 0..<200 { crowd.append(try RawConnection(server.port)) }
        #expect(try await first.isClosed())
        #expect(try await morning.scans(server.door, "one") == "admitted")
        // Whoever showed a token stays.
        known.send("GET /v1/gates HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(morning.token)\r\n\r\n")
        #expect(try await known.answer().hasPrefix("HTTP/1.1 200"))
        withExtendedLifetime(crowd) {}
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }

    @Test func `one address has its share, and a trusted proxy has none to keep to`() async throws {
        let morning = try await Morning()
        for (arguments, isClosed) in [([String](), true), (["--trusted-proxy", "127.0.0.1"], false)] {
            let server = try await HeldServer(
                morning.venue, ["--connections", "100", "--connections-per-address", "4"] + arguments)
            let first = try RawConnection(server.port)
            var crowd: [RawConnection] = []
            for _ in 0..<12 {
                crowd.append(try RawConnection(server.port))
                // Connections are taken in by several threads.
                crowd.last?.send("GET /v1/health HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await crowd.last?.answer()
            }
            #expect(first.receive().isClosed == isClosed)
            withExtendedLifetime(crowd) {}
            server.send(SIGTERM)
            #expect(try await server.end() == 0)
        }
    }

    @Test func `a process that is allowed few descriptors goes on, whoever takes them`() async throws {
        let morning = try await Morning()
        let server = try await HeldServer(morning.venue, limits: "ulimit -n 96")
        var crowd: [RawConnection] = []
        for _ in 0..<400 { crowd.append(try RawConnection(server.port)) }
        #expect(try await morning.scans(server.door, "one") == "admitted")
        #expect(server.isRunning)
        crowd.removeAll()
        #expect(try await morning.scans(server.door, "two") == "already_admitted")
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }

    @Test func `the soft limit of descriptors is raised`() async throws {
        let morning = try await Morning()
        let server = try await HeldServer(morning.venue, limits: "ulimit -S -n 128")
        let text = try String(contentsOfFile: "/proc/\(server.processIdentifier)/limits", encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Max open files") })
        let numbers = line.split(separator: " ").compactMap { Int($0) }
        #expect(numbers.count == 2)
        #expect(numbers[0] == min(numbers[1], 65_536))
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }

    @Test(arguments: [
        "GET / HT", "POST /v1/scans HTTP/1.1\r\nHost: a\r\nAuthor",
        "POST /enroll HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 60000\r\n\r\nsecret=",
    ])
    func `whoever begins a request and does not go on is cut off`(_ beginning: String) async throws {
        let morning = try await Morning()
        let server = try await HeldServer(morning.venue, ["--patience", "1"])
        let slow = try RawConnection(server.port)
        slow.send(beginning)
        #expect(try await slow.isClosed())
        #expect(try await morning.scans(server.door, "one") == "admitted")
        #expect(!server.said.contains("internal error"), "\(server.said)")
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }

    @Test func `a byte now and then is not enough`() async throws {
        let morning = try await Morning()
        let server = try await HeldServer(morning.venue, ["--patience", "1"])
        let slow = try RawConnection(server.port)
        slow.send(
            "POST /v1/scans HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(morning.token)\r\n"
                + "Content-Length: 60000\r\n\r\n{")
        var isClosed = false
        for _ in 0..<300 where !isClosed {
            slow.send(" ")
            try await Task.sleep(for: .milliseconds(100))
            isClosed = slow.receive().isClosed
        }
        #expect(isClosed)
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }

    @Test func `whoever does not take an answer is cut off, and the others have theirs`() async throws {
        let morning = try await Morning()
        let server = try await HeldServer(morning.venue, ["--patience", "1"])
        // More than the system keeps for both ends, by far and by little.
        let request = "GET /static/lanyard.css HTTP/1.1\r\nHost: a\r\n\r\n"
        for count in [2_000, 40] {
            let lazy = try RawConnection(server.port)
            lazy.narrow()
            for _ in 0..<count { lazy.send(request) }
            #expect(try await morning.scans(server.door, "n\(count)") != "")
            #expect(try await lazy.isCutOff())
        }
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }

    @Test func `the process ends although bodies are half sent, and at once when it is asked again`() async throws {
        let morning = try await Morning()
        let half =
            "POST /v1/scans HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(morning.token)\r\n"
            + "Content-Length: 60000\r\n\r\n{"
        for signals in [1, 2] {
            let server = try await HeldServer(morning.venue)
            let slow = try RawConnection(server.port)
            slow.send(half)
            // It has been read when what comes after it is answered.
            #expect(try await morning.scans(server.door, "n\(signals)") != "")
            server.send(SIGTERM)
            if signals == 2 {
                // It has heard the first one when it takes no further connection.
                while (try? RawConnection(server.port)) != nil { try await Task.sleep(for: .milliseconds(50)) }
                server.send(SIGTERM)
            }
            #expect(try await server.end() == (signals == 1 ? 0 : 128 + SIGTERM))
            withExtendedLifetime(slow) {}
        }
        #expect(try await morning.venue.lanyard("audit").status == 0)
    }

    @Test func `what is no HTTP is answered with 400`() async throws {
        let morning = try await Morning()
        let server = try await HeldServer(morning.venue)
        let chunked =
            "POST /v1/scans HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(morning.token)\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
        for text in [
            chunked + "FFFFFFFFFFFFFFFFF\r\n", chunked + "zz\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}\r\n\r\n",
            "POST /v1/scans HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
            "GET /v1/health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 40_000) + "\r\n\r\n",
        ] {
            let connection = try RawConnection(server.port)
            connection.send(text)
            #expect(try await connection.answer().hasPrefix("HTTP/1.1 400"), "\(text.prefix(80))")
        }
        #expect(!server.said.contains("internal error"), "\(server.said)")
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }

    @Test func `one device cannot take all streams: its oldest goes for its newest, and nginx lets them through`()
        async throws
    {
        let morning = try await Morning()
        let server = try await HeldServer(morning.venue)
        func stream(_ token: String) async throws -> RawConnection {
            let connection = try RawConnection(server.port)
            connection.send("GET /v1/live HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n\r\n")
            let answer = try await connection.answer(": listening")
            #expect(answer.hasPrefix("HTTP/1.1 200"))
            #expect(answer.lowercased().contains("x-accel-buffering: no"))
            return connection
        }
        var open: [RawConnection] = []
        for _ in 0..<28 { open.append(try await stream(morning.token)) }
        for gone in open.prefix(20) {
            // It ends as an answer does, and says when to come back.
            let rest = try await gone.answer("\r\n0\r\n\r\n")
            #expect(rest.contains("retry: 60000\n"))
            #expect(rest.hasSuffix("0\r\n\r\n"))
        }
        for kept in open.suffix(8) { #expect(try await kept.answer(": still here").contains(": still here")) }
        let other = try await morning.venue.json(Device.self, "device", "add", "Office", "--role", "reports").token
        _ = try await stream(other)
        server.send(SIGTERM)
        #expect(try await server.end() == 0)
    }
}

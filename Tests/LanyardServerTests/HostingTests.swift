import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LanyardHTTP
import LanyardServer
import LanyardTestSupport
import Logging
import RegistrationLedger
import Testing

/// Many events in one process, and one below the path of a proxy.
struct HostingTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// A folder with events of these names, served together.
    private func withHouse(
        _ names: [String], base: String = "", hosts: [String: String] = [:], idle: Duration = .seconds(300),
        openMax: Int = EventHouse.openMax, _ body: @escaping @Sendable (House) async throws -> Void
    ) async throws {
        try await withScratchFolder { scratch in
            let folder = scratch.url
            for name in names { try await House.add(name, to: folder) }
            var options = ServerOptions()
            options.base = try #require(BasePath(base))
            options.limits.proxies = [""]
            let house = EventHouse(
                EventFolder(folder), options: options, resources: ResourceFolder(Repository.root),
                clock: .fixed(at: Server.morning), idleMax: idle, openMax: openMax, logger: Self.logger)
            await house.look()
            let application = Application(
                responder: EventsResponder(house, hosts: hosts, options: options, logger: Self.logger),
                services: [house], logger: Self.logger)
            try await application.test(.router) { client in
                try await body(House(house: house, folder: folder, client: client))
            }
        }
    }

    private struct House: Sendable {
        let house: EventHouse
        let folder: URL
        let client: any TestClientProtocol

        static func add(_ name: String, to folder: URL) async throws {
            let yaml = try Repository.netdev01().replacing("slug: netdev01", with: "slug: \(name)")
                .replacing("name: Netdev 0.1", with: "name: The \(name) conference")
            let file = folder.appendingPathComponent("\(name).lanyard")
            let store = try await EventStore.create(at: file, yaml: yaml, author: "cli:test", time: .deskOpens)
            try store.close()
        }

        /// What an organizer's invitation to a desk is, made as a command makes it.
        func invitation(at name: String) async throws -> String {
            let store = try await EventStore.open(at: folder.appendingPathComponent("\(name).lanyard"))
            let made = try await store.invite(
                name: "Desk", role: .organizer, gates: [], context: .desk(at: Server.morning))
            try store.close()
            return made.secret
        }

        func send(
            _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields = [:], body: String? = nil
        ) async throws -> (status: Int, text: String, headers: HTTPFields) {
            var headers = headers
            if body != nil {
                headers[.contentType] = "application/x-www-form-urlencoded"
                headers[.secFetchSite] = "same-origin"
            }
            return try await client.execute(
                uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
            ) { (Int($0.status.code), String(buffer: $0.body), $0.headers) }
        }

        /// Enrols a browser by its form; what it is to keep, `NAME=VALUE`, and where.
        func enrol(at name: String, base: String = "", secure: Bool = false) async throws -> (
            cookie: String, path: String
        ) {
            let code = try await invitation(at: name)
            var headers: HTTPFields = [:]
            if secure { headers[HTTPField.Name("X-Forwarded-Proto")!] = "https" }
            let answer = try await send(.post, "\(base)/e/\(name)/enroll", headers, body: "code=\(code)")
            #expect(answer.status == 303 || answer.status == 302, "\(answer.text)")
            #expect(answer.headers[.location] == "\(base)/e/\(name)/")
            let cookie = try #require(answer.headers[.setCookie])
            let parts = cookie.split(separator: ";").map { String($0.trimmingPrefix(while: \.isWhitespace)) }
            return (parts[0], parts.first { $0.hasPrefix("Path=") } ?? "")
        }
    }

    /// Every address that a page names.
    private static func addresses(_ page: String) -> [String] {
        page.matches(of: #/(?:href|src|action|formaction|data-quote|data-preview)="(/[^"]*)"/#).map { String($0.1) }
    }

    // MARK: - Below a path

    @Test(arguments: ["", "/conf", "/a/b-c"])
    func `every address of every page of an organizer is below the event's path, and leads somewhere`(
        base: String
    ) async throws {
        try await withHouse(["one"], base: base) { house in
            let (cookie, _) = try await house.enrol(at: "one", base: base)
            let root = "\(base)/e/one/"
            var (seen, next) = (Set([root]), [root])
            while let path = next.popLast() {
                let answer = try await house.send(.get, path, [.cookie: cookie, .accept: "text/html"])
                #expect((200..<400).contains(answer.status), "\(path): \(answer.status)")
                if let location = answer.headers[.location] {
                    #expect(location.hasPrefix(root), "\(path): \(location)")
                }
                guard answer.headers[.contentType]?.hasPrefix("text/html") == true else { continue }
                for address in Self.addresses(answer.text) {
                    #expect(address.hasPrefix(root), "\(path) names \(address)")
                }
                let links = answer.text.matches(of: #/(?:href|src)="(/[^"#]*)"/#).map { String($0.1) }
                for link in links where !link.contains("/static/qr-decoder") && seen.insert(link).inserted {
                    next.append(link)
                }
            }
            #expect(seen.count > 30)
        }
    }

    @Test func `a path of a proxy may be left or taken off`() async throws {
        try await withHouse(["one"], base: "/conf") { house in
            for path in ["/conf/e/one/enroll", "/e/one/enroll"] {
                let page = try await house.send(.get, path)
                #expect(page.status == 200)
                #expect(page.text.contains("action=\"/conf/e/one/enroll\""))
            }
            #expect(try await house.send(.get, "/conf/e/one").headers[.location] == "/conf/e/one/")
            #expect(try await house.send(.get, "/conf/e/one/desk").headers[.location] == "/conf/e/one/enroll")
            #expect(try await house.send(.get, "/conf/e/one/v1/version").text.contains("lanyard"))
            #expect(try await house.send(.get, "/confused/e/one/").status == 404)
        }
    }

    @Test func `what people typed is never taken for an address`() {
        let base = BasePath("/conf")!
        let typed =
            "<p>&lt;a href=&quot;/desk&quot;&gt;</p><input value=\"/desk\"><a href=\"/desk\" data-here=\"/desk\">"
        #expect(base.page(typed).contains("<a href=\"/conf/desk\" data-here=\"/desk\">"))
        #expect(
            base.page(typed).contains("&lt;a href=&quot;/desk&quot;") && base.page(typed).contains("value=\"/desk\""))
        #expect(base.page("<a href=\"//elsewhere.example\">") == "<a href=\"//elsewhere.example\">")
        #expect(BasePath.root.page(typed) == typed)
        for wrong in ["conf", "/a//b", "/a/../b", "/a b", "/ä", "/" + String(repeating: "a", count: 300)] {
            #expect(BasePath(wrong) == nil, "\(wrong)")
        }
        #expect(BasePath("/conf/")?.text == "/conf" && BasePath("/")?.isRoot == true && BasePath("")?.isRoot == true)
    }

    // MARK: - Many events

    @Test func `cookies hold for one event alone`() async throws {
        try await withHouse(["one", "two"]) { house in
            let (first, second) = (try await house.enrol(at: "one"), try await house.enrol(at: "two"))
            #expect(first.path == "Path=/e/one/" && second.path == "Path=/e/two/")
            // What belongs to one opens nothing of the other, whichever way it gets there.
            #expect(try await house.send(.get, "/e/one/organizer", [.cookie: first.cookie]).status == 200)
            #expect(try await house.send(.get, "/e/two/organizer", [.cookie: second.cookie]).status == 200)
            let crossed = try await house.send(.get, "/e/two/organizer", [.cookie: first.cookie])
            #expect(crossed.headers[.location] == "/e/two/enroll")
            let secure = try await house.enrol(at: "one", secure: true)
            #expect(secure.cookie.hasPrefix("__Secure-lanyard=") && secure.path == "Path=/e/one/")
        }
    }

    @Test func `a revoked device is told to forget its cookie, not what other events keep on the same host`()
        async throws
    {
        try await withHouse(["one"]) { house in
            let (cookie, _) = try await house.enrol(at: "one")
            let store = try await EventStore.open(at: house.folder.appendingPathComponent("one.lanyard"))
            let device = try #require(try await store.devices().first)
            try await store.revokeDevice(device.id, context: .desk())
            try store.close()
            let answer = try await house.send(.get, "/e/one/organizer", [.cookie: cookie, .accept: "text/html"])
            #expect(answer.status == 401)
            #expect(answer.headers[.setCookie]?.contains("Path=/e/one/") == true)
            #expect(answer.headers[HTTPField.Name("Clear-Site-Data")!] == nil)
        }
    }

    @Test func `the list names each event and nobody`() async throws {
        try await withHouse(["one", "two"], base: "/conf") { house in
            let page = try await house.send(.get, "/conf/", [.accept: "text/html"])
            #expect(page.status == 200)
            #expect(page.text.contains("href=\"/conf/e/one/\"") && page.text.contains("The two conference"))
            #expect(page.text.contains("14th") || page.text.contains("14"))
            let style = try #require(page.text.firstMatch(of: #/href="(/conf/static/[^"]+\.css)"/#)?.1)
            #expect(try await house.send(.get, String(style)).status == 200)
            let french = try await house.send(.get, "/conf/", [.acceptLanguage: "fr"])
            #expect(french.text.contains("Événements"))
            #expect(try await house.send(.get, "/conf/v1/health").text.contains("\"events\""))
        }
    }

    @Test func `an event is added, stopped, started and taken away without a restart`() async throws {
        try await withHouse(["one"]) { house in
            #expect(try await house.send(.get, "/e/two/").status == 404)
            try await House.add("two", to: house.folder)
            await house.house.look()
            #expect(try await house.send(.get, "/e/two/").status == 200)
            let file = house.folder.appendingPathComponent("two.lanyard")
            try EventServing.stop(file)
            await house.house.look()
            let stopped = try await house.send(.get, "/e/two/v1/version")
            #expect(stopped.status == 503 && stopped.text.contains("event_stopped"))
            // Its file is closed, with nothing left in its log.
            #expect(!FileManager.default.fileExists(atPath: file.path + "-wal"))
            #expect(try await house.send(.get, "/").text.contains("/e/one/"))
            #expect(try await !house.send(.get, "/").text.contains("/e/two/"))
            try EventServing.start(file)
            await house.house.look()
            #expect(try await house.send(.get, "/e/two/v1/version").status == 200)
            try FileManager.default.removeItem(at: file)
            await house.house.look()
            #expect(try await house.send(.get, "/e/two/v1/version").status == 404)
            #expect(try await house.send(.get, "/e/one/v1/version").status == 200)
        }
    }

    @Test func `a file that cannot be used says why, and the others go on`() async throws {
        try await withHouse(["one"]) { house in
            try Data("no event".utf8).write(to: house.folder.appendingPathComponent("two.lanyard"))
            try Data("no event".utf8).write(to: house.folder.appendingPathComponent("Not A Name.lanyard"))
            await house.house.look()
            let wrong = try await house.send(.get, "/e/two/v1/version")
            #expect(wrong.status == 409 && wrong.text.contains("event_file_foreign"))
            #expect(wrong.headers[.xContentTypeOptions] == "nosniff")
            #expect(try await house.send(.get, "/e/one/v1/version").status == 200)
            #expect(try await house.send(.get, "/e/Not%20A%20Name/").status == 404)
        }
    }

    @Test func `a file that nobody uses is closed, and opened for the next who asks`() async throws {
        try await withHouse(["one"], idle: .zero) { house in
            let (cookie, _) = try await house.enrol(at: "one")
            let log = house.folder.appendingPathComponent("one.lanyard-wal").path
            #expect(FileManager.default.fileExists(atPath: log))
            await house.house.look()
            #expect(!FileManager.default.fileExists(atPath: log))
            #expect(try await house.send(.get, "/e/one/organizer", [.cookie: cookie]).status == 200)
        }
    }

    @Test func `of more files than may stay open, the one that was asked longest ago is closed`() async throws {
        try await withHouse(["one", "two"], idle: .seconds(600), openMax: 1) { house async throws in
            for name in ["two", "one"] {
                #expect(try await house.send(.get, "/e/\(name)/v1/version").status == 200)
            }
            await house.house.look()
            let files = FileManager.default
            #expect(files.fileExists(atPath: house.folder.path + "/one.lanyard-wal"))
            #expect(!files.fileExists(atPath: house.folder.path + "/two.lanyard-wal"))
            #expect(try await house.send(.get, "/e/two/v1/version").status == 200)
        }
    }

    @Test func `an event that has work to do stays open, whoever asks`() async throws {
        try await withHouse(["one", "two"], idle: .zero) { house in
            let file = house.folder.appendingPathComponent("two.lanyard")
            let store = try await EventStore.open(at: file)
            let more = """
                mail: { from: a@example.org, server: localhost, pages: "https://two.example.org" }
                register: { categories: attendee }
                """
            _ = try await RegistrationLedger(store: store).apply(
                yaml: try await store.yaml() + "\n" + more + "\n", context: .desk(), onlyShow: false)
            try store.close()
            for name in ["one", "two"] {
                #expect(try await house.send(.get, "/e/\(name)/v1/version").status == 200)
            }
            await house.house.look()
            await house.house.look()
            #expect(FileManager.default.fileExists(atPath: file.path + "-wal"), "seats have to be freed")
            let other = house.folder.appendingPathComponent("one.lanyard")
            #expect(!FileManager.default.fileExists(atPath: other.path + "-wal"))
        }
    }

    @Test func `a host can have an event's addresses for its own`() async throws {
        try await withHouse(["one", "two"], hosts: ["desk.example.org": "two"]) { house in
            let host: HTTPFields = [HTTPField.Name("X-Forwarded-Host")!: "Desk.example.org:8443"]
            let page = try await house.send(.get, "/enroll", host)
            #expect(page.status == 200 && page.text.contains("The two conference"))
            #expect(page.text.contains("action=\"/enroll\""))
            #expect(try await house.send(.get, "/e/one/enroll", host).text.contains("The one conference"))
            #expect(try await house.send(.get, "/").text.contains("/e/one/"))
        }
    }

    // MARK: - What a proxy says

    @Test func `only a trusted proxy says where a request comes from, over what, and for which host`() async throws {
        let fields: HTTPFields = [
            HTTPField.Name("X-Forwarded-For")!: "198.51.100.9, 203.0.113.7",
            HTTPField.Name("X-Forwarded-Proto")!: "https", HTTPField.Name("X-Forwarded-Host")!: "desk.example.org",
        ]
        for isTrusted in [true, false] {
            try await withNetdev01 { _, store in
                var options = ServerOptions()
                options.limits.proxies = isTrusted ? [""] : ["203.0.113.1"]
                let services = EventServices(
                    store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: Server.morning))
                let application = Application(
                    router: LanyardApplication.router(services, options: options, logger: Self.logger))
                try await application.test(.router) { client in
                    let server = Server(services: services, client: client)
                    let browser = Browser(server)
                    let code = try await store.invite(
                        name: "Desk", role: .organizer, gates: [], context: .desk(at: Server.morning))
                    try await browser.post("/enroll", ["code": code.secret], headers: fields)
                    #expect((browser.cookies["__Host-lanyard"] != nil) == isTrusted)
                    try await browser.get("/organizer/devices", headers: fields)
                    #expect(browser.page.contains("https://desk.example.org") == isTrusted)
                    try await browser.post(
                        "/desk/walk-in/register",
                        [("name", "Ada Placeholder"), ("day", "1"), ("category", "attendee"), ("method", "later")],
                        headers: fields)
                    let person = try #require(try await services.ledger.list(limit: 1).first, "\(browser.text)")
                    let story = try await services.ledger.story(of: person.registration.id)
                    #expect(story.history.contains { $0.origin == "203.0.113.7" } == isTrusted)
                }
            }
        }
    }
}

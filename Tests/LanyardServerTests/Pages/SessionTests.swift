import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardHTTP
import LanyardPages
import LanyardServer
import LanyardTestSupport
import RegistrationLedger
import Testing

struct PageSessionTests {
    private static let everyPage = ["/desk", "/dashboard"]

    @Test(arguments: everyPage)
    func `a browser that is not a device is sent to enrol`(path: String) async throws {
        try await Server.run { server in
            let browser = Browser(server)
            try await browser.get(path)
            #expect(browser.status == 303)
            #expect(browser.headers[.location] == "/enroll")
        }
    }

    @Test func `a typed code enrols the browser, whatever its case and hyphens`() async throws {
        try await Server.run { server in
            let invitation = try await server.services.store.invite(
                name: "Desk 1", role: .desk, gates: [], context: .desk(at: Server.morning))
            let browser = Browser(server)
            try await browser.get("/enroll")
            try await browser.post(
                "/enroll", ["code": " " + invitation.secret.lowercased().replacing("-", with: " ")])
            #expect(browser.status == 303)
            #expect(browser.headers[.location] == "/desk")
            let cookie = try #require(browser.headers[.setCookie])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
            try await browser.get("/")
            #expect(browser.text.contains("Desk 1"))
            // Nothing on a page shows the token.
            #expect(!browser.page.contains(try #require(browser.cookies["lanyard"])))
        }
    }

    @Test func `a code that is used up says so, and what to do, in French as well`() async throws {
        try await Server.run { server in
            let invitation = try await server.services.store.invite(
                name: "Desk 1", role: .desk, gates: [], context: .desk(at: Server.morning))
            let (first, second) = (Browser(server), Browser(server))
            try await first.post("/enroll", ["code": invitation.secret])
            try await second.post("/enroll", ["code": invitation.secret])
            #expect(second.status == 400)
            #expect(second.text.contains("used before") && second.text.contains("Ask the organizer"))
            second.language = "fr-CA"
            try await second.post("/enroll", ["code": invitation.secret])
            #expect(second.text.contains("déjà servi") && second.text.contains("Demandez"))
            #expect(second.cookies["lanyard"] == nil)
        }
    }

    @Test func `behind TLS the cookie is bound to the host`() async throws {
        var options = ServerOptions()
        options.limits.proxies = [""]
        try await Server.run(options: options) { server in
            let invitation = try await server.services.store.invite(
                name: "Desk 1", role: .desk, gates: [], context: .desk(at: Server.morning))
            let browser = Browser(server)
            let proxied: HTTPFields = [HTTPField.Name("X-Forwarded-Proto")!: "https"]
            try await browser.post("/enroll", ["code": invitation.secret], headers: proxied)
            let cookie = try #require(browser.headers[.setCookie])
            let attributes = cookie.split(separator: ";").map { $0.trimmingPrefix(while: \.isWhitespace) }
            #expect(cookie.hasPrefix("__Host-lanyard="))
            #expect(attributes.contains("Secure") && attributes.contains("HttpOnly") && attributes.contains("Path=/"))
            // A cookie that came without TLS counts for nothing with it.
            let other = try await Browser.enrolled(.desk, at: server)
            try await other.get("/desk", headers: proxied)
            #expect(other.headers[.location] == "/enroll")
        }
    }

    @Test func `revocation ends the session with the next request`() async throws {
        try await Server.run { server in
            let (device, token) = try await server.services.store.addDevice(
                name: "Lost", role: .desk, gates: [], context: .desk())
            let other = Browser(server)
            other.keep("lanyard", token.secret)
            try await other.get("/desk")
            #expect(other.status == 200)
            try await server.services.store.revokeDevice(device.id, context: .desk())
            try await other.get("/desk")
            #expect(other.status == 401)
            #expect(other.text.contains("revoked"))
            #expect(other.headers[HTTPField.Name("Clear-Site-Data")!] != nil)
            #expect(other.cookies["lanyard"] == nil)
        }
    }

    @Test(arguments: [
        ("/desk", Device.Role.door, 403), ("/desk", .keysigning, 403), ("/desk", .reports, 403), ("/desk", .desk, 200),
        ("/desk", .organizer, 200), ("/dashboard", .door, 403), ("/dashboard", .reports, 200),
        ("/dashboard", .desk, 200),
    ])
    func `each page is for its roles`(path: String, role: Device.Role, status: Int) async throws {
        try await Server.run { server in
            let browser = try await Browser.enrolled(role, at: server)
            try await browser.get(path)
            #expect(browser.status == status)
        }
    }

    @Test func `a form from elsewhere is refused, by its origin and by its token`() async throws {
        try await Server.run { server in
            let browser = try await Browser.enrolled(.desk, at: server)
            try await browser.get("/desk")
            let foreign: [HTTPFields] = [
                [.secFetchSite: "cross-site"], [.secFetchSite: "same-site"], [.origin: "https://evil.example.org"],
                [.origin: "null"],
            ]
            for headers in foreign {
                try await browser.get("/desk")
                try await browser.post("/desk/search", ["q": "ada"], headers: headers)
                #expect(browser.status == 403)
                #expect(browser.page.contains("form_foreign"))
            }
            try await browser.get("/desk")
            try await browser.post("/desk/search", ["q": "ada", "token": "wrong"])
            #expect(browser.page.contains("form_foreign"))
            let own = try await Browser.enrolled(.desk, at: server)
            try await own.get("/desk")
            let token = try #require(own.hidden("token"))
            try await browser.post("/desk/search", ["q": "ada", "token": token])
            #expect(browser.status == 403, "another session's token")
            try await own.get("/desk")
            try await own.post("/desk/search", ["q": "ada"])
            #expect(own.status == 200)
        }
    }

    @Test func `the API takes the cookie of a page, for writes only with the page's token`() async throws {
        try await Server.run { server in
            let browser = try await Browser.enrolled(.desk, at: server)
            try await browser.get("/desk")
            let token = try #require(browser.hidden("token"))
            let cookie = "lanyard=\(try #require(browser.cookies["lanyard"]))"
            #expect(try await server.send(.get, "/v1/gates", headers: [.cookie: cookie]).status == 200)
            let scan: [String: any Sendable] = ["gate": "main", "nonce": "1", "text": "LY:nothing"]
            let bare = try await server.send(.post, "/v1/scans", json: scan, headers: [.cookie: cookie])
            #expect(bare.body["code"] as? String == "form_foreign")
            var headers: HTTPFields = [.cookie: cookie, HTTPField.Name("X-Lanyard-Form")!: token]
            headers[.secFetchSite] = "cross-site"
            #expect(try await server.send(.post, "/v1/scans", json: scan, headers: headers).status == 403)
            headers[.secFetchSite] = "same-origin"
            let answer = try await server.send(.post, "/v1/scans", json: scan, headers: headers)
            #expect(answer.body["verdict"] as? String == "invalid")
        }
    }

    @Test func `the language is switched and stays, and nothing leads to another host`() async throws {
        try await Server.run { server in
            let browser = Browser(server)
            try await browser.get("/enroll")
            #expect(browser.page.contains("<html lang=\"en\">"))
            try await browser.post("/language", ["language": "fr", "here": "/enroll"])
            #expect(browser.headers[.location] == "/enroll")
            try await browser.follow()
            #expect(browser.page.contains("<html lang=\"fr\">") && browser.text.contains("Code à usage unique"))
            for here in ["//evil.example.org", "https://evil.example.org", "/\\evil", "javascript:alert(1)"] {
                try await browser.post("/language", ["language": "en", "here": here])
                #expect(browser.headers[.location] == "/")
            }
        }
    }

    @Test func `pages say what they may do, and none may run what stands in it`() async throws {
        try await Server.run { server in
            let browser = try await Browser.enrolled(.desk, at: server)
            _ = try await server.services.ledger.register(.invented(), context: .desk())
            for path in [
                "/", "/enroll", "/desk", "/desk/walk-in", "/desk/people/1", "/desk/people/9", "/door", "/keysigning",
                "/dashboard", "/nothing",
            ] {
                try await browser.get(path, headers: [.accept: "text/html"])
                let policy = try #require(browser.headers[.contentSecurityPolicy])
                #expect(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"), "\(path)")
                // The door runs WebAssembly, and nothing else that a page holds.
                let allowed = path == "/door" ? " 'wasm-unsafe-eval'" : " "
                #expect(!policy.replacing(allowed, with: " ").contains("unsafe"), "\(path)")
                #expect(!browser.page.contains(#/<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+="/#))
                #expect(browser.headers[.cacheControl] == "no-store")
            }
        }
    }

    @Test func `files are served by name, once, and nothing beside them`() async throws {
        try await Server.run { server in
            let browser = Browser(server)
            try await browser.get("/static/lanyard.css")
            #expect(browser.status == 200)
            #expect(browser.headers[.contentType]?.hasPrefix("text/css") == true)
            let tag = try #require(browser.headers[.eTag])
            try await browser.get("/static/lanyard.css", headers: [.ifNoneMatch: tag])
            #expect(browser.status == 304 && browser.page.isEmpty)
            for path in ["/static/nothing.css", "/static/..%2Fpages%2Fen.words", "/static/%2e%2e", "/static/.gitkeep"] {
                try await browser.get(path)
                #expect(browser.status == 404)
            }
        }
    }

    @Test func `for an unknown address people get a page and programs a problem, in their language`() async throws {
        try await Server.run { server in
            let browser = Browser(server)
            let wanted = "text/html,application/xhtml+xml,*/*;q=0.8"
            for path in ["/nothing", "/desk/nothing", "/static/x.js"] {
                try await browser.get(path, headers: [.accept: wanted])
                #expect(browser.status == 404, "\(path)")
                #expect(browser.headers[.contentType]?.hasPrefix("text/html") == true)
                #expect(browser.text.contains("There is nothing at this address"))
                #expect(browser.page.contains("href=\"/\""))
                #expect(browser.headers[.contentSecurityPolicy]?.contains("script-src 'self'") == true)
            }
            for (path, accept) in [("/nothing", "*/*"), ("/nothing", "application/json"), ("/v1/nothing", wanted)] {
                try await browser.get(path, headers: [.accept: accept])
                #expect(browser.status == 404)
                #expect(browser.headers[.contentType] == "application/problem+json", "\(path) \(accept)")
                #expect(browser.headers[.contentLanguage] == "en")
            }
            browser.language = "fr-CA"
            try await browser.get("/nothing", headers: [.accept: wanted])
            #expect(browser.page.contains("<html lang=\"fr\">"))
            #expect(browser.text.contains("Il n’y a rien à cette adresse"))
            try await browser.get("/v1/nothing")
            #expect(browser.headers[.contentLanguage] == "fr" && browser.page.contains("Il n’y a rien"))
            browser.keep("lang", "en")
            try await browser.get("/v1/nothing")
            #expect(browser.headers[.contentLanguage] == "en", "what was chosen on a page goes before")
        }
    }

    @Test func `a form over the limit and one of bad bytes are refused`() async throws {
        try await Server.run { server in
            let browser = try await Browser.enrolled(.desk, at: server)
            try await browser.get("/desk")
            try await browser.post("/desk/search", ["q": String(repeating: "a", count: 70_000)])
            #expect(browser.status == 413)
            #expect(try await errorCode { _ = try PageForm("q=%FF%FE") } == "form_unreadable")
            let many = (0...400).map { "f\($0)=1" }.joined(separator: "&")
            #expect(try await errorCode { _ = try PageForm(many) } == "form_unreadable")
        }
    }
}

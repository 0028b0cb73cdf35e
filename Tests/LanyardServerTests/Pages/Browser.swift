import Conference
import EventStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LanyardTestSupport
import NIOCore

/// Speaks to the pages as a browser does: keeps cookies, fills in forms, follows to other pages when asked to.
///
/// It runs no scripts: what it can do, people can do without them.
final class Browser {
    let server: Server
    private(set) var cookies: [String: String] = [:]
    var language = "en"
    /// The page that was read last.
    private(set) var page = ""
    private(set) var status = 0
    private(set) var headers: HTTPFields = [:]
    /// The address of that page.
    private(set) var path = "/"
    private var formToken: String?

    init(_ server: Server) { self.server = server }

    /// A browser that was enrolled as a device of a category.
    static func enrolled(_ role: Device.Role, at server: Server) async throws -> Browser {
        let browser = Browser(server)
        browser.cookies["lanyard"] = try await server.token(role)
        return browser
    }

    func keep(_ cookie: String, _ value: String) { cookies[cookie] = value }

    func get(_ path: String, headers: HTTPFields = [:]) async throws {
        try await send(.get, path, body: nil, headers: headers)
    }

    /// Sends a form from our own page, with what the page's hidden fields say.
    func post(_ path: String, _ fields: KeyValuePairs<String, String> = [:], headers: HTTPFields = [:]) async throws {
        try await post(path, fields.map { ($0.key, $0.value) }, headers: headers)
    }

    func post(_ path: String, _ fields: [(String, String)], headers: HTTPFields = [:]) async throws {
        var all = fields
        if !all.contains(where: { $0.0 == "token" }), let formToken { all.append(("token", formToken)) }
        // Like a browser, which has a new key on every page.
        if !all.contains(where: { $0.0 == "key" }) { all.append(("key", UUID().uuidString)) }
        let body = all.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
        var headers = headers
        if headers[.secFetchSite] == nil, headers[.origin] == nil { headers[.secFetchSite] = "same-origin" }
        headers[.contentType] = "application/x-www-form-urlencoded"
        try await send(.post, path, body: body, headers: headers)
    }

    /// Sends a form with a file.
    func post(_ path: String, file: String, _ fields: KeyValuePairs<String, String> = [:]) async throws {
        var all = fields.map { ($0.key, $0.value) }
        if let formToken { all.append(("token", formToken)) }
        all.append(("key", UUID().uuidString))
        let boundary = "----form\(UUID().uuidString)"
        var body = all.map { name, value in
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }.joined()
        body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"statement.csv\"\r\n"
        body += "Content-Type: text/csv\r\n\r\n\(file)\r\n--\(boundary)--\r\n"
        try await send(
            .post, path, body: body,
            headers: [.secFetchSite: "same-origin", .contentType: "multipart/form-data; boundary=\(boundary)"])
    }

    /// Goes where the last answer sent it.
    func follow() async throws {
        guard let location = headers[.location] else { return }
        try await get(location)
    }

    /// The value of a hidden field of the page.
    func hidden(_ name: String) -> String? {
        guard let field = page.range(of: "<input type=\"hidden\" name=\"\(name)\" value=\"") else { return nil }
        return String(page[field.upperBound...].prefix { $0 != "\"" })
    }

    /// What the page says, without its markup.
    var text: String {
        page.replacing(#/<(script|style)[^>]*>.*?</\1>/#.dotMatchesNewlines(), with: " ")
            .replacing(#/<[^>]+>/#, with: " ").replacing(#/\s+/#, with: " ")
    }

    private func send(_ method: HTTPRequest.Method, _ path: String, body: String?, headers: HTTPFields) async throws {
        var headers = headers
        headers[.acceptLanguage] = language
        headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        let answer = try await server.client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
        ) { response in
            (Int(response.status.code), response.headers, String(buffer: response.body))
        }
        (status, self.headers) = (answer.0, answer.1)
        page = answer.2
        // A fragment or a picture has none; the page that it was asked from still does.
        if let token = hidden("token"), !token.isEmpty { formToken = token }
        self.path = path
        for cookie in self.headers[values: .setCookie] {
            let parts = cookie.split(separator: ";", maxSplits: 1)[0].split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(parts[0])] = cookie.contains("Max-Age=0") ? nil : String(parts[1])
        }
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
}

import Foundation
package import Hummingbird

/// Below which path an event is served: nothing, or `/e/netdev01`, or that below the path that a proxy gives the server.
///
/// Routes, pages and redirects name addresses from the root of their event, `/desk`. This is the one place that puts the path
/// before them, where an answer goes out, and takes it off where a request comes in.
package struct BasePath: Sendable, Hashable {
    /// The longest, in bytes.
    package static let lengthMax = 200

    package static let root = BasePath()

    /// Empty, or with a slash at its beginning and none at its end.
    package let text: String

    private init() { text = "" }

    /// - Returns: nil unless it is `/`, or segments of letters, digits, `.`, `_` and `-`; a slash at the end is dropped.
    package init?(_ text: String) {
        let bare = text.hasSuffix("/") ? String(text.dropLast()) : text
        let segments = bare.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let isPath = segments.allSatisfy { segment in
            !segment.isEmpty && segment != "." && segment != ".."
                && segment.utf8.allSatisfy { byte in
                    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "._-".utf8.contains(byte)
                }
        }
        guard isPath, bare.isEmpty || bare.hasPrefix("/"), bare.utf8.count <= Self.lengthMax else { return nil }
        self.text = bare
    }

    private init(checked text: String) { self.text = text }

    package var isRoot: Bool { text.isEmpty }

    /// A further segment below this one.
    package func appending(_ segments: String) -> BasePath { BasePath(checked: text + segments) }

    /// An address of the event as a browser has to call it.
    package func address(_ path: String) -> String { text + path }

    /// What a path is from the root of the event, perhaps empty; nil for one that is not below this one.
    package func rest(of path: String) -> String? {
        guard path.hasPrefix(text) else { return nil }
        let rest = path.dropFirst(text.count)
        return rest.isEmpty || rest.first == "/" || rest.first == "?" ? String(rest) : nil
    }

    /// A request as the event sees it: with its path from the event's root.
    package func taken(off request: Request) -> Request? {
        guard let path = request.head.path, let rest = rest(of: path) else { return nil }
        var head = request.head
        head.path = rest.hasPrefix("/") ? rest : "/" + rest
        return Request(head: head, body: request.body)
    }

    /// A page of the event with its addresses as a browser has to call them.
    ///
    /// Only the templates write a quotation mark: in what they are filled with it is escaped.
    package func page(_ html: String) -> String {
        guard !isRoot else { return html }
        let bytes = Array(html.utf8)
        var page: [UInt8] = []
        page.reserveCapacity(bytes.count + bytes.count / 8)
        var copied = 0
        for index in bytes.indices.dropLast(3)
        where bytes[index] == UInt8(ascii: "=") && bytes[index + 1] == UInt8(ascii: "\"")
            && bytes[index + 2] == UInt8(ascii: "/") && bytes[index + 3] != UInt8(ascii: "/")
            && Self.isAttribute(endingAt: index, bytes)
        {
            page += bytes[copied..<index + 2]
            page += text.utf8
            copied = index + 2
        }
        page += bytes[copied...]
        return String(decoding: page, as: UTF8.self)
    }

    /// The attributes that hold addresses of ours.
    private static let attributes: Set<String> = ["href", "src", "action", "formaction", "data-quote", "data-preview"]

    private static func isAttribute(endingAt end: Int, _ bytes: [UInt8]) -> Bool {
        let name = bytes[..<end].suffix(16).reversed().prefix { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || byte == UInt8(ascii: "-")
        }
        let before = end - name.count - 1
        guard before >= 0, [UInt8(ascii: " "), UInt8(ascii: "\n")].contains(bytes[before]) else { return false }
        return attributes.contains(String(decoding: name.reversed(), as: UTF8.self))
    }
}

/// Puts the path below which the event is served before the addresses to which an answer sends the browser on.
package struct BelowBasePath: RouterMiddleware {
    package typealias Context = DeviceRequestContext

    package init() {}

    package func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if let location = response.headers[.location], location.hasPrefix("/"), !location.hasPrefix("//") {
            response.headers[.location] = context.base.address(location)
        }
        return response
    }
}

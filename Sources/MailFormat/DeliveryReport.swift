package import Foundation

/// What a mail server reports of a mail that it could not deliver (RFC 3464, in a multipart/report of RFC 6522).
package struct DeliveryReport: Sendable, Hashable {
    /// The longest report that is read, in bytes.
    package static let bytesMax = 1 << 20

    /// The local part of the Message-ID of the mail that it is about; nil where the report does not return it.
    package let messageID: String?
    /// Whether it is given up; otherwise it is only late.
    package let isFinal: Bool
    /// As RFC 3463 numbers it: `5.1.1`.
    package let status: String
    /// What the other server said, in one line.
    package let diagnostic: String

    /// Reads a report; nil for what is none, and for one that tells of a delivery.
    package init?(_ bytes: Data) {
        guard bytes.count <= Self.bytesMax else { return nil }
        // Reports are ASCII; what is not is read as it stands, and matters to nobody.
        let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        let (head, body) = Self.split(text[...])
        let type = Self.fields(head)["content-type"] ?? ""
        guard type.lowercased().hasPrefix("multipart/report"), let boundary = Self.parameter("boundary", type) else {
            return nil
        }
        let parts = body.components(separatedBy: "--\(boundary)").dropFirst().map { Self.split($0.drop { $0 == "\n" }) }
        func part(_ types: String...) -> Substring? {
            parts.first { part in
                let type = (Self.fields(part.head)["content-type"] ?? "").lowercased()
                return types.contains { type.hasPrefix($0) }
            }?.body
        }
        guard let report = part("message/delivery-status", "message/global-delivery-status") else { return nil }
        // Fields of the message, then those of each recipient; our mails have one.
        let groups = report.split(separator: "\n\n").map(Self.fields)
        guard let recipient = groups.first(where: { $0["action"] != nil }), let action = recipient["action"] else {
            return nil
        }
        switch action.lowercased() {
        case "failed": isFinal = true
        case "delayed": isFinal = false
        default: return nil
        }
        let number = recipient["status"]?.prefix { $0.isNumber || $0 == "." } ?? ""
        status = number.isEmpty ? (isFinal ? "5.0.0" : "4.0.0") : String(number.prefix(11))
        let said = recipient["diagnostic-code"] ?? ""
        diagnostic = String(said[(said.firstIndex(of: ";").map { said.index(after: $0) } ?? said.startIndex)...])
            .trimmingCharacters(in: .whitespaces)
        let original = part("message/rfc822", "text/rfc822-headers", "message/global") ?? ""
        let identifier = Self.fields(Self.split(original.drop { $0 == "\n" }).head)["message-id"] ?? ""
        messageID = identifier.firstMatch(of: /<([0-9a-f]{32})@/).map { String($0.1) }
    }

    private static func split(_ text: Substring) -> (head: Substring, body: Substring) {
        guard let blank = text.range(of: "\n\n") else { return (text, "") }
        return (text[..<blank.lowerBound], text[blank.upperBound...])
    }

    /// Fields by their names in lower case, with what was folded in one line (RFC 5322, section 2.2.3).
    static func fields(_ head: some StringProtocol) -> [String: String] {
        var fields: [String: String] = [:]
        var last = ""
        for line in head.split(separator: "\n") {
            if let first = line.first, first == " " || first == "\t" {
                fields[last]?.append(" " + line.trimmingCharacters(in: .whitespaces))
            } else if let colon = line.firstIndex(of: ":") {
                last = line[..<colon].lowercased()
                fields[last] = fields[last] ?? line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            }
        }
        return fields
    }

    private static func parameter(_ name: String, _ field: String) -> String? {
        for part in field.split(separator: ";").dropFirst() {
            let pair = part.trimmingCharacters(in: .whitespaces)
            guard pair.lowercased().hasPrefix("\(name)=") else { continue }
            let value = pair.dropFirst(name.count + 1).trimmingCharacters(in: CharacterSet(charactersIn: "\""))
            return value.isEmpty ? nil : value
        }
        return nil
    }
}

import Foundation

/// Takes keys out of mails as mail programs save them (RFC 2045): parts in parts, quoted-printable, base64, HTML.
///
/// A mail becomes one text: what its parts say, one after the other, binary keys armoured. HTML is read only if nothing
/// else contains armour, since it mostly repeats the text.
struct MailReader: ~Copyable {
    /// Real mails are not nested deeper.
    private static let depthMax = 8
    private static let partsMax = 64

    private var output: SubmittedBytes
    private var html: SubmittedBytes
    private var header: SubmittedBytes
    private var parts = 0

    private init(capacity: Int) {
        output = SubmittedBytes(capacity: capacity)
        html = SubmittedBytes(capacity: capacity)
        header = SubmittedBytes(capacity: 2 * MailHeader.bytesMax)
    }

    /// Whether the text begins with the header of a mail that says how its body is encoded.
    static func isMail(_ text: Span<UInt8>) -> Bool {
        MailHeader(text, 0..<text.count).hasContentFields
    }

    /// What the parts of a mail say.
    ///
    /// Throws `secret_key` and `foreign_secret_key` for a part that holds one.
    static func text(of mail: Span<UInt8>) throws(OpenPGPError) -> SubmittedBytes {
        var reader = MailReader(capacity: 2 * mail.count + 256 * partsMax)
        try reader.read(mail, 0..<mail.count, depth: 0)
        return reader.found()
    }

    private consuming func found() -> SubmittedBytes {
        let isInText = output.withSpan { Armor.isPresent(in: $0) }
        if isInText { return output }
        let isInHTML = html.withSpan { Armor.isPresent(in: $0) }
        if isInHTML || header.count == 0 { return html }
        return header
    }

    private mutating func read(_ mail: Span<UInt8>, _ range: Range<Int>, depth: Int) throws(OpenPGPError) {
        parts += 1
        guard depth <= Self.depthMax, parts <= Self.partsMax else { return }
        let header = MailHeader(mail, range)
        let type = header.type
        if depth == 0 { keepKey(of: header) }
        if type.hasPrefix("multipart/"), let boundary = header.boundary {
            for part in Self.parts(of: mail, header.body, boundary: boundary) {
                try read(mail, part, depth: depth + 1)
            }
        } else if type == "message/rfc822", !header.isEncoded {
            try read(mail, header.body, depth: depth + 1)
        } else if !["image/", "audio/", "video/"].contains(where: { type.hasPrefix($0) }) {
            try readLeaf(mail, header, depth: depth)
        }
    }

    /// Many mail programs send the key along in the header, as its field `Autocrypt` (Autocrypt level 1, section 2.1).
    private mutating func keepKey(of mail: MailHeader) {
        guard let data = mail.autocryptKey else { return }
        header.append("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n")
        for digit in data { header.append(digit) }
        header.append("\n-----END PGP PUBLIC KEY BLOCK-----\n")
    }

    private mutating func readLeaf(_ mail: Span<UInt8>, _ header: MailHeader, depth: Int) throws(OpenPGPError) {
        var decoded = SubmittedBytes(capacity: header.body.count)
        switch header.encoding {
        case "base64": Base64Runs.decode([header.body], of: mail, into: &decoded)
        case "quoted-printable": QuotedPrintable.decode(mail, header.body, into: &decoded)
        default: for index in header.body { decoded.append(mail[index]) }
        }
        try decoded.withSpan { (bytes) throws(OpenPGPError) in try ForeignSecrets.refuse(in: bytes) }
        // A mail that was attached as a file, or that was encoded against the rule (RFC 2046 section 5.2.1).
        let mayBeMail = header.isEncoded && !header.type.hasPrefix("text/")
        let isMail = decoded.withSpan { mayBeMail && MailReader.isMail($0) }
        if isMail {
            try decoded.withSpan { (mail) throws(OpenPGPError) in try read(mail, 0..<mail.count, depth: depth + 1) }
            return
        }
        let isBinary = decoded.withSpan { $0.count > 0 && $0[0] & 0x80 != 0 && header.isEncoded }
        if isBinary {
            let isKey = try decoded.withSpan { (bytes) throws(OpenPGPError) in try Self.isKey(bytes) }
            if isKey { decoded.withSpan { Self.armor($0, into: &output) } }
        } else if header.type == "text/html" {
            decoded.withSpan { HTMLText.decode($0, into: &html) }
        } else {
            decoded.withSpan { bytes in for index in 0..<bytes.count { output.append(bytes[index]) } }
            output.append(0x0A)
        }
    }

    /// Whether binary data begins with a public key; throws `secret_key` for a secret one.
    private static func isKey(_ bytes: Span<UInt8>) throws(OpenPGPError) -> Bool {
        do throws(OpenPGPError) {
            return try PacketReader(limit: 1).first(in: bytes).tag == Packet.publicKey
        } catch {
            if error.code == .secretKey { throw error }
            return false
        }
    }

    private static func armor(_ bytes: Span<UInt8>, into output: inout SubmittedBytes) {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        output.append("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n")
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group = 0
            for index in 0..<3 { group = group << 8 | (index < count ? Int(bytes[start + index]) : 0) }
            for place in 0..<4 { output.append(place <= count ? digits[group >> (18 - place * 6) & 63] : 0x3D) }
        }
        output.append("\n-----END PGP PUBLIC KEY BLOCK-----\n")
    }

    /// What is between the lines of a boundary.
    private static func parts(of mail: Span<UInt8>, _ body: Range<Int>, boundary: [UInt8]) -> [Range<Int>] {
        let mark = [0x2D, 0x2D] + boundary
        var parts: [Range<Int>] = []
        var begun: Int?
        var start = body.lowerBound
        while start < body.upperBound {
            var end = start
            while end < body.upperBound, mail[end] != 0x0A { end += 1 }
            let next = min(end + 1, body.upperBound)
            if mail.has(mark, at: start), start + mark.count <= end {
                if let begun { parts.append(begun..<start) }
                begun = mail.has([0x2D, 0x2D], at: start + mark.count) ? nil : next
            }
            start = next
        }
        if let begun, begun < body.upperBound { parts.append(begun..<body.upperBound) }
        return parts
    }
}

/// The header of a mail or of a part of one.
struct MailHeader {
    /// No real header is longer.
    static let bytesMax = 65_536

    private var fields: [String: String] = [:]
    let body: Range<Int>

    /// Reads up to the empty line; a text without a header has an empty one, and all of it is body.
    init(_ mail: Span<UInt8>, _ range: Range<Int>) {
        var name: String?
        var start = range.lowerBound
        var fields: [String: String] = [:]
        while start < range.upperBound, start - range.lowerBound < Self.bytesMax {
            var end = start
            while end < range.upperBound, mail[end] != 0x0A { end += 1 }
            let next = min(end + 1, range.upperBound)
            if end > start, mail[end - 1] == 0x0D { end -= 1 }
            guard end > start else {
                // An empty line ends the header; before the header it means nothing.
                if fields.isEmpty, name == nil, start == range.lowerBound { start = next; continue }
                self.fields = fields
                body = next..<range.upperBound
                return
            }
            let line = String(decoding: mail.copy(start..<min(end, start + Self.bytesMax)), as: UTF8.self)
            if line.first == " " || line.first == "\t" {
                if let name { fields[name, default: ""] += line }
            } else if let colon = line.firstIndex(of: ":"), Self.isName(line[..<colon]) {
                name = line[..<colon].lowercased()
                if let name, fields[name] == nil { fields[name] = String(line[line.index(after: colon)...]) }
            } else if !(fields.isEmpty && line.hasPrefix("From ")) {
                break
            }
            start = next
        }
        body = range
    }

    /// Whether it says what the body is or how it is encoded.
    var hasContentFields: Bool {
        fields["content-type"] != nil || fields["content-transfer-encoding"] != nil
    }

    /// In lower case, without parameters; plain text by default.
    var type: String {
        Self.word(fields["content-type"] ?? "text/plain")
    }

    /// In lower case.
    var encoding: String {
        Self.word(fields["content-transfer-encoding"] ?? "")
    }

    /// Whether the body is written in other characters than its own.
    var isEncoded: Bool { ["base64", "quoted-printable"].contains(encoding) }

    /// The key that the field `Autocrypt` carries, in base64 without blanks.
    var autocryptKey: [UInt8]? {
        guard let field = fields["autocrypt"], let found = field.range(of: "keydata=", options: .caseInsensitive)
        else { return nil }
        let data = field[found.upperBound...].prefix { $0 != ";" }.utf8.filter { $0 > 0x20 }
        return data.isEmpty ? nil : data
    }

    /// What separates the parts.
    var boundary: [UInt8]? {
        guard let field = fields["content-type"], let found = field.range(of: "boundary=", options: .caseInsensitive)
        else { return nil }
        let rest = field[found.upperBound...].drop { $0 == " " }
        let value = rest.first == "\"" ? rest.dropFirst().prefix { $0 != "\"" } : rest.prefix { !" ;\t".contains($0) }
        return value.isEmpty ? nil : Array(value.utf8)
    }

    private static func word(_ field: String) -> String {
        field.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count < 80
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }
}

import NIOCore

/// What a server answers to one command (RFC 5321, section 4.2).
struct SMTPReply: Sendable, Hashable {
    /// 200 to 599.
    let status: Int
    /// The lines, without their numbers.
    let lines: [String]

    /// On one line.
    var text: String { lines.joined(separator: " ").prefix(500).description }

    var isPositive: Bool { (200..<400).contains(status) }
    var isTransient: Bool { (400..<500).contains(status) }

    /// What a server says it can do, in answer to EHLO: words in capitals, with what stands behind each.
    var extensions: [String: String] {
        lines.dropFirst().reduce(into: [:]) { found, line in
            // Some old servers write AUTH=LOGIN.
            let parts = line.split(maxSplits: 1) { $0 == " " || $0 == "=" }
            guard let name = parts.first else { return }
            let rest = parts.count > 1 ? String(parts[1]).uppercased() : ""
            found[name.uppercased(), default: ""] += (found[name.uppercased()] == nil ? "" : " ") + rest
        }
    }
}

/// Takes replies apart, byte by byte as they come.
struct SMTPReplyParser {
    /// In bytes; RFC 5321 allows 512, and some servers write more.
    private static let lineMax = 4_096
    private static let linesMax = 200

    struct Malformed: Error { let text: String }

    private var line: [UInt8] = []
    private var lines: [String] = []
    private var status: Int?
    private var complete: [SMTPReply] = []

    /// Whether something came that nobody has asked for.
    var hasMore: Bool { !complete.isEmpty || !line.isEmpty || !lines.isEmpty }

    mutating func next() -> SMTPReply? { complete.isEmpty ? nil : complete.removeFirst() }

    mutating func take(_ bytes: ByteBuffer) throws(Malformed) {
        for byte in bytes.readableBytesView {
            guard byte == UInt8(ascii: "\n") else {
                guard line.count < Self.lineMax else { throw Malformed(text: "a line without an end") }
                line.append(byte)
                continue
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            try finishLine()
        }
    }

    private mutating func finishLine() throws(Malformed) {
        let text = String(decoding: line, as: UTF8.self)
        line = []
        let number = text.prefix(3)
        guard number.utf8.count == 3, number.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let read = Int(number),
            (200..<600).contains(read), status == nil || status == read, lines.count < Self.linesMax
        else { throw Malformed(text: String(text.prefix(100))) }
        status = read
        let rest = text.dropFirst(3)
        guard rest.isEmpty || rest.first == " " || rest.first == "-" else {
            throw Malformed(text: String(text.prefix(100)))
        }
        lines.append(String(rest.dropFirst()))
        guard rest.first != "-" else { return }
        complete.append(SMTPReply(status: read, lines: lines))
        (lines, status) = ([], nil)
    }
}

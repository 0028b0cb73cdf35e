/// Recognizes secret keys in every recognizable form: OpenPGP in base64 without its armour, in hexadecimal digits or written for
/// an address, GnuPG's own files, and the files of other systems.
enum ForeignSecrets {
    /// Throws `secret_key` or `foreign_secret_key` (`kind`) for a text or a file with a secret key in it.
    static func refuse(in text: Span<UInt8>) throws(OpenPGPError) {
        // The packets of a binary key are looked at one by one; a keyring has millions of bytes.
        guard text.count > 0, text[0] != 0xC6, !(0x98...0x9B).contains(text[0]) else { return }
        if isSecretPacket(text) { throw OpenPGPError(.secretKey) }
        if let kind = kind(of: text) { throw OpenPGPError(.foreignSecretKey, ["kind": kind]) }
        try Base64Runs.forEach(in: text, refuse(decoded:))
        try SpelledBytes.forEach(in: text, refuse(decoded:))
        if text.firstIndex(of: "BEGIN PGP PRIVATE KEY BLOCK", in: 0..<text.count) != nil
            || text.firstIndex(of: "BEGIN PGP SECRET KEY BLOCK", in: 0..<text.count) != nil
        {
            throw OpenPGPError(.secretKey)
        }
    }

    private static func refuse(decoded: Span<UInt8>) throws(OpenPGPError) {
        if isSecretPacket(decoded) { throw OpenPGPError(.secretKey) }
        if let kind = kind(of: decoded) { throw OpenPGPError(.foreignSecretKey, ["kind": kind]) }
        if decoded.firstIndex(of: "BEGIN PGP PRIVATE KEY", in: 0..<decoded.count) != nil {
            throw OpenPGPError(.secretKey)
        }
    }

    /// What kind of secret key the text or the file holds; nil for anything else.
    private static func kind(of text: Span<UInt8>) -> String? {
        let whole = 0..<text.count
        func has(_ words: StaticString) -> Bool { text.firstIndex(of: words, in: whole) != nil }
        if has("-----BEGIN OPENSSH PRIVATE KEY") || text.has("openssh-key-v1\u{0}", at: 0)
            || has("BEGIN SSH2 ENCRYPTED PRIVATE KEY") || has("SSH PRIVATE KEY FILE FORMAT")
        {
            return "ssh"
        }
        if has("AGE-SECRET-KEY-") { return "age" }
        if has("PuTTY-User-Key-File-") { return "putty" }
        if has(" PRIVATE KEY-----") || has("-----BEGIN PRIVATE KEY-----") { return "pem" }
        // Files of GnuPG's agent: canonical S-expressions, or a text with one behind `Key:`.
        if has("-private-key(") || has("11:private-key(") || has("(private-key") || has("(protected-private-key")
            || has("(shadowed-private-key") || has("(openpgp-private-key") || has("(openpgp-s2k3-")
        {
            return "gpg-agent"
        }
        if has("# Secret portions of key") { return "paperkey" }
        let isComment = text.firstIndex(of: "untrusted comment:", in: 0..<min(text.count, 64)) != nil
        if isComment, text.firstIndex(of: "secret key", in: 0..<min(text.count, 256)) != nil { return "minisign" }
        if has("\"kty\""), has("\"d\"") || has("\"k\"") { return "jwk" }
        if has("Private-key-format:") || has("[Interface]") && has("PrivateKey") { return "key file" }
        if has("<RSAKeyValue>"), has("<D>") { return "xml" }
        if has("== ed25519v1-secret:") { return "tor" }
        if text.starts(with: [0xFE, 0xED, 0xFE, 0xED]) || text.starts(with: [0xCE, 0xCE, 0xCE, 0xCE]) {
            return "java"
        }
        return kindOfDER(text)
    }

    /// Whether the bytes begin with an OpenPGP secret key of a version and an algorithm that exist.
    private static func isSecretPacket(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count > 40 else { return false }
        let body: Int
        switch bytes[0] {
        case 0x94: body = 2
        case 0xC5 where bytes[1] < 192: body = 2
        case 0x95: body = 3
        case 0xC5 where bytes[1] < 224: body = 3
        case 0x96: body = 5
        case 0xC5 where bytes[1] == 255: body = 6
        default: return false
        }
        let known: Set<UInt8> = [1, 2, 3, 16, 17, 18, 19, 20, 22, 25, 26, 27, 28]
        return (3...6).contains(bytes[body]) && known.contains(bytes[body + (bytes[body] == 3 ? 7 : 5)])
    }

    /// PKCS #12, #8 and #1 and SEC 1, by the first elements of their outer sequence (RFC 7292, 5958, 8017, 5915).
    private static func kindOfDER(_ bytes: Span<UInt8>) -> String? {
        guard bytes.count > 24, bytes[0] == 0x30, let start = content(of: bytes, at: 0) else { return nil }
        if bytes.has([0x02, 0x01, 0x03, 0x30], at: start) { return "pkcs12" }
        for beginning in [[0x02, 0x01, 0x00, 0x30], [0x02, 0x01, 0x01, 0x30], [0x02, 0x01, 0x00, 0x02]] as [[UInt8]]
        where bytes.has(beginning, at: start) {
            return "der"
        }
        if bytes.has([0x02, 0x01, 0x01, 0x04], at: start) { return "der" }
        // An encrypted one begins with the scheme: something of PKCS #5, or of PKCS #12.
        if bytes[start] == 0x30, let scheme = content(of: bytes, at: start),
            bytes.has([0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05], at: scheme)
                || bytes.has([0x06, 0x0A, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x01], at: scheme)
        {
            return "der"
        }
        return nil
    }

    /// Where the content of a DER or BER element begins.
    private static func content(of bytes: Span<UInt8>, at start: Int) -> Int? {
        guard start + 2 < bytes.count else { return nil }
        let length = bytes[start + 1]
        let content = start + 2 + (length > 0x80 ? Int(length & 0x7F) : 0)
        return content < bytes.count ? content : nil
    }
}

/// Stretches of base64 in a text: lines with nothing else, quoted or not, outside OpenPGP armour.
enum Base64Runs {
    /// Shorter ones are words.
    private static let shortest = 56

    /// Calls the body with each stretch, decoded.
    static func forEach(
        in text: Span<UInt8>, _ body: (Span<UInt8>) throws(OpenPGPError) -> Void
    ) throws(OpenPGPError) {
        var run: [Range<Int>] = []
        var length = 0
        var isArmored = false
        func close() throws(OpenPGPError) {
            defer {
                run = []
                length = 0
            }
            guard length >= shortest else { return }
            var decoded = SubmittedBytes(capacity: length)
            decode(run, of: text, into: &decoded)
            try decoded.withSpan(body)
        }
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != 0x0A, text[end] != 0x0D { end += 1 }
            let line = trimmed(start..<end, in: text)
            if text.firstIndex(of: "BEGIN PGP ", in: line) != nil {
                try close()
                isArmored = true
            } else if text.firstIndex(of: "END PGP ", in: line) != nil {
                isArmored = false
            } else if !isArmored, let data = data(in: line, of: text) {
                run.append(data)
                length += data.count
            } else if !line.isEmpty {
                try close()
            }
            start = end + 1
        }
        try close()
    }

    private static func trimmed(_ line: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
        func isMargin(_ byte: UInt8) -> Bool { Armor.isBlank(byte) || byte == 0x3E || byte == 0x7C }
        var line = Armor.afterInitials(line, in: text)
        while let first = line.first, isMargin(text[first]) { line = first + 1..<line.upperBound }
        while let last = line.last, Armor.isBlank(text[last]) { line = line.lowerBound..<last }
        return line
    }

    /// The line itself if it is base64, or else the longest word of it if that is long base64.
    private static func data(in line: Range<Int>, of text: Span<UInt8>) -> Range<Int>? {
        var longest = line.lowerBound..<line.lowerBound
        var start = line.lowerBound
        for index in line where !isDigit(text[index]) {
            if index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        if line.upperBound - start >= longest.count { longest = start..<line.upperBound }
        return longest == line && !line.isEmpty || longest.count >= shortest ? longest : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        value(of: byte) != nil || byte == 0x3D
    }

    /// The value of a digit of base64, also of the alphabet for addresses.
    static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2B, 0x2D: 62
        case 0x2F, 0x5F: 63
        default: nil
        }
    }

    /// Decodes the base64 in the ranges and skips everything else; there has to be room.
    static func decode(_ ranges: [Range<Int>], of text: Span<UInt8>, into bytes: inout SubmittedBytes) {
        var group: UInt32 = 0
        var bits = 0
        for range in ranges {
            for index in range {
                guard let value = value(of: text[index]) else { continue }
                group = group << 6 | UInt32(value)
                bits += 6
                if bits >= 8 {
                    bits -= 8
                    bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
                }
            }
        }
    }
}

extension Span where Element == UInt8 {
    /// Whether these bytes stand at the offset.
    func has(_ bytes: [UInt8], at offset: Int) -> Bool {
        guard offset >= 0, offset <= count - bytes.count else { return false }
        for (index, byte) in bytes.enumerated() where self[offset + index] != byte { return false }
        return true
    }

    /// Whether the text begins with these bytes.
    func starts(with bytes: [UInt8]) -> Bool { has(bytes, at: 0) }
}

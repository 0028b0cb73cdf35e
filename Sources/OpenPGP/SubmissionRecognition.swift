import Conference

/// Identifies what was handed in if it is not an OpenPGP key, so that the refusal can say how to get the right thing.
enum SubmissionRecognition {
    /// The packets of a submission: binary as it is, armour decoded.
    ///
    /// Throws one of the codes that name what it is instead.
    static func packets(
        in submission: borrowing SubmittedBytes, limit: Int
    ) throws(OpenPGPError) -> Armor.Decoded {
        guard submission.count <= limit else {
            throw OpenPGPError(.submissionTooLarge, ["limit": "\(limit)", "size": "\(submission.count)"])
        }
        let plain = withoutUTF16(submission)
        try plain.withSpan { (text) throws(OpenPGPError) in try ForeignSecrets.refuse(in: text) }
        try plain.withSpan { (text) throws(OpenPGPError) in try refuseOutlook(text) }
        let isMail = plain.withSpan { MailReader.isMail($0) }
        if isMail {
            let said = try plain.withSpan { (text) throws(OpenPGPError) in try MailReader.text(of: text) }
            if said.count > 0 { return try said.withSpan { (text) throws(OpenPGPError) in try packets(in: text) } }
        }
        return try plain.withSpan { (text) throws(OpenPGPError) in try packets(in: text) }
    }

    private static func packets(in text: Span<UInt8>) throws(OpenPGPError) -> Armor.Decoded {
        guard let first = (0..<text.count).first(where: { !isBlank(text[$0]) }) else {
            throw OpenPGPError(.emptySubmission)
        }
        if Armor.isPresent(in: text) { return try armored(text) }
        if text[first] & 0x80 != 0, !text.has("\u{FEFF}", at: first) {
            return Armor.Decoded(bytes: copy(text), checksumMismatch: false)
        }
        if let decoded = try armorInHTML(text) { return decoded }
        if let decoded = try armorInBase64(text) { return decoded }
        try nameOtherThings(in: text, from: first)
        if let decoded = Armor.decodeBareBase64(text) {
            return decoded
        }
        throw OpenPGPError(.notOpenPGP)
    }

    /// The blocks of a text; one that a mail program or a page wrote down in its own way is read the second time.
    private static func armored(_ text: Span<UInt8>) throws(OpenPGPError) -> Armor.Decoded {
        do throws(OpenPGPError) {
            return try Armor.decode(text)
        } catch {
            guard error.code == .armorCorrupt || error.code == .armorTruncated else { throw error }
            var plain = SubmittedBytes(capacity: text.count)
            if QuotedPrintable.isLikely(text) {
                QuotedPrintable.decode(text, 0..<text.count, into: &plain)
            } else if HTMLText.isLikely(text) {
                HTMLText.decode(text, into: &plain)
            } else {
                throw error
            }
            let code = error
            do throws(OpenPGPError) {
                return try plain.withSpan { (text) throws(OpenPGPError) in
                    try ForeignSecrets.refuse(in: text)
                    return try Armor.decode(text)
                }
            } catch {
                throw error.code == .secretKey || error.code == .foreignSecretKey ? error : code
            }
        }
    }

    /// Armour of which a page wrote the very first line in its own way (`BEGIN&nbsp;PGP`); nil if there is none.
    private static func armorInHTML(_ text: Span<UInt8>) throws(OpenPGPError) -> Armor.Decoded? {
        guard HTMLText.isLikely(text) else { return nil }
        var plain = SubmittedBytes(capacity: text.count)
        HTMLText.decode(text, into: &plain)
        return try plain.withSpan { (text) throws(OpenPGPError) in
            try ForeignSecrets.refuse(in: text)
            return Armor.isPresent(in: text) ? try Armor.decode(text) : nil
        }
    }

    /// Armour in base64, such as an attachment copied out of the source of a mail; nil if there is none.
    private static func armorInBase64(_ text: Span<UInt8>) throws(OpenPGPError) -> Armor.Decoded? {
        var found = SubmittedBytes(capacity: text.count)
        try Base64Runs.forEach(in: text) { (decoded) throws(OpenPGPError) in
            guard found.count == 0, Armor.isPresent(in: decoded) else { return }
            for index in 0..<decoded.count { found.append(decoded[index]) }
        }
        guard found.count > 0 else { return nil }
        return try found.withSpan { (text) throws(OpenPGPError) in try Armor.decode(text) }
    }

    // MARK: - Other things

    /// Names a message as Outlook saves it, which is no mail but a file system in a file; its texts have two bytes a character.
    private static func refuseOutlook(_ text: Span<UInt8>) throws(OpenPGPError) {
        guard text.has([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], at: 0) else { return }
        var narrow = SubmittedBytes(capacity: text.count)
        for index in 0..<text.count where text[index] != 0 { narrow.append(text[index]) }
        try narrow.withSpan { (text) throws(OpenPGPError) in try ForeignSecrets.refuse(in: text) }
        throw OpenPGPError(.outlookMessage)
    }

    private static func nameOtherThings(in text: Span<UInt8>, from first: Int) throws(OpenPGPError) {
        let start = first..<min(text.count, first + 4_096)
        if text.has("KBXf", at: 8) { throw OpenPGPError(.keyboxFile) }
        for prefix: StaticString in ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-", "---- BEGIN SSH2 PUBLIC KEY"]
        where text.has(prefix, at: first) {
            throw OpenPGPError(.sshKey)
        }
        if text.firstIndex(of: "-----BEGIN ", in: start) != nil { throw OpenPGPError(.x509Certificate) }
        if isDER(text) { throw OpenPGPError(.x509Certificate) }
        if text.firstIndex(of: "untrusted comment:", in: start) != nil { throw OpenPGPError(.minisignKey) }
        if text.has("RWQ", at: first), text.count < first + 64 { throw OpenPGPError(.minisignKey) }
        if text.has("age1", at: first) || text.has("# public key: age1", at: first) {
            throw OpenPGPError(.ageKey)
        }
        for tag: StaticString in ["<!DOCTYPE", "<!doctype", "<html", "<HTML"]
        where text.firstIndex(of: tag, in: start) != nil {
            throw OpenPGPError(.webPage)
        }
        guard text.count <= 256 else { return }
        let words = String(decoding: text.copy(0..<text.count), as: UTF8.self)
        guard let digits = try? Fingerprint.normalizedDigits(of: words) else { return }
        if [8, 16, 32, 40, 64].contains(digits.utf8.count) { throw OpenPGPError(.onlyAFingerprint) }
    }

    /// Whether the bytes are a DER sequence of a two-octet length, as certificates in files are.
    private static func isDER(_ text: Span<UInt8>) -> Bool {
        text.count > 4 && text[0] == 0x30 && text[1] == 0x82
    }

    // MARK: - Encodings

    /// The bytes as a copy in memory of the same kind, UTF-16 (as PowerShell writes files, with a byte order mark or without)
    /// reduced to one byte per character: nothing of armour is outside ASCII.
    private static func withoutUTF16(_ submission: borrowing SubmittedBytes) -> SubmittedBytes {
        submission.withSpan { (bytes) -> SubmittedBytes in
            guard bytes.count >= 2 else { return copy(bytes) }
            let hasMark = bytes.has([0xFF, 0xFE], at: 0) || bytes.has([0xFE, 0xFF], at: 0)
            let isLittleEndian = bytes.has([0xFF, 0xFE], at: 0) || isWide(bytes, zeroAt: 1)
            guard hasMark || isLittleEndian || isWide(bytes, zeroAt: 0) else { return copy(bytes) }
            var narrow = SubmittedBytes(capacity: bytes.count / 2)
            for index in stride(from: hasMark ? 2 : 0, to: bytes.count - 1, by: 2) {
                let low = bytes[isLittleEndian ? index : index + 1]
                let high = bytes[isLittleEndian ? index + 1 : index]
                narrow.append(high == 0 && low < 0x80 ? low : 0x3F)
            }
            return narrow
        }
    }

    /// Whether the text begins with eight characters of ASCII of two bytes each, of which that one is zero.
    private static func isWide(_ bytes: Span<UInt8>, zeroAt zero: Int) -> Bool {
        guard bytes.count >= 16 else { return false }
        for index in 0..<8 where bytes[2 * index + zero] != 0 || !(0x09...0x7E).contains(bytes[2 * index + 1 - zero]) {
            return false
        }
        return true
    }

    private static func copy(_ bytes: Span<UInt8>) -> SubmittedBytes {
        var copy = SubmittedBytes(capacity: bytes.count)
        for index in 0..<bytes.count { copy.append(bytes[index]) }
        return copy
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}

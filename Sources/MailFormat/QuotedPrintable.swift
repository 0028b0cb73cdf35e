import Foundation

/// Texts in ASCII, in lines of at most 76 characters, that read nearly as they are (RFC 2045, section 6.7).
enum QuotedPrintable {
    private static let columns = 76

    /// - Parameter text: lines with LF, CR or CRLF.
    /// - Returns: lines with CRLF, the last one as well.
    static func encode(_ text: String) -> String {
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { encode(line: $0) + "\r\n" }.joined()
    }

    private static func encode(line: Substring) -> String {
        let bytes = Array(line.utf8)
        var (done, current): (String, String) = ("", "")
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            let isFirst = current.isEmpty
            let token: String
            switch byte {
            // A blank at the end of a line may get lost on the way.
            case 0x20, 0x09: token = isLast ? escaped(byte) : String(UnicodeScalar(byte))
            // A dot that begins a line is doubled by SMTP, and `From ` is marked in a mailbox: better that neither is there.
            case UInt8(ascii: "."), UInt8(ascii: "F"): token = isFirst ? escaped(byte) : String(UnicodeScalar(byte))
            case UInt8(ascii: "="): token = escaped(byte)
            case 0x21...0x7E: token = String(UnicodeScalar(byte))
            default: token = escaped(byte)
            }
            // The last column is for the sign that the line goes on.
            if current.utf8.count + token.utf8.count > columns - (isLast ? 0 : 1) {
                done += current + "=\r\n"
                current = byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F") ? escaped(byte) : token
            } else {
                current += token
            }
        }
        return done + current
    }

    private static func escaped(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "=" + (digits.count == 1 ? "0" : "") + digits
    }
}

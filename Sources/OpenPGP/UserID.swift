import Foundation

/// A name on a certificate.
package struct UserID: Sendable, Hashable {
    /// The bytes of the packet, which are what is signed.
    package let bytes: [UInt8]
    /// As GnuPG prints them: one line, nothing in it that a terminal obeys.
    package let text: String
    /// What lies between the last `<` and the `>` at the end, or the whole if it is a bare address; nil otherwise.
    package let mailAddress: String?
    /// What stands before the address and a comment; empty if there is nothing.
    package let name: String

    /// Reads a user id packet's body. (GPGME's own splitting is fooled by `<script> <x@y>`.)
    package init(bytes: [UInt8]) {
        self.bytes = bytes
        let text = UserIDText.text(of: bytes)
        self.text = text
        var rest = text[...]
        if text.hasSuffix(">"), let open = text.lastIndex(of: "<") {
            let address = text[text.index(after: open)...].dropLast()
            mailAddress = Self.isMailAddress(address) ? String(address) : nil
            rest = text[..<open]
        } else if Self.isMailAddress(rest) {
            mailAddress = text
            rest = ""
        } else {
            mailAddress = nil
        }
        name = rest.trimmingCharacters(in: .whitespaces)
    }

    /// An address is something around one `@`, without spaces or brackets; only mail can tell whether it works.
    private static func isMailAddress(_ text: Substring) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && !text.contains { $0.isWhitespace || "<>()\\,;:\"".contains($0) }
    }
}

import Foundation

/// Writes certificates for people and programs.
package enum Keyring {
    /// The certificates one after the other: the binary form, which every OpenPGP program imports.
    package static func binary(_ certificates: [[UInt8]]) -> [UInt8] {
        certificates.flatMap { $0 }
    }

    /// The same as one armoured block of lines of 64 characters, LF, with its checksum (RFC 4880 section 6.2).
    package static func armored(_ certificates: [[UInt8]]) -> String {
        let bytes = binary(certificates)
        let text = Array(Data(bytes).base64EncodedString())
        let lines = stride(from: 0, to: text.count, by: 64).map { String(text[$0..<min($0 + 64, text.count)]) }
        let sum = Armor.checksum(of: bytes.span, from: 0)
        let checksum = Data([UInt8(sum >> 16), UInt8(sum >> 8 & 0xFF), UInt8(sum & 0xFF)]).base64EncodedString()
        return
            (["-----BEGIN PGP PUBLIC KEY BLOCK-----", ""] + lines
            + ["=" + checksum, "-----END PGP PUBLIC KEY BLOCK-----", ""]).joined(separator: "\n")
    }
}

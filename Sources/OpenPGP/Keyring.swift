import Foundation

/// Writes certificates for people and programs.
package enum Keyring {
    /// The certificates one after the other: the binary form, which every OpenPGP program imports.
    package static func binary(_ certificates: [[UInt8]]) -> [UInt8] {
        Array(certificates.joined())
    }

    /// The same as one armoured block of lines of 64 characters, LF, with its checksum (RFC 4880 section 6.2).
    package static func armored(_ certificates: [[UInt8]]) -> String {
        let bytes = binary(certificates)
        // By bytes: a keyring has millions of them.
        let base64 = Array(Data(bytes).base64EncodedData())
        var text = Array("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n".utf8)
        text.reserveCapacity(base64.count + base64.count / 64 + 200)
        for start in stride(from: 0, to: base64.count, by: 64) {
            text += base64[start..<min(start + 64, base64.count)]
            text.append(UInt8(ascii: "\n"))
        }
        let sum = Armor.checksum(of: bytes.span, from: 0)
        let checksum = Data([UInt8(sum >> 16), UInt8(sum >> 8 & 0xFF), UInt8(sum & 0xFF)]).base64EncodedString()
        return String(decoding: text, as: UTF8.self) + "=\(checksum)\n-----END PGP PUBLIC KEY BLOCK-----\n"
    }
}

import Conference
import Foundation
import LanyardTestSupport
import Testing

@testable import OpenPGP

@Suite(.waitsForPrograms)
struct SubmissionRecognitionTests {
    private let keys: SampleKeys

    init() throws {
        keys = try SampleKeys.ada.get()
    }

    // MARK: - Forms that are made good

    static let forms: [(String, @Sendable (String) -> String)] = [
        ("as it is", { $0 }),
        ("CRLF", { $0.replacing("\n", with: "\r\n") }),
        ("old Mac line ends", { $0.replacing("\n", with: "\r") }),
        ("a byte order mark", { "\u{FEFF}" + $0 }),
        ("quoted", { "> " + $0.replacing("\n", with: "\n> ") }),
        ("quoted with initials", { "AL> " + $0.replacing("\n", with: "\nAL> ") }),
        ("with characters that do not show", { $0.replacing("\n", with: "\u{200B}\n\u{2060}") }),
        ("quoted twice", { "> > " + $0.replacing("\n", with: "\n> > ") }),
        ("indented", { "    " + $0.replacing("\n", with: "\n    ") }),
        ("indented by no-break spaces", { "\u{A0}" + $0.replacing("\n", with: "\n\u{A0}") }),
        ("blanks at the ends", { $0.replacing("\n", with: "  \n") }),
        ("no blank line", { $0.replacing("\n\n", with: "\n") }),
        ("no blank line after a comment", { $0.replacing("-----\n\n", with: "-----\nComment: mine\n") }),
        (
            "a comment with a fingerprint",
            {
                $0.replacing("-----\n\n", with: "-----\nComment: 99982F3CAB8667061A6FBD73C0914C0E192B7C54\n\n")
            }
        ),
        ("no checksum", { $0.split(separator: "\n").filter { !$0.hasPrefix("=") }.joined(separator: "\n") }),
        ("no newline at the end", { String($0.dropLast()) }),
        ("on one line", { $0.replacing("\n", with: " ") }),
        ("typographic dashes", { $0.replacing("-----", with: "–––––") }),
        ("em dashes", { $0.replacing("-----", with: "——-") }),
        ("in mail text", { "Hello,\nhere is my key -- sorry:\n\n" + $0 + "\n-- \nAda\n" }),
        (
            "behind a signed message's dashes",
            {
                "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
                    + $0.replacing("-----", with: "- -----", maxReplacements: 1)
                    .replacing("-----END", with: "- -----END")
                    + "-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n"
            }
        ),
        (
            "bare base64",
            {
                $0.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined(separator: "\n")
            }
        ),
    ]

    @Test(arguments: forms.map(\.0))
    func `the armour is read`(form: String) throws {
        let change = try #require(Self.forms.first { $0.0 == form }?.1)
        let reading = try CertificateReader().read(SubmittedBytes(change(keys.armored)))
        #expect(reading.certificates.map(\.fingerprint) == [keys.fingerprint])
        #expect(reading.certificates.first?.subkeys.count == 1)
        #expect(reading.certificates.first?.strippedBytes == keys.binary)
        #expect(reading.warnings.isEmpty)
    }

    @Test func `binary and UTF-16 are read`() throws {
        let wide = Array("\u{FEFF}\(keys.armored)".utf16)
        for bytes in [
            keys.binary, wide.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
            wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] },
        ] {
            let reading = try CertificateReader().read(SubmittedBytes(bytes))
            #expect(reading.certificates.map(\.strippedBytes) == [keys.binary])
        }
    }

    @Test func `several blocks in one mail are several certificates`() throws {
        let gpg = try GnuPG()
        try gpg.makeKey("Bob Invented <bob@example.org>")
        let other = String(decoding: try gpg.run("--armor", "--export"), as: UTF8.self)
        let mail = "My keys:\n" + keys.armored + "\nand\n\n> " + other.replacing("\n", with: "\n> ")
        let reading = try CertificateReader().read(SubmittedBytes(mail))
        #expect(reading.certificates.count == 2)
        let error = #expect(throws: OpenPGPError.self) { try CertificateReader().readOne(SubmittedBytes(mail)) }
        #expect(error?.code == .severalKeys)
        let choices = error?.detail("certificates")?.split(separator: "\n")
            .compactMap { $0.split(separator: " ").first }
        #expect(choices?.map(String.init) == reading.certificates.map(\.fingerprint.digits))
    }

    @Test func `the same key twice is one certificate`() throws {
        let one = try CertificateReader().readOne(SubmittedBytes(keys.armored + keys.armored))
        #expect(one.certificate.fingerprint == keys.fingerprint)
    }

    @Test func `a damaged checksum is a warning`() throws {
        let lines = keys.armored.split(separator: "\n", omittingEmptySubsequences: false)
        let damaged = lines.map { $0.hasPrefix("=") ? "=AAAA" : $0 }.joined(separator: "\n")
        let reading = try CertificateReader().read(SubmittedBytes(damaged))
        #expect(reading.warnings.map(\.code) == [.armorChecksumMismatch])
    }

    // MARK: - What is refused

    @Test func `a truncated armour is refused although GnuPG would read it`() {
        let lines = keys.armored.split(separator: "\n")
        #expect(refusal(of: lines.dropLast().joined(separator: "\n")) == .armorTruncated)
        #expect(refusal(of: lines.dropLast(3).joined(separator: "\n") + "\n") == .armorTruncated)
        #expect(refusal(of: lines.dropLast(3).joined(separator: "\n") + "\n" + keys.armored) == .armorTruncated)
    }

    @Test func `a foreign character in the armour is named by its line`() throws {
        let damaged = keys.armored.replacing("\n\n", with: "\n\nmD?M\n")
        let error = #expect(throws: OpenPGPError.self) { try CertificateReader().read(SubmittedBytes(damaged)) }
        #expect(error?.code == .armorCorrupt)
        #expect(error?.detail("line") == "3")
    }

    @Test func `secret keys are refused in every form`() {
        #expect(refusal(of: keys.secretArmored) == .secretKey)
        #expect(refusal(of: keys.secretBinary) == .secretKey)
        #expect(refusal(of: keys.armored + keys.secretArmored) == .secretKey)
        #expect(refusal(of: keys.binary + keys.secretBinary) == .secretKey)
        #expect(refusal(of: keys.secretArmored.replacing("PRIVATE", with: "PUBLIC")) == .secretKey)
        #expect(refusal(of: "> " + keys.secretArmored.replacing("\n", with: "\n> ")) == .secretKey)
        #expect(refusal(of: String(keys.secretArmored.prefix(200))) == .secretKey)
        #expect(refusal(of: keys.binary + keys.secretBinary + [0x12, 0x34]) == .secretKey)
        let bare = keys.secretArmored.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined(separator: "\n")
        #expect(refusal(of: bare) == .secretKey)
    }

    @Test func `other OpenPGP things are named`() {
        #expect(refusal(of: keys.revocation) == .revocationCertificate)
        #expect(refusal(of: keys.signed) == .signedMessage)
        #expect(refusal(of: keys.detachedSignature) == .signature)
        #expect(refusal(of: keys.encrypted) == .encryptedMessage)
    }

    /// The head of such a file, and a text in it.
    private static func outlook(_ text: String) -> [UInt8] {
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 504)
            + text.utf8.flatMap { [$0, 0] }
    }

    static let others: [(String, [UInt8], OpenPGPError.Code)] = [
        ("nothing", [], .emptySubmission),
        ("blanks", Array(" \r\n\t".utf8), .emptySubmission),
        ("words", Array("I do not have a key yet, sorry!".utf8), .notOpenPGP),
        ("a fingerprint", Array("249C B377 1750 745D 5CDD  323C E267 B052 364F 028D\n".utf8), .onlyAFingerprint),
        ("a key id", Array("0xE267B052364F028D".utf8), .onlyAFingerprint),
        ("an ssh key", Array("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIInvented ada@example.org\n".utf8), .sshKey),
        ("an ssh ECDSA key", Array("ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTI= ada\n".utf8), .sshKey),
        ("an ssh secret key", Array("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n".utf8), .foreignSecretKey),
        ("a PEM secret key", Array("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n".utf8), .foreignSecretKey),
        ("a PKCS 8 secret key", Array("-----BEGIN PRIVATE KEY-----\nMIIE\n".utf8), .foreignSecretKey),
        ("an age secret key", Array("AGE-SECRET-KEY-1INVENTED".utf8), .foreignSecretKey),
        ("an X.509 certificate", Array("-----BEGIN CERTIFICATE-----\nMIID\n".utf8), .x509Certificate),
        ("a DER certificate", [0x30, 0x82, 0x03, 0x01, 0x30, 0x82], .x509Certificate),
        ("an age recipient", Array("age1invented0recipient".utf8), .ageKey),
        ("a minisign key", Array("untrusted comment: minisign public key 0\nRWQAAA\n".utf8), .minisignKey),
        (
            "a minisign secret key", Array("untrusted comment: minisign encrypted secret key\nRWRT\n".utf8),
            .foreignSecretKey
        ),
        ("a web page", Array("<!DOCTYPE html>\n<title>Key server</title>".utf8), .webPage),
        ("a message of Outlook", outlook("Here is my key: 249C B377"), .outlookMessage),
        (
            "a message of Outlook with a secret key", outlook("-----BEGIN PGP PRIVATE KEY BLOCK-----\r\n\r\nlQ"),
            .secretKey
        ),
        ("a keybox", [0, 0, 0, 0x20, 1, 1, 0, 2] + Array("KBXf".utf8) + [0, 0, 0, 0], .keyboxFile),
        ("a compressed packet", [0xA3, 0x01], .packetLengthUnsupported),
        ("a compressed packet of known length", [0xC8, 0x02, 1, 1], .compressedData),
        ("a partial length", [0xC6, 0xE1, 4, 0], .packetLengthUnsupported),
        ("an indeterminate length", [0x9B, 4, 0], .packetLengthUnsupported),
        ("a packet past the end", [0x99, 0x01, 0x0D, 4], .packetMalformed),
        ("a header without its length", [0x99, 0x01], .packetMalformed),
        ("tag 0", [0x80, 0x00], .packetMalformed),
        ("a length beyond memory", [0xC6, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .packetMalformed),
        ("a user id first", [0xB4, 0x01, 0x41], .firstPacketNotKey),
        ("a version 3 key", [0x98, 0x08, 3, 0, 0, 0, 0, 0, 0, 1], .keyVersion3),
        ("a version 9 key", [0x98, 0x08, 9, 0, 0, 0, 0, 0, 0, 1], .keyVersionUnknown),
        ("an empty key", [0x98, 0x00], .packetMalformed),
        ("a key cut short", [0x98, 0x06, 4, 0, 0, 0, 1, 1], .packetMalformed),
    ]

    @Test(arguments: others.map(\.0))
    func `other things are named`(what: String) throws {
        let (_, bytes, code) = try #require(Self.others.first { $0.0 == what })
        #expect(refusal(of: bytes) == code)
    }

    @Test func `version 6 and version 5 keys are refused with their fingerprint`() throws {
        // The certificate of RFC 9580 appendix A.3; its fingerprint stands there too.
        let body: [UInt8] =
            [6, 0x63, 0x87, 0x7F, 0xE3, 0x1B, 0, 0, 0, 0x20]
            + [
                0xF9, 0x4D, 0xA7, 0xBB, 0x48, 0xD6, 0x0A, 0x61, 0xE5, 0x67, 0x70, 0x6A, 0x65, 0x87, 0xD0, 0x33,
                0x19, 0x99, 0xBB, 0x9D, 0x89, 0x1A, 0x08, 0x24, 0x2E, 0xAD, 0x84, 0x54, 0x3D, 0xF8, 0x95, 0xA3,
            ]
        let six = #expect(throws: OpenPGPError.self) {
            try CertificateReader().read(SubmittedBytes([0xC6, UInt8(body.count)] + body))
        }
        #expect(six?.code == .keyVersion6)
        #expect(six?.detail("fingerprint") == "CB186C4F0609A697E4D52DFA6C722B0C1F1E27C18A56708F6525EC27BAD9ACC9")
        let five = #expect(throws: OpenPGPError.self) {
            try CertificateReader().read(SubmittedBytes([0xC6, UInt8(body.count), 5] + body.dropFirst()))
        }
        #expect(five?.code == .keyVersion5)
        #expect(five?.detail("fingerprint")?.count == 64)
    }

    @Test func `the caller's bytes are taken away`() {
        var bytes = Array(keys.secretArmored.utf8)
        let count = bytes.count
        let submitted = SubmittedBytes(wiping: &bytes)
        #expect(bytes.isEmpty)
        #expect(submitted.count == count)
        var data = Data(keys.secretBinary)
        #expect(SubmittedBytes(wiping: &data).count == keys.secretBinary.count)
        #expect(data.isEmpty)
    }
}

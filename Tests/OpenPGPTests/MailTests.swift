import Foundation
import LanyardTestSupport
import Testing

@testable import OpenPGP

/// Keys in mails as mail programs save them, and secret keys wherever they hide.
@Suite(.waitsForPrograms)
struct MailTests {
    private let keys: SampleKeys

    init() throws { keys = try SampleKeys.ada.get() }

    private static func base64(_ bytes: some Sequence<UInt8>, width: Int = 76) -> String {
        let digits = Array(Data(bytes).base64EncodedString())
        return stride(from: 0, to: digits.count, by: width).map { String(digits[$0..<min($0 + width, digits.count)]) }
            .joined(separator: "\r\n")
    }

    private static func quotedPrintable(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let escaped = line.replacing("=", with: "=3D")
            return escaped.count > 60 ? escaped.prefix(50) + "=\r\n" + escaped.dropFirst(50) : escaped
        }.joined(separator: "\r\n")
    }

    private static func html(_ text: String) -> String {
        "<html><head><style>p { }</style></head><body><p>My key:</p><div>"
            + text.replacing("=", with: "&#61;").replacing("\n", with: "<br>\r\n") + "</div>&nbsp;</body></html>"
    }

    private static func mail(_ type: String, _ encoding: String?, _ body: String) -> String {
        "Return-Path: <ada@example.org>\r\nSubject: my key\r\nMIME-Version: 1.0\r\nContent-Type: \(type)\r\n"
            + (encoding.map { "Content-Transfer-Encoding: \($0)\r\n" } ?? "") + "\r\n" + body + "\r\n"
    }

    private func mails() -> [(String, String)] {
        let armored = keys.armored
        let attached = """
            This is a mail in parts.\r
            --=_part "1"\r
            Content-Type: text/plain; charset=utf-8\r
            \r
            Here it is.\r
            --=_part "1"\r
            Content-Type: application/pgp-keys; name="key.asc"\r
            Content-Transfer-Encoding: base64\r
            \r
            \(Self.base64(armored.utf8))\r
            --=_part "1"--\r

            """.replacing("=_part \"1\"", with: "=_part1")
        let alternative = """
            --b\r
            Content-Type: text/plain\r
            \r
            See the other part.\r
            --b\r
            Content-Type: text/html; charset=utf-8\r
            Content-Transfer-Encoding: quoted-printable\r
            \r
            \(Self.quotedPrintable(Self.html(armored)))\r
            --b--\r

            """
        return [
            (
                "quoted-printable",
                Self.mail("text/plain; charset=utf-8", "quoted-printable", Self.quotedPrintable(armored))
            ),
            ("base64", Self.mail("text/plain", "base64", Self.base64(armored.utf8))),
            ("an attachment", Self.mail("multipart/mixed; boundary=\"=_part1\"", nil, attached)),
            ("a binary attachment", Self.mail("application/octet-stream", "base64", Self.base64(keys.binary))),
            ("HTML alone", Self.mail("text/html", nil, Self.html(armored))),
            ("HTML as the other way", Self.mail("multipart/alternative; boundary=b", nil, alternative)),
            (
                "forwarded",
                Self.mail(
                    "multipart/mixed;\r\n boundary=outer", nil,
                    "--outer\r\nContent-Type: message/rfc822\r\n\r\n"
                        + Self.mail("multipart/alternative; boundary=b", nil, alternative) + "\r\n--outer--\r\n")
            ),
            (
                "forwarded as a file",
                Self.mail(
                    "multipart/mixed;\r\n boundary=outer", nil,
                    "--outer\r\nContent-Type: application/octet-stream; name=key.eml\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n"
                        + Self.base64(Self.mail("multipart/alternative; boundary=b", nil, alternative).utf8)
                        + "\r\n--outer--\r\n")
            ),
            (
                "forwarded in base64",
                Self.mail(
                    "message/rfc822", "base64",
                    Self.base64(Self.mail("multipart/mixed; boundary=\"=_part1\"", nil, attached).utf8))
            ),
            (
                "a key in the header",
                "Autocrypt: addr=ada@example.org; prefer-encrypt=mutual;\r\n keydata="
                    + Self.base64(keys.binary, width: 70).replacing("\r\n", with: "\r\n ") + "\r\n"
                    + Self.mail("text/plain", nil, "My key comes with this mail.")
            ),
            ("from a mailbox file", "From ada@example.org Thu Nov 26 2026\n" + Self.mail("text/plain", nil, armored)),
            ("quoted-printable without its header", Self.quotedPrintable(armored)),
            ("HTML without its header", Self.html(armored)),
            (
                "HTML with blanks of its own",
                "<div>" + armored.replacing(" ", with: "&nbsp;").replacing("\n", with: "<br>\n") + "</div>"
            ),
            (
                "HTML with every mark by its name",
                "<pre>"
                    + armored.replacing("+", with: "&plus;").replacing("/", with: "&sol;")
                    .replacing("=", with: "&equals;") + "</pre>"
            ),
            ("base64 without its header", "Here:\n\n" + Self.base64(armored.utf8) + "\n"),
        ]
    }

    @Test func `keys are read out of mails`() throws {
        for (name, mail) in mails() {
            let reading = try? CertificateReader().read(SubmittedBytes(mail))
            #expect(reading?.certificates.map(\.strippedBytes) == [keys.binary], "\(name)")
        }
        let saved = try CertificateReader().readOne(SubmittedBytes(SelfSignatureTests.fixture("mail-qp.eml")))
        #expect(saved.certificate.userIDs.map(\.mailAddress) == ["kay@example.org"])
        #expect(saved.warnings == [])
    }

    @Test func `a mail without a key is named as what it holds`() {
        #expect(refusal(of: Self.mail("text/plain", "base64", Self.base64("Hello!".utf8))) == .notOpenPGP)
        #expect(
            refusal(of: Self.mail("text/plain", "quoted-printable", Self.quotedPrintable(keys.signed)))
                == .signedMessage)
    }

    // MARK: - Secret keys

    private func secrets() -> [(String, [UInt8], OpenPGPError.Code)] {
        let secret = keys.secretArmored
        let agent = "(21:protected-private-key(3:ecc(5:curve7:Ed25519)(5:flags5:eddsa)(1:q33:xxxxxxxxxxxxxxxxxxx"
        let pkcs12: [UInt8] = [0x30, 0x82, 0x09, 0x69, 0x02, 0x01, 0x03, 0x30, 0x82, 0x09, 0x2F, 0x06, 0x09]
        let pkcs8: [UInt8] = [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04]
        let locked: [UInt8] = [
            0x30, 0x82, 0x01, 0x2F, 0x30, 0x57, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0D,
        ]
        let filling = [UInt8](repeating: 7, count: 60)
        let ssh = Array("openssh-key-v1\u{0}".utf8) + filling
        return [
            ("a mail", Array(Self.mail("text/plain", "base64", Self.base64(secret.utf8)).utf8), .secretKey),
            (
                "quoted-printable",
                Array(Self.mail("text/plain", "quoted-printable", Self.quotedPrintable(secret)).utf8), .secretKey
            ),
            (
                "a binary attachment",
                Array(Self.mail("application/pgp-keys", "base64", Self.base64(keys.secretBinary)).utf8),
                .secretKey
            ),
            (
                "a mail attached as a file",
                Array(
                    Self.mail(
                        "application/octet-stream", "base64",
                        Self.base64(Self.mail("text/plain", "base64", Self.base64(secret.utf8)).utf8)
                    ).utf8), .secretKey
            ),
            ("HTML", Array(Self.html(secret).utf8), .secretKey),
            ("base64 in prose", Array("My key is\n\n\(Self.base64(keys.secretBinary))\n\nAda".utf8), .secretKey),
            ("base64 on one line", Array("key: \(Self.base64(keys.secretBinary, width: 9_999))".utf8), .secretKey),
            (
                "base64 of armour",
                Array("> \(Self.base64(secret.utf8, width: 64).replacing("\r\n", with: "\n> "))".utf8), .secretKey
            ),
            ("without dashes", Array("BEGIN PGP PRIVATE KEY BLOCK\n\nlIYE".utf8), .secretKey),
            ("the agent's file", Array(agent.utf8), .foreignSecretKey),
            (
                "the agent's text",
                Array("Created: 20261126T110000\nKey: (protected-private-key (ecc (curve Ed25519)\n".utf8),
                .foreignSecretKey
            ),
            ("the agent's open file", Array("(11:private-key(3:rsa(1:n257:xxxx".utf8), .foreignSecretKey),
            ("the agent's file in base64", Array(Self.base64(agent.utf8).utf8), .foreignSecretKey),
            ("PuTTY", Array("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n".utf8), .foreignSecretKey),
            ("PKCS 12", pkcs12 + filling, .foreignSecretKey),
            ("PKCS 12 in base64", Array(Self.base64(pkcs12 + filling).utf8), .foreignSecretKey),
            (
                "PKCS 12 in a mail",
                Array(Self.mail("application/x-pkcs12", "base64", Self.base64(pkcs12 + filling)).utf8),
                .foreignSecretKey
            ),
            ("PKCS 8", pkcs8 + filling, .foreignSecretKey),
            ("PKCS 8, encrypted", locked + filling, .foreignSecretKey),
            ("PKCS 8, encrypted PEM", Array("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n".utf8), .foreignSecretKey),
            ("PKCS 1", [0x30, 0x82, 0x04, 0xA4, 0x02, 0x01, 0x00, 0x02, 0x82] + filling, .foreignSecretKey),
            ("SEC 1", [0x30, 0x77, 0x02, 0x01, 0x01, 0x04, 0x20] + filling, .foreignSecretKey),
            ("OpenSSH without its armour", Array(Self.base64(ssh).utf8), .foreignSecretKey),
            ("ssh.com", Array("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/5\n".utf8), .foreignSecretKey),
            ("paperkey", Array("# Secret portions of key 99982F3CAB866706\n  1: 00 04\n".utf8), .foreignSecretKey),
            (
                "JWK", Array("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGx\",\"x\":\"11qY\"}".utf8),
                .foreignSecretKey
            ),
            ("a Java key store", [0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2] + filling, .foreignSecretKey),
        ]
    }

    @Test func `secret keys are refused in every shape`() {
        for (name, bytes, code) in secrets() { #expect(refusal(of: bytes) == code, "\(name)") }
    }

    @Test func `a secret key is refused as a proof too`() {
        for (name, bytes, code) in secrets() where bytes.count <= SignedMessage.bytesMax {
            let error = #expect(throws: OpenPGPError.self, "\(name)") { try SignedMessage(SubmittedBytes(bytes)) }
            // What a mail encodes is no signed message, and is told as that.
            #expect(error?.code == code || error?.code == .proofNotSigned, "\(name)")
        }
    }

    @Test func `public keys and certificates are not taken for secret ones`() {
        let certificate: [UInt8] = [0x30, 0x82, 0x03, 0x01, 0x30, 0x82, 0x01, 0xE9, 0xA0, 0x03, 0x02, 0x01, 0x02]
        #expect(refusal(of: certificate + [UInt8](repeating: 1, count: 60)) == .x509Certificate)
        #expect(refusal(of: Array(Self.base64(keys.binary).utf8)) == nil)
        #expect(refusal(of: "> " + Self.base64(keys.binary).replacing("\r\n", with: "\n> ")) == nil)
    }

    @Test func `several keys in one paste are named`() throws {
        let gpg = try GnuPG()
        try gpg.makeKey("Bob Invented <bob@example.org>")
        let other = String(decoding: try gpg.run("--armor", "--export"), as: UTF8.self)
        let error = #expect(throws: OpenPGPError.self) {
            try CertificateReader().readOne(SubmittedBytes(keys.armored + other + keys.armored))
        }
        let listed = try #require(error?.detail("keys")).components(separatedBy: "; ")
        #expect(listed.count == 2)
        #expect(listed.first == keys.fingerprint.grouped + " Ada Invented <ada@example.org>")
        #expect(listed.last?.hasSuffix("Bob Invented <bob@example.org>") == true)
    }

    @Test func `oddities of real attacks are marked`() throws {
        let bidi = try CertificateReader().readOne(SubmittedBytes(SelfSignatureTests.fixture("uid-rtlo.asc")))
            .certificate
        #expect(bidi.userIDs.map(\.oddities) == [[.userIDInvisibleCharacters]])
        #expect(bidi.userIDs.first?.markedText == "Ada <U+202E>gpj.exe <ada@example.org>")
        let stack = try CertificateReader().readOne(SubmittedBytes(SelfSignatureTests.fixture("uid-combining.asc")))
        #expect(stack.certificate.userIDs.map(\.oddities) == [[.userIDStackedMarks]])
        #expect((stack.certificate.userIDs.first?.markedText.unicodeScalars.count ?? 999) < 60)
    }
}

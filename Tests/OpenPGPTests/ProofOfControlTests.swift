import Foundation
import LanyardTestSupport
import Testing

@testable import OpenPGP

/// Every check of docs/keysigning-formats.md, "Proof of control", that can be made on what GnuPG found.
@Suite(.waitsForPrograms)
struct ProofOfControlTests {
    private static let text = "keysigning challenge v1\nnonce: X\n"
    private static let issued = Date(timeIntervalSince1970: 1_800_000_000.7)
    private static let now = Date(timeIntervalSince1970: 1_800_000_600)

    private static let certificate: Result<UnexaminedCertificate, any Error> = Result {
        try CertificateReader().readOne(SubmittedBytes(try SampleKeys.ada.get().binary)).certificate
    }

    /// What GnuPG might find; each case changes one thing of a good proof.
    struct Finding: Sendable, CustomTestStringConvertible {
        var what = ""
        var standing = GnuPGVerification.Standing.good
        /// Nil for the primary key's.
        var signer: String?
        var hash = 8
        var created = 1_800_000_300
        var text: String = ProofOfControlTests.text
        var signatures = 1
        var expected: OpenPGPError.Code?
        var testDescription: String { what }

        init(
            _ what: String, _ expected: OpenPGPError.Code?, _ change: (inout Finding) -> Void = { _ in }
        ) {
            change(&self)
            self.what = what
            self.expected = expected
        }
    }

    static let findings: [Finding] = [
        Finding("a good proof", nil),
        Finding("CRLF from a mail program", nil) { $0.text = text.replacing("\n", with: "\r\n") },
        Finding("without the last line's end", nil) { $0.text = String(text.dropLast()) },
        Finding("SHA-512", nil) { $0.hash = 10 },
        Finding("SHA-224", nil) { $0.hash = 11 },
        Finding("a clock four minutes ahead", nil) { $0.created = 1_800_000_840 },
        Finding("in the second of the issue", nil) { $0.created = 1_800_000_000 },
        Finding("a clock five minutes behind", nil) { $0.created = 1_799_999_700 },
        Finding("another blank line", nil) { $0.text = "\n" + text.replacing("\n", with: " \n\n", maxReplacements: 1) },
        Finding("no signature", .proofNotSigned) { $0.signatures = 0 },
        Finding("two signatures", .proofSeveralSignatures) { $0.signatures = 2 },
        Finding("a stranger's key", .proofOtherKey) { $0.signer = String(repeating: "A", count: 40) },
        Finding("a key that is not there", .proofOtherKey) {
            $0.signer = "0123456789ABCDEF"
            $0.standing = .unknownKey
        },
        Finding("no fingerprint", .proofOtherKey) { $0.signer = "" },
        Finding("a bad signature", .proofBadSignature) { $0.standing = .bad },
        Finding("an unreadable signature", .proofBadSignature) { $0.standing = .unreadable },
        Finding("an expired key", .proofKeyExpired) { $0.standing = .keyExpired },
        Finding("a revoked key", .proofKeyRevoked) { $0.standing = .keyRevoked },
        Finding("an expired signature", .proofSignatureExpired) { $0.standing = .signatureExpired },
        Finding("one word more", .proofTextDiffers) { $0.text += "I sell my house.\n" },
        Finding("one blank more", .proofTextDiffers) { $0.text = text.replacing(": X", with: ":  X") },
        Finding("a bare carriage return", .proofTextDiffers) { $0.text = text.replacing("v1", with: "v\r1") },
        Finding("nothing", .proofTextDiffers) { $0.text = "" },
        Finding("MD5", .proofWeakHash) { $0.hash = 1 },
        Finding("SHA-1", .proofWeakHash) { $0.hash = 2 },
        Finding("RIPEMD-160", .proofWeakHash) { $0.hash = 3 },
        Finding("a hash without a name", .proofWeakHash) { $0.hash = 0 },
        Finding("six minutes before the issue", .proofTooEarly) { $0.created = 1_799_999_640 },
        Finding("six minutes ahead", .proofInFuture) { $0.created = 1_800_000_960 },
    ]

    @Test(arguments: findings)
    func `each check refuses by its own code`(finding: Finding) throws {
        let certificate = try Self.certificate.get()
        let signature = GnuPGVerification.Signature(
            standing: finding.standing, fingerprint: finding.signer ?? certificate.fingerprint.digits,
            hashAlgorithm: finding.hash, created: finding.created)
        let verification = GnuPGVerification(
            signatures: Array(repeating: signature, count: finding.signatures), text: Data(finding.text.utf8))
        do throws(OpenPGPError) {
            let proof = try ProofOfControl(
                verification, of: certificate, issued: Array(Self.text.utf8), from: Self.issued, at: Self.now)
            #expect(finding.expected == nil)
            #expect(proof.key == certificate.fingerprint)
        } catch {
            #expect(error.code == finding.expected)
        }
    }

    @Test func `a subkey that signed is named`() throws {
        let certificate = try Self.certificate.get()
        let subkey = try #require(certificate.subkeys.first).fingerprint
        let signature = GnuPGVerification.Signature(
            standing: .good, fingerprint: subkey.digits, hashAlgorithm: 8, created: 1_800_000_300)
        let proof = try ProofOfControl(
            GnuPGVerification(signatures: [signature], text: Data(Self.text.utf8)), of: certificate,
            issued: Array(Self.text.utf8), from: Self.issued, at: Self.now)
        #expect(proof.key == subkey)
        #expect(proof.key != certificate.fingerprint)
    }

    @Test func `anything but a clear-signed message is named before GnuPG is asked`() throws {
        let ada = try SampleKeys.ada.get()
        func code(_ text: String) -> OpenPGPError.Code? {
            do throws(OpenPGPError) {
                _ = try SignedMessage(SubmittedBytes(text))
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code(ada.signed) == nil)
        #expect(code("Dear desk,\n" + ada.signed + "\nYours, Ada") == nil)
        #expect(code(ada.detachedSignature) == nil)
        #expect(code(ada.signed + ada.signed) == .proofSeveralMessages)
        #expect(code(ada.encrypted) == .proofNotClearSigned)
        #expect(code(ada.armored) == .proofNotSigned)
        #expect(code("hello") == .proofNotSigned)
        #expect(code("") == .proofNotSigned)
        #expect(code(ada.secretArmored) == .secretKey)
        #expect(code(ada.signed + ada.secretArmored) == .secretKey)
        #expect(code(ada.signed + String(repeating: "x", count: SignedMessage.bytesMax)) == .proofTooLarge)
    }

    @Test func `an older copy cannot take back what a newer one said`() throws {
        let name = "Ada Invented <ada@example.org>"
        var first = ForgedCertificate()
        first.addUserID(name)
        let old = try CertificateReader().readOne(SubmittedBytes(first.bytes)).certificate
        first.addSignature(type: 0x30, on: name, at: 1_700_000_500)
        first.addUserID("Ada Invented <ada@example.net>")
        let new = try CertificateReader().readOne(SubmittedBytes(first.bytes)).certificate
        let reader = CertificateReader()
        let merged = try reader.merge(new.strippedBytes, old)
        #expect(merged.strippedBytes == new.strippedBytes)
        let forward = try reader.merge(old.strippedBytes, new)
        #expect(forward.strippedBytes == new.strippedBytes)
        #expect(try reader.merge(forward.strippedBytes, new).strippedBytes == forward.strippedBytes)
    }

    @Test func `two certificates are not merged into one`() throws {
        let one = ForgedCertificate()
        let other = try CertificateReader().readOne(SubmittedBytes(ForgedCertificate(created: 1_600_000_000).bytes))
        let error = #expect(throws: OpenPGPError.self) {
            try CertificateReader().merge(one.bytes, other.certificate)
        }
        #expect(error?.code == .packetMalformed)
    }
}

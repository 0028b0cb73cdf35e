import Conference
import Foundation
import LanyardTestSupport
import Testing

@testable import OpenPGP

@Suite(.waitsForPrograms)
struct CertificatePolicyTests {
    private static let made = 1_700_000_000
    private let now = Date(timeIntervalSince1970: 1_790_000_000)
    private let due = Date(timeIntervalSince1970: 1_795_000_000)

    private func assess(
        _ forged: ForgedCertificate, policy: CertificatePolicy? = nil, at date: Date? = nil
    ) async throws -> (refusals: [OpenPGPError.Code], warnings: [CertificateWarning.Code]) {
        let unexamined = try CertificateReader().readOne(SubmittedBytes(forged.bytes)).certificate
        let certificate = try await CertificateInspector().examine(unexamined)
        let assessment = (policy ?? CertificatePolicy(signaturesDue: due)).assess(certificate, at: date ?? now)
        return (assessment.refusals.map(\.code), assessment.warnings.map(\.code))
    }

    @Test func `a good key has no fault but a missing subkey`() async throws {
        var forged = ForgedCertificate()
        forged.addUserID("Ada Invented <ada@example.org>")
        let result = try await assess(forged)
        #expect(result.refusals == [])
        #expect(result.warnings == [.noEncryptionSubkey])
    }

    @Test func `a key made by GnuPG passes without a word`() async throws {
        let unexamined = try CertificateReader().readOne(SubmittedBytes(try SampleKeys.ada.get().armored)).certificate
        let certificate = try await CertificateInspector().examine(unexamined)
        let assessment = CertificatePolicy().assess(certificate, at: Date())
        #expect(assessment.refusals.map(\.code) == [])
        #expect(assessment.warnings == [])
    }

    @Test func `a revoked key is refused`() async throws {
        var forged = ForgedCertificate()
        forged.addKeyRevocation()
        forged.addUserID("Ada Invented <ada@example.org>")
        #expect(try await assess(forged).refusals.first == .keyRevoked)
    }

    @Test func `a key from the future is refused by that name`() async throws {
        var forged = ForgedCertificate(created: 4_000_000_000)
        forged.addUserID("Ada Invented <ada@example.org>")
        #expect(try await assess(forged).refusals == [.createdInFuture])
    }

    @Test func `a key without names is refused`() async throws {
        #expect(try await assess(ForgedCertificate()).refusals == [.noUserID])
    }

    @Test func `a key whose names are not its own is refused`() async throws {
        var forged = ForgedCertificate()
        forged.bytes += ForgedCertificate.packet(13, Array("Mallory <mallory@example.org>".utf8))
        #expect(try await assess(forged).refusals == [.noValidUserID])
    }

    @Test func `a key whose only name is revoked is refused`() async throws {
        var forged = ForgedCertificate()
        forged.addUserID("Ada Invented <ada@example.org>")
        forged.addSignature(type: 0x30, on: "Ada Invented <ada@example.org>", at: Self.made + 10)
        #expect(try await assess(forged).refusals == [.noValidUserID])
    }

    @Test func `a name whose self-signature ran out is not in force`() async throws {
        var forged = ForgedCertificate()
        forged.addUserID("Ada Invented <ada@example.org>")
        forged.addUserID("Old Name <old@example.org>", lifetime: 1_000)
        let unexamined = try CertificateReader().readOne(SubmittedBytes(forged.bytes)).certificate
        let certificate = try await CertificateInspector().examine(unexamined)
        #expect(certificate.validNames(at: now).map(\.userID.name) == ["Ada Invented"])
        let before = Date(timeIntervalSince1970: Double(Self.made + 999))
        #expect(certificate.validNames(at: before).map(\.userID.name) == ["Ada Invented", "Old Name"])
    }

    @Test func `names without an address are listed, but there must be one address`() async throws {
        var forged = ForgedCertificate()
        forged.addUserID("Ada Invented")
        #expect(try await assess(forged).refusals == [.noMailUserID])
        forged.addUserID("Ada Invented <ada@example.org>")
        let result = try await assess(forged)
        #expect(result.refusals == [])
        #expect(result.warnings.contains(.userIDWithoutMail))
    }

    @Test func `SHA-1 is a warning, or a refusal if the event wants that`() async throws {
        var forged = ForgedCertificate()
        forged.addUserID("Ada Invented <ada@example.org>", hash: .sha1)
        let mild = try await assess(forged)
        #expect(mild.refusals == [])
        #expect(mild.warnings.contains(.sha1SelfSignature))
        #expect(try await assess(forged, policy: CertificatePolicy(refusesSHA1: true)).refusals == [.sha1Refused])
    }

    @Test func `the warning about expiry says what it affects`() async throws {
        var forged = ForgedCertificate()
        forged.addUserID("Ada Invented <ada@example.org>", keyLifetime: 92_000_000)
        #expect(try await assess(forged).warnings == [.expiresSoon, .noEncryptionSubkey])
        #expect(try await assess(forged, policy: CertificatePolicy()).warnings == [.noEncryptionSubkey])
        #expect(try await assess(forged, at: due).warnings == [.expired])
    }

    @Test func `a primary key that may not certify is refused, and one that may do no more is accepted`() throws {
        let none = try certificate(.rsa(bits: 4_096), capabilities: [.encrypt, .sign])
        #expect(CertificatePolicy().assess(none, at: now).refusals.map(\.code) == [.cannotCertify])
        let only = CertificatePolicy().assess(try certificate(.rsa(bits: 4_096), capabilities: [.certify]), at: now)
        #expect(only.refusals.map(\.code) == [])
        #expect(only.warnings.map(\.code) == [.noEncryptionSubkey, .noSigningKey])
    }

    @Test(
        arguments: [
            (KeyAlgorithm.rsa(bits: 1_024), OpenPGPError.Code.weakKey, nil), (.dsa(bits: 1_024), .weakKey, nil),
            (.rsa(bits: 2_047), .weakKey, nil), (.rsa(bits: 2_048), nil, CertificateWarning.Code.shortKey),
            (.rsa(bits: 3_071), nil, .shortKey), (.rsa(bits: 3_072), nil, nil), (.rsa(bits: 8_192), nil, nil),
            (.rsa(bits: 8_193), nil, .largeKey), (.rsa(bits: 16_384), nil, .largeKey),
            (.rsa(bits: 16_385), .oversizedKey, nil), (.dsa(bits: 3_072), nil, nil),
            (.elliptic(curve: "ed25519"), nil, nil), (.elliptic(curve: "nistp384"), nil, nil),
            (.elliptic(curve: "brainpoolP256r1"), nil, .uncommonCurve),
            (.elliptic(curve: "secp256k1"), nil, .uncommonCurve),
            (.elliptic(curve: "E_1.2.156.10197.1.301"), .algorithmUnsupported, nil),
            (.modern(name: "ed448"), .algorithmUnsupported, nil), (.elgamal(bits: 4_096), .algorithmUnsupported, nil),
            (.unknown(number: 99), .algorithmUnsupported, nil),
        ] as [(KeyAlgorithm, OpenPGPError.Code?, CertificateWarning.Code?)])
    func `algorithms and sizes`(algorithm: KeyAlgorithm, refusal: OpenPGPError.Code?, warning: CertificateWarning.Code?)
        throws
    {
        let assessment = CertificatePolicy().assess(
            try certificate(algorithm, capabilities: [.sign, .certify, .encrypt]), at: now)
        #expect(assessment.refusals.map(\.code) == (refusal.map { [$0] } ?? []))
        #expect(assessment.warnings.map(\.code) == (warning.map { [$0] } ?? []))
    }

    /// A certificate without fault but for what is given.
    private func certificate(_ algorithm: KeyAlgorithm, capabilities: KeyCapabilities) throws -> Certificate {
        let key = UnexaminedCertificate.Key(
            fingerprint: Fingerprint(bytes: Array(repeating: 1, count: 20)), algorithm: algorithm,
            created: Date(timeIntervalSince1970: 1_700_000_000))
        let userID = UserID(bytes: Array("Ada <ada@example.org>".utf8))
        return try Certificate(
            UnexaminedCertificate(
                strippedBytes: [], droppedPhotos: 0, droppedSignatures: 0, droppedSubkeys: 0, primaryKey: key,
                subkeys: [],
                names: [.init(userID: userID, newest: nil)]),
            agreeingWith: GnuPGListing(
                keys: [
                    .init(
                        fingerprint: key.fingerprint.digits, created: 1_700_000_000, expires: 0,
                        capabilities: capabilities, isRevoked: false, isInvalid: false)
                ], names: [.init(bytes: Data(userID.bytes), isRevoked: false, isInvalid: false)], isRevoked: false,
                isInvalid: false, isSecret: false))
    }
}

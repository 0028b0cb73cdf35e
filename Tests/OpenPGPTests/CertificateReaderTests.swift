import Conference
import Foundation
import LanyardTestSupport
import OpenPGPMutations
import Testing

@testable import OpenPGP

@Suite(.waitsForPrograms)
struct CertificateReaderTests {
    @Test func `GnuPG lists the stripped keyring of Debian as it lists the whole`() throws {
        var limits = SubmissionLimits.keyring
        limits.strippedBytes = 1 << 20
        var data = try Data(contentsOf: URL(filePath: DebianKeyring.path))
        let certificates = try CertificateReader(limits: limits).read(SubmittedBytes(wiping: &data)).certificates
        #expect(certificates.count > 800)
        let gpg = try GnuPG()
        let stripped = try gpg.run("--show-keys", "--with-colons", input: certificates.flatMap(\.strippedBytes))
        let whole = try gpg.run("--show-keys", "--with-colons", DebianKeyring.path)
        // Photo ids are dropped on purpose.
        let records = Self.records(whole).filter { !$0.hasPrefix("uat:") }
        #expect(records.count > 9_000)
        #expect(Self.records(stripped) == records)
    }

    @Test func `our own reading of Debian's keys is that of GnuPG`() throws {
        let certificates = try DebianKeyring.certificates.get()
        let colons = Self.records(try GnuPG().run("--show-keys", "--with-colons", DebianKeyring.path))
        var expected: [[String]] = []
        var names: [[String]] = []
        for record in colons {
            let fields = record.components(separatedBy: ":")
            switch fields[0] {
            case "pub":
                expected.append([fields[5], fields[3], fields[2], fields[16]])
                names.append([])
            case "fpr" where expected[expected.count - 1].count == 4:
                expected[expected.count - 1].append(fields[9])
            case "uid":
                names[names.count - 1].append(fields[9])
            default: break
            }
        }
        #expect(expected.count == certificates.count)
        for (certificate, fields) in zip(certificates, expected) {
            let key = certificate.primaryKey
            #expect(key.fingerprint.digits == fields[4])
            #expect("\(Int(key.created.timeIntervalSince1970))" == fields[0])
            let name = fields[3].isEmpty ? (fields[1] == "17" ? "dsa" : "rsa") + fields[2] : fields[3]
            #expect(key.algorithm.name == name, "\(fields[4])")
        }
        for (certificate, texts) in zip(certificates, names) {
            // The colon listing escapes colons and backslashes on top.
            let ours = certificate.userIDs.map { $0.text.replacing(":", with: "\\x3a") }
            #expect(ours.sorted() == texts.sorted())
        }
    }

    @Test func `the native fingerprint of each subkey is that of GnuPG`() throws {
        let certificates = try DebianKeyring.sample()
        let colons = Self.records(
            try GnuPG().run("--show-keys", "--with-colons", input: certificates.flatMap(\.strippedBytes)))
        let theirs = colons.filter { $0.hasPrefix("fpr:") }.map { $0.components(separatedBy: ":")[9] }
        let ours = certificates.flatMap { [$0.primaryKey] + $0.subkeys }.map(\.fingerprint.digits)
        #expect(ours == theirs)
    }

    // MARK: - What is kept and what is dropped

    @Test func `the newest self-signature stays, and a revocation as long as it is in force`() throws {
        let name = "Ada Invented <ada@example.org>"
        var forged = ForgedCertificate()
        forged.addUserID(name)
        for time in [3, 9, 1, 7] { forged.addSignature(type: 0x13, on: name, at: 1_700_000_000 + time) }
        forged.addSignature(type: 0x30, on: name, at: 1_700_000_008)
        #expect(try signatures(in: read(forged.bytes).strippedBytes).map(\.created) == [1_700_000_009])
        forged.addSignature(type: 0x30, on: name, at: 1_700_000_009)
        let revoked = try signatures(in: read(forged.bytes).strippedBytes)
        #expect(revoked.map(\.created) == [1_700_000_009, 1_700_000_009])
        #expect(revoked.map(\.isRevocation) == [false, true])
        forged.addSignature(type: 0x12, on: name, at: 1_700_000_010)
        #expect(try signatures(in: read(forged.bytes).strippedBytes).map(\.type) == [0x12])
    }

    @Test func `signatures of others, photos, trust and unknown packets are dropped`() throws {
        var forged = ForgedCertificate()
        forged.addUserID("Ada Invented <ada@example.org>")
        let clean = forged.bytes
        forged.addSignature(
            type: 0x13, on: "Ada Invented <ada@example.org>", at: 1_700_000_001, issuer: [1, 2, 3, 4, 5, 6, 7, 8])
        forged.bytes += ForgedCertificate.packet(12, [0, 1])
        forged.bytes += ForgedCertificate.newPacket(61, Array(repeating: 7, count: 20_000))
        forged.bytes += ForgedCertificate.newPacket(17, Array(repeating: 9, count: 50_000))
        forged.addSignature(type: 0x13, on: "a photo", at: 1_700_000_002)
        let reading = try CertificateReader().read(SubmittedBytes(forged.bytes))
        let certificate = try #require(reading.certificates.first)
        #expect(certificate.strippedBytes == clean)
        #expect(certificate.droppedPhotos == 1)
        #expect(certificate.droppedSignatures == 1)
        #expect(reading.warnings == [CertificateWarning(.photosDropped, ["count": "1"])])
    }

    @Test func `a certificate of too many generations loses the subkeys that end first`() throws {
        var limits = SubmissionLimits.keyring
        limits.strippedBytes = 24 << 10
        limits.certificates = 2_000
        let largest = try #require(
            try DebianKeyring.certificates.get().max { $0.strippedBytes.count < $1.strippedBytes.count })
        #expect(largest.strippedBytes.count > limits.strippedBytes)
        let small = try CertificateReader(limits: limits).readOne(SubmittedBytes(largest.strippedBytes)).certificate
        #expect(small.droppedSubkeys > 0)
        #expect(small.strippedBytes.count <= limits.strippedBytes)
        let kept = small.subkeys.compactMap(\.expires).min() ?? .distantFuture
        let dropped = largest.subkeys.filter { !small.subkeys.contains($0) }
        #expect(dropped.count == small.droppedSubkeys)
        #expect(dropped.allSatisfy { $0.expires.map { $0 <= kept } ?? true })
    }

    @Test func `a user id that stands twice is one`() throws {
        var forged = ForgedCertificate()
        forged.addUserID("Ada Invented <ada@example.org>")
        forged.addUserID("Other Invented <other@example.org>")
        forged.addUserID("Ada Invented <ada@example.org>")
        #expect(try read(forged.bytes).userIDs.map(\.name) == ["Ada Invented", "Other Invented"])
    }

    // MARK: - Limits

    @Test func `every limit refuses by its own code`() {
        var names = ForgedCertificate()
        for number in 0..<65 { names.addUserID("Ada \(number) <ada\(number)@example.org>") }
        #expect(refusal(of: names.bytes) == .tooManyUserIDs)

        let key = ForgedCertificate()
        var long = key
        long.addUserID(Array(repeating: 65, count: 2_049))
        #expect(refusal(of: long.bytes) == .userIDTooLong)
        var generator = SplitMix64(seed: 65)
        let owner = KeyOwner(created: 1_700_000_000, using: &generator)
        let subkeys = (1...65).flatMap { _ -> [UInt8] in
            let subkey = KeyOwner.encryptionKey(created: 1_700_000_000, using: &generator)
            return KeyOwner.Part(14, subkey).bytes + owner.binding(subkey, signedBy: nil, at: 1_700_000_000).bytes
        }
        #expect(refusal(of: KeyOwner.Part(6, owner.keyBody).bytes + subkeys) == .tooManySubkeys)
        let large = ForgedCertificate.packet(6, key.keyBody + Array(repeating: 0, count: 16_384))
        #expect(refusal(of: large) == .packetTooLarge)
        var heavy = key
        for number in 0..<40 { heavy.addUserID(Array(repeating: UInt8(number), count: 2_048)) }
        #expect(refusal(of: heavy.bytes) == .certificateTooLarge)

        let five = (0..<5).flatMap { _ in ForgedCertificate().bytes }
        #expect(refusal(of: five) == .tooManyKeys)
        #expect(refusal(of: Array(repeating: 0x99, count: 2 << 20 + 1)) == .submissionTooLarge)
        var few = SubmissionLimits.submission
        few.packets = 3
        #expect(refusal(of: names.bytes, limits: few) == .tooManyPackets)
    }

    private func read(_ bytes: [UInt8]) throws -> UnexaminedCertificate {
        try CertificateReader().readOne(SubmittedBytes(bytes)).certificate
    }

    private func signatures(in bytes: [UInt8]) throws -> [SignaturePacket] {
        try SubmittedBytes(bytes).withSpan { span in
            try PacketReader(limit: 1_000).packets(in: span).filter { $0.tag == Packet.signature }
                .compactMap { SignaturePacket(body: span.copy($0.body)[...]) }
        }
    }

    private static func records(_ listing: [UInt8]) -> [String] {
        String(decoding: listing, as: UTF8.self).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("tru:") && !$0.hasPrefix("rvk:") }
    }
}

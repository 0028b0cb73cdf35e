import Conference
import Foundation
import LanyardTestSupport
import OpenPGPMutations
import Testing

@testable import OpenPGP

/// What a certificate's own keys signed is kept, and nothing else.
@Suite(.waitsForPrograms)
struct SelfSignatureTests {
    // MARK: - GnuPG's verdict

    /// All 905 keys of the developers, and those of everybody else who works on Debian.
    @Test(
        arguments: [
            ("debian-keyring", 6_000), ("debian-maintainers", 500), ("debian-nonupload", 100), ("debian-role-keys", 10),
        ])
    func `our verdict on every self-signature of Debian's keys is GnuPG's`(keyring: String, atLeast: Int) throws {
        let path = "/usr/share/keyrings/\(keyring).gpg"
        let theirs = Self.verdicts(try GnuPG().run("--show-keys", "--with-colons", "--with-sig-check", path))
        var data = try Data(contentsOf: URL(filePath: path))
        let (ours, refused) = try Self.verdicts(SubmittedBytes(wiping: &data))
        #expect(theirs.values.reduce(0, +) > atLeast)
        // Nothing in there is forged.
        #expect(refused == [])
        // GnuPG lists only the newest binding of a subkey; all others it reports alike.
        let differing = Set(theirs.keys).union(ours.keys).filter { key in
            let (their, our) = (theirs[key, default: 0], ours[key, default: 0])
            return key.contains(" 18 ") ? their > our : their != our
        }
        #expect(differing.isEmpty, "\(differing.sorted().prefix(20))")
    }

    /// How many signatures of a key, type and second hold, by GnuPG's listing; those on photos are left out.
    private static func verdicts(_ listing: [UInt8]) -> [String: Int] {
        var good: [String: Int] = [:]
        var key = ""
        var isPhoto = false
        for line in String(decoding: listing, as: UTF8.self).split(separator: "\n") {
            let fields = line.components(separatedBy: ":")
            switch fields[0] {
            case "pub": (key, isPhoto) = (fields[4], false)
            case "uid", "sub": isPhoto = false
            case "uat": isPhoto = true
            case "sig", "rev":
                guard fields[4] == key, fields[1] == "!", !isPhoto else { continue }
                good["\(key) \(fields[10].prefix(2)) \(fields[5])", default: 0] += 1
            default: break
            }
        }
        return good
    }

    /// The same by our own reader, and what it refuses although it claims to be the key's own.
    private static func verdicts(
        _ keyring: borrowing SubmittedBytes
    ) throws -> (good: [String: Int], refused: [String]) {
        try keyring.withSpan { (bytes) throws -> ([String: Int], [String]) in
            var good: [String: Int] = [:]
            var refused: [String] = []
            var checker: SelfSignatureChecker?
            var target: SelfSignatureChecker.Target?
            for packet in try PacketReader(limit: 1_000_000).packets(in: bytes) {
                let body = bytes.copy(packet.body)
                switch packet.tag {
                case Packet.publicKey:
                    let key = try CertificateAssembly.key(body, at: 0)
                    checker = SelfSignatureChecker(primary: VerificationKey(key, body: body), limit: 10_000)
                    target = .primaryKey
                case Packet.userID: target = .userID(body)
                case Packet.publicSubkey:
                    target = .subkey(VerificationKey(try CertificateAssembly.key(body, at: 0), body: body))
                case Packet.userAttribute: target = nil
                case Packet.signature:
                    guard let primary = checker?.primary, let target, let content = SignaturePacket(body: body[...]),
                        content.isIssued(by: primary.fingerprint)
                    else { continue }
                    let what = "\(primary.fingerprint.keyID) \(String(content.type, radix: 16)) \(content.created)"
                    if let signature = SelfSignature(content, by: primary),
                        try checker?.held(signature, on: target) != nil
                    {
                        good[what, default: 0] += 1
                    } else {
                        refused.append(what)
                    }
                default: break
                }
            }
            return (good, refused)
        }
    }

    @Test(
        arguments: [
            "rsa2048", "dsa2048", "ed25519", "nistp256", "nistp384", "nistp521", "brainpoolP256r1", "brainpoolP384r1",
            "brainpoolP512r1", "secp256k1",
        ])
    func `keys of every algorithm are kept whole, and have one form`(algorithm: String) throws {
        let gpg = try GnuPG()
        let name = "Ada Invented <ada@example.org>"
        try gpg.run("--passphrase", "", "--quick-gen-key", name, algorithm, "sign,cert", "never")
        let listing = String(decoding: try gpg.run("--with-colons", "--list-keys"), as: UTF8.self)
        let fingerprint = try #require(
            listing.split(separator: "\n").first { $0.hasPrefix("fpr:") }?.split(separator: ":").last)
        let isECDSA = ["nist", "brain", "secp"].contains { algorithm.hasPrefix($0) }
        try gpg.run(
            "--passphrase", "", "--quick-add-key", String(fingerprint), algorithm + (isECDSA ? "/ecdsa" : ""), "sign",
            "never")
        try gpg.run("--quick-add-uid", String(fingerprint), "Ada Invented <ada@example.net>")
        let exported = try gpg.run("--export")
        let read = try CertificateReader().readOne(SubmittedBytes(exported)).certificate
        #expect(read.userIDs.count == 2)
        #expect(read.subkeys.count == 1)
        #expect(read.unsignedSubkeys == 0)
        #expect(try CertificateReader().merge(read.strippedBytes, read).strippedBytes == read.strippedBytes)
        // GnuPG takes what we write.
        let again = try GnuPG()
        try again.run("--import", input: read.strippedBytes)
        let checked = String(decoding: try again.run("--with-colons", "--check-sigs"), as: UTF8.self)
        #expect(checked.matches(of: #/\nsig:!:/#).count == 3)
        for change in Self.malleable {
            let changed = try Self.changeSignatures(of: exported, change)
            let other = try CertificateReader().readOne(SubmittedBytes(changed)).certificate
            #expect(other.strippedBytes == read.strippedBytes)
        }
    }

    /// What anybody can do to a signature without making it invalid.
    private static let malleable: [@Sendable (SignaturePacket, [UInt8]) -> [UInt8]] = [
        // Zeros before the numbers.
        { content, head in
            head + content.integers.flatMap { octets(($0.count + 2) * 8, 2) + [0, 0] + $0 }
        },
        // Something behind them.
        { content, head in head + content.integers.flatMap(integer) + [1, 2, 3] },
    ]

    private static func changeSignatures(
        of bytes: [UInt8], _ change: (SignaturePacket, [UInt8]) -> [UInt8]
    ) throws -> [UInt8] {
        try PacketReader(limit: 100).packets(in: bytes.span).flatMap { packet -> [UInt8] in
            let body = Array(bytes[packet.body])
            guard packet.tag == Packet.signature, let content = SignaturePacket(body: body[...]) else {
                return Array(bytes[packet.whole])
            }
            let numbers = content.integers.flatMap(integer)
            return ForgedCertificate.newPacket(2, change(content, Array(body.dropLast(numbers.count))))
        }
    }

    @Test func `of two numbers that serve one signature the lower one stands`() throws {
        let gpg = try GnuPG()
        try gpg.run("--passphrase", "", "--quick-gen-key", "Ada", "nistp256", "sign,cert", "never")
        let exported = try gpg.run("--export")
        let packets = try PacketReader(limit: 100).packets(in: exported.span)
        let body = Array(exported[packets[0].body])
        let key = VerificationKey(try CertificateAssembly.key(body, at: 0), body: body)
        let content = try #require(SignaturePacket(body: exported[packets[2].body]))
        let low = try #require(key.canonical(content.integers))
        let order: [UInt8] = [
            0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC, 0xE6, 0xFA, 0xAD,
            0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
        ]
        var borrow = 0
        var other = order
        let padded = [UInt8](repeating: 0, count: 32 - low[1].count) + low[1]
        for index in (0..<32).reversed() {
            let value = Int(order[index]) - Int(padded[index]) - borrow
            borrow = value < 0 ? 1 : 0
            other[index] = UInt8(value & 0xFF)
        }
        let high = Array(other.drop { $0 == 0 })
        #expect(high != low[1])
        #expect(key.canonical([low[0], high]) == low)
        #expect(key.canonical([low[0], order]) == nil)
        #expect(key.canonical([low[0], []]) == nil)
    }

    // MARK: - What is not kept

    @Test func `user ids and subkeys that the key did not sign are left out and counted`() throws {
        var generator = SplitMix64(seed: 1)
        let owner = KeyOwner(created: 1_700_000_000, using: &generator)
        let other = KeyOwner(created: 1_700_000_000, using: &generator)
        let name = Array("Ada Invented <ada@example.org>".utf8)
        let good: [KeyOwner.Part] = [
            .init(6, owner.keyBody), .init(13, name),
            owner.signature(0x13, on: .userID(name), at: 1_700_000_000, hashed: subpacket(27, [3])),
        ]
        let unsigned = Array("Nobody".utf8)
        let all =
            good + [
                .init(13, unsigned), .init(13, Array("Mallory".utf8)),
                other.signature(
                    0x13, on: .userID(Array("Mallory".utf8)), at: 1_700_000_001, primary: owner.keyBody,
                    claiming: owner.fingerprint),
                // Nobody may claim a signing subkey without that subkey's own signature.
                .init(14, other.keyBody),
                owner.signature(
                    0x18, on: .subkey(other.keyBody), at: 1_700_000_000, hashed: subpacket(27, [2])),
            ]
        let reading = try CertificateReader().read(SubmittedBytes(all.flatMap(\.bytes)))
        #expect(reading.certificates.map(\.strippedBytes) == [good.flatMap(\.bytes)])
        #expect(
            reading.warnings == [
                CertificateWarning(.unsignedUserIDsDropped, ["count": "2"]),
                CertificateWarning(.unsignedSubkeysDropped, ["count": "1"]),
            ])
        let bound = all + [owner.binding(other.keyBody, signedBy: other, at: 1_700_000_002)]
        let whole = try CertificateReader().readOne(SubmittedBytes(bound.flatMap(\.bytes))).certificate
        #expect(whole.subkeys.count == 1)
    }

    @Test func `too many forged signatures are refused, merely made up ones cost nothing`() throws {
        var generator = SplitMix64(seed: 2)
        let owner = KeyOwner(created: 1_700_000_000, using: &generator)
        let name = Array("Ada Invented <ada@example.org>".utf8)
        let genuine: [KeyOwner.Part] = [
            .init(6, owner.keyBody), .init(13, name),
            owner.signature(0x13, on: .userID(name), at: 1_700_000_000, hashed: subpacket(27, [3])),
        ]
        let start = genuine.flatMap(\.bytes)
        var forged: [UInt8] = []
        var made: [UInt8] = []
        for number in 1...600 {
            var part = owner.signature(0x13, on: .userID(name), at: 1_700_000_000 + number)
            part.body[part.body.count - 1] ^= 1
            forged += part.bytes
            part.body[part.body.count - 70] ^= 0xFF
            made += part.bytes
        }
        #expect(refusal(of: start + forged) == .tooManySelfSignatures)
        // The date of each is changed, so that the start of its digest is wrong.
        let reading = try CertificateReader().readOne(
            SubmittedBytes(start + (1...600).flatMap { number in Self.redated(genuine[2], to: 1_700_000_000 + number) })
        )
        #expect(reading.certificate.strippedBytes == start)
    }

    private static func redated(_ part: KeyOwner.Part, to time: Int) -> [UInt8] {
        var part = part
        part.body.replaceSubrange(31..<35, with: octets(time, 4))
        return part.bytes
    }

    // MARK: - Attacks

    static func fixture(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return Array(try Data(contentsOf: folder.appending(path: name)))
    }

    @Test(arguments: ["A", "H", "J"])
    func `a stranger changes nothing`(attack: String) throws {
        let reader = CertificateReader()
        let victim = try reader.readOne(SubmittedBytes(Self.fixture("attacks/\(attack)-victim.asc"))).certificate
        let sent = try reader.readOne(SubmittedBytes(Self.fixture("attacks/\(attack)-attack.asc"))).certificate
        #expect(sent.fingerprint == victim.fingerprint)
        for sender in [CertificateReader.Sender.anyone, .owner] {
            let merged = try reader.merge(victim.strippedBytes, sent, from: sender)
            #expect(merged.strippedBytes == victim.strippedBytes)
            #expect(merged.revocation == nil)
        }
    }

    @Test func `the owner's revocation gets through after an attack`() async throws {
        let reader = CertificateReader()
        let victim = try reader.readOne(SubmittedBytes(Self.fixture("attacks/J-victim.asc"))).certificate
        let sent = try reader.readOne(SubmittedBytes(Self.fixture("attacks/J-attack.asc"))).certificate
        let own = try reader.readOne(SubmittedBytes(Self.fixture("attacks/J-owner-revoked.asc"))).certificate
        let attacked = try reader.merge(victim.strippedBytes, sent, from: .anyone)
        let revoked = try reader.merge(attacked.strippedBytes, own, from: .anyone)
        #expect(revoked.revocation?.reason == .compromised)
        #expect(revoked.revocation?.revoker == nil)
        // It cannot be taken back by an older copy.
        #expect(try reader.merge(revoked.strippedBytes, victim).strippedBytes == revoked.strippedBytes)
        let certificate = try await CertificateInspector().examine(revoked)
        #expect(certificate.isRevoked)
        let refusal = CertificatePolicy().assess(certificate, at: Date(timeIntervalSince1970: 1_795_000_000)).refusals
        #expect(refusal.first?.code == .keyRevoked)
        #expect(refusal.first?.detail("reason") == "compromised")
    }

    @Test(arguments: [14, 2_015, 9_580])
    func `whatever others can make changes nothing, and the owner's update gets in`(seed: UInt64) throws {
        print("seed \(seed)")
        var generator = SplitMix64(seed: seed)
        var withoutEffect = 0
        for _ in 0..<12 {
            let trial = try AttackTrial(using: &generator)
            for number in 0..<24 {
                let (submission, outcome) =
                    number.isMultiple(of: 2)
                    ? trial.attack(using: &generator)
                    : number % 4 == 1 ? trial.flood(using: &generator) : trial.ambush(using: &generator)
                switch outcome {
                case .withoutEffect: withoutEffect += 1
                case .refused: break
                case .broken(let what):
                    Issue.record(
                        "seed \(seed): \(what)\nstored \(trial.stored.hexadecimal)\nsent \(submission.hexadecimal)")
                }
            }
        }
        #expect(withoutEffect > 60)
    }

    @Test func `an older copy brings back what its owner left out only if the owner sends it`() throws {
        var generator = SplitMix64(seed: 3)
        let owner = KeyOwner(created: 1_700_000_000, using: &generator)
        func part(_ name: String, at time: Int) -> [UInt8] {
            let name = Array(name.utf8)
            return KeyOwner.Part(13, name).bytes
                + owner.signature(0x13, on: .userID(name), at: time, hashed: subpacket(27, [3])).bytes
        }
        let key = KeyOwner.Part(6, owner.keyBody).bytes
        let reader = CertificateReader()
        let stored = try reader.readOne(SubmittedBytes(key + part("work", at: 1_700_000_500))).certificate.strippedBytes
        let older = try reader.readOne(SubmittedBytes(key + part("home", at: 1_700_000_500))).certificate
        #expect(try reader.merge(stored, older, from: .anyone).strippedBytes == stored)
        #expect(try reader.merge(stored, older, from: .owner).userIDs.map(\.text) == ["work", "home"])
        let newer = try reader.readOne(SubmittedBytes(key + part("new", at: 1_700_000_501))).certificate
        #expect(try reader.merge(stored, newer, from: .anyone).userIDs.map(\.text) == ["work", "new"])
    }

    // MARK: - Revocations

    @Test func `a revocation certificate is added to the stored key that it belongs to`() throws {
        let ada = try SampleKeys.ada.get()
        let reader = CertificateReader()
        let stored = try reader.readOne(SubmittedBytes(ada.binary)).certificate.strippedBytes
        // GnuPG puts a colon before it, which whoever means it takes away.
        let guarded = #expect(throws: OpenPGPError.self) {
            try reader.merge(stored, revocation: SubmittedBytes(ada.revocation))
        }
        #expect(guarded?.code == .revocationGuarded)
        let alone = ada.revocation.replacing(":-----BEGIN", with: "-----BEGIN")
        #expect(try reader.claimedIssuers(ofRevocation: SubmittedBytes(alone)).contains(ada.fingerprint.digits))
        let revoked = try reader.merge(stored, revocation: SubmittedBytes(alone))
        #expect(revoked.revocation != nil)
        #expect(
            try reader.merge(revoked.strippedBytes, revocation: SubmittedBytes(alone)).strippedBytes
                == revoked.strippedBytes)
        // Appended to the key it counts as well.
        let packets = try PacketReader(limit: 10).packets(in: revoked.strippedBytes.span)
        let appended = ada.binary + revoked.strippedBytes[packets[1].whole]
        #expect(try reader.readOne(SubmittedBytes(appended)).certificate.strippedBytes == revoked.strippedBytes)
        let victim = try reader.readOne(SubmittedBytes(Self.fixture("attacks/A-victim.asc"))).certificate
        let error = #expect(throws: OpenPGPError.self) {
            try reader.merge(victim.strippedBytes, revocation: SubmittedBytes(alone))
        }
        #expect(error?.code == .revocationNotOfKey)
    }

    @Test func `an allowed revoker is named, and verified if its key is at hand`() async throws {
        var generator = SplitMix64(seed: 4)
        let owner = KeyOwner(created: 1_700_000_000, using: &generator)
        let revoker = KeyOwner(created: 1_690_000_000, using: &generator)
        let mallory = KeyOwner(created: 1_690_000_000, using: &generator)
        let name = Array("Ada Invented <ada@example.org>".utf8)
        let parts: [KeyOwner.Part] = [
            .init(6, owner.keyBody),
            owner.signature(
                0x1F, on: .key, at: 1_700_000_000, hashed: subpacket(12, [0x80, 22] + revoker.fingerprint)),
            .init(13, name),
            owner.signature(0x13, on: .userID(name), at: 1_700_000_001, hashed: subpacket(27, [3])),
        ]
        let bytes = parts.flatMap(\.bytes)
        let reader = CertificateReader()
        let stored = try reader.readOne(SubmittedBytes(bytes)).certificate
        #expect(stored.revokers == [Fingerprint(bytes: revoker.fingerprint)])
        let revocation = revoker.signature(0x20, on: .key, at: 1_700_000_100, primary: owner.keyBody).bytes
        let forged = mallory.signature(
            0x20, on: .key, at: 1_700_000_100, primary: owner.keyBody, claiming: revoker.fingerprint
        ).bytes
        let strangers = mallory.signature(0x20, on: .key, at: 1_700_000_100, primary: owner.keyBody).bytes

        // Without the revoker's key nobody can tell a forgery.
        for claim in [revocation, forged] {
            let reading = try reader.read(SubmittedBytes(bytes + claim))
            #expect(reading.certificates[0].revocation == nil)
            #expect(reading.certificates[0].strippedBytes == stored.strippedBytes)
            #expect(
                reading.warnings == [
                    CertificateWarning(
                        .revocationUnverified, ["revoker": Fingerprint(bytes: revoker.fingerprint).digits])
                ])
        }
        let knowing = CertificateReader(revokerKeys: [KeyOwner.Part(6, revoker.keyBody).bytes])
        #expect(try knowing.read(SubmittedBytes(bytes + forged)).certificates[0].revocation == nil)
        #expect(try knowing.read(SubmittedBytes(bytes + strangers)).certificates[0].revocation == nil)
        let revoked = try knowing.read(SubmittedBytes(bytes + forged + revocation)).certificates[0]
        #expect(revoked.revocation?.revoker == Fingerprint(bytes: revoker.fingerprint))

        // What was verified once stays so without the revoker's key.
        let merged = try reader.merge(stored.strippedBytes, revoked, from: .anyone)
        #expect(merged.revocation == nil)
        let kept = try knowing.merge(stored.strippedBytes, revoked, from: .anyone)
        #expect(kept.revocation == revoked.revocation)
        #expect(try reader.merge(kept.strippedBytes, stored).strippedBytes == kept.strippedBytes)
        #expect(try reader.merge(kept.strippedBytes, stored).revocation == revoked.revocation)
        let certificate = try await CertificateInspector().examine(kept)
        let refusals = CertificatePolicy().assess(certificate, at: Date(timeIntervalSince1970: 1_750_000_000)).refusals
        #expect(refusals.map(\.code) == [.keyRevokedByRevoker, .keyRevoked])
        #expect(refusals.first?.detail("revoker") == Fingerprint(bytes: revoker.fingerprint).digits)
    }

    // MARK: - Certifications by others

    @Test func `a certification by another key is told from a forged one`() throws {
        var generator = SplitMix64(seed: 6)
        let ada = KeyOwner(created: 1_700_000_000, using: &generator)
        let bob = KeyOwner(created: 1_700_000_000, using: &generator)
        let mallory = KeyOwner(created: 1_700_000_000, using: &generator)
        let name = Array("Ada Invented <ada@example.org>".utf8)
        func certified(by signer: KeyOwner) throws -> ThirdPartyCertification {
            let parts: [KeyOwner.Part] = [
                .init(6, ada.keyBody), .init(13, name),
                signer.signature(
                    0x13, on: .userID(name), at: 1_700_000_001, primary: ada.keyBody, claiming: bob.fingerprint),
            ]
            let keys = try CertificationReader().read(SubmittedBytes(parts.flatMap(\.bytes)))
            return try #require(keys.first?.certifications.first)
        }
        let adasKey = KeyOwner.Part(6, ada.keyBody).bytes
        let bobsKey = KeyOwner.Part(6, bob.keyBody).bytes
        let genuine = try certified(by: bob)
        #expect(genuine.verifiedPacket(by: bobsKey, on: adasKey) == genuine.packet)
        #expect(genuine.verifiedPacket(by: bobsKey, on: bobsKey) == nil)
        #expect(genuine.verifiedPacket(by: adasKey, on: adasKey) == nil)
        #expect(try certified(by: mallory).verifiedPacket(by: bobsKey, on: adasKey) == nil)
    }

    // MARK: - Dates

    @Test func `a key that ends after February 2106 has not expired`() async throws {
        let read = try CertificateReader().readOne(SubmittedBytes(Self.fixture("exp-80y-from-2026.asc"))).certificate
        let certificate = try await CertificateInspector().examine(read)
        let expires = try #require(certificate.primaryKey.expires)
        #expect(expires == read.primaryKey.expires)
        #expect(expires.formatted(.iso8601.year()) == "2106")
        let now = Date(timeIntervalSince1970: 1_795_000_000)
        #expect(CertificatePolicy().assess(certificate, at: now).warnings.map(\.code) == [.noEncryptionSubkey])
        #expect(read.outlastsGnuPG(read.fingerprint, at: now))
    }

    @Test func `an encryption subkey that has expired is named by its day`() async throws {
        var generator = SplitMix64(seed: 5)
        let owner = KeyOwner(created: 1_700_000_000, using: &generator)
        let subkey = KeyOwner.encryptionKey(created: 1_700_000_000, using: &generator)
        let name = Array("Ada Invented <ada@example.org>".utf8)
        let parts: [KeyOwner.Part] = [
            .init(6, owner.keyBody), .init(13, name),
            owner.signature(0x13, on: .userID(name), at: 1_700_000_001, hashed: subpacket(27, [3])),
            .init(14, subkey), owner.binding(subkey, signedBy: nil, at: 1_700_000_001, lifetime: 86_400),
        ]
        let read = try CertificateReader().readOne(SubmittedBytes(parts.flatMap(\.bytes))).certificate
        let certificate = try await CertificateInspector().examine(read)
        let warnings = CertificatePolicy().assess(certificate, at: Date(timeIntervalSince1970: 1_750_000_000)).warnings
        #expect(warnings == [CertificateWarning(.encryptionSubkeyExpired, ["expires": "2023-11-15"])])
    }
}

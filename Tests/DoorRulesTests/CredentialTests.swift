import Conference
import Crypto
import DoorRules
import Foundation
import Testing

@Suite struct CredentialTests {
    static let event = EventTag(rawValue: 0x4E44_3031)
    static let otherEvent = EventTag(rawValue: 0x4E44_3032)

    /// A fixed key, so that a failure repeats.
    static let signingKey: Curve25519.Signing.PrivateKey = {
        let seed = Data((0..<32).map { UInt8($0 * 7 + 1) })
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            preconditionFailure("32 bytes are a key")
        }
        return key
    }()

    static let keys = [
        SignedCredential.PublicKey(
            id: KeyID(rawValue: 9), bytes: Array(Curve25519.Signing.PrivateKey().publicKey.rawRepresentation)),
        SignedCredential.PublicKey(id: KeyID(rawValue: 1), bytes: Array(signingKey.publicKey.rawRepresentation)),
    ]

    static func verify(publicKey: [UInt8], signature: [UInt8], message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: message)
    }

    static func signed(_ credential: Credential) throws -> SignedCredential {
        try SignedCredential(
            credential: credential, signature: Array(signingKey.signature(for: credential.signedMessage)))
    }

    static func example(issue: UInt16 = 2) -> Credential {
        Credential(
            key: KeyID(rawValue: 1), event: event, registration: RegistrationNumber(rawValue: 0x0102_0304),
            issue: IssueNumber(rawValue: issue), days: DayMask(days: [1, 4]))
    }

    static func random(using generator: inout SplitMix64) -> Credential {
        Credential(
            key: KeyID(rawValue: 1), event: event,
            registration: RegistrationNumber(rawValue: .random(in: .min ... .max, using: &generator)),
            issue: IssueNumber(rawValue: .random(in: .min ... .max, using: &generator)),
            days: DayMask(rawValue: .random(in: .min ... .max, using: &generator)))
    }

    /// Whether a text is a good credential of the event, as a door decides it.
    static func isGood(_ text: [UInt8]) -> Bool {
        guard let credential = try? CredentialText.decode(text) else { return false }
        return credential.flaw(event: event, keys: keys, verify: verify) == nil
    }

    @Test func `the fourteen bytes are in the order of the format`() {
        #expect(
            Self.example(issue: 0x0506).payload
                == [1, 1, 0x4E, 0x44, 0x30, 0x31, 1, 2, 3, 4, 5, 6, 0b0000_0000, 0b0000_1001])
    }

    @Test func `the signature is made over the name, a zero and the fourteen bytes`() {
        let credential = Self.example()
        #expect(credential.signedMessage == Array("lanyard-credential-v1".utf8) + [0] + credential.payload)
    }

    @Test func `the text has 120 characters of the QR alphanumeric set`() throws {
        let text = try CredentialText.encode(Self.signed(Self.example()))
        let alphabet = Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)
        #expect(text.count == 120)
        #expect(CredentialText.length == 120)
        #expect(text.starts(with: "LY:".utf8))
        #expect(text.allSatisfy(alphabet.contains))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `every credential comes back from its text, and is good`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let signed = try Self.signed(Self.random(using: &generator))
            let text = CredentialText.encode(signed)
            #expect(try CredentialText.decode(text) == signed, "seed \(seed)")
            #expect(Self.isGood(text), "seed \(seed)")
        }
    }

    @Test func `any flipped bit of the bytes makes it bad`() throws {
        let bytes = try Self.signed(Self.example()).bytes
        for bit in 0..<bytes.count * 8 {
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            let text = [UInt8]("LY:".utf8) + Base45.encode(changed)
            #expect(!Self.isGood(text), "bit \(bit)")
        }
    }

    @Test func `any other character at any place of the text makes it bad`() throws {
        let text = try CredentialText.encode(Self.signed(Self.example()))
        for place in text.indices {
            for character in UInt8.min...UInt8.max where character != text[place] {
                var changed = text
                changed[place] = character
                guard let decoded = try? CredentialText.decode(changed) else { continue }
                // What still decodes differs in its bytes; that such bytes are bad is shown above and below.
                guard CredentialText.encode(decoded) == changed else {
                    Issue.record("character \(character) at \(place) is a second text of the same bytes")
                    return
                }
            }
        }
    }

    @Test(arguments: [11, 12] as [UInt64])
    func `random damage to the text makes it bad`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".utf8)
        let text = try CredentialText.encode(Self.signed(Self.example()))
        for _ in 0..<400 {
            var changed = text
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<changed.count, using: &generator)
                changed[place] = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            #expect(changed == text || !Self.isGood(changed), "seed \(seed)")
        }
    }

    @Test func `any truncation and any extension is refused`() throws {
        let text = try CredentialText.encode(Self.signed(Self.example()))
        for length in 0..<text.count {
            #expect(throws: CredentialFlaw.self) { try CredentialText.decode(Array(text[..<length])) }
        }
        for suffix in ["0", "00", "000", " ", "\n", "LY:"] {
            #expect(throws: CredentialFlaw.wrongLength) { try CredentialText.decode(text + Array(suffix.utf8)) }
        }
        #expect(throws: CredentialFlaw.notACredential) { try CredentialText.decode([0x20] + text) }
    }

    @Test func `what is wrong is said`() throws {
        let text = try CredentialText.encode(Self.signed(Self.example()))
        #expect(throws: CredentialFlaw.notACredential) { try CredentialText.decode(Array("https://example.org".utf8)) }
        #expect(throws: CredentialFlaw.notACredential) { try CredentialText.decode([]) }
        #expect(throws: CredentialFlaw.notACredential) { try CredentialText.decode([0x6C, 0x79] + text[2...]) }
        #expect(throws: CredentialFlaw.wrongLength) { try CredentialText.decode(Array("LY:".utf8)) }
        #expect(throws: CredentialFlaw.notBase45) { try CredentialText.decode(text[..<119] + [0x61]) }
        var bytes = try Self.signed(Self.example()).bytes
        bytes[0] = 2
        #expect(throws: CredentialFlaw.unknownVersion) {
            try CredentialText.decode([UInt8]("LY:".utf8) + Base45.encode(bytes))
        }
        #expect(throws: CredentialFlaw.wrongLength) { try SignedCredential(bytes: Array(bytes.dropLast())) }
        #expect(throws: CredentialFlaw.wrongLength) {
            try SignedCredential(credential: Self.example(), signature: [UInt8](repeating: 0, count: 63))
        }
    }

    @Test func `a door without the server finds flaws by the signature`() throws {
        let good = try Self.signed(Self.example())
        #expect(good.flaw(event: Self.event, keys: Self.keys, verify: Self.verify) == nil)
        #expect(good.flaw(event: Self.otherEvent, keys: Self.keys, verify: Self.verify) == .wrongEvent)
        #expect(good.flaw(event: Self.event, keys: [Self.keys[0]], verify: Self.verify) == .unknownKey)
        let forged = try SignedCredential(credential: Self.example(issue: 3), signature: good.signature)
        #expect(forged.flaw(event: Self.event, keys: Self.keys, verify: Self.verify) == .notGenuine)
        #expect(forged.flaw(event: Self.otherEvent, keys: [], verify: Self.verify) == .wrongEvent)
    }

    @Test func `the server finds flaws by comparing with what was issued`() throws {
        let good = try Self.signed(Self.example())
        #expect(good.flaw(event: Self.event, knowsKey: true, issued: good.bytes) == nil)
        #expect(good.flaw(event: Self.otherEvent, knowsKey: false, issued: nil) == .wrongEvent)
        #expect(good.flaw(event: Self.event, knowsKey: false, issued: good.bytes) == .unknownKey)
        #expect(good.flaw(event: Self.event, knowsKey: true, issued: nil) == .notGenuine)
        for place in good.bytes.indices {
            var issued = good.bytes
            issued[place] ^= 0x10
            #expect(good.flaw(event: Self.event, knowsKey: true, issued: issued) == .notGenuine)
        }
    }
}

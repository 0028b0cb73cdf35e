import Foundation
import Testing

@testable import OpenPGP

struct MutationTests {
    private static let inputs = 20_000

    @Test func `no damaged key crashes or hangs the reader`() throws {
        let seed: UInt64 = 9_580
        print("seed \(seed), \(Self.inputs) inputs")
        var generator = SeededGenerator(state: seed)
        var originals = try DebianKeyring.sample().map(\.strippedBytes).filter { $0.count < 3_000 }
        let ada = try SampleKeys.ada.get()
        originals += [Array(ada.armored.utf8), Array(("> " + ada.armored.replacing("\n", with: "\n> ")).utf8)]
        var codes: [String: Int] = [:]
        for _ in 0..<Self.inputs {
            var bytes = originals.randomElement(using: &generator) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &generator) { Self.damage(&bytes, &generator) }
            do throws(OpenPGPError) {
                let reading = try CertificateReader().read(SubmittedBytes(bytes))
                for certificate in reading.certificates {
                    try Self.checkInvariants(certificate)
                }
                codes["read", default: 0] += 1
            } catch {
                codes[error.code.rawValue, default: 0] += 1
            }
        }
        print(codes.sorted { $0.value > $1.value }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        // A mutator whose inputs are all refused for one reason would test nothing.
        #expect(codes.count >= 10)
        #expect(codes["read", default: 0] > Self.inputs / 20)
    }

    /// What is read stays within the limits, holds no secret, and reads again as the same.
    private static func checkInvariants(_ certificate: UnexaminedCertificate) throws(OpenPGPError) {
        #expect(certificate.strippedBytes.count <= SubmissionLimits.submission.strippedBytes)
        let again = try CertificateReader().read(SubmittedBytes(certificate.strippedBytes)).certificates
        #expect(again.map(\.strippedBytes) == [certificate.strippedBytes])
        #expect(again.map(\.fingerprint) == [certificate.fingerprint])
        for name in certificate.userIDs {
            #expect(name.text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        }
    }

    private static func damage(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let length = min(Int.random(in: 1...64, using: &generator), bytes.count - place)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 2: bytes.removeSubrange(place..<place + length)
        case 3: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
        case 4: bytes.removeSubrange(place...)
        case 5: bytes.replaceSubrange(place..<place + length, with: repeatElement(0xFF, count: length))
        case 6:
            bytes.insert(contentsOf: (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }, at: place)
        default: bytes[min(place, 3)] = UInt8.random(in: 0...255, using: &generator)
        }
    }
}

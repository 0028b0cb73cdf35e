import Crypto
import DoorRules
import Foundation
import LanyardTestSupport
import Testing

/// From the CSV file to the door, with the real program and other people's decoders.
@Suite(.waitsForPrograms)
struct MainJobTests {
    private struct Badge: Decodable {
        let issue: Int
        let credential: String
    }

    private struct Registration: Decodable {
        let code: String
        let number: UInt32
        let status: String
        let due: String
    }

    @Test func `every badge of the demo can be read from paper, verified, and one checked in`() async throws {
        let venue = try Venue()
        try await venue.open()
        let people = try await venue.json([Registration].self, "registration", "list").filter { $0.status == "active" }
        #expect(people.count == 199)
        #expect(try await venue.lanyard("badge", "issue", "--all").status == 0)
        let pdf = venue.folder.file("badges.pdf").path
        #expect(try await venue.lanyard("badge", "print", "--all", "--sheet", "letter-6up", "--out", pdf).status == 0)

        let texts = try await decode(pdf, in: venue.folder)
        #expect(texts.count == 199)
        #expect(Set(texts).count == 199)

        let publicKey = try Self.publicKey(of: venue)
        var numbers: Set<UInt32> = []
        for text in texts {
            let signed = try CredentialText.decode(Array(text.utf8))
            #expect(publicKey.isValidSignature(Data(signed.signature), for: Data(signed.credential.signedMessage)))
            #expect(signed.credential.issue.rawValue == 1)
            numbers.insert(signed.credential.registration.rawValue)
        }
        #expect(numbers == Set(people.map(\.number)))

        let paid = try #require(people.first { $0.due == "0.00" })
        let badge = try await venue.json(Badge.self, "badge", "show", paid.code)
        #expect(texts.contains(badge.credential))
        #expect(try await venue.lanyard("device", "add", "North door", "--role", "door", "--gate", "main").status == 0)
        let morning = ["--clock", "2015-02-14T09:30:00-05:00", "--gate", "main", "--device", "1"]
        let first = try await run(
            "lanyard", ["scan", badge.credential] + morning, environment: ["LANYARD_EVENT": venue.event])
        #expect(first.status == 0)
        #expect(first.output.hasPrefix("admitted"))
        let second = try await run(
            "lanyard", ["scan", badge.credential] + morning, environment: ["LANYARD_EVENT": venue.event])
        #expect(second.status == 2)
        #expect(second.output.hasPrefix("already_admitted"))
        #expect(second.output.contains("North door"))
    }

    @Test func `a badge that was replaced is refused and the new one admitted`() async throws {
        let venue = try Venue()
        try await venue.open()
        try await venue.lanyard("badge", "issue", "ND-0001")
        let lost = try await venue.json(Badge.self, "badge", "show", "ND-0001")
        #expect(try await venue.lanyard("badge", "reissue", "ND-0001", "--because", "lost").status == 0)
        let good = try await venue.json(Badge.self, "badge", "show", "ND-0001")
        #expect(good.issue == 2)
        try await venue.lanyard("device", "add", "North door", "--role", "door")
        func scan(_ text: String) async throws -> Outcome {
            try await venue.lanyard(
                "scan", text, "--gate", "main", "--device", "1", "--clock", "2015-02-14T09:30:00-05:00")
        }
        #expect(try await scan(lost.credential).output.hasPrefix("revoked"))
        #expect(try await scan(good.credential).output.hasPrefix("admitted"))
    }

    /// Turns the pages into pictures (poppler) and reads every QR code on them (zbar).
    private func decode(_ pdf: String, in folder: ScratchFolder) async throws -> [String] {
        let pages = folder.file("page").path
        #expect(try await run("pdftoppm", ["-r", "200", "-gray", pdf, pages]).status == 0)
        let pictures = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
            .filter { $0.hasSuffix(".pgm") }.map { folder.file($0).path }
        return try await run("zbarimg", ["--nodbus", "-q", "--raw", "-Sdisable", "-Sqrcode.enable"] + pictures).output
            .split(separator: "\n").map(String.init)
    }

    private static func publicKey(of venue: Venue) throws -> Curve25519.Signing.PublicKey {
        let file = venue.folder.file("netdev01.keys").appendingPathComponent("credential-1.key")
        let text = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        let bytes = try #require(Data(base64Encoded: text))
        return try Curve25519.Signing.PrivateKey(rawRepresentation: bytes).publicKey
    }
}

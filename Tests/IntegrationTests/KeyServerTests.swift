import Foundation
import LanyardTestSupport
import OpenPGP
import Testing

/// Real gpg against the running server, as participants use it.
@Suite(.waitsForPrograms)
struct KeyServerTests {
    @Test(.timeLimit(.minutes(40)))
    func `gpg sends an announced key to the server, and another gpg receives it`() async throws {
        let venue = try Venue()
        try await venue.open()
        let key = try InventedKey("Ada Placeholder <ada@example.org>")
        let server = try await LiveServer(venue, clock: nil)
        let address = server.door.address.replacing("http://", with: "hkp://")
        func send() throws -> String { try key.gpg("--keyserver", address, "--send-keys", key.fingerprint.digits) }

        _ = try send()
        #expect(try await venue.lanyard("keysigning", "show").output.contains(key.fingerprint.digits) == false)

        let announced = try await venue.lanyard(
            "keysigning", "announce", "ND-0001", "--fingerprint", key.fingerprint.grouped)
        #expect(announced.status == 0, "\(announced.errors)")
        let sent = try send()
        #expect(!sent.contains("failed"), "\(sent)")
        #expect(try await venue.lanyard("keysigning", "show", "ND-0001").output.contains("Ada Placeholder"))

        let other = try InventedKey("Eve Invented <eve@example.org>")
        let early = try other.gpg("--keyserver", address, "--recv-keys", key.fingerprint.digits)
        #expect(early.contains("No data") || early.contains("failed"), "\(early)")
        #expect(try await venue.lanyard("keysigning", "freeze").status == 0)
        let received = try other.gpg("--keyserver", address, "--recv-keys", key.fingerprint.digits)
        let listed = try other.gpg("--with-colons", "--list-keys")
        #expect(listed.contains("fpr:::::::::\(key.fingerprint):"), "\(received)")
        #expect(server.stop() == 0)
    }

    @Test(.timeLimit(.minutes(40)))
    func `on the command line too, a proof and a confirmation make the green dot`() async throws {
        let venue = try Venue()
        try await venue.open()
        let key = try InventedKey("Ada Placeholder <ada@example.org>")
        let file = venue.folder.file("ada.asc").path
        try Data(try key.gpg("--armor", "--export", key.fingerprint.digits).utf8).write(to: URL(filePath: file))
        #expect(try await venue.lanyard("keysigning", "add", file, "--registration", "ND-0001").status == 0)
        let confirmed = try await venue.lanyard(
            "keysigning", "confirm", "ND-0001", "--fingerprint", "OPENPGP4FPR:\(key.fingerprint)")
        #expect(confirmed.errors.contains("comes when control of the key is proved"))

        let challenge = try await venue.lanyard("keysigning", "challenge", "ND-0001")
        let answer = venue.folder.file("answer.asc").path
        try Data(try key.signed(challenge.output).utf8).write(to: URL(filePath: answer))
        let altered = venue.folder.file("altered.asc").path
        try Data(try key.signed(challenge.output + "more\n").utf8).write(to: URL(filePath: altered))
        let refused = try await venue.lanyard("keysigning", "prove", "ND-0001", altered)
        #expect(refused.status == 1 && refused.errors.contains("not the one that was issued"))
        let proved = try await venue.lanyard("keysigning", "prove", "ND-0001", answer)
        #expect(proved.status == 0 && proved.errors.contains("green dot"), "\(proved.errors)")
        #expect(try await venue.lanyard("keysigning", "show").output.contains("green dot"))

        let link = try await venue.lanyard("keysigning", "invite", "ND-0001", "--server", "https://192.0.2.1:8015/")
        #expect(link.output.hasPrefix("https://192.0.2.1:8015/keysigning#keysigning_"))
    }
}

import Foundation
import Testing

@testable import OpenPGP

struct CertificateInspectorTests {
    /// A place for throw-away homes that a test can look into afterwards.
    private final class Folder {
        let url = URL(filePath: "/tmp/lanyard-test-\(UUID().uuidString.prefix(8))")

        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(at: url) }

        var contents: [String] {
            get throws { try FileManager.default.contentsOfDirectory(atPath: url.path) }
        }
    }

    private let folder: Folder
    private var settings = CertificateInspector.Settings()

    init() throws {
        folder = try Folder()
        settings.temporaryFolder = folder.url.path
    }

    @Test func `each kind of Debian's keys is examined as GnuPG lists it`() async throws {
        let sample = try DebianKeyring.sample()
        #expect(sample.count >= 60)
        let gpg = try GnuPG()
        let listing = String(
            decoding: try gpg.run(
                "--show-keys", "--list-options", "no-show-unusable-uids", input: sample.flatMap(\.strippedBytes)),
            as: UTF8.self)
        let entries = listing.components(separatedBy: "\npub ")
        #expect(entries.count == sample.count)
        let now = Date()
        let inspector = CertificateInspector(settings: settings)
        for (unexamined, entry) in zip(sample, entries) {
            let certificate = try await inspector.examine(unexamined)
            let key = certificate.primaryKey
            let day = Date.ISO8601FormatStyle.iso8601.year().month().day()
            var line = "  \(key.algorithm.name) \(key.created.formatted(day)) [\(key.capabilities.letters)]"
            if let expires = key.expires {
                line += " [\(key.hasExpired(at: now) ? "expired" : "expires"): \(expires.formatted(day))]"
            }
            let theirs = (entry.hasPrefix("pub ") ? String(entry.dropFirst(4)) : entry).components(separatedBy: "\n")
            #expect(theirs[0] == line)
            #expect(theirs[1].trimmingCharacters(in: .whitespaces) == key.fingerprint.digits)
            let uids = theirs.filter { $0.hasPrefix("uid ") }.map { String($0.dropFirst(25)) }
            #expect(certificate.validNames(at: now).map(\.userID.text) == uids)
        }
        #expect(try folder.contents == [])
    }

    @Test func `the three readings agree on a key with subkeys`() async throws {
        let ada = try SampleKeys.ada.get()
        let unexamined = try CertificateReader().readOne(SubmittedBytes(ada.armored)).certificate
        let certificate = try await CertificateInspector(settings: settings).examine(unexamined)
        #expect(certificate.fingerprint == ada.fingerprint)
        #expect(certificate.primaryKey.capabilities == [.sign, .certify])
        #expect(certificate.subkeys.map(\.capabilities) == [.encrypt])
        #expect(certificate.subkeys.map(\.algorithm.name) == ["cv25519"])
        #expect(certificate.names.map(\.userID.mailAddress) == ["ada@example.org"])
        #expect(!certificate.isRevoked && !certificate.isInvalid)
    }

    @Test func `two readings that differ are refused`() async throws {
        var one = ForgedCertificate()
        one.addUserID("Ada Invented <ada@example.org>")
        var other = ForgedCertificate(created: 1_600_000_000)
        other.addUserID("Ada Invented <ada@example.org>")
        let ours = try CertificateReader().readOne(SubmittedBytes(one.bytes)).certificate
        let theirs = try CertificateReader().readOne(SubmittedBytes(other.bytes)).certificate
        let confused = UnexaminedCertificate(
            strippedBytes: theirs.strippedBytes, droppedPhotos: 0, droppedSignatures: 0, droppedSubkeys: 0,
            primaryKey: ours.primaryKey,
            subkeys: [], names: ours.names)
        let error = await #expect(throws: OpenPGPError.self) {
            try await CertificateInspector(settings: settings).examine(confused)
        }
        #expect(error?.code == .gnupgDisagrees)
        #expect(error?.detail("gnupg") == other.fingerprint.digits)
        #expect(try folder.contents == [])
    }

    /// The case in which GPGME spins for ever: GnuPG gives up early while much is left to write.
    @Test func `a key with a long tail of garbage never reaches GnuPG, and would do no harm`() async throws {
        let ada = try SampleKeys.ada.get()
        var generator = SeededGenerator(state: 7)
        let garbage = (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        #expect(refusal(of: ada.binary + garbage) != nil)
        #expect(refusal(of: ada.binary + [0x12] + garbage) == .packetMalformed)

        let read = try CertificateReader().readOne(SubmittedBytes(ada.binary)).certificate
        for _ in 0..<5 {
            let tailed = UnexaminedCertificate(
                strippedBytes: read.strippedBytes + garbage, droppedPhotos: 0, droppedSignatures: 0, droppedSubkeys: 0,
                primaryKey: read.primaryKey, subkeys: read.subkeys, names: read.names)
            // Either outcome is fine; that there is one is the point.
            _ = try? await CertificateInspector(settings: settings).examine(tailed)
        }
        #expect(try folder.contents == [])
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            ("sleeps", "exec sleep 600"), ("computes", "while :; do :; done"), ("stops", "kill -STOP $$"),
            ("dies", "kill -KILL $$"), ("leaves", "exit 0"), ("reads and sleeps", "cat > /dev/null; exec sleep 600"),
        ])
    func `an engine that misbehaves is ended by its limits`(what: String, body: String) async throws {
        let program = folder.url.appending(path: "gpg")
        try Data("#!/bin/sh\ncase \"$*\" in *--version*) exec /usr/bin/gpg --version ;; esac\n\(body)\n".utf8).write(
            to: program)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program.path)
        var settings = settings
        settings.gnupgPath = program.path
        settings.deadlineSeconds = 2
        settings.cpuSeconds = 1
        let ada = try CertificateReader().readOne(SubmittedBytes(try SampleKeys.ada.get().binary)).certificate
        let inspector = CertificateInspector(settings: settings)
        let error = await #expect(throws: OpenPGPError.self) { try await inspector.examine(ada) }
        #expect(error?.code == .gnupgFoundNoKey, "\(String(describing: error))")
        #expect(try folder.contents == ["gpg"])
    }

    @Test func `a missing program is said so`() async throws {
        var settings = settings
        settings.gnupgPath = "/nonexistent/gpg"
        let ada = try CertificateReader().readOne(SubmittedBytes(try SampleKeys.ada.get().binary)).certificate
        let error = await #expect(throws: OpenPGPError.self) {
            try await CertificateInspector(settings: settings).examine(ada)
        }
        #expect(error?.code == .gnupgUnavailable)
        #expect(try folder.contents == [])
    }

    @Test func `the queue is bounded`() async throws {
        var settings = settings
        settings.queueLimit = 2
        let ada = try CertificateReader().readOne(SubmittedBytes(try SampleKeys.ada.get().binary)).certificate
        let inspector = CertificateInspector(settings: settings)
        let codes = await withTaskGroup(of: OpenPGPError.Code?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do throws(OpenPGPError) {
                        _ = try await inspector.examine(ada)
                        return nil
                    } catch {
                        return error.code
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.contains(nil))
        #expect(codes.contains(.examinationBusy))
        #expect(codes.allSatisfy { $0 == nil || $0 == .examinationBusy })
    }

    @Test func `even a secret key that came this far is not stored`() async throws {
        let ada = try SampleKeys.ada.get()
        let read = try CertificateReader().readOne(SubmittedBytes(ada.binary)).certificate
        let leaked = UnexaminedCertificate(
            strippedBytes: ada.secretBinary, droppedPhotos: 0, droppedSignatures: 0, droppedSubkeys: 0,
            primaryKey: read.primaryKey,
            subkeys: read.subkeys, names: read.names)
        let error = await #expect(throws: OpenPGPError.self) {
            try await CertificateInspector(settings: settings).examine(leaked)
        }
        #expect(error?.code == .secretKey)
        #expect(try folder.contents == [])
        #expect(try Self.agents(of: folder.url.path) == [])
    }

    /// The command lines of agents whose home lies in the folder.
    private static func agents(of path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }.compactMap {
            guard let data = FileManager.default.contents(atPath: "/proc/\($0)/cmdline") else { return nil }
            let line = String(decoding: data, as: UTF8.self)
            return line.contains("gpg-agent") && line.contains(path) ? line : nil
        }
    }
}

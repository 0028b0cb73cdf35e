import Conference
import Foundation
import LanyardTestSupport
import Testing

@testable import OpenPGP

@Suite(.waitsForPrograms)
struct CertificateInspectorTests {
    private let folder: WorkBench
    private var settings = CertificateInspector.Settings()

    init() throws {
        folder = try WorkBench()
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

    @Test(
        .timeLimit(.minutes(40)),
        arguments: [
            ("sleeps", "exec sleep 600"), ("computes", "while :; do :; done"), ("stops", "kill -STOP $$"),
            ("dies", "kill -KILL $$"), ("leaves", "exit 0"), ("reads and sleeps", "cat > /dev/null; exec sleep 600"),
        ])
    func `an engine that misbehaves is ended by its limits`(what: String, body: String) async throws {
        let program = try folder.program(
            "gpg", "case \"$*\" in *--version*) exec /usr/bin/gpg --version ;; esac\n\(body)")
        var settings = settings
        settings.gnupgPath = program.path
        settings.deadlineSeconds = 2
        settings.cpuSeconds = 1
        let ada = try CertificateReader().readOne(SubmittedBytes(try SampleKeys.ada.get().binary)).certificate
        let inspector = CertificateInspector(settings: settings)
        let error = await #expect(throws: OpenPGPError.self) { try await inspector.examine(ada) }
        #expect([.gnupgFoundNoKey, .gnupgTooSlow].contains(error?.code), "\(String(describing: error))")
        // The one after it finds a worker.
        _ = try await CertificateInspector(settings: self.settings).examine(ada)
        #expect(try folder.contents == ["gpg"])
    }

    /// Three periods of computing: what a machine with too much to do makes of one.
    @Test func `an engine that is only slow is waited for`() async throws {
        let program = try folder.program(
            "gpg",
            """
            case "$*" in *--version*) exec /usr/bin/gpg --version ;; esac
            timeout --foreground 3 sh -c 'while :; do :; done'
            exec /usr/bin/gpg "$@"
            """)
        var settings = settings
        settings.gnupgPath = program.path
        settings.deadlineSeconds = 1
        settings.cpuSeconds = 10
        let ada = try SampleKeys.ada.get()
        let read = try CertificateReader().readOne(SubmittedBytes(ada.binary)).certificate
        let certificate = try await CertificateInspector(settings: settings).examine(read)
        #expect(certificate.fingerprint == ada.fingerprint)
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
        #expect(try folder.processes(named: "gpg-agent") == [])
    }
}

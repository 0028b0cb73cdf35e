import Badges
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import Outbox
import RegistrationLedger
import Testing

/// Backups: made while others write, checked, kept by count, and restored without bringing anybody back.
struct BackupTests {
    private static func mode(_ url: URL) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? NSNumber)?.intValue
    }

    private static func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func `a backup has all of the event, for its owner alone, and tar reads it`() async throws {
        let venue = try BackupVenue()
        let services = try await venue.first()
        let templates = services.templateFolder
        try FileManager.default.createDirectory(at: templates, withIntermediateDirectories: false)
        try Data("<svg/>".utf8).write(to: templates.appendingPathComponent("ours.svg"))
        let backup = try await services.backup(BackupOrder(folder: venue.backups))
        #expect(backup.file.lastPathComponent == "netdev01-20150215T170000Z.tar")
        #expect(try Self.mode(backup.file) == 0o600)
        #expect(backup.audit.findings.isEmpty && backup.audit.registrations == 3)
        let listed = try Tool.run("tar", "-tf", backup.file.path).split(separator: "\n").map(String.init)
        #expect(
            listed.sorted() == [
                "event.keys/credential-1.key", "event.keys/credential-2.key",
                "event.lanyard", "event.templates/ours.svg", "manifest.json",
            ])
        // Nothing is left beside the event or beside the backups but the tombstones, which only the owner reads.
        #expect(try Self.names(services.store.url.deletingLastPathComponent()).filter { $0.hasPrefix(".") }.isEmpty)
        let beside = try Self.names(venue.backups)
        #expect(beside.count == 2 && beside.contains { $0.hasSuffix(".tombstones") })
        for name in beside { #expect(try Self.mode(venue.backups.appendingPathComponent(name)) == 0o600) }
        try services.store.close()
        let (_, restored) = try await venue.restore(backup, to: "second")
        #expect(
            try String(contentsOf: restored.templateFolder.appendingPathComponent("ours.svg"), encoding: .utf8)
                == "<svg/>")
        #expect(try Self.mode(restored.store.url) == 0o600)
        #expect(try Self.mode(restored.store.keys.folder) == 0o700)
        try restored.store.close()
    }

    @Test func `a backup is one moment while others write`() async throws {
        let venue = try BackupVenue()
        let services = try await venue.first()
        let writer = Task {
            var number = 100
            while !Task.isCancelled {
                _ = try await BackupVenue.guest(number, services)
                number += 1
            }
        }
        for _ in 0..<5 {
            let backup = try await services.backup(BackupOrder(folder: venue.backups))
            // The audit of the copy would find a registration without its charge, or a payment without its entry.
            #expect(backup.audit.findings.isEmpty, "\(backup.audit.findings)")
        }
        writer.cancel()
        _ = await writer.result
        try services.store.close()
    }

    @Test func `as many backups of the event are kept as were asked for, and nothing else goes`() async throws {
        let venue = try BackupVenue()
        let services = try await venue.first()
        for name in ["netdev01-notes.tar", "other-20150101T000000Z.tar", "netdev01-20150101T000000Z.tar.txt"] {
            try Data().write(to: venue.backups.appendingPathComponent(name))
        }
        var made: [String] = []
        for hour in 0..<5 {
            let later = venue.services(services.store, at: BackupVenue.noon.addingTimeInterval(Double(hour) * 3600))
            made.append(
                try await later.backup(BackupOrder(folder: venue.backups, keep: 2)).file.lastPathComponent)
        }
        let left = try Self.names(venue.backups).filter { !$0.hasSuffix(".tombstones") }
        #expect(
            left.sorted()
                == (made.suffix(2) + [
                    "netdev01-20150101T000000Z.tar.txt", "netdev01-notes.tar", "other-20150101T000000Z.tar",
                ]).sorted())
        try services.store.close()
    }

    @Test func `a folder that is missing or read-only is refused, and no backup is removed`() async throws {
        let venue = try BackupVenue()
        let services = try await venue.first()
        let code = try await errorCode {
            _ = try await services.backup(BackupOrder(folder: venue.folder.file("nowhere")))
        }
        #expect(code == "event_folder_missing")
        // The system keeps even root from writing below /proc.
        let unwritable = try await errorCode {
            _ = try await services.backup(BackupOrder(folder: URL(fileURLWithPath: "/proc/self"), keep: 1))
        }
        #expect(unwritable == "backup_not_written")
        try services.store.close()
    }

    @Test func `whatever byte of a backup is wrong, it is refused, and nothing is put in its place`() async throws {
        let venue = try BackupVenue()
        let services = try await venue.first()
        let backup = try await services.backup(BackupOrder(folder: venue.backups))
        try services.store.close()
        let whole = try Data(contentsOf: backup.file)
        var cases: [Data] = [Data(), Data("not a backup".utf8), Data(whole.prefix(511)), Data(whole.dropLast(1_024))]
        for part in [0.1, 0.5, 0.9, 0.99] { cases.append(Data(whole.prefix(Int(Double(whole.count) * part)))) }
        var generator = SeededGenerator(seed: SeededGenerator.seeds(1)[0])
        // Each block of headers, keys and manifest, and pages all over the database. Padding says nothing.
        for _ in 0..<40 {
            var wrong = whole
            let place = Int.random(in: 0..<whole.count, using: &generator)
            guard whole[place] != 0 else { continue }
            wrong[place] ^= 0x41
            cases.append(wrong)
        }
        for name in ["event.keys/credential-1.key", "manifest.json", "SQLite format 3"] {
            let range = try #require(whole.range(of: Data(name.utf8)))
            var wrong = whole
            wrong[range.lowerBound] ^= 0x01
            cases.append(wrong)
        }
        for (number, bytes) in cases.enumerated() {
            try bytes.write(to: backup.file)
            let code = try await errorCode { _ = try await venue.restore(backup, to: "case-\(number)") }
            #expect(["backup_unreadable", "backup_damaged"].contains(code ?? ""), "case \(number): \(code ?? "taken")")
            #expect(try Self.names(try venue.file("case-\(number)").deletingLastPathComponent()).isEmpty)
        }
        try whole.write(to: backup.file)
        let (done, restored) = try await venue.restore(backup, to: "last")
        #expect(done.incarnation == 2)
        try restored.store.close()
    }

    @Test func `restoring revives nobody`() async throws {
        let venue = try BackupVenue()
        let services = try await venue.first()
        let lost = try await services.store.addDevice(
            name: "Lost phone", role: .door, gates: [], context: BackupVenue.context())
        let ids = try await services.ledger.list(limit: 9).map(\.registration.id)
        _ = try await services.webhooks.add(
            WebhookAddress("https://example.org/"), kinds: [.registrationPaid], allowsPrivate: false, from: .start,
            context: BackupVenue.context())
        let bakery = Exhibitor.ID(rawValue: "packet-bakery")
        let yaml = try await services.store.yaml() + "\nexhibitors:\n  - { id: packet-bakery, name: Packet Bakery }\n"
        _ = try await services.ledger.apply(yaml: yaml, context: BackupVenue.context(), onlyShow: false)
        for id in ids[...1] {
            _ = try await services.ledger.agree(
                id, with: bakery, to: [.name], isAtBooth: true, context: BackupVenue.context())
        }
        let old = try await services.backup(BackupOrder(folder: venue.backups))
        let badges = try await services.badges.latest(of: ids)
        // After the backup: a person is erased, a phone is shut out, one badge is revoked and one replaced, a consent taken back.
        _ = try await services.ledger.endConsent(of: ids[1], with: bakery, context: BackupVenue.context())
        _ = try await services.erase(ids[2], context: BackupVenue.context())
        try await services.store.revokeDevice(lost.device.id, context: BackupVenue.context())
        _ = try await services.badges.revoke(latestOf: ids[0], reason: "lost", context: BackupVenue.context())
        _ = try await services.badges.makeNext(for: ids[1], reason: "lost", context: BackupVenue.context())
        let later = venue.services(services.store, at: BackupVenue.noon.addingTimeInterval(3600))
        _ = try await later.backup(BackupOrder(folder: venue.backups))
        try services.store.close()

        let (done, restored) = try await venue.restore(old, to: "second")
        #expect(done.applied.people == 1 && done.applied.devices == 1 && done.applied.badges == 2)
        #expect(done.applied.consents == 1)
        #expect(try await restored.ledger.leads(of: bakery).map(\.registration) == [ids[0]])
        #expect(try await restored.ledger.registration(ids[2]).person.isErased)
        #expect(try await restored.store.isRevoked(lost.device.id))
        // What may have been told before waits, although the event sends no mail.
        #expect(try await restored.outbox.standing().isPaused && done.holdsMail)
        for badge in badges {
            let verdict = try await restored.checkIn.scan(
                ScanRequest(
                    device: Device.ID(rawValue: 1), nonce: WriteContext.desk().key, gate: Gate.ID(rawValue: "main"),
                    direction: .entry, subject: .credential(badge.text), time: BackupVenue.noon, deviceTime: nil)
            ).verdict
            #expect(verdict.code == .revoked)
        }
        #expect(done.audit.findings.isEmpty, "\(done.audit.findings)")
        // No trace of who was erased, in no page of the file.
        try restored.store.close()
        let bytes = try Data(contentsOf: restored.store.url)
        #expect(bytes.range(of: Data(try Person.invented(3).email.utf8)) == nil)
    }

    @Test func `what the event that is replaced knows to be gone stays gone`() async throws {
        let venue = try BackupVenue()
        let services = try await venue.first()
        let ids = try await services.ledger.list(limit: 9).map(\.registration.id)
        let backup = try await services.backup(BackupOrder(folder: venue.backups))
        _ = try await services.erase(ids[0], context: BackupVenue.context())
        let used = try await errorCode { _ = try await venue.restore(backup, to: "first", replacing: true) }
        #expect(used == "event_file_in_use")
        try services.store.close()
        let present = try await errorCode { _ = try await venue.restore(backup, to: "first") }
        #expect(present == "event_exists")
        let (done, restored) = try await venue.restore(backup, to: "first", replacing: true)
        #expect(done.applied.people == 1)
        #expect(try await restored.ledger.registration(ids[0]).person.isErased)
        let previous = try #require(done.previous)
        #expect(previous.lastPathComponent == "netdev01.lanyard.before-restore")
        let names = try Self.names(previous.deletingLastPathComponent())
        #expect(names.contains("netdev01.keys.before-restore"))
        try restored.store.close()
    }

    @Test func `tombstones that cannot be read stop both, and another event is not replaced`() async throws {
        let venue = try BackupVenue()
        let services = try await venue.first()
        let backup = try await services.backup(BackupOrder(folder: venue.backups))
        try services.store.close()
        let other = try await EventStore.create(
            at: venue.file("other"), yaml: Repository.netdev01(), author: "cli:test", time: .deskOpens)
        try other.close()
        let foreign = try await errorCode { _ = try await venue.restore(backup, to: "other", replacing: true) }
        #expect(foreign == "event_other")
        let tombstones = try #require(try Self.names(venue.backups).first { $0.hasSuffix(".tombstones") })
        try Data("{".utf8).write(to: venue.backups.appendingPathComponent(tombstones))
        let code = try await errorCode { _ = try await venue.restore(backup, to: "second") }
        #expect(code == "tombstones_unreadable")
        let again = try await venue.open(try venue.file("first"))
        let refused = try await errorCode { _ = try await again.backup(BackupOrder(folder: venue.backups)) }
        #expect(refused == "tombstones_unreadable")
        #expect(try Self.names(venue.backups).count == 2)
        try again.store.close()
    }

    @Test func `a backup that was encrypted is read by its key alone`() async throws {
        let venue = try BackupVenue()
        let services = try await venue.first()
        let missing = try await errorCode {
            _ = try await services.backup(BackupOrder(folder: venue.backups, cipher: .gpg("nobody@example.org")))
        }
        #expect(missing == "cipher_failed")
        #expect(try Self.names(venue.backups).isEmpty)
        try services.store.close()
    }
}

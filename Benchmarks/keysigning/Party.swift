import Conference
import EventDesk
import EventStore
import Foundation
import GRDB
import Keysigning
import OpenPGP
import RegistrationLedger

/// An event in which everybody has one key of the keyring.
struct Party {
    /// A day after the keyring was made, so that few of its keys have expired.
    static let time = Date(timeIntervalSince1970: 1_671_966_000)

    let services: EventServices
    /// Keys that were accepted.
    private(set) var count: Int
    private typealias Owned = (key: UnexaminedCertificate, registration: Registration.ID)

    /// The key that is handed in again and again beside ten others.
    private var first: Owned?
    /// One as large, which was handed in once: what a key went through already takes time as well.
    private var last: Owned?
    /// What one hand-in costs beside ten others and beside all, in milliseconds.
    private(set) var handInAtTen = 0.0
    private(set) var handInAtEnd = 0.0

    private init(services: EventServices, count: Int) {
        self.services = services
        self.count = count
    }

    /// Hands in every key, each for an invented person.
    ///
    /// - Parameter folder: for the event's file.
    static func open(in folder: URL, keys: [UnexaminedCertificate]) async throws -> Party {
        let root = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        let yaml = try String(
            contentsOf: root.appending(path: "templates/events/netdev01.yaml"), encoding: .utf8
        ).replacing("    capacity: 300\n", with: "")
        let store = try await EventStore.create(
            at: folder.appending(path: "party.lanyard"), yaml: yaml, author: "benchmark", time: time)
        let services = EventServices(
            store: store, resources: ResourceFolder(root), clock: .fixed(at: time))
        var party = Party(services: services, count: 0)
        for (number, key) in keys.enumerated() {
            let person = try Person(
                name: "Person \(number) Invented", badgeName: "", affiliation: "", email: "p\(number)@example.org")
            let registration = try await services.ledger.register(
                NewRegistration(person: person, category: .attendee, days: DaySet([1]), addOns: [], reference: nil),
                context: context()
            ).result
            guard try await party.handIn(key, registration.id) else { continue }
            party.count += 1
            if let first = party.first {
                func difference(_ other: Owned) -> Int {
                    abs(other.key.strippedBytes.count - first.key.strippedBytes.count)
                }
                let one: Owned = (key, registration.id)
                if party.last.map({ difference(one) < difference($0) }) ?? true { party.last = one }
            } else if party.count == 10 {
                party.first = (key, registration.id)
                party.handInAtTen = try await party.medianHandIn(of: party.first)
            }
        }
        party.handInAtEnd = try await party.medianHandIn(of: party.last)
        return party
    }

    /// Whether a key was accepted.
    private func handIn(_ key: UnexaminedCertificate, _ registration: Registration.ID) async throws -> Bool {
        var bytes = key.strippedBytes
        let done = try? await services.keysigning.add(
            SubmittedBytes(wiping: &bytes), typedFingerprint: nil, registration: registration, context: Self.context())
        return done != nil
    }

    /// One key handed in anew, after it was withdrawn: what that costs beside so many others, in milliseconds.
    private func medianHandIn(of owned: Owned?) async throws -> Double {
        guard let owned else { return 0 }
        let withdraw = {
            _ = try await services.keysigning.withdraw(
                owned.key.fingerprint, reason: "handed in anew", context: Self.context())
        }
        return try await Self.median(of: 41, after: withdraw) { _ = try await handIn(owned.key, owned.registration) }
    }

    /// Look-ups by fingerprint, key id and address, and one key with what stands beside it, in milliseconds.
    func lookUps() async throws -> [(what: String, milliseconds: Double)] {
        let all = try await services.keysigning.submissions()
        let key = all[all.count / 2].key
        let digits = key.fingerprint.digits
        let address = key.names.compactMap(\.mailAddress).first ?? ""
        let keysigning = services.keysigning
        return [
            ("look-up by fingerprint", try await Self.median(of: 201) { _ = try await keysigning.lookUp(digits) }),
            (
                "look-up by key id",
                try await Self.median(of: 201) { _ = try await keysigning.lookUp(String(digits.suffix(16))) }
            ),
            (
                "look-up by address",
                try await Self.median(of: 201) { _ = try await keysigning.lookUp(address, as: .participant) }
            ),
            (
                "one key, as the desk sees it",
                try await Self.median(of: 201) { _ = try await keysigning.entry(digits, at: Self.time) }
            ),
        ]
    }

    /// As if everybody had signed everybody of the first so many numbers: rows of the size of real ones.
    func signEachOther(_ people: Int) async throws {
        let numbered = try await services.keysigning.submissions().compactMap { key in
            key.number.map { (number: $0, name: Data((key.key.names.first?.text ?? "").utf8)) }
        }.prefix(people)
        let time = Int64(Self.time.timeIntervalSince1970)
        try await services.store.write { db in
            var id = 0
            for target in numbered {
                for signer in numbered where signer.number != target.number {
                    id += 1
                    let digest = withUnsafeBytes(of: id.bigEndian) { Data(count: 24) + Data($0) }
                    try db.execute(
                        sql: """
                            INSERT INTO keysigning_certification
                                (id, target, signer, user_id, packet, sha256, type, created_s, author, origin, at_ms)
                            VALUES (?, ?, ?, ?, ?, ?, 19, ?, '', '', 0)
                            """,
                        arguments: [
                            id, target.number, signer.number, target.name, Data(count: 120), digest, time + 60,
                        ])
                    try db.execute(
                        sql: """
                            INSERT INTO keysigning_check
                                (certification, verdict, is_exportable, hash, author, origin, at_ms)
                            VALUES (?, 'good', 1, 8, '', '', 0)
                            """, arguments: [id])
                }
            }
        }
    }

    private static func median(
        of count: Int, after prepare: () async throws -> Void = {}, _ body: () async throws -> Void
    ) async throws -> Double {
        var times: [Double] = []
        for _ in 0..<count {
            try await prepare()
            let start = ContinuousClock.now
            try await body()
            let wall = ContinuousClock.now - start
            times.append(Double(wall.components.attoseconds) / 1e15 + Double(wall.components.seconds) * 1e3)
        }
        return times.sorted()[count / 2]
    }

    func matrix() async throws -> Data { try await services.matrix(as: .json).bytes }

    func freeze() async throws { _ = try await services.keysigning.freeze(context: Self.context()) }

    func file(_ form: ListForm) async throws -> Data {
        try await services.list(version: 1, as: form, for: .organizer).bytes
    }

    private static func context() -> WriteContext {
        var generator = SystemRandomNumberGenerator()
        return WriteContext(
            author: "benchmark", origin: "", time: time, key: IdempotencyKey.unique(using: &generator))
    }
}

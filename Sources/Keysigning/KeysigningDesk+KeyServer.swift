package import Conference
import EventStore
import GRDB
package import OpenPGP
import RegistrationLedger

/// What comes and goes without a login, as `gpg --send-keys` and `--recv-keys` speak (the OpenPGP HTTP Keyserver
/// Protocol, draft-shaw-openpgp-hkp-00).
///
/// Anybody can send, and so only two kinds of keys are taken: a newer state of a key that is known, in which nothing
/// counts but what the key itself signed; and a key that one participant announced by its fingerprint. Whoever sends is
/// not told which it was, and whoever asks finds only what is on a frozen list: neither learns who takes part.
extension KeysigningDesk {
    /// What became of a key that somebody sent; nothing of it is told to them.
    package enum Reception: Sendable, Hashable {
        case taken(Receipt)
        /// It is known in this very state: nothing was examined.
        case known
        /// Nobody announced it, or two people did.
        case passedOver
        /// It was refused, by that code.
        case refused(String)

        /// Whether GnuPG may have been asked, which costs far more than reading.
        package var wasExamined: Bool {
            switch self {
            case .taken: true
            // A revocation that came alone and is of no key here is only read.
            case .refused(let code): !KeysigningDesk.codesAboutStored.contains { $0.rawValue == code }
            case .known, .passedOver: false
            }
        }
    }

    /// Takes in a key that somebody sent, and says what became of it, for the log and for tests.
    ///
    /// - Throws: what `CertificateReader.readOne` throws: about the bytes alone, whoever's key they are.
    package func receive(_ submitted: consuming SubmittedBytes, context: WriteContext) async throws -> Reception {
        let read: HandedIn
        do {
            read = try await self.read(submitted, typedFingerprint: nil, registration: nil)
        } catch let error as OpenPGPError where Self.isAboutStored(error) {
            // Whether a revocation that came alone is of a key that is here is told to nobody.
            return .refused(error.code.rawValue)
        }
        let announcers = try await store.read { try Self.announcers($0, of: read.certificate.fingerprint) }
        let announcer = announcers.count == 1 ? announcers[0] : nil
        do {
            let (known, merged, _) = try await merged(read, from: .anyone, registration: nil)
            // What others made changes nothing, and so costs no examination.
            if let known, merged.strippedBytes == known.packets, known.withdrawn == nil || announcer == nil {
                return .known
            }
            // A closed list takes only what takes back. Nothing else is examined, or its cost would tell that the key is here.
            let takesBack = known.map { $0.withdrawn != nil || Self.takesBack(merged, $0) } ?? false
            if !takesBack, try await phase() == .closed { return .passedOver }
            let owner = known?.withdrawn == nil ? known?.registration : announcer ?? known?.registration
            guard let owner = owner ?? announcer else { return .passedOver }
            return .taken(
                try await add(
                    read, registration: owner, from: .anyone, isAnnounced: announcer != nil, context: context
                ).result)
        } catch let error as any DescribedError {
            return .refused(error.code.rawValue)
        }
    }

    /// Whether a refusal of a revocation that came alone depends on what is stored.
    private static func isAboutStored(_ refusal: OpenPGPError) -> Bool {
        codesAboutStored.contains(refusal.code)
    }

    private static let codesAboutStored: [OpenPGPError.Code] = [
        .revocationCertificate, .revocationNotOfKey, .revokerNotAtHand,
    ]

    /// Who asks for keys.
    package enum Asker: Sendable, Hashable {
        /// Anybody: finds what is on a frozen list, by a fingerprint or key id.
        case stranger
        /// Somebody with a participant's link: finds every key that stands, by an address too.
        case participant
    }

    /// The keys that somebody finds under a fingerprint, a key id of 16 digits, or, with a participant's link, a mail
    /// address; `0x` may stand before digits. A key that its owner revoked is found, with its revocation.
    ///
    /// - Throws: `lookup_by_fingerprint` for anything else.
    package func lookUp(_ search: String, as asker: Asker = .stranger) async throws -> [KeysigningSubmission] {
        let search = try KeySearch(search, as: asker)
        return try await store.read { db in
            // What a stranger does not find is not even read, so that a stopwatch tells no more than the answer.
            let condition = asker == .stranger ? search.conditionOnLists : search.condition
            let found = try SubmissionRecord.fetch(db, condition, search.arguments).filter { submission in
                let isOnAList = submission.number != nil
                guard search.fits(submission) else { return false }
                return submission.withdrawn == nil
                    ? isOnAList || asker == .participant : submission.revoked != nil && isOnAList
            }
            // A key that was withdrawn and handed in again is one.
            var seen: Set<Fingerprint> = []
            return found.reversed().filter { seen.insert($0.key.fingerprint).inserted }.reversed()
        }
    }
}

/// What a key is looked up by, each by an index of its own.
enum KeySearch: Sendable, Hashable {
    case fingerprint(String)
    case keyID(String)
    case mailAddress(String)

    /// - Throws: `lookup_by_fingerprint`.
    init(_ text: String, as asker: KeysigningDesk.Asker) throws(KeysigningError) {
        let digits = (text.lowercased().hasPrefix("0x") ? String(text.dropFirst(2)) : text).uppercased()
        let isHexadecimal = digits.allSatisfy { $0.isASCII && $0.isHexDigit }
        switch digits.utf8.count {
        case 40 where isHexadecimal: self = .fingerprint(digits)
        case 16 where isHexadecimal: self = .keyID(digits)
        case ...254 where asker == .participant && text.contains("@"): self = .mailAddress(text.lowercased())
        default: throw KeysigningError(.lookupByFingerprint)
        }
    }

    var condition: String { "WHERE \(match) ORDER BY submission.id" }

    /// Of those that are on a frozen list.
    var conditionOnLists: String { "WHERE \(match) AND number.number IS NOT NULL ORDER BY submission.id" }

    private var match: String {
        switch self {
        case .fingerprint: "submission.fingerprint = ?"
        case .keyID: "substr(submission.fingerprint, 25) = ?"
        case .mailAddress: "submission.id IN (SELECT submission FROM keysigning_user_id WHERE lower(mail) = ?)"
        }
    }

    var arguments: StatementArguments {
        switch self {
        case .fingerprint(let text), .keyID(let text), .mailAddress(let text): [text]
        }
    }

    /// Whether the newest state of the key still has the address.
    func fits(_ submission: KeysigningSubmission) -> Bool {
        guard case .mailAddress(let address) = self else { return true }
        return submission.key.names.contains { $0.mailAddress?.lowercased() == address }
    }
}

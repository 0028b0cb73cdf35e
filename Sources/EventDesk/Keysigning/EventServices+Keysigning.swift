import Badges
import Catalogues
package import Conference
import DoorRules
import EventStore
package import Foundation
package import Keysigning
package import KeysigningPaper
import OpenPGP
import RegistrationLedger

/// The forms in which a frozen list goes out.
package enum ListForm: String, Sendable, Hashable, CaseIterable {
    case text, pdf, csv, pius, json, keyring, armored, bundle
}

/// A file to send out: its name, media type and bytes.
package struct NamedFile: Sendable, Hashable {
    package let name: String
    package let type: String
    package let bytes: Data

    package init(name: String, type: String, bytes: Data) {
        self.name = name
        self.type = type
        self.bytes = bytes
    }
}

extension EventServices {
    /// A frozen list in one of its forms.
    ///
    /// - Parameters:
    ///   - version: nil for the latest.
    ///   - audience: decides whether a digest may show.
    ///   - language: of a PDF; the other forms are for programs.
    /// - Throws: `list_unknown`, `bundle_not_written`, `TypesettingError`.
    package func list(
        version: Int?, as form: ListForm, for audience: ListDigests.Audience, on size: PaperSize = .letter,
        in language: Language = .english
    ) async throws -> NamedFile {
        let version = try await frozenVersion(version)
        let name = "ksp-\(try await store.definition().slug)-v\(version)"
        let list = try await keysigning.list(version: version)
        func tables() async throws -> ListTables {
            ListTables(entries: try await keysigning.entries(version: version), date: list.frozen)
        }
        func file(_ ending: String, _ type: String, _ bytes: Data) -> NamedFile {
            NamedFile(name: "\(name).\(ending)", type: type, bytes: bytes)
        }
        switch form {
        case .text: return file("txt", "text/plain; charset=utf-8", Data(list.text))
        case .pdf: return file("pdf", "application/pdf", try await pdf(of: list, for: audience, on: size, in: language))
        case .csv: return file("csv", "text/csv; charset=utf-8; header=present", Data(try await tables().csv.utf8))
        case .pius:
            return file("pius.csv", "text/csv; charset=utf-8; header=absent", Data(try await tables().piusCSV.utf8))
        case .json:
            return file(
                "json", "application/json", try JSONText.encode(try await tables().body(version: version), pretty: true)
            )
        case .keyring: return file("gpg", "application/pgp-keys", Data(list.keyring))
        case .armored: return file("asc", "application/pgp-keys", Data(list.armoredKeyring.utf8))
        case .bundle:
            let bundle = try await keysigning.bundle(version: version)
            return NamedFile(name: bundle.name, type: "application/x-tar", bytes: bundle.bytes)
        }
    }

    /// Slips of a frozen list, eight to a page.
    ///
    /// - Parameters:
    ///   - numbers: whose; nil for all.
    ///   - copies: of each, 1 … 80.
    /// - Throws: `list_unknown`, `number_unknown`, `slip_count_invalid`, `TypesettingError`.
    package func slips(
        version: Int?, numbers: [Int]? = nil, copies: Int = 8, on size: PaperSize = .letter,
        in language: Language = .english
    ) async throws -> NamedFile {
        guard (1...80).contains(copies) else { throw KeysigningError(.slipCountInvalid, ErrorDetail("limit", 80)) }
        let version = try await frozenVersion(version)
        let list = try await keysigning.list(version: version)
        let entries = try await keysigning.entries(version: version)
        if let missing = numbers?.first(where: { number in !entries.contains { $0.number == number } }) {
            throw KeysigningError(.numberUnknown, ErrorDetail("number", missing))
        }
        let chosen = entries.filter { numbers?.contains($0.number) ?? true }
        let keys = chosen.flatMap { entry in
            Array(repeating: PaperKey(entry, at: list.frozen, in: language), count: copies)
        }
        let event = try await store.definition()
        let paper = SlipPaper(
            event: event.name, version: version, keys: keys, created: list.frozen, size: size, language: language)
        return NamedFile(
            name: "ksp-\(event.slug)-v\(version)-slips.pdf", type: "application/pdf",
            bytes: try await KeysigningPaper(fontConfiguration: resources.fontConfiguration).pdf(paper))
    }

    /// A rotation, a page for each person in the person's language, as PDF.
    ///
    /// - Throws: `TypesettingError`.
    package func pdf(of plan: RotationPlan, on size: PaperSize = .letter) async throws -> Data {
        let list = try await keysigning.list(version: plan.version)
        let event = try await store.definition()
        let schedules = zip(plan.people, plan.stops()).map { person, stops in
            RotationPaper.Schedule(
                label: person.label, name: person.name,
                stops: stops.map { stop in
                    RotationPaper.Stop(
                        round: stop.round, time: stop.time.map(\.description) ?? "", place: stop.place,
                        partnerLabel: stop.partner?.label ?? "", partnerName: stop.partner?.name ?? "")
                }, when: list.header.when(ReaderFormat(person.language, event)), language: person.language)
        }
        let paper = RotationPaper(
            event: event.name, version: plan.version, schedules: schedules, created: list.frozen, size: size)
        return try await KeysigningPaper(fontConfiguration: resources.fontConfiguration).pdf(paper)
    }

    /// What the matrix can be written as.
    package enum MatrixForm: String, Sendable, Hashable, CaseIterable {
        case json, csv, accounts, dot, pdf, png
    }

    /// Who signed whom, as of now.
    ///
    /// - Parameter language: of the pictures.
    /// - Throws: `list_unknown` before the first freezing, `TypesettingError`.
    package func matrix(as form: MatrixForm, in language: Language = .english) async throws -> NamedFile {
        let matrix = try await aftermath.matrix(at: clock.now)
        let event = try await store.definition()
        let name = "ksp-\(event.slug)-matrix"
        func file(_ ending: String, _ type: String, _ bytes: Data) -> NamedFile {
            NamedFile(name: "\(name).\(ending)", type: type, bytes: bytes)
        }
        let csvType = "text/csv; charset=utf-8; header=present"
        switch form {
        case .json: return file("json", "application/json", try JSONText.encode(MatrixBody(matrix), pretty: true))
        case .csv: return file("csv", csvType, Data(matrix.csv.utf8))
        case .accounts: return file("accounts.csv", csvType, Data(matrix.accountsCSV.utf8))
        case .dot: return file("dot", "text/vnd.graphviz; charset=utf-8", Data(matrix.dot.utf8))
        case .pdf, .png:
            let drawer = KeysigningPaper(fontConfiguration: resources.fontConfiguration)
            let paper = MatrixPaper(matrix, event: event.name, created: clock.now, in: language)
            return form == .pdf
                ? file("pdf", "application/pdf", try await drawer.pdf(paper))
                : file("png", "image/png", try await drawer.png(paper))
        }
    }

    /// Whose key a typed or scanned text means: a number on the list, an `OPENPGP4FPR:` code or a fingerprint, the
    /// credential of a badge, the code of a registration.
    ///
    /// - Throws: what `RegistrationLedger.registration` and `BadgeIssues.holder` throw for a text that is none of these.
    package func tickSubject(_ text: String) async throws -> TickSubject {
        if let number = Int(text), text.utf8.count <= 3 { return .number(number) }
        if ScannedText.isClaimed(by: Array(text.utf8)) {
            return .person(try await badges.holder(of: text).registration)
        }
        if let fingerprint = try? Fingerprint(text) { return .key(fingerprint) }
        return .person(try await ledger.registration(named: text).id)
    }

    /// The version asked for, or the latest.
    ///
    /// - Throws: `list_unknown` before the first freezing.
    package func frozenVersion(_ version: Int?) async throws -> Int {
        if let version { return version }
        guard let latest = try await keysigning.latestVersion() else {
            throw KeysigningError(.listUnknown, ErrorDetail("version", 1))
        }
        return latest
    }

    private func pdf(
        of list: FrozenList, for audience: ListDigests.Audience, on size: PaperSize, in language: Language
    ) async throws -> Data {
        let digests = try await keysigning.digests(version: list.version, for: audience, at: clock.now)
        let event = try await store.definition()
        let paper = KeyListPaper(
            event: event.name, organizer: list.organizer, when: list.header.when(ReaderFormat(language, event)),
            version: list.version, fileName: "ksp-\(event.slug)-v\(list.version).txt",
            changes: try await changes(of: list, in: language),
            digestPrefix: digests.map { digests in
                let digits = digests.sha256.prefix(8).uppercased()
                return "\(digits.prefix(4)) \(digits.suffix(4))"
            },
            keys: try await keysigning.entries(version: list.version).map {
                PaperKey($0, at: list.frozen, in: language)
            },
            frozen: list.frozen, size: size, language: language)
        return try await KeysigningPaper(fontConfiguration: resources.fontConfiguration).pdf(paper)
    }
}

extension PaperKey {
    /// - Parameter date: when the version was frozen.
    init(_ entry: ListedEntry, at date: Date, in language: Language) {
        let key = entry.submission.key
        self.init(
            number: entry.number, fingerprint: key.fingerprint.grouped, uri: key.fingerprint.uri,
            // On paper, a name must not turn or cover what is beside it.
            description: entry.description(at: date), userIDs: key.names(at: date).map(\.markedText),
            notes: entry.keyNotes(at: date).map { $0.sentence(Catalogue.of(language)) })
    }
}

extension MatrixPaper {
    init(_ matrix: SigningMatrix, event: String, created: Date, in language: Language) {
        let words = Catalogue.of(language)
        let numbers = matrix.keys.map(\.number)
        let marks = matrix.keys.map { signer in
            matrix.keys.map { target -> Mark? in
                let pair = SigningMatrix.Pair(signer: signer.number, target: target.number)
                if let cell = matrix.cells[pair] {
                    let isReturned = matrix.after.signed[target.number]?.contains(signer.number) ?? false
                    let share = Double(cell.userIDs) / Double(max(target.userIDCount, 1))
                    return .signed(share: share, isReturned: isReturned)
                }
                return matrix.after.signed[signer.number]?.contains(target.number) ?? false ? .before : nil
            }
        }
        let body = MatrixBody(matrix)
        var summary = [
            words("ksp_paper_matrix_count", ["keys": "\(matrix.keys.count)", "signatures": "\(matrix.cells.count)"])
        ]
        if let share = body.reciprocity { summary.append(words("ksp_paper_matrix_share", ["returned": "\(share)"])) }
        summary.append(
            words("ksp_paper_matrix_set", ["before": "\(body.strongSetBefore)", "after": "\(body.strongSetAfter)"]))
        summary.append(
            words(
                "ksp_paper_matrix_distance",
                ["before": body.distanceBefore ?? "–", "after": body.distanceAfter ?? "–"]))
        self.init(
            event: event,
            people: zip(numbers, matrix.keys).map { number, key in
                (String(repeating: "0", count: max(0, 3 - String(number).count)) + String(number), key.label)
            },
            marks: marks,
            summary: summary, created: created, language: language)
    }
}

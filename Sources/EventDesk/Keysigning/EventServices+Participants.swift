package import Conference
import Foundation
package import Keysigning
package import KeysigningPaper

/// The forms in which a participant takes a frozen list home; each says no more than the others.
package enum TakenForm: String, Sendable, Hashable, CaseIterable {
    case text, pdf, pius, keyring, armored, slips, ticked
}

/// What a participant does with their own link.
extension EventServices {
    /// A frozen list as one participant takes it home: noted as theirs, with slips of their own keys and their own ticks.
    ///
    /// - Returns: also whether its digest may be shown: participants compute it themselves.
    /// - Throws: `list_unknown`, `own_key_not_listed` for slips, `TypesettingError`.
    package func takeHome(
        version: Int, as form: TakenForm, by owner: Registration.ID, on size: PaperSize = .letter,
        in language: Language = .english
    ) async throws -> (file: NamedFile, showsDigest: Bool) {
        let file: NamedFile
        switch form {
        case .text: file = try await list(version: version, as: .text, for: .participant, on: size)
        case .pdf: file = try await list(version: version, as: .pdf, for: .participant, on: size, in: language)
        case .pius: file = try await list(version: version, as: .pius, for: .participant, on: size)
        case .keyring: file = try await list(version: version, as: .keyring, for: .participant, on: size)
        case .armored: file = try await list(version: version, as: .armored, for: .participant, on: size)
        case .slips: file = try await ownSlips(version: version, of: owner, on: size, in: language)
        case .ticked:
            file = NamedFile(
                name: "ksp-v\(version)-ticked.txt", type: "text/plain; charset=utf-8",
                bytes: Data(try await keysigning.tickedList(version: version, reader: owner)))
        }
        try await keysigning.noteTaking(version: version, by: owner, at: clock.now)
        return (file, try await keysigning.showsDigests(at: clock.now))
    }

    /// How a participant stands with the others: whom they still have to sign, and who owes them.
    ///
    /// - Throws: `list_unknown`, `own_key_not_listed`.
    package func signingAccount(
        of owner: Registration.ID
    ) async throws -> (account: SigningMatrix.Account, matrix: SigningMatrix) {
        let matrix = try await aftermath.matrix(at: clock.now)
        guard let account = matrix.accounts.first(where: { $0.registration == owner }) else {
            throw KeysigningError(.ownKeyNotListed, ErrorDetail("version", try await frozenVersion(nil)))
        }
        return (account, matrix)
    }

    private func ownSlips(
        version: Int, of owner: Registration.ID, on size: PaperSize, in language: Language
    ) async throws -> NamedFile {
        let numbers = try await keysigning.entries(version: version)
            .filter { $0.submission.registration == owner }.map(\.number)
        guard !numbers.isEmpty else { throw KeysigningError(.ownKeyNotListed, ErrorDetail("version", version)) }
        return try await slips(version: version, numbers: numbers, on: size, in: language)
    }
}

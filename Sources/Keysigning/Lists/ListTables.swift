import Conference
package import Foundation
import OpenPGP
import RegistrationLedger

/// A frozen version as tables for programs.
package struct ListTables: Sendable {
    private let entries: [ListedEntry]
    /// Decides which user ids are in force: when the version was frozen.
    private let date: Date

    package init(entries: [ListedEntry], date: Date) {
        self.entries = entries
        self.date = date
    }

    /// One line a user id, with a heading (RFC 4180); what a spreadsheet would run is defused.
    ///
    /// `created` and `expires` are dates in UTC; `proof` is `signature` or `code`; `proof_at` and `dot_at` are times in
    /// UTC (RFC 3339), and what is proved and confirmed by now, not when the version was frozen.
    package var csv: String {
        var csv = CSVText(header: [
            "number", "fingerprint", "keyid", "algo", "bits", "created", "expires", "name", "email", "uid",
            "uid_valid", "proof", "proof_at", "dot", "dot_at",
        ])
        for entry in entries {
            let key = entry.submission.key
            let standing = entry.standing
            let valid = Set(key.names(at: date))
            for name in key.names {
                csv.append([
                    .number(Int64(entry.number)), .text(key.fingerprint.digits),
                    .text(String(key.fingerprint.digits.suffix(16))), .text(Self.algorithm(key)),
                    Self.bits(key).map { .number($0) } ?? .empty, .text(KeysigningList.day(key.created)),
                    .text(key.expires.map(KeysigningList.day) ?? ""), .text(name.person), .text(name.mailAddress ?? ""),
                    .text(name.text), .text(valid.contains(name) ? "yes" : "no"),
                    .text(standing.proof?.method.rawValue ?? ""), .text(Self.time(standing.proof?.proved)),
                    .text(standing.hasGreenDot ? "green" : ""),
                    .text(Self.time(standing.greenSince)),
                ])
            }
        }
        return csv.text
    }

    /// What `pius --keyring-mgr`'s CSV reader splits at every comma: name, address and fingerprint, without heading or
    /// quotation marks; one line a key, of its first user id with an address. Commas in a name become blanks.
    package var piusCSV: String {
        entries.map { entry in
            let names = entry.submission.key.names(at: date)
            let name = names.first { $0.mailAddress != nil } ?? names.first
            let fields = [name?.person ?? "", name?.mailAddress ?? "", entry.submission.key.fingerprint.digits]
            return fields.map { $0.replacing(",", with: " ").replacing("\"", with: "") }.joined(separator: ",") + "\n"
        }.joined()
    }

    /// The list as JSON writes it.
    package struct Body: Sendable, Encodable {
        package struct Key: Sendable, Encodable {
            let number: Int
            let samePersonAs: Int?
            let fingerprint: String
            let algorithm: String
            let bits: Int64?
            let capabilities: String
            let created: String
            let expires: String?
            let userIDs: [UserID]
            /// What the list notes of the key, a line each.
            let notes: [String]
            let proof: String?
            let proofAt: String?
            let greenDotAt: String?
        }

        package struct UserID: Sendable, Encodable {
            let text: String
            let name: String
            let email: String?
            let valid: Bool
        }

        let version: Int
        let frozen: String
        let keys: [Key]
    }

    /// The same as values for JSON.
    package func body(version: Int) -> Body {
        Body(
            version: version, frozen: Self.time(date),
            keys: entries.map { entry in
                let key = entry.submission.key
                let proof = entry.standing.proof
                let valid = Set(key.names(at: date))
                return Body.Key(
                    number: entry.number, samePersonAs: entry.samePersonAs, fingerprint: key.fingerprint.digits,
                    algorithm: Self.algorithm(key), bits: Self.bits(key), capabilities: key.capabilities,
                    created: KeysigningList.day(key.created), expires: key.expires.map(KeysigningList.day),
                    userIDs: key.names.map {
                        Body.UserID(text: $0.text, name: $0.person, email: $0.mailAddress, valid: valid.contains($0))
                    },
                    notes: entry.notes, proof: proof?.method.rawValue, proofAt: proof.map { Self.time($0.proved) },
                    greenDotAt: entry.standing.greenSince.map { Self.time($0) })
            })
    }

    /// `rsa4096` is RSA of 4096 bits; a curve's name is all there is.
    private static func algorithm(_ key: ListedKey) -> String {
        bits(key) == nil ? key.algorithm : String(key.algorithm.prefix { $0.isLetter })
    }

    private static func bits(_ key: ListedKey) -> Int64? {
        key.algorithm.wholeMatch(of: #/(?:rsa|dsa|elg)(\d+)/#).flatMap { Int64($0.1) }
    }

    private static func time(_ date: Date?) -> String { date.map { $0.formatted(.iso8601) } ?? "" }
}

extension ListedKey.Name {
    /// What stands before the address.
    var person: String { UserID(bytes: Array(text.utf8)).name }
}

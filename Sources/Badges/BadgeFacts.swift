import Conference
package import DoorRules
import EventStore
import Foundation

/// What a badge says of its person, as a digest for each field: enough to see what changed since, and nothing that
/// tells the name of somebody whose data were erased.
///
/// The credential goes into each digest, so that equal names have different digests on different badges.
package struct BadgeFacts: Sendable, Hashable {
    /// As the file keeps it: each field with its digest, in the order of the fields' names.
    let stored: String

    package init(_ facts: [(field: String, text: String)], on credential: SignedCredential) {
        let digest = Self.digest(on: credential)
        stored = facts.map { "\($0.field)=\(digest($0.field, $0.text))" }.sorted().joined(separator: " ")
    }

    /// Nil where it was not known what the paper said.
    init?(stored: String) {
        guard !stored.isEmpty else { return nil }
        self.stored = stored
    }

    /// The fields that say something else now, in the order given; what the paper did not show cannot have changed on it.
    package func changes(to facts: [(field: String, text: String)], on credential: SignedCredential) -> [String] {
        let known = Dictionary(
            stored.split(separator: " ").compactMap { pair -> (Substring, Substring)? in
                let parts = pair.split(separator: "=")
                return parts.count == 2 ? (parts[0], parts[1]) : nil
            }, uniquingKeysWith: { first, _ in first })
        let digest = Self.digest(on: credential)
        return facts.filter { fact in
            known[fact.field[...]].map { $0 != digest(fact.field, fact.text) } ?? false
        }.map(\.field)
    }

    private static func digest(on credential: SignedCredential) -> (_ field: String, _ text: String) -> String {
        let badge = Data(credential.bytes).base64EncodedString()
        return { field, text in EventStore.digest(of: [badge, field, text]).prefix(8).hexadecimal }
    }
}

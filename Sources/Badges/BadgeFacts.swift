import Conference
package import DoorRules
import EventStore
import Foundation

/// What a badge says of its person, as a digest for each field: enough to see what changed since, and nothing that
/// tells the name of somebody whose data were erased.
///
/// The credential goes into each digest, so that equal names have different digests on different badges.
package struct BadgeFacts: Sendable, Hashable {
    /// By field.
    private let digests: [String: String]

    package init(_ facts: [(field: String, text: String)], on credential: SignedCredential) {
        digests = Dictionary(
            facts.map { ($0.field, Self.digest($0.field, $0.text, credential)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// As the file keeps it; nil where it was not known what the paper said.
    init?(stored: String) {
        guard !stored.isEmpty else { return nil }
        digests = Dictionary(
            stored.split(separator: " ").compactMap { pair -> (String, String)? in
                let parts = pair.split(separator: "=")
                return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
            }, uniquingKeysWith: { first, _ in first })
    }

    var stored: String { digests.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }

    /// The fields that say something else now, in the order given; what the paper did not show cannot have changed on it.
    package func changes(to facts: [(field: String, text: String)], on credential: SignedCredential) -> [String] {
        facts.filter { fact in
            digests[fact.field].map { $0 != Self.digest(fact.field, fact.text, credential) } ?? false
        }.map(\.field)
    }

    private static func digest(_ field: String, _ text: String, _ credential: SignedCredential) -> String {
        let badge = Data(credential.bytes).base64EncodedString()
        return EventStore.digest(of: [badge, field, text]).prefix(8).hexadecimal
    }
}

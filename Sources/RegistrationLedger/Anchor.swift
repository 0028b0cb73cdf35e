package import Conference
import Crypto
package import EventStore
package import Foundation
import GRDB

/// How far the books went when a period was closed, signed with the event's key: kept elsewhere, it shows whether the
/// books still continue what they were.
package struct Anchor: Sendable, Hashable {
    /// One of the chains of an event's file.
    package enum Chain: String, Sendable, Hashable, CaseIterable {
        case journal, history, requests, seals
    }

    package let slug: String
    /// The event's own four bytes.
    package let tag: [UInt8]
    /// The last date of the period.
    package let until: CivilDate
    /// The number and hash of the last row of each chain; number 0 for an empty one.
    package let heads: [Chain: HashChain.Head]
    package let closed: Date
    package let author: String
    /// The public key whose private half signed it.
    package let publicKey: Data
    package let signature: Data

    private static let title = "lanyard-anchor-v1"

    /// What is signed.
    var signed: String {
        let ends = Chain.allCases.map { chain in
            let head = heads[chain] ?? HashChain.Head(number: 0, hash: HashChain.origin)
            return "\(chain.rawValue): \(head.number) \(head.hash.hexadecimal)"
        }
        let lines =
            [Self.title, "event: \(slug) \(Data(tag).hexadecimal)", "until: \(until)"] + ends
            + [
                "closed: \(closed.milliseconds)", "by: \(author)", "key: \(publicKey.hexadecimal)",
            ]
        return lines.map { $0 + "\n" }.joined()
    }

    /// The file that is kept elsewhere.
    package var text: String { signed + "signature: \(signature.hexadecimal)\n" }

    /// Whether the signature is the key's.
    var isSigned: Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: Data(signed.utf8))
    }

    /// Reads what `text` writes, whatever the ends of its lines are.
    ///
    /// - Throws: `anchor_unreadable`.
    package init(parsing text: String) throws {
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.first?.trimmingCharacters(in: .whitespaces) == Self.title else {
            throw LedgerError(.anchorUnreadable)
        }
        var values: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { throw LedgerError(.anchorUnreadable) }
            values[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        func fields(of name: String) -> [Substring] { (values[name] ?? "").split(separator: " ") }
        let event = fields(of: "event")
        guard event.count == 2, let tag = [UInt8](hexadecimal: event[1]),
            let until = try? CivilDate(values["until"] ?? ""),
            let closed = Int64(values["closed"] ?? ""), let author = values["by"],
            let key = [UInt8](hexadecimal: values["key"] ?? ""),
            let signature = [UInt8](hexadecimal: values["signature"] ?? "")
        else { throw LedgerError(.anchorUnreadable) }
        var heads: [Chain: HashChain.Head] = [:]
        for chain in Chain.allCases {
            let parts = fields(of: chain.rawValue)
            guard parts.count == 2, let number = Int64(parts[0]), let hash = [UInt8](hexadecimal: parts[1]) else {
                throw LedgerError(.anchorUnreadable)
            }
            heads[chain] = HashChain.Head(number: number, hash: Data(hash))
        }
        (slug, self.tag, self.until, self.heads) = (String(event[0]), tag, until, heads)
        (self.closed, self.author) = (Date(milliseconds: closed), author)
        (publicKey, self.signature) = (Data(key), Data(signature))
    }

    init(
        slug: String, tag: [UInt8], until: CivilDate, heads: [Chain: HashChain.Head], closed: Date, author: String,
        key: Curve25519.Signing.PrivateKey
    ) throws {
        let publicKey = key.publicKey.rawRepresentation
        let unsigned = Anchor(
            slug: slug, tag: tag, until: until, heads: heads, closed: closed, author: author, publicKey: publicKey,
            signature: Data())
        self.init(
            slug: slug, tag: tag, until: until, heads: heads, closed: closed, author: author, publicKey: publicKey,
            signature: try key.signature(for: Data(unsigned.signed.utf8)))
    }

    private init(
        slug: String, tag: [UInt8], until: CivilDate, heads: [Chain: HashChain.Head], closed: Date, author: String,
        publicKey: Data, signature: Data
    ) {
        (self.slug, self.tag, self.until, self.heads) = (slug, tag, until, heads)
        (self.closed, self.author, self.publicKey, self.signature) = (closed, author, publicKey, signature)
    }
}

/// Looks whether chains continue what anchors say, while they are followed.
struct AnchorCheck {
    private let anchors: [Anchor]
    private let tag: [UInt8]
    private var wanted: [Anchor.Chain: [Int64: Set<Data>]] = [:]
    private var seen: [Anchor.Chain: Set<HashChain.Head>] = [:]

    init(_ anchors: [Anchor], tag: [UInt8]) {
        (self.anchors, self.tag) = (anchors, tag)
        for anchor in anchors {
            for (chain, head) in anchor.heads {
                wanted[chain, default: [:]][head.number, default: []].insert(head.hash)
            }
        }
    }

    mutating func see(_ head: HashChain.Head, of chain: Anchor.Chain) {
        if wanted[chain]?[head.number]?.contains(head.hash) == true { seen[chain, default: []].insert(head) }
    }

    func finish(_ db: Database, _ findings: inout [AuditReport.Finding]) throws {
        let keys = try EventStore.publicKeys(db)
        for anchor in anchors {
            guard anchor.tag == tag else {
                findings.append(.init(.anchorForeign, anchor.until))
                continue
            }
            if !anchor.isSigned || !keys.contains(anchor.publicKey) {
                findings.append(.init(.anchorForged, anchor.until))
            }
            for chain in Anchor.Chain.allCases {
                guard let head = anchor.heads[chain], head.number > 0 else { continue }
                if seen[chain]?.contains(head) != true {
                    findings.append(
                        .init(
                            .anchorDiffers, anchor.until, ErrorDetail("chain", chain.rawValue),
                            ErrorDetail("number", head.number)))
                }
            }
        }
    }
}

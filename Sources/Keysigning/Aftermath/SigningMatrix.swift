package import Conference
import Foundation
import RegistrationLedger

/// What came of a keysigning: who signed whom, verified, by the rules of counting below.
///
/// A certification counts when GnuPG verified it, it is exportable, it stands on a user id in force, its maker has not
/// revoked it since, it has not expired, and it was made after the first version was frozen (docs/keysigning-formats.md,
/// "What counts afterwards").
package struct SigningMatrix: Sendable, Hashable {
    /// A key of the list.
    package struct Key: Sendable, Hashable {
        package let number: Int
        package let registration: Registration.ID
        /// The first user id in force, with all that does not show, or that turns or covers other text, made visible.
        package let label: String
        package let fingerprint: String
        /// How many user ids are in force.
        package let userIDCount: Int
        /// The owner did not come, or the key was withdrawn since: nobody has to sign it.
        package let isAbsent: Bool
    }

    /// What one number signed of another.
    package struct Cell: Sendable, Hashable {
        /// How many of the target's user ids.
        package let userIDs: Int
        /// The highest level of certification: 0 (none said) … 3 (checked with care).
        package let level: Int
    }

    /// An ordered pair of numbers.
    package struct Pair: Sendable, Hashable {
        package let signer: Int
        package let target: Int

        package init(signer: Int, target: Int) {
            self.signer = signer
            self.target = target
        }
    }

    /// Whom a person still has to sign, and who still has to sign them.
    package struct Account: Sendable, Hashable {
        package let registration: Registration.ID
        package let numbers: [Int]
        package let label: String
        /// Numbers that this person still has to sign: those ticked twice, or, where nothing was ticked, all of the
        /// others who came.
        package let owes: [Int]
        /// Numbers whose owners still have to sign a key of this person, by the same rule.
        package let owed: [Int]
        /// Others' numbers that this person signed.
        package let signed: Int
        /// Others' numbers that signed a key of this person.
        package let received: Int
    }

    /// Of the latest version, ascending.
    package let keys: [Key]
    /// What counts.
    package let cells: [Pair: Cell]
    /// Before: what participants had signed of each other when the list was frozen. After: with all that counts.
    package let before: SigningGraph
    package let after: SigningGraph
    /// Everyone, in the order of their first numbers.
    package let accounts: [Account]
    /// Certifications that wait for GnuPG.
    package let unchecked: Int

    /// What the database holds, ready for counting.
    struct Material {
        let keys: [Key]
        /// User ids in force by number.
        let userIDs: [Int: Set<[UInt8]>]
        let certifications: [Certification]
        /// Numbers with both ticks by reader, as their keys are numbered now; nil for a reader who ticked nothing.
        let ticked: [Registration.ID: Set<Int>]
        /// When the first version was frozen.
        let frozen: Date
        let unchecked: Int
    }

    /// A certification that GnuPG verified.
    struct Certification {
        let pair: Pair
        let userID: [UInt8]
        let type: Int
        let created: Date
        let expires: Date?
        let isExportable: Bool

        fileprivate var place: Place { Place(pair: pair, userID: userID) }
    }

    /// A user id of one number, with one maker of certifications.
    fileprivate struct Place: Hashable {
        let pair: Pair
        let userID: [UInt8]
    }

    init(_ material: Material, at date: Date) {
        keys = material.keys
        unchecked = material.unchecked
        let standing = Self.standing(material, at: date)
        let after = standing.filter { $0.created >= material.frozen }
        cells = Self.cells(after)
        let numbers = material.keys.map(\.number)
        before = Self.graph(numbers, standing.filter { $0.created < material.frozen })
        self.after = Self.graph(numbers, standing)
        accounts = Self.accounts(material.keys, signed: self.after.signed, ticked: material.ticked)
    }

    /// The certifications in force between keys of this version: those that their maker did not revoke afterwards.
    private static func standing(_ material: Material, at date: Date) -> [Certification] {
        let listed = Set(material.keys.map(\.number))
        // Few are ever revoked.
        var revoked: [Place: Date] = [:]
        for one in material.certifications where one.type == 0x30 && listed.contains(one.pair.signer) {
            revoked[one.place] = max(revoked[one.place] ?? .distantPast, one.created)
        }
        return material.certifications.filter { one in
            one.type != 0x30 && one.isExportable && listed.contains(one.pair.signer)
                && one.expires.map { $0 > date } ?? true
                && material.userIDs[one.pair.target]?.contains(one.userID) ?? false
                && (revoked.isEmpty || revoked[one.place].map { $0 < one.created } ?? true)
        }
    }

    /// What each number signed of each other; a user id that was certified twice counts once.
    private static func cells(_ certifications: [Certification]) -> [Pair: Cell] {
        var seen: Set<Place> = []
        seen.reserveCapacity(certifications.count)
        var cells: [Pair: Cell] = [:]
        cells.reserveCapacity(certifications.count)
        for one in certifications {
            let known = cells[one.pair]
            cells[one.pair] = Cell(
                userIDs: (known?.userIDs ?? 0) + (seen.insert(one.place).inserted ? 1 : 0),
                level: max(known?.level ?? 0, one.type - 0x10))
        }
        return cells
    }

    private static func graph(_ numbers: [Int], _ certifications: [Certification]) -> SigningGraph {
        SigningGraph(
            numbers: numbers,
            signed: certifications.reduce(into: [:]) { $0[$1.pair.signer, default: []].insert($1.pair.target) })
    }

    private static func accounts(
        _ keys: [Key], signed: [Int: Set<Int>], ticked: [Registration.ID: Set<Int>]
    ) -> [Account] {
        var seen: Set<Registration.ID> = []
        let order = keys.map(\.registration).filter { seen.insert($0).inserted }
        let owner = Dictionary(uniqueKeysWithValues: keys.map { ($0.number, $0.registration) })
        let own = Dictionary(grouping: keys, by: \.registration)
        let listed = Set(keys.map(\.number))
        func signatures(of person: Registration.ID) -> Set<Int> {
            (own[person] ?? []).reduce(into: []) { $0.formUnion(signed[$1.number] ?? []) }
        }
        func duties(_ person: Registration.ID) -> Set<Int> {
            if let ticked = ticked[person] { return ticked.intersection(listed) }
            // Somebody who did not come owes nobody.
            guard let mine = own[person], !mine.allSatisfy(\.isAbsent) else { return [] }
            return Set(keys.filter { $0.registration != person && !$0.isAbsent }.map(\.number))
        }
        let done = Dictionary(uniqueKeysWithValues: order.map { ($0, signatures(of: $0)) })
        let due = Dictionary(uniqueKeysWithValues: order.map { ($0, duties($0).subtracting(done[$0] ?? [])) })
        // Who owes whom and who signed whom, seen from the other side, in the same order.
        func others(_ numbers: [Registration.ID: Set<Int>]) -> [Registration.ID: [Registration.ID]] {
            var others: [Registration.ID: [Registration.ID]] = [:]
            for person in order {
                for other in Set((numbers[person] ?? []).compactMap { owner[$0] }) where other != person {
                    others[other, default: []].append(person)
                }
            }
            return others
        }
        let (owedBy, signedBy) = (others(due), others(done))
        return order.map { person in
            let mine = Set((own[person] ?? []).map(\.number))
            return Account(
                registration: person, numbers: mine.sorted(), label: own[person]?.first?.label ?? "",
                owes: (due[person] ?? []).subtracting(mine).sorted(),
                owed: (owedBy[person] ?? []).compactMap { own[$0]?.first?.number },
                signed: (done[person] ?? []).subtracting(mine).count, received: signedBy[person]?.count ?? 0)
        }
    }
}

extension SigningMatrix {
    /// One row a signer, one column a target: how many user ids, and the level as a letter behind it: `2c` (RFC 4880's
    /// 0x12). Empty where nothing counts, a dash on the diagonal.
    package var csv: String {
        var csv = CSVText(header: ["number", "user id"] + keys.map { KeysigningList.threeDigits($0.number) })
        for signer in keys {
            let row = keys.map { target -> CSVText.Cell in
                if signer.number == target.number { return .text("\u{2013}") }
                guard let cell = cells[Pair(signer: signer.number, target: target.number)] else { return .empty }
                return .text("\(cell.userIDs)\(["a", "b", "c", "d"][min(cell.level, 3)])")
            }
            csv.append([.text(KeysigningList.threeDigits(signer.number)), .text(signer.label)] + row)
        }
        return csv.text
    }

    /// What each person still has to sign and still has to get, for a reminder.
    package var accountsCSV: String {
        var csv = CSVText(header: ["registration", "numbers", "user id", "signed", "received", "owes", "owed"])
        for account in accounts {
            csv.append([
                .text("#\(account.registration.rawValue)"), .text(Self.list(account.numbers)), .text(account.label),
                .number(Int64(account.signed)), .number(Int64(account.received)), .text(Self.list(account.owes)),
                .text(Self.list(account.owed)),
            ])
        }
        return csv.text
    }

    /// The graph in the language of Graphviz: an arrow from who signed to whose key it was.
    package var dot: String {
        let nodes = keys.map { key in
            let label = "\(KeysigningList.threeDigits(key.number))\\n\(Self.escaped(key.label))"
            return "    \(key.number) [label=\"\(label)\"];"
        }
        let edges = keys.flatMap { key in
            (after.signed[key.number] ?? []).sorted().map { target in
                let isNew = cells[Pair(signer: key.number, target: target)] != nil
                return "    \(key.number) -> \(target)\(isNew ? "" : " [style=dashed]");"
            }
        }
        return
            (["digraph keysigning {", "    node [shape=box, fontname=\"sans-serif\"];"] + nodes + edges + ["}", ""])
            .joined(separator: "\n")
    }

    private static func list(_ numbers: [Int]) -> String {
        numbers.map(KeysigningList.threeDigits).joined(separator: " ")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}

import Conference
package import Keysigning

/// The result of a keysigning, for JSON and tables.
package struct MatrixBody: Encodable {
    package struct Account: Encodable {
        package let registration: UInt32
        package let numbers: [Int]
        package let userID: String
        package let signed: Int
        package let received: Int
        package let owes: [Int]
        package let owed: [Int]
    }

    package struct Signature: Encodable {
        let signer: Int
        let target: Int
        let userIDs: Int
        let level: Int
    }

    package let keys: Int
    package let signatures: [Signature]
    /// In whole per cent; nil without signatures.
    package let reciprocity: Int?
    package let strongSetBefore: Int
    package let strongSetAfter: Int
    /// With three decimals; nil without a strong set.
    package let distanceBefore: String?
    package let distanceAfter: String?
    /// Numbers that joined the strong set.
    package let newInStrongSet: [Int]
    /// Certifications that are waiting for GnuPG.
    package let unchecked: Int
    package let people: [Account]

    package init(_ matrix: SigningMatrix) {
        keys = matrix.keys.count
        signatures = matrix.cells.map {
            Signature(signer: $0.signer, target: $0.target, userIDs: $1.userIDs, level: $1.level)
        }.sorted { ($0.signer, $0.target) < ($1.signer, $1.target) }
        reciprocity = matrix.after.reciprocity.map { Int(($0 * 100).rounded()) }
        let (before, after) = (matrix.before.strongSet, matrix.after.strongSet)
        strongSetBefore = before.count
        strongSetAfter = after.count
        newInStrongSet = Set(after).subtracting(before).sorted()
        distanceBefore = matrix.before.meanShortestDistance.map(Self.threeDecimals)
        distanceAfter = matrix.after.meanShortestDistance.map(Self.threeDecimals)
        unchecked = matrix.unchecked
        people = matrix.accounts.map {
            Account(
                registration: $0.registration.rawValue, numbers: $0.numbers, userID: $0.label, signed: $0.signed,
                received: $0.received, owes: $0.owes, owed: $0.owed)
        }
    }

    private static func threeDecimals(_ number: Double) -> String {
        let thousandths = Int((number * 1000).rounded())
        let rest = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}

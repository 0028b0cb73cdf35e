package import EventDesk
import Keysigning

/// What a reader has ticked, as JSON.
package struct KeysigningTicksBody: Encodable {
    let fingerprint: [Int]
    let identity: [Int]
    let checksumOf: [Int]
    /// The keys with at least one tick.
    let keys: [ListedKeyBody]

    package init(_ ticks: KeysigningTicks) {
        let list = ticks.list
        fingerprint = (list.ticks[.fingerprint] ?? []).sorted()
        identity = (list.ticks[.identity] ?? []).sorted()
        checksumOf = list.checkedVersions.sorted()
        keys = list.begun.sorted().map { ListedKeyBody(number: $0, userID: ticks.userIDs[$0] ?? "") }
    }
}

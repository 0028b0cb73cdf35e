import Foundation
import OpenPGP
import Testing

@testable import Keysigning

/// Keys that could be taken for one another.
struct NeighbourTests {
    @Test func `a key of the same numbers and another date is noticed`() throws {
        let keys = try DebianKeys.sample.get()
        let key = keys[0]
        var twin = key
        // The creation date stands after the header of three octets and the version.
        twin[4] ^= 1
        let (one, other) = (try fingerprint("A", "B"), try fingerprint("C", "D"))
        let warnings = Neighbours.warnings(
            of: key, one, among: [(one, key), (other, twin), (try fingerprint("E", "F"), keys[1])])
        #expect(warnings == [CertificateWarning(.sameKeyMaterial, ["fingerprint": other.digits])])
    }

    @Test func `a fingerprint that begins and ends like another is noticed`() throws {
        let keys = try DebianKeys.sample.get()
        let one = try Fingerprint("249C" + String(repeating: "0", count: 32) + "028D")
        let alike = try Fingerprint("249C" + String(repeating: "1", count: 32) + "028D")
        let half = try Fingerprint("249C" + String(repeating: "1", count: 32) + "028E")
        let warnings = Neighbours.warnings(of: keys[0], one, among: [(alike, keys[1]), (half, keys[2])])
        #expect(warnings == [CertificateWarning(.looksLikeAnother, ["fingerprint": alike.digits])])
    }

    private func fingerprint(_ first: String, _ last: String) throws -> Fingerprint {
        try Fingerprint(String(repeating: first, count: 20) + String(repeating: last, count: 20))
    }
}

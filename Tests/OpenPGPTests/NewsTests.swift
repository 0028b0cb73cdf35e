import Conference
import Foundation
import LanyardTestSupport
import OpenPGPMutations
import Testing

@testable import OpenPGP

/// Which of several genuine signatures counts, in whatever order and by whomever they come.
@Suite(.waitsForPrograms)
struct NewsTests {
    /// Whoever is first may send what they like of a newer state: the rest of it gets in afterwards all the same.
    @Test func `news that comes in parts, in any order, is taken`() throws {
        var generator = SplitMix64(seed: 7)
        let owner = KeyOwner(created: 1_700_000_000, using: &generator)
        func part(_ name: String, at time: Int) -> [UInt8] {
            let name = Array(name.utf8)
            return KeyOwner.Part(13, name).bytes
                + owner.signature(0x13, on: .userID(name), at: time, hashed: subpacket(27, [3])).bytes
        }
        let key = KeyOwner.Part(6, owner.keyBody).bytes
        let reader = CertificateReader()
        func read(_ parts: [UInt8]) throws -> UnexaminedCertificate {
            try reader.readOne(SubmittedBytes(key + parts)).certificate
        }
        let stored = try read(part("work", at: 1_700_000_500)).strippedBytes
        let update = part("work", at: 1_700_000_900) + part("home", at: 1_700_000_700)
        let expected = try reader.merge(stored, try read(update), from: .anyone).strippedBytes
        let ambushed = try reader.merge(stored, try read(part("work", at: 1_700_000_900)), from: .anyone).strippedBytes
        #expect(ambushed != stored)
        let merged = try reader.merge(ambushed, try read(update), from: .anyone, ownersWord: stored)
        #expect(merged.strippedBytes == expected && merged.userIDs.map(\.text) == ["work", "home"])
        // What its owner left out of what they handed in stays away all the same.
        let older = try read(part("old", at: 1_700_000_400))
        #expect(
            try reader.merge(ambushed, older, from: .anyone, ownersWord: stored).userIDs.map(\.text) == ["work"])
    }

    /// g10/getkey.c, `merge_selfsigs_main`: of the same second the signature that comes later.
    @Test func `of two genuine signatures of the same second the later one counts, as in GnuPG`() throws {
        var generator = SplitMix64(seed: 78)
        let owner = KeyOwner(created: 1_700_000_000, using: &generator)
        let name = Array("Vic Tim <vic@example.org>".utf8)
        func signature(_ lifetime: Int) -> [UInt8] {
            owner.signature(
                0x13, on: .userID(name), at: 1_700_000_500,
                hashed: subpacket(27, [3]) + subpacket(9, octets(lifetime, 4))
            ).bytes
        }
        let head = KeyOwner.Part(6, owner.keyBody).bytes + KeyOwner.Part(13, name).bytes
        let years = [1_000_000_000, 1_100_000_000, 1_200_000_000]
        let reader = CertificateReader()
        for (first, second) in [(years[0], years[1]), (years[1], years[0])] {
            let both = head + signature(first) + signature(second)
            let read = try reader.readOne(SubmittedBytes(both)).certificate
            #expect(read.primaryKey.lifetime == second)
            let gnuPG = try GnuPG()
            try gnuPG.run("--import", input: both)
            let fingerprint = read.fingerprint.digits
            func expiry() throws -> Int? {
                let listing = String(
                    decoding: try gnuPG.run("--with-colons", "--list-keys", fingerprint), as: UTF8.self)
                let line = listing.split(separator: "\n").first { $0.hasPrefix("pub:") }
                return line.flatMap { Int($0.components(separatedBy: ":")[6]) }
            }
            #expect(try expiry() == 1_700_000_000 + second)
            // A third one that its owner hands in later stands behind both; one from anybody else changes nothing.
            let third = head + signature(years[2])
            let newer = try reader.readOne(SubmittedBytes(third)).certificate
            #expect(try reader.merge(read.strippedBytes, newer).primaryKey.lifetime == years[2])
            #expect(try reader.merge(read.strippedBytes, newer, from: .anyone).strippedBytes == read.strippedBytes)
            try gnuPG.run("--import", input: third)
            #expect(try expiry() == 1_700_000_000 + years[2])
            // The same file again is what it was.
            #expect(try reader.merge(read.strippedBytes, read).strippedBytes == read.strippedBytes)
        }
    }
}

import Foundation
import Keysigning
import OpenPGP

/// Our reading beside gpg's listing for programs (GnuPG's doc/DETAILS).
enum Comparison {
    /// What one of the two says of a certificate.
    private struct Reading: Equatable, CustomStringConvertible {
        /// Number of the algorithm, and the curve or the size in bits.
        var algorithm = ""
        var created = 0
        var expires = 0
        /// As the listing escapes them, those that are neither revoked nor invalid.
        var userIDs: Set<String> = []

        var description: String { "\(algorithm) \(created) \(expires) \(userIDs.sorted())" }
    }

    /// A line for each certificate that the two read differently, or that only one has.
    static func differences(of certificates: [Certificate], from listing: [UInt8]) throws -> [String] {
        let theirs = readings(in: listing)
        let ours = Dictionary(
            certificates.map { ($0.fingerprint.digits, reading(of: $0)) }, uniquingKeysWith: { first, _ in first })
        return Set(ours.keys).union(theirs.keys).sorted().filter { ours[$0] != theirs[$0] }.map {
            "\($0) ours \(ours[$0]?.description ?? "none") gpg \(theirs[$0]?.description ?? "none")"
        }
    }

    private static func reading(of certificate: Certificate) -> Reading {
        let key = ListedKey(certificate)
        return Reading(
            algorithm: key.algorithm, created: Int(key.created.timeIntervalSince1970),
            expires: Int(key.expires?.timeIntervalSince1970 ?? 0), userIDs: Set(key.names.map(\.text)))
    }

    private static func readings(in listing: [UInt8]) -> [String: Reading] {
        var readings: [String: Reading] = [:]
        var current = Reading()
        var fingerprint: String?
        var isPrimary = false
        for line in String(decoding: listing, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            switch fields[0] {
            case "pub":
                if let fingerprint { readings[fingerprint] = current }
                current = Reading(
                    algorithm: algorithm(fields[3], bits: fields[2], curve: fields[16]), created: Int(fields[5]) ?? 0,
                    expires: Int(fields[6]) ?? 0)
                (fingerprint, isPrimary) = (nil, true)
            case "fpr" where isPrimary: (fingerprint, isPrimary) = (fields[9], false)
            case "sub": isPrimary = false
            // Revoked and invalid ones are not listed.
            case "uid" where !["r", "i"].contains(fields[1]): current.userIDs.insert(text(fields[9]))
            default: break
            }
        }
        if let fingerprint { readings[fingerprint] = current }
        return readings
    }

    private static func algorithm(_ number: String, bits: String, curve: String) -> String {
        switch number {
        case "1", "2", "3": "rsa\(bits)"
        case "17": "dsa\(bits)"
        default: curve
        }
    }

    /// A field without the listing's escapes, as the list writes it.
    private static func text(_ field: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x"), rest.count >= 3,
                let value = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return UserID(bytes: bytes).text
    }
}

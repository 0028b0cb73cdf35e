import Foundation
import OpenPGP
import Testing

@testable import Keysigning

/// Real certificates: some of Debian's developers, each as a submission of its own.
enum DebianKeys {
    static let path = "/usr/share/keyrings/debian-keyring.gpg"

    /// Certificates of every algorithm of the keyring and some more, as they would be handed in.
    static let sample: Result<[[UInt8]], any Error> = Result {
        var data = try Data(contentsOf: URL(filePath: path))
        let all = try CertificateReader(limits: .keyring).read(SubmittedBytes(wiping: &data)).certificates
        return stride(from: 0, to: all.count, by: 30).map { all[$0].strippedBytes }
    }
}

/// One inspector for all tests: it owns a thread.
let inspector = CertificateInspector()

extension SubmittedBytes {
    init(copying bytes: [UInt8]) {
        var copy = bytes.map { $0 }
        self.init(wiping: &copy)
    }
}

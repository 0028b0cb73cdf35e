import Conference
import EventStore
package import Foundation
package import OpenPGP

/// All files of a frozen version in one archive, from which the list can be derived again byte for byte.
package enum ListBundle {
    /// What a derivation needs beside the keyring.
    struct Manifest: Codable, Equatable {
        struct Key: Codable, Equatable {
            let number: Int
            let fingerprint: String
            let samePersonAs: Int?
            /// What stands below its user ids, a line each.
            let notes: [String]
        }

        var format = 2
        let version: Int
        let fileName: String
        /// Milliseconds since 1970-01-01T00:00:00Z: decides what had expired.
        let frozenMilliseconds: Int64
        /// What stands above the keys, as it is.
        let heading: String
        let keys: [Key]
    }

    /// The files by their names: the list, what it is derived from, the keyrings, the digests.
    ///
    /// - Throws: what the JSON encoder throws.
    static func files(
        _ list: FrozenList, heading: String, fileName: String, entries: [ListedEntry]
    ) throws -> [(name: String, bytes: Data)] {
        let manifest = Manifest(
            version: list.version, fileName: fileName, frozenMilliseconds: list.frozen.milliseconds, heading: heading,
            keys: entries.map {
                .init(
                    number: $0.number, fingerprint: $0.submission.key.fingerprint.digits,
                    samePersonAs: $0.samePersonAs, notes: $0.notes)
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        let tables = ListTables(entries: entries, date: list.frozen)
        var files: [(name: String, bytes: Data)] = [
            ("README", Data(readme(fileName).utf8)), (fileName, Data(list.text)),
            ("keyring.asc", Data(list.armoredKeyring.utf8)), ("keyring.gpg", Data(list.keyring)),
            ("list.json", try encoder.encode(manifest) + Data("\n".utf8)), ("pius.csv", Data(tables.piusCSV.utf8)),
        ]
        files.sort { $0.name < $1.name }
        let sums = files.map { "\(ListDigests(of: Array($0.bytes)).sha256)  \($0.name)\n" }.joined()
        return [("SHA256SUMS", Data(sums.utf8))] + files
    }

    /// The archive: ustar, written by GNU tar with the names in order, one time and no owners, so that the same version
    /// gives the same bytes.
    ///
    /// - Throws: `bundle_not_written`.
    static func archive(_ files: [(name: String, bytes: Data)], folder: String, time: Date) async throws -> Data {
        try await withTemporaryFolder { scratch in
            let inner = scratch.appending(path: folder)
            do {
                try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: false)
                for file in files { try file.bytes.write(to: inner.appending(path: file.name)) }
            } catch {
                throw KeysigningError(.bundleNotWritten)
            }
            let output = scratch.appending(path: "bundle.tar")
            let code = try await tar([
                "--create", "--format=ustar", "--sort=name", "--mtime=@\(Int(time.timeIntervalSince1970))",
                "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX", "--directory", scratch.path,
                "--file", output.path, folder,
            ])
            guard code == 0, let data = FileManager.default.contents(atPath: output.path) else {
                throw KeysigningError(.bundleNotWritten)
            }
            return data
        }
    }

    /// Derives the list again from the keyring of a bundle, and compares every file with its digest.
    ///
    /// Every certificate is examined anew, by our reader and by GnuPG.
    /// - Parameter progress: is told how many certificates have been examined.
    /// - Returns: the version, its list's SHA-256, and how many keys it has.
    /// - Throws: `bundle_unreadable`, `bundle_differs` with the file that is not what it should be, codes of
    ///   `OpenPGPError`.
    package static func verify(
        _ file: URL, inspector: CertificateInspector, progress: @Sendable (_ done: Int, _ total: Int) -> Void
    ) async throws -> (version: Int, sha256: String, keys: Int) {
        let files = try await read(file)
        guard let json = files["list.json"], let manifest = try? JSONDecoder().decode(Manifest.self, from: json),
            manifest.format == 2, let text = files[manifest.fileName], let keyring = files["keyring.gpg"],
            let sums = files["SHA256SUMS"]
        else { throw KeysigningError(.bundleUnreadable, ErrorDetail("file", file.path)) }
        for line in String(decoding: sums, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            let name = parts.count == 2 ? parts[1].trimmingPrefix(" ") : ""
            guard parts.count == 2, let bytes = files[String(name)], ListDigests(of: Array(bytes)).sha256 == parts[0]
            else { throw KeysigningError(.bundleDiffers, ErrorDetail("file", name)) }
        }
        let keys = try await keys(in: keyring, progress: progress)
        var entries: [KeysigningList.Entry] = []
        for key in manifest.keys {
            guard let listed = keys[key.fingerprint] else {
                throw KeysigningError(.bundleDiffers, ErrorDetail("file", "keyring.gpg"))
            }
            entries.append(
                .init(number: key.number, key: listed, samePersonAs: key.samePersonAs, notes: key.notes))
        }
        let derived = KeysigningList.text(
            heading: manifest.heading, entries: entries, date: Date(milliseconds: manifest.frozenMilliseconds))
        guard Array(derived.utf8) == Array(text), keys.count == manifest.keys.count else {
            throw KeysigningError(.bundleDiffers, ErrorDetail("file", manifest.fileName))
        }
        guard files["keyring.asc"] == Data(Keyring.armored([Array(keyring)]).utf8) else {
            throw KeysigningError(.bundleDiffers, ErrorDetail("file", "keyring.asc"))
        }
        return (manifest.version, ListDigests(of: Array(text)).sha256, entries.count)

        func keys(
            in keyring: Data, progress: (Int, Int) -> Void
        ) async throws -> [String: ListedKey] {
            // An erratum that took the last key off has none.
            guard !keyring.isEmpty else { return [:] }
            var copy = keyring
            let read: [UnexaminedCertificate]
            read = try CertificateReader(limits: .keyring).read(SubmittedBytes(wiping: &copy)).certificates
            var keys: [String: ListedKey] = [:]
            for (done, certificate) in read.enumerated() {
                progress(done, read.count)
                keys[certificate.fingerprint.digits] = ListedKey(try await inspector.examine(certificate))
            }
            progress(read.count, read.count)
            return keys
        }
    }

    /// The files of an archive by their last names.
    private static func read(_ file: URL) async throws -> [String: Data] {
        try await withTemporaryFolder { scratch in
            let code = try await tar([
                "--extract", "--file", file.path, "--directory", scratch.path, "--no-same-owner",
                "--no-same-permissions", "--strip-components=1",
            ])
            guard code == 0, let names = try? FileManager.default.contentsOfDirectory(atPath: scratch.path) else {
                throw KeysigningError(.bundleUnreadable, ErrorDetail("file", file.path))
            }
            return names.reduce(into: [:]) { $0[$1] = FileManager.default.contents(atPath: "\(scratch.path)/\($1)") }
        }
    }

    private static func tar(_ arguments: [String]) async throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["tar"] + arguments
        process.environment = ["LC_ALL": "C", "PATH": "/usr/bin:/bin"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: KeysigningError(.bundleNotWritten))
            }
        }
    }

    private static func withTemporaryFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lanyard-bundle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    private static func readme(_ fileName: String) -> String {
        """
        \(fileName)  the list: compute its SHA256 yourself, do not believe the one in SHA256SUMS
        keyring.gpg, keyring.asc  its keys, minimal; gpg --import keyring.gpg, or caff --key-file keyring.asc
        pius.csv  name, address and fingerprint of each key
        list.json  with keyring.gpg, all that the list is derived from:
          lanyard keysigning verify BUNDLE does it and compares every byte

        """
    }
}

extension KeysigningDesk {
    /// A frozen version as one archive.
    ///
    /// - Throws: `list_unknown`, `bundle_not_written`.
    package func bundle(version: Int) async throws -> (name: String, bytes: Data) {
        let list = try await list(version: version)
        let slug = try await store.definition().slug
        let folder = "ksp-\(slug)-v\(version)"
        let files = try ListBundle.files(
            list, heading: list.heading, fileName: folder + ".txt", entries: try await entries(version: version))
        return (folder + ".tar", try await ListBundle.archive(files, folder: folder, time: list.frozen))
    }
}

package import Foundation

/// GnuPG and its tools, in a scratch home of their own.
package final class ScratchGnuPG: Sendable {
    package let home: URL

    package init() throws {
        // Short, because it contains the agent's socket.
        home = URL(filePath: "/tmp/lanyard-key-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(
            at: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit {
        _ = try? run("gpgconf", "--kill", "all")
        try? FileManager.default.removeItem(at: home)
    }

    /// Runs a program in the home and returns what it printed, errors too.
    @discardableResult
    package func run(_ program: String, _ arguments: String...) throws -> String {
        try run([program] + arguments)
    }

    /// Runs a command in the home and returns what it printed, errors too.
    @discardableResult
    package func run(_ command: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        // A dozen tests at a time may have two processors; caff signs forty keys in one go.
        process.arguments = ["timeout", "600"] + command
        process.currentDirectoryURL = home
        process.environment = [
            "GNUPGHOME": home.path, "HOME": home.path, "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TERM": "dumb",
        ]
        // A file instead of a pipe, which a remaining agent would keep open.
        let output = home.appending(path: "output-\(UUID().uuidString)")
        try Data().write(to: output)
        defer { try? FileManager.default.removeItem(at: output) }
        let handle = try FileHandle(forWritingTo: output)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        return String(decoding: try Data(contentsOf: output), as: UTF8.self)
    }

    /// Writes a file into the home.
    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
        try Data(bytes).write(to: home.appending(path: name))
    }

    /// Makes a key of an invented owner and returns its fingerprint.
    package func makeKey(_ name: String) throws -> String {
        try run(
            "gpg", "--batch", "--quiet", "--passphrase", "", "--quick-gen-key", name, "ed25519", "sign,cert", "never")
        let colons = try run("gpg", "--batch", "--with-colons", "--list-secret-keys", name)
        return colons.split(separator: "\n").first { $0.hasPrefix("fpr:") }.map { $0.split(separator: ":").last ?? "" }
            .map(String.init) ?? ""
    }
}

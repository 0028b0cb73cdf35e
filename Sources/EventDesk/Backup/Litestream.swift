import Conference
import EventStore
package import Foundation

/// Litestream, a program of its own that streams a SQLite file to another place: its configuration, and fetching a copy.
///
/// Settings as measured: `docs/operator.md`.
package enum Litestream {
    /// Where a copy goes.
    package enum Place: Sendable, Hashable {
        case folder(URL)
        /// `sftp://USER@HOST:PORT/PATH`, with the file of a private key.
        case sftp(user: String, host: String, port: Int, path: String, key: String?)
        /// `s3://BUCKET/PATH`, perhaps at a server of one's own.
        case s3(bucket: String, path: String, endpoint: String?)

        /// - Parameters:
        ///   - key: the file of a private key, for SFTP.
        ///   - endpoint: the address of the server, for S3.
        /// - Throws: `replica_place_unknown`.
        package init(_ text: String, key: String? = nil, endpoint: String? = nil) throws {
            let unknown = ServerError(.replicaPlaceUnknown, ErrorDetail("destination", text))
            guard text.contains("://") else {
                guard text.hasPrefix("/") || !text.isEmpty else { throw unknown }
                self = .folder(URL(fileURLWithPath: text, isDirectory: true))
                return
            }
            guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty, url.password == nil else {
                throw unknown
            }
            let path = url.path
            switch url.scheme {
            case "sftp":
                guard let user = url.user, !user.isEmpty, !path.isEmpty else { throw unknown }
                self = .sftp(user: user, host: host, port: url.port ?? 22, path: path, key: key)
            case "s3":
                self = .s3(bucket: host, path: String(path.drop { $0 == "/" }), endpoint: endpoint)
            default: throw unknown
            }
        }
    }

    /// The configuration for one life of an event's file.
    ///
    /// - Parameter life: the last part of the place, which no other life has: `netdev01-incarnation-2`.
    package static func configuration(of file: URL, life: String, to place: Place) -> String {
        let replica: [(String, String)]
        switch place {
        case .folder(let url):
            replica = [("type", "file"), ("path", quoted(url.appendingPathComponent(life).path))]
        case .sftp(let user, let host, let port, let path, let key):
            replica =
                [
                    ("type", "sftp"), ("host", quoted("\(host):\(port)")), ("user", quoted(user)),
                    ("path", quoted("\(path.hasSuffix("/") ? String(path.dropLast()) : path)/\(life)")),
                ] + (key.map { [("key-path", quoted($0))] } ?? [])
        case .s3(let bucket, let path, let endpoint):
            replica =
                [
                    ("type", "s3"), ("bucket", quoted(bucket)),
                    ("path", quoted(path.isEmpty ? life : "\(path)/\(life)")),
                ] + (endpoint.map { [("endpoint", quoted($0)), ("force-path-style", "true")] } ?? [])
        }
        return """
            # Made by lanyard replica init, for one life of the event's file. After a restore or a takeover make it anew: each
            # incarnation has a place of its own. Run it with: litestream replicate -config THIS-FILE
            # Secrets of S3 do not belong here: LITESTREAM_ACCESS_KEY_ID and LITESTREAM_SECRET_ACCESS_KEY.
            levels:
              - interval: 30s
            dbs:
              - path: \(quoted(file.path))
                monitor-interval: 100ms
                checkpoint-interval: 10s
                replica:
            \((replica + [("sync-interval", "100ms")]).map { "      \($0.0): \($0.1)" }.joined(separator: "\n"))

            """
    }

    /// A text as a double-quoted scalar of YAML.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// Fetches the copy, and puts the keys beside it.
    ///
    /// - Throws: `replica_tool_missing`, `replica_tool_failed`, `replica_unreadable`, `event_exists`.
    static func restore(_ configuration: URL, to target: URL, keys: URL) async throws {
        let manager = FileManager.default
        let targetKeys = try EventKeys(beside: target).folder
        for path in [target.path, targetKeys.path] where manager.fileExists(atPath: path) {
            throw EventStoreError(.eventExists, ErrorDetail("file", path))
        }
        guard let text = try? String(contentsOf: configuration, encoding: .utf8),
            let database = text.firstMatch(of: #/(?m)^\s*-\s+path:\s*"?([^"\n]+)"?\s*$/#)?.1
        else { throw EventStoreError(.replicaUnreadable, ErrorDetail("folder", configuration.path)) }
        guard isInstalled else { throw ServerError(.replicaToolMissing) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // What it writes is everybody's data.
        process.arguments = [
            "-c", "umask 077; exec litestream \"$@\"", "sh", "restore", "-config", configuration.path, "-o",
            target.path,
            String(database),
        ]
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let said = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<String, any Error>) in
            Thread.detachNewThread {
                do {
                    try process.run()
                    let said = errors.fileHandleForReading.readDataToEndOfFile()
                    process.waitUntilExit()
                    continuation.resume(returning: String(decoding: said.suffix(500), as: UTF8.self))
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
        guard process.terminationStatus == 0, manager.fileExists(atPath: target.path) else {
            let line = said.split(separator: "\n").last.map(String.init) ?? "it ended with \(process.terminationStatus)"
            EventStore.removeDatabase(at: target)
            throw ServerError(.replicaToolFailed, ErrorDetail("problem", line))
        }
        do {
            try manager.copyItem(at: keys, to: targetKeys)
            for url in [targetKeys, target] { try EventModes(of: target).close(url) }
        } catch {
            EventStore.removeDatabase(at: target)
            throw EventStoreError(.keysMissing, ErrorDetail("folder", keys.path), underlying: error)
        }
    }

    private static var isInstalled: Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/litestream")
        }
    }
}

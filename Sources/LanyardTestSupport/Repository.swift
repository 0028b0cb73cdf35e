package import Foundation

/// The files of this repository that tests read.
package enum Repository {
    /// The folder with `Package.swift`, found from the location of this file.
    package static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path) {
                return folder
            }
            folder.deleteLastPathComponent()
        }
        preconditionFailure("no Package.swift above \(#filePath)")
    }()

    /// The text of a file, by its path from the root.
    package static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The reference event: Netdev 0.1.
    package static func netdev01() throws -> String { try text("templates/events/netdev01.yaml") }
}

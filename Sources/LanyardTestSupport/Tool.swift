import Foundation

/// A program of the system that our work is held against, such as hledger, or one that looks at it, such as pdftotext.
package enum Tool {
    /// The program ended in another way than with exit code 0.
    package struct Failed: Error {
        package let command: [String]
        package let status: Int32
    }

    /// Runs a program of the PATH and gives what it writes to standard output. Throws `Tool.Failed`.
    package static func run(_ command: String...) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(command: command, status: process.terminationStatus)
        }
        return String(decoding: data, as: UTF8.self)
    }
}

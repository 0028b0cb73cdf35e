import Foundation

/// A program that checks our work, such as hledger, or looks at it, such as pdftotext.
package enum Tool {
    /// The program did not end with exit code 0.
    package struct Failed: Error {
        package let command: [String]
        package let status: Int32
    }

    /// Runs a program on the PATH and returns its standard output. Throws `Tool.Failed`.
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

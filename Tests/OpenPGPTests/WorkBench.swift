import Foundation

/// A place for throw-away homes that a test can look into afterwards.
final class WorkBench {
    let url = URL(filePath: "/tmp/lanyard-test-\(UUID().uuidString.prefix(8))")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    /// Everything in it except the folders of idle workers, which contain only a lock.
    var contents: [String] {
        get throws {
            try FileManager.default.subpathsOfDirectory(atPath: url.path).filter { path in
                path.wholeMatch(of: #/lanyard-gnupg-[^/]+(/lock)?/#) == nil
            }
        }
    }

    /// Puts a shell script there and returns where it is.
    ///
    /// Another process writes it: a program that is open for writing anywhere in this one (in a child that has just been
    /// forked, say) cannot be run.
    func program(_ name: String, _ script: String) throws -> URL {
        let process = Process()
        let input = Pipe()
        let file = url.appending(path: name)
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "cat > \"$0\" && chmod 700 \"$0\"", file.path]
        process.standardInput = input
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("#!/bin/sh\n\(script)\n".utf8))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        return file
    }

    /// The command lines of the processes that have this folder in them, or in their environment, and that word.
    func processes(named name: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }.compactMap { number in
            guard let command = FileManager.default.contents(atPath: "/proc/\(number)/cmdline"), !command.isEmpty else {
                return nil
            }
            let environment = FileManager.default.contents(atPath: "/proc/\(number)/environ") ?? Data()
            let line = String(decoding: command, as: UTF8.self).replacing("\0", with: " ")
            let all = line + String(decoding: environment, as: UTF8.self)
            return all.contains(url.path) && line.contains(name) ? line : nil
        }
    }
}

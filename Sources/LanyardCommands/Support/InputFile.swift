import Foundation

/// What a command is given to read, whole: a file, or what a pipe or a shell's `<(…)` brings.
enum InputFile {
    /// More than any command takes, so that what never ends does.
    private static let bytesMax = 268_435_456

    /// - Parameters:
    ///   - path: of the file; nil or `-` for standard input.
    ///   - limit: how many bytes are read at most; one more than is allowed reveals what is too large.
    /// - Throws: what the system says, with the path.
    static func data(_ path: String?, atMost limit: Int = bytesMax) throws -> Data {
        do {
            guard let path, path != "-" else {
                return try FileHandle.standardInput.read(upToCount: limit) ?? Data()
            }
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            return try handle.read(upToCount: limit) ?? Data()
        } catch {
            throw CocoaError(
                (error as? CocoaError)?.code ?? .fileReadUnknown, userInfo: [NSFilePathErrorKey: path ?? "-"])
        }
    }

    /// The same as text.
    static func text(_ path: String?) throws -> String {
        guard let text = String(validating: try data(path), as: UTF8.self) else {
            throw CocoaError(.fileReadInapplicableStringEncoding, userInfo: [NSFilePathErrorKey: path ?? "-"])
        }
        return text
    }
}

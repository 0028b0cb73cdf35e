import ArgumentParser
import BadgeRenderer
import Conference
import Foundation
import Synchronization

/// How a result is written.
package struct OutputOptions: ParsableArguments {
    @Flag(help: "Write the result as JSON.")
    package var json = false

    package init() {}
}

/// Results, on stdout.
enum Output {
    static func json(_ value: some Encodable) throws {
        write(try JSONText.encode(value, pretty: true) + Data("\n".utf8), isText: true)
    }

    static func line(_ text: String) { write(Data((text + "\n").utf8), isText: true) }

    static func text(_ text: String) { write(Data(text.utf8), isText: true) }

    /// `1 badge`, `2 badges`.
    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// A table with a heading; columns named in `right` are flush right.
    static func table(_ headings: [String], right: Set<String> = [], _ rows: [[String]]) {
        let widths = headings.indices.map { column in
            max(width(headings[column]), rows.map { width($0[column]) }.max() ?? 0)
        }
        for row in [headings] + rows {
            let cells = row.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - width(row[column]))
                return right.contains(headings[column]) ? blanks + row[column] : row[column] + blanks
            }
            line(cells.joined(separator: "  ").trimmingSuffix { $0 == " " })
        }
    }

    /// The columns that a text takes on a terminal: two for wide East Asian characters (UAX #11), none for marks.
    static func width(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.unicodeScalars.reduce(0) { width, scalar in
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: return width
            default: break
            }
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
                0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
                return width + 2
            default: return width + 1
            }
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while isBlank: (Character) -> Bool) -> Substring {
        var rest = self[...]
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }
}

extension Output {
    fileprivate static func line(_ text: Substring) { line(String(text)) }
}

extension Output {
    /// Bytes to stdout.
    static func bytes(_ bytes: [UInt8]) { write(Data(bytes), isText: false) }

    /// Bytes to a file, which appears complete or not at all.
    static func bytes(_ bytes: [UInt8], toFile path: String) throws {
        do {
            try OutputFile.write(bytes, to: URL(fileURLWithPath: path))
        } catch {
            throw BadgeRendererError(.outputNotWritten, ErrorDetail("file", path), underlying: error)
        }
    }
}

extension Output {
    /// Why results could not be written, and what they said.
    private struct Failure {
        /// An `errno`.
        let number: Int32
        var unwritten = ""
    }

    private static let failure = Mutex<Failure?>(nil)
    /// How much of what could not be written is said on the other stream, in characters.
    private static let unwrittenMax = 4_000

    private static func write(_ bytes: Data, isText: Bool) {
        failure.withLock { failure in
            if failure == nil {
                let number = StandardStream.send(bytes, to: STDOUT_FILENO)
                guard number != 0 else { return }
                failure = Failure(number: number)
            }
            guard isText, let missing = failure, missing.unwritten.count < unwrittenMax else { return }
            failure?.unwritten += String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Tells that results could not be written; what a command did stands all the same, and is said on stderr then.
    ///
    /// Who reads a list and has enough of it (`| head`) is told nothing.
    /// - Returns: how the program ends because of it; nil if all was written.
    static func settle() -> ExitCode? {
        guard let failure = failure.withLock({ $0 }) else { return nil }
        let hasWritten = OpenEvents.wereWritten
        guard hasWritten || failure.number != EPIPE else { return .outputFailed }
        let why = StandardStream.words(failure.number)
        Report.fail(
            code: "output_failed", "The result cannot be written: \(why).",
            advice: hasWritten ? "What was done stands. It says:" : "Make room, or send it elsewhere.")
        if hasWritten {
            let text = failure.unwritten.trimmingCharacters(in: .newlines)
            Report.say(text.count > unwrittenMax ? String(text.prefix(unwrittenMax)) + "…" : text)
        }
        return .outputFailed
    }
}

import ArgumentParser

/// Where the file goes that a command makes, and how what is to be said of it is written.
struct FileOptions: ParsableArguments {
    @Option(help: "The file to write; - for stdout. Default: stdout.")
    var out: String?

    @OptionGroup var output: OutputOptions

    /// Stdout takes one of the two: the file, or with `--json` the facts of it.
    func validate() throws {
        guard !output.json || OutputOptions.isFile(out) else {
            throw ValidationError("With --json, give --out FILE: the file goes there, and the facts of it to stdout.")
        }
    }

    /// Writes the file, and says what is in it: as a sentence on stderr, or with `--json` as the facts on stdout.
    func write(_ bytes: [UInt8], _ sentence: String? = nil, _ facts: [String: Fact] = [:]) throws {
        if let sentence, !output.json { Report.say(sentence) }
        try output.file(bytes, to: out, facts)
    }
}

extension OutputOptions {
    /// Whether this names a file, and not stdout.
    static func isFile(_ path: String?) -> Bool { path != nil && path != "-" }

    /// Bytes to stdout, or to a file, which appears complete or not at all; with `--json` the facts of it go to stdout then.
    func file(_ bytes: [UInt8], to path: String?, _ facts: [String: Fact] = [:]) throws {
        guard let path, Self.isFile(path) else { return Output.bytes(bytes) }
        do {
            try Output.bytes(bytes, toFile: path)
        } catch {
            // What was issued stands.
            if json, !facts.isEmpty { try Output.json(facts) }
            throw error
        }
        guard json else { return Report.say("\(bytes.count) bytes: \(path)") }
        try Output.json(facts.merging(["file": .text(path), "bytes": .number(bytes.count)]) { fact, _ in fact })
    }
}

import ArgumentParser
import Conference

/// The language of what a command writes for people to read on paper; the command itself speaks English.
struct PaperLanguage: ParsableArguments {
    @Option(help: "The language of what is written: \(Language.allCases.map(\.rawValue).joined(separator: ", ")).")
    var language = Language.english
}

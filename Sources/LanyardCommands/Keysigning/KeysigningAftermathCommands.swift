import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import Keysigning
import OpenPGP

struct KeysigningMerge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Take in keys that came back with signatures.",
        discussion: """
            Only what participants certified on each other's keys is kept; the rest is skipped. Then have it checked: \
            lanyard keysigning check

            Example: lanyard keysigning merge returned/*.asc
            """)

    @Argument(help: "Keys as gpg --export prints them, armoured or not; each file may hold many.")
    var files: [String]

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        var answers: [[String: Fact]] = []
        for file in files {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
            var bytes = try handle.read(upToCount: SubmissionLimits.keyring.submissionBytes + 1) ?? Data()
            try handle.close()
            // The files of one call are several writes; each has its own key.
            let context = try write.context(services.clock)
            let merged = try await services.bringBack(
                SubmittedBytes(wiping: &bytes), limits: .keyring,
                context: WriteContext(
                    author: context.author, origin: context.origin, time: context.time,
                    key: try IdempotencyKey(
                        String("\(context.key)|\(file)".unicodeScalars.filter(\.isASCII).prefix(200)))
                )
            ).result
            guard !output.json else {
                answers.append([
                    "file": .text(file), "keys": .number(merged.keys), "added": .number(merged.added),
                    "known": .number(merged.known), "strangers": .number(merged.strangers),
                    "unverified": .number(merged.unverified ?? 0), "revoked": .number(merged.revoked ?? 0),
                ])
                continue
            }
            Output.line(
                "\(file): \(Output.count(merged.keys, "key")) of the list, \(Output.count(merged.added, "signature")) new, \(merged.known) known"
                    + (merged.strangers > 0 ? ", \(Output.count(merged.strangers, "other key")) passed over" : "")
                    + (merged.unverified.map { ", \(Output.count($0, "signature")) not made by who is named" } ?? "")
                    + (merged.revoked.map { ", \(Output.count($0, "key")) revoked: freeze a new version" } ?? ""))
        }
        if output.json { try Output.json(answers) }
    }
}

struct KeysigningCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Have GnuPG check the signatures that came back.",
        discussion: """
            In a throw-away home, offline. You can stop it; the next run carries on from there.

            Example: lanyard keysigning check
            """)

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let progress = Progress("keys")
        let checked = try await services.aftermath.verify(context: try write.context(services.clock)) { done, total in
            progress.show(done, of: total)
        }
        try output.answer("\(Output.count(checked, "signature")) checked", ["checked": .number(checked)])
    }
}

struct KeysigningMatrix: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matrix", abstract: "Show who signed whom, and who still owes what.",
        discussion: """
            Without --form, a table of the people. Forms: json, csv (the matrix), accounts (owes and owed), dot (for \
            Graphviz), pdf and png (a picture).

            Example: lanyard keysigning matrix --form png --out matrix.png
            """)

    @Option(help: "json, csv, accounts, dot, pdf or png. Default: a table.")
    var form: EventServices.MatrixForm?

    @Option(help: "The file to write. Default: stdout.")
    var out: String?

    @OptionGroup var wording: PaperLanguage

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard form != nil || out == nil else { throw ValidationError("Give --form with --out.") }
        guard !output.json || form == nil || OutputOptions.isFile(out) else {
            throw ValidationError("Give --json without --form, or a file with --out.")
        }
    }

    func run() async throws {
        let services = try await event.services(.reading)
        if let form {
            return try output.file(
                Array(try await services.matrix(as: form, in: wording.language).bytes), to: out,
                ["form": .text(form.rawValue)])
        }
        let body = MatrixBody(try await services.aftermath.matrix(at: services.clock.now))
        guard !output.json else { return try Output.json(body) }
        Output.table(
            ["numbers", "user id", "signed", "received", "owes", "owed"], right: ["signed", "received"],
            body.people.map { person in
                [
                    list(person.numbers), person.userID, String(person.signed), String(person.received),
                    list(person.owes), list(person.owed),
                ]
            })
        Output.line("")
        Output.line(
            "\(Output.count(body.signatures.count, "signature")) since the list was frozen; returned: \(body.reciprocity.map { "\($0) %" } ?? "none")"
        )
        Output.line("strong set: \(body.strongSetBefore) keys before, \(body.strongSetAfter) after")
        Output.line(
            "mean shortest distance: \(body.distanceBefore ?? "none") before, \(body.distanceAfter ?? "none") after")
        if body.unchecked > 0 {
            Report.say(
                "Still to be checked: \(Output.count(body.unchecked, "signature")). Run lanyard keysigning check")
        }
    }

    private func list(_ numbers: [Int]) -> String {
        numbers.count > 12
            ? numbers.prefix(12).map(String.init).joined(separator: " ") + " … \(numbers.count)"
            : numbers.map(String.init).joined(separator: " ")
    }
}

extension EventServices.MatrixForm: ExpressibleByArgument {}

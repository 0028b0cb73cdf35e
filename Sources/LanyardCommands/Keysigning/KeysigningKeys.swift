import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import Keysigning
import OpenPGP
import RegistrationLedger
import Representations
import Wording

struct KeysigningAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Take in a participant's public key.",
        discussion: """
            The key is stripped to what a keysigning needs, and GnuPG must agree with what was read. Handing the same key in \
            again brings it up to date. A revocation certificate takes the key off the list that made it, or that allowed \
            its maker to; of several keys in one file --fingerprint chooses.

            Example: lanyard keysigning add ada.asc --registration K7X-42MK
            """)

    @Argument(help: "The public key, as gpg --armor --export prints it.")
    var file: String

    @Option(help: "Whose it is: the code, the reference from another system, or '#NUMBER'.")
    var registration: String

    @Option(help: "The fingerprint as the owner wrote it down; it must match the key.")
    var fingerprint: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        // One byte more than allowed reveals a file that is too large without reading all of it.
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
        var bytes = try handle.read(upToCount: SubmissionLimits.submission.submissionBytes + 1) ?? Data()
        let receipt = try await services.keysigning.add(
            SubmittedBytes(wiping: &bytes), typedFingerprint: fingerprint,
            registration: try await services.ledger.registration(named: registration).id,
            context: try write.context(services.clock)
        ).result
        let key = receipt.submission.key
        try output.answer(
            "\(receipt.change.rawValue)  \(key.algorithm)  \(key.fingerprint.grouped)",
            [
                "change": .text(receipt.change.rawValue), "algorithm": .text("\(key.algorithm)"),
                "fingerprint": .text(key.fingerprint.digits),
                "warnings": .list(receipt.warnings.map { .text($0.code.rawValue) }),
            ])
        if let revoker = receipt.revoker {
            Report.say("Revoked by \(revoker.grouped), which its owner allowed to.")
        }
        for warning in receipt.warnings {
            let details = warning.details.map { ErrorDetail($0.name, $0.value) }
            Report.say("warning: \(Words(code: warning.code, details: details).sentence)")
        }
    }
}

struct KeysigningShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "List the keys that were handed in, or show one person's to compare.",
        discussion: """
            For one person, shows each fingerprint in groups of four beside the names, to compare with the owner's own \
            slip, and the entry as the list will print it.

            Example: lanyard keysigning show K7X-42MK
            """)

    @Argument(help: "Whose: the code, the reference from another system, or '#NUMBER'. Default: everybody's.")
    var registration: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        var id: Registration.ID?
        if let registration { id = try await services.ledger.registration(named: registration).id }
        let entries = try await services.keysigning.entries(of: id, at: services.clock.now)
        let keys = entries.map { KeysigningKeyBody($0, event: definition) }
        guard !output.json else { return try Output.json(keys) }
        guard registration == nil else { return keys.forEach(show) }
        Output.table(
            ["no", "registration", "fingerprint", "algorithm", "state", "user id"], right: ["no"],
            keys.map { key in
                [
                    key.number.map(String.init) ?? "", "#\(key.registration)", key.fingerprint, key.algorithm,
                    key.state.replacing("_", with: " "), key.shownUserIDs.first ?? "",
                ]
            })
    }

    private func show(_ key: KeysigningKeyBody) {
        Output.line("#\(key.registration)  \(key.name)\(key.nameIsOnKey ? "" : "  — no user id has this name")")
        if let claimants = key.claimedBy {
            let others = claimants.map { "#\($0)" }.joined(separator: ", ")
            Output.line("handed in by \(others) too, and refused: ask whose it is before anything is confirmed")
        }
        Output.line("state  \(key.state.replacing("_", with: " "))")
        if let proof = key.proof {
            Output.line(
                "proved \(proof.time) with \(proof.isPrimaryKey ? "the primary key" : "the subkey \(proof.key)")")
        }
        if let confirmation = key.confirmation {
            Output.line("confirmed \(confirmation.time) by \(confirmation.author)")
        }
        let half = key.groups.count / 2
        Output.line("")
        Output.line("    " + key.groups[..<half].joined(separator: "  "))
        Output.line("    " + key.groups[half...].joined(separator: "  "))
        Output.line("")
        Output.line(key.preview)
    }
}

struct KeysigningConfirm: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm", abstract: "Record that the owner confirmed the fingerprint in person: the green dot.",
        discussion: """
            Type the fingerprint from the owner's own slip or phone, or scan its OPENPGP4FPR code; do not take it from \
            our list. If control of the key is proved, badges made from now on carry the dot.

            Example: lanyard keysigning confirm K7X-42MK --fingerprint "249C B377 1750 745D 5CDD  323C E267 B052 364F \
            028D"
            """)

    @OptionGroup var person: PersonArgument

    @Option(help: "The fingerprint, all 40 digits; spaces and case do not matter.")
    var fingerprint: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let confirmed = try await services.confirmKey(
            fingerprint, of: try await person.id(services),
            context: try write.context(services.clock))
        try output.say(
            confirmed.change.waitsForProof
                ? "Confirmed. The green dot comes when control of the key is proved: lanyard keysigning challenge \(person.text)"
                : "The green dot is granted." + (confirmed.outdated.isEmpty ? "" : " Print the badge to show it."),
            [
                "confirmed": true, "state": .text(confirmed.change.state.rawValue),
                "badgeOutdated": .flag(!confirmed.outdated.isEmpty),
            ])
    }
}

struct KeysigningWithdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Take a key off the list, or take back only its green dot.",
        discussion: """
            No other key gets its number.

            Example: lanyard keysigning withdraw 249CB3771750745D5CDD323CE267B052364F028D --because "lost the card"
            """)

    @Argument(help: "The fingerprint, all 40 digits.")
    var fingerprint: String

    @Option(help: "Why.")
    var because: String

    @Flag(help: "Take back only the green dot; the key stays on the list.")
    var onlyDot = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let context = try write.context(services.clock)
        if onlyDot {
            let ended = try await services.endConfirmation(of: fingerprint, because: because, context: context)
            try output.say(
                "The confirmation is taken back." + (ended.outdated.isEmpty ? "" : " Print the badge without the dot."),
                ["confirmed": false, "onList": true, "badgeOutdated": .flag(!ended.outdated.isEmpty)])
        } else {
            _ = try await services.keysigning.withdraw(fingerprint, because: because, context: context)
            try output.say("The key is off the list.", ["onList": false])
        }
    }
}

import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import Keysigning
import KeysigningPaper
import OpenPGP
import Representations

struct KeysigningListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Write the list of participants: a draft, or a frozen version.",
        discussion: """
            gpgsigs, caff and gpgparticipants-prefill read the text: do not change a byte of it. A frozen version also \
            comes as pdf, csv, pius (name,email,fingerprint), json, keyring, armored, and as bundle: everything in one \
            archive, from which the list can be derived again.

            Example: lanyard keysigning list --frozen 1 --form pdf --out ksp.pdf
            """)

    @Option(help: "The frozen version. Default: a draft of the next.")
    var frozen: Int?

    @Option(help: "text, pdf, csv, pius, json, keyring, armored or bundle.")
    var form: ListForm = .text

    @OptionGroup var paper: PaperOptions

    @OptionGroup var wording: PaperLanguage

    @Flag(help: "Leave out of a PDF what participants may not see yet: the digest, until digestsFrom.")
    var forParticipants = false

    @OptionGroup var file: FileOptions

    @OptionGroup var event: EventOptions

    func run() async throws {
        let services = try await event.services(.reading)
        guard let frozen else {
            guard form == .text else { throw ValidationError("Only a frozen version has other forms: give --frozen.") }
            return try file.write(
                try await services.keysigning.draft(at: services.clock.now).bytes, nil, ["frozen": false])
        }
        let list = try await services.list(
            version: frozen, as: form, for: forParticipants ? .participant : .organizer, on: paper.size,
            in: wording.language)
        try file.write(
            Array(list.bytes), nil, ["frozen": true, "version": .number(frozen), "form": .text(form.rawValue)])
    }
}

struct KeysigningFreeze: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "freeze", abstract: "Give every key its number and freeze the next version of the list.",
        discussion: """
            A frozen version never changes, and a number never goes to another key. Keys that have expired are left \
            out. With --prefix, the list itself contains the first digits of its SHA256, so that everybody sees at a \
            glance whether they have the right one; gpgsigs then does not fill in the others. If nothing has changed \
            since the latest version, no new one is made.

            Example: lanyard keysigning freeze --prefix 3
            """)

    @Option(help: "How many leading digits of the SHA256 to write into the list, 0 to 4.")
    var prefix = 0

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let freezing = try await services.keysigning.freezing(
            prefixDigits: prefix, context: try write.context(services.clock)
        ).result
        let list = freezing.list
        if !freezing.isNew { Report.say("Nothing has changed since version \(list.version): no new version was made.") }
        for key in try await services.keysigning.expired(at: list.frozen) {
            say("left out, because it has expired", key)
        }
        try await sayWhatExpires(services, at: list.frozen)
        let digest = list.sha256.hexadecimal
        try output.answer(
            "version \(list.version)  SHA256 \(digest)",
            ["version": .number(list.version), "sha256": .text(digest), "isNew": .flag(freezing.isNew)])
    }
}

private func say(_ what: String, _ key: KeysigningSubmission) {
    Report.say("\(what): \(key.key.fingerprint.grouped) of #\(key.registration)")
}

/// Names the keys that their owners should extend in time.
private func sayWhatExpires(_ services: EventServices, at time: Date) async throws {
    for key in try await services.keysigning.expiringBeforeKeysigning(at: time) {
        say("will expire before the keysigning is over", key)
    }
    for key in try await services.keysigning.expiringBeforeDue(at: time) {
        say("will expire before the signatures are due", key)
    }
}

struct KeysigningKeyring: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keyring", abstract: "Write the keys of the list as one keyring.",
        discussion: "Example: lanyard keysigning keyring --out ksp.gpg")

    @Option(help: "The frozen version. Default: the current keys.")
    var frozen: Int?

    @OptionGroup var file: FileOptions

    @Flag(help: "Write it as text (ASCII armour).")
    var armor = false

    @Flag(help: "The latest version, with the signatures that came back and were checked.")
    var signed = false

    @OptionGroup var event: EventOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let keyring: [UInt8]
        if signed {
            keyring = try await services.aftermath.signedKeyring()
        } else if let frozen {
            keyring = try await services.keysigning.list(version: frozen).keyring
        } else {
            keyring = try await services.keysigning.keyring(at: services.clock.now)
        }
        try file.write(armor ? Array(Keyring.armored([keyring]).utf8) : keyring)
    }
}

extension ListForm: ExpressibleByArgument {}

/// What a PDF is printed on.
struct PaperOptions: ParsableArguments {
    @Option(help: ArgumentHelp("letter or a4.", valueName: "paper"))
    var paper: PaperSize = .letter

    var size: PaperSize { paper }
}

extension PaperSize: ExpressibleByArgument {}

struct KeysigningClose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Stop taking in keys.",
        discussion: """
            New keys and updates of known ones are refused until the list is opened again; revocations get through. \
            Keys are named that have expired, or will before the keysigning is over or before the signatures are due, \
            so that their owners can extend them.

            Example: lanyard keysigning close
            """)

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        _ = try await services.keysigning.close(context: try write.context(services.clock))
        for key in try await services.keysigning.expired(at: services.clock.now) {
            say("will be left out unless it is extended", key)
        }
        try await sayWhatExpires(services, at: services.clock.now)
        try output.say("The list is closed. Freeze it next: lanyard keysigning freeze", ["closed": true])
    }
}

struct KeysigningOpen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Take in keys again, for latecomers.",
        discussion: """
            They appear in the next version that you freeze; the numbers of the others stay.

            Example: lanyard keysigning open --because "two people came late"
            """)

    @Option(help: "Why.")
    var because: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        _ = try await services.keysigning.reopen(because: because, context: try write.context(services.clock))
        try output.say("The list is open again.", ["closed": false])
    }
}

struct KeysigningHolders: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holders", abstract: "List who has a frozen version, or may have one.",
        discussion: """
            Lists everyone who has a key on it or took it home with their own link: the people who must hear when a \
            key on it is revoked (‘keysigning letters erratum’ writes to them). Says first which keys on it have been \
            revoked, and by whom.

            Example: lanyard keysigning holders --frozen 1
            """)

    @OptionGroup var version: FrozenVersionOption

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let zone = try await services.store.definition().zone
        let version = try await version.number(services)
        for key in try await services.keysigning.news(of: version).revoked {
            let who = key.revocation.revoker.map { "revoked by \($0.grouped), which its owner allowed to" }
            Report.say(
                "\(KeysigningList.threeDigits(key.number)) \(who ?? "revoked by its owner"): \(key.fingerprint.grouped)"
            )
        }
        let holders = try await services.keysigning.holders(version: version)
            .map { KeysigningHolderBody($0, in: zone) }
        guard !output.json else { return try Output.json(holders) }
        Output.table(
            ["registration", "name", "e-mail", "numbers", "took it home"],
            holders.map { holder -> [String] in
                let numbers = holder.numbers.map { String($0) }.joined(separator: " ")
                return ["#\(holder.registration)", holder.name, holder.email, numbers, holder.taken ?? ""]
            })
    }
}

struct KeysigningAbsent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "absent", abstract: "Record that the owner of a number did not come.",
        discussion: """
            The next version that you freeze leaves the key out; the key keeps its number.

            Example: lanyard keysigning absent 7
            """)

    @Argument(help: "The number on the list.")
    var number: Int

    @Flag(help: "They came after all.")
    var undo = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        _ = try await services.keysigning.note(
            absent: !undo, number: number, context: try write.context(services.clock))
        try output.say(
            "Number \(number) is \(undo ? "present" : "absent"). The next frozen version shows it.",
            ["number": .number(number), "absent": .flag(!undo)])
    }
}

struct KeysigningDigests: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digests", abstract: "Show the SHA256 and SHA512 of a frozen version, to read out.",
        discussion: "Example: lanyard keysigning digests --frozen 1")

    @Flag(name: .customLong("ripemd160"), help: "Show RIPEMD160 as well.")
    var withRIPEMD160 = false

    @OptionGroup var version: FrozenVersionOption

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let version: Int
        let sha256: String
        let sha512: String
        let ripemd160: String
    }

    func run() async throws {
        let services = try await event.services(.reading)
        let version = try await version.number(services)
        let digests = ListDigests(of: try await services.keysigning.list(version: version).text)
        guard !output.json else {
            return try Output.json(
                Body(
                    version: version, sha256: digests.sha256, sha512: digests.sha512, ripemd160: digests.ripemd160))
        }
        Output.line("version \(version)")
        let old = withRIPEMD160 ? [("RIPEMD160", digests.ripemd160)] : []
        for (name, digits) in [("SHA256", digests.sha256), ("SHA512", digests.sha512)] + old {
            let all = Array(digits.uppercased())
            let groups = stride(from: 0, to: all.count, by: 4).map { String(all[$0..<$0 + 4]) }
            let perRow = groups.count == 10 ? 10 : 8
            for start in stride(from: 0, to: groups.count, by: perRow) {
                let row = groups[start..<start + perRow].joined(separator: " ")
                Output.line((start == 0 ? name : "").padding(toLength: 11, withPad: " ", startingAt: 0) + row)
            }
        }
    }
}

struct KeysigningSlips: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slips", abstract: "Write slips to cut, eight to a page, as PDF.",
        discussion: """
            For people who bring none: number, fingerprint, QR code and names of their own key.

            Example: lanyard keysigning slips --number 7 --out slips-007.pdf
            """)

    @Option(name: .customLong("number"), help: "A number on the list; give it again for more. Default: all.")
    var numbers: [Int] = []

    @Option(help: "How many slips of each, 1 to 80.")
    var copies = 8

    @OptionGroup var version: FrozenVersionOption

    @OptionGroup var file: FileOptions

    @OptionGroup var wording: PaperLanguage

    @OptionGroup var paper: PaperOptions
    @OptionGroup var event: EventOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let slips = try await services.slips(
            version: version.frozen, numbers: numbers.isEmpty ? nil : numbers, copies: copies, on: paper.size,
            in: wording.language)
        try file.write(Array(slips.bytes))
    }
}

struct KeysigningVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Derive the list again from a bundle, and compare every byte.",
        discussion: """
            Needs no event, only the bundle and GnuPG.

            Example: lanyard keysigning verify ksp-netdev01-v1.tar
            """)

    @Argument(help: "A bundle, as lanyard keysigning list --form bundle writes it.")
    var bundle: String

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let progress = Progress("keys")
        let result = try await ListBundle.verify(
            URL(fileURLWithPath: bundle), inspector: CertificateInspector()
        ) { done, total in progress.show(done, of: total) }
        try output.answer(
            "version \(result.version), \(Output.count(result.keys, "key")): derived again, equal byte for byte\n"
                + "SHA256 \(result.sha256)",
            ["version": .number(result.version), "keys": .number(result.keys), "sha256": .text(result.sha256)])
    }
}

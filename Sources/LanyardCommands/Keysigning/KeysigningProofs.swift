import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import Keysigning
import OpenPGP
import RegistrationLedger
import Representations

struct KeysigningChallengeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "challenge", abstract: "Issue the challenge by which a participant proves control of a key.",
        discussion: """
            Writes a text that the participant signs, exactly as it is, with gpg --clearsign; or, with --method code, \
            a message that only the holder of the key can decrypt. It works once, within a day.

            Example: lanyard keysigning challenge K7X-42MK --out challenge.txt
            """)

    @OptionGroup var person: PersonArgument

    @Option(help: "Which of the person's keys; optional if there is only one.")
    var fingerprint: String?

    @Option(help: "signature or code.")
    var method = "signature"

    @OptionGroup var file: FileOptions

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions

    func run() async throws {
        guard let method = KeysigningChallenge.Method(rawValue: method) else {
            throw ValidationError("There is no method ‘\(method)’: give signature or code.")
        }
        let services = try await event.services()
        let id = try await person.id(services)
        let challenge = try await services.keysigning.challenge(
            method, fingerprint: try await services.fingerprint(fingerprint, of: id), registration: id,
            context: try write.context(services.clock)
        ).result
        let name = OutputOptions.isFile(file.out) ? file.out ?? "" : "challenge.txt"
        let order =
            switch method {
            case .signature: "Sign it: gpg --local-user \(challenge.fingerprint) --clearsign \(name)"
            case .code: "Read the code: gpg --decrypt \(name)"
            }
        try file.write(
            Array(challenge.text.utf8), order,
            ["fingerprint": .text(challenge.fingerprint.digits), "method": .text(method.rawValue)])
    }
}

struct KeysigningProve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Check a participant's answer to a challenge, which proves control of the key.",
        discussion: """
            The answer is what gpg --clearsign made of the challenge, or the code from the encrypted message.

            Example: lanyard keysigning prove K7X-42MK challenge.txt.asc
            """)

    @OptionGroup var person: PersonArgument

    @Argument(help: "The file with the signed challenge.")
    var file: String?

    @Option(help: "The code from the encrypted message, instead of a file.")
    var code: String?

    @Option(help: "Which of the person's keys; optional if there is only one.")
    var fingerprint: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (file == nil) != (code == nil) else { throw ValidationError("Give the signed file, or --code.") }
    }

    func run() async throws {
        let services = try await event.services()
        let id = try await person.id(services)
        let fingerprint = try await services.fingerprint(fingerprint, of: id)
        let context = try write.context(services.clock)
        let change: DotChange
        if let file {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
            var bytes = try handle.read(upToCount: SignedMessage.bytesMax + 1) ?? Data()
            change = try await services.keysigning.prove(
                signed: SubmittedBytes(wiping: &bytes), fingerprint: fingerprint, registration: id, context: context
            ).result
        } else {
            change = try await services.keysigning.prove(
                code: code ?? "", fingerprint: fingerprint, registration: id, context: context
            ).result
        }
        try output.say(
            "Control of the key is proved." + (change.state == .greenDot ? " The badge gets its green dot." : ""),
            ["proved": true, "state": .text(change.state.rawValue)])
    }
}

struct KeysigningInvite: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: "Make a participant's own link for handing in keys and proving control.",
        discussion: """
            Anyone who has the link can act for this registration, but only in the keysigning. A new link replaces the \
            old one. The link is shown once: the event's file keeps only its SHA-256. With --all, everybody without a \
            link gets one, in a form for mail merge.

            Example: lanyard keysigning invite K7X-42MK --server https://192.0.2.1:8015
            Example: lanyard keysigning invite --all --server https://192.0.2.1:8015 > links.csv
            """)

    @Argument(help: "The code, the reference from another system, or '#NUMBER'; leave it out with --all.")
    var registration: String?

    @Flag(help: "Make a link for everybody who has none, as CSV: name, e-mail, link.")
    var all = false

    @Option(
        help: "The server's address as participants see it. Default: $LANYARD_SERVER, or else the token alone.")
    var server: String?

    @Flag(help: "Only revoke the current link.")
    var revoke = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let context = try write.context(services.clock)
        let address = server ?? ProcessInfo.processInfo.environment["LANYARD_SERVER"]
        guard let registration else { return try await inviteAll(services, at: address, context: context) }
        let id = try await services.ledger.registration(named: registration).id
        if revoke {
            try await services.keysigning.revokeInvitation(registration: id, context: context)
            return try output.say("The link is worthless now.", ["revoked": true])
        }
        let made = KeysigningInvitationBody(
            try await services.keysigning.invite(registration: id, context: context), at: address)
        guard !output.json else { return try Output.json(made) }
        Output.line(made.link ?? made.token)
    }

    func validate() throws {
        guard all == (registration == nil) else { throw ValidationError("Name a registration, or give --all.") }
        guard !(all && revoke) else { throw ValidationError("Revoke links one at a time.") }
    }

    private func inviteAll(_ services: EventServices, at address: String?, context: WriteContext) async throws {
        let made = try await services.keysigning.inviteAll(context: context).map {
            KeysigningInvitationBody($0, at: address)
        }
        guard !output.json else { return try Output.json(made) }
        var csv = CSVText(header: ["name", "email", "link"])
        for one in made { csv.append([.text(one.name), .text(one.email), .text(one.link ?? one.token)]) }
        Output.text(csv.text)
        Report.say(Output.count(made.count, "link"))
    }
}

struct KeysigningAnnounce: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "announce", abstract: "Announce a key that a participant will send with gpg --send-keys.",
        discussion: """
            gpg sends keys without a login, so only announced keys are accepted that way.

            Example: lanyard keysigning announce K7X-42MK --fingerprint 249CB3771750745D5CDD323CE267B052364F028D
            """)

    @OptionGroup var person: PersonArgument

    @Option(help: "The fingerprint, all 40 digits; spaces and case do not matter.")
    var fingerprint: String

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let announced = try await services.keysigning.announce(
            fingerprint, registration: try await person.id(services),
            context: try write.context(services.clock)
        ).result
        try output.say(
            "Send it: gpg --keyserver hkp://HOST:PORT --send-keys \(announced)", ["announced": .text("\(announced)")])
    }
}

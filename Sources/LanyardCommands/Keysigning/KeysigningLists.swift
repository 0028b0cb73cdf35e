import ArgumentParser
import Conference
import EventStore
import Foundation
import Keysigning
import LanyardServer
import OpenPGP

struct KeysigningListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Write the list of participants: a draft, or a frozen version.",
        discussion: """
            The text is what gpgsigs, caff and gpgparticipants-prefill read: do not change a byte of it.

            Example: lanyard keysigning list --out ksp.txt
            """)

    @Option(help: "The frozen version; without it, a draft of the next.")
    var frozen: Int?

    @Option(help: "The file to write; without it, stdout.")
    var out: String?

    @OptionGroup var event: EventOptions

    func run() async throws {
        let services = try await event.services()
        let text: [UInt8]
        if let frozen {
            text = try await services.keysigning.list(version: frozen).text
        } else {
            text = try await services.keysigning.draft(at: services.clock.now).bytes
        }
        try Output.bytes(text, to: out)
    }
}

struct KeysigningFreeze: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "freeze", abstract: "Give every key its number and freeze the next version of the list.",
        discussion: """
            A frozen version never changes, and a number never goes to another key.

            Example: lanyard keysigning freeze
            """)

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions

    func run() async throws {
        let services = try await event.services()
        let list = try await services.keysigning.freeze(context: try write.context(services.clock)).result
        let digest = list.sha256.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        Output.line("version \(list.version)  SHA256 \(digest)")
    }
}

struct KeysigningKeyring: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keyring", abstract: "Write the keys of the list as one keyring.",
        discussion: "Example: lanyard keysigning keyring --out ksp.gpg")

    @Option(help: "The frozen version; without it, the keys that stand now.")
    var frozen: Int?

    @Option(help: "The file to write; without it, stdout.")
    var out: String?

    @Flag(help: "Write it as text (ASCII armour).")
    var armor = false

    @OptionGroup var event: EventOptions

    func run() async throws {
        let services = try await event.services()
        let keyring: [UInt8]
        if let frozen {
            keyring = try await services.keysigning.list(version: frozen).keyring
        } else {
            keyring = try await services.keysigning.keyring()
        }
        try Output.bytes(armor ? Array(Keyring.armored([keyring]).utf8) : keyring, to: out)
    }
}

package import ArgumentParser
import Foundation
import Glibc
import LanyardCommands

package struct NetworkCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "network", abstract: "Say how phones reach this machine, and what a name server must say.",
        discussion: """
            Prints the addresses of this machine, a QR code of the first, and the lines for dnsmasq that give the machine its \
            name in the network of the venue, where there is no internet. Phones need HTTPS for their camera: get a \
            certificate for that name beforehand.

            Example: lanyard network
            Example: lanyard network --name desk.example.org --port 443
            """)

    @Option(help: "The name of this machine, as in its certificate.")
    var name: String?

    @Option(help: "The port that the server listens on.")
    var port = 443

    @Flag(help: "Without TLS.")
    var plain = false

    @OptionGroup var output: OutputOptions

    package init() {}

    package func validate() throws {
        guard (1...65_535).contains(port) else { throw ValidationError("--port must be between 1 and 65535.") }
        guard name.map({ $0.wholeMatch(of: #/[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?/#) != nil }) ?? true else {
            throw ValidationError("--name is a host name, such as desk.example.org.")
        }
    }

    package func run() async throws {
        let addresses = ServedAddresses.ofThisMachine(AF_INET) + ServedAddresses.ofThisMachine(AF_INET6)
        let urls =
            (name.map { [$0] } ?? addresses).flatMap {
                ServedAddresses.urls(host: $0, port: port, isSecure: !plain)
            }
        let lines = name.map { name in addresses.map { "address=/\(name)/\($0)" } } ?? []
        try NetworkReport.show(urls: urls, addresses: addresses, nameServerLines: lines, json: output.json)
    }
}

import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import QRCode

struct DeviceAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a device: by a link that it opens, or by its token.",
        discussion: """
            With --server, or LANYARD_SERVER in the environment, prints a link as text and as a QR code. Whoever opens \
            it first, within an hour, has the device. Otherwise prints the token itself, for a machine that is set up \
            by hand. A door without --gate may scan at every gate.

            Example: lanyard device add "North door" --role door --gate main --server https://192.0.2.1:8015

            With --app pretixscan the QR code is one that the app pretixSCAN reads; the event's description must open the \
            server to it (scanners).

            With --role exhibitor and --exhibitor the device is at that exhibitor's booth, for its page /booth.

            Example: lanyard device add "Zebra 1" --app pretixscan --gate main --server https://192.0.2.1:8015
            """)

    @Argument(help: "What people call the device.")
    var name: String

    @Option(
        help: "What it may do: \(Device.Role.allCases.map(\.rawValue).joined(separator: ", ")). A scanner app: door.")
    var role: String?

    @Option(help: "Which app the code is for: pretixscan. Default: a browser.")
    var app: App?

    @Option(name: .customLong("gate"), help: "A gate where it may scan; give it again for more.")
    var gates: [String] = []

    @Option(help: "At whose booth it is, for --role exhibitor: a word of exhibitors in the event's description.")
    var exhibitor: String?

    @Option(help: "The server's address as the device sees it. Default: $LANYARD_SERVER.")
    var server: String?

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    enum App: String, ExpressibleByArgument, CaseIterable {
        case pretixscan
    }

    private struct TokenBody: Encodable {
        let id: Int64
        let name: String
        let role: String
        let token: String
    }

    private struct LinkBody: Encodable {
        let name: String
        let role: String
        let link: String
        let expires: String
    }

    func run() async throws {
        guard let named = role ?? (app == nil ? nil : Device.Role.door.rawValue) else {
            throw ValidationError("Missing expected argument '--role <role>'")
        }
        guard let role = Device.Role(rawValue: named) else {
            throw ValidationError(
                "There is no role ‘\(named)’: \(Device.Role.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let address = server ?? ProcessInfo.processInfo.environment["LANYARD_SERVER"]
        if let address {
            guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host != nil else {
                throw ValidationError("Write --server as an address like https://192.0.2.1:8015.")
            }
        }
        let services = try await event.services(clock: try time.eventClock())
        let gates = Set(gates.map { Gate.ID(rawValue: $0) })
        let exhibitor = exhibitor.map { Exhibitor.ID(rawValue: $0) }
        let context = try write.context(services.clock)
        if app != nil {
            guard address != nil else {
                throw ValidationError("A scanner app needs --server: its code names the address.")
            }
            guard try await services.store.definition().scanners?.pretixscan != nil else {
                throw ServerError(.scannersClosed)
            }
        }
        if let address {
            try await invite(
                services, role: role, gates: gates, exhibitor: exhibitor, address: address, context: context)
        } else {
            let (device, token) = try await services.store.addDevice(
                name: name, role: role, gates: gates, exhibitor: exhibitor, context: context)
            guard !output.json else {
                return try Output.json(
                    TokenBody(id: device.id.rawValue, name: device.name, role: role.rawValue, token: token.secret))
            }
            Output.line("device \(device.id): \(device.name), \(role.rawValue)")
            Output.line("token  \(token.secret)")
            Report.say("The token is shown only this once.")
        }
    }

    private func invite(
        _ services: EventServices, role: Device.Role, gates: Set<Gate.ID>, exhibitor: Exhibitor.ID?, address: String,
        context: WriteContext
    ) async throws {
        let enrollment = try await services.store.invite(
            name: name, role: role, gates: gates, exhibitor: exhibitor, context: context)
        let zone = try await services.store.definition().zone
        let expires = Timestamp(enrollment.expires, in: zone).description
        let link = try app == nil ? enrollment.link(at: address) : enrollment.scannerCode(at: address)
        guard !output.json else {
            return try Output.json(LinkBody(name: enrollment.name, role: role.rawValue, link: link, expires: expires))
        }
        Output.line(try TerminalQRCode.text(link))
        Output.line(link)
        Report.say("\(enrollment.name), \(role.rawValue): works once, until \(expires).")
    }
}

/// A QR code made of characters, two rows of modules per line.
enum TerminalQRCode {
    /// Light modules are drawn, so that it works on a dark terminal; colours are set, so that it works on a light one.
    static func text(_ content: String) throws -> String {
        let matrix = try QRMatrix(content)
        let edge = QRMatrix.quietZone
        func isDark(_ row: Int, _ column: Int) -> Bool {
            guard (0..<matrix.side).contains(row), (0..<matrix.side).contains(column) else { return false }
            return matrix.modules[row * matrix.side + column] == 1
        }
        let lines = stride(from: -edge, to: matrix.side + edge, by: 2).map { row in
            let cells = (-edge..<matrix.side + edge).map { column in
                switch (isDark(row, column), isDark(row + 1, column)) {
                case (false, false): "█"
                case (false, true): "▀"
                case (true, false): "▄"
                case (true, true): " "
                }
            }
            return "\u{1B}[97;40m" + cells.joined() + "\u{1B}[0m"
        }
        return lines.joined(separator: "\n")
    }
}

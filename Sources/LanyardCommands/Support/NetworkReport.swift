/// How this machine is reached, on stdout.
package enum NetworkReport {
    private struct Body: Encodable {
        let urls: [String]
        let addresses: [String]
        let dnsmasq: [String]
    }

    /// - Parameter nameServerLines: what dnsmasq must be told.
    package static func show(
        urls: [String], addresses: [String], nameServerLines: [String], json: Bool
    ) throws {
        guard !json else {
            return try Output.json(Body(urls: urls, addresses: addresses, dnsmasq: nameServerLines))
        }
        if addresses.isEmpty { Report.say("This machine is in no network.") }
        urls.forEach(Output.line)
        if let first = urls.first { Output.line(try TerminalQRCode.text(first)) }
        guard !nameServerLines.isEmpty else { return }
        Output.line("# /etc/dnsmasq.d/lanyard.conf")
        nameServerLines.forEach(Output.line)
    }
}

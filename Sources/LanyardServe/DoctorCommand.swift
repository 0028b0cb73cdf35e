package import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import LanyardCommands
import LanyardServer
import ProviderConnection

package struct DoctorCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look at everything that could be wrong, and say how to mend it.",
        discussion: """
            It looks at every page of the event's file, its log, its keys and their modes, the books, the clock, the badge's \
            template and fonts, what the program needs beside it, the door rules for phones, room on the disk, the print \
            queues, how mail goes out and what holds it back, the payment provider's keys, whether another machine has taken over, and \
            the certificate if you name one. It changes nothing, asks nobody in the network but the print server, and the server may \
            run meanwhile; with --ask-provider it also asks the payment provider whether it knows the key.

            Ends with 0 if all of it works (a warning is something to know), and with 2 if something does not.

            Example: lanyard doctor
            Example: lanyard doctor --tls-certificate chain.pem --tls-key key.pem --json
            Example: lanyard doctor --ask-provider
            """)

    @Option(help: "The certificate chain that the server shows, a PEM file.")
    var tlsCertificate: String?

    @Option(help: "The private key of the certificate, a PEM file.")
    var tlsKey: String?

    @Flag(help: "Ask the payment provider whether it knows the event's key.")
    var askProvider = false

    @OptionGroup var time: ClockOptions
    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package func validate() throws {
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("Give --tls-certificate and --tls-key together.")
        }
    }

    package func run() async throws {
        var check: EventDoctor.CertificateCheck?
        if let tlsCertificate, let tlsKey {
            let files = TLSFiles(certificateChain: tlsCertificate, privateKey: tlsKey)
            check = { now in files.condition(at: now) }
        }
        let doctor = EventDoctor(
            of: try event.url(), resources: .ofThisProgram, clock: try time.eventClock(), certificate: check,
            providerWire: askProvider ? ProviderConnection() : nil)
        try CheckupReport.show(await doctor.look(), json: output.json)
    }
}

package import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import LanyardCommands
import LanyardServer

package struct DoctorCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look at everything that could be wrong, and say how to mend it.",
        discussion: """
            It looks at every page of the event's file, its log, its keys and their modes, the books, the clock, the badge's \
            template and fonts, what the program needs beside it, the door rules for phones, room on the disk, the print \
            queues, whether mail goes out, whether another machine has taken over, and the certificate if you name one. It changes nothing, and the server may run meanwhile.

            Ends with 0 if all of it works (a warning is something to know), and with 2 if something does not.

            Example: lanyard doctor
            Example: lanyard doctor --tls-certificate chain.pem --tls-key key.pem --json
            """)

    @Option(help: "The certificate chain that the server shows, a PEM file.")
    var tlsCertificate: String?

    @Option(help: "The private key of the certificate, a PEM file.")
    var tlsKey: String?

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
            of: try event.url(), resources: .ofThisProgram, clock: try time.eventClock(), certificate: check)
        try CheckupReport.show(await doctor.look(), json: output.json)
    }
}

import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger

struct BadgeTicket: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket", abstract: "Write a person's e-ticket: PDF, a calendar file or a wallet pass.",
        discussion: """
            The ticket is good at the desk and at the kiosk, on paper or on a screen, as long as the registration stands; no \
            door takes it. It is made the first time, and stays the same. ‘mail send ticket’ sends it.

            Example: lanyard badge ticket K7X-42MK --out ticket.pdf
            Example: lanyard badge ticket K7X-42MK --form calendar --out days.ics
            """)

    @Argument(help: "The code, the reference from another system, or '#NUMBER'.")
    var registration: String

    @Option(help: "letter, a4, calendar, or wallet for a phone’s wallet.")
    var form = TicketForm.letter

    @OptionGroup var file: FileOptions

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions

    func run() async throws {
        let services = try await event.services()
        let id = try await services.ledger.registration(named: registration).id
        let ticket = try await services.ticket(of: id, as: form, context: try write.context(services.clock))
        try file.write(Array(ticket.bytes))
    }
}

extension TicketForm: ExpressibleByArgument {}

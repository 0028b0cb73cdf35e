import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger

struct RegistrationAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Register one person and charge what it costs.",
        discussion: """
            Example: lanyard registration add "Ada Placeholder" --days 1,2 --affiliation "Example Networks"
            """)

    @Argument(help: "The name, as the person writes it.")
    var name: String

    @Option(help: "The days: 1,3-4 or all.")
    var days = "all"

    @Option(help: "The role: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
    var role = Role.attendee.rawValue

    @OptionGroup var about: PersonOptions

    @Option(name: .customLong("add-on"), help: "A side event; may be given several times.")
    var addOns: [String] = []

    @Option(help: "The number another system knows the person by.")
    var reference: String?

    @Option(help: "A voucher.")
    var voucher: String?

    @Flag(help: "Wait for what is full, and have the rest.")
    var wait = false

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let role = Role(rawValue: role) else {
            throw ValidationError(
                "There is no role ‘\(role)’: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let services = try await event.services()
        let definition = try await services.store.definition()
        let new = try NewRegistration(
            person: about.person(named: name),
            role: role,
            days: DaySet(days, dayCount: definition.days.count), addOns: Set(addOns.map { AddOn.ID(rawValue: $0) }),
            reference: reference, voucher: voucher.map { Voucher.ID(typed: $0) }, language: about.locale,
            whenFull: wait ? .wait : .refuse)
        let done = try await services.ledger.register(new, context: try write.context(services.clock))
        try await RegistrationOutput.show(done.result.id, services, json: output.json)
    }
}

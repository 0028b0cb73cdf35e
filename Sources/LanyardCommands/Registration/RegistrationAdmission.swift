import ArgumentParser
import Conference
import EventDesk
import EventStore
import Foundation
import RegistrationLedger
import Representations

struct RegistrationAllot: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allot", abstract: "Make a link by which so many people register themselves in a category.",
        discussion: """
            For a category that not everybody may choose: a sponsor's people, speakers. They may come before registration \
            opens, and count against their places alone.

            Example: lanyard registration allot sponsor 5 --for "Packet Bakery"
            """)

    @Argument(help: "The category.")
    var category: String

    @Argument(help: "How many may come by it, 1 to 1000.")
    var places: Int

    @Option(name: .customLong("for"), help: "Whom it is for.")
    var note: String

    @Option(help: "Until when, RFC 3339; left out for as long as people register.")
    var until: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let definition = try await services.store.definition()
        let made = try await services.ledger.allot(
            try definition.category(named: category), places: places, for: note,
            until: try until.map { try Timestamp.date($0) }, context: try write.context(services.clock)
        ).result
        guard !output.json else { return try Output.json(AllotmentBody(made, event: definition)) }
        Output.line("\(definition.mail?.pages ?? "")/register?invitation=\(made.code)")
    }
}

struct RegistrationAllotments: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allotments", abstract: "List those links, with how many came by each.",
        discussion: "Example: lanyard registration allotments")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let allotments = try await services.ledger.allotments().map { AllotmentBody($0, event: definition) }
        guard !output.json else { return try Output.json(allotments) }
        Output.table(
            ["number", "code", "category", "used", "places", "for", "until"], right: ["number", "used", "places"],
            allotments.map { allotment -> [String] in
                let until = allotment.ended.map { "ended \($0)" } ?? allotment.until ?? ""
                return [
                    String(allotment.id), allotment.code, allotment.category, String(allotment.used),
                    String(allotment.places), allotment.note, until,
                ]
            })
    }
}

struct RegistrationEndAllotment: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end-allotment", abstract: "End such a link; who came by it stays.",
        discussion: "Example: lanyard registration end-allotment 3")

    @Argument(help: "The number, as ‘registration allotments’ lists it.")
    var number: Int64

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        _ = try await services.ledger.endAllotment(
            Allotment.ID(rawValue: number), context: try write.context(services.clock))
        try output.answer("allotment \(number) is ended", ["allotment": .number(number), "ended": true])
    }
}

struct RegistrationApprovals: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approvals", abstract: "List who waits for a category to be approved.",
        discussion: "Example: lanyard registration approvals")

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let definition = try await services.store.definition()
        let applications = try await services.ledger.applications().map { ApplicationBody($0, event: definition) }
        guard !output.json else { return try Output.json(applications) }
        Output.table(
            ["code", "name", "category", "proof", "guardian", "since"],
            applications.map { application -> [String] in
                let person = application.registration
                let proof = application.hasProof ? "yes" : ""
                return [
                    person.code, person.name, person.category, proof, application.guardian?.name ?? "",
                    application.since,
                ]
            })
    }
}

struct RegistrationApprove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve the category that somebody chose, or decline it.",
        discussion: """
            Who is declined is cancelled, and gets back all that was paid. The proof is erased either way.

            Example: lanyard registration approve K7X-42MK
            Example: lanyard registration approve K7X-42MK --decline "the card has expired"
            """)

    @OptionGroup var person: PersonArgument

    @Option(help: "Decline it for this reason, which the person reads.")
    var decline: String?

    @OptionGroup var event: EventOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let services = try await event.services()
        let judged = try await services.ledger.judge(
            try await person.id(services), approves: decline == nil, because: decline ?? "",
            context: try write.context(services.clock)
        ).result
        try output.answer(
            "\(judged.code) is \(decline == nil ? "approved" : "declined")",
            ["code": .text(judged.code.description), "approved": .flag(decline == nil)])
    }
}

struct RegistrationProof: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proof", abstract: "Write what somebody handed in as a proof into a file.",
        discussion: "Example: lanyard registration proof K7X-42MK --out proof.pdf")

    @OptionGroup var person: PersonArgument

    @OptionGroup var file: FileOptions

    @OptionGroup var event: EventOptions

    func run() async throws {
        let services = try await event.services(.reading)
        let proof = try await services.ledger.proof(of: try await person.id(services))
        try file.write(Array(proof.content))
    }
}

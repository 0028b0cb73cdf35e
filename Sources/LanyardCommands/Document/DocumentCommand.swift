import ArgumentParser
import Conference
import EventDesk
import RegistrationLedger

struct DocumentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "document", abstract: "Print letters, certificates and invoices, one or many at once.",
        discussion: """
            Which letters there are, and who may have them, stands under ‘letters’ in the event's description; docs/templates.md \
            says how they are drawn. Each kind has numbers of its own, without gaps. What was issued stays as it is.
            """,
        subcommands: [DocumentPrint.self, DocumentSend.self, DocumentList.self])
}

/// Whose papers are meant.
struct PaperSelectionOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Codes, references from another system, or '#NUMBER', of those who get one.", valueName: "registration"))
    var registrations: [String] = []

    @Flag(help: "For everybody who was let in at some gate.")
    var admitted = false

    @Flag(help: "For everybody who owes money.")
    var unpaid = false

    @Flag(help: "For everybody whose place stands.")
    var all = false

    func validate() throws {
        guard [admitted, unpaid, all, !registrations.isEmpty].count(where: { $0 }) == 1 else {
            throw ValidationError("Name people, or give one of --admitted, --unpaid, --all.")
        }
    }

    func selection(_ services: EventServices) async throws -> PaperSelection {
        try PaperSelection(
            admitted ? .admitted : unpaid ? .unpaid : all ? .all : nil,
            people: try await services.ledger.registrations(named: registrations))
    }
}

extension Fact {
    /// Who gets none, by the reason.
    static func leftOut(_ leftOut: [String: [Registration.ID]]) -> Fact {
        .facts(leftOut.mapValues { people in .list(people.map { .number($0.rawValue) }) })
    }
}

/// Says who gets none, and why.
func tellLeftOut(_ leftOut: [String: [Registration.ID]]) {
    for (reason, people) in leftOut.sorted(by: { $0.key < $1.key }) {
        Report.say("left out, \(reason): \(people.map { "#\($0)" }.joined(separator: ", "))")
    }
}

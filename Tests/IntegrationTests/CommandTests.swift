import Foundation
import LanyardTestSupport
import Testing

/// What the commands say and how they end.
@Suite(.waitsForPrograms)
struct CommandTests {
    @Test func `nothing of a bad batch is applied, and each wrong cell is named`() async throws {
        let venue = try Venue()
        try await venue.open()
        let file = venue.folder.file("bad.csv")
        try Data("name,days,category\nAnn Invented,1,attendee\nBob Invented,9,attendee\nCy Invented,1,king\n".utf8)
            .write(to: file)
        let before = try await venue.lanyard("audit").output
        let refused = try await venue.lanyard("registration", "import", file.path)
        #expect(refused.status == 65)
        #expect(refused.errors.contains("line 3, column days: There is no day 9: the event has 4 days."))
        #expect(refused.errors.contains("line 4, column category: ‘king’ is not one of: attendee"))
        #expect(try await venue.lanyard("audit").output == before)
        let kept = try await venue.lanyard("registration", "import", file.path, "--keep-good")
        #expect(kept.status == 0)
        #expect(kept.errors.contains("1 registered"))
    }

    @Test func `every mistake in an event's file is told with its line`() async throws {
        let venue = try Venue()
        let file = venue.folder.file("bad.yaml")
        let yaml = try Repository.netdev01()
            .replacing("price: 100.00", with: "price: a hundred").replacing("currency: CAD", with: "currency: dollars")
            .replacing("frequency: once per day", with: "frequence: once per day")
        try Data(yaml.utf8).write(to: file)
        let refused = try await venue.lanyard("event", "create", venue.event, "--from", file.path)
        #expect(refused.status == 65)
        for place in ["event.currency: ‘dollars’", "passes[1].price: ‘a hundred’", "gates[1].frequence: ‘frequence’"] {
            #expect(refused.errors.contains(place))
        }
        #expect(refused.errors.contains("3 found"))
        #expect(!FileManager.default.fileExists(atPath: venue.event))
    }

    @Test func `an applied change is shown, stored and charged from then on`() async throws {
        let venue = try Venue()
        try await venue.open()
        let shown = try await venue.lanyard("event", "show").output
        let written = try Repository.netdev01()
        #expect(shown == written)
        let file = venue.folder.file("changed.yaml")
        try Data(shown.replacing("price: 60.00", with: "price: 65.00").utf8).write(to: file)
        let dry = try await venue.lanyard("event", "apply", file.path, "--dry-run")
        #expect(dry.output == "~ add_ons[dinner].price: 60.00 → 65.00\n")
        #expect(try await venue.lanyard("event", "show").output == shown)
        #expect(try await venue.lanyard("event", "apply", file.path).status == 0)
        #expect(try await venue.lanyard("event", "show").output.contains("price: 65.00"))
        #expect(try await venue.lanyard("audit").status == 0)
    }

    @Test func `days bought one by one cost what they cost together`() async throws {
        let venue = try Venue()
        try await venue.open()
        let added = try await venue.lanyard("registration", "add", "Wanda Walk-In", "--days", "1", "--reference", "W1")
        #expect(added.status == 0)
        for (days, due) in [("1,2", "200.00"), ("1-3", "300.00"), ("all", "350.00"), ("1", "100.00")] {
            let changed = try await venue.lanyard("registration", "days", "W1", "--to", days)
            #expect(changed.output.contains("due CAD \(due)"))
        }
    }

    @Test func `a payment with the same key is booked once`() async throws {
        let venue = try Venue()
        try await venue.open()
        try await venue.lanyard("registration", "add", "Wanda Walk-In", "--days", "1", "--reference", "W1")
        for _ in 1...2 {
            let paid = try await venue.lanyard("ledger", "pay", "W1", "--amount", "40", "--key", "receipt-1")
            #expect(paid.output.hasSuffix("due CAD 60.00\n"))
        }
        let other = try await venue.lanyard("ledger", "pay", "W1", "--amount", "50", "--key", "receipt-1")
        #expect(other.status == 1)
        #expect(other.errors.contains("receipt-1"))
    }

    @Test(arguments: [
        (["registration", "show", "nobody"], 1, "There is no registration ‘nobody’."),
        (["ledger", "pay", "ND-0001", "--amount", "ten"], 1, "‘ten’ is not an amount."),
        (["scan", "K7X-42M0", "--gate", "main", "--device", "1"], 1, "typing error"),
        (["badge", "print", "--all", "--sheet", "papyrus", "--out", "x.pdf"], 1, "There is no sheet ‘papyrus’"),
        (["badge", "repeat", "--all", "--because", "jam", "--out", "x.pdf"], 1, "There are no badges to print."),
        (["badge", "repeat", "ND-0001", "--because", "jam", "--out", "x.pdf"], 1, "There is no badge yet."),
        (["badge", "reprint", "--all", "--out", "x.pdf"], 1, "A reason is needed."),
        (["badge", "print", "--out", "x.pdf"], 64, "Name registrations, give a condition"),
        (["badge", "print", "--all"], 64, "Give --out FILE or --queue NAME."),
        (["badge", "print", "--all", "--out", "x.pdf", "--copies", "2"], 64, "go with --queue"),
        (["badge", "print", "--category", "king", "--out", "x.pdf"], 1, "‘king’ is not one of: attendee"),
        (["badge", "print", "--day", "9", "--out", "x.pdf"], 1, "There is no day 9"),
        (["badge", "print", "ND-0001", "--out", "/"], 1, "/ is a folder."),
        (["badge", "print", "ND-0001", "--template", "../x", "--out", "x.pdf"], 1, "is not the name of a template"),
        (["badge", "preview", "ND-0001", "--dpi", "5", "--out", "x.png"], 1, "between 36 and 600"),
        (
            ["event", "create", "here.txt", "--from", Repository.root.path + "/templates/events/netdev01.yaml"], 1,
            "The name of an event’s file ends in .lanyard"
        ),
        (["nonsense"], 64, "Unexpected argument"),
    ])
    func `a wrong command says what is wrong and what to do`(
        arguments: [String], status: Int32, words: String
    ) async throws {
        let venue = try Venue()
        try await venue.open()
        let outcome = try await run("lanyard", arguments, environment: ["LANYARD_EVENT": venue.event])
        #expect(outcome.status == status)
        #expect(outcome.errors.contains(words))
        #expect(outcome.output.isEmpty)
    }

    @Test func `without an event named, a command says how to name one`() async throws {
        let outcome = try await run("lanyard", ["audit"], environment: ["LANYARD_EVENT": ""])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("--event"))
    }

    @Test func `every command has help with an example, and answers in JSON unless it runs until it is stopped`()
        async throws
    {
        let help = try await run("lanyard", ["--experimental-dump-help"]).output
        let all = try JSONDecoder().decode(Help.self, from: Data(help.utf8)).command.leaves([])
        #expect(all.count > 150)
        for (path, command) in all {
            let name = path.joined(separator: " ")
            #expect(command.discussion?.contains("Example: lanyard \(name)") == true, "\(name)")
            let answers = command.arguments?.contains { $0.names?.contains { $0.name == "json" } == true } == true
            #expect(answers != ["replica follow", "serve"].contains(name), "\(name)")
        }
    }

    /// What the program says of its commands, for other programs.
    private struct Help: Decodable {
        let command: Command

        struct Command: Decodable {
            struct Argument: Decodable {
                struct Name: Decodable { let name: String }
                let names: [Name]?
            }
            let commandName: String
            let discussion: String?
            let arguments: [Argument]?
            let subcommands: [Command]?

            /// The commands that do something, each with the words that call it.
            func leaves(_ path: [String]) -> [(path: [String], command: Command)] {
                guard let subcommands else { return [(path, self)] }
                return subcommands.filter { $0.commandName != "help" }.flatMap { $0.leaves(path + [$0.commandName]) }
            }
        }
    }
}

import Foundation
import LanyardTestSupport
import Testing

/// Whatever cannot be written or read ends in a sentence and a code, and nothing is half done.
@Suite(.waitsForPrograms)
struct FailingWellTests {
    /// Runs a line of a shell in which `lanyard` is the program and `$LANYARD_EVENT` the venue's event.
    private static func shell(_ line: String, at venue: Venue) async throws -> Outcome {
        let program = try #require(
            Program.process("lanyard", [], environment: [:]).executableURL?.deletingLastPathComponent())
        return try await run(
            "bash", ["-uc", "cd \"$1\"; " + line, "bash", venue.folder.url.path],
            environment: [
                "LANYARD_EVENT": venue.event,
                "PATH": program.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"),
            ])
    }

    private static func entries(_ venue: Venue) async throws -> Int {
        let audit = try await shell("lanyard audit --json", at: venue)
        struct Audit: Decodable { let entries: Int }
        return try JSONDecoder().decode(Audit.self, from: Data(audit.output.utf8)).entries
    }

    @Test(arguments: ["> /dev/full", ">&-"])
    func `a payment whose result cannot be written is booked, and says so on the other stream`(
        stream: String
    ) async throws {
        let venue = try Venue()
        try await venue.open()
        let before = try await Self.entries(venue)
        let outcome = try await Self.shell(
            "lanyard ledger pay '#2' --amount 1 --method card \(stream)", at: venue)
        #expect(outcome.status == 74, "\(outcome)")
        #expect(outcome.errors.contains("The result cannot be written"), "\(outcome.errors)")
        #expect(outcome.errors.contains("What was done stands"), "\(outcome.errors)")
        #expect(try await Self.entries(venue) == before + 1)
        let audit = try await Self.shell("lanyard audit", at: venue)
        #expect(audit.status == 0, "\(audit.errors)")
    }

    @Test func `whoever reads enough of a list is told nothing`() async throws {
        let venue = try Venue()
        try await venue.open()
        let outcome = try await Self.shell("lanyard registration list | head -1", at: venue)
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
    }

    @Test func `no stream at all is no reason to crash`() async throws {
        let venue = try Venue()
        try await venue.open()
        let outcome = try await Self.shell("lanyard registration list <&- >&- 2>&-; echo $?", at: venue)
        #expect(outcome.output == "74\n", "\(outcome)")
        let audit = try await Self.shell("lanyard audit 2> /dev/full", at: venue)
        #expect(audit.status == 0)
    }

    @Test(
        arguments: [
            ("lanyard registration find --json zzz-nobody-zzz --event missing.lanyard", "event_missing", 1),
            ("lanyard registration list --json --nonsense", "usage", 64),
            ("lanyard serve --json", "usage", 64), ("lanyard event apply --json nowhere.yaml", "file_unusable", 1),
            ("lanyard doctor --json --tls-certificate a.pem", "usage", 64),
        ] as [(String, String, Int32)])
    func `with --json an error is JSON as well`(line: String, code: String, status: Int32) async throws {
        struct Failure: Decodable {
            struct Body: Decodable {
                let code: String
                let message: String
            }
            let error: Body
        }
        let venue = try Venue()
        try await venue.open()
        let outcome = try await Self.shell(line, at: venue)
        #expect(outcome.status == status, "\(outcome)")
        let failure = try JSONDecoder().decode(Failure.self, from: Data(outcome.errors.utf8))
        #expect(failure.error.code == code && !failure.error.message.isEmpty)
    }

    @Test(
        arguments: [
            ("regstration list", "lanyard registration"), ("registration lst", "lanyard registration list"),
            ("bagde print", "lanyard badge"), ("ledger recipt", "lanyard ledger receipt"),
            ("servve", "lanyard serve"), ("help regstration", "lanyard registration"),
            ("badge template chek a.svg", "lanyard badge template check"),
        ])
    func `a mistyped command is named as it is written`(typed: String, meant: String) async throws {
        let venue = try Venue()
        let outcome = try await Self.shell("lanyard \(typed)", at: venue)
        #expect(outcome.status == 64 && outcome.errors.contains("Did you mean ‘\(meant)’?"), "\(outcome.errors)")
    }

    @Test(arguments: ["help registration", "registration --help", "help badge print", "--help", "--version"])
    func `help is a result`(line: String) async throws {
        let venue = try Venue()
        let outcome = try await Self.shell("lanyard \(line)", at: venue)
        #expect(outcome.status == 0 && !outcome.output.isEmpty && outcome.errors.isEmpty, "\(outcome)")
    }

    @Test func `what a command did is an object where JSON is asked for`() async throws {
        let venue = try Venue()
        try await venue.open()
        for (line, key) in [
            ("badge issue --all", "made"), ("badge reissue '#1' --because lost", "issue"),
            ("badge void '#1' --because stolen", "good"), ("gate offline --names", "names"),
            ("ledger forget-documents", "documents"), ("ledger close --until 2015-01-01", "anchor"),
            ("mail stop '#1'", "announcements"), ("event show", "gates"), ("ledger invoice '#17' --out a.pdf", "asked"),
            ("keysigning list --out list.txt", "bytes"), ("gate close main --because rain", "closed"),
            ("device add Door --role door", "token"), ("device rename 1 'South door'", "name"),
            ("document print invoice '#17' --out b.pdf", "invoices"), ("keysigning close", "closed"),
        ] {
            let outcome = try await Self.shell("lanyard \(line) --json", at: venue)
            let object = try? JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
            #expect(outcome.status == 0 && object?[key] != nil, "\(line): \(outcome)")
        }
        let changes = try await Self.shell(
            "lanyard event show | sed 's/  venue: .*/  venue: Gatineau/' > new.yaml && lanyard event apply new.yaml --json",
            at: venue)
        struct Change: Decodable { let path: String }
        let found = try JSONDecoder().decode([Change].self, from: Data(changes.output.utf8))
        #expect(found.map(\.path).contains { $0.hasSuffix("venue") }, "\(changes)")
    }

    @Test(arguments: ["nowhere/receipt.pdf", "netdev01.keys"])
    func `a paper that cannot be written names its file, and its number`(path: String) async throws {
        let venue = try Venue()
        try await venue.open()
        let outcome = try await Self.shell("lanyard ledger receipt '#1' --out \(path)", at: venue)
        #expect(outcome.status == 73, "\(outcome)")
        #expect(outcome.errors.contains("NETDEV01-R-0001") && outcome.errors.contains(path), "\(outcome.errors)")
        let again = try await Self.shell("lanyard ledger receipt '#1' --json --out \(path)", at: venue)
        #expect(again.status == 73 && again.output.contains("\"NETDEV01-R-0001\""), "\(again)")
    }

    @Test func `whoever runs a command is known by the system, without any variable`() async throws {
        let venue = try Venue()
        try await venue.open()
        let outcome = try await Self.shell(
            "env -u USER -u LOGNAME -u SUDO_USER -u LANYARD_OPERATOR lanyard registration block '#2' --because trial "
                + "&& lanyard registration history '#2'", at: venue)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let name = try #require(getpwuid(getuid())?.pointee.pw_name)
        #expect(outcome.output.contains(String(cString: name)) && !outcome.output.contains("unknown"))
    }
}

import Foundation
import LanyardTestSupport
import Testing

/// Badges by the real program: files, queues, signals.
@Suite(.waitsForPrograms)
struct BadgeCommandTests {
    private struct Run: Decodable {
        struct Job: Decodable {
            let id: Int
            let state: String
        }
        let badges: Int
        let sheets: Int
        let job: Job?
    }

    private struct Event: Decodable {
        let kind: String
        let issue: Int
        let reason: String
    }

    private func opened() async throws -> Venue {
        let venue = try Venue()
        try await venue.open()
        return venue
    }

    @Test func `a badge is printed, repeated, replaced and voided, and its history tells it`() async throws {
        let venue = try await opened()
        let out = venue.folder.file("badge.pdf").path
        #expect(try await venue.lanyard("badge", "print", "ND-0001", "--out", out).status == 0)
        let twice = try await venue.lanyard("badge", "print", "ND-0001", "--out", out)
        #expect(twice.status == 1)
        #expect(twice.errors.contains("is on paper already"))
        for change in [["repeat", "jam", "--out", out], ["reprint", "lost", "--out", out], ["void", "stolen"]] {
            let arguments = ["badge", change[0], "ND-0001", "--because"] + change[1...]
            let outcome = try await run("lanyard", arguments, environment: ["LANYARD_EVENT": venue.event])
            #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
        }
        let events = try await venue.json([Event].self, "badge", "history", "ND-0001")
        #expect(events.map(\.kind) == ["made", "printed", "printed", "made", "printed", "voided"])
        #expect(events.map(\.issue) == [1, 1, 1, 2, 2, 2])
        #expect(events.map(\.reason) == ["", "", "jam", "lost", "lost", "stolen"])
        let table = try await venue.lanyard("badge", "history", "ND-0001").output
        #expect(table.contains("printed again") && table.contains("badge.pdf"))
    }

    @Test func `a badge is in its holder's language, and a change of language makes the paper old`() async throws {
        let venue = try await opened()
        let out = venue.folder.file("badge.pdf").path
        try await venue.lanyard(
            "registration", "add", "Colette Inventée", "--category", "organizer", "--days", "1,2", "--locale", "fr",
            "--reference", "FR-1")
        #expect(try await venue.lanyard("badge", "print", "FR-1", "--out", out).status == 0)
        let text = try await run("pdftotext", ["-layout", out, "-"]).output
        #expect(text.contains("COMITÉ ORGANISATEUR") && text.contains("sam."), "\(text)")
        let changed = try await venue.lanyard("registration", "correct", "FR-1", "--locale", "en")
        #expect(changed.status == 0 && (changed.output + changed.errors).contains("category"), "\(changed)")
    }

    @Test func `the same badges and date are the same bytes, in a file and on stdout`() async throws {
        let venue = try await opened()
        let file = venue.folder.file("badges.pdf")
        try await venue.lanyard("badge", "issue", "--all")
        let options = ["--sheet", "letter-6up", "--order", "last-name", "--date", "2015-02-14T07:00:00-05:00"]
        _ = try await run(
            "lanyard", ["badge", "print", "--category", "speaker", "--out", file.path] + options,
            environment: ["LANYARD_EVENT": venue.event])
        let first = try Data(contentsOf: file)
        let command = "\"$0\" badge repeat --category speaker --because smeared --out - \"$@\" > \"$OUT\""
        let program = try #require(Program.process("lanyard", [], environment: [:]).executableURL).path
        let piped = venue.folder.file("piped.pdf")
        let outcome = try await run(
            "bash", ["-c", command, program] + options,
            environment: ["LANYARD_EVENT": venue.event, "OUT": piped.path, "LANYARD_RESOURCES": Repository.root.path])
        #expect(outcome.status == 0)
        #expect(try Data(contentsOf: piped) == first)
        #expect(!outcome.errors.contains("\r"), "progress in a pipe")
    }

    @Test func `a dry run tells the sheets, and nothing is written`() async throws {
        let venue = try await opened()
        let before = try await venue.lanyard("badge", "jobs").output
        let dry = try await venue.json(Run.self, "badge", "print", "--all", "--sheet", "letter-6up", "--dry-run")
        #expect(dry.badges > 100)
        #expect(dry.sheets == (dry.badges + 5) / 6)
        #expect(dry.job == nil)
        #expect(try await venue.lanyard("badge", "jobs").output == before)
    }

    @Test func `Ctrl-C in the middle of a run leaves no file, no issue and no print`() async throws {
        let venue = try await opened()
        // So many that the signal comes in the middle, however busy the machine is.
        let rows = (1...3000).map { "BIG-\($0),Crowd Placeholder \($0),attendee,all,confirmed" }
        let crowd = venue.folder.file("crowd.csv")
        try Data((["reference,name,category,days,status"] + rows).joined(separator: "\n").utf8).write(to: crowd)
        try await venue.lanyard("registration", "import", crowd.path)
        let out = venue.folder.file("out")
        try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
        let process = try Program.process(
            "lanyard", ["badge", "print", "--all", "--out", out.appendingPathComponent("badges.pdf").path],
            environment: ["LANYARD_EVENT": venue.event])
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // It draws as soon as its hidden file is there. A thread of its own looks for it, as other tests block the pool.
        let (number, folder) = (process.processIdentifier, out.path)
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let isThere = { (try? FileManager.default.contentsOfDirectory(atPath: folder))?.isEmpty == false }
                while !isThere(), kill(number, 0) == 0 { usleep(1_000) }
                kill(number, SIGINT)
                continuation.resume()
            }
        }
        let said = await Task.detached {
            String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }.value
        process.waitUntilExit()
        #expect(process.terminationStatus == 130, "\(said)")
        #expect(said.contains("stopped; nothing was written or recorded"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: out.path).isEmpty)
        #expect(try await venue.lanyard("badge", "jobs").output.split(separator: "\n").count == 1)
        #expect(try await venue.lanyard("badge", "history", "ND-0001").output.split(separator: "\n").count == 1)
        // And the next run works as usual.
        #expect(
            try await venue.lanyard("badge", "print", "ND-0001", "--out", venue.folder.file("b.pdf").path).status == 0)
    }

    @Test func `a terminal is shown how far a run is, its rate and the time left`() async throws {
        let venue = try await opened()
        let program = try #require(Program.process("lanyard", [], environment: [:]).executableURL).path
        let file = venue.folder.file("badges.pdf").path
        // script(1) gives it a terminal.
        let shown = try await run(
            "script", ["-qec", "'\(program)' badge print --all --out '\(file)'", "/dev/null"],
            environment: ["LANYARD_EVENT": venue.event])
        #expect(shown.status == 0)
        let steps = shown.output.matches(of: #/\rbadges: (\d+) of (\d+), (\d+) a second, (\d+) s left/#)
        let counts = steps.compactMap { Int($0.1) }
        #expect(counts == counts.sorted() && Set(steps.map(\.2)).count == 1)
        let last = try #require(steps.last)
        #expect(last.1 == last.2 && last.3 != "0" && last.4 == "0")
    }

    @Test func `a queue prints, and its answer is shown`() async throws {
        let shop = try await PrintShop()
        let venue = try await opened()
        let environment = ["LANYARD_EVENT": venue.event, "CUPS_SERVER": shop.address]
        let queues = try await run("lanyard", ["badge", "queues"], environment: environment)
        #expect(queues.output.contains("badges  idle"))
        try shop.paper(false)
        let sent = try await run(
            "lanyard",
            ["badge", "print", "ND-0001", "--queue", "badges", "--media", "na_letter_8.5x11in", "--duplex", "short"],
            environment: environment)
        #expect(sent.status == 0, "\(sent.errors)")
        #expect(sent.output.contains("1 badge on 1 sheet: job 1, badges-1"))
        var jobs = ""
        for _ in 0..<200 where !jobs.contains("printing (out of paper)") {
            jobs = try await run("lanyard", ["badge", "jobs"], environment: environment).output
        }
        #expect(jobs.contains("printing (out of paper)"))
        try shop.paper(true)
        for _ in 0..<200 where !jobs.contains("done") {
            jobs = try await run("lanyard", ["badge", "jobs"], environment: environment).output
        }
        let printed = try #require(try shop.printed().first)
        #expect(printed.options.contains("sides=two-sided-short-edge"))
        let pages = try await run("pdfinfo", [printed.file.path]).output
        #expect(pages.contains("Pages:           1"))
        let unknown = try await run(
            "lanyard", ["badge", "print", "ND-0002", "--queue", "papyrus"], environment: environment)
        #expect(unknown.errors.contains("There is no queue ‘papyrus’."))
        #expect(try await venue.lanyard("badge", "history", "ND-0002").output.split(separator: "\n").count == 1)
    }

    @Test func `an event's own template is taken before the shipped one`() async throws {
        let venue = try await opened()
        let own = venue.folder.file("netdev01.templates")
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        let shipped = try Repository.text("templates/badges/netdev01.svg")
        try Data(shipped.replacing("<svg", with: "<!-- ours --><svg").utf8)
            .write(to: own.appendingPathComponent("netdev01.svg"))
        #expect(
            try await venue.lanyard("badge", "print", "ND-0001", "--out", venue.folder.file("a.pdf").path).status == 0)
        try Data("<svg".utf8).write(to: own.appendingPathComponent("netdev01.svg"))
        let broken = try await venue.lanyard("badge", "print", "ND-0002", "--out", venue.folder.file("b.pdf").path)
        #expect(broken.status == 65)
        #expect(broken.errors.contains("netdev01.svg, line 1: "))
    }
}

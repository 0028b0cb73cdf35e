import Conference
import EventStore
import Foundation
import Payments
import RegistrationLedger

/// Times what the ledger does with a large event, and prints a table in Markdown.
///
/// 10,000 registrations with 50,000 entries: import, reports, exports, audit. 100,000 registrations: search.
/// Run it with `swift run -c release ledger-benchmark`.
@main
struct LedgerBenchmark {
    static func main() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        print("| what | figure |\n|---|---|")
        try await books(in: folder)
        try await statements(in: folder)
        try await search(in: folder)
    }

    private static let opening = Date(timeIntervalSince1970: 1_423_576_800)

    /// Netdev 0.1 without limits on its seats.
    private static func open(_ name: String, in folder: URL) async throws -> (RegistrationLedger, EventStore) {
        let template = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
            .appendingPathComponent("templates/events/netdev01.yaml")
        let yaml = try String(contentsOf: template, encoding: .utf8)
            .replacing("    capacity: 300\n", with: "").replacing("    seats: 25\n", with: "")
        let store = try await EventStore.create(
            at: folder.appendingPathComponent("\(name).lanyard"), yaml: yaml, author: "benchmark", time: opening)
        return (RegistrationLedger(store: store), store)
    }

    private static func time<Value>(_ what: String, _ body: () async throws -> Value) async rethrows -> Value {
        let start = ContinuousClock.now
        let value = try await body()
        print("| \(what) | \(milliseconds(ContinuousClock.now - start)) ms |")
        return value
    }

    private static func duration(_ body: () async throws -> Void) async rethrows -> Duration {
        let start = ContinuousClock.now
        try await body()
        return ContinuousClock.now - start
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return String(format: "%.2f", Double(seconds) * 1e3 + Double(attoseconds) / 1e15)
    }

    private static func books(in folder: URL) async throws {
        let (ledger, store) = try await open("books", in: folder)
        let people = Crowd.csv(10_000)
        _ = try await time("import 10,000 registrations") {
            try await ledger.importRegistrations(
                csv: people, keepGood: false, author: "benchmark", origin: "", time: opening)
        }
        var payments = "reference,amount,method,note\n"
        for number in 1...10_000 {
            for part in 1...4 { payments += "P-\(number),25.0\(part),\(part == 1 ? "bank" : "card"),part \(part)\n" }
        }
        let rows = Data(payments.utf8)
        _ = try await time("import 40,000 payments") {
            try await ledger.importPayments(
                csv: rows, keepGood: false, author: "benchmark", origin: "", time: opening)
        }
        for report in LedgerReport.allCases {
            _ = try await time("report \(report.rawValue)") {
                // After the last day: every no-show is one.
                try await ledger.table(of: report, at: opening + 30 * 86_400, admissions: { _ in [:] })
            }
        }
        for format in JournalFormat.allCases {
            _ = try await time("journal as \(format.rawValue)") { try await ledger.exportJournal(as: format) }
        }
        let audit = try await time("audit") { try await ledger.audit() }
        precondition(audit.entries == 50_000 && audit.findings.isEmpty, "the history is sound")
        var anchors: [Anchor] = []
        for day in 20...31 {
            let context = WriteContext(
                author: "benchmark", origin: "", time: opening, key: try IdempotencyKey("close-\(day)"))
            anchors.append(try await ledger.close(until: CivilDate("2015-01-\(day)"), context: context).result)
        }
        let anchored = try await time("audit with 12 anchors") { [anchors] in try await ledger.audit(anchors: anchors) }
        precondition(anchored.findings.isEmpty, "the books continue every anchor")
        // By turns, since other work on the machine is not the same all the time.
        var (without, with) = (Duration.zero, Duration.zero)
        for _ in 0..<3 {
            without += try await duration { _ = try await ledger.audit() }
            with += try await duration { [anchors] in _ = try await ledger.audit(anchors: anchors) }
        }
        print(
            "| audit with 12 anchors, asked: at most 1.5 times one without | \(String(format: "%.2f", with / without)) times |"
        )
        try store.close()
    }

    /// A statement of 10,000 transfers: nine in ten name a registration, the others nobody.
    private static func statements(in folder: URL) async throws {
        let (ledger, store) = try await open("statements", in: folder)
        _ = try await ledger.importRegistrations(
            csv: Crowd.csv(10_000), keepGood: false, author: "benchmark", origin: "", time: opening)
        var csv = "Date,Description,Amount,Balance\n"
        var balance = Money.zero
        for number in 1...10_000 {
            let amount = Money(cents: 100 + Int64(number % 5_000))
            balance += amount
            let code = try await ledger.registration(named: "P-\(number)").code
            let text = number.isMultiple(of: 10) ? "BISTRO RECEIPT \(number)" : "INTERAC E-TRANSFER \(code)"
            csv += "2015-01-\(String(format: "%02d", 1 + number / 400)),\(text),\(amount),\(balance)\n"
        }
        let file = Data(csv.utf8)
        var begun = ContinuousClock.now
        let statement = try await time("read 10,000 lines of a statement") {
            try BankStatement(file, StatementOptions(currency: try Currency("CAD")))
        }
        let preview = try await duration {
            _ = try await time("preview them") { try await ledger.previewStatement(statement.lines, statement.form) }
        }
        begun += preview
        let context = WriteContext(
            author: "benchmark", origin: "", time: opening, key: try IdempotencyKey("statement"))
        let report = try await time("book them") {
            try await ledger.bookStatement(statement.lines, statement.form, context: context)
        }
        print("| read and book them, asked: under 2 s | \(milliseconds(ContinuousClock.now - begun)) ms |")
        // Of ten thousand random codes one may stand by chance in the words of a line: then it waits.
        let (booked, waiting) = (report.count("booked"), report.count("waits"))
        precondition(booked + waiting == 10_000 && (8_990...9_000).contains(booked), "every transfer is told apart")
        let again = try await time("book them again, which does nothing") {
            try await ledger.bookStatement(statement.lines, statement.form, context: context)
        }
        precondition(again.count("known") == 10_000, "no transfer is booked twice")
        try store.close()
    }

    private static func search(in folder: URL) async throws {
        let (ledger, store) = try await open("search", in: folder)
        _ = try await ledger.importRegistrations(
            csv: Crowd.csv(100_000), keepGood: false, author: "benchmark", origin: "", time: opening)
        _ = try await time("first search of the process, 100,000 registrations") {
            try await ledger.find("walesa", limit: 20)
        }
        var generator = SplitMix64(seed: 7)
        for (what, query) in Crowd.queries {
            var times: [Duration] = []
            for _ in 0..<1_000 {
                let text = query(&generator)
                let start = ContinuousClock.now
                _ = try await ledger.find(text, limit: 20)
                times.append(ContinuousClock.now - start)
            }
            times.sort()
            print(
                "| search by \(what): median, p99, worst of 1,000 | \(milliseconds(times[500])), "
                    + "\(milliseconds(times[990])), \(milliseconds(times[999])) ms |")
        }
        try store.close()
    }
}

/// Invented people, their names as unevenly common as names are.
enum Crowd {
    private static let given = [
        "Emma", "Jiří", "Lech", "Jürgen", "Ada", "Björn", "Chloé", "Đặng", "Ewa", "Φωτεινή", "Глеб", "花子", "太郎", "민준",
        "محمد", "Noah", "Olivia", "Zoë", "İpek", "Þór", "Maria", "Mario", "Marc", "Andrea", "Anna", "Andrew", "Hannah",
        "Johanna", "Diana", "Ivan",
    ]
    private static let syllables = [
        "ba", "ko", "mi", "lan", "der", "son", "ski", "ric", "to", "ve", "ham", "ley", "nor", "qui", "sa", "tho", "win",
        "ya", "zel", "gar", "fen", "dro", "mül", "šek",
    ]
    private static let places = ["Packet Bakery", "Example Networks", "Université d’Essai", "Institute of Loopback"]

    private static func person(_ generator: inout SplitMix64) -> (name: String, family: String) {
        // The smaller of two draws: some names are common, most are rare.
        let count = given.count
        let first = min(Int.random(in: 0..<count, using: &generator), Int.random(in: 0..<count, using: &generator))
        let family = (0..<Int.random(in: 2...3, using: &generator))
            .map { _ in syllables.randomElement(using: &generator) ?? "" }.joined().capitalized
        return ("\(given[first]) \(family)", family)
    }

    /// A CSV of so many people, the same in every run.
    static func csv(_ count: Int) -> Data {
        var generator = SplitMix64(seed: 2015)
        var text = "reference,name,affiliation,email\n"
        for number in 1...count {
            let place = places.randomElement(using: &generator) ?? ""
            text += "P-\(number),\(person(&generator).name),\(place) \(number % 97),person\(number)@example.org\n"
        }
        return Data(text.utf8)
    }

    /// What a desk types, by kind.
    static let queries: [(String, @Sendable (inout SplitMix64) -> String)] = [
        (
            "family name and given name",
            { generator in
                let person = person(&generator)
                return "\(person.family) \(person.name.split(separator: " ")[0])".lowercased()
            }
        ),
        ("family name", { person(&$0).family }),
        ("the first three letters", { String(person(&$0).family.prefix(3)) }),
        ("two letters", { String(person(&$0).family.prefix(2)) }),
        ("two Han characters", { _ in "花子" }), ("one Han character", { _ in "太" }),
        ("e-mail address", { "person\(Int.random(in: 1...100_000, using: &$0))@example" }),
        ("affiliation that a quarter has", { _ in "packet bakery" }),
        ("what everybody has", { _ in "example.org" }),
        ("what nobody has", { _ in "nobody at all" }),
        ("family name with a slip", { slipped(person(&$0).family, &$0) }),
        (
            "both names with a slip each",
            { generator in
                let names = person(&generator).name.split(separator: " ").map(String.init)
                return names.map { slipped($0, &generator) }.joined(separator: " ")
            }
        ),
    ]

    /// A word with a letter too many, too few, another, or two in the wrong order.
    private static func slipped(_ word: String, _ generator: inout SplitMix64) -> String {
        var letters = Array(word)
        guard letters.count > 3 else { return word }
        let place = Int.random(in: 1..<letters.count - 1, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: letters.insert("x", at: place)
        case 1: letters.remove(at: place)
        case 2: letters[place] = "x"
        default: letters.swapAt(place, place + 1)
        }
        return String(letters)
    }
}

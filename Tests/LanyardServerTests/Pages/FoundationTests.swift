import Conference
import EventDesk
import EventStore
import Foundation
import HTTPTypes
import LanyardTestSupport
import RegistrationLedger
import Testing
import Wording

struct PageWordsTests {
    private static func table(_ language: Language) throws -> PageWords {
        try PageWords(language, file: Repository.text("templates/pages/\(language.rawValue).words"))
    }

    private static func files(_ folder: String, _ ending: String) throws -> [URL] {
        let root = Repository.root.appendingPathComponent(folder)
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.allObjects as? [URL]
        return (files ?? []).filter { $0.pathExtension == ending }
    }

    @Test func `both languages have the same words, but for errors, which English has elsewhere`() throws {
        func names(_ language: Language) throws -> Set<String> {
            let names = try Self.table(language).names
            let french = ["error_", "advice_", "history_"]
            return names.filter { name in !french.contains { name.hasPrefix($0) } }
                .union(names.intersection(["error_title", "error_code", "history_title"]))
        }
        let differing = try names(.english).symmetricDifference(names(.french))
        #expect(differing.isEmpty, "only in one: \(differing.sorted())")
    }

    @Test func `every word has the same places in both languages`() throws {
        let (english, french) = (try Self.table(.english), try Self.table(.french))
        for name in english.names {
            guard let there = french.text(name), let here = english.text(name) else { continue }
            func places(_ text: String) -> [String] { text.matches(of: #/\{[a-z_]+\}/#).map { String($0.0) }.sorted() }
            #expect(places(here) == places(there), "\(name)")
        }
    }

    @Test func `French errors are words for codes that exist, with their advice`() throws {
        let french = try Self.table(.french)
        for name in french.names where name.hasPrefix("error_") && !["error_title", "error_code"].contains(name) {
            let code = String(name.dropFirst("error_".count))
            let known = try #require(Words.codes.first { $0.rawValue == code }, "\(code) is no code")
            let advice = Words(code: known, details: []).advice
            #expect((french.text("advice_\(code)") != nil) == !advice.isEmpty, "advice of \(code)")
        }
    }

    /// What only the command line can say, which speaks English: of an event's description, of files and templates that it
    /// reads, of an audit, of where it listens and writes.
    private static let saidAtTerminals: Set<String> = [
        // An event's description, and the file
        "closes_before_it_opens", "color_invalid", "currency_invalid", "currency_unsupported", "days_in_use",
        "days_out_of_order", "definition_fixed", "ends_before_it_begins", "event_exists", "event_file_foreign",
        "event_file_name", "event_file_in_use", "event_file_older", "event_file_only_read", "event_file_too_new",
        "backup_not_written", "event_folder_missing", "event_missing", "identifier_reserved",
        "key_missing", "key_not_written", "key_unknown", "keys_open", "list_length", "not_a_list", "not_a_mapping",
        "not_a_value", "origin_invalid", "rate_invalid", "time_zone_unknown", "voucher_reduction", "yaml_syntax",
        // Tables that are imported, the keysigning's bundle, files that are written
        "bundle_differs", "bundle_not_written", "bundle_unreadable", "cell_too_long", "column_missing",
        "column_repeated", "column_unknown", "file_empty", "file_not_utf8", "file_too_large", "output_is_folder",
        "quote_misplaced", "quote_unclosed", "row_invalid", "row_length",
        // The server's start
        "address_unavailable", "tls_files_unusable",
        // Badge templates
        "aspect_differs", "attribute_malformed", "back_size_differs", "external_reference", "field_absent",
        "field_misplaced", "field_not_a_rectangle", "field_outside_page", "field_repeated", "field_skewed",
        "field_transform_unsupported", "field_without_area", "fields_overlap", "font_missing", "font_replaced",
        "no_fields", "not_svg", "size_missing", "template_name_invalid", "text_size_missing", "unknown_attribute",
        "unknown_class", "unknown_field", "view_box_missing",
        // The audit
        "add_on_oversold", "chain_broken", "charge_differs", "correction_differs", "day_oversold", "days_differ",
        "document_differs", "document_missing", "due_in_both", "entry_missing", "entry_unbalanced", "hash_wrong",
        "lines_differ", "payment_differs", "payments_differ", "posting_missing", "posting_orphaned", "seats_differ",
        "till_differs", "transfer_open",
    ]

    @Test func `every code that a page can show has French words, with details that exist`() throws {
        let french = try Self.table(.french)
        let codes = Set(Words.codes.map(\.rawValue))
        #expect(Self.saidAtTerminals.isSubset(of: codes))
        let silent = codes.subtracting(Self.saidAtTerminals).filter { french.text("error_\($0)") == nil }
        #expect(silent.isEmpty, "without French: \(silent.sorted())")
        let both = Self.saidAtTerminals.filter { french.text("error_\($0)") != nil }
        #expect(both.isEmpty, "in French after all: \(both.sorted())")
        for code in Words.codes {
            for kind in ["error", "advice"] {
                let text = french.text("\(kind)_\(code)") ?? ""
                for place in text.matches(of: #/\{([a-z_]+)\}/#).map({ String($0.1) }) {
                    let words = Words(code: code, details: [ErrorDetail(place, "§")])
                    let english = kind == "error" ? words.sentence : words.advice
                    #expect(english.contains("§"), "\(code): English knows no {\(place)}")
                }
            }
        }
    }

    @Test func `every word that a page uses is there, and every word is used`() throws {
        var used: Set<String> = []
        for file in try Self.files("templates/pages", "mustache") {
            let text = try String(contentsOf: file, encoding: .utf8)
            used.formUnion(text.matches(of: #/\{\{[#^]?t\.([a-z0-9_]+)/#).map { String($0.1) })
        }
        var built: Set<String> = []
        // Chosen among several before they are asked for.
        var named: Set<String> = []
        let wording = try Self.files("Sources/Wording", "swift").filter { $0.lastPathComponent.hasPrefix("Page") }
        for file in try Self.files("Sources/LanyardPages", "swift") + wording {
            let text = try String(contentsOf: file, encoding: .utf8)
            used.formUnion(text.matches(of: #/words\(\s*"([a-z0-9_]+)"/#).map { String($0.1) })
            named.formUnion(text.matches(of: #/"([a-z0-9_]+)"/#).map { String($0.1) })
            built.formUnion(text.matches(of: #/words\(\s*"([a-z0-9_]+_)\\\(/#).map { String($0.1) })
            // A script gets all of them.
            built.formUnion(text.matches(of: #/texts\(withPrefix: "([a-z0-9_]+_)"/#).map { String($0.1) })
        }
        let known = try Self.table(.english).names
        #expect(used.subtracting(known).isEmpty, "without words: \(used.subtracting(known).sorted())")
        let idle = known.subtracting(used).subtracting(named).filter { name in !built.contains { name.hasPrefix($0) } }
        #expect(idle.isEmpty, "never used: \(idle.sorted())")
    }

    @Test func `no template writes anything unescaped`() throws {
        for file in try Self.files("templates/pages", "mustache") {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(!text.contains("{{{") && !text.contains("{{&"), "\(file.lastPathComponent)")
            #expect(!text.contains(#/\son[a-z]+=|style=|javascript:/#), "\(file.lastPathComponent)")
            #expect(!text.contains(#/(src|href|action)="(https?:)?\/\//#), "\(file.lastPathComponent)")
        }
    }

    @Test(arguments: [
        (nil, Language.english), ("fr", .french), ("fr-CA,fr;q=0.8,en;q=0.5", .french),
        ("de, fr;q=0.4, en;q=0.3", .french),
        ("en-GB,en;q=0.9,fr;q=0.8", .english), ("de,ja", .english), ("fr;q=0, en", .english), (";;q=,,", .english),
    ])
    func `the browser chooses the language`(header: String?, language: Language) {
        #expect(Language(accepting: header) == language)
    }

    @Test(arguments: ["title", "= text", "title = a\ntitle = b"])
    func `a line of words that is malformed is named`(file: String) async throws {
        #expect(try await errorCode { _ = try PageWords(.english, file: file) } == "page_words_wrong")
    }

    @Test func `everything that happens to a registration is told in French`() throws {
        let french = try Self.table(.french)
        let silent = HistoryEvent.Kind.allCases.filter { french.text("history_\($0.rawValue)") == nil }
        #expect(silent.isEmpty)
    }

    @Test func `what helps at a terminal is not said at a desk`() throws {
        for language in Language.allCases {
            let words = try Self.table(language)
            for code in Words.codes {
                let advice = words.explanation(of: Words(code: code, details: []), []).advice
                #expect(!advice.contains("lanyard "), "\(code)")
            }
        }
    }

    @Test func `a filled place is not filled again`() throws {
        let words = try PageWords(.english, file: "greeting = {name} comes from {place}")
        #expect(words("greeting", ["name": "{place}", "place": "Ottawa"]) == "{place} comes from Ottawa")
    }
}

struct PageFormatTests {
    private static func format(_ language: Language) async throws -> PageFormat {
        try await withNetdev01 { _, store in PageFormat(language, try await store.definition()) }
    }

    @Test(
        arguments: [
            (35_000, "$350.00", "350,00\u{a0}$"),
            (-123_456_789, "−$1,234,567.89", "−1\u{202f}234\u{202f}567,89\u{a0}$"),
            (5, "$0.05", "0,05\u{a0}$"),
        ] as [(Int64, String, String)])
    func `money is written as each language does`(cents: Int64, english: String, french: String) async throws {
        #expect(try await Self.format(.english).money(Money(cents: cents)) == english)
        #expect(try await Self.format(.french).money(Money(cents: cents)) == french)
    }

    @Test(
        arguments: [
            ("350", 35_000), ("12.5", 1_250), ("12,50", 1_250), ("$ 1,350.00", 135_000), ("1 350,00 $", 135_000),
            ("1,350", 135_000),
            ("1.234,56", 123_456),
        ] as [(String, Int64)])
    func `an amount is understood however it is typed`(text: String, cents: Int64) async throws {
        #expect(try await Self.format(.english).amount(text) == Money(cents: cents))
    }

    @Test(arguments: ["abc", "1-2", "12.3456", "--1"])
    func `anything but an amount is refused`(text: String) async throws {
        let format = try await Self.format(.english)
        #expect(try await errorCode { _ = try format.amount(text) } == "amount_invalid")
    }

    @Test func `dates and times follow the language and the event's clock`() async throws {
        let (english, french) = (try await Self.format(.english), try await Self.format(.french))
        #expect(english.moment(Server.morning) == "Sat\u{a0}14\u{a0}Feb, 09:30")
        #expect(french.moment(Server.morning) == "sam.\u{a0}14\u{a0}févr., 09\u{a0}h\u{a0}30")
        let event = try await withNetdev01 { _, store in try await store.definition() }
        #expect(english.dates(event) == "14–17 February 2015")
        #expect(french.dates(event) == "du 14 au 17 février 2015")
    }
}

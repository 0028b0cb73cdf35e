import Conference
import Foundation
import LanyardTestSupport
import Testing
import Typesetting

@testable import KeysigningPaper

struct PaperTests {
    private static let created = Date(timeIntervalSince1970: 1_424_000_000)
    private static let names = [
        "Ada Placeholder <ada@example.org>", "花子 見本 <hanako@example.org>", "Глеб Образец <gleb@example.org>",
        "Φωτεινή Δείγμα <foteini@example.org>", "عينة مثال <sample@example.org>", "Đặng Mẫu <dang@example.org>",
        "नमूना उदाहरण <namuna@example.org>", "דוגמה בדויה <dugma@example.org>", "ตัวอย่าง สมมติ <tua@example.org>",
        "예시 가상 <yesi@example.org>",
        "A user id without a blank: " + String(repeating: "abcdefghij", count: 18) + "@example.org",
    ]

    private static func key(_ number: Int, userIDs count: Int = 3) -> PaperKey {
        var generator = SeededGenerator(seed: UInt64(number))
        let digits = (0..<40).map { _ in String(Int.random(in: 0..<16, using: &generator), radix: 16).uppercased() }
        let groups = stride(from: 0, to: 40, by: 4).map { digits[$0..<$0 + 4].joined() }
        return PaperKey(
            number: number,
            fingerprint: groups[..<5].joined(separator: " ") + "  " + groups[5...].joined(separator: " "),
            uri: "OPENPGP4FPR:" + digits.joined(), description: "rsa4096 2011-07-07 [SC] [expires: 2017-01-01]",
            userIDs: (0..<count).map { names[(number + $0) % names.count] },
            notes: number % 7 == 0 ? ["another key of \(number - 1)"] : [])
    }

    private static func list(
        _ count: Int, userIDs: Int = 3, digest: String? = "5BD3 9F0A", size: PaperSize = .letter, changes: [String] = []
    ) -> KeyListPaper {
        KeyListPaper(
            event: "Netdev 0.1", organizer: "Kit Invented <keysigning@example.org>",
            when: "Mon, 16 February 2015, 12:30", version: 2, fileName: "ksp-netdev01-v2.txt", changes: changes,
            digestPrefix: digest, keys: (1...count).map { key($0, userIDs: userIDs) }, frozen: created, size: size)
    }

    private func drawer() -> KeysigningPaper {
        KeysigningPaper(fontConfiguration: Repository.root.appending(path: "fonts/fonts.conf"))
    }

    /// Runs a program in the folder and returns what it printed.
    @discardableResult
    private func run(_ program: String, _ arguments: [String], in folder: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = folder
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    private func pages(_ pdf: Data, layout: Bool = true) throws -> [String] {
        let folder = try ScratchFolder()
        try pdf.write(to: folder.file("a.pdf"))
        if let keep = ProcessInfo.processInfo.environment["LANYARD_KEEP_PAPER"] {
            try pdf.write(to: URL(filePath: keep).appending(path: "\(pdf.count).pdf"))
        }
        let text = try run("pdftotext", [layout ? "-layout" : "-raw", "a.pdf", "-"], in: folder.url)
        return text.components(separatedBy: "\u{0C}").filter { !$0.isEmpty }
    }

    @Test func `the list has every key once, in order, and no key is torn apart`() async throws {
        let list = Self.list(60)
        let pages = try pages(try await drawer().pdf(list))
        #expect(pages.count > 3)
        // The PDF reader decides how many spaces separate two groups.
        let found = pages.flatMap { page in
            page.matches(of: #/[0-9A-F]{4}(?: +[0-9A-F]{4}){9}/#).map { $0.0.filter { $0 != " " } }
        }
        #expect(found == list.keys.map { $0.fingerprint.filter { $0 != " " } })
        for key in list.keys {
            let page = try #require(
                pages.first { $0.filter { $0 != " " }.contains(key.fingerprint.filter { $0 != " " }) })
            #expect(page.contains(key.numberText))
            // The addresses are Latin in every script's user id; pdftotext turns the brackets of a right-to-left line.
            for userID in key.userIDs where userID.count < 60 {
                let address = try #require(userID.firstMatch(of: #/<(.*)>/#))
                #expect(page.contains(String(address.1)), "\(key.number)")
            }
        }
        for (index, page) in pages.enumerated() {
            #expect(page.contains("Page \(index + 1) of \(pages.count)"))
            #expect(page.contains("list version 2"))
            #expect(page.contains("SHA256 5BD3 9F0A"))
        }
    }

    @Test func `a digest that is withheld is nowhere on the paper`() async throws {
        let pages = try pages(try await drawer().pdf(Self.list(3, digest: nil)))
        #expect(pages.count == 1)
        #expect(pages[0].contains("SHA256 ____ ____"))
        #expect(!pages[0].contains("5BD3"))
    }

    @Test func `every code on the paper is that of its key`() async throws {
        let list = Self.list(12)
        let folder = try ScratchFolder()
        try await drawer().pdf(list).write(to: folder.file("list.pdf"))
        try run("pdftoppm", ["-r", "200", "-gray", "list.pdf", "page"], in: folder.url)
        let images = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter {
            $0.hasSuffix(".pgm")
        }
        let read = try run(
            "zbarimg", ["--nodbus", "-q", "--raw", "-Sdisable", "-Sqrcode.enable"] + images.sorted(), in: folder.url)
        #expect(Set(read.split(separator: "\n").map(String.init)) == Set(list.keys.compactMap(\.uri)))
    }

    @Test func `nothing of a key is set below nine points`() async throws {
        let folder = try ScratchFolder()
        try await drawer().pdf(Self.list(40)).write(to: folder.file("list.pdf"))
        let boxes = try run("pdftotext", ["-bbox", "list.pdf", "-"], in: folder.url)
        let heights = boxes.matches(of: #/yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)"/#).compactMap { match in
            Double(match.2).flatMap { high in Double(match.1).map { high - $0 } }
        }
        #expect(heights.count > 500)
        // A box is as tall as its font's ascent and descent: more than the size itself.
        #expect(try #require(heights.min()) >= 9)
    }

    @Test func `a key with more user ids than a page holds goes on under its number`() async throws {
        let pages = try pages(try await drawer().pdf(Self.list(2, userIDs: 120)))
        #expect(pages.contains { $0.contains("001, continued") })
        #expect(pages.joined().matches(of: #/ada@example\.org/#).count >= 20)
    }

    @Test(arguments: PaperSize.allCases)
    func `the same list gives the same bytes on its paper`(size: PaperSize) async throws {
        let list = Self.list(9, size: size, changes: ["Changes since version 1:", "  added:    009"])
        let first = try await drawer().pdf(list)
        let second = try await drawer().pdf(list)
        #expect(first == second)
        let folder = try ScratchFolder()
        try first.write(to: folder.file("a.pdf"))
        let info = try run("pdfinfo", ["a.pdf"], in: folder.url)
        #expect(info.contains(size == .letter ? "612 x 792 pts (letter)" : "(A4)"), "\(info)")
        #expect(try pages(first)[0].contains("Changes since version 1:"))
    }

    @Test func `eight slips to a page, each with its code`() async throws {
        let keys = (1...3).flatMap { Array(repeating: Self.key($0, userIDs: $0 == 2 ? 14 : 2), count: 4) }
        let paper = SlipPaper(event: "Netdev 0.1", version: 1, keys: keys, created: Self.created, size: .letter)
        let pdf = try await drawer().pdf(paper)
        let pages = try pages(pdf, layout: false)
        #expect(pages.count == 2)
        #expect(pages[0].contains("and 1") && pages[0].contains(" more"))
        let folder = try ScratchFolder()
        try pdf.write(to: folder.file("slips.pdf"))
        try run("pdftoppm", ["-r", "200", "-gray", "-f", "1", "-l", "1", "slips.pdf", "page"], in: folder.url)
        let image = try #require(
            try FileManager.default.contentsOfDirectory(atPath: folder.url.path).first { $0.hasSuffix(".pgm") })
        let read = try run(
            "zbarimg", ["--nodbus", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", image], in: folder.url)
        #expect(read.split(separator: "\n").count == 8)
        #expect(Set(read.split(separator: "\n").map(String.init)) == Set(keys.prefix(8).compactMap(\.uri)))
    }

    @Test(arguments: [12, 75, 160])
    func `a rotation has a page for each person with every round`(rounds: Int) async throws {
        let stops = (1...rounds).map { round in
            RotationPaper.Stop(
                round: round, time: "12:30", place: round == 5 ? nil : round % 9 + 1,
                partnerLabel: round == 5 ? "" : "\(100 + round)", partnerName: round == 5 ? "" : Self.names[round % 10])
        }
        let paper = RotationPaper(
            event: "Netdev 0.1", version: 1,
            schedules: [
                .init(label: "007 · 012", name: "Ada Placeholder", stops: stops, when: "February 16, 2015, 12:30")
            ], created: Self.created, size: .letter)
        let text = try pages(try await drawer().pdf(paper)).joined()
        for round in 1...rounds where round != 5 { #expect(text.contains("\(100 + round)"), "\(round)") }
        #expect(text.contains("rest"))
        #expect(text.contains("007 · 012"))
    }

    private static func matrix(_ count: Int) -> MatrixPaper {
        var generator = SeededGenerator(seed: 30)
        var marks = (0..<count).map { row in
            (0..<count).map { column -> MatrixPaper.Mark? in
                guard row != column else { return nil }
                switch Int.random(in: 0..<10, using: &generator) {
                case 0...5: return .signed(share: 1, isReturned: false)
                case 6: return .signed(share: 0.5, isReturned: false)
                case 7: return .before
                default: return nil
                }
            }
        }
        for row in 0..<count {
            for column in 0..<count {
                if case .signed(let share, _) = marks[row][column], marks[column][row] != nil {
                    marks[row][column] = .signed(share: share, isReturned: true)
                }
            }
        }
        return MatrixPaper(
            event: "Netdev 0.1",
            people: (0..<count).map { ((String(1000 + $0 + 1).dropFirst().description), names[$0 % 10]) },
            marks: marks,
            summary: ["\(count) keys, 612 signatures", "Mean shortest distance: 2.1 before, 1.4 after."],
            created: created)
    }

    @Test(arguments: [2, 30, 300])
    func `a matrix has all its numbers twice and fits its page`(count: Int) async throws {
        let matrix = Self.matrix(count)
        let pdf = try await drawer().pdf(matrix)
        let text = try pages(pdf, layout: false).joined()
        for person in matrix.people {
            #expect(text.matches(of: try Regex("\\b\(person.number)\\b")).count >= 2, "\(person.number)")
        }
        let png = try await drawer().png(matrix)
        if let keep = ProcessInfo.processInfo.environment["LANYARD_KEEP_PAPER"] {
            try png.write(to: URL(filePath: keep).appending(path: "matrix-\(count).png"))
        }
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }

    @Test func `every paper is in the language of its reader`() async throws {
        let key = PaperKey(
            number: 7, fingerprint: Self.key(7).fingerprint, uri: nil, description: "rsa4096",
            userIDs: (1...30).map { "Ada \($0) <ada@example.org>" }, notes: [])
        let stops = [RotationPaper.Stop(round: 1, time: "12:30", place: nil, partnerLabel: "", partnerName: "")]
        func papers(_ language: Language) async throws -> [Data] {
            let list = KeyListPaper(
                event: "Netdev 0.1", organizer: "Kit Invented <keysigning@example.org>", when: "", version: 2,
                fileName: "ksp.txt", changes: [], digestPrefix: nil, keys: [key], frozen: Self.created, size: .letter,
                language: language)
            let drawer = drawer()
            return [
                try await drawer.pdf(list),
                try await drawer.pdf(
                    SlipPaper(
                        event: "Netdev 0.1", version: 2, keys: [key], created: Self.created, size: .letter,
                        language: language)),
                try await drawer.pdf(
                    RotationPaper(
                        event: "Netdev 0.1", version: 2,
                        schedules: [.init(label: "007", name: "Ada", stops: stops, when: "", language: language)],
                        created: Self.created, size: .letter)),
                try await drawer.pdf(
                    MatrixPaper(
                        event: "Netdev 0.1", people: [("007", "Ada")], marks: [[nil]], summary: [],
                        created: Self.created, language: language)),
            ]
        }
        let said: [Language: [[String]]] = [
            .english: [
                ["list of participants, version 2", "1 key", "Fingerprint", "Write it into the boxes"],
                ["list version 2", "more"], ["keysigning", "rest", "round"], ["who signed whom", "Rows have signed"],
            ],
            .french: [
                ["liste des participants, version 2", "1 clé", "Empreinte", "Écrivez-le dans les cases"],
                ["liste, version 2", "autres"], ["signature de clés", "pause", "tour"],
                ["qui a signé qui", "Les lignes ont signé"],
            ],
        ]
        for language in Language.allCases {
            let texts = try await papers(language).map { try pages($0).joined(separator: " ") }
            for (text, phrases) in zip(texts, said[language] ?? []) {
                for phrase in phrases { #expect(text.contains(phrase), "\(language): \(text)") }
            }
        }
    }
}

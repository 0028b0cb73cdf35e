import Foundation
import LanyardTestSupport
import Testing

/// The doctor finds each fault, names it, and says what to do.
@Suite(.waitsForPrograms)
struct DoctorTests {
    private struct Report: Decodable {
        struct Check: Decodable {
            let check: String
            let state: String
            let findings: [Finding]
        }
        struct Finding: Decodable {
            let code: String
            let fault: Bool
            let advice: String
        }
        let well: Bool
        let checks: [Check]

        var faults: [String] { checks.flatMap(\.findings).filter(\.fault).map(\.code) }
        var codes: [String] { checks.flatMap(\.findings).map(\.code) }
    }

    /// - Parameter printServer: by default one that is not there: printers are a test of their own.
    private static func look(
        _ venue: Venue, _ arguments: [String] = [], environment: [String: String] = [:]
    ) async throws -> (report: Report, status: Int32) {
        let outcome = try await run(
            "lanyard", ["doctor", "--json"] + arguments,
            environment: ["LANYARD_EVENT": venue.event, "CUPS_SERVER": "127.0.0.1:9"].merging(environment) { $1 })
        return (try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8)), outcome.status)
    }

    @Test func `an event that is well has no fault, and every part was looked at`() async throws {
        let venue = try Venue()
        try await venue.open()
        let (report, status) = try await Self.look(venue)
        #expect(report.well && status == 0, "\(report.codes)")
        #expect(
            report.checks.map(\.check) == [
                "file", "keys", "books", "resources", "fonts", "templates", "door_module", "clock", "disk", "printers",
                "incarnation",
            ])
        let text = try await venue.lanyard("doctor")
        #expect(text.output.contains("ok       books"), "\(text.output)")
    }

    @Test func `damage to the file, its log and its keys is told`() async throws {
        let venue = try Venue()
        try await venue.open()
        let file = URL(fileURLWithPath: venue.event)
        let folder = venue.folder.file("netdev01.keys")
        let key = folder.appendingPathComponent("credential-1.key")
        let (whole, own) = (try Data(contentsOf: file), try Data(contentsOf: key))
        func expect(_ code: String, _ change: () throws -> Void) async throws {
            try change()
            let (report, status) = try await Self.look(venue)
            #expect(report.codes.contains(code), "\(code): \(report.codes)")
            #expect(status == (report.faults.isEmpty ? 0 : 2))
            let advised = report.checks.flatMap(\.findings).filter { $0.code == code }.allSatisfy { !$0.advice.isEmpty }
            #expect(advised, "\(code)")
            try whole.write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
            try own.write(to: key)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        }
        let pages = whole.count / 4_096
        for page in stride(from: 1, to: pages, by: max(1, pages / 8)) {
            try await expect("event_file_damaged") {
                var flipped = whole
                // The kind of the page: none that exists.
                flipped[page * 4_096] ^= 0xFF
                try flipped.write(to: file)
            }
        }
        try await expect("event_file_truncated") { try whole.dropLast(4_096).write(to: file) }
        try await expect("event_file_empty") { try Data().write(to: file) }
        try await expect("event_missing") { try FileManager.default.removeItem(at: file) }
        try await expect("keys_missing") { try FileManager.default.removeItem(at: folder) }
        try await expect("key_file_missing") { try FileManager.default.removeItem(at: key) }
        try await expect("key_unreadable") { try Data("no key".utf8).write(to: key) }
        try await expect("key_foreign") {
            try Data((Data(repeating: 7, count: 32).base64EncodedString() + "\n").utf8).write(to: key)
        }
        for (path, mode, code) in [
            (folder, 0o755, "keys_open"), (key, 0o644, "key_file_open"), (file, 0o640, "event_file_open"),
        ] {
            try await expect(code) {
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path.path)
            }
        }
        #expect(try await Self.look(venue).report.well)
    }

    @Test func `books that somebody changed are told`() async throws {
        let venue = try Venue()
        try await venue.open()
        let changed = try await run(
            "python3",
            [
                "-c",
                """
                import sqlite3, sys
                file = sqlite3.connect(sys.argv[1])
                file.execute("DROP TRIGGER posting_is_fixed")
                file.execute("UPDATE posting SET cents = cents + 1 WHERE entry = 1 AND line = 1")
                file.commit()
                """, venue.event,
            ])
        #expect(changed.status == 0, "\(changed.errors)")
        #expect(try await Self.look(venue).report.faults == ["audit_findings"])
    }

    @Test func `what the program needs beside it is told where it is missing`() async throws {
        let venue = try Venue()
        try await venue.open()
        let resources = venue.folder.file("resources")
        let root = Repository.root.path
        let copied = try await run(
            "bash",
            [
                "-euc", "mkdir \"$1\"; cp -r \"$2/templates\" \"$2/fonts\" \"$2/schema\" \"$1\"", "bash",
                resources.path, root,
            ])
        #expect(copied.status == 0, "\(copied.errors)")
        func expect(_ code: String, without path: String, replacedBy text: String? = nil) async throws {
            let file = resources.appendingPathComponent(path)
            let aside = venue.folder.file("aside")
            try FileManager.default.moveItem(at: file, to: aside)
            if let text { try Data(text.utf8).write(to: file) }
            let (report, status) = try await Self.look(venue, environment: ["LANYARD_RESOURCES": resources.path])
            #expect(report.faults.contains(code) && status == 2, "\(path): \(report.codes)")
            if text != nil { try FileManager.default.removeItem(at: file) }
            try FileManager.default.moveItem(at: aside, to: file)
        }
        try await expect("door_module_missing", without: "templates/static/built/door.wasm")
        try await expect("door_module_missing", without: "templates/static/built/door.wasm", replacedBy: "<html>")
        try await expect("resource_missing", without: "templates/pages/layout.mustache")
        try await expect("resource_missing", without: "templates/static")
        try await expect("resource_missing", without: "schema/openapi.yaml")
        try await expect("resource_missing", without: "fonts/fonts.conf")
        try await expect("font_configuration_unreadable", without: "fonts/fonts.conf", replacedBy: "<fontconfig>")
        let yaml = try Repository.netdev01()
        let name = try #require(yaml.firstMatch(of: #/(?m)^ *template: *"?([a-z0-9-]+)/#)?.1)
        try await expect("template_fails", without: "templates/badges/\(name).svg", replacedBy: "<svg")
        let whole = try await Self.look(venue, environment: ["LANYARD_RESOURCES": resources.path]).report
        #expect(whole.well, "\(whole.codes)")
    }

    @Test func `a clock that is behind, and a certificate that does not serve, are told`() async throws {
        let venue = try Venue()
        try await venue.open()
        let early = try await Self.look(venue, ["--clock", "2014-01-01T00:00:00Z"])
        #expect(early.report.faults.contains("clock_behind") && early.status == 2)

        let (key, other, chain) = (
            venue.folder.file("key.pem"), venue.folder.file("other.pem"), venue.folder.file("chain.pem")
        )
        for file in [key, other] {
            let made = try await run(
                "openssl", ["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", file.path])
            #expect(made.status == 0, "\(made.errors)")
        }
        let signed = try await run(
            "openssl",
            [
                "req", "-new", "-x509", "-key", key.path, "-out", chain.path, "-days", "90", "-subj",
                "/CN=venue.example.org",
            ])
        #expect(signed.status == 0, "\(signed.errors)")
        func look(_ chain: URL, _ key: URL, days: Double) async throws -> [String] {
            let now = Date().addingTimeInterval(days * 86_400).ISO8601Format()
            return try await Self.look(
                venue, ["--clock", now, "--tls-certificate", chain.path, "--tls-key", key.path]
            ).report.checks.filter { $0.check == "certificate" }.flatMap(\.findings).map(\.code)
        }
        #expect(try await look(chain, key, days: 1) == [])
        #expect(try await look(chain, key, days: 80) == ["tls_certificate_ends"])
        #expect(try await look(chain, key, days: 91) == ["tls_certificate_expired"])
        #expect(try await look(chain, key, days: -2) == ["tls_certificate_early"])
        #expect(try await look(chain, other, days: 1) == ["tls_files_mismatched"])
        #expect(try await look(key, key, days: 1) == ["tls_certificate_unreadable"])
        #expect(try await look(chain, chain, days: 1) == ["tls_key_unreadable"])
    }

    @Test func `a print queue that is stopped is told`() async throws {
        let shop = try await PrintShop()
        let venue = try Venue()
        try await venue.open()
        let server = ["CUPS_SERVER": shop.address]
        #expect(try await Self.look(venue, environment: server).report.well)
        try await shop.administer("cupsdisable", ["badges"])
        let (report, status) = try await Self.look(venue, environment: server)
        #expect(report.faults == ["print_queue_stopped"] && status == 2)
        shop.stop()
    }
}

import Foundation
import LanyardTestSupport
import Testing

/// docs/architecture.md, "Who does what by which front", line by line.
struct UseCaseTests {
    private let house: House

    init() throws { house = try House() }

    /// The first table: method, command, route and page, each with the file that calls the method.
    private var useCases: [[(text: String, names: [String])]] {
        house.rows(below: "## Who does what by which front").filter { $0.count == 5 }
    }

    private func code(of file: String, in module: String) -> String? {
        house.files.first { $0.module == module && $0.path.hasSuffix("/\(file).swift") }?.code
    }

    @Test func `each method is one of the use cases or of a service, and every front calls it`() {
        #expect(useCases.count > 40)
        for row in useCases {
            guard let method = row[0].names.first?.split(separator: ".").last.map(String.init),
                let command = row[2].names.last, let route = row[3].names.last, let page = row[4].names.last
            else {
                Issue.record("a row without its names: \(row.map(\.text))")
                continue
            }
            let owners = ["EventStore", "Outbox", "EventDesk", "RegistrationLedger", "Badges", "CheckIn", "Keysigning"]
            #expect(
                house.files.contains { owners.contains($0.module) && $0.code.contains("func \(method)(") }, "\(method)")
            for (file, module) in [(command, "LanyardCommands"), (route, "LanyardAPI"), (page, "LanyardPages")] {
                let calls = code(of: file, in: module)?.contains(".\(method)(")
                #expect(calls == true, "\(module)/\(file) does not call \(method)")
            }
        }
    }

    @Test func `each command has its name, and each route is described`() throws {
        let description = try Repository.text("schema/openapi.yaml")
        for row in useCases {
            let words = row[2].names[0].split(separator: " ").map(String.init)
            let file = code(of: row[2].names[1], in: "LanyardCommands")
            #expect(file?.contains("commandName: \"\(words.last ?? "")\"") == true, "\(words)")
            let route = row[3].names[0].split(separator: " ").map(String.init)
            let path = try #require(description.range(of: "\n  \(route[1]):\n"), "\(route)")
            let operations = description[path.upperBound...]
                .components(separatedBy: "\n").prefix { $0.hasPrefix("    ") || $0.isEmpty }
            #expect(operations.contains("    \(route[0].lowercased()):"), "\(route)")
        }
    }

    @Test func `no use case is missing from the page`() throws {
        let page = try Repository.text("docs/architecture.md")
        // What the use cases stand on, and no person does by itself.
        let parts: Set<String> = [
            "zone", "people", "outdatedFields", "devicesInUse", "badgeTemplateFile", "badgeTemplate", "badgeRenderer",
            "select",
            "preflight", "contents", "dueMail", "note", "followPrintJobs", "tickSubject", "frozenVersion",
            "fingerprint", "shareHolder", "followPayments", "heldUntil",
            "releaseUnpaid", "hearQueued",
        ]
        for file in house.files where file.module == "EventDesk" && file.path.contains("/EventServices") {
            for found in file.code.matches(of: #/package func (\w+)/#) where !parts.contains(String(found.1)) {
                #expect(page.contains("`\(found.1)`"), "\(file.path): \(found.1)")
            }
        }
    }

    @Test func `no write of a service that a front calls is missing from the page`() throws {
        let page = try Repository.text("docs/architecture.md")
        let fronts = house.files.filter {
            ["LanyardCommands", "LanyardAPI", "LanyardPages", "ScannerProtocol"].contains($0.module)
        }.map(\.code).joined()
        let services: Set<String> = ["EventStore", "Outbox", "RegistrationLedger", "Badges", "CheckIn", "Keysigning"]
        var count = 0
        for file in house.files where services.contains(file.module) {
            for found in file.code.matches(of: #/package func (\w+)(\([^{]*\bWriteContext\b[^{]*)\{/#) {
                let name = String(found.1)
                // Within somebody else's transaction, or called by no front; `recorded` is also a case of an upload's outcome.
                guard !found.2.contains("Database"), name != "recorded", fronts.contains(".\(name)(") else { continue }
                count += 1
                #expect(page.contains("`\(name)`") || page.contains(".\(name)`"), "\(file.path): \(name)")
            }
        }
        #expect(count > 50)
    }

    @Test(arguments: ["Wording", "Representations"]) func `words and bodies write nothing`(module: String) {
        for file in house.files where file.module == module {
            #expect(!file.code.contains("WriteContext"), "\(file.path)")
        }
    }

    @Test func `no page, route or command makes a text of an id to be read again`() {
        for file in house.files where ["LanyardPages", "LanyardAPI", "LanyardCommands"].contains(file.module) {
            let found = file.code.firstMatch(of: #/(?:registration|reader|named|of): "#\\\(/#)
            #expect(found == nil, "\(file.path)")
        }
    }

    @Test func `below the fronts nobody is named by a text`() {
        let named = #/(?:registration|reader|owner)(?: \w+)?: String\b/#
        for file in house.files where ["EventDesk", "Badges", "CheckIn", "Keysigning"].contains(file.module) {
            let methods = file.code.matches(of: #/func [^{]*\{/#).map { String($0.0) }
            for method in methods { #expect(method.firstMatch(of: named) == nil, "\(file.path): \(method)") }
        }
    }
}

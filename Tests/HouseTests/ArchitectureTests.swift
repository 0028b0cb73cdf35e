import Foundation
import LanyardTestSupport
import Testing

/// docs/architecture.md, claim by claim.
struct ArchitectureTests {
    private let house: House

    init() throws { house = try House() }

    @Test func `the page lists every module with what it imports`() throws {
        let rows = house.rows(below: "# Architecture")
        var claimed: [String: Set<String>] = [:]
        for row in rows where row.count >= 3 {
            for module in row[0].names { claimed[module] = Set(row[2].names) }
        }
        #expect(rows.count > 10)
        for (module, imports) in house.imports.sorted(by: { $0.key < $1.key }) where module != "DoorPage" {
            #expect(claimed[module] == imports, "docs/architecture.md, \(module)")
        }
    }

    @Test func `no module imports one below it on the page`() {
        let order = house.rows(below: "# Architecture").flatMap { $0[0].names }
        for (module, imports) in house.imports {
            guard let place = order.firstIndex(of: module) else { continue }
            for imported in imports {
                guard let other = order.firstIndex(of: imported) else { continue }
                #expect(other < place, "\(module) imports \(imported)")
            }
        }
    }

    @Test(arguments: ["EventDesk", "Wording", "Representations", "LanyardCommands"])
    func `nothing of HTTP is linked below the API and the pages`(module: String) {
        var reached: Set<String> = []
        var ahead = [module]
        while let next = ahead.popLast() {
            if reached.insert(next).inserted { ahead += house.imports[next] ?? [] }
        }
        for foreign in ["LanyardHTTP", "LanyardAPI", "LanyardPages", "LanyardServer", "Hummingbird", "HTTPTypes"] {
            #expect(!reached.contains(foreign), "\(module) links \(foreign)")
        }
        #expect(!reached.contains { $0.hasPrefix("NIO") }, "\(module) links NIO")
    }

    @Test func `a C library has one importer`() {
        for library in ["CPangoCairo", "CLibrsvg", "CQREncode", "CZBar", "CGPGME", "CGcrypt", "CCUPS"] {
            let importers = house.imports.filter { $0.value.contains(library) }.map(\.key)
            #expect(importers.count == 1, "\(library): \(importers)")
        }
    }

    @Test func `no time zone is guessed: the event's is read once`() {
        for file in house.files where file.module != "DoorPage" {
            #expect(!file.code.contains("?? .gmt"), "\(file.path)")
            let reads = file.path.hasSuffix("/EventTimeZone.swift")
            #expect(reads || !file.code.contains("TimeZone(identifier:"), "\(file.path)")
        }
    }

    @Test func `every enumeration of codes is among those that have words`() throws {
        let listed = try #require(house.files.first { $0.path.hasSuffix("/Words+Codes.swift") }).code
            .matches(of: #/all\(([\w.]+)\.self\)/#).map { String($0.1) }
        let declared = house.files.flatMap { file in
            file.code.matches(of: #/enum (\w+): String, ErrorCode\b/#).map { String($0.1) }
        }
        #expect(declared.count > 15)
        // Within a type they are all called `Code`.
        #expect(listed.map { $0.split(separator: ".").last.map(String.init) ?? "" }.sorted() == declared.sorted())
    }
}

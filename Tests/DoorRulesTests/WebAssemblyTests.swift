import Conference
import DoorRules
import Foundation
import Testing

/// The same table of cases, answered by the rules in the server and by the rules in the page.
@Suite struct WebAssemblyTests {
    private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test func `the native rules answer every case as the table says`() throws {
        let table = try DoorCase.table()
        #expect(table.count > 3000)
        for question in DoorQuestion.allCases {
            #expect(table.contains { $0.question == question && $0.answer != nil })
        }
        for item in table {
            #expect(item.question.answer(to: item.numbers) == item.answer, "\(item.question): \(item.name)")
        }
    }

    @Test func `the rules in WebAssembly answer every case as the table says`() throws {
        let table = try DoorCase.table()
        let answers = try Self.ask(table.map { ("\($0.question)", $0.numbers) })
        try #require(answers.count == table.count)
        for (item, answer) in zip(table, answers) {
            #expect(answer == item.answer, "\(item.question): \(item.name)")
        }
    }

    /// Random gates, people and attempts whose answer no table gives: both builds must agree.
    @Test(arguments: [UInt64](1...3))
    func `both builds decide alike whatever comes`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let cases = (0..<1000).map { number in
            DoorCase.decide("seed \(seed), \(number)", .random(using: &generator), .admitted(.entry))
        }
        let answers = try Self.ask(cases.map { ("decide", $0.numbers) })
        try #require(answers.count == cases.count)
        var codes: Set<Int64> = []
        for (item, answer) in zip(cases, answers) {
            let native = DoorQuestion.decide.answer(to: item.numbers)
            #expect(answer == native, "\(item.name)")
            codes.insert(native?.first ?? -1)
        }
        #expect(codes == Set(0...9), "seed \(seed) leaves verdicts out")
    }

    /// The page's module, rebuilt only if it is older than its sources.
    private static let module = Result {
        try run([root.appendingPathComponent("scripts/build-door-page").path])
        return root.appendingPathComponent("templates/static/built/door.wasm").path
    }

    /// Asks the page's module in Node.
    private static func ask(_ questions: [(String, [Int64])]) throws -> [[Int64]?] {
        let input = FileManager.default.temporaryDirectory.appendingPathComponent("questions-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: input) }
        let lines = questions.map { "[\"\($0.0)\",\($0.1)]\n" }.joined()
        try Data(lines.utf8).write(to: input)
        let script = root.appendingPathComponent("scripts/run-door-page.mjs").path
        return try run(["node", script, module.get()], input: input).split(separator: "\n").map { line in
            try JSONDecoder().decode([Int64]?.self, from: Data(line.utf8))
        }
    }

    @discardableResult
    private static func run(_ command: [String], input: URL? = nil) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(command)")
        return String(decoding: data, as: UTF8.self)
    }
}

extension Situation {
    /// Anything at all, with every verdict within reach.
    static func random(using generator: inout SplitMix64) -> Situation {
        func one<Value>(_ values: Value..., generator: inout SplitMix64) -> Value {
            values[Int.random(in: 0..<values.count, using: &generator)]
        }
        func rarely(_ generator: inout SplitMix64) -> Bool { Int.random(in: 0..<6, using: &generator) == 0 }
        var situation = Situation()
        situation.gate.isClosed = rarely(&generator)
        situation.gate.wantsPassForDay = Bool.random(using: &generator)
        situation.gate.admitsUnpaid = Bool.random(using: &generator)
        situation.gate.frequency = one(.once, .oncePerDay, .inAndOut(closing: 900), generator: &generator)
        situation.gate.entitlement = one(
            .anyone, .addOn(AddOnNumber(rawValue: 5)), .categories(CategoryMask(rawValue: 6)), generator: &generator)
        if Bool.random(using: &generator) { situation.gate.schedule = .always }
        situation.attempt.direction = rarely(&generator) ? .exit : .entry
        situation.attempt.presented = one(
            .badge(IssueNumber(rawValue: UInt16.random(in: 0...3, using: &generator))), .person,
            .badge(IssueNumber(rawValue: 2)), generator: &generator)
        if rarely(&generator) { situation.attempt.presented = .flawed(.notGenuine) }
        situation.attempt.moment = moment(
            day: one(nil, 1, 2, 3, generator: &generator), minute: Int.random(in: 240...1679, using: &generator))
        situation.holder?.standing = rarely(&generator) ? one(.cancelled, .transferred, generator: &generator) : .active
        if rarely(&generator) {
            situation.holder?.block = BlockReference(rawValue: .random(in: 0 ... .max, using: &generator))
        }
        if rarely(&generator) { situation.holder?.due = Int64.random(in: -500...500_000_000_000, using: &generator) }
        situation.holder?.days = DayMask(rawValue: UInt16.random(in: 0...15, using: &generator))
        situation.holder?.category = CategoryMask(index: Int.random(in: 0...3, using: &generator))
        if Bool.random(using: &generator) { situation.holder?.addOns = [AddOnNumber(rawValue: .max)] }
        if rarely(&generator) {
            let due = Int64.random(in: 0...500_000_000_000, using: &generator)
            situation.holder?.addOnDues = [AddOnDue(addOn: AddOnNumber(rawValue: .max), due: due)]
        }
        situation.holder?.isLatestIssueRevoked = rarely(&generator)
        if rarely(&generator) { situation.holder = nil }
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            situation.open.append(
                admission(
                    day: Int.random(in: 1...3, using: &generator), minute: Int.random(in: 240...1679, using: &generator)
                ))
        }
        return situation
    }
}

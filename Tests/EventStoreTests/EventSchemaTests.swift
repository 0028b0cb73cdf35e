import Conference
import EventStore
import Foundation
import LanyardTestSupport
import Testing

/// The schema that an editor checks an event's file by says what the program says, as far as a schema can.
struct EventSchemaTests {
    /// What jsonschema finds wrong with a file: each problem as its path and what is wrong.
    private static func problems(_ yaml: String) throws -> [String] {
        let validator = """
            import json, sys, yaml, jsonschema
            class Loader(yaml.SafeLoader): pass
            # JSON has no dates: they are texts.
            Loader.yaml_implicit_resolvers = {
                first: [(tag, expression) for tag, expression in resolvers if tag != "tag:yaml.org,2002:timestamp"]
                for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            for error in jsonschema.Draft202012Validator(schema).iter_errors(yaml.load(open(sys.argv[2]), Loader)):
                print("/".join(map(str, error.absolute_path)), error.message)
            """
        let folder = try ScratchFolder()
        let file = folder.file("event.yaml")
        try Data(yaml.utf8).write(to: file)
        // Debian's Python, for which Debian's modules are.
        let said = try Tool.run(
            "/usr/bin/python3", "-c", validator,
            Repository.root.appendingPathComponent("schema/event.schema.json").path, file.path)
        return said.split(separator: "\n").map(String.init)
    }

    @Test func `the schema accepts the event of the repository`() throws {
        #expect(try Self.problems(Repository.netdev01()) == [])
    }

    @Test func `the description as JSON is of the schema, and is the same event`() throws {
        let yaml = try Repository.netdev01()
        let json = String(decoding: try JSONText.encode(DefinitionText(yaml)), as: UTF8.self)
        #expect(try Self.problems(json) == [])
        #expect(try EventFile.read(json) == EventFile.read(yaml))
    }

    @Test(arguments: [
        ("frequency: once per day", "frequence: once per day", "gates/0"),
        ("\"04:00\"", "\"24:00\"", "event/day_starts_at"),
        ("fr: Presse", "french: Presse", "categories/press"), ("price: 350.00", "price: [350]", "passes/1/price"),
        ("date: 2015-02-14", "dates: 2015-02-14", "days/0"), ("badge:", "badges:", ""),
    ])
    func `the schema refuses what the program refuses`(from: String, to: String, place: String) throws {
        let yaml = try Repository.netdev01().replacing(from, with: to, maxReplacements: 1)
        #expect(throws: EventFileProblems.self) { try EventFile.read(yaml) }
        let problems = try Self.problems(yaml)
        #expect(problems.contains { $0.hasPrefix(place + " ") }, "\(problems)")
    }
}

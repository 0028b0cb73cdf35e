/// One of the facts in the sentence that a command answers with, for `--json`.
enum Fact: Encodable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    case text(String)
    case whole(Int64)
    case flag(Bool)
    case list([Fact])
    case facts([String: Fact])
    case none

    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int64) { self = .whole(number) }
    init(booleanLiteral flag: Bool) { self = .flag(flag) }

    static func number(_ number: some BinaryInteger) -> Fact { .whole(Int64(number)) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .whole(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        case .list(let facts): try container.encode(facts)
        case .facts(let facts): try container.encode(facts)
        case .none: try container.encodeNil()
        }
    }
}

extension OutputOptions {
    /// Answers on stdout: with a sentence, or with the facts in it as JSON.
    func answer(_ sentence: String, _ facts: [String: Fact]) throws {
        if json { try Output.json(facts) } else { Output.line(sentence) }
    }

    /// Says on stderr what was done; with `--json` the facts of it go to stdout.
    func say(_ sentence: String, _ facts: [String: Fact]) throws {
        if json { try Output.json(facts) } else { Report.say(sentence) }
    }
}

import Conference
import EventStore
package import Foundation

/// What becomes of a programme: its gates, and the event's description with them.
package struct ProgrammeGates: Sendable {
    package let made: SessionGates
    /// The description in force with these gates in it; nothing is applied.
    package let description: String
    /// The description in force, without them.
    package let base: String
}

extension EventServices {
    /// How large a programme's file may be, in bytes.
    package static let programmeMax = 8 * 1_048_576

    /// Makes a gate of each session of a programme and puts them before the other gates of the description, for whoever reads
    /// it through and applies it.
    ///
    /// - Parameters:
    ///   - minutesBefore: how long before a session its gate opens, 0 to 240.
    ///   - rooms: how many people rooms hold, each as `Room 1=80`.
    /// - Throws: `schedule_unreadable`, `number_invalid`, `description_layout` for a description whose gates stand in one line.
    package func programme(
        _ file: Data, minutesBefore: Int, rooms: [String]
    ) async throws -> ProgrammeGates {
        guard (0...240).contains(minutesBefore) else {
            throw ConferenceError(
                .numberInvalid, ErrorDetail("value", minutesBefore), ErrorDetail("from", 0), ErrorDetail("to", 240))
        }
        guard file.count <= Self.programmeMax else { throw ServerError(.scheduleUnreadable) }
        let capacities = try Self.capacities(rooms)
        let (event, base) = (try await store.definition(), try await store.yaml())
        let made = SessionGates(
            try SessionSchedule.read(file, zone: event.zone), of: event, minutesBefore: minutesBefore,
            capacities: capacities)
        return ProgrammeGates(made: made, description: try Self.adding(made.yaml, to: base), base: base)
    }

    private static func capacities(_ rooms: [String]) throws -> [String: Int] {
        try rooms.reduce(into: [:]) { found, text in
            guard let sign = text.lastIndex(of: "="),
                let number = Int(text[text.index(after: sign)...].filter { $0 != " " }),
                (1...1_000_000).contains(number)
            else {
                throw ConferenceError(
                    .numberInvalid, ErrorDetail("value", String(text.prefix(80))), ErrorDetail("from", 1),
                    ErrorDetail("to", 1_000_000))
            }
            found[text[..<sign].trimmingCharacters(in: .whitespaces)] = number
        }
    }

    /// Lines of `gates`, with two blanks before each item, as the first gates of a description.
    private static func adding(_ lines: String, to stored: String) throws -> String {
        let yaml = stored.replacing("\r\n", with: "\n")
        guard !lines.isEmpty else { return yaml }
        guard let key = yaml.firstMatch(of: #/(?m)^gates:[ \t]*(?<rest>[^\n]*)(?:\n|$)/#) else {
            return yaml + (yaml.hasSuffix("\n") ? "" : "\n") + "\ngates:\n" + lines
        }
        let rest = key.output.rest
        guard rest.isEmpty || rest.hasPrefix("#") else {
            throw EventStoreError(.descriptionLayout, ErrorDetail("path", "gates"))
        }
        let after = yaml[key.range.upperBound...]
        // The items stand as far in as the first one.
        let item = after.firstMatch(of: #/(?m)^(?<blanks> *)-[ \t]/#)
        let depth = item.map { $0.output.blanks.count } ?? 2
        let shifted = lines.split(separator: "\n", omittingEmptySubsequences: true).map { line in
            String(repeating: " ", count: depth) + line.dropFirst(2) + "\n"
        }.joined()
        let head = yaml[..<key.range.upperBound]
        return head + (head.hasSuffix("\n") ? "" : "\n") + shifted + after
    }
}

package import Conference
import Foundation

/// Gates for the sessions of a programme: lines for `gates` of an event's description.
package struct SessionGates: Sendable {
    /// The lines, each gate a list item.
    package let yaml: String
    /// The gates' names, in order.
    package let gates: [String]
    /// Sessions that lie outside the event's days or over the hour at which days begin.
    package let leftOut: [String]

    /// - Parameters:
    ///   - minutesBefore: how long before a session its gate opens.
    ///   - capacities: how many people a room has place for, by its name; else what the programme says of it.
    package init(
        _ sessions: [ProgrammeSession], of event: EventDefinition, minutesBefore: Int, capacities: [String: Int]
    ) {
        var taken = Set(event.gates.map(\.id.rawValue))
        var (lines, names, leftOut): ([String], [String], [String]) = ([], [], [])
        for session in sessions {
            let opens = session.begins.addingTimeInterval(-Double(60 * minutesBefore))
            let wall = (opens: event.wallClock(at: opens), closes: event.wallClock(at: session.ends))
            guard
                let day = event.days.first(where: { event.start(of: $0) <= opens && session.ends <= event.end(of: $0) })
            else {
                leftOut.append(session.title)
                continue
            }
            let id = Self.identifier(session, not: taken)
            taken.insert(id)
            names.append(id)
            let label = String(session.title.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(100))
            lines.append("  - id: \(id)")
            lines.append("    name: \(Self.quoted(label))")
            lines.append("    days: \"\(day.number)\"")
            lines.append("    opens: \"\(wall.opens.suffix(5))\"")
            lines.append("    closes: \"\(wall.closes.suffix(5))\"")
            lines.append("    admits: any pass")
            lines.append("    frequency: once")
            if let capacity = capacities[session.room] ?? session.places { lines.append("    capacity: \(capacity)") }
        }
        yaml = lines.map { $0 + "\n" }.joined()
        gates = names
        self.leftOut = leftOut
    }

    /// A short word of the title that no other gate has.
    private static func identifier(_ session: ProgrammeSession, not taken: Set<String>) -> String {
        var word = ""
        for scalar in session.title.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            if ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) {
                word.unicodeScalars.append(scalar)
            } else if !word.isEmpty, !word.hasSuffix("-"), !scalar.properties.isDiacritic {
                word += "-"
            }
        }
        let short = String(word.prefix(40).drop { $0 == "-" })
        let base = short.isEmpty || short == "-" ? "session" : short.hasSuffix("-") ? String(short.dropLast()) : short
        var (candidate, number) = (base, 2)
        while taken.contains(candidate) {
            candidate = "\(base)-\(number)"
            number += 1
        }
        return candidate
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

import Catalogues
package import Conference
import EventStore
import Foundation

/// When what is open, for whoever puts it into a calendar. It says what the start page says to everybody.
extension EventServices {
    /// The hours of gates, sessions and side events as an iCalendar file.
    ///
    /// - Parameter gates: which, in any order; all where there are none.
    /// - Throws: `gate_unknown`.
    package func calendar(of gates: Set<Gate.ID>, in language: Language) async throws -> NamedFile {
        let event = try await store.definition()
        if let foreign = gates.first(where: { id in !event.gates.contains { $0.id == id } }) {
            throw EventStoreError(.gateUnknown, ErrorDetail("gate", String(foreign.rawValue.prefix(80))))
        }
        let words = Catalogue.of(language)
        let text = CalendarFile.text(
            of: event.gates.filter { gates.isEmpty || gates.contains($0.id) }, event, in: language,
            audience: { gate in
                switch gate.admits {
                case .anyPass: ""
                case .addOn(let id):
                    words(
                        "calendar_for_add_on",
                        ["add_on": event.addOns.first { $0.id == id }?.names[language] ?? id.rawValue])
                case .categories(let categories):
                    words(
                        "calendar_for_categories",
                        [
                            "categories": event.categories.filter { categories.contains($0.category) }
                                .map { $0.labels[language] }.joined(separator: ", ")
                        ])
                }
            }, at: clock.now)
        return NamedFile(
            name: "\(event.slug).ics", type: "text/calendar; charset=utf-8", bytes: Data(text.utf8))
    }
}

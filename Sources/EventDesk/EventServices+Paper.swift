package import CheckIn
package import Conference
import DocumentRenderer
import EventStore
package import Foundation

extension EventServices {
    /// The fallback list of a gate on its paper, in the language of who asks for it, as PDF.
    ///
    /// - Parameter day: nil for today, or the gate's first day.
    /// - Throws: what `CheckInService.doorList` throws, `TypesettingError`.
    package func paperList(of gate: Gate.ID, day: Int?, in language: Language) async throws -> Data {
        let event = try await store.definition()
        let list = try await checkIn.doorList(at: gate, day: day, time: clock.now)
        let paper = DoorPaper(
            event: event.name, timeZone: event.timeZone, currency: event.currency, gate: list.gate.names[language],
            day: list.day,
            date: event.days[list.day - 1].date, hours: "\(list.gate.opensAt)–\(list.gate.closesAt)", time: list.time,
            people: list.entries.map { entry in
                DoorPaper.Person(
                    name: entry.name, affiliation: entry.affiliation, code: entry.code.description,
                    category: entry.category == event.usualCategory
                        ? "" : event.rule(of: entry.category).labels[language],
                    goesToDesk: entry.obstacle != nil, due: entry.due, admitted: entry.admitted)
            })
        return try await DocumentRenderer(fontConfiguration: resources.fontConfiguration).render(paper, in: language)
    }

    /// Records what was ticked on a gate's list.
    ///
    /// - Parameters:
    ///   - text: lines as `PaperLine.read` takes them.
    ///   - day: nil for today, or the gate's first day.
    ///   - time: for lines without one, such as `09:30`.
    /// - Throws: what `CheckInService.enter` and `PaperLine.read` throw; `time_invalid`.
    package func enterPaper(
        _ text: String, at gate: Gate.ID, day: Int?, time: String?, context: WriteContext
    ) async throws -> PaperReport {
        let time = try time.map { text throws(ConferenceError) in try TimeOfDay(text) }
        return try await checkIn.enter(PaperLine.read(text, time: time), at: gate, day: day, context: context)
    }
}

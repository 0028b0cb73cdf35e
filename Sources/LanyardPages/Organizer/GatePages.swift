import Catalogues
import CheckIn
import Conference
import DoorRules
import EventDesk
import EventStore
import Hummingbird
import LanyardHTTP
import RegistrationLedger
import Wording

/// /organizer/gates: how the gates stand; hours and limits are changed, a gate is closed and
/// opened again, and what doors may show when they are alone.
struct GatePages {
    private static let path = Paths.gatesPage

    func addRoutes(to pages: PageRouter) {
        pages.get(Self.path, for: OrganizerPages.roles) { visit in try await Self.page(visit, [], nil) }
        pages.organize("\(Self.path)/:gate/edit", answeringWith: Self.page) { visit, form in
            var edit = GateEdit()
            edit.name = form["name"]
            let days = form.all("day").compactMap { Int($0) }
            edit.days =
                days.count == visit.event.days.count ? "all" : days.map(String.init).joined(separator: ",")
            edit.opens = form["opens"]
            edit.closes = form["closes"]
            edit.capacity = form["capacity"]
            edit.admitsUnpaid = form.has("unpaid")
            guard !days.isEmpty else { throw LedgerError(.daysMissing) }
            let changes = try await visit.services.editGate(
                try Self.gate(visit), edit, context: try visit.write(form))
            return [
                DeskNotice(visit.words(changes.isEmpty ? "gate_same" : "gate_edited"))
            ]
        }
        pages.organize("\(Self.path)/offline", answeringWith: Self.page) { visit, form in
            try await visit.services.checkIn.offerNames(form.has("names"), context: try visit.write(form))
            return [DeskNotice(visit.words("gate_offline_saved"))]
        }
        pages.organize("\(Self.path)/:gate/close", answeringWith: Self.page) { visit, form in
            try await visit.services.checkIn.close(
                try Self.gate(visit), because: form["reason"], context: try visit.write(form))
            return [DeskNotice(visit.words("gate_closed_done"), mood: .warn)]
        }
        pages.organize("\(Self.path)/:gate/open", answeringWith: Self.page) { visit, form in
            try await visit.services.checkIn.reopen(
                try Self.gate(visit), because: form["reason"], context: try visit.write(form))
            return [DeskNotice(visit.words("gate_opened_done"))]
        }
        pages.get("\(Self.path)/:gate/paper-list", for: OrganizerPages.roles) { visit in
            let day = visit.request.uri.queryParameters["day"].flatMap { Int($0) }
            let gate = try Self.gate(visit)
            return Response(
                NamedFile(
                    name: "\(gate)\(day.map { "-\($0)" } ?? "").pdf", type: "application/pdf",
                    bytes: try await visit.services.paperList(of: gate, day: day, in: visit.words.language)))
        }
        pages.organize("\(Self.path)/:gate/paper-entries", answeringWith: Self.page) { visit, form in
            do {
                let report = try await visit.services.enterPaper(
                    form["lines"], at: try Self.gate(visit), day: Int(form["day"]), time: nil,
                    context: try visit.write(form))
                return [
                    DeskNotice(
                        visit.words(
                            "gate_paper_entered",
                            ["recorded": String(report.recorded), "repeated": String(report.repeated)]))
                ]
            } catch let problems as PaperProblems {
                throw ServerError(
                    .paperLinesWrong, ErrorDetail("problems", problems.sentences(in: visit.words.language, to: .desk)))
            }
        }
    }

    private static func gate(_ visit: PageVisit) throws -> Gate.ID {
        Gate.ID(rawValue: try visit.context.parameters.require("gate"))
    }

    @Sendable private static func page(
        _ visit: PageVisit, _ notices: [DeskNotice], _ form: PageForm?
    ) async throws -> Response {
        // The description may have been changed by this very form.
        let event = try await visit.services.store.definition()
        let refused = visit.context.parameters.get("gate")
        let gates = try await visit.services.checkIn.gates(at: visit.now)
        return try visit.organizerPage(
            "gates",
            [
                "offers_names": .flag(try await visit.services.checkIn.offersNames()),
                "gates": .list(
                    gates.map { status in
                        let typed = status.gate.id.rawValue == refused ? form : nil
                        return value(status, typed, event, visit)
                    }),
            ],
            notices: notices, at: path)
    }

    private static func value(
        _ status: GateStatus, _ typed: PageForm?, _ event: EventDefinition, _ visit: PageVisit
    ) -> PageValue {
        let gate = status.gate
        let edited = typed.flatMap { $0.has("opens") ? $0 : nil }
        let inside = status.inside.map { visit.format.number($0) }
        return [
            "gate": .text(gate.id.rawValue), "name": .text(gate.names[visit.words.language]),
            "path": .text("\(path)/\(gate.id)"), "is_edited": .flag(edited != nil),
            "hours": .text("\(gate.opensAt)–\(gate.closesAt)"),
            "held_on": .text(
                event.days.filter { gate.days.contains($0.number) }.map { visit.format.day($0.date) }
                    .joined(separator: ", ")),
            "admitted": .text(visit.format.number(status.admitted)),
            "refused": .text(visit.format.number(status.refused)), "inside": PageValue(inside),
            "limit": PageValue(gate.capacity.map { visit.format.number($0) }),
            "is_nearly_full": .flag(status.crowding == .nearlyFull), "is_full": .flag(status.crowding == .full),
            "closing": PageValue(
                status.closing.map { closing in
                    ["time": .text(visit.format.moment(closing.time)), "reason": .text(closing.reason)]
                }),
            "named": .text(edited?["name"] ?? gate.name),
            "opens": .text(edited?["opens"] ?? gate.opensAt.description),
            "closes": .text(edited?["closes"] ?? gate.closesAt.description),
            "capacity": .text(edited?["capacity"] ?? gate.capacity.map(String.init) ?? ""),
            "unpaid": .flag(edited.map { $0.has("unpaid") } ?? gate.admitsUnpaid),
            "reason": .text(typed?["reason"] ?? ""), "lines": .text(typed?["lines"] ?? ""),
            "is_typed": .flag(typed?.has("lines") ?? false),
            "held_days": .list(
                event.days.filter { gate.days.contains($0.number) }.map { day in
                    [
                        "day": .number(day.number), "label": .text(visit.format.day(day.date)),
                        "is_chosen": .flag(typed?["day"] == String(day.number)),
                    ]
                }),
            "days": .list(
                event.days.map { day in
                    [
                        "day": .number(day.number), "label": .text(visit.format.day(day.date)),
                        "is_held": .flag(
                            edited.map { $0.all("day").contains(String(day.number)) }
                                ?? gate.days.contains(day.number)),
                    ]
                }),
        ]
    }
}

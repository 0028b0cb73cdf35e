import Badges
import Catalogues
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import Hummingbird
import LanyardHTTP
import Printing
import RegistrationLedger
import Wording

/// What is being printed: which printer this desk uses, and how its last runs stand, as it happens.
struct DeskPrintPages {
    /// Which queue this desk prints on, so that nobody has to choose it for every badge.
    private static let printerCookie = "printer"
    /// How many runs are shown.
    private static let jobsMax = 5

    func addRoutes(to pages: PageRouter) {
        pages.get("\(Paths.deskPage)/prints", for: DeskPages.roles) { visit in
            try visit.fragment("prints", ["prints": try await Self.value(visit)])
        }
        pages.post("\(Paths.deskPage)/printer", for: DeskPages.roles) { visit, form in
            let queues = try await visit.services.printServer.queues()
            let name = form["printer"]
            guard name.isEmpty || queues.contains(where: { $0.name == name }) else {
                throw ServerError(.formUnreadable)
            }
            var response = visit.goes(to: Paths.deskPage)
            response.setCookie(visit.cookie(ofDesk: Self.printerCookie, name.utf8.hexadecimal))
            return response
        }
        pages.post("\(Paths.deskPage)/prints/cancel", for: DeskPages.roles) { visit, form in
            _ = try await visit.services.cancelPrintJob(
                try form.id("job"), context: try visit.write(form))
            return visit.goes(to: Paths.deskPage)
        }
    }

    /// Where the badges of this desk go: to the queue that was chosen, else to the browser.
    static func destination(_ visit: PageVisit) async throws -> BadgeDestination {
        guard let name = chosen(visit) else { return .answer }
        return .queue(name, try PrintOptions())
    }

    /// The printers and the last runs, for the template `prints`.
    static func value(_ visit: PageVisit) async throws -> PageValue {
        // A machine without a print server prints through the browser.
        let queues = (try? await visit.services.printServer.queues()) ?? []
        let chosen = chosen(visit)
        let jobs = try await visit.services.lastPrintJobs(limit: jobsMax)
        return [
            "has_queues": .flag(!queues.isEmpty),
            "queues": .list(
                queues.map { queue in
                    [
                        "queue": .text(queue.name), "is_chosen": .flag(queue.name == chosen),
                        "trouble": .text(PrinterReason.explain(queue.reasons, in: visit.words.language)),
                    ]
                }),
            "has_jobs": .flag(!jobs.isEmpty),
            "jobs": .list(
                jobs.map { named in
                    let job = named.job
                    return [
                        "job": .number(job.id.rawValue),
                        "badges": .text(
                            named.person?.name
                                ?? visit.words(
                                    job.badges == 1 ? "prints_one" : "prints_many", ["count": "\(job.badges)"])),
                        "state": .text(visit.words("job_\(job.standing.state.rawValue)")),
                        "mood": .text(mood(job.standing.state)),
                        "explanation": .text(job.explanation(in: visit.words.language)),
                        "time": .text(visit.format.time(job.time)), "may_cancel": .flag(!job.standing.state.isFinal),
                    ]
                }),
        ]
    }

    private static func chosen(_ visit: PageVisit) -> String? {
        guard let digits = visit.request.cookies[printerCookie]?.value, !digits.isEmpty, digits.count <= 510 else {
            return nil
        }
        return [UInt8](hexadecimal: digits).flatMap { String(validating: $0, as: UTF8.self) }
    }

    private static func mood(_ state: PrintJob.State) -> String {
        switch state {
        case .done: "good"
        case .stopped, .failed, .forgotten: "bad"
        case .held, .cancelled: "warn"
        case .waiting, .queued, .printing: ""
        }
    }
}

package import BadgeRenderer
package import Conference
import EventStore
package import Foundation

/// What it takes to make or choose a badge template: the templates, a renderer, specimens.
package struct TemplateWorkshop: Sendable {
    /// A template that can be named in an event.
    package struct Offer: Sendable, Hashable {
        /// The file's name without its ending.
        package let name: String
        package let file: URL
        /// Whether it comes with this program; otherwise it is the event's own.
        package let isShipped: Bool
    }

    /// The event that specimens belong to.
    package let definition: EventDefinition
    package let renderer: BadgeRenderer
    /// The event's own folder, if there is an event, then this program's.
    private let folders: [URL]

    /// For an event, with its templates, fonts, categories and days.
    package init(_ services: EventServices) async throws {
        definition = try await services.store.definition()
        renderer = services.badgeRenderer()
        folders = [services.templateFolder, services.resources.templateFolder]
    }

    /// Without an event: specimens belong to the reference event that comes with this program.
    package init(_ resources: ResourceFolder) throws {
        let file = resources.url.appendingPathComponent("templates/events/netdev01.yaml")
        guard let yaml = try? String(contentsOf: file, encoding: .utf8) else {
            throw ServerError(.resourcesMissing, ErrorDetail("folder", resources.url.path))
        }
        definition = try EventFile.read(yaml)
        renderer = BadgeRenderer(fontConfiguration: resources.fontConfiguration)
        folders = [resources.templateFolder]
    }

    /// Every template, the event's own first; its own hides one of the same name that comes with the program.
    package var offers: [Offer] {
        var seen: Set<String> = []
        return folders.flatMap { folder in
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
                .filter { name in
                    name.hasSuffix(".svg") && !name.hasSuffix(".back.svg")
                        // The event's own drawings of tickets and letters lie there too.
                        && !name.hasPrefix("letter-") && !name.hasPrefix("ticket-")
                }.map { String($0.dropLast(4)) }.sorted()
            return names.filter { seen.insert($0).inserted }.map { name in
                Offer(
                    name: name, file: folder.appendingPathComponent("\(name).svg"),
                    isShipped: folder == folders.last)
            }
        }
    }

    /// The file that a path or a template's name means.
    package func file(_ nameOrPath: String) -> URL {
        offers.first { $0.name == nameOrPath }?.file ?? URL(fileURLWithPath: nameOrPath)
    }

    /// Invented people of the event who test a template.
    package var specimens: [BadgeContent] {
        BadgeContent.specimens(
            event: definition.badgeEvent(in: .english), categories: definition.categories,
            addOns: definition.addOns.map(\.name),
            schedule: schedule
        ).map { $0.answering(answers) }
    }

    /// One of them in each category, whom every template must fit.
    package var ordinarySpecimens: [BadgeContent] {
        BadgeContent.ordinarySpecimens(
            event: definition.badgeEvent(in: .english), categories: definition.categories,
            addOns: definition.addOns.map(\.name),
            schedule: schedule
        ).map { $0.answering(answers) }
    }

    /// The questions whose answers a badge of the event may show.
    package var badgeQuestions: Set<String> {
        Set(definition.questions.filter { $0.badge != .nothing }.map(\.id.rawValue))
    }

    /// What invented people answered: of several choices the longest.
    private var answers: [String: String] {
        let shown = definition.questions.compactMap { question -> (String, String)? in
            let sample: String
            switch question.kind {
            case .choice(let options):
                sample = options.max { $0.labels.english.count < $1.labels.english.count }?.word ?? ""
            case .yesNo, .consent: sample = Question.yes
            case .number(let range): sample = String(range.upperBound)
            case .text: sample = "they/them"
            }
            let text = question.onBadge(sample, in: .english)
            return text.isEmpty ? nil : (question.id.rawValue, text)
        }
        return Dictionary(uniqueKeysWithValues: shown)
    }

    private func schedule(_ rule: CategoryRule, _ days: DaySet) -> [BadgeContent.ScheduleDay] {
        definition.schedule(category: rule.category, days: days, addOns: Set(definition.addOns.map(\.id)), in: .english)
    }
}

extension EventDefinition {
    /// What a badge says about the event to a holder who reads that language.
    package func badgeEvent(in language: Language) -> BadgeContent.Event {
        BadgeContent.Event(
            name: name, venue: venue, dates: dates(in: language), dayLabels: days.map { language.dayLabel($0.date) })
    }
}

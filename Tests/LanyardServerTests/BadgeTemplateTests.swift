import BadgeRenderer
import Badges
import CheckIn
import Conference
import EventDesk
import EventStore
import Foundation
import LanyardTestSupport
import RegistrationLedger
import Testing

struct BadgeTemplateTests {
    private func withServices<Result>(_ body: (EventServices) async throws -> Result) async throws -> Result {
        try await withNetdev01 { _, store in
            try await body(
                EventServices(
                    store: store, resources: ResourceFolder(Repository.root), clock: .fixed(at: .deskOpens)))
        }
    }

    private static let own = """
        <svg xmlns="http://www.w3.org/2000/svg" width="2in" height="2in" viewBox="0 0 2 2">
        <rect id="qr" width="2" height="2"/></svg>
        """

    @Test func `an event's own template hides the shipped one of its name`() async throws {
        try await withServices { services in
            let shipped = try services.badgeTemplate(named: "netdev01")
            #expect(shipped.fields.count > 5)
            let workshop = try await TemplateWorkshop(services)
            #expect(workshop.offers.count == 9)
            #expect(workshop.offers.filter(\.isShipped).count == 9)

            try FileManager.default.createDirectory(at: services.templateFolder, withIntermediateDirectories: true)
            let file = services.templateFolder.appendingPathComponent("netdev01.svg")
            try Data(Self.own.utf8).write(to: file)
            #expect(try services.badgeTemplate(named: "netdev01").fields.map(\.id.rawValue) == ["qr"])
            #expect(workshop.offers.count == 9)
            #expect(workshop.offers.first?.isShipped == false)
            #expect(workshop.file("netdev01").path == file.path)
            #expect(workshop.file("sub/mine.svg").path.hasSuffix("sub/mine.svg"))
        }
    }

    @Test func `the event's folder of fonts is used as soon as it is there`() async throws {
        try await withServices { services in
            #expect(services.fontFolder.lastPathComponent == "netdev01.fonts")
            let files = FileManager.default
            try files.createDirectory(at: services.templateFolder, withIntermediateDirectories: true)
            let template = services.templateFolder.appendingPathComponent("mine.svg")
            let text = Self.own.replacing("<rect id", with: #"<text font-family="Noto Sans Mono">x</text><rect id"#)
            try Data(text.utf8).write(to: template)
            func fontFile() async throws -> String? {
                let workshop = try await TemplateWorkshop(services)
                return try await workshop.renderer.inspect(template, ordinary: workshop.ordinarySpecimens)
                    .fonts.first?.file
            }
            let shipped = try #require(try await fontFile())
            try files.createDirectory(at: services.fontFolder, withIntermediateDirectories: true)
            let copy = services.fontFolder.appendingPathComponent("own.ttf")
            try files.copyItem(atPath: shipped, toPath: copy.path)
            #expect(try await fontFile() == copy.path)
        }
    }

    @Test func `a badge shows the days of its pass and the doors that are open to it`() async throws {
        try await withServices { services in
            let definition = try await services.store.definition()
            func schedule(_ category: Category, _ days: [Int], _ addOns: Set<AddOn.ID> = []) -> [String] {
                definition.schedule(category: category, days: DaySet(days), addOns: addOns, in: .english).map { day in
                    day.title + ": " + day.entries.map { "\($0.hours) \($0.title)" }.joined(separator: ", ")
                }
            }
            #expect(
                schedule(.attendee, [2]) == ["Sunday 15 February: 07:30–20:00 Main door, 08:30–18:00 Tutorial room"])
            #expect(
                schedule(.volunteer, [4]) == ["Tuesday 17 February: 06:00–24:00 Staff room, 07:30–20:00 Main door"])
            // The dinner is on day 3 for whoever paid for it.
            #expect(
                schedule(.attendee, [4], [.dinner]) == [
                    "Monday 16 February: 18:30–22:00 Conference dinner", "Tuesday 17 February: 07:30–20:00 Main door",
                ])
        }
    }

    @Test func `what a badge of the event shows comes from its registration`() async throws {
        try await withServices { services in
            let new = try NewRegistration.invented(days: DaySet([3]), addOns: [.dinner])
            let registration = try await services.ledger.register(new, context: .desk()).result
            let issues = try await services.badges.makeFirst(for: [registration.id], context: .desk()).result
            let badge = try #require(try await services.contents(of: issues).first)
            #expect(badge.schedule.map(\.title) == ["Monday 16 February"])
            #expect(badge.schedule[0].entries.map(\.title) == ["Main door", "Conference dinner"])
            let definition = try await services.store.definition()
            #expect(badge.event == definition.badgeEvent(in: .english))
        }
    }

    @Test func `the badge of a person who reads French has its days in French`() async throws {
        try await withServices { services in
            let new = try NewRegistration(
                person: .invented(), category: .attendee, days: DaySet([3]), addOns: [], reference: nil,
                language: .french)
            let registration = try await services.ledger.register(new, context: .desk()).result
            let issues = try await services.badges.makeFirst(for: [registration.id], context: .desk()).result
            let badge = try #require(try await services.contents(of: issues).first)
            #expect(badge.schedule.map(\.title) == ["lundi 16 février"])
            #expect(badge.event.dayLabels[2] == "lun. 16" && badge.event.dates == "14–17 février 2015")
        }
    }

    @Test func `specimens are of the event: its categories, its days, its add-ons`() async throws {
        let workshop = try TemplateWorkshop(ResourceFolder(Repository.root))
        let specimens = workshop.specimens
        #expect(Set(specimens.map(\.category.category)) == Set(Category.standard))
        #expect(Set(specimens.map(\.hasGreenDot)) == [true, false])
        #expect(specimens.contains { $0.affiliation.isEmpty } && specimens.contains { $0.keysigning == nil })
        #expect(Set(specimens.map(\.credential)).count == specimens.count)
        #expect(workshop.ordinarySpecimens.count == Category.standard.count)
        #expect(throws: ServerError.self) { try TemplateWorkshop(ResourceFolder(URL(fileURLWithPath: "/nonexistent"))) }
    }
}

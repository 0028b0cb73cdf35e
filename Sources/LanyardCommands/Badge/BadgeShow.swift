import ArgumentParser
import Badges
import Conference
import DoorRules
import EventDesk
import EventStore
import Foundation
import RegistrationLedger

struct BadgeShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a person's badges, or the good one as JSON.",
        discussion: "Example: lanyard badge show K7X-42MK")

    @OptionGroup var person: PersonArgument

    @OptionGroup var event: EventOptions
    @OptionGroup var output: OutputOptions

    private struct Body: Encodable {
        let code: String
        let issue: UInt16
        let credential: String
        let madeAt: String
        let madeBy: String
        let copies: Int
        let revoked: Bool
    }

    func run() async throws {
        let services = try await event.services(.reading)
        let found = try await person.registration(services)
        let zone = try await services.store.definition().zone
        if output.json {
            guard let latest = try await services.badges.latest(of: [found.id]).first else {
                throw BadgesError(.badgeMissing)
            }
            return try Output.json(
                Body(
                    code: found.code.description, issue: latest.number.rawValue, credential: latest.text,
                    madeAt: Timestamp(latest.time, in: zone).description, madeBy: latest.author, copies: latest.copies,
                    revoked: latest.revocation != nil))
        }
        let issues = try await services.badges.all(of: found.id)
        Output.table(
            ["issue", "made", "by", "printed", "state", "reason"], right: ["issue", "printed"],
            issues.map { issue in
                let isGood = issue.number == issues.last?.number && issue.revocation == nil
                return [
                    issue.number.rawValue.description, Timestamp(issue.time, in: zone).description, issue.author,
                    issue.copies.description, isGood ? "good" : "revoked",
                    issue.revocation?.reason ?? issue.reason,
                ]
            })
    }
}

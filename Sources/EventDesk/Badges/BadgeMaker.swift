import BadgeRenderer
import Badges
import Conference
import DoorRules
import Keysigning
import OpenPGP
import RegistrationLedger
import Synchronization

/// Makes what badges show, in the language of their holders. What people of one kind have in common is made once and
/// shared, so that a badge costs little time and little memory beyond its name.
final class BadgeMaker: Sendable {
    /// What decides about all that is not the person's own.
    private struct Kind: Hashable {
        let category: Category
        let days: DaySet
        let addOns: Set<AddOn.ID>
        let language: Language

        init(_ registration: Registration) {
            (category, days) = (registration.category, registration.days)
            (addOns, language) = (registration.addOns, registration.language)
        }
    }

    private struct Common {
        let event: BadgeContent.Event
        let category: CategoryRule
        let categoryLabel: String
        let addOns: [String]
        let schedule: [BadgeContent.ScheduleDay]

        init(_ kind: Kind, of event: EventDefinition) {
            self.event = event.badgeEvent(in: kind.language)
            category = event.rule(of: kind.category)
            categoryLabel = category.labels[kind.language]
            addOns = event.addOns.filter { kind.addOns.contains($0.id) }.map { $0.names[kind.language] }
            schedule = event.schedule(
                category: kind.category, days: kind.days, addOns: kind.addOns, in: kind.language)
        }
    }

    private let event: EventDefinition
    private let marks: [Registration.ID: KeysigningMark]
    private let common = Mutex<[Kind: Common]>([:])

    /// - Parameter marks: of all whose badges are made and who take part in the keysigning.
    init(_ event: EventDefinition, _ marks: [Registration.ID: KeysigningMark]) {
        self.event = event
        self.marks = marks
    }

    /// A badge with this credential.
    func content(of registration: Registration, issue: IssueNumber, credential: String) -> BadgeContent {
        let (common, mark) = (common(to: Kind(registration)), marks[registration.id])
        return BadgeContent(
            event: common.event, registration: registration.code, issue: Int(issue.rawValue),
            name: registration.person.nameOnBadge, fullName: registration.person.name,
            affiliation: registration.person.affiliation, category: common.category,
            categoryLabel: common.categoryLabel, days: registration.days, addOns: common.addOns,
            schedule: common.schedule, credential: credential, hasGreenDot: mark?.hasGreenDot ?? false,
            keysigning: mark.map {
                BadgeContent.Keysigning(number: $0.number, fingerprint: $0.fingerprint.digits)
            }, sortName: registration.person.sortName,
            answers: event.onBadge(registration.answers, in: registration.language))
    }

    func hasGreenDot(_ id: Registration.ID) -> Bool { marks[id]?.hasGreenDot ?? false }

    /// The text of a QR code for previews and plans, where nothing is signed: as long as a credential, so that the code
    /// looks right, but not a credential, so that no door accepts it.
    static let sampleCredential = "LY:" + String(repeating: "0", count: 117)

    private func common(to kind: Kind) -> Common {
        common.withLock { known in
            if let common = known[kind] { return common }
            let made = Common(kind, of: event)
            known[kind] = made
            return made
        }
    }
}

extension BadgeMaker {
    /// The latest badge, or the first one with a sample credential where there is none.
    func content(of candidate: BadgeCandidate) -> BadgeContent {
        content(
            of: candidate.registration, issue: candidate.latest?.number ?? IssueNumber(rawValue: 1),
            credential: candidate.latest?.credential.text ?? Self.sampleCredential)
    }

    func content(of registration: Registration, on credential: SignedCredential) -> BadgeContent {
        content(of: registration, issue: credential.credential.issue, credential: credential.text)
    }
}

extension BadgeContent {
    /// What the latest badge of one person shows; a sample credential where there is none.
    init(_ candidate: BadgeCandidate, _ mark: KeysigningMark?, event: EventDefinition) {
        self = BadgeMaker(event, mark.map { [candidate.registration.id: $0] } ?? [:]).content(of: candidate)
    }
}

/// What the badges of a plan show; new ones carry the sample credential.
struct PlannedBadges: BadgeSource {
    let badges: [BadgePlan.Badge]
    let maker: BadgeMaker

    var count: Int { badges.count }

    subscript(index: Int) -> BadgeContent {
        let (candidate, isNew) = (badges[index].candidate, badges[index].isNew)
        guard isNew else { return maker.content(of: candidate) }
        return maker.content(
            of: candidate.registration, issue: IssueNumber(rawValue: (candidate.latest?.number.rawValue ?? 0) &+ 1),
            credential: BadgeMaker.sampleCredential)
    }
}

/// What the badges of a signed run show.
struct SignedBadges: BadgeSource {
    let badges: [BadgeRun.Badge]
    let maker: BadgeMaker

    var count: Int { badges.count }

    subscript(index: Int) -> BadgeContent {
        maker.content(of: badges[index].candidate.registration, on: badges[index].credential)
    }
}

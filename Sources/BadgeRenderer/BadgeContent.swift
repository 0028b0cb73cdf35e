package import Conference
internal import Foundation

/// Everything that a badge can show; a template chooses from it.
package struct BadgeContent: Sendable, Hashable {
    /// What a badge says about its event.
    package struct Event: Sendable, Hashable {
        package let name: String
        package let venue: String
        /// As people read them: `14–17 February 2015`.
        package let dates: String
        /// One for each day of the event, in order: `Sat 14`.
        package let dayLabels: [String]

        package init(name: String, venue: String, dates: String, dayLabels: [String]) {
            self.name = name
            self.venue = venue
            self.dates = dates
            self.dayLabels = dayLabels
        }
    }

    /// What the holder of a key shows at a keysigning.
    package struct Keysigning: Sendable, Hashable {
        /// The number on the keysigning list; nil before the list gives one.
        package let number: Int?
        /// 40 (version 4) or 64 (version 6) hex digits.
        package let fingerprint: String

        package init(number: Int?, fingerprint: String) {
            self.number = number
            self.fingerprint = fingerprint
        }
    }

    package let event: Event
    package let registration: RegistrationCode
    /// Which badge of the registration this is, from 1.
    package let issue: Int
    /// The name in large letters: the badge name if there is one, else the name.
    package let name: String
    /// The name as registered.
    package let fullName: String
    /// What it is sorted by among family names; empty where the name tells.
    package let sortName: String
    package let affiliation: String
    package let category: CategoryRule
    /// What the category is called in the language of the holder.
    package let categoryLabel: String
    package let days: DaySet
    package let addOns: [String]
    /// The days, with the doors open to this badge and their hours.
    package let schedule: [ScheduleDay]
    /// The text of the QR code (a signed credential).
    package let credential: String
    package let hasGreenDot: Bool
    package let keysigning: Keysigning?
    /// BCP 47, if known: chooses between the Japanese, Korean and Chinese forms of a character.
    package let language: String?
    /// What a badge shows of the answers to the organizer's questions, by question.
    package private(set) var answers: [String: String]
    /// What a letter says; nil on a badge.
    package private(set) var letter: Letter?

    /// What a letter says beside what badges say too.
    package struct Letter: Sendable, Hashable {
        package let title: String
        package let label: String
        package let date: String
        package let paragraphs: [String]
        package let issuer: String
        package let issuerAddress: [String]
        package let signatory: String

        package init(
            title: String, label: String, date: String, paragraphs: [String], issuer: String, issuerAddress: [String],
            signatory: String
        ) {
            self.title = title
            self.label = label
            self.date = date
            self.paragraphs = paragraphs
            self.issuer = issuer
            self.issuerAddress = issuerAddress
            self.signatory = signatory
        }
    }

    package init(
        event: Event, registration: RegistrationCode, issue: Int, name: String, fullName: String, affiliation: String,
        category: CategoryRule, categoryLabel: String? = nil, days: DaySet, addOns: [String] = [],
        schedule: [ScheduleDay] = [], credential: String, hasGreenDot: Bool, keysigning: Keysigning? = nil,
        language: String? = nil, sortName: String = "", answers: [String: String] = [:]
    ) {
        self.event = event
        self.registration = registration
        self.issue = issue
        self.name = name
        self.fullName = fullName
        self.sortName = sortName
        self.affiliation = affiliation
        self.category = category
        self.categoryLabel = categoryLabel ?? category.label
        self.days = days
        self.addOns = addOns
        self.schedule = schedule
        self.credential = credential
        self.hasGreenDot = hasGreenDot
        self.keysigning = keysigning
        self.language = language
        self.answers = answers
    }
}

extension BadgeContent {
    /// The same with these answers.
    package func answering(_ answers: [String: String]) -> BadgeContent {
        var copy = self
        copy.answers = answers
        return copy
    }

    /// The same as a letter.
    package func saying(_ letter: Letter) -> BadgeContent {
        var copy = self
        copy.letter = letter
        return copy
    }

    /// The given names, to be set large: what stands before the family name, else the whole name.
    var givenName: String {
        let named = FamilyName.key(name: name).given
        let sorted = sortName.isEmpty ? "" : FamilyName.key(name: name, sortName: sortName).given
        let parts = [named, sorted].filter { !$0.isEmpty && name.contains($0) }
        return parts.min { $0.count < $1.count } ?? name
    }

    /// What is left of the name; empty where it has one word.
    var familyName: String {
        let given = givenName
        guard given != name, let range = name.range(of: given) else { return "" }
        var rest = name
        rest.removeSubrange(range)
        return rest.split { $0 == " " || $0 == "," }.joined(separator: " ")
    }
}

extension BadgeContent {
    /// The days as text, runs joined: `Sat 14 – Mon 16`, `Sat 14, Mon 16`.
    var daysText: String {
        var runs: [ClosedRange<Int>] = []
        for number in days.numbers where number <= event.dayLabels.count {
            if let last = runs.last, last.upperBound == number - 1 {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs.map { run in
            let first = event.dayLabels[run.lowerBound - 1]
            return run.count == 1 ? first : "\(first) – \(event.dayLabels[run.upperBound - 1])"
        }.joined(separator: ", ")
    }
}

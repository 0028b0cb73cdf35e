package import Conference
package import Foundation

/// The paper size.
package enum PaperSize: String, Sendable, Hashable, CaseIterable {
    case letter
    case a4
}

/// A key as the papers show it.
package struct PaperKey: Sendable, Hashable {
    package let number: Int
    /// In groups of four with a double space in the middle.
    package let fingerprint: String
    /// The content of its QR code; nil for a key that has no such form.
    package let uri: String?
    /// Algorithm, date, capabilities, expiry, as the list has them.
    package let description: String
    /// In force, as the list has them.
    package let userIDs: [String]
    /// What else the list says about the key, one line each.
    package let notes: [String]

    package init(
        number: Int, fingerprint: String, uri: String?, description: String, userIDs: [String], notes: [String]
    ) {
        self.number = number
        self.fingerprint = fingerprint
        self.uri = uri
        self.description = description
        self.userIDs = userIDs
        self.notes = notes
    }

    var numberText: String { String(repeating: "0", count: max(0, 3 - String(number).count)) + String(number) }
}

/// A frozen list on paper.
package struct KeyListPaper: Sendable, Hashable {
    package let event: String
    package let organizer: String
    /// Date and time of the keysigning.
    package let when: String
    package let version: Int
    /// The name of the text file that the digest is of.
    package let fileName: String
    /// What differs from the previous version, one line each; empty for the first.
    package let changes: [String]
    /// The beginning of the SHA-256 for the foot of each page; nil while it is withheld, and then left blank to fill
    /// in.
    package let digestPrefix: String?
    package let keys: [PaperKey]
    package let frozen: Date
    package let size: PaperSize
    /// In which everything is said that is not a key's.
    package let language: Language

    package init(
        event: String, organizer: String, when: String, version: Int, fileName: String, changes: [String],
        digestPrefix: String?, keys: [PaperKey], frozen: Date, size: PaperSize, language: Language = .english
    ) {
        self.event = event
        self.organizer = organizer
        self.when = when
        self.version = version
        self.fileName = fileName
        self.changes = changes
        self.digestPrefix = digestPrefix
        self.keys = keys
        self.frozen = frozen
        self.size = size
        self.language = language
    }
}

/// Slips to cut, eight to a page, for people who bring none.
package struct SlipPaper: Sendable, Hashable {
    package let event: String
    package let version: Int
    /// In the order of printing; a key may appear several times.
    package let keys: [PaperKey]
    package let created: Date
    package let size: PaperSize
    package let language: Language

    package init(
        event: String, version: Int, keys: [PaperKey], created: Date, size: PaperSize, language: Language = .english
    ) {
        self.event = event
        self.version = version
        self.keys = keys
        self.created = created
        self.size = size
        self.language = language
    }
}

/// Who meets whom, one page per person.
package struct RotationPaper: Sendable, Hashable {
    package struct Schedule: Sendable, Hashable {
        package let label: String
        package let name: String
        package let stops: [Stop]
        /// Date and time of the keysigning, as the person reads them.
        package let when: String
        /// In which the person reads.
        package let language: Language

        package init(label: String, name: String, stops: [Stop], when: String, language: Language = .english) {
            self.label = label
            self.name = name
            self.stops = stops
            self.when = when
            self.language = language
        }
    }

    package struct Stop: Sendable, Hashable {
        package let round: Int
        /// Empty if the rounds have no times.
        package let time: String
        /// Nil in a round off.
        package let place: Int?
        package let partnerLabel: String
        package let partnerName: String

        package init(round: Int, time: String, place: Int?, partnerLabel: String, partnerName: String) {
            self.round = round
            self.time = time
            self.place = place
            self.partnerLabel = partnerLabel
            self.partnerName = partnerName
        }
    }

    package let event: String
    package let version: Int
    package let schedules: [Schedule]
    package let created: Date
    package let size: PaperSize
    /// Of the title of the file; each schedule has its own.
    package let language: Language

    package init(
        event: String, version: Int, schedules: [Schedule], created: Date, size: PaperSize,
        language: Language = .english
    ) {
        self.event = event
        self.version = version
        self.schedules = schedules
        self.created = created
        self.size = size
        self.language = language
    }
}

/// Who signed whom, as a picture.
package struct MatrixPaper: Sendable {
    package enum Mark: Sendable, Hashable {
        /// Signed after the list was frozen, by this share of the other's user ids in 0 … 1, and whether it was returned.
        case signed(share: Double, isReturned: Bool)
        /// Had been signed before.
        case before
    }

    package let event: String
    /// Numbers and names, in the order of rows and columns.
    package let people: [(number: String, name: String)]
    /// By signer and target, as indexes of the people.
    package let marks: [[Mark?]]
    /// A line or two of figures under the title.
    package let summary: [String]
    package let created: Date
    package let language: Language

    package init(
        event: String, people: [(number: String, name: String)], marks: [[Mark?]], summary: [String], created: Date,
        language: Language = .english
    ) {
        precondition(marks.count == people.count && marks.allSatisfy { $0.count == people.count })
        self.event = event
        self.people = people
        self.marks = marks
        self.summary = summary
        self.created = created
        self.language = language
    }
}

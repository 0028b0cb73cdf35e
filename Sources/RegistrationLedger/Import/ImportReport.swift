package import Conference

/// What an import did, or would do.
package struct ImportReport: Sendable, Hashable {
    init(added: Int = 0, known: Int = 0, problems: [ImportProblems.Problem] = []) {
        (self.added, self.known, self.problems) = (added, known, problems)
    }

    /// Where the list comes from, by its columns.
    package var source = ImportSource.own
    /// The name under which it is compared with the last one.
    package var list = ""
    /// How it was understood: what was kept of the list, and what was added.
    package var mapping = ImportMapping()
    /// Rows that were new.
    package var added = 0
    /// Rows of people who were here already.
    package var known = 0
    /// Rows that were left out because something is wrong with them; empty unless good rows were to be kept.
    package var problems: [ImportProblems.Problem] = []
    /// What was guessed or passed over, and what was understood only in part. None of it keeps a row out. Line 0 is about the
    /// whole file.
    package var notes: [ImportProblems.Problem] = []
    /// New rows whose people may be here already, under another record; they were registered all the same.
    package var duplicates: [Duplicate] = []
    /// The first people who were new, so that somebody sees whether the columns were understood.
    package var samples: [Registration] = []
    /// People of whom the list says something else than what is here.
    package var differences: [Difference] = []
    /// Rows that may be of somebody who is here already; nothing was done with them.
    package var questions: [Question] = []
    /// People whom an earlier file of this list brought and this one does not.
    package var missing: [Missing] = []

    /// How many of the samples.
    static let samplesMax = 10

    package struct Duplicate: Sendable, Hashable {
        /// Line of the file, from 1.
        package let line: Int
        package let code: RegistrationCode
        /// The records that may be of the same person.
        package let others: [RegistrationCode]
    }

    /// One person of whom the list says something else.
    package struct Difference: Sendable, Hashable {
        package let line: Int
        package let id: Registration.ID
        package let code: RegistrationCode
        package let name: String
        package var changes: [Change]
    }

    /// One thing that differs.
    package struct Change: Sendable, Hashable {
        package enum State: String, Sendable, Hashable {
            /// The list changed it, or nobody knows who did.
            case differs
            /// The list changed it, and somebody here did too.
            case conflict
            /// Somebody here changed it since the list last said it, and the list did not: it stays.
            case keptHere = "kept-here"
            /// It was taken over.
            case applied
        }

        package let field: ImportField
        /// What is here.
        package let from: String
        /// What the list says.
        package let to: String
        package var state: State
    }

    package struct Question: Sendable, Hashable {
        package let line: Int
        package let name: String
        package let email: String
        /// Who it may be.
        package let candidates: [RegistrationCode]
        /// What differs from the first of them.
        package let changes: [Change]
    }

    package struct Missing: Sendable, Hashable {
        package let id: Registration.ID
        package let code: RegistrationCode
        package let name: String
        package let reference: String?
        /// Whether the registration was cancelled for it.
        package var isCancelled = false
    }

    /// How many people were changed.
    package var updated: Int { differences.count { $0.changes.contains { $0.state == .applied } } }
    /// How many people differ in something that was not taken over and does not stay by itself.
    package var open: Int {
        differences.count { $0.changes.contains { $0.state == .differs || $0.state == .conflict } }
    }
    /// How many registrations were cancelled because nobody is on the list for them.
    package var cancelled: Int { missing.count { $0.isCancelled } }
}

/// What somebody wants of an import.
package struct ImportOrder: Sendable, Hashable {
    /// Registers the rows that are right although others are wrong; otherwise one wrong row leaves everything as it was.
    package var keepsGood = false
    /// Only says what would come of it.
    package var onlyShow = false
    /// Takes over what differs.
    package var updates = false
    /// Takes it over as well where somebody here changed the same.
    package var takesTheirs = false
    /// What alone is taken over, as `CODE field`; nil for everything.
    package var ticked: Set<String>?
    /// How many people are missing from the list and are to be cancelled; nil to cancel nobody.
    package var cancelMissing: Int?
    /// For rows that may be of somebody who is here: whose they are, or that they are somebody new.
    package var answers: [Int: Answer] = [:]
    /// The name of the list; nil for that of where it comes from.
    package var list: String?
    /// Additions to what is kept of this list.
    package var mapping = ImportMapping()
    /// Whether the mapping is kept with the event, in the place of the one that was kept before.
    package var keepsMapping = false
    /// Whether it is kept in addition to the one that was kept before.
    package var extendsMapping = false

    package enum Answer: Sendable, Hashable {
        case same(RegistrationCode)
        case new
    }

    package init() {}

    /// How a change is named where it is ticked.
    package static func tick(_ code: RegistrationCode, _ field: ImportField) -> String {
        "\(code.symbols) \(field.rawValue)"
    }
}

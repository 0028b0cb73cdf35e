package import Conference
import RegistrationLedger

/// Which people a list has, in which order and with what of each.
package struct PeopleListing: Sendable, Hashable {
    /// What a list can say of a person; the names are those that an import reads.
    package enum Column: String, Sendable, Hashable, CaseIterable {
        case number, code, reference, name
        case sortName = "sort_name"
        case badgeName = "badge_name"
        case affiliation, email, country, category, days
        case addOns = "add_ons"
        case status, language, due
        /// The days on which a door let them in.
        case came
        /// Whether their badge is printed.
        case badge

        /// What a list has unless somebody chooses: all that an import reads, and what is due.
        package static let usual: [Column] = [
            .code, .reference, .name, .sortName, .badgeName, .affiliation, .email, .country, .category, .days, .addOns,
            .status, .due,
        ]
    }

    package enum Order: String, Sendable, Hashable, CaseIterable {
        case number, name, family, affiliation
    }

    /// Nil for the usual ones.
    package var columns: [Column]?
    package var order = Order.number
    package var categories: Set<Category> = []
    /// People with any of these days.
    package var days: DaySet?
    package var addOns: Set<AddOn.ID> = []
    package var affiliations: Set<String> = []
    /// Nil for any.
    package var status: Registration.Status?
    /// Whether records that went to another, by a transfer or a merge, are among them where no status is named.
    package var showsMoved = false
    /// Whether only those whose badge is not printed yet.
    package var isUnprinted = false
    /// Whether only those who owe money.
    package var owes = false
    /// Whether e-mail addresses are shown.
    package var showsEmail = true

    package init() {}

    /// The columns that it has.
    var shown: [Column] { (columns ?? Column.usual).filter { showsEmail || $0 != .email } }

    /// Reads columns by their names, with commas between them.
    ///
    /// - Throws: `choice_unknown`.
    package static func columns(_ text: String) throws(ConferenceError) -> [Column] {
        var columns: [Column] = []
        for word in text.split(separator: ",") {
            columns.append(
                try Choice.read(
                    word.split(separator: " ").joined(separator: "_").lowercased(), as: Column.self))
        }
        return columns
    }
}

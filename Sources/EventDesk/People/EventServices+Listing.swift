import Badges
import CheckIn
import Conference
import EventStore
import Foundation
package import RegistrationLedger

extension EventServices {
    /// The people of a listing, in its order.
    ///
    /// - Throws: `add_on_unknown`, `day_unknown`.
    package func people(of listing: PeopleListing) async throws -> [RegistrationSummary] {
        let event = try await store.definition()
        for addOn in listing.addOns where !event.addOns.contains(where: { $0.id == addOn }) {
            throw ConferenceError(.addOnUnknown, ErrorDetail("add_on", addOn))
        }
        if let days = listing.days, !days.isSubset(of: event.allDays) {
            throw ConferenceError(
                .dayUnknown, ErrorDetail("value", days.subtracting(event.allDays)),
                ErrorDetail("days", event.days.count))
        }
        let unprinted: Set<Registration.ID>? =
            listing.isUnprinted
            ? Set(try await badges.candidates(BadgeFilter(isUnprinted: true)).map(\.registration.id)) : nil
        let affiliations = Set(listing.affiliations.map(SearchText.fold))
        let found = try await ledger.list(limit: .max).filter { summary in
            let one = summary.registration
            guard listing.showsMoved || !one.person.isErased else { return false }
            if let status = listing.status {
                if one.status != status { return false }
            } else if one.successor != nil, !listing.showsMoved {
                return false
            }
            return (listing.categories.isEmpty || listing.categories.contains(one.category))
                && (listing.days.map { !one.days.intersection($0).isEmpty } ?? true)
                && listing.addOns.isSubset(of: one.addOns)
                && (affiliations.isEmpty || affiliations.contains(SearchText.fold(one.person.affiliation)))
                && (unprinted?.contains(one.id) ?? true) && (!listing.owes || summary.due > .zero)
        }
        return Self.sorted(found, by: listing.order)
    }

    private static func sorted(
        _ people: [RegistrationSummary], by order: PeopleListing.Order
    ) -> [RegistrationSummary] {
        func keys(_ summary: RegistrationSummary) -> [String] {
            let person = summary.registration.person
            switch order {
            case .number: return []
            case .name: return [SearchText.fold(person.name)]
            case .affiliation: return [SearchText.fold(person.affiliation), SearchText.fold(person.name)]
            case .family:
                let key = FamilyName.key(name: person.name, sortName: person.sortName)
                return [SearchText.fold(key.family), SearchText.fold(key.given)]
            }
        }
        guard order != .number else { return people }
        return people.map { (keys($0), $0) }.sorted { left, right in
            if left.0 != right.0 { return left.0.lexicographicallyPrecedes(right.0) }
            return left.1.registration.id.rawValue < right.1.registration.id.rawValue
        }.map(\.1)
    }

    /// A listing as a table, which an import reads again.
    ///
    /// - Throws: as `people(of:)`.
    package func table(of listing: PeopleListing) async throws -> ReportTable {
        let people = try await people(of: listing)
        let columns = listing.shown
        let questions = listing.answered(try await store.definition())
        let came =
            columns.contains(.came) ? try await store.read { try Attendance.days($0) } : [:]
        let unprinted: Set<Registration.ID> =
            columns.contains(.badge)
            ? Set(try await badges.candidates(BadgeFilter(isUnprinted: true)).map(\.registration.id)) : []
        return ReportTable(
            columns: columns.map(\.rawValue) + questions.map(\.column),
            rows: people.map { summary in
                let answers = questions.map { ReportTable.Cell.text(summary.registration.answers[$0.id] ?? "") }
                return columns.map { column -> ReportTable.Cell in
                    switch column {
                    case .due: .amount(summary.due)
                    case .number: .number(Int64(summary.registration.id.rawValue))
                    case .came: .text((came[summary.registration.id] ?? .none).description)
                    case .badge:
                        .text(
                            summary.registration.status != .active || unprinted.contains(summary.registration.id)
                                ? "" : "printed")
                    default: .text(Self.text(column, summary.registration))
                    }
                } + answers
            })
    }

    private static func text(_ column: PeopleListing.Column, _ registration: Registration) -> String {
        let person = registration.person
        return switch column {
        case .code: registration.code.description
        case .reference: registration.reference ?? ""
        case .name: person.name
        case .sortName: person.sortName
        case .badgeName: person.badgeName
        case .affiliation: person.affiliation
        case .email: person.email
        case .country: person.country?.description ?? ""
        case .category: registration.category.rawValue
        case .days: registration.days.description
        case .addOns: registration.addOns.map(\.rawValue).sorted().joined(separator: ";")
        case .status: registration.status == .active ? "confirmed" : registration.status.rawValue
        case .language: registration.language.rawValue
        case .number, .due, .came, .badge: ""
        }
    }

    /// The same as a file for a spreadsheet or for another program.
    ///
    /// - Throws: as `people(of:)`.
    package func file(of listing: PeopleListing, as form: PeopleFileForm, style: CSVText.Style) async throws
        -> NamedFile
    {
        let table = try await table(of: listing)
        return switch form {
        case .csv:
            NamedFile(
                name: "registrations.csv", type: "text/csv; charset=utf-8; header=present",
                bytes: Data(table.csv(style).utf8))
        case .xlsx:
            NamedFile(
                name: "registrations.xlsx", type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                bytes: Data(table.workbook(sheet: "Registrations")))
        }
    }
}

/// The kinds of file in which people are listed.
package enum PeopleFileForm: String, Sendable, Hashable, CaseIterable { case csv, xlsx }

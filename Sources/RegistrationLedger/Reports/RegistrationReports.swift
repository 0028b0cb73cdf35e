import Conference
import EventStore
import Foundation
import GRDB

/// Who comes, counted.
enum RegistrationReports {
    static func byCategory(_ db: Database, _ definition: EventDefinition) throws -> [[ReportTable.Cell]] {
        let counts = try tally(db, by: "category") { $0 }
        let past = counts.keys.compactMap(Category.init).filter { definition.knownRule(of: $0) == nil }
        let categories = definition.categories.map(\.category) + past.sorted { $0.rawValue < $1.rawValue }
        return categories.compactMap { category in
            counts[category.rawValue].map { count in
                [
                    .text(category.rawValue), .text(definition.rule(of: category).label), .number(count.active),
                    .number(count.cancelled),
                ]
            }
        }
    }

    static func byDay(_ db: Database, _ definition: EventDefinition) throws -> [[ReportTable.Cell]] {
        let sets = try DaysCount.fetchAll(
            db, sql: "SELECT days, count(*) AS active FROM registration WHERE status = 'active' GROUP BY days"
        ).map { (days: DaySet(bits: $0.days), active: $0.active) }
        return definition.days.map { day in
            let active = sets.filter { $0.days.contains(day.number) }.map(\.active).reduce(0, +)
            return [
                .number(Int64(day.number)), .text(day.date.description), .number(Int64(active)),
                day.capacity.map { .number(Int64($0)) } ?? .empty,
                day.capacity.map { .number(Int64($0 - active)) } ?? .empty,
            ]
        }
    }

    /// Spellings that differ in case or diacritics alone are one affiliation, under the spelling most people use.
    static func byAffiliation(_ db: Database) throws -> [[ReportTable.Cell]] {
        let spellings = try tally(db, by: "affiliation") { $0 }
        let affiliations = Dictionary(grouping: spellings) { SearchText.fold($0.key) }
        return affiliations.values.map { spellings -> (name: String, count: Count) in
            let best = spellings.max { ($0.value.all, $1.key) < ($1.value.all, $0.key) }
            return (best?.key ?? "", spellings.map(\.value).reduce(Count(), +))
        }
        .sorted { ($1.count.active, $0.name) < ($0.count.active, $1.name) }
        .map { [.text($0.name), .number($0.count.active), .number($0.count.cancelled)] }
    }

    static func byCountry(_ db: Database) throws -> [[ReportTable.Cell]] {
        let english = Locale(identifier: "en")
        return try tally(db, by: "coalesce(nullif(country, ''), email)") { text in
            // An address has an @, and no code has one.
            text.contains("@") ? EmailCountry.code(of: text) ?? "" : text
        }
        .sorted { ($1.value.active, $0.key) < ($0.value.active, $1.key) }
        .map { code, count in
            let name = code.isEmpty ? "unknown" : english.localizedString(forRegionCode: code) ?? code
            return [.text(code), .text(name), .number(count.active), .number(count.cancelled)]
        }
    }

    /// Who holds a voucher, and what it saved them in listed prices.
    static func vouchers(_ db: Database, _ zone: TimeZone) throws -> [[ReportTable.Cell]] {
        let uses = try VoucherHeld.fetchAll(
            db,
            sql: """
                SELECT voucher, registration, since_ms, -(
                    SELECT coalesce(sum(cents), 0) FROM journal_entry CROSS JOIN charge_line ON entry = number
                    WHERE journal_entry.registration = voucher_use.registration AND charge_line.kind = 'voucher'
                        AND item = voucher) AS saved
                FROM voucher_use WHERE released_ms IS NULL ORDER BY voucher, registration
                """)
        return try uses.map { use in
            let registration = try RegistrationRecord.fetch(db, id: use.registration)
            return [
                .text(use.voucher.uppercased()), .number(Int64(registration.id.rawValue)),
                .text(registration.code.description), .text(registration.person.name),
                .text(registration.person.affiliation),
                .text(String(Timestamp(Date(milliseconds: use.sinceMs), in: zone).description.prefix(10))),
                .amount(Money(cents: use.saved)),
            ]
        }
    }

    /// Those who owe the most first; those who are owed money last.
    static func outstanding(_ db: Database) throws -> [[ReportTable.Cell]] {
        let ids = try UInt32.fetchAll(
            db,
            sql: """
                SELECT registration FROM journal_entry JOIN posting ON entry = number
                WHERE account IN ('receivable', 'refunds-due') AND registration IS NOT NULL
                GROUP BY registration HAVING sum(cents) <> 0 ORDER BY sum(cents) DESC, registration
                """)
        return try ids.compactMap { try RegistrationLedger.summary(db, of: Registration.ID(rawValue: $0)) }
            .map { summary in
                let registration = summary.registration
                return [
                    .number(Int64(registration.id.rawValue)), .text(registration.code.description),
                    .text(registration.person.name), .text(registration.person.affiliation),
                    .text(registration.status.rawValue), .amount(summary.due),
                ]
            }
    }

    /// One row for each day that somebody holds, that has begun, and on which they were let in nowhere; by day, then by
    /// name.
    ///
    /// A day is over when the next date's day begins, by `day_starts_at`.
    static func noShows(
        _ db: Database, _ definition: EventDefinition, at time: Date, admissions: [Registration.ID: DaySet]
    ) throws -> [[ReportTable.Cell]] {
        let begun = definition.days.filter { definition.start(of: $0) <= time }
        guard !begun.isEmpty else { return [] }
        let days = DaySet(begun.map(\.number))
        let absent = try RegistrationRecord.fetchAll(db, "WHERE status = 'active' ORDER BY id", [])
            .map { registration in
                let missed = registration.days.intersection(days).subtracting(admissions[registration.id] ?? .none)
                return (registration: registration, missed: missed, name: SearchText.fold(registration.person.name))
            }
            .filter { !$0.missed.isEmpty }
            .sorted { $0.name < $1.name }
            .map { ($0.registration, $0.missed, due: try Journal.due(db, from: $0.registration.id)) }
        var rows: [[ReportTable.Cell]] = []
        for day in begun {
            let state = definition.end(of: day) <= time ? "over" : "under way"
            for (registration, missed, due) in absent where missed.contains(day.number) {
                rows.append([
                    .number(Int64(day.number)), .text(day.date.description), .text(state),
                    .number(Int64(registration.id.rawValue)), .text(registration.code.description),
                    .text(registration.person.name), .text(registration.person.affiliation),
                    .text(registration.category.rawValue), .amount(due),
                ])
            }
        }
        return rows
    }

    private struct Count {
        var active: Int64 = 0
        var cancelled: Int64 = 0
        var all: Int64 { active + cancelled }

        static func + (left: Count, right: Count) -> Count {
            Count(active: left.active + right.active, cancelled: left.cancelled + right.cancelled)
        }
    }

    /// Registrations by what an expression of their columns says; those that went to another person or into another record count there alone.
    private static func tally(
        _ db: Database, by expression: String, _ group: (String) -> String
    ) throws -> [String: Count] {
        let groups = try GroupCount.fetchCursor(
            db,
            sql: """
                SELECT \(expression) AS value, sum(status = 'active') AS active, count(*) AS registered
                FROM registration WHERE ended IS NULL GROUP BY 1
                """)
        var counts: [String: Count] = [:]
        while let found = try groups.next() {
            let key = group(found.value)
            counts[key] =
                (counts[key] ?? Count()) + Count(active: found.active, cancelled: found.registered - found.active)
        }
        return counts
    }

    private struct GroupCount: RowRecord {
        let value: String
        let active: Int64
        let registered: Int64
    }

    private struct VoucherHeld: RowRecord {
        let voucher: String
        let registration: Registration.ID
        let sinceMs: Int64
        let saved: Int64
    }

    private struct DaysCount: RowRecord {
        let days: UInt16
        let active: Int
    }
}

/// The country that an e-mail address tells, where it tells one.
enum EmailCountry {
    /// Domains of countries that are sold all over the world, so that they say nothing about where somebody works.
    private static let soldAbroad = Set(
        """
        AC AG AI AS BZ CC CD CO CX DJ FM GA GD GG GL GS IM IO IS JE LA LC LY ME MN MS NU PW RE SC SH SO ST SU TC TF TK TO \
        TV VC VG WS
        """.split(separator: " ").map(String.init))

    /// The ISO 3166-1 code of a country, by the last label of the address (RFC 1591); nil for other domains.
    static func code(of address: String) -> String? {
        guard let label = address.split(separator: ".").last, address.contains("@") else { return nil }
        let code = label.uppercased() == "UK" ? "GB" : label.uppercased()
        guard code.utf8.count == 2, !soldAbroad.contains(code), CountryCode.assigned.contains(code) else { return nil }
        return code
    }
}

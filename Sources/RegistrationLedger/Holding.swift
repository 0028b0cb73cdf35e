import Conference
import EventStore
import Foundation
import GRDB

/// What a registration holds that costs something, and which definitions its prices come from.
struct Holding {
    var category: Category
    /// Whether the place is held; otherwise only what was kept at its cancelling counts.
    let isActive: Bool
    var days: [Day]
    var addOns: [AddOn.ID: Int]
    /// When the days were last chosen, and the version of the definition in force then.
    var priced: Moment
    var voucher: VoucherUse?
    /// What was waived, in listed prices; of that, what there is to waive counts.
    var waived: Money

    struct Moment {
        let time: Date
        let version: Int
    }

    /// A day, and since when it is held.
    struct Day {
        let number: Int
        let since: Moment
    }

    struct VoucherUse {
        let id: Voucher.ID
        /// The version under whose terms it was redeemed.
        let version: Int
    }

    /// What was read of a registration.
    init(
        category: Category, isActive: Bool, days: [Day], addOns: [AddOn.ID: Int], priced: Moment,
        voucher: VoucherUse?, waived: Money
    ) {
        (self.category, self.isActive, self.days, self.addOns) = (category, isActive, days, addOns)
        (self.priced, self.voucher, self.waived) = (priced, voucher, waived)
    }

    /// What a person would hold who took all of it now.
    init(
        category: Category, days: DaySet, addOns: Set<AddOn.ID>, voucher: Voucher.ID?, at time: Date, version: Int
    ) {
        let now = Moment(time: time, version: version)
        self.category = category
        isActive = true
        self.days = days.numbers.map { Day(number: $0, since: now) }
        self.addOns = Dictionary(uniqueKeysWithValues: addOns.map { ($0, version) })
        priced = now
        self.voucher = voucher.map { VoucherUse(id: $0, version: version) }
        waived = .zero
    }

    /// What a registration holds, as this transaction sees it.
    ///
    /// - Parameter withdrawn: the entry of a waiver that is about to be corrected and counts no more.
    init(_ db: Database, of id: Registration.ID, withdrawn: Int64? = nil) throws {
        let row = try Stored.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT category, status, priced_ms, priced_version
                    FROM registration WHERE id = ?
                    """),
            arguments: [id])
        guard let row, let category = Category(rawValue: row.category) else {
            throw LedgerError(.registrationUnreadable, ErrorDetail("number", id))
        }
        self.category = category
        isActive = row.status == Registration.Status.active.rawValue
        priced = Moment(time: Date(milliseconds: row.pricedMs), version: row.pricedVersion)
        days = try StoredDay.fetchAll(
            db.cachedStatement(
                sql: "SELECT day, since_ms, since_version FROM registration_day WHERE registration = ? ORDER BY day"),
            arguments: [id]
        ).map { row in
            Day(number: row.day, since: Moment(time: Date(milliseconds: row.sinceMs), version: row.sinceVersion))
        }
        addOns = try Dictionary(
            uniqueKeysWithValues: StoredAddOn.fetchAll(
                db.cachedStatement(sql: "SELECT add_on, version FROM registration_add_on WHERE registration = ?"),
                arguments: [id]
            ).map { ($0.addOn, $0.version) })
        voucher = try StoredVoucher.fetchOne(
            db.cachedStatement(
                sql: "SELECT voucher, version FROM voucher_use WHERE registration = ? AND released_ms IS NULL"),
            arguments: [id]
        ).map { VoucherUse(id: $0.voucher, version: $0.version) }
        waived = Money(
            cents: try Int64.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT sum(cents) FROM waiver
                        WHERE registration = ?1 AND entry IS NOT ?2
                            AND entry > (SELECT waivers_after FROM registration WHERE id = ?1)
                            AND NOT EXISTS (SELECT 1 FROM journal_entry WHERE corrects = entry)
                        """),
                arguments: [id, withdrawn]) ?? 0)
    }

    private struct Stored: FetchableRecord {
        let category: String
        let status: String
        let pricedMs: Int64
        let pricedVersion: Int

        init(row: Row) throws {
            category = try row.decode(forColumn: "category")
            status = try row.decode(forColumn: "status")
            pricedMs = try row.decode(forColumn: "priced_ms")
            pricedVersion = try row.decode(forColumn: "priced_version")
        }
    }

    private struct StoredDay: FetchableRecord {
        let day: Int
        let sinceMs: Int64
        let sinceVersion: Int

        init(row: Row) throws {
            day = try row.decode(forColumn: "day")
            sinceMs = try row.decode(forColumn: "since_ms")
            sinceVersion = try row.decode(forColumn: "since_version")
        }
    }

    private struct StoredAddOn: FetchableRecord {
        let addOn: AddOn.ID
        let version: Int

        init(row: Row) throws {
            addOn = try row.decode(forColumn: "add_on")
            version = try row.decode(forColumn: "version")
        }
    }

    private struct StoredVoucher: FetchableRecord {
        let voucher: Voucher.ID
        let version: Int

        init(row: Row) throws {
            voucher = try row.decode(forColumn: "voucher")
            version = try row.decode(forColumn: "version")
        }
    }
}

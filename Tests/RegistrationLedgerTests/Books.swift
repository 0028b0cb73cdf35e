import Conference
import EventStore
import Foundation
import LanyardTestSupport

@testable import RegistrationLedger

/// Netdev 0.1 with more of a ledger: the keys that tests put into its file.
enum Books {
    static let hst = """
        taxes:
          prices: added
          components:
            - { id: hst, name: HST, rate: "13", number: 123456789 RT0001 }

        """
    static let quebec = """
        taxes:
          prices: added
          components:
            - { id: gst, name: GST, rate: "5", number: 123456789 RT0001 }
            - { id: qst, name: QST, rate: "9.975", number: 1234567890 TQ0001 }

        """
    static let quebecIncluded = quebec.replacing("prices: added", with: "prices: included")
    static let vouchers = """
        vouchers:
          - { id: half, percent: "50", uses: 3 }
          - { id: ten-off, amount: "10.00", items: "day, dinner" }
          - { id: guest, free: true, items: "day, four-days, dinner" }
          - { id: speakers, free: true, categories: speaker }
          - { id: january, percent: "10", until: 2015-01-31 }

        """
    static let refunds = """
        refunds:
          - { until: 2015-02-01, percent: "100" }
          - { until: 2015-02-12, percent: "50" }

        """

    static func yaml(_ parts: String..., fiveCents: Bool = false, seats: Int = 25) throws -> String {
        var yaml = try Repository.netdev01().replacing("seats: 25", with: "seats: \(seats)")
        if fiveCents { yaml.replace("currency: CAD", with: "currency: CAD\n  cash_rounding: 0.05") }
        return yaml + parts.joined()
    }

    /// Prices until the end of January are 80 a day, 280 for four.
    static func earlyBird() throws -> String {
        try Repository.netdev01()
            .replacing(
                "  - id: day\n",
                with: """
                      - { id: early-day, name: Early day, days: 1, price: 80.00, until: 2015-01-31 }
                      - { id: early-four, name: Early four days, days: 4, price: 280.00, until: 2015-01-31 }
                      - id: day

                    """)
    }

    /// What was waived for somebody and still counts.
    static func waivers(_ ledger: RegistrationLedger, of id: Registration.ID) async throws -> [CountedWaiver] {
        try await ledger.store.read { try CountedWaiver.fetchAll($0, of: id) }
    }

    static func balances(_ ledger: RegistrationLedger) async throws -> [String: Int64] {
        try await Dictionary(
            uniqueKeysWithValues: ledger.trialBalance().filter { $0.balance != .zero }
                .map { ($0.account.description, $0.balance.cents) })
    }

    /// The document for all that is new: an invoice where nothing was paid yet.
    static func document(
        _ ledger: RegistrationLedger, for id: Registration.ID, context: WriteContext
    ) async throws -> LedgerDocument {
        do {
            return try await ledger.issueDocument(for: id, context: context).result
        } catch let error as LedgerError where error.code == .documentNotPaid {
            return try await ledger.issueInvoice(InvoiceOrder(people: [id]), context: .desk(at: context.time)).result
        }
    }

    static func due(_ ledger: RegistrationLedger, _ id: Registration.ID) async throws -> Int64 {
        try await ledger.story(of: id).summary.due.cents
    }
}

extension Date {
    /// 20 January 2015, noon in Ottawa: early birds are on sale.
    static let january = Date(timeIntervalSince1970: 1_421_773_200)
}

extension Voucher.ID {
    static var half: Voucher.ID { Voucher.ID(rawValue: "half") }
    static var guest: Voucher.ID { Voucher.ID(rawValue: "guest") }
}

extension RegistrationLedger {
    /// A report of an event whose doors let nobody in.
    func answer(_ report: LedgerReport, at time: Date = .deskOpens) async throws -> ReportTable {
        try await table(of: report, at: time, admissions: { _ in [:] })
    }
}

import Conference
import DoorRules
import Foundation

/// A verdict's particulars as the scan's row keeps them: all that cannot be read from other rows, and no personal data.
struct ScanDetail: Codable, Sendable, Equatable {
    var reason: String?
    var good: UInt16?
    var transferred: Bool?
    var dueCents: Int64?
    var closure: Closure?
    var minute: Int?
    var days: UInt16?
    var addOn: String?
    var categories: [Category]?
    var passage: Passage?
    var capacity: Int?
    /// The badge that was shown, where a machine made it whose last doings were lost.
    var lost: LostBadge?

    struct LostBadge: Codable, Sendable, Equatable {
        let registration: UInt32
        let issue: UInt16
    }

    enum Closure: String, Codable { case forEver = "for_ever", notToday = "not_today", until, since }
    enum Passage: String, Codable { case entry, exit, exitOnly = "exit_only" }

    enum CodingKeys: String, CodingKey {
        case reason, good, transferred, dueCents = "due_cents", closure, minute, days, addOn = "add_on", categories,
            passage, capacity, lost
    }

    /// No particulars.
    init() {}

    /// Nearly every scan is an entry, which need not be encoded each time.
    private static let entry = (
        detail: ScanDetail(passage: .entry), text: #"{"passage":"entry"}"#
    )

    private init(passage: Passage) { self.passage = passage }

    /// As JSON, with its keys in order.
    var text: String {
        get throws {
            if self == Self.entry.detail { return Self.entry.text }
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    /// Reads the JSON.
    init(text: String) throws {
        self =
            text == Self.entry.text
            ? Self.entry.detail : try JSONDecoder().decode(Self.self, from: Data(text.utf8))
    }

    init(_ verdict: Verdict, plan: DoorPlan) {
        switch verdict {
        case .invalid(let invalidity): reason = invalidity.code
        case .revoked(let issue): good = issue?.rawValue
        case .cancelled(let wasTransferred): transferred = wasTransferred
        case .blocked, .alreadyAdmitted: break
        case .unpaid(let due): dueCents = due
        case .gateClosed(.forEver): closure = .forEver
        case .gateClosed(.notToday): closure = .notToday
        case .gateClosed(.until(let opens)): (closure, minute) = (.until, opens)
        case .gateClosed(.since(let closed)): (closure, minute) = (.since, closed)
        case .wrongDay(let covered): days = covered.rawValue
        case .notEntitled(.addOn(let number)): addOn = plan.addOn(number).rawValue
        case .notEntitled(.categories(let mask)): categories = mask.categories(in: plan.definition)
        case .full(let room): capacity = room
        case .admitted(.entry): passage = .entry
        case .admitted(.exit): passage = .exit
        case .admitted(.exitOnly): passage = .exitOnly
        }
    }
}

extension ScanVerdict {
    /// Puts a verdict together again from its row.
    ///
    /// - Parameters:
    ///   - good: the badge that the detail names, where it names one.
    ///   - entry: the entry that the scan's row names, where it names one.
    ///   - block: why the person is blocked now.
    /// - Returns: nil for a row that no version of this program writes.
    init?(code: Verdict.Code, detail: ScanDetail, good: GoodBadge?, entry: Entry?, block: String?) {
        switch code {
        case .invalid: self = .invalid(reason: detail.reason ?? "")
        case .revoked: self = .revoked(good: good)
        case .cancelled: self = .cancelled(transferred: detail.transferred ?? false)
        case .blocked: self = .blocked(because: block)
        case .unpaid: self = .unpaid(due: Money(cents: detail.dueCents ?? 0))
        case .gateClosed: self = .gateClosed(Closure(detail))
        case .wrongDay: self = .wrongDay(covered: DaySet(bits: detail.days ?? 0))
        case .notEntitled:
            self =
                detail.addOn.map { .addOnMissing(AddOn.ID(rawValue: $0)) } ?? .categoryMissing(detail.categories ?? [])
        case .alreadyAdmitted: self = .alreadyAdmitted(entry)
        case .full: self = .full(capacity: detail.capacity ?? 0)
        case .admitted:
            switch (detail.passage, entry) {
            case (.entry, _): self = .admitted(.entry)
            case (.exit, let entry?): self = .admitted(.exit(entry))
            case (.exitOnly, _): self = .admitted(.exitOnly)
            default: return nil
            }
        }
    }
}

extension ScanVerdict.Closure {
    fileprivate init(_ detail: ScanDetail) {
        let time = ScanVerdict.WallTime(minutes: detail.minute ?? 0)
        switch detail.closure {
        case .until: self = .until(time)
        case .since: self = .since(time)
        case .notToday: self = .notToday
        case .forEver, nil: self = .forEver
        }
    }
}

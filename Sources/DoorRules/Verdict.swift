/// The outcome of a scan: `admitted`, or the first reason against it with what staff need to explain it.
package enum Verdict: Hashable, Sendable {
    /// Not a credential, or not one of this event.
    case invalid(Invalidity)
    /// Another badge replaced this one (the good one is named), or it was revoked outright (nil).
    case revoked(good: IssueNumber?)
    /// The registration was cancelled, or transferred to somebody else.
    case cancelled(transferred: Bool)
    /// The desk blocked this person; the note says why.
    case blocked(BlockReference)
    /// Money is due, in cents of the event's currency.
    case unpaid(due: Int64)
    /// Outside the gate's hours.
    case gateClosed(Closure)
    /// The pass does not cover this day; these are the days that it covers.
    case wrongDay(covered: DayMask)
    /// The person lacks what this gate asks for.
    case notEntitled(Lack)
    /// Under the gate's frequency, this admission rules out another.
    case alreadyAdmitted(Admission)
    /// So many are inside already, as many as there is room for.
    case full(capacity: Int)
    /// Come in, or goodbye.
    case admitted(Passage)

    /// Why what was presented does not count.
    package enum Invalidity: Hashable, Sendable {
        /// What was read is not a good credential.
        case credential(CredentialFlaw)
        /// It is good, but an e-ticket: the desk makes a badge from it, and a door does not accept it.
        case ticket
        /// No registration has this number or code.
        case unknownRegistration

        /// The stable name of the reason.
        package var code: String {
            switch self {
            case .credential(let flaw): flaw.code
            case .ticket: "ticket_not_badge"
            case .unknownRegistration: "unknown_registration"
            }
        }
    }

    /// How a gate is closed.
    package enum Closure: Hashable, Sendable {
        /// The gate was closed for good.
        case forEver
        /// The gate has no hours today.
        case notToday
        /// The gate opens later today, at this minute (see `Moment.minute`).
        case until(minute: Int)
        /// The gate closed for today at this minute (see `Moment.minute`).
        case since(minute: Int)
    }

    /// What somebody lacks.
    package enum Lack: Hashable, Sendable {
        /// This add-on.
        case addOn(AddOnNumber)
        /// Any of these categories.
        case categories(CategoryMask)
    }

    /// What an admission changes.
    package enum Passage: Hashable, Sendable {
        /// Somebody came in: an admission is opened.
        case entry
        /// Somebody who was inside left: this admission is closed.
        case exit(Admission)
        /// Somebody left without a known entry, or at a gate that does not count who is inside: nothing changes.
        case exitOnly
    }
}

extension Verdict {
    /// The verdict's stable code, its row in the order of the checks and its word for programs.
    package enum Code: UInt8, CaseIterable, Hashable, Sendable {
        /// Come in, or goodbye.
        case admitted = 0
        /// Row 1.
        case invalid = 1
        /// Row 2.
        case revoked = 2
        /// Row 3.
        case cancelled = 3
        /// Row 4.
        case blocked = 4
        /// Row 5.
        case unpaid = 5
        /// Row 6.
        case gateClosed = 6
        /// Row 7.
        case wrongDay = 7
        /// Row 8.
        case notEntitled = 8
        /// Row 9.
        case alreadyAdmitted = 9
        /// Row 10.
        case full = 10

        /// The word in the interface.
        package var word: String {
            switch self {
            case .admitted: "admitted"
            case .invalid: "invalid"
            case .revoked: "revoked"
            case .cancelled: "cancelled"
            case .blocked: "blocked"
            case .unpaid: "unpaid"
            case .gateClosed: "gate_closed"
            case .wrongDay: "wrong_day"
            case .notEntitled: "not_entitled"
            case .alreadyAdmitted: "already_admitted"
            case .full: "full"
            }
        }
    }

    /// The verdict without its particulars.
    package var code: Code {
        switch self {
        case .invalid: .invalid
        case .revoked: .revoked
        case .cancelled: .cancelled
        case .blocked: .blocked
        case .unpaid: .unpaid
        case .gateClosed: .gateClosed
        case .wrongDay: .wrongDay
        case .notEntitled: .notEntitled
        case .alreadyAdmitted: .alreadyAdmitted
        case .full: .full
        case .admitted: .admitted
        }
    }
}

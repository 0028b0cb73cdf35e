package import Conference
import DoorRules
package import EventDesk
package import Foundation
import Printing
import RegistrationLedger
import Wording

/// A walk-in, as a device sends it.
package struct WalkInOrderBody: Decodable, Sendable {
    package struct Badge: Decodable, Sendable {
        /// The queue that prints it; left out if the device fetches the PDF itself.
        let queue: String?
    }

    let registration: NewRegistrationBody
    /// Left out for somebody who pays later.
    let payment: NewPaymentBody?
    /// Left out if no badge is wanted yet.
    let badge: Badge?

    /// - Parameters:
    ///   - time: decides which days are still to come, where none are named.
    ///   - sight: which answers the sender may give.
    /// - Throws: what makes registration, payment or destination impossible.
    package func walkIn(_ event: EventDefinition, at time: Date, sight: AnswerSight) throws -> WalkIn {
        WalkIn(
            try registration.registration(event, usualDays: event.daysToCome(at: time), sight: sight),
            payment: try payment.map { PaymentAtOnce.payment(try $0.payment(in: event.currency)) } ?? .later,
            badge: try badge.map { badge in try badge.queue.map { .queue($0, try PrintOptions()) } ?? .answer })
    }
}

/// The result of a walk-in, as JSON.
package struct WalkInBody: Encodable, Sendable {
    package struct Failure: Encodable, Sendable {
        package let code: String
        package let title: String
    }

    package let registration: RegistrationBody
    /// Left out if nothing was paid.
    package let payment: PaymentBody?
    /// The number of the badge; left out if none was made.
    package let issue: Int?
    package let badge: BadgeRunBody?
    /// Where to fetch the PDF if no queue prints it.
    package let paper: String?
    /// Why no badge could be made although one was wanted.
    package let badgeFailure: Failure?

    /// - Parameters:
    ///   - paper: where the paper of a badge can be fetched.
    ///   - language: of who asked.
    package init(_ outcome: WalkInOutcome, zone: TimeZone, paper: String?, in language: Language) {
        registration = RegistrationBody(
            outcome.summary, daysOver: outcome.daysOver, duplicates: outcome.duplicates.map(\.code.description))
        payment = outcome.payment.map(PaymentBody.init)
        issue = outcome.badge?.issues.first.map { Int($0.rawValue) }
        badge = outcome.badge.map { BadgeRunBody($0, zone: zone, in: language) }
        self.paper = outcome.badge?.pdf == nil ? nil : paper
        badgeFailure = outcome.badgeFailure.map { error in
            Failure(code: error.code.rawValue, title: Words(for: error, in: language, to: .program).sentence)
        }
    }
}

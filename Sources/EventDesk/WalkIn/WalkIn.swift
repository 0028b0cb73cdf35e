package import Conference
package import RegistrationLedger

/// Somebody who walks in: who they are, how they pay, and where their badge goes.
package struct WalkIn: Sendable {
    package let registration: NewRegistration
    package let payment: PaymentAtOnce
    /// Nil where no badge is wanted yet.
    package let badge: BadgeDestination?

    package init(_ registration: NewRegistration, payment: PaymentAtOnce, badge: BadgeDestination?) {
        self.registration = registration
        self.payment = payment
        self.badge = badge
    }
}

/// The result of a walk-in.
package struct WalkInOutcome: Sendable {
    package let summary: RegistrationSummary
    /// Nil if nothing was paid: it comes later, or nothing is due.
    package let payment: BookedPayment?
    /// Nil if none was wanted, or none could be made.
    package let badge: BadgeOutcome?
    /// Why no badge could be made although one was wanted; place and money stand.
    package let badgeFailure: (any DescribedError)?
    /// Other records that may be of the same person.
    package let duplicates: [Registration]
    /// Days that were sold although they are over.
    package let daysOver: DaySet

    package var registration: Registration { summary.registration }
}

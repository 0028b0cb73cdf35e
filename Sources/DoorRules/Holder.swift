/// What the door must know about the person behind a registration, without names.
package struct Holder: Hashable, Sendable {
    /// Whether the registration still stands.
    package enum Standing: Hashable, Sendable {
        /// It stands.
        case active
        /// It was cancelled.
        case cancelled
        /// Its place went to another person, who has a registration of their own.
        case transferred
    }

    /// Whose facts these are.
    package var registration: RegistrationNumber
    /// Whether the registration still stands.
    package var standing: Standing
    /// The note that says why the desk blocked this person; nil if it did not.
    package var block: BlockReference?
    /// What is still to be paid for passes, in cents of the event's currency; at 0 or less, nothing is due.
    package var due: Int64
    /// The days that the pass covers now.
    package var days: DayMask
    /// The person's category.
    package var category: CategoryMask
    /// The person's add-ons.
    package var addOns: [AddOnNumber]
    /// What is still to be paid for add-ons, which only their own gates ask for.
    package var addOnDues: [AddOnDue]
    /// The latest badge that was made; `ticket` if none was.
    package var latestIssue: IssueNumber
    /// Whether that latest badge was revoked without a replacement, for example because it was lost.
    package var isLatestIssueRevoked: Bool

    /// Puts the facts together.
    package init(
        registration: RegistrationNumber, standing: Standing, block: BlockReference?, due: Int64, days: DayMask,
        category: CategoryMask, addOns: [AddOnNumber], addOnDues: [AddOnDue] = [], latestIssue: IssueNumber,
        isLatestIssueRevoked: Bool
    ) {
        self.registration = registration
        self.standing = standing
        self.block = block
        self.due = due
        self.days = days
        self.category = category
        self.addOns = addOns
        self.addOnDues = addOnDues
        self.latestIssue = latestIssue
        self.isLatestIssueRevoked = isLatestIssueRevoked
    }
}

/// Money that is due for an add-on.
package struct AddOnDue: Hashable, Sendable {
    /// For which.
    package var addOn: AddOnNumber
    /// In cents of the event's currency.
    package var due: Int64

    /// Puts it together.
    package init(addOn: AddOnNumber, due: Int64) {
        self.addOn = addOn
        self.due = due
    }
}

/// The fact that somebody was let in: when, at which gate, by which device.
package struct Admission: Hashable, Sendable {
    /// When.
    package var moment: Moment
    /// At which gate.
    package var gate: GateNumber
    /// By which device.
    package var device: DeviceNumber

    /// Puts the fact together.
    package init(moment: Moment, gate: GateNumber, device: DeviceNumber) {
        self.moment = moment
        self.gate = gate
        self.device = device
    }
}

/// Why somebody is written to. A person gets one mail for one occasion and one matter.
package enum MailOccasion: String, Sendable, Hashable, Codable, CaseIterable {
    /// Somebody is registered.
    case confirmation
    /// Money came in.
    case payment
    /// A freed seat is held for somebody until a stated time.
    case offer
    /// Days, category, add-ons or the name were changed.
    case change
    /// Somebody's place was cancelled, or went to another person.
    case cancellation
    /// Days of the event, or all of it, were called off.
    case calledOff = "called_off"
    /// How to pay, to somebody who owes.
    case paymentRequest = "payment_request"
    /// The same again, more briefly.
    case reminder
    /// The link of one's own, which somebody asked for.
    case link
    /// The link by which somebody confirms that the address is theirs.
    case addressConfirmation = "address_confirmation"
    /// The e-ticket.
    case ticket
    /// A letter or certificate that was issued to somebody.
    case letter
    /// What an organizer writes to many.
    case announcement
    /// A participant's own link to the keysigning.
    case keysigningInvitation = "keysigning_invitation"
    /// The letters of the keysigning.
    case keysigningState = "keysigning_state"
    case keysigningReminder = "keysigning_reminder"
    case keysigningErratum = "keysigning_erratum"

    /// Whether it follows from what happens, without anybody asking for it.
    package var isAutomatic: Bool { Self.automatic.contains(self) }

    /// Those that an event's description can switch on and off.
    package static let automatic: [MailOccasion] = [
        .confirmation, .payment, .offer, .change, .cancellation, .calledOff,
    ]

    /// Whether it still goes to somebody who has left the event.
    package var goesToThoseWhoLeft: Bool { [.cancellation, .calledOff, .link].contains(self) }

    /// Whether somebody may say that they want no more of it: what nobody needs in order to come.
    package var isOptional: Bool { self == .announcement }
}

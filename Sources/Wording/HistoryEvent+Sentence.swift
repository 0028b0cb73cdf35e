package import RegistrationLedger

extension HistoryEvent {
    /// What happened, as one tells a colleague.
    package var sentence: String {
        switch kind {
        case .registered: detail.isEmpty ? "Registered." : "Registered for \(Self.days(detail))."
        case .cancelled: detail.isEmpty ? "Cancelled." : "Cancelled; \(detail) was kept."
        case .blocked: "Blocked at every door."
        case .unblocked: "May pass again."
        case .erased: "The personal data were erased."
        case .daysChanged: "Comes on \(Self.days(detail)) from now on."
        case .categoryChanged: "Is \(detail) from now on."
        case .addOnAdded: "Booked \(detail)."
        case .addOnRemoved: "Gave back \(detail)."
        case .paid: "Paid \(Self.money(detail))."
        case .refunded: "Was given back \(Self.money(detail))."
        case .paymentCorrected: "Entry \(detail) was undone: it should not have been booked."
        case .nameCorrected: "The name was corrected."
        case .badgeNameChanged: "The name on the badge was changed."
        case .affiliationChanged: "The affiliation was changed."
        case .emailChanged: "The e-mail address was changed."
        case .countryChanged: "The country was changed."
        case .languageChanged: "Documents are in \(detail == "fr" ? "French" : "English") from now on."
        case .transferred: "The place went to another person, registration \(detail)."
        case .tookOver: "Took over the place of registration \(detail)."
        case .merged: "Was a second record of the same person; went into registration \(detail)."
        case .absorbed: "Took in the second record \(detail) of the same person."
        case .voucherRedeemed: "Redeemed the voucher \(detail.uppercased())."
        case .voucherHandedBack: "Handed the voucher \(detail.uppercased()) back."
        case .waived: detail == "everything" ? "All costs were waived." : "\(detail) of the price was waived."
        case .waiverWithdrawn: "The waiver of entry \(detail) was withdrawn."
        case .waits: "Waits for \(Self.place(detail))."
        case .leftWaitingList: "Waits no more for \(Self.place(detail))."
        case .promoted: "Got \(Self.place(detail)) from the waiting list."
        case .offered: "Was offered \(Self.place(detail))."
        case .offerDeclined: "Declined \(Self.place(detail))."
        case .offerExpired: "Did not accept \(Self.place(detail)) in time."
        case .documentIssued: "\(detail) was issued."
        case .gaveBackBeyondRule: "\(detail) was given back beyond the event's rule."
        case .reinstated: "The cancelling was taken back."
        case .keptGivenBack: "\(detail) of what was kept was given back."
        case .donated: "\(detail) of what was owed became a donation."
        }
    }

    private static func days(_ text: String) -> String { text.contains(",") ? "days \(text)" : "day \(text)" }

    /// `200.00 card` becomes `200.00 by card`.
    private static func money(_ text: String) -> String {
        let words = text.split(separator: " ")
        guard words.count == 2, let method = words.last else { return text }
        return words[0] + (method == "cash" ? " in cash" : " by \(method == "bank" ? "bank transfer" : String(method))")
    }

    private static func place(_ text: String) -> String {
        switch Place(text) {
        case .day(let number): "day \(number)"
        case .addOn(let id): "\(id)"
        case nil: text
        }
    }
}

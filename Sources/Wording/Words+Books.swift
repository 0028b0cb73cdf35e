extension Words {
    /// Closed periods, anchors, and giving back beyond the rule.
    static let periods: [String: Entry] = [
        "anchor_differs": Entry(
            500, "The chain of the {chain} does not continue the anchor of {subject}: row {number} is gone or another.",
            "Compare with a copy from that time: somebody rewrote what the anchor stands for."),
        "anchor_foreign": Entry(500, "The anchor of {subject} belongs to another event."),
        "anchor_forged": Entry(500, "The anchor of {subject} is not signed with a key of this event."),
        "anchor_unreadable": Entry(
            400, "The file is not an anchor.",
            "Give a file that lanyard ledger close wrote, unchanged."),
        "beyond_rule_too_much": Entry(
            403, "{amount} is more than a desk may give back beyond the event's rule: {limit}.",
            "Ask an organizer."),
        "documents_kept": Entry(409, "Documents are kept until {until}.", "Wait until that date has passed."),
        "history_broken": Entry(
            500, "Row {subject} of the registrations' histories was changed, or the one before it is missing."),
        "kept_less": Entry(409, "{amount} is more than the {kept} that was kept."),
        "not_cancelled": Entry(409, "The registration is not cancelled."),
        "nothing_kept": Entry(409, "Nothing was kept of what this person paid."),
        "period_closed": Entry(
            409, "The books are closed until {until}.",
            "Book it into the open period: give it today's date."),
        "period_not_over": Entry(409, "{until} is not over yet.", "Close the books of a period that has ended."),
        "period_unknown": Entry(404, "No period ended on {until}.", "lanyard ledger periods lists them."),
        "registration_changed": Entry(
            412, "Somebody changed the registration since it was looked at: {changes}.",
            "Look at it as it is now, and change it again."),
        "registration_missing": Entry(500, "Registration {subject} is gone, though the history tells of it."),
        "request_broken": Entry(500, "Request {subject} was changed, or is missing."),
        "request_missing": Entry(500, "The request that wrote entry {subject} is missing."),
        "till_too_empty": Entry(
            409, "{held} is in till ‘{till}’, not {amount}.",
            "Take it from another drawer, or from the safe by naming no till."),
        "waiver_too_large": Entry(
            409, "{amount} is more than the {owed} that is owed.",
            "Waive less; what was paid goes back by a reason beyond the rule."),
    ]
}

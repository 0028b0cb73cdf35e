extension Words {
    /// What the ledger refuses beyond the first things, and what its audit finds.
    static let books: [String: Entry] = [
        "add_on_not_held": Entry(409, "{add_on} is not booked."),
        "address_too_long": Entry(400, "An address has at most {limit} lines."),
        "cash_not_payable": Entry(400, "No coins make {value}.", "The nearest amount is {nearest}."),
        "correction_changes_nothing": Entry(409, "Without entry {entry} the price is the same."),
        "correction_differs": Entry(500, "Entry {subject} does not undo what it names."),
        "correction_missing": Entry(400, "Nothing is given that should change."),
        "country_unknown": Entry(
            400, "‘{value}’ is no country.", "Write the two letters of ISO 3166-1, such as CA for Canada."),
        "count_negative": Entry(400, "The count of a till is not negative."),
        "days_differ": Entry(500, "Registration {subject} has other days than the table of its days says."),
        "definition_missing": Entry(
            500, "Version {version} of the event's description is missing.", "Run: lanyard audit"),
        "document_differs": Entry(500, "Document {subject} says something else than the entries that it is about."),
        "document_label_invalid": Entry(
            400, "‘{value}’ names no document.", "Write R-12 for a receipt, C-3 for a credit note."),
        "document_missing": Entry(500, "Document {subject} is missing."),
        "document_nothing_new": Entry(
            409, "Nothing was charged or paid since the last document.",
            "Print that one again: lanyard ledger documents CODE lists it."),
        "document_unknown": Entry(404, "There is no {kind} {number}.", "lanyard ledger documents lists them."),
        "due_in_both": Entry(500, "Registration {subject} owes and is owed at once, or stands on the wrong side."),
        "ends_before_it_begins": Entry(400, "It ends on {value}, before it begins."),
        "entry_corrected": Entry(409, "Entry {entry} is corrected already."),
        "entry_not_correctable": Entry(
            409, "Entry {entry} is no payment, refund or waiver.",
            "What a person is charged follows from days and add-ons: change those."),
        "entry_unknown": Entry(
            404, "There is no entry {entry}.", "lanyard registration show CODE lists a person's entries."),
        "float_negative": Entry(400, "The change in a till is not negative."),
        "identifier_reserved": Entry(
            400, "‘{value}’ is the name of an account of the program.", "Choose another identifier."),
        "item_unknown": Entry(400, "‘{value}’ names something that is none of: {choices}."),
        "lines_differ": Entry(500, "The lines that registration {subject} was charged are not those of its price."),
        "merge_with_itself": Entry(400, "Both are the same registration.", "Name two records of one person."),
        "nothing_due": Entry(409, "Nothing is due.", "Say an amount to take a payment ahead of a charge."),
        "nothing_to_refund": Entry(
            409, "No money is owed to the person.", "Cancel, change or waive first: that is what credits."),
        "nothing_to_waive": Entry(409, "There is nothing to waive: nothing is owed."),
        "payment_differs": Entry(500, "The particulars of payment {subject} are not what was booked."),
        "place_free": Entry(409, "There is room in {place}.", "Book it right away."),
        "place_held": Entry(409, "{place} is booked already."),
        "rate_invalid": Entry(
            400, "‘{value}’ is not a rate in percent.",
            "Write 13 or 9.975; at most 100, with at most four decimals."),
        "refund_too_large": Entry(
            409, "{amount} is more than the {owed} that is owed to the person.",
            "Refund less, or credit something first."),
        "registration_erased": Entry(
            409, "The personal data of this registration were erased.", "Register the person anew."),
        "registration_moved": Entry(409, "The place and its money went to registration {code}.", "Use that one."),
        "seats_differ": Entry(500, "{counted} seats of {subject} are counted as taken, but {taken} people have one."),
        "seats_in_use": Entry(409, "{taken} people hold {place}, so it cannot have {seats} seats."),
        "tendered_not_cash": Entry(400, "Only cash is handed over for change.", "Leave out what was handed over."),
        "tendered_too_little": Entry(
            400, "{tendered} was handed over for {amount}.", "Take the rest, or book a part as the amount."),
        "till_differs": Entry(500, "Till {subject} should hold {expected}, but {booked} are booked."),
        "till_name_invalid": Entry(
            400, "‘{till}’ is not a till's name.",
            "Use lower-case Latin letters, digits and hyphens, 40 at the most."),
        "till_not_open": Entry(
            409, "There is no open till ‘{till}’.", "Open it with: lanyard till open NAME --float AMOUNT"),
        "till_open_already": Entry(
            409, "Till ‘{till}’ is open already.", "Close it first: lanyard till close NAME --counted AMOUNT"),
        "till_unknown": Entry(404, "There never was a till ‘{till}’.", "lanyard till list shows them."),
        "transfer_open": Entry(500, "{sum} are on their way from one registration to another."),
        "voucher_held": Entry(409, "The registration holds a voucher already."),
        "voucher_not_for_category": Entry(
            409, "The voucher {voucher} is not for the category {category}.",
            "Hand it back before the category changes: lanyard registration voucher CODE --hand-back VOUCHER"),
        "voucher_not_held": Entry(
            409, "The registration does not hold the voucher {voucher}.",
            "lanyard registration history CODE tells which it redeemed."),
        "voucher_not_valid": Entry(409, "The voucher {voucher} holds from {from} until {until}, not today."),
        "voucher_reduction": Entry(400, "A voucher has exactly one of percent, amount and free."),
        "voucher_unknown": Entry(
            404, "There is no voucher {voucher}.", "lanyard event show lists them under vouchers."),
        "voucher_used_up": Entry(409, "The voucher {voucher} was used {uses} times, as often as it may be."),
        "waits_already": Entry(409, "The person waits for {place} already."),
        "waits_not": Entry(409, "The person does not wait for {place}."),
    ]
}

extension Words {
    /// What is said of amounts and of bank statements.
    static let payments: [String: Entry] = [
        "amount_ambiguous": Entry(
            400, "‘{value}’ can be read as two different amounts.",
            "Write it with two decimals and without a sign for thousands: {example}"),
        "amount_currency_differs": Entry(400, "‘{value}’ is not in {currency}.", "Write the amount in {currency}."),
        "statement_broken": Entry(
            400, "Line {line} of the statement cannot be read.", "Fetch the file from the bank again."),
        "statement_came_back": Entry(
            409, "It is not clear which payment came back.",
            "Find the person, and name the entry: lanyard ledger bank-settle LINE --reverse ENTRY"),
        "statement_columns_unknown": Entry(
            400, "The columns of the statement are not known: {found}",
            "Say what each is, as --columns date,text,debit,credit,balance; a hyphen stands for one that does not count."
        ),
        "statement_date_ambiguous": Entry(
            400, "‘{value}’ can be two dates.",
            "Say --dates dmy where the day comes first, --dates mdy where the month does."),
        "statement_date_missing": Entry(400, "The line has an amount and no date.", "Look at it yourself."),
        "statement_direction_unclear": Entry(
            400, "It is not clear whether the money came in or went out.", "Look at the line yourself."),
        "statement_empty": Entry(400, "The statement has no movements.", "Fetch it for the days that you need."),
        "statement_form_unknown": Entry(
            400, "The file is no statement that can be read.",
            "Fetch it from the bank as CSV, CAMT.053, MT940, OFX or QFX; save a spreadsheet as CSV."),
        "statement_is_no_return": Entry(
            409, "Line {number} gives nothing back.", "Settle it, or say that it is not yours."),
        "statement_is_return": Entry(
            409, "Line {number} gives a payment back.",
            "Reverse that payment: lanyard ledger bank-settle LINE --reverse"),
        "statement_line_settled": Entry(
            409, "Line {number} is settled already.", "Open it again first: lanyard ledger bank-reopen LINE"),
        "statement_line_unknown": Entry(404, "There is no line {number}.", "lanyard ledger bank-lines lists them."),
        "statement_line_waits": Entry(409, "Line {number} is not settled.", "There is nothing to take back."),
        "statement_more_than_due": Entry(
            409, "{amount} came for {code}, who owes {due}.",
            "Settle it by hand: for this person, who is then owed the rest, or for several."),
        "statement_no_code": Entry(
            409, "No registration's code stands in this line.",
            "Find the person, and settle it by hand: lanyard ledger bank-settle LINE CODE"),
        "statement_nothing_due": Entry(
            409, "{code} owes nothing.",
            "Find out whom it is for, and settle it by hand; or book it and give it back."),
        "statement_repeated": Entry(
            409, "{amount} came for {code} on {date} already, with other words.",
            "If it is a second transfer, settle it by hand; if it is the same one, say that it is not yours."),
        "statement_reversal_stays": Entry(
            409, "A returned payment that was reversed stays reversed.",
            "If the money came after all, book it with lanyard ledger pay."),
        "statement_several_codes": Entry(
            409, "Codes of several registrations stand in this line.",
            "Say what each one gets: lanyard ledger bank-settle LINE CODE=AMOUNT CODE=AMOUNT"),
        "statement_shares_differ": Entry(
            409, "The shares make {sum}, the line says {amount}.",
            "One share may stand without an amount: it gets the rest."),
        "statement_status_unknown": Entry(
            400, "‘{value}’ is not a status that is known.", "Look at the line yourself."),
        "statement_too_large": Entry(413, "The file is over {limit} bytes.", "Fetch fewer days at once."),
        "statement_too_long": Entry(413, "A statement has at most {limit} lines.", "Fetch fewer days at once."),
        "statement_uncertain_code": Entry(
            409, "The code {code} stands within other letters, and the amount is not what is due.",
            "Compare the names, and settle it by hand."),
        "statement_xml_unsafe": Entry(
            400, "The XML has a document type on line {line}, which is not read.", "Fetch the file from the bank again."
        ),
    ]
}

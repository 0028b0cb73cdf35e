/// A text that is not the value that it claims to be, values that contradict one another, and what several modules
/// refuse alike.
package typealias ConferenceError = CodedError<ConferenceErrorCode>

/// The codes of `ConferenceError`, stable across versions; docs/error-codes.md has the words of each.
package enum ConferenceErrorCode: String, ErrorCode {
    /// There is no side event ‘{add_on}’.
    case addOnUnknown = "add_on_unknown"
    /// An address has at most {limit} lines.
    case addressTooLong = "address_too_long"
    /// ‘{value}’ can be read as two different amounts.
    case amountAmbiguous = "amount_ambiguous"
    /// ‘{value}’ is not in {currency}.
    case amountCurrencyDiffers = "amount_currency_differs"
    /// ‘{value}’ is not an amount.
    case amountInvalid = "amount_invalid"
    /// A payment is more than zero.
    case amountNotPositive = "amount_not_positive"
    /// The largest amount is {limit}.
    case amountTooLarge = "amount_too_large"
    /// ‘{value}’ names a category that is none of: {choices}.
    case categoryUnknown = "category_unknown"
    /// ‘{value}’ is none of: {choices}.
    case choiceUnknown = "choice_unknown"
    /// It closes at {value}, before it opens.
    case closesBeforeItOpens = "closes_before_it_opens"
    /// What the badge says of somebody who answers yes is missing, or stands where nobody answers by yes.
    case badgeMarkMissing = "badge_mark_missing"
    /// ‘{value}’ is not a registration code.
    case codeInvalid = "code_invalid"
    /// The code {value} has a typing error.
    case codeMistyped = "code_mistyped"
    /// ‘{value}’ is not a colour.
    case colorInvalid = "color_invalid"
    /// ‘{value}’ is no country.
    case countryUnknown = "country_unknown"
    /// ‘{value}’ is not a currency.
    case currencyInvalid = "currency_invalid"
    /// {value} has no hundredths; only currencies with two decimals are supported.
    case currencyUnsupported = "currency_unsupported"
    /// ‘{value}’ is not a date.
    case dateInvalid = "date_invalid"
    /// There is no day {value}: the event has {days} days.
    case dayUnknown = "day_unknown"
    /// ‘{value}’ is not a choice of days.
    case daysInvalid = "days_invalid"
    /// No pass is on sale.
    case daysNotOnSale = "days_not_on_sale"
    /// The date {value} is not after the one before it.
    case daysOutOfOrder = "days_out_of_order"
    /// ‘{value}’ is not an e-mail address.
    case emailInvalid = "email_invalid"
    /// It ends on {value}, before it begins.
    case endsBeforeItBegins = "ends_before_it_begins"
    /// There is no exhibitor ‘{exhibitor}’.
    case exhibitorUnknown = "exhibitor_unknown"
    /// The file is too large.
    case fileTooLarge = "file_too_large"
    /// A key has 1 to 200 printable ASCII characters.
    case idempotencyKeyInvalid = "idempotency_key_invalid"
    /// ‘{value}’ is not a name of lower-case Latin letters, digits and hyphens, 63 at the most.
    case identifierInvalid = "identifier_invalid"
    /// ‘{value}’ is the name of an account of the program.
    case identifierReserved = "identifier_reserved"
    /// ‘{value}’ is not a word of 1 to 20 lower-case letters, or names another paper.
    case letterKindInvalid = "letter_kind_invalid"
    /// ‘{value}’ names something that is none of: {choices}.
    case itemUnknown = "item_unknown"
    /// ‘{value}’ is not the name or the address of a machine.
    case hostInvalid = "host_invalid"
    /// ‘{value}’ is not an e-mail address, or a name with one.
    case mailboxInvalid = "mailbox_invalid"
    /// The name is empty.
    case nameMissing = "name_missing"
    /// ‘{value}’ is not a number between {from} and {to}.
    case numberInvalid = "number_invalid"
    /// ‘{value}’ is not an address without a path.
    case originInvalid = "origin_invalid"
    /// ‘{value}’ is not the identifier of a bank.
    case bicInvalid = "bic_invalid"
    /// ‘{value}’ is not an IBAN, or has a slip in it.
    case ibanInvalid = "iban_invalid"
    /// The labels overlap or do not fit on the paper.
    case labelsDoNotFit = "labels_do_not_fit"
    /// ‘{value}’ is not the path of a program.
    case pathInvalid = "path_invalid"
    /// ‘{value}’ is not one of the event’s questions: {choices}.
    case questionUnknown = "question_unknown"
    /// ‘{value}’ is not a rate in percent.
    case rateInvalid = "rate_invalid"
    /// Only cash is handed over for change.
    case tenderedNotCash = "tendered_not_cash"
    /// {tendered} was handed over for {amount}.
    case tenderedTooLittle = "tendered_too_little"
    /// ‘{value}’ is not a scale.
    case scaleInvalid = "scale_invalid"
    /// ‘{value}’ is not a size.
    case sizeInvalid = "size_invalid"
    /// The {field} holds the control character {character}.
    case textHasControls = "text_has_controls"
    /// The text is empty.
    case textMissing = "text_missing"
    /// The {field} is longer than {limit} characters.
    case textTooLong = "text_too_long"
    /// ‘{value}’ is not a time of day.
    case timeInvalid = "time_invalid"
    /// ‘{value}’ is not a time zone.
    case timeZoneUnknown = "time_zone_unknown"
    /// ‘{value}’ is not a time.
    case timestampInvalid = "timestamp_invalid"
    /// {amount} is far more than the {due} that is due.
    case amountFarAbove = "amount_far_above"
    /// There is no amount.
    case amountMissing = "amount_missing"
    /// It is not said how the money comes.
    case paymentChoiceMissing = "payment_choice_missing"
}

package import Conference

/// What the ledger refuses, and why.
package typealias LedgerError = CodedError<LedgerErrorCode>

/// The codes of `LedgerError`, stable across versions; docs/error-codes.md has the words of each.
package enum LedgerErrorCode: String, ErrorCode {
    /// No treasurer books to ‘{account}’ by hand: {known}.
    case accountNotManual = "account_not_manual"
    /// All {seats} seats of {add_on} are taken.
    case addOnFull = "add_on_full"
    /// People have booked {add_on}, so it cannot be left out.
    case addOnInUse = "add_on_in_use"
    /// {add_on} is not booked.
    case addOnNotHeld = "add_on_not_held"
    /// People are in the category {category}, so it cannot be left out.
    case categoryInUse = "category_in_use"
    /// It is not answered yet: {questions}.
    case answerMissing = "answer_missing"
    /// The file is no anchor.
    case anchorUnreadable = "anchor_unreadable"
    /// Nobody is named: a name or an e-mail address is needed.
    case barredNobody = "barred_nobody"
    /// There is no entry {barred} on the list of people who must not be here.
    case barredUnknown = "barred_unknown"
    /// {amount} is more than a desk may give back beyond the event's rule: {limit}.
    case beyondRuleTooMuch = "beyond_rule_too_much"
    /// {count} people are missing from the list, not {value}.
    case cancelCountDiffers = "cancel_count_differs"
    /// No coins make {value}.
    case cashNotPayable = "cash_not_payable"
    /// A cell is longer than 10,000 bytes.
    case cellTooLong = "cell_too_long"
    /// There is no such payment at the provider.
    case checkoutUnknown = "checkout_unknown"
    /// These columns were passed over: {columns}.
    case columnsPassedOver = "columns_passed_over"
    /// The file has no such column.
    case columnMissing = "column_missing"
    /// The column stands twice.
    case columnRepeated = "column_repeated"
    /// The column is none of: {known}.
    case columnUnknown = "column_unknown"
    /// Without entry {entry} the price is the same.
    case correctionChangesNothing = "correction_changes_nothing"
    /// Nothing is given that should change.
    case correctionMissing = "correction_missing"
    /// The count of a till is not negative.
    case countNegative = "count_negative"
    /// Day {day} is full: all {capacity} places are taken.
    case dayFull = "day_full"
    /// People are registered, so the days cannot change.
    case daysInUse = "days_in_use"
    /// ‘{value}’ names days that are not clear.
    case daysUnclear = "days_unclear"
    /// A registration has at least one day.
    case daysMissing = "days_missing"
    /// ‘{value}’ names no document.
    case documentLabelInvalid = "document_label_invalid"
    /// {label} is not an invoice.
    case documentNotInvoice = "document_not_invoice"
    /// Nothing was paid yet, and {due} is due.
    case documentNotPaid = "document_not_paid"
    /// It is {date} by the clock, but {label} is dated {last}.
    case documentPredates = "document_predates"
    /// Documents are kept until {until}.
    case documentsKept = "documents_kept"
    /// Nothing was charged or paid since the last document.
    case documentNothingNew = "document_nothing_new"
    /// There is no {kind} {number}.
    case documentUnknown = "document_unknown"
    /// The file is {encoding}.
    case encodingRead = "encoding_read"
    /// Entry {entry} is corrected already.
    case entryCorrected = "entry_corrected"
    /// {date} is yet to come.
    case entryDatedAhead = "entry_dated_ahead"
    /// Entry {entry} is no payment, refund or waiver.
    case entryNotCorrectable = "entry_not_correctable"
    /// Debits make {debits}, credits {credits}.
    case entrySidesDiffer = "entry_sides_differ"
    /// An entry names two accounts at least.
    case entrySidesMissing = "entry_sides_missing"
    /// There is no entry {entry}.
    case entryUnknown = "entry_unknown"
    /// The exhibitor does not ask for {field}, only for: {choices}.
    case exhibitorFieldUnasked = "exhibitor_field_unasked"
    /// Nothing is named that the exhibitor would get.
    case exhibitorFieldsMissing = "exhibitor_fields_missing"
    /// Nothing was agreed with {exhibitor}.
    case exhibitorNothingAgreed = "exhibitor_nothing_agreed"
    /// The file is empty.
    case fileEmpty = "file_empty"
    /// The file is not a table but {form}.
    case fileFormUnread = "file_form_unread"
    /// The line is not UTF-8.
    case fileNotUTF8 = "file_not_utf8"
    /// The change in a till is not negative.
    case floatNegative = "float_negative"
    /// ‘{value}’ is no choice of days, a category or a side event.
    case goodsInvalid = "goods_invalid"
    /// {count} guests without a name were passed over.
    case guestsPassedOver = "guests_passed_over"
    case rowsAboveHeading = "rows_above_heading"
    /// The history of registration #{number} cannot be read.
    case historyUnreadable = "history_unreadable"
    /// {due} is over already.
    case invoiceDuePast = "invoice_due_past"
    /// {code} owes nothing that is on no document yet.
    case invoiceNothingDue = "invoice_nothing_due"
    /// It is not clear whose {amount} is: {open} is open on {label}.
    case invoicePartUnclear = "invoice_part_unclear"
    /// An invoice for several people names who pays.
    case invoicePayerMissing = "invoice_payer_missing"
    /// An invoice is about somebody.
    case invoicePeopleMissing = "invoice_people_missing"
    /// Nothing is left to pay of {label}.
    case invoiceSettled = "invoice_settled"
    /// An invoice is about at most {limit} people.
    case invoiceTooManyPeople = "invoice_too_many_people"
    /// Entry {entry} of the journal cannot be read.
    case journalUnreadable = "journal_unreadable"
    /// {amount} is more than the {kept} that was kept.
    case keptLess = "kept_less"
    /// No invoice asks for what {code} owes.
    case letInNeedsInvoice = "let_in_needs_invoice"
    /// There is no letter {label}.
    case letterUnknown = "letter_unknown"
    /// Both are the same registration.
    case mergeWithItself = "merge_with_itself"
    /// Nobody has these days.
    case nobodyConcerned = "nobody_concerned"
    /// The registration is not cancelled.
    case notCancelled = "not_cancelled"
    /// Nothing was kept of what the person paid.
    case nothingKept = "nothing_kept"
    /// Nothing is due.
    case nothingDue = "nothing_due"
    /// No money is owed to the person.
    case nothingToRefund = "nothing_to_refund"
    /// There is no refund {refund}.
    case onlineRefundUnknown = "online_refund_unknown"
    /// A payment through a provider is booked by what the provider says.
    case paymentNotByHand = "payment_not_by_hand"
    /// There is nothing to waive: it costs nothing already.
    case nothingToWaive = "nothing_to_waive"
    /// This person must not be registered or let in: {note}.
    case personBarred = "person_barred"
    /// The books are closed until {until}.
    case periodClosed = "period_closed"
    /// {until} is not over yet.
    case periodNotOver = "period_not_over"
    /// No period ended on {until}.
    case periodUnknown = "period_unknown"
    /// There is room in {place}.
    case placeFree = "place_free"
    /// Day {day} has begun, or is over.
    case ownTooLate = "own_too_late"
    /// {place} is booked already.
    case placeHeld = "place_held"
    /// The list says {value}, and {due} is due here.
    case priceDiffers = "price_differs"
    /// ‘{value}’ names neither a pass nor days.
    case productUnknown = "product_unknown"
    /// {count} rows hold no place yet and were passed over: {statuses}.
    case rowsUndecided = "rows_undecided"
    /// A quotation mark stands where none may.
    case quoteMisplaced = "quote_misplaced"
    /// The quoted cell never ends.
    case quoteUnclosed = "quote_unclosed"
    /// A reason is needed.
    case reasonMissing = "reason_missing"
    /// The reference {reference} belongs to another registration.
    case referenceTaken = "reference_taken"
    /// {amount} is more than a desk may waive: {limit}.
    case waiverBeyondDesk = "waiver_beyond_desk"
    /// {amount} is more than the {owed} that is owed to the person.
    case refundTooLarge = "refund_too_large"
    /// Entry {entry} went back by the provider already.
    case refundAlreadySent = "refund_already_sent"
    /// Only {amount} can go back through the provider.
    case refundNotOnline = "refund_not_online"
    /// Whoever registers themselves needs an e-mail address.
    case registerAddressMissing = "register_address_missing"
    /// The category {category} cannot be chosen.
    case registerCategory = "register_category"
    /// Registration is not open.
    case registerClosed = "register_closed"
    /// All {places} places are taken.
    case registerFull = "register_full"
    /// An allotment has between 1 and {limit} places.
    case allotmentPlacesInvalid = "allotment_places_invalid"
    /// Nothing is to be approved for this registration.
    case approvalNotAsked = "approval_not_asked"
    /// Who consents needs a name and an address.
    case guardianMissing = "guardian_missing"
    /// All {places} places of the invitation are taken, or its time is over.
    case invitationOver = "invitation_over"
    /// There is no such invitation.
    case invitationUnknown = "allotment_unknown"
    /// The proof is no PDF, PNG or JPEG.
    case proofInvalid = "approval_proof_invalid"
    /// There is no proof.
    case proofMissing = "approval_proof_missing"
    /// A proof has {megabytes} MB at the most.
    case proofTooLarge = "approval_proof_too_large"
    /// One person registers {limit} people at the most.
    case registerPartyTooLarge = "register_party_too_large"
    /// This address has {limit} registrations already.
    case registerTooMany = "register_too_many"
    /// Somebody changed the registration since it was looked at: {changes}.
    case registrationChanged = "registration_changed"
    /// The registration is cancelled.
    case registrationCancelled = "registration_cancelled"
    /// The personal data of this registration were erased.
    case registrationErased = "registration_erased"
    /// The place and its money went to registration {code}.
    case registrationMoved = "registration_moved"
    /// The row cannot be read.
    case rowInvalid = "row_invalid"
    /// There is no registration ‘{value}’ #{number}.
    case registrationUnknown = "registration_unknown"
    /// Registration #{number} cannot be read.
    case registrationUnreadable = "registration_unreadable"
    /// The row has {cells} cells for {columns} columns.
    case rowLength = "row_length"
    /// {taken} people hold {place}, so it cannot have {seats} seats.
    case seatsInUse = "seats_in_use"
    /// Only the sheet ‘{sheet}’ was read, not {others}.
    case sheetsPassedOver = "sheets_passed_over"
    /// It is not clear which payment came back.
    case statementCameBack = "statement_came_back"
    /// Line {number} gives a payment back.
    case statementIsReturn = "statement_is_return"
    /// Line {number} gives nothing back.
    case statementIsNoReturn = "statement_is_no_return"
    /// Line {number} is settled already.
    case statementLineSettled = "statement_line_settled"
    /// There is no line {number}.
    case statementLineUnknown = "statement_line_unknown"
    /// Line {number} is not settled.
    case statementLineWaits = "statement_line_waits"
    /// {amount} came for {code}, who owes {due}.
    case statementMoreThanDue = "statement_more_than_due"
    /// No registration's code stands in this line.
    case statementNoCode = "statement_no_code"
    /// {code} owes nothing.
    case statementNothingDue = "statement_nothing_due"
    /// The money came in another currency.
    case statementOtherCurrency = "statement_other_currency"
    /// {amount} came for {code} on {date} already, with another text.
    case statementRepeated = "statement_repeated"
    /// A returned payment that was reversed stays reversed.
    case statementReversalStays = "statement_reversal_stays"
    /// Codes of several registrations stand in this line.
    case statementSeveralCodes = "statement_several_codes"
    /// The shares make {sum}, the line says {amount}.
    case statementSharesDiffer = "statement_shares_differ"
    /// The code {code} stands within other letters, and the amount is not what is due.
    case statementUncertainCode = "statement_uncertain_code"
    /// ‘{terminal}’ is not a terminal's name.
    case terminalNameInvalid = "terminal_name_invalid"
    /// ‘{till}’ is not a till's name.
    case tillNameInvalid = "till_name_invalid"
    /// There is no open till ‘{till}’.
    case tillNotOpen = "till_not_open"
    /// Till ‘{till}’ is open already.
    case tillOpenAlready = "till_open_already"
    /// {held} is in till ‘{till}’, not {amount}.
    case tillTooEmpty = "till_too_empty"
    /// There never was a till ‘{till}’.
    case tillUnknown = "till_unknown"
    /// The registration holds a voucher already.
    case voucherHeld = "voucher_held"
    /// The voucher {voucher} is not for the category {category}.
    case voucherNotForCategory = "voucher_not_for_category"
    /// The registration does not hold the voucher {voucher}.
    case voucherNotHeld = "voucher_not_held"
    /// The voucher {voucher} holds from {from} until {until}, not today.
    case voucherNotValid = "voucher_not_valid"
    /// There is no voucher {voucher}.
    case voucherUnknown = "voucher_unknown"
    /// The voucher {voucher} was used {uses} times, as often as it may be.
    case voucherUsedUp = "voucher_used_up"
    /// {amount} is more than the {owed} that is owed.
    case waiverTooLarge = "waiver_too_large"
    /// The person waits for {place} already.
    case waitsAlready = "waits_already"
    /// The person does not wait for {place}.
    case waitsNot = "waits_not"
    /// The workbook cannot be read.
    case workbookBroken = "workbook_broken"
}

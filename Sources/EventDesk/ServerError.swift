package import Conference

/// What the server itself refuses, before asking any layer below.
package typealias ServerError = CodedError<ServerErrorCode>

/// The codes of `ServerError`, stable across versions; docs/error-codes.md has the words of each.
package enum ServerErrorCode: String, ErrorCode {
    /// The server cannot listen on {host}, port {port}.
    case addressUnavailable = "address_unavailable"
    /// The audit has {count} findings.
    case auditFindings = "audit_findings"
    /// The request does not say whose badges are meant.
    case badgesNotSelected = "badges_not_selected"
    /// The request cannot be understood.
    case bodyInvalid = "body_invalid"
    /// The request is too large.
    case bodyTooLarge = "body_too_large"
    /// This is no badge that is good here.
    case boothBadgeUnknown = "booth_badge_unknown"
    /// {tool} failed: {problem}
    case cipherFailed = "cipher_failed"
    /// This machine has no {tool}.
    case cipherMissing = "cipher_missing"
    /// This cannot be undone, and the box beside it was not ticked.
    case confirmationMissing = "confirmation_missing"
    /// The cursor is none that this server gave.
    case cursorInvalid = "cursor_invalid"
    /// The event's description is wrong: {problems}
    case definitionWrong = "definition_wrong"
    /// The disk of {file} has {megabytes} MB left.
    case diskLow = "disk_low"
    /// The door rules for the browser are not in {file}.
    case doorModuleMissing = "door_module_missing"
    /// A picture has between 36 and 600 dots per inch.
    case dpiOutOfRange = "dpi_out_of_range"
    /// {file} is another event than the one in {backup}.
    case eventOther = "event_other"
    /// {file} is an event that was not handed over.
    case eventNotHandedOver = "event_not_handed_over"
    /// The organizer has stopped this event.
    case eventStopped = "event_stopped"
    /// The font {family}, which the badge asks for, is not here.
    case badgeFontMissing = "badge_font_missing"
    /// This form does not come from a page that is open here.
    case formForeign = "form_foreign"
    /// The form cannot be read.
    case formUnreadable = "form_unreadable"
    /// What was begun did not end within {seconds} s.
    case handOverBusy = "hand_over_busy"
    /// The event was handed over to the {where} already.
    case handOverDone = "hand_over_done"
    /// The copy lacks something that was done in {file}.
    case handOverForked = "hand_over_forked"
    /// Nothing was handed over.
    case handOverMissing = "hand_over_missing"
    /// {file} is an ordinary backup.
    case handOverNotCopied = "hand_over_not_copied"
    /// {file} was handed over from here.
    case handOverOwn = "hand_over_own"
    /// Somebody took the event already, as incarnation {incarnation}.
    case handOverTaken = "hand_over_taken"
    /// {file} is encrypted, and no private key was named.
    case identityMissing = "identity_missing"
    /// The first machine still answers at {where}.
    case firstMachineAnswers = "first_machine_answers"
    /// The first machine still writes: its copy was continued {milliseconds} ms ago.
    case firstMachineWrites = "first_machine_writes"
    /// Nobody was registered: {problems}
    case importWrong = "import_wrong"
    /// Something went wrong inside the program.
    case internalFailure = "internal"
    /// There is no such key here.
    case keyNotFound = "key_not_found"
    /// The kiosk cannot help: {why}.
    case kioskRefused = "kiosk_refused"
    /// {code} has not answered ‘{question}’, which the letter shows.
    case letterAnswerMissing = "letter_answer_missing"
    /// Nothing is kept of what {label} said.
    case letterErased = "letter_erased"
    /// There is no {file} to write the letter by.
    case letterFileMissing = "letter_file_missing"
    /// The event has no letter ‘{value}’.
    case letterKindUnknown = "letter_kind_unknown"
    /// Nobody who was selected gets one.
    case letterNobody = "letter_nobody"
    /// {code} was not let in at any gate.
    case letterNotAdmitted = "letter_not_admitted"
    /// People do not fetch this letter by themselves.
    case letterNotOwn = "letter_not_own"
    /// The place of {code} does not stand.
    case letterPlaceGone = "letter_place_gone"
    /// There is such a letter for {code} once everything is paid.
    case letterUnpaid = "letter_unpaid"
    /// The limit lies between 1 and {limit}.
    case limitInvalid = "limit_invalid"
    /// A mailbox has at most {limit} megabytes.
    case mailboxTooLarge = "mailbox_too_large"
    /// Mail that was given up: {count}.
    case mailFailed = "mail_failed"
    /// Mail is held back.
    case mailPaused = "mail_paused"
    /// Mail does not go out: {reply}.
    case mailRefused = "mail_refused"
    /// The event sends no mail.
    case mailNotPlanned = "mail_not_planned"
    /// Links in mail lead to {address}, which is not protected.
    case mailLinksInTheClear = "mail_links_in_the_clear"
    /// The password of {login} at {host} is not stored.
    case mailPasswordMissing = "mail_password_missing"
    /// There is nothing to be told to this person: {reason}.
    case mailNothingToTell = "mail_nothing_to_tell"
    /// There is no text {template} in templates/mail.
    case mailTemplateMissing = "mail_template_missing"
    /// The text {template} cannot be used: {problem}.
    case mailTemplateWrong = "mail_template_wrong"
    /// So many messages wait that no more are kept.
    case messagesFull = "messages_full"
    /// This address takes only {methods}.
    case methodNotAllowed = "method_not_allowed"
    /// Nobody who was selected gets a mail.
    case nobodyToWriteTo = "nobody_to_write_to"
    /// The nonce and the header Idempotency-Key differ.
    case nonceDiffers = "nonce_differs"
    /// The scan has no nonce.
    case nonceMissing = "nonce_missing"
    /// This link leads to no registration.
    case ownLinkUnknown = "own_link_unknown"
    /// Your badge was made already.
    case ownNameFixed = "own_name_fixed"
    /// There is a ticket once everything is paid.
    case ownTicketUnpaid = "own_ticket_unpaid"
    /// An organizer has to approve the category first.
    case ownUnapproved = "own_unapproved"
    /// The address is not confirmed yet.
    case ownUnconfirmed = "own_unconfirmed"
    /// {file} is a folder.
    case outputIsFolder = "output_is_folder"
    /// There is no template {template} in templates/pages.
    case pageTemplateMissing = "page_template_missing"
    /// The template {template} cannot be used: {problem}.
    case pageTemplateWrong = "page_template_wrong"
    /// Nothing was recorded: {problems}
    case paperLinesWrong = "paper_lines_wrong"
    /// Papers are for a group, or for people who are named.
    case paperSelectionMissing = "paper_selection_missing"
    /// The request carries no token of a participant.
    case participantTokenMissing = "participant_token_missing"
    /// The link is unknown, or another one took its place.
    case participantTokenUnknown = "participant_token_unknown"
    /// Nobody pays online for this event.
    case paymentsOff = "payments_off"
    /// Preflight found {problems} problems; nothing was issued or printed.
    case preflightRefused = "preflight_refused"
    /// A print job needs a queue.
    case queueMissing = "queue_missing"
    /// This registration cannot be made here.
    case registerRefused = "register_refused"
    /// Too many requests came from this address.
    case registerTooOften = "register_too_often"
    /// The print queue {queue} takes or prints nothing: {reasons}
    case printQueueStopped = "print_queue_stopped"
    /// Somebody rehearses already.
    case rehearsalRunning = "rehearsal_running"
    /// {file} is missing, or may not be read.
    case resourceMissing = "resource_missing"
    /// Too many badges are being drawn.
    case renderingBusy = "rendering_busy"
    /// {problem}
    case replicaToolFailed = "replica_tool_failed"
    /// This machine has no litestream.
    case replicaToolMissing = "replica_tool_missing"
    /// {destination} is no place for a copy.
    case replicaPlaceUnknown = "replica_place_unknown"
    /// There is no report ‘{report}’.
    case reportUnknown = "report_unknown"
    /// The folder {folder} holds no templates.
    case resourcesMissing = "resources_missing"
    /// A device of role {role} may not do this.
    case roleNotAllowed = "role_not_allowed"
    /// There is nothing at this address.
    case routeUnknown = "route_unknown"
    /// A scan carries exactly one of text, code and registration.
    case scanSubjectMissing = "scan_subject_missing"
    /// The event does not let scanners of other makers in.
    case scannersClosed = "scanners_closed"
    /// The file is no programme that can be read.
    case scheduleUnreadable = "schedule_unreadable"
    /// The text to search for is over {limit} characters.
    case searchTooLong = "search_too_long"
    /// That is not a server address.
    case serverAddressInvalid = "server_address_invalid"
    /// The badge template {template} has {count} errors.
    case templateFails = "template_fails"
    /// ‘{value}’ is not a template's name.
    case templateNameInvalid = "template_name_invalid"
    /// The certificate {file} ended at {until}.
    case tlsCertificateExpired = "tls_certificate_expired"
    /// The certificate {file} ends at {until}.
    case tlsCertificateEnds = "tls_certificate_ends"
    /// The certificate {file} begins only at {from}.
    case tlsCertificateEarly = "tls_certificate_early"
    /// The certificate {file} cannot be read.
    case tlsCertificateUnreadable = "tls_certificate_unreadable"
    /// The key {key} does not belong to the certificate {certificate}.
    case tlsFilesMismatched = "tls_files_mismatched"
    /// The private key {file} cannot be read.
    case tlsKeyUnreadable = "tls_key_unreadable"
    /// {file} cannot be read, which says whom no backup may bring back.
    case tombstonesUnreadable = "tombstones_unreadable"
    /// The request carries no device token.
    case tokenMissing = "token_missing"
    /// The device token is unknown or was revoked.
    case tokenUnknown = "token_unknown"
    /// Too many keys were sent.
    case tooManyKeysSent = "too_many_keys_sent"
    /// One request names at most {limit}.
    case tooManyNames = "too_many_names"
    /// Too many screens follow the doors.
    case tooManyReaders = "too_many_readers"
    /// There is no certificate {file} to sign passes with.
    case walletCertificateMissing = "wallet_certificate_missing"
    /// The certificate for passes cannot be used: {problem}
    case walletCertificateUnusable = "wallet_certificate_unusable"
}

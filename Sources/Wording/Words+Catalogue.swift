package import Conference

extension Words {
    /// What is said of one code; `{name}` in a text stands for the detail of that name.
    struct Entry: Sendable {
        let status: Int
        let sentence: String
        let advice: String

        init(_ status: Int, _ sentence: String, _ advice: String = "") {
            self.status = status
            self.sentence = sentence
            self.advice = advice
        }
    }

    /// Every code that anyone can meet. `docs/error-codes.md` lists the same codes; a test compares the two.
    static let catalogue: [String: Entry] = [
        server, event, values, files, ledger, books, payments, periods, doors, doorWork, badges, templates, printing,
        keysigning, keysigningLists, keys, keyWarnings, proofs, revocations,
    ]
    .reduce(into: [:]) { all, topic in
        all.merge(topic) { _, _ in preconditionFailure("a code stands twice in the catalogue") }
    }

    /// Whether there is anything to say of a code; a test asks it of all.
    package static func hasEntry(for code: AnyErrorCode) -> Bool { catalogue[code.rawValue] != nil }

    private static let server: [String: Entry] = [
        "internal": Entry(
            500, "Something went wrong inside the program.",
            "Nothing was changed. Try again; if it happens again, keep the log and tell the maintainers."),
        "address_unavailable": Entry(
            500, "The server cannot listen on {host}, port {port}.",
            "The port may be taken: give another --port, or stop what listens there."),
        "body_invalid": Entry(400, "The request cannot be understood.", "See schema/openapi.yaml for its form."),
        "body_too_large": Entry(413, "The request is too large.", "Send less at once."),
        "confirmation_missing": Entry(
            422, "This cannot be undone, and the box beside it was not ticked.", "Tick it if you are sure."),
        "cursor_invalid": Entry(400, "The cursor is none that this server gave.", "Start the list again without it."),
        "picture_size_invalid": Entry(
            400, "The picture's sides do not fit its bytes, or one is over {side_max} pixels.",
            "Send width × height bytes of grey, and say both in the address."),
        "search_too_long": Entry(400, "The text to search for is over {limit} characters.", "Search for less."),
        "form_foreign": Entry(
            403, "This form does not come from a page that is open here.", "Open the page again and retry."),
        "form_unreadable": Entry(400, "The form cannot be read.", "Open the page again and retry."),
        "limit_invalid": Entry(400, "The limit lies between 1 and {limit}.", "Ask for fewer at once."),
        "nonce_differs": Entry(
            400, "The nonce and the header Idempotency-Key differ.", "Send one of them, or the same in both."),
        "nonce_missing": Entry(
            400, "The scan has no nonce.", "Make one for each scan and send it again with each repetition."),
        "page_template_missing": Entry(
            500, "There is no template {template} in templates/pages.", "Put it back from the release."),
        "page_template_wrong": Entry(
            500, "The template {template} cannot be used: {problem}.", "Compare it with the one of the release."),
        "page_words_wrong": Entry(
            500, "Line {line} of the words in language {language} is wrong.",
            "Each line is NAME = TEXT, each name once."),
        "report_unknown": Entry(404, "There is no report ‘{report}’.", "See schema/openapi.yaml for what there is."),
        "resources_missing": Entry(
            500, "The folder {folder} holds no templates.",
            "Name the folder of templates and fonts in LANYARD_RESOURCES."),
        "role_not_allowed": Entry(
            403, "A device of role {role} may not do this.", "Use a device that may, or ask the organizer for one."),
        "route_unknown": Entry(
            404, "There is nothing at this address.",
            "The start page leads to all pages; schema/openapi.yaml describes the API."),
        "scan_subject_missing": Entry(400, "A scan carries exactly one of text, code and registration."),
        "tls_files_unusable": Entry(
            500, "The certificate {certificate} and the key {key} cannot be used.",
            "Give PEM files that belong together."),
        "token_missing": Entry(
            401, "The request carries no device token.", "Send it as Authorization: Bearer TOKEN."),
        "token_unknown": Entry(
            401, "The device token is unknown or was revoked.", "Make another with: lanyard device add."),
    ]

    private static let event: [String: Entry] = [
        "definition_fixed": Entry(
            409, "The {field} of an event cannot change: files and amounts carry it already.", "Make a new event."),
        "device_revoked": Entry(401, "Device {device} was revoked.", "Make another with: lanyard device add."),
        "secret_shown": Entry(
            409, "{name} was let in under this key already; a token or link is shown only once.",
            "Revoke it where it was lost, and let it in again under another key."),
        "device_unknown": Entry(404, "There is no device {device}.", "lanyard device list shows them."),
        "event_exists": Entry(
            409, "{file} is there already.", "Take another name, or move the file and its .keys folder away together."),
        "event_file_foreign": Entry(409, "{file} is not an event's file.", "Name a file made by lanyard event create."),
        "event_file_name": Entry(400, "An event's file ends in .lanyard, unlike {file}."),
        "backup_not_written": Entry(
            500, "The copy {file} cannot be written.",
            "Nothing was changed. Make room, and check the folder's permissions."
        ),
        "event_file_in_use": Entry(
            409, "Another process has {file} open.", "Stop the server and every other command first."),
        "event_file_older": Entry(
            409, "{file} was made by an earlier version of this program.",
            "Stop what uses it, and run: lanyard event upgrade --event {file}"),
        "event_file_only_read": Entry(
            500, "{file} was opened for reading, and nothing was written.",
            "This is a mistake in the program: report it."),
        "event_file_too_new": Entry(409, "{file} was made by a later version of this program.", "Use that version."),
        "event_folder_missing": Entry(404, "There is no folder {folder}.", "Make it first."),
        "event_missing": Entry(
            404, "There is no file {file}.", "Make it with: lanyard event create FILE --from EVENT.yaml."),
        "gate_unknown": Entry(404, "There is no gate ‘{gate}’.", "lanyard gate list shows them."),
        "idempotency_conflict": Entry(
            409, "The key {key} was used for something else before.", "Take a new key for each new write."),
        "idempotency_key_invalid": Entry(400, "A key has 1 to 200 printable ASCII characters."),
        "key_not_written": Entry(500, "The key file {file} cannot be written.", "Check the folder's permissions."),
        "key_unreadable": Entry(500, "The key file {file} cannot be read.", "Put the right file back from a backup."),
        "keys_missing": Entry(
            500, "The folder {folder} with the event's keys is missing.",
            "It belongs beside the event's file: put it back from a backup."),
        "keys_open": Entry(
            500, "Others than its owner can look into {folder}, which holds the event's signing keys.",
            "Close it with: chmod 700 {folder}"),
        "signing_key_missing": Entry(
            500, "The event has no signing key in force.", "Put the event's .keys folder back from a backup."),
    ]

    private static let values: [String: Entry] = [
        "amount_far_above": Entry(
            400, "{amount} is far more than the {due} that is due.", "Put it right, or confirm it."),
        "amount_invalid": Entry(400, "‘{value}’ is not an amount.", "Write 200 or 199.95."),
        "amount_missing": Entry(400, "No amount was typed.", "Type it, or press the button that names it."),
        "amount_not_positive": Entry(400, "A payment is more than zero."),
        "amount_too_large": Entry(400, "The largest amount is {limit}."),
        "choice_unknown": Entry(400, "‘{value}’ is none of: {choices}."),
        "code_invalid": Entry(400, "‘{value}’ is not a registration code.", "A code has seven symbols, as K7X-42MK."),
        "code_mistyped": Entry(400, "The code {value} has a typing error.", "Compare it with the badge."),
        "color_invalid": Entry(400, "‘{value}’ is not a colour.", "Write # and six digits, as #1f4e79."),
        "currency_invalid": Entry(400, "‘{value}’ is not a currency.", "Write its ISO 4217 code, as CAD."),
        "currency_unsupported": Entry(
            400, "{value} has no hundredths; only currencies with two decimals are supported."),
        "date_invalid": Entry(400, "‘{value}’ is not a date.", "Write 2015-02-14."),
        "day_unknown": Entry(400, "There is no day {value}: the event has {days} days."),
        "days_invalid": Entry(400, "‘{value}’ is not a choice of days.", "Write 1,3-4 or all."),
        "days_not_on_sale": Entry(409, "No pass is on sale.", "Put one into the event's file and apply it."),
        "email_invalid": Entry(400, "‘{value}’ is not an e-mail address."),
        "name_missing": Entry(400, "The name is empty."),
        "payment_choice_missing": Entry(
            400, "It is not said how the place is paid.", "Type the cash received, or choose card or later."),
        "reason_missing": Entry(400, "A reason is needed.", "Say in a few words why."),
        "text_has_controls": Entry(
            400, "The {field} holds the control character {character}.", "Remove it: it would not print."),
        "text_missing": Entry(400, "The text is empty."),
        "text_too_long": Entry(400, "The {field} is longer than {limit} characters."),
        "time_invalid": Entry(400, "‘{value}’ is not a time of day.", "Write 07:30."),
        "timestamp_invalid": Entry(400, "‘{value}’ is not a time.", "Write 2015-02-14T09:30:00-05:00."),
    ]

    private static let files: [String: Entry] = [
        "cell_too_long": Entry(400, "A cell is longer than 10,000 bytes."),
        "closes_before_it_opens": Entry(
            400, "It closes at {value}, before it opens.",
            "A gate that closes the next morning closes by {day_starts_at}, when the event's next day begins."),
        "column_missing": Entry(400, "The file has no such column."),
        "column_repeated": Entry(400, "The column stands twice."),
        "column_unknown": Entry(400, "The column is none of: {known}."),
        "days_out_of_order": Entry(400, "The date {value} is not after the one before it."),
        "file_empty": Entry(400, "The file is empty."),
        "file_not_utf8": Entry(400, "The line is not UTF-8.", "Save the file as CSV UTF-8."),
        "file_too_large": Entry(400, "The file is too large."),
        "identifier_invalid": Entry(
            400, "‘{value}’ is not a name of lower-case Latin letters, digits and hyphens, 63 at the most."),
        "key_file_missing": Entry(
            500, "The file {file} with a key of the event is missing.",
            "Put the event's .keys folder back from a backup."),
        "key_missing": Entry(400, "It is missing."),
        "key_unknown": Entry(400, "‘{value}’ is none of: {known}."),
        "list_length": Entry(400, "The list has between {from} and {to} entries."),
        "not_a_list": Entry(400, "A list belongs here."),
        "not_a_mapping": Entry(400, "Keys and values belong here."),
        "not_a_value": Entry(400, "A single value belongs here."),
        "number_invalid": Entry(400, "‘{value}’ is not a number between {from} and {to}."),
        "quote_misplaced": Entry(
            400, "A quotation mark stands where none may.", "Quote the whole cell and double the marks in it."),
        "quote_unclosed": Entry(400, "The quoted cell never ends."),
        "origin_invalid": Entry(
            400, "‘{value}’ is not an address without a path.", "Write https://netdev01.example.org."),
        "category_unknown": Entry(400, "‘{value}’ names a category that is none of: {choices}."),
        "row_invalid": Entry(400, "The row cannot be read."),
        "row_length": Entry(400, "The row has {cells} cells for {columns} columns."),
        "time_zone_unknown": Entry(400, "‘{value}’ is not a time zone.", "Write its IANA name, as America/Toronto."),
        "value_repeated": Entry(400, "‘{value}’ stands twice."),
        "yaml_syntax": Entry(400, "The file is not YAML here: {problem}."),
    ]

    private static let ledger: [String: Entry] = [
        "add_on_full": Entry(409, "All {seats} seats of {add_on} are taken."),
        "add_on_in_use": Entry(409, "People have booked {add_on}, so it cannot be left out."),
        "add_on_oversold": Entry(500, "{subject} has {taken} people on {seats} seats."),
        "add_on_unknown": Entry(
            400, "There is no side event ‘{add_on}’.", "lanyard event show lists them under add_ons."),
        "chain_broken": Entry(500, "Entry {subject} does not follow the entry before it."),
        "charge_differs": Entry(500, "Registration {subject} was charged {charged}, but costs {price}."),
        "day_full": Entry(409, "Day {day} is full: all {capacity} places are taken."),
        "day_oversold": Entry(500, "Day {subject} has {taken} people on {capacity} places."),
        "days_in_use": Entry(409, "People are registered, so the days cannot change.", "Days may be added at the end."),
        "days_missing": Entry(400, "A registration has at least one day.", "To give them all back, cancel it."),
        "entry_missing": Entry(500, "Entry {subject} is missing."),
        "entry_unbalanced": Entry(500, "The postings of entry {subject} sum to {sum}, not to zero."),
        "row_impossible": Entry(
            500, "The file breaks its own rules: {subject}.",
            "Somebody wrote it past this program. Restore the file from its last good copy."),
        "entry_unreadable": Entry(500, "Entry {subject} cannot be read."),
        "hash_wrong": Entry(500, "Entry {subject} was changed after it was written."),
        "history_unreadable": Entry(500, "The history of registration #{number} cannot be read.", "Run: lanyard audit"),
        "journal_unreadable": Entry(500, "Entry {entry} of the journal cannot be read.", "Run: lanyard audit"),
        "payments_differ": Entry(500, "The payments of registration {subject} differ from what its history tells."),
        "posting_missing": Entry(500, "Entry {subject} lacks a posting."),
        "posting_orphaned": Entry(500, "There are postings of an entry {subject} that does not exist."),
        "reference_taken": Entry(409, "The reference {reference} belongs to another registration."),
        "registration_cancelled": Entry(409, "The registration is cancelled."),
        "registration_unknown": Entry(
            404, "There is no registration ‘{value}’ #{number}.", "Look for it with: lanyard registration find WORDS"),
        "registration_unreadable": Entry(500, "Registration #{number} cannot be read.", "Run: lanyard audit"),
    ]

    private static let doors: [String: Entry] = [
        "badge_missing": Entry(404, "There is no badge yet.", "Make it with: lanyard badge issue CODE"),
        "badge_revoked": Entry(
            409, "Badge {issue} is not good any more.", "Make the next one with: lanyard badge reissue CODE"),
        "credential_invalid": Entry(400, "This is not a badge of this event ({reason})."),
        "gate_already_closed": Entry(409, "Gate ‘{gate}’ is closed for good already."),
        "gate_not_allowed": Entry(403, "{device} may not scan at gate ‘{gate}’.", "Use a device of that gate."),
        "issues_exhausted": Entry(409, "There were 65,535 badges of this registration.", "Register the person anew."),
        "scan_unreadable": Entry(500, "Scan {scan} cannot be read.", "Run: lanyard audit"),
    ]
}

package import Conference

/// What went wrong with an event's file, its keys, its definition or its devices.
package typealias EventStoreError = CodedError<EventStoreErrorCode>

/// The codes of `EventStoreError`, stable across versions; docs/error-codes.md has the words of each.
package enum EventStoreErrorCode: String, ErrorCode {
    /// {part} in the backup {file} is not what was put in.
    case backupDamaged = "backup_damaged"
    /// The copy {file} cannot be written.
    case backupNotWritten = "backup_not_written"
    /// A category that comes free has no other prices.
    case categoryPrice = "category_price"
    /// Nobody has said who is at {device}.
    case clerkMissing = "clerk_missing"
    /// A device of the role {role} has nobody who types a PIN.
    case clerkRoleWrong = "clerk_role_wrong"
    /// Nobody called {name} has a PIN at this device.
    case clerkUnknown = "clerk_unknown"
    /// {file} is not a backup of an event, or not all of one.
    case backupUnreadable = "backup_unreadable"
    /// The clock of this machine says {now}, but {last} is when something was last written.
    case clockBehind = "clock_behind"
    /// The clock of this machine jumped by {seconds} s at {now}.
    case clockJumped = "clock_jumped"
    /// Somebody changed the event's description meanwhile.
    case definitionChanged = "definition_changed"
    /// The {field} of an event cannot change: files and amounts carry it already.
    case definitionFixed = "definition_fixed"
    /// {path} is written in a way that cannot be changed in its place.
    case descriptionLayout = "description_layout"
    /// Version {version} of the event's description is missing.
    case definitionMissing = "definition_missing"
    /// Device {device} was revoked.
    case deviceRevoked = "device_revoked"
    /// The lines of gate ‘{gate}’ cannot be edited one by one.
    case definitionNotEditable = "definition_not_editable"
    /// There is no device {device}.
    case deviceUnknown = "device_unknown"
    /// The disk takes no more of {file}; nothing was written.
    case diskFull = "disk_full"
    /// The link has expired.
    case enrollmentExpired = "enrollment_expired"
    /// The link is none of this event.
    case enrollmentUnknown = "enrollment_unknown"
    /// The link was used before.
    case enrollmentUsed = "enrollment_used"
    /// The event is being handed over to the {where}; nothing new begins here.
    case eventClosing = "event_closing"
    /// The event is at the {where} now; nothing is changed here meanwhile.
    case eventElsewhere = "event_elsewhere"
    /// {file} already exists.
    case eventExists = "event_exists"
    /// Another process holds {file}; nothing was written.
    case eventFileBusy = "event_file_busy"
    /// {file} is damaged inside: {problem}
    case eventFileDamaged = "event_file_damaged"
    /// {file} is empty.
    case eventFileEmpty = "event_file_empty"
    /// This user may not read or write {file}.
    case eventFileForbidden = "event_file_forbidden"
    /// {file} is not an event's file.
    case eventFileForeign = "event_file_foreign"
    /// {file} was deleted or moved while it was in use; nothing was written.
    case eventFileGone = "event_file_gone"
    /// Another process has {file} open.
    case eventFileInUse = "event_file_in_use"
    /// An event's file ends in .lanyard, unlike {file}.
    case eventFileName = "event_file_name"
    /// {file} was made by an earlier version of this program.
    case eventFileOlder = "event_file_older"
    /// {file} was opened for reading, and nothing was written.
    case eventFileOnlyRead = "event_file_only_read"
    /// Others on this machine can read {file}.
    case eventFileOpen = "event_file_open"
    /// Another file took the place of {file} while it was in use; nothing was written.
    case eventFileReplaced = "event_file_replaced"
    /// {file} was made by a later version of this program.
    case eventFileTooNew = "event_file_too_new"
    /// {file} is cut off: it has {found} of its {expected} bytes.
    case eventFileTruncated = "event_file_truncated"
    /// The pages of {file} are still being checked.
    case eventFileUnchecked = "event_file_unchecked"
    /// The log {log} is missing, and with it what was written last; its {index} is there.
    case eventLogMissing = "event_log_missing"
    /// Another machine goes on with this event, as incarnation {incarnation}.
    case eventTakenOver = "event_taken_over"
    /// Nothing can be written in {folder}, where {file} lies.
    case eventFolderReadOnly = "event_folder_read_only"
    /// There is no folder {folder}.
    case eventFolderMissing = "event_folder_missing"
    /// There is no file {file}.
    case eventMissing = "event_missing"
    /// A device of the role exhibitor belongs to one exhibitor, and no other device to any.
    case exhibitorRole = "exhibitor_role"
    /// There is no gate ‘{gate}’.
    case gateUnknown = "gate_unknown"
    /// The key {key} was used for something else before.
    case idempotencyConflict = "idempotency_conflict"
    /// The file has had as many incarnations as it can have.
    case incarnationsExhausted = "incarnations_exhausted"
    case keyFileMissing = "key_file_missing"
    /// Others on this machine can read {file}.
    case keyFileOpen = "key_file_open"
    /// The key in {file} is not the one that signs this event's badges.
    case keyForeign = "key_foreign"
    /// It is missing.
    case keyMissing = "key_missing"
    /// The key file {file} cannot be written.
    case keyNotWritten = "key_not_written"
    /// ‘{value}’ is none of: {known}.
    case keyUnknown = "key_unknown"
    /// The key file {file} cannot be read.
    case keyUnreadable = "key_unreadable"
    /// The folder {folder} with the event's keys is missing.
    case keysMissing = "keys_missing"
    /// Others than its owner can look into {folder}, which holds the event's signing keys.
    case keysOpen = "keys_open"
    /// The list has between {from} and {to} entries.
    case listLength = "list_length"
    /// A login would go over the wire in the clear.
    case mailLoginInTheClear = "mail_login_in_the_clear"
    /// Mail goes out by exactly one of server and sendmail.
    case mailWay = "mail_way"
    /// An IBAN needs its holder.
    case paymentsHolderMissing = "payments_holder_missing"
    /// A list belongs here.
    case notAList = "not_a_list"
    /// Keys and values belong here.
    case notAMapping = "not_a_mapping"
    /// A single value belongs here.
    case notAValue = "not_a_value"
    /// The table {table} has no number after its last one.
    case numbersExhausted = "numbers_exhausted"
    /// Whoever registers gets a link by mail, and the description does not say how.
    case registerNeedsMail = "register_needs_mail"
    /// A PIN has four to eight digits.
    case pinInvalid = "pin_invalid"
    /// The PIN of {name} was wrong too often.
    case pinLocked = "pin_locked"
    /// Anybody would try that PIN first.
    case pinTooSimple = "pin_too_simple"
    /// The PIN is wrong; {count} tries are left.
    case pinWrong = "pin_wrong"
    /// {folder} holds no copy of an event that can be used.
    case replicaUnreadable = "replica_unreadable"
    /// The report holds a number out of its range.
    case reportInvalid = "report_invalid"
    /// There is no address {share} of a report.
    case reportShareUnknown = "report_share_unknown"
    /// Others than its owner can read {file}, which holds a password.
    case secretOpen = "secret_open"
    /// {name} was let in under this key already; a token or link is shown only once.
    case secretShown = "secret_shown"
    /// The event has no signing key in force.
    case signingKeyMissing = "signing_key_missing"
    /// ‘{value}’ stands twice.
    case valueRepeated = "value_repeated"
    /// A voucher has exactly one of percent, amount and free.
    case voucherReduction = "voucher_reduction"
    /// The file is not YAML here: {problem}.
    case yamlSyntax = "yaml_syntax"
}

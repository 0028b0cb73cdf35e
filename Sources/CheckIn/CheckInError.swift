package import Conference

/// What gates and scans refuse, and why. A scan that is turned away is a verdict, not an error.
package typealias CheckInError = CodedError<CheckInErrorCode>

/// The codes of `CheckInError`, stable across versions; docs/error-codes.md has the words of each.
package enum CheckInErrorCode: String, ErrorCode {
    /// A clock cannot be more than a hundred years off.
    case clockDifferenceInvalid = "clock_difference_invalid"
    /// The conflict of scan {scan} is settled already.
    case conflictSettled = "conflict_settled"
    /// There is no conflict of scan {scan}.
    case conflictUnknown = "conflict_unknown"
    /// Gate {gate} is not open on day {day}.
    case dayNotOfGate = "day_not_of_gate"
    /// Too many scans wait to be written.
    case doorBusy = "door_busy"
    /// Gate ‘{gate}’ is closed already.
    case gateAlreadyClosed = "gate_already_closed"
    /// Gate {gate} is closed.
    case gateClosedForEver = "gate_closed_for_ever"
    /// {device} may not scan at gate ‘{gate}’.
    case gateNotAllowed = "gate_not_allowed"
    /// Gate ‘{gate}’ is not closed.
    case gateNotClosed = "gate_not_closed"
    /// An incarnation is a number from 1 to 200.
    case incarnationInvalid = "incarnation_invalid"
    /// Nobody was found behind scan {scan}.
    case nobodyToAdmit = "nobody_to_admit"
    /// There is no note {note}.
    case noteUnknown = "note_unknown"
    /// {device} may not admit anyway.
    case overrideNotAllowed = "override_not_allowed"
    /// The list holds no line.
    case paperEmpty = "paper_empty"
    /// One list holds at most {limit} lines.
    case paperTooLong = "paper_too_long"
    /// Scan {scan} was no refusal.
    case scanNotRefused = "scan_not_refused"
    /// Scan {scan} was undone already.
    case scanUndone = "scan_undone"
    /// There is no scan {scan}.
    case scanUnknown = "scan_unknown"
    /// Scan {scan} cannot be read.
    case scanUnreadable = "scan_unreadable"
    /// A door searches at most {limit} times in a minute.
    case searchesTooMany = "searches_too_many"
    /// The device sent another scan with the number {sequence}.
    case sequenceConflict = "sequence_conflict"
    /// Scans that a device answered alone are numbered from 1.
    case sequenceInvalid = "sequence_invalid"
    /// A simulation here has 1 to {doors} doors, 1 to {people} people and 1 to {scans} scans.
    case simulationTooLarge = "simulation_too_large"
    /// The door holds nothing to decide by.
    case snapshotMissing = "snapshot_missing"
    /// {time} has not been yet.
    case timeAhead = "time_ahead"
    /// One person has at most {limit} notes.
    case tooManyNotes = "too_many_notes"
    /// {device} may only undo what it scanned itself.
    case undoNotAllowed = "undo_not_allowed"
    /// One upload holds at most {limit} scans.
    case uploadTooLong = "upload_too_long"
    /// {limit} scans of the device wait for judgement already.
    case withheldFull = "withheld_full"
    /// Somebody decided on the withheld scan {withheld} already.
    case withheldSettled = "withheld_settled"
    /// There is no withheld scan {withheld}.
    case withheldUnknown = "withheld_unknown"
    /// The withheld scan {withheld} cannot be read.
    case withheldUnreadable = "withheld_unreadable"
}

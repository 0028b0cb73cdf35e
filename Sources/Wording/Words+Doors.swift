extension Words {
    /// What is said of doors that were alone, of corrections, and of devices that come in.
    static let doorWork: [String: Entry] = [
        "clock_difference_invalid": Entry(
            400, "A clock cannot be more than a hundred years off.", "Set the device's clock."),
        "conflict_settled": Entry(409, "The conflict of scan {scan} is settled already."),
        "conflict_unknown": Entry(404, "There is no conflict of scan {scan}.", "lanyard gate conflicts lists them."),
        "day_not_of_gate": Entry(400, "Gate {gate} is not open on day {day}.", "lanyard gate list shows its days."),
        "door_busy": Entry(503, "Too many scans wait to be written.", "Try again in a moment."),
        "enrollment_expired": Entry(410, "The link has expired.", "Ask the organizer for another."),
        "enrollment_unknown": Entry(404, "The link is none of this event.", "Ask the organizer for another."),
        "enrollment_used": Entry(409, "The link was used before.", "Ask the organizer for another."),
        "gate_closed_for_ever": Entry(409, "Gate {gate} is closed for good."),
        "hand_over_item_unknown": Entry(400, "This person gets no ‘{item}’.", "Book it for them first."),
        "nobody_to_admit": Entry(409, "Nobody was found behind scan {scan}.", "Look for the person by name or code."),
        "note_unknown": Entry(404, "There is no note {note}.", "lanyard gate notes lists them."),
        "override_not_allowed": Entry(403, "{device} may not admit anyway.", "Ask somebody with a desk's device."),
        "paper_empty": Entry(400, "The list holds no line.", "Type a code and a time on each line: K7X-42MK 09:30."),
        "paper_lines_wrong": Entry(
            400, "Nothing was recorded: {problems}", "Put the lines right and send the whole list again."),
        "paper_too_long": Entry(413, "One list holds at most {limit} lines.", "Send it in parts."),
        "rehearsal_running": Entry(409, "Somebody rehearses already.", "Wait until that is over."),
        "report_invalid": Entry(400, "The report holds a number out of its range."),
        "scan_not_refused": Entry(409, "Scan {scan} was no refusal."),
        "scan_undone": Entry(409, "Scan {scan} was undone already."),
        "scan_unknown": Entry(404, "There is no scan {scan}."),
        "sequence_conflict": Entry(409, "The device sent another scan with the number {sequence}."),
        "sequence_invalid": Entry(400, "Scans that a device answered alone are numbered from 1."),
        "simulation_too_large": Entry(
            400, "A simulation here has 1 to {doors} doors, 1 to {people} people and 1 to {scans} scans."),
        "snapshot_missing": Entry(409, "The door holds nothing to decide by.", "Let it reach the server once."),
        "time_ahead": Entry(400, "{time} has not been yet.", "Look for a slip of the pen, or another day."),
        "too_many_notes": Entry(409, "One person has at most {limit} notes.", "End one of them."),
        "too_many_readers": Entry(503, "Too many screens follow the doors.", "Close one of them."),
        "undo_not_allowed": Entry(
            403, "{device} may only undo what it scanned itself.", "Ask somebody with a desk's device."),
        "searches_too_many": Entry(
            429, "A door searches at most {limit} times in a minute.", "Wait a minute, or send the person to the desk."),
        "withheld_full": Entry(
            503, "{limit} scans of the device wait for judgement already.",
            "Decide on them first: lanyard gate withheld lists them."),
        "withheld_settled": Entry(409, "Somebody decided on the withheld scan {withheld} already."),
        "withheld_unknown": Entry(
            404, "There is no withheld scan {withheld}.", "lanyard gate withheld lists them."),
        "withheld_unreadable": Entry(500, "The withheld scan {withheld} cannot be read.", "Run: lanyard audit"),
        "scanner_keyboard_wrong": Entry(
            422, "The scanner types for another keyboard than this computer has.",
            "Set the scanner's keyboard to this computer's layout; the scanner's manual has a code for it."),
        "upload_too_long": Entry(413, "One upload holds at most {limit} scans.", "Send them in parts."),
    ]
}

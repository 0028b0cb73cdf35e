extension Words {
    /// What is said of the list, the party and what comes after.
    static let keysigningLists: [String: Entry] = [
        "bundle_differs": Entry(
            409, "{file} of the bundle is not what the rest of the bundle makes of it.", "Get the bundle again."),
        "bundle_not_written": Entry(
            500, "The bundle cannot be written.", "See that tar is there and that the disk has room."),
        "bundle_unreadable": Entry(
            400, "{file} is no bundle of a list.", "lanyard keysigning list --form bundle writes one."),
        "keysigning_closed": Entry(
            409, "The list is closed: no keys are taken in.", "The organiser opens it with: lanyard keysigning open."),
        "keysigning_open": Entry(409, "The list is open already."),
        "list_prefix_invalid": Entry(400, "Between 0 and {limit} digits of the SHA256 can stand in the list."),
        "list_unsettled": Entry(
            409, "Keys came in while the digits of the SHA256 were looked for.",
            "Close the list first: lanyard keysigning close."),
        "mask_count_invalid": Entry(400, "Between {from} and {to} digits of a fingerprint can be hidden."),
        "number_unknown": Entry(404, "There is no number {number} on the list.", "lanyard keysigning show lists them."),
        "own_key_not_listed": Entry(
            404, "None of your keys stands on version {version} of the list.", "A later version may have one."),
        "rotation_minutes_invalid": Entry(400, "A round takes 1 to 60 minutes."),
        "rotation_too_small": Entry(409, "A rotation takes at least two people who are there."),
        "slip_count_invalid": Entry(400, "Between 1 and {limit} slips of a key are printed at once."),
        "tick_own_key": Entry(409, "Nobody ticks a key of their own."),
    ]
}

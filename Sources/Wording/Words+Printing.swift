extension Words {
    /// Badges to paper: selections, runs, queues.
    static let printing: [String: Entry] = [
        "badge_changed_meanwhile": Entry(
            409, "Somebody printed or changed the badge of registration #{number} meanwhile; nothing was printed.",
            "Look at it with: lanyard badge history, and print again."),
        "badge_printed": Entry(
            409, "Badge {issue} of {code} is on paper already.",
            "Print it once more with: lanyard badge repeat CODE --because jam, or a new one with: lanyard badge reprint CODE --because lost"
        ),
        "badge_unprinted": Entry(
            409, "Badge {issue} of {code} was never printed.",
            "Print it with: lanyard badge print CODE"),
        "badges_not_selected": Entry(
            400, "The request does not say whose badges are meant.",
            "Name registrations, give a condition, or set all."),
        "copies_out_of_range": Entry(400, "Copies lie between 1 and {copies_max}."),
        "document_too_large": Entry(400, "The document is too large for the print server.", "Print in several runs."),
        "dpi_out_of_range": Entry(400, "A picture has between 36 and 1200 dots per inch."),
        "media_malformed": Entry(
            400, "The name of the paper has letters, digits, hyphens, dots and underscores only.",
            "lanyard badge queues --json lists what a queue knows."),
        "media_unsupported": Entry(400, "The queue {queue} has no paper {media}: {choices}."),
        "output_is_folder": Entry(400, "{file} is a folder.", "Name a file."),
        "preflight_refused": Entry(
            409, "Preflight found {problems} problems; nothing was issued or printed.",
            "Put them right, or print without --strict."),
        "print_job_ended": Entry(409, "Print job {job} is done with."),
        "print_job_unknown": Entry(404, "There is no print job {job}.", "lanyard badge jobs lists them."),
        "print_job_unreadable": Entry(500, "Print job {job} cannot be read.", "Run: lanyard audit"),
        "print_refused": Entry(
            502, "The print server refused what was asked of queue ‘{queue}’: {answer}.",
            "Look at the queue with: lpstat -t"),
        "print_server_unreachable": Entry(
            503, "The print server at {server} does not answer.",
            "Check that CUPS runs, or name another in CUPS_SERVER."),
        "queue_job_unknown": Entry(404, "The queue {queue} does not know its job {job} any more."),
        "queue_missing": Entry(400, "A print job needs a queue.", "Name one of: lanyard badge queues"),
        "queue_not_accepting": Entry(409, "The queue {queue} takes nothing now.", "Open it with: cupsaccept {queue}"),
        "queue_unknown": Entry(404, "There is no queue ‘{queue}’.", "lanyard badge queues lists them."),
        "rendering_busy": Entry(503, "Too many badges are being drawn.", "Try again in a second."),
        "sides_unsupported": Entry(400, "The queue {queue} does not print on both sides."),
        "template_name_invalid": Entry(
            400, "‘{value}’ is not a template's name.",
            "Give the file's name without its folder and .svg."),
        "too_many_names": Entry(400, "One request names at most {limit}.", "Ask in several requests."),
    ]
}

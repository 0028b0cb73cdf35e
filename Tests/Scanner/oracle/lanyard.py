"""Lanyard's answers to the same calls, beside what was recorded of pretix."""

import json
import pathlib

import calls

FOLDER = pathlib.Path(__file__).parent


# Organizers and the press owe nothing; only organizers may go into the staff room.
PEOPLE = {
    "first": ("Ada", "organizer"), "second": ("Bo", "organizer"), "third": ("Cy", "organizer"), "fourth": ("Dee", "organizer"),
    "fifth": ("Eve", "press"), "unpaid": ("Flo", "attendee"), "cancelled": ("Gus", "organizer"), "blocked": ("Hal", "organizer"),
    "revoked": ("Ida", "organizer"),
}


def prepare(venue, address, now):
    """People as pretix-event.py makes them, and a device for them, at the event that `venue` serves there."""
    rows = [f"O-{name},{person} Placeholder,{category},all" for name, (person, category) in PEOPLE.items()]
    (venue.folder / "oracle.csv").write_text("\n".join(["reference,name,category,days"] + rows) + "\n")
    venue.lanyard("registration", "import", venue.folder / "oracle.csv")
    venue.lanyard("badge", "issue", "--all")
    with venue.file() as file:
        badges = dict(file.execute(
            "SELECT reference, credential FROM badge_issue JOIN registration ON registration.id = registration"
            " WHERE issue = 1 AND reference LIKE 'O-%'"))
    venue.lanyard("registration", "cancel", "O-cancelled")
    venue.lanyard("registration", "block", "O-blocked", "--because", "see the organizer")
    venue.lanyard("badge", "void", "O-revoked", "--because", "stolen")
    code = json.loads(venue.lanyard(
        "device", "add", "Zebra 2", "--app", "pretixscan", "--role", "desk", "--server", address, "--json"))["link"]
    return {
        "organizer": "netdev01", "event": "netdev01", "token": json.loads(code)["token"], "now": now,
        "names": {"first": "Ada Placeholder"}, "other_list": "Staff room",
        "secrets": {name: venue.text(badges[f"O-{name}"]) for name in PEOPLE},
    }


def compare(venue, address, now):
    """What a scanner would miss here of what pretix answers, without the differences that differences.json gives reasons for;
    and those of them that are none any more."""
    recorded = json.loads((FOLDER / "recorded.json").read_text())
    named = json.loads((FOLDER / "differences.json").read_text())
    found = calls.run(address, prepare(venue, address, now))
    differing = []
    for name, wanted in recorded.items():
        told = found.get(name)
        if told is None:
            differing.append(f"{name}: not asked")
            continue
        if told["status"] != wanted["status"]:
            differing.append(f"{name}: {told['status']} in the place of {wanted['status']}")
            continue
        missing = set(wanted.get("headers", [])) - set(told.get("headers", []))
        differing += [f"{name}: no {header}" for header in sorted(missing)]
        differing += calls.differences(wanted["body"], told["body"], name)
    return {
        "asked": len(found), "unnamed": [line for line in differing if line not in named],
        "settled": [line for line in named if line not in differing],
    }

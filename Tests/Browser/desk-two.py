"""Two clerks at one person: the second sees what the first changed, keeps what they typed themselves, and saves both."""

from common import ADDRESS, ARGUMENTS, Desk, context, expect, run


def opens(desk, number):
    desk.page.goto(f"{ADDRESS}/desk/people/{number}")
    desk.settled()


def values(desk):
    return {field: desk.page.locator(f"#{field}").input_value() for field in ["name", "affiliation", "email", "language"]}


def told(desk, text):
    desk.page.locator("main .notice", has_text=text).first.wait_for()
    desk.settled()


def merged(first, second, number):
    """Other fields: both stand in the end."""
    for desk in [first, second]:
        opens(desk, number)
    first.press("Alt+c")
    first.type("Packet Pantry")
    first.press("Alt+g")
    first.type("fr")
    first.press("Enter")
    told(first, "Corrected")
    # Before they save anything, the second is told that the person was changed; what the first did itself is no news to it.
    second.page.locator("#changed").wait_for()
    second.look("person-changed")
    expect(first.page.locator("#changed").is_hidden(), "the first is told of its own change")
    second.press("Alt+e")
    second.type("second@example.org")
    second.press("Enter")
    told(second, "Another desk changed this record")
    second.shows("Packet Pantry")
    second.shows("Desk 1")
    second.look("person-two-clerks")
    held = values(second)
    expect(held["email"] == "second@example.org", f"what was typed is gone: {held}")
    expect(held["affiliation"] == "Packet Pantry" and held["language"] == "fr", f"what the other changed is undone: {held}")
    expect(second.focus() == "email", second.focus())
    second.press("Enter")
    told(second, "Corrected")
    opens(first, number)
    held = values(first)
    expect((held["affiliation"], held["email"], held["language"]) == ("Packet Pantry", "second@example.org", "fr"), f"{held}")


def same_field(first, second, number):
    """The same field: the second decides, knowing what the first wrote."""
    for desk in [first, second]:
        opens(desk, number)
    for desk, company in [(first, "One Pantry"), (second, "Two Pantries")]:
        desk.press("Alt+c")
        desk.type(company)
        desk.press("Enter")
    told(first, "Corrected")
    told(second, "Another desk changed this record")
    second.shows("‘One Pantry’")
    expect(values(second)["affiliation"] == "Two Pantries", f"{values(second)}")


def another_action(first, second, number):
    """Neither are days changed that somebody else changed; money is told twice by its own guard."""
    for desk in [first, second]:
        opens(desk, number)
    first.press("Alt+h")
    first.type("Ask about the invoice")
    first.press("Enter")
    told(first, "every door")
    second.press("Alt+x")
    second.press("Space")
    second.press("Enter")
    told(second, "Another desk changed this record")
    second.shows("Ask about the invoice")
    expect(second.page.get_by_text("Cancelled", exact=True).count() == 0, "it was cancelled unseen")


def script(chromium):
    desks = []
    for code in ARGUMENTS["codes"]:
        desk = Desk(context(chromium))
        desk.enrol(code)
        desks.append(desk)
    merged(*desks, ARGUMENTS["people"][0])
    same_field(*desks, ARGUMENTS["people"][1])
    another_action(*desks, ARGUMENTS["people"][2])


run(script)

"""A whole event without a terminal: people are imported, devices invited, a gate is changed, money taken, badges printed at the
desk and at a kiosk, people scanned and a scan taken back, a lost phone shut out, reports fetched and somebody kept out."""

import pathlib

from common import ADDRESS, ARGUMENTS, PICTURES, Desk, context, expect, run

PEOPLE = """name,email,affiliation,days,reference
Olga Organized,olga@example.org,Packet Bakery,1-4,OO
Kim Kiosk,kim@example.org,Example Networks,1-4,KK
Walt Wrong,nowhere,Nowhere,1-4,WW
"""
# Those that a day's work has changed; pages.py looks at each page as it is at first.
WORKED = ["", "/devices", "/gates", "/imports", "/barred", "/payments"]


def go(desk, page):
    desk.page.goto(f"{ADDRESS}{page}")


def press(desk, name):
    desk.page.get_by_role("button", name=name, exact=True).first.click()


def imports(office):
    """First what is wrong, then those who are right."""
    file = pathlib.Path(PICTURES / "people.csv")
    file.write_text(PEOPLE, encoding="utf-8")
    go(office, "/organizer/imports")
    office.page.locator("#file").set_input_files(file)
    press(office, "Show what it brings")
    office.shows("The file has 1 mistakes; nobody was registered.")
    office.look("organizer-import-refused")
    office.page.locator("input[name=keep_good]").check()
    press(office, "Show what it brings")
    office.shows("New: 2, here already: 0, wrong: 1")
    office.look("organizer-import")
    press(office, "Bring them in")
    office.shows("Registered: 2")


def invite(office, chromium, name, role, gate=None, **options):
    """A code on the screen, which another browser types."""
    go(office, "/organizer/devices")
    office.page.locator("#name").fill(name)
    office.page.locator(f"input[name=role][value={role}]").check()
    if gate:
        office.page.locator(f"input[name=gate][value={gate}]").check()
    office.page.locator("#server").fill(ADDRESS)
    press(office, "Show the code")
    office.page.locator("svg.qr").wait_for()
    code = office.page.locator("#invitation-code").inner_text()
    device = Desk(context(chromium, **options))
    go(device, "/enroll")
    device.page.locator("#code").fill(code)
    device.press("Enter")
    device.page.wait_for_url(lambda url: "/enroll" not in url)
    return device


def gates(office):
    go(office, "/organizer/gates")
    card = office.page.locator("#gate-main")
    card.locator("summary", has_text="Hours, days and limit").click()
    card.locator("input[name=capacity]").fill("lots")
    card.get_by_role("button", name="Change", exact=True).click()
    office.shows("gates[1].capacity")
    expect(card.locator("input[name=capacity]").input_value() == "lots", "what was typed is gone")
    office.look("organizer-gate-refused")
    card.locator("input[name=capacity]").fill("2")
    card.locator("input[name=closes]").fill("21:00")
    card.get_by_role("button", name="Change", exact=True).click()
    office.shows("The gate was changed.")
    card.locator("summary", has_text="Close this gate").click()
    card.locator("input[name=reason]").fill("Wet floor")
    card.get_by_role("button", name="Close", exact=True).click()
    office.shows("Closed since")
    office.look("organizer-gates-closed")
    card.locator("input[name=reason]").fill("Dry floor")
    card.get_by_role("button", name="Open again", exact=True).click()
    office.shows("The gate is open again")


def sell(desk, name):
    """Finds somebody, takes a card, prints their badge."""
    go(desk, "/desk")
    desk.type(name)
    desk.press("Enter")
    desk.page.locator(".person h1", has_text=name).wait_for()
    desk.page.locator("button[name=method][value=card]").first.click()
    desk.shows("Nothing is due")


def scans(door, code):
    door.page.locator("#code").fill(code)
    door.page.locator("#code").press("Enter")
    door.until("!document.getElementById('verdict').hidden")


def kiosk(kiosk_desk, code):
    """By the ticket's code: the first badge, and no second one."""
    page = kiosk_desk.page
    kiosk_desk.shows("Hold the code of your ticket")
    expect(kiosk_desk.focus() == "ticket", f"the focus is on {kiosk_desk.focus()}")
    kiosk_desk.look("kiosk")
    kiosk_desk.type(code)
    kiosk_desk.press("Enter")
    # Scanners that send Enter twice print nothing.
    kiosk_desk.shows("Is this you?")
    page.keyboard.press("Enter")
    page.locator("#picture").wait_for(timeout=15_000)
    kiosk_desk.until("document.getElementById('picture').naturalWidth > 0")
    kiosk_desk.shows("Is this you?")
    kiosk_desk.look("kiosk-ready")
    with kiosk_desk.context.expect_page():
        page.get_by_role("button", name="Print my badge").click()
    # The page goes back by itself; what is typed before that is lost.
    page.locator("#ready-title").wait_for(state="detached", timeout=15_000)
    kiosk_desk.shows("Hold the code of your ticket")
    kiosk_desk.type(code)
    kiosk_desk.press("Enter")
    kiosk_desk.shows("Your badge is printed already.")
    expect("Kim" not in page.locator("main").inner_text(), "a copy of the ticket tells a name")
    kiosk_desk.look("kiosk-printed")
    go(kiosk_desk, "/desk")
    expect(not page.locator("#q").count(), "a kiosk opens the desk")
    go(kiosk_desk, "/")
    expect(not page.get_by_role("button", name="Forget this device here").count(), "a visitor can end the kiosk")
    go(kiosk_desk, "/kiosk")


def inside(desk, name):
    """Already inside, why? The desk answers, and takes the scan back."""
    go(desk, "/desk")
    desk.type(name)
    desk.press("Enter")
    desk.page.locator("#doors").get_by_text("Inside since").first.wait_for()
    desk.look("person-inside")
    desk.press("Alt+d")
    expect(desk.focus() == "take-back", f"the focus is on {desk.focus()}")
    desk.type("Was her neighbour")
    desk.press("Enter")
    desk.shows("The scan was taken back")
    expect(not desk.page.get_by_text("Inside since").count(), "she still counts as inside")
    desk.page.locator("#doors summary").click()
    desk.shows("Was her neighbour")
    desk.page.locator("#history summary").click()
    desk.shows("Came in at Main door")
    desk.look("person-story")
    desk.press("Alt+u")
    expect(desk.focus() == "collector", f"the focus is on {desk.focus()}")
    desk.type("Bea Collector")
    desk.press("Enter")
    desk.shows("taken by")
    desk.press("Enter")
    desk.page.wait_for_timeout(600)
    expect(desk.page.get_by_text("Bea Collector").count() >= 1, "an Enter too many took things back")
    desk.look("person-collected")


def corrects(desk, name):
    """What was before stands beside what is now."""
    desk.page.locator("#name").fill("Olga Corrected")
    desk.page.locator("#who button").click()
    desk.shows("Corrected.")
    desk.page.locator("#history summary").click()
    desk.shows(f"‘{name}’ → ‘Olga Corrected’")


def reports(office):
    go(office, "/organizer/reports")
    for report, text in [("scans", "Olga"), ("picked-up", "Bea Collector"), ("money-by-method", "card")]:
        office.page.locator("#report").select_option(report)
        press(office, "Show")
        office.page.locator("table").get_by_text(text).first.wait_for()
    office.look("organizer-report")
    with office.page.expect_download() as download:
        press(office, "Download")
    expect(download.value.suggested_filename == "money-by-method.csv", download.value.suggested_filename)


def keeps_out(office, desk):
    go(office, "/organizer/barred")
    press(office, "Put on the list")
    office.page.locator("#name").fill("Mallory Placeholder")
    office.page.locator("#note").fill("call Kit")
    press(office, "Put on the list")
    office.shows("They are on the list.")
    office.look("organizer-barred")
    go(desk, "/desk/walk-in")
    desk.page.locator("#name").fill("Mallory Placeholder")
    desk.page.locator("input[name=method][value=later]").check()
    desk.page.locator("form.walk-in button.primary").click()
    desk.shows("call Kit")
    expect(desk.page.locator("#name").input_value() == "Mallory Placeholder", "what was typed is gone")
    desk.look("walk-in-barred")


def described(office):
    go(office, "/organizer/event")
    text = office.page.locator("#yaml").input_value()
    office.page.locator("#yaml").fill(text.replace("Ottawa, Canada", "Gatineau, Canada"))
    press(office, "Show what changes")
    office.shows("event.venue")
    office.look("organizer-event-changes")
    press(office, "Store it")
    office.shows("The description is stored.")


def script(chromium):
    office = Desk(context(chromium))
    office.enrol(ARGUMENTS["codes"][0])
    go(office, "/organizer")
    office.look("organizer")
    imports(office)
    gates(office)

    desk = invite(office, chromium, "Desk 1", "desk")
    office.look("organizer-invitation")
    door = invite(office, chromium, "North door", "door", gate="main", viewport={"width": 390, "height": 844})
    stand = invite(office, chromium, "Kiosk", "kiosk", viewport={"width": 1024, "height": 768})

    sell(desk, "Olga Organized")
    code = desk.page.locator(".person .code").first.inner_text()
    with desk.context.expect_page():
        desk.press("F8")
    desk.settled()
    sell(desk, "Kim Kiosk")
    ticket = desk.page.locator(".person .code").first.inner_text()
    kiosk(stand, ticket)

    scans(door, code)
    door.shows("Come in")
    # The same code at once is the same scan.
    door.page.wait_for_timeout(3200)
    scans(door, code)
    door.shows("Already inside")
    inside(desk, "Olga Organized")
    corrects(desk, "Olga Organized")

    go(desk, "/desk/walk-in")
    desk.page.locator("#name").fill("")
    desk.page.locator("#name").press_sequentially("Kim Kiosk", delay=5)
    desk.shows("Here already under this name:")
    desk.look("walk-in-alike")

    go(office, "/organizer/devices")
    office.page.get_by_role("link", name="North door").click()
    office.page.locator("#name").fill("Lost phone")
    press(office, "Rename")
    office.shows("The device has its new name.")
    office.page.locator("input[name=sure]").first.check()
    press(office, "Shut it out")
    office.shows("The device is shut out.")
    office.look("organizer-device")
    office.page.locator("form[action$='take-back'] input[name=sure]").check()
    press(office, "Take these scans back")
    office.shows("Scans taken back: 1")
    go(office, "/organizer/badges")
    press(office, "Show what would be printed")
    office.shows("Badges:")
    office.look("organizer-badges")
    reports(office)
    keeps_out(office, desk)
    described(office)
    go(office, "/dashboard/drill")
    press(office, "Rehearse")
    office.shows("Everything went as it should.")

    other = Desk(context(chromium, color_scheme="dark", locale="fr-CA", viewport={"width": 320, "height": 640}))
    other.context.add_cookies(office.context.cookies())
    for page in WORKED:
        go(other, f"/organizer{page}")
        other.look(f"organizer{page.replace('/', '-')}-fr-dark-narrow")
    other.context.close()


run(script)

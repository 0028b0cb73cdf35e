"""What a desk does beyond the morning's run: waiting, vouchers, categories, handing on, merging, erasing, and a printer of its own."""

from common import ADDRESS, ARGUMENTS, Desk, context, expect, run

HOSTILE = "<b onclick=alert(1)>Dora</b> {{t.skip}} \"'&"


def opens(desk, text):
    """By the search, as at the desk."""
    desk.page.goto(f"{ADDRESS}/desk")
    desk.type(text)
    desk.press("Enter")
    desk.page.wait_for_url("**/desk/people/*")
    desk.settled()
    return desk.page.url.rsplit("/", 1)[1]


def unfolds(desk, title):
    """By keyboard: what stands behind a title."""
    summary = desk.page.locator("summary", has_text=title)
    # What was refused stays open.
    if summary.evaluate("e => e.parentElement.open"):
        return
    # Longer than an Enter that bounces.
    desk.page.wait_for_timeout(500)
    summary.focus()
    desk.press("Enter")
    expect(summary.evaluate("e => e.parentElement.open"), f"{title} did not unfold")


def told(desk, text):
    desk.page.locator("main .notice", has_text=text).first.wait_for()
    desk.settled()


def printer(desk):
    page = desk.page
    page.goto(f"{ADDRESS}/desk")
    page.get_by_label("This desk prints on").select_option("south")
    page.get_by_role("button", name="Use").click()
    desk.settled()
    page.reload()
    expect(page.get_by_label("This desk prints on").input_value() == "south", "the printer was not kept")
    desk.look("desk-printer")


def waits(desk):
    """A full dinner; a seat that is given back is offered to who waits."""
    page = desk.page
    number = opens(desk, "ND-0002")
    page.locator("#days form", has_text="full").get_by_role("button", name="Wait").click()
    told(desk, "On the waiting list")
    desk.shows("place 1")
    desk.look("person-waiting")
    page.goto(f"{ADDRESS}/desk")
    page.locator("section", has_text="Waiting list").get_by_role("link", name="Desmond Datagram").wait_for()
    desk.look("desk-waiting")
    opens(desk, "ND-0001")
    page.get_by_role("button", name="Remove").click()
    told(desk, "Removed")
    page.goto(f"{ADDRESS}/desk/people/{number}")
    desk.shows("offered until")
    page.locator("#days form", has_text="offered until").get_by_role("button", name="Give the seat").click()
    page.locator("#days p", has_text="✓ Conference dinner").wait_for()
    expect(page.locator("main", has_text="place 1").count() == 0, "still waiting")


def terms(desk):
    """Category and voucher, with the difference before it is booked."""
    page = desk.page
    opens(desk, "ND-0035")
    unfolds(desk, "Category, voucher")
    page.locator("#category").select_option("volunteer")
    page.locator("#quote", has_text="Passes cost nothing in this category").wait_for()
    page.locator("#category").select_option("attendee")
    page.locator("#voucher").fill("half")
    page.locator("#voucher").press("Tab")
    page.locator("#quote", has_text="$175.00 less to pay").wait_for()
    desk.look("person-terms")
    page.locator("#voucher").press("Enter")
    told(desk, "The voucher was redeemed")
    unfolds(desk, "Category, voucher")
    page.get_by_role("button", name="Take back").click()
    told(desk, "The voucher was taken back")
    unfolds(desk, "Waive")
    page.locator("#waive-reason").fill("Helped with the cables")
    page.get_by_role("button", name="Waive all of").click()
    told(desk, "Waived")
    desk.shows("Nothing is due")


def hands_on(desk):
    """The place goes to another person, whose badge goes to the printer that was chosen."""
    page = desk.page
    old = opens(desk, "ND-0003")
    unfolds(desk, "Another person comes instead")
    page.locator("#to-name").focus()
    desk.type("Bea Instead")
    for text in ["Packet Pantry", "bea@example.org", "", ""]:
        desk.press("Tab")
        desk.type(text)
    desk.press("Tab")
    desk.press("Enter")
    expect(page.url.endswith(f"/{old}"), "it was done without the box being ticked")
    page.locator("#more input[name=sure]").first.focus()
    desk.press("Space")
    desk.look("person-transfer")
    desk.press("Enter")
    told(desk, "was transferred to this person")
    expect(page.locator("h1").inner_text() == "Bea Instead" and not page.url.endswith(f"/{old}"), page.url)
    desk.look("person-transferred")
    desk.press("F8")
    told(desk, "goes to south")
    page.goto(f"{ADDRESS}/desk")
    page.locator("#prints .chip", has_text="done").wait_for(timeout=90_000)


def merges(desk):
    """Two records of one person; the second has a name that is none of a tag."""
    page = desk.page
    numbers = []
    for name in ["Dora Double", HOSTILE]:
        page.goto(f"{ADDRESS}/desk/walk-in")
        page.locator("#name").fill(name)
        page.get_by_label("Later").check()
        page.get_by_label("Print the badge now").uncheck()
        page.locator("#name").press("Enter")
        told(desk, "Registered, number")
        numbers.append(page.url.rsplit("/", 1)[1])
    page.goto(f"{ADDRESS}/desk/people/{numbers[0]}")
    for second, refusal in [(f"#{numbers[0]}", "the same registration"), (HOSTILE, "There is no registration")]:
        unfolds(desk, "Merge a second record")
        page.locator("#second").fill(second)
        page.locator("#second").press("Enter")
        page.locator("main .notice.bad:visible", has_text=refusal).wait_for()
        desk.settled()
    unfolds(desk, "Merge a second record")
    page.locator("#second").fill(f"#{numbers[1]}")
    page.locator("#second").press("Enter")
    desk.shows("Is this the same person?")
    desk.settled()
    expect(page.locator("main b").count() == 0, "markup got through")
    desk.look("person-merge")
    expect("No, leave it" in desk.focus(), desk.focus())
    desk.press("Shift+Tab")
    desk.press("Enter")
    told(desk, f"Merged with number {numbers[1]}")
    page.goto(f"{ADDRESS}/desk/people/{numbers[1]}")
    desk.shows("This place went to another registration")
    return numbers[0]


def erases(desk, office, number):
    desk.page.goto(f"{ADDRESS}/desk/people/{number}")
    desk.shows("To erase personal data, use an organizer’s device")
    page = office.page
    page.goto(f"{ADDRESS}/desk/people/{number}")
    unfolds(office, "Erase personal data")
    page.locator("#more details", has_text="blanked for good").locator("input[name=sure]").check()
    office.look("person-erase")
    page.get_by_role("button", name="Erase").click()
    told(office, "Erased")
    expect("Dora" not in page.locator("main").inner_text(), "the name is still there")
    office.look("person-erased")


def appearances(chromium, desk, number):
    """Everything unfolded: in the dark and in French, at 200 %, and an address that is none."""
    for name, options in {
        "fr-dark": {"color_scheme": "dark", "locale": "fr-CA"},
        "zoom": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
        "calm": {"reduced_motion": "reduce", "viewport": {"width": 320, "height": 640}},
    }.items():
        other = Desk(context(chromium, **options))
        other.context.add_cookies(desk.context.cookies())
        other.page.goto(f"{ADDRESS}/desk/people/{number}")
        other.page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
        other.look(f"person-unfolded-{name}")
        if name == "calm":
            moving = other.page.evaluate(
                "document.getAnimations().length + [...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length")
            expect(moving == 0, f"{moving} things move")
        other.page.goto(f"{ADDRESS}/desk/nothing")
        other.shows("Il n’y a rien à cette adresse" if name == "fr-dark" else "There is nothing at this address")
        other.look(f"error-{name}")
        other.context.close()


def script(chromium):
    desk, office = Desk(context(chromium)), Desk(context(chromium))
    desk.enrol(ARGUMENTS["codes"][0])
    office.enrol(ARGUMENTS["codes"][1])
    printer(desk)
    waits(desk)
    terms(desk)
    hands_on(desk)
    number = merges(desk)
    erases(desk, office, number)
    appearances(chromium, desk, opens(desk, "ND-0002"))


run(script)

"""A desk's morning by keyboard: a walk-in from name to badge, then everything a person's sheet can do."""

from common import ADDRESS, ARGUMENTS, PICTURES, WEIGHT_MAX, Desk, context, expect, run, weight

HOSTILE = "<img src=x onerror=alert(1)> \"'&{{t.skip}} O’Brien"


def sheet_number(desk):
    return desk.page.url.rsplit("/", 1)[1]


def walk_in(desk):
    """From the name to the badge, counting the keys beyond the text."""
    desk.page.goto(f"{ADDRESS}/desk")
    expect(desk.focus() == "q", "the search has no focus")
    desk.look("desk")
    desk.presses = 0
    desk.type("Walter Walk-In")
    desk.press("Enter")
    desk.shows("Nobody found")
    desk.settled()
    desk.look("desk-nobody")
    desk.press("F2")
    desk.settled()
    expect(desk.page.locator("#name").input_value() == "Walter Walk-In", "the name was not taken over")
    expect(desk.focus() == "affiliation", f"the focus is on {desk.focus()}")
    desk.type("Packet Bakery")
    desk.press("Tab")
    desk.type("walter@example.org")
    desk.press("F4")
    desk.type("400")
    desk.shows("Change: $50.00")
    desk.look("walk-in")
    # The badge opens by itself.
    with desk.context.expect_page() as paper:
        desk.press("Enter")
    paper.value.close()
    desk.shows("Give back $50.00")
    desk.settled()
    presses = desk.presses
    expect(presses <= 12, f"{presses} keys beyond the text")
    desk.look("person-new")
    number = sheet_number(desk)
    paper = desk.context.request.get(f"{ADDRESS}/desk/people/{number}/badge.pdf")
    expect(paper.headers["content-type"] == "application/pdf" and paper.body()[:5] == b"%PDF-", "no PDF")
    (PICTURES / "walk-in.pdf").write_bytes(paper.body())
    return presses, number


def corrections(desk):
    """What can be put right on a sheet, with nothing reloaded."""
    page = desk.page
    page.evaluate("window.stays = true")
    before = page.locator("img.preview").get_attribute("src")
    page.locator("#badge_name").fill("Walt")
    desk.until("document.querySelector('img.preview').src.startsWith('blob:')")
    expect(page.locator("img.preview").evaluate("i => i.decode().then(() => i.naturalWidth)") > 300, "no preview")
    expect("/badge.png?" in before, before)
    page.locator("#badge_name").press("Enter")
    desk.shows("The badge on paper shows the old one")
    page.locator("#days input[value='4']").uncheck()
    desk.shows("50.00 less to pay")
    page.get_by_role("button", name="Change the days").click()
    desk.shows("We owe $50.00")
    desk.settled()
    page.get_by_role("button", name="Give back in cash").click()
    desk.shows("Given back")
    desk.settled()
    desk.press("F9")
    desk.press("Enter")
    page.locator("#hand button[aria-pressed=true]").first.wait_for()
    desk.settled()
    expect(page.locator("#hand button[aria-pressed=false]").count() == 0, "not everything was handed over")
    page.locator("#hand button", has_text="Shirt").click()
    page.locator("#hand button[aria-pressed=false]", has_text="Shirt").wait_for()
    desk.settled()
    expect("Shirt" in desk.focus(), f"after ticking the focus is on {desk.focus()}")
    page.locator("#note").fill("Has a dog, the dog may come in")
    page.locator("#note").press("Enter")
    desk.shows("Doors show it from now on")
    desk.settled()
    page.locator("#reissue").select_option("lost")
    page.get_by_role("button", name="New badge").click()
    desk.shows("On paper: badge 2")
    desk.settled()
    page.locator("#history summary").click()
    desk.look("person-worked")
    expect(page.evaluate("window.stays === true"), "the page was loaded anew")
    return sheet_number(desk)


def green_dot(desk):
    """The owner of a key reads its fingerprint out; a wrong one is refused, with what was wrong."""
    page = desk.page
    page.goto(f"{ADDRESS}/desk/people/{ARGUMENTS['holder']}")
    desk.look("person-due" if page.locator("#tendered").count() else "person-paid")
    right = ARGUMENTS["fingerprint"]
    wrong = right[:-1] + ("1" if right.endswith("0") else "0")
    page.locator("#fingerprint").fill(wrong)
    page.locator("#fingerprint").press("Enter")
    page.locator("main .notice.bad:visible").wait_for()
    desk.settled()
    without = page.locator("img.preview").get_attribute("src")
    page.locator("#fingerprint").fill(ARGUMENTS["fingerprint"])
    page.locator("#fingerprint").press("Enter")
    desk.shows("The fingerprint agrees: green dot")
    desk.settled()
    expect(page.locator("img.preview").get_attribute("src") != without, "the picture of the badge is that without the dot")
    page.locator("#hand button", has_text="Green dot").click()
    page.locator("#hand button[aria-pressed=true]", has_text="Green dot").wait_for()
    desk.settled()
    desk.look("person-dot")


def hostile_name(desk):
    page = desk.page
    desk.press("Escape")
    page.goto(f"{ADDRESS}/desk")
    desk.type(HOSTILE)
    desk.press("Enter")
    desk.shows("Nobody found")
    desk.settled()
    desk.press("F2")
    desk.settled()
    expect(page.locator("#name").input_value() == HOSTILE, page.locator("#name").input_value())
    page.locator("#affiliation").fill("</title><script>alert(2)</script>")
    page.get_by_label("Later").check()
    page.locator("#affiliation").press("Enter")
    desk.shows("Registered, number")
    desk.settled()
    expect(page.locator("main img").count() == 1 and page.locator("main script").count() == 0, "markup got through")
    expect(page.locator("h1 bdi").inner_text() == HOSTILE, page.locator("h1 bdi").inner_text())
    desk.look("person-hostile")
    page.goto(f"{ADDRESS}/desk")
    desk.type("brien onerror")
    page.locator("#results a").first.wait_for()
    expect(HOSTILE in page.locator("#results a").first.inner_text(), "the list shows another name")


def scanning(desk):
    """A ticket in the search box, and one while another field has the focus."""
    page = desk.page
    for field in ["#q", "#email"]:
        number = sheet_number(desk) if "/people/" in page.url else None
        page.goto(f"{ADDRESS}/desk") if field == "#q" else page.goto(f"{ADDRESS}/desk/people/{number or 1}")
        page.locator(field).focus()
        before = page.locator(field).input_value()
        desk.scan(ARGUMENTS["ticket"])
        page.wait_for_url(f"**/desk/people/{ARGUMENTS['holder']}")
        desk.settled()
        if field == "#email" and number != str(ARGUMENTS["holder"]):
            expect(before == "" or "LY" not in page.locator(field).input_value(), "the ticket stands in a field")
    page.goto(f"{ADDRESS}/desk")
    desk.scan("LY:0000")
    desk.shows("not a badge of this event")


def search(desk):
    """Type, arrow keys, Enter."""
    page = desk.page
    page.goto(f"{ADDRESS}/desk")
    desk.type("placeholder")
    page.locator("#results a").first.wait_for()
    expect(page.locator("#results a").count() >= 2, "too few for arrows")
    desk.settled()
    desk.look("desk-results")
    second = page.locator("#results a").nth(1).get_attribute("href")
    desk.press("ArrowDown", 2)
    desk.press("Enter")
    page.wait_for_url(f"**{second}")
    desk.settled()
    page.go_back()
    page.wait_for_url("**/desk")
    desk.press("Escape")
    expect(desk.focus() == "q", "Escape does not lead to the search")


def appearances(chromium, desk, number):
    """The same at 200 %, a person's sheet in the dark, in French and on a narrow window at once, and on paper."""
    cookies = desk.context.cookies()
    sheet = (f"/desk/people/{number}", "person")
    for name, options, pages in [
        # 200 % of a window of 1280 pixels: half as many in CSS.
        ("zoom", {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}, [("/desk", "desk"), sheet, ("/desk/walk-in", "walk-in")]),
        ("fr-dark-narrow", {"color_scheme": "dark", "locale": "fr-CA", "viewport": {"width": 320, "height": 640}}, [sheet]),
    ]:
        other = Desk(context(chromium, **options))
        other.context.add_cookies(cookies)
        for path, what in pages:
            other.page.goto(ADDRESS + path)
            other.look(f"{what}-{name}")
        if name != "zoom":
            other.page.goto(ADDRESS + "/desk/walk-in")
            other.shows("Comptant reçu")
            expect(other.page.locator("html").get_attribute("lang") == "fr", "the page's language")
        other.context.close()
    desk.page.goto(f"{ADDRESS}/desk/people/{number}")
    desk.prints("person-print")
    desk.runs_nothing_foreign()


def without_script(chromium, desk):
    """The same forms, where no script runs."""
    bare = context(chromium, java_script_enabled=False)
    bare.add_cookies(desk.context.cookies())
    page = bare.new_page()
    page.goto(f"{ADDRESS}/desk")
    page.locator("#q").fill("Nora Noscript")
    page.locator("#q").press("Enter")
    page.get_by_role("button", name="Register").first.click()
    page.locator("#email").fill("nora@example.org")
    page.get_by_label("Card").check()
    page.get_by_role("button", name="Register").click()
    expect("Registered, number" in page.locator("main").inner_text(), page.locator("main").inner_text())
    expect(page.get_by_role("link", name="Open the badge").count() == 1, "no way to the badge")
    bare.close()


def script(chromium):
    desk = Desk(context(chromium))
    desk.enrol(ARGUMENTS["codes"][0])
    presses, number = walk_in(desk)
    corrections(desk)
    search(desk)
    scanning(desk)
    green_dot(desk)
    hostile_name(desk)
    without_script(chromium, desk)
    appearances(chromium, desk, ARGUMENTS["holder"])
    figures = {"presses": presses, "number": int(number)}
    for path in ["/desk", f"/desk/people/{number}", "/desk/walk-in", "/dashboard", "/"]:
        fresh = context(chromium)
        fresh.add_cookies(desk.context.cookies())
        measured = weight(fresh, path)
        expect(measured["bytes"] < WEIGHT_MAX or "/people/" in path, f"{path} weighs {measured['bytes']} bytes")
        figures[path.replace(number, "N")] = measured
        fresh.close()
    return figures


run(script)

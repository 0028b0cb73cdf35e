"""Keys too many do no harm: scanners of several speeds in any field, Enters that come twice, typos, and forms that are refused."""

from common import ADDRESS, ARGUMENTS, Desk, context, expect, run

PACES = [0, 5, 20, 45]
AGAIN = [5, 90, 400]


def sheet(desk, number):
    desk.page.goto(f"{ADDRESS}/desk/people/{number}")
    desk.settled()


def due(desk, number):
    """What the sheet says is due, and how much happened to the person; read in another tab."""
    page = desk.context.new_page()
    page.goto(f"{ADDRESS}/desk/people/{number}")
    glance = page.locator(".glance").inner_text()
    happened = page.locator("#history tr").count()
    fields = page.evaluate("Object.fromEntries([...document.querySelectorAll('#who input[name]')].map(e => [e.name, e.type === 'hidden' ? '' : e.value]))")
    page.close()
    return glance, happened, fields


def scans_anywhere(desk, number):
    """Whatever has the keyboard, and at whatever pace: the person opens, and nothing of it stays in a field."""
    page = desk.page
    before = due(desk, number)
    expect("Due" in before[0], before[0])
    rounds = 0
    fields = ["#tendered", "#name", "#q", "#note", "#print", "#reissue", "#language", "body"]
    for index, field in enumerate(fields):
        for pace in PACES if index == 0 else [PACES[index % len(PACES)]]:
            sheet(desk, number)
            if field != "body" and page.locator(field).count() == 0:
                continue
            page.locator(field).focus() if field != "body" else page.evaluate("document.activeElement.blur()")
            typed = page.locator(field).input_value() if field not in ["body", "#print"] else ""
            desk.scan(ARGUMENTS["ticket"], pace, AGAIN[rounds % len(AGAIN)])
            page.wait_for_url(f"**/desk/people/{ARGUMENTS['holder']}")
            desk.settled()
            expect(page.locator("#q").input_value() == "", f"{field} at {pace}: the search holds {page.locator('#q').input_value()}")
            expect(not page.locator("main .notice:visible").count(), f"{field} at {pace}: {page.locator('main .notice').all_inner_texts()}")
            page.go_back()
            page.wait_for_url(f"**/desk/people/{number}")
            desk.settled()
            if field not in ["body", "#print", "#q"]:
                expect(page.locator(field).input_value() == typed, f"{field} at {pace}: {page.locator(field).input_value()}")
            rounds += 1
    expect(due(desk, number) == before, f"scans changed something: {due(desk, number)} was {before}")
    sheet(desk, number)
    # The short code, as a label's second code has it, and a picture of something else.
    page.locator("#note").focus()
    desk.scan(ARGUMENTS["code"], 20)
    page.wait_for_url(f"**/desk/people/{ARGUMENTS['holder']}")
    desk.settled()
    sheet(desk, number)
    page.locator("#tendered").focus()
    desk.scan("https://example.org/menu", 20, 90)
    desk.shows("not a badge of this event")
    # Somebody who types the same slowly is not a scanner.
    page.goto(f"{ADDRESS}/desk")
    page.keyboard.type("lye", delay=110)
    expect(page.locator("#q").input_value() == "lye", page.locator("#q").input_value())
    return rounds


def no_money_unasked(desk, number):
    page = desk.page
    before = due(desk, number)
    sheet(desk, number)
    expect(desk.focus() == "q", f"on arrival the focus is on {desk.focus()}")
    for pause in AGAIN + [600, 600]:
        page.keyboard.press("Enter")
        page.wait_for_timeout(pause)
    expect(page.url.endswith(f"/{number}"), page.url)
    desk.press("F4")
    desk.press("Enter")
    desk.shows("No amount was typed")
    desk.settled()
    expect(desk.focus() == "tendered", desk.focus())
    desk.look("person-no-amount")
    expect(due(desk, number) == before, "an empty field paid")
    desk.type("99999")
    desk.press("Enter")
    desk.shows("far more than")
    desk.settled()
    expect(page.locator("#tendered").input_value() == "99999", "what was typed is gone")
    expect(due(desk, number) == before, "a digit too many paid")
    desk.look("person-far-above")
    # A form that sends no amount at all, as a page without scripts would.
    for fields in ["method=cash", "method=cash&tendered=", "method=cash&amount=&tendered=%20", "method=card&part=1"]:
        status = page.evaluate(
            """async (fields) => { const form = document.querySelector('#money form');
                 const body = `token=${encodeURIComponent(document.body.dataset.token)}&key=k${Math.random()}&${fields}`;
                 return (await fetch(form.action, {method: 'POST', body, headers: {'Content-Type': 'application/x-www-form-urlencoded'}})).status; }""",
            fields,
        )
        expect(status == 422, f"{fields}: {status}")
    expect(due(desk, number) == before, "a form without an amount paid")


def typo_and_enters(desk):
    page = desk.page
    page.goto(f"{ADDRESS}/desk")
    desk.type("Jhon Nobodyson")
    for pause in [150, 300, 700]:
        page.wait_for_timeout(pause)
        page.keyboard.press("Enter")
    desk.shows("Nobody found")
    desk.settled()
    expect(page.url == f"{ADDRESS}/desk", page.url)
    desk.press("F2")
    desk.settled()
    expect(page.locator("#name").input_value() == "Jhon Nobodyson", "F2 did not take the name along")
    for pause in [150, 500, 700]:
        page.wait_for_timeout(pause)
        page.keyboard.press("Enter")
    desk.shows("not clear how the place is paid")
    desk.settled()
    expect(page.locator("#name").input_value() == "Jhon Nobodyson", "the name is gone")
    expect(page.evaluate("document.activeElement.name") == "method", desk.focus())
    desk.look("walk-in-refused")
    page.goto(f"{ADDRESS}/desk")
    desk.type("Nobodyson")
    desk.press("Enter")
    desk.shows("Nobody found")
    # A name at a person's pace while the list of a first search is still on its way.
    page.goto(f"{ADDRESS}/desk")
    page.locator("#q").fill("Freda Functionkey")
    page.keyboard.press("F2")
    page.locator("#name").wait_for()
    desk.settled()
    expect(page.locator("#name").input_value() == "Freda Functionkey", "F2 at once lost the name")


def refused_forms(desk, number):
    page = desk.page
    sheet(desk, number)
    desk.press("Alt+w")
    expect(desk.focus() == "waive-amount", desk.focus())
    desk.type("12,3,4x")
    desk.press("Tab")
    desk.type("Helped with the cables")
    desk.press("Enter")
    page.locator("main .notice.bad:visible").wait_for()
    desk.settled()
    expect(page.locator("#waive-reason").input_value() == "Helped with the cables", "the reason is gone")
    expect(page.locator("#waive-reason").is_visible(), "the form is folded away")
    expect(desk.focus() == "waive-amount", desk.focus())
    desk.look("person-refused")


def searching_over_a_person(desk, number):
    page = desk.page
    sheet(desk, number)
    printed = due(desk, number)
    desk.type("placeholder")
    page.locator("#results a").first.wait_for()
    desk.look("person-searching")
    desk.press("F8")
    page.wait_for_timeout(300)
    expect(due(desk, number) == printed, "F8 printed who is not meant")
    desk.press("Escape")
    expect(page.locator("#results").is_hidden(), "the list stays")
    expect(page.locator("h1").is_visible(), "the person is gone")
    desk.type("placeholder")
    page.locator("#results a").first.wait_for()
    second = page.locator("#results a").nth(1).get_attribute("href")
    desk.press("ArrowDown", 2)
    desk.press("Enter")
    page.wait_for_url(f"**{second}")
    desk.settled()


def once_only(desk, number):
    """Two quick submits, Back and a reload book once."""
    page = desk.page
    sheet(desk, number)
    happened = due(desk, number)[1]
    page.locator("#tendered").fill("")
    page.evaluate(
        """() => { const button = [...document.querySelectorAll('#money button[name=method]')].find(b => b.value === 'card');
             const form = button.form; form.requestSubmit(button); form.requestSubmit(button); button.click(); }"""
    )
    desk.shows("by card.")
    desk.settled()
    after = due(desk, number)
    page.go_back()
    page.wait_for_timeout(300)
    page.goto(f"{ADDRESS}/desk/people/{number}")
    page.reload()
    expect(due(desk, number) == after, f"{due(desk, number)} was {after}")
    expect("Due" not in after[0], after[0])
    return after[1] - happened


def told_while_typing(desk, number):
    """Whoever has the name already is named before anything is sent, with a way to them: for a newcomer and in a correction."""
    page = desk.page
    sheet(desk, ARGUMENTS["holder"])
    held = page.locator("#name").input_value()
    page.goto(f"{ADDRESS}/desk/walk-in")
    desk.type(held[:-1])
    page.wait_for_timeout(700)
    expect(page.locator("#alike a").count() == 0, "half a name is taken for somebody's")
    desk.type(held[-1])
    page.locator(f"#alike a[href$='/{ARGUMENTS['holder']}']").wait_for()
    expect(desk.focus() == "name", f"the list takes the keyboard to {desk.focus()}")
    desk.look("walk-in-known-already")
    # Some put the family name first.
    page.goto(f"{ADDRESS}/desk/walk-in")
    desk.type(" ".join(reversed(held.split())))
    page.locator(f"#alike a[href$='/{ARGUMENTS['holder']}']").wait_for()
    sheet(desk, number)
    page.locator("#name").fill(held.upper())
    page.locator(f"#alike a[href$='/{ARGUMENTS['holder']}']").wait_for()
    page.locator("#alike a").first.click()
    page.wait_for_url(f"**/desk/people/{ARGUMENTS['holder']}")
    desk.settled()


def unsaved(desk, number):
    """What was typed and not saved is neither lost nor left off the paper by F8."""
    page = desk.page
    sheet(desk, number)
    before = due(desk, number)
    desk.press("Alt+c")
    desk.type("Unsaved Pantry")
    desk.press("F8")
    desk.shows("is not saved yet")
    expect(page.locator("#affiliation").input_value() == "Unsaved Pantry", "what was typed is gone")
    expect(due(desk, number)[:2] == before[:2], "F8 printed what is not meant")
    desk.look("person-unsaved")
    sheet(desk, number)
    expect(page.locator("#unsaved").is_hidden(), "the warning stays")


def names_like_badges(desk):
    """Whose name or address begins like a badge is not taken for a scan, however fast it is typed."""
    page = desk.page
    for field, text, delay in [("name", "LY-ANH TRAN", 120), ("name", "Ly-Anh Tran", 75), ("email", "ly.tran@example.org", 75)]:
        page.goto(f"{ADDRESS}/desk/walk-in")
        page.locator(f"#{field}").focus()
        desk.scan(text, delay, end="Tab")
        page.wait_for_timeout(300)
        expect(page.url.endswith("/walk-in"), f"{text} was taken for a scan")
        expect(page.locator(f"#{field}").input_value() == text, page.locator(f"#{field}").input_value())


def other_endings(desk, number):
    """A scanner that ends with Tab, one that begins with a blank, and one that is set for another keyboard."""
    page = desk.page
    before = due(desk, number)
    for text in [ARGUMENTS["ticket"], ARGUMENTS["code"]]:
        sheet(desk, number)
        page.locator("#tendered").focus()
        desk.scan(text, 20, end="Tab")
        page.wait_for_url(f"**/desk/people/{ARGUMENTS['holder']}")
        desk.settled()
    sheet(desk, number)
    page.locator("#money button[value=card]").first.focus()
    desk.scan(" " + ARGUMENTS["ticket"], 5)
    page.wait_for_url(f"**/desk/people/{ARGUMENTS['holder']}")
    desk.settled()
    expect(due(desk, number) == before, "a scanner's blank pressed a button")
    # A person's blank still presses one.
    sheet(desk, number)
    page.locator("#money summary").first.focus()
    page.keyboard.press("Space")
    desk.until("document.querySelector('#money details').open")
    page.goto(f"{ADDRESS}/desk/walk-in")
    page.locator("#affiliation").fill("Packet Pantry")
    page.locator("#name").focus()
    desk.scan("ly:" + ARGUMENTS["ticket"][3:], 5)
    desk.shows("types for another keyboard")
    desk.look("desk-other-keyboard")


def elsewhere(office):
    """On every other page of the staff a scan opens the person as well, and changes nothing there."""
    page = office.page
    paths = ["/books/entries", "/organizer/barred", "/organizer/devices", "/organizer/gates", "/organizer/reports", "/desk/invoices", "/dashboard"]
    for path in paths:
        page.goto(ADDRESS + path)
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        field = page.locator("main input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=date]):not([type=file]), main textarea")
        if field.count():
            field.first.focus()
        office.scan(ARGUMENTS["ticket"], 5, 90)
        page.wait_for_url(f"**/desk/people/{ARGUMENTS['holder']}")
        office.settled()
    page.goto(f"{ADDRESS}/keysigning/desk")
    page.locator("#invite").focus()
    office.scan(ARGUMENTS["ticket"], 5)
    expect(page.locator("#invite").input_value() == ARGUMENTS["ticket"], "who is invited is not who was scanned")
    office.press("Enter")
    office.shows("This is the link")


def script(chromium):
    desk = Desk(context(chromium))
    desk.enrol(ARGUMENTS["codes"][0])
    owing = ARGUMENTS["owing"]
    typo_and_enters(desk)
    told_while_typing(desk, owing)
    names_like_badges(desk)
    unsaved(desk, owing)
    other_endings(desk, owing)
    office = Desk(context(chromium))
    office.enrol(ARGUMENTS["codes"][1])
    elsewhere(office)
    office.context.close()
    scanned = scans_anywhere(desk, owing)
    no_money_unasked(desk, owing)
    refused_forms(desk, owing)
    searching_over_a_person(desk, owing)
    booked = once_only(desk, owing)
    return {"scans": scanned, "booked": booked}


run(script)
